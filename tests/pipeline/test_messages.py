"""What is sent between parent and child arrives equal, and nothing but nouns can be sent."""

from __future__ import annotations

import io
import json
import struct
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zenobia.model import Article, Block, BlockLabel, Issue, Page, Span
from zenobia.pipeline.messages import BadMessage, read_message, write_message

ARTICLE = Article(
    text="Army retakes Qasr\n\nIt fell.\ud800",
    blocks=(Block(BlockLabel.HEADLINE, Span(0, 17)), Block(BlockLabel.BODY, Span(19, 28))),
    title="Army retakes Qasr",
    published_on=date(2016, 3, 28),
    published_how="given",
    issues=(Issue("articles", "read in part", "partial parse"),),
)
PAGE = Page("a.html", bytes(range(256)), datetime(2016, 4, 2, 12, 30, tzinfo=UTC), content_type="text/html")


def sent_and_read(content: Any) -> Any:
    pipe = io.BytesIO()
    write_message(pipe, content)
    pipe.seek(0)
    return read_message(pipe)


def read(raw: bytes) -> Any:
    return read_message(io.BytesIO(struct.pack(">Q", len(raw)) + raw))


def test_nouns_arrive_equal() -> None:
    assert sent_and_read(("value", ARTICLE)) == ("value", ARTICLE)
    assert sent_and_read((PAGE, None, 1.5)) == (PAGE, None, 1.5)


@settings(deadline=None)
@given(
    st.recursive(
        st.none() | st.text() | st.integers() | st.binary() | st.dates(),
        lambda inner: st.tuples(inner, inner),
    )
)
def test_any_plain_value_arrives_equal(content: Any) -> None:
    assert sent_and_read(content) == content


def test_what_is_no_noun_is_not_sent() -> None:
    with pytest.raises(TypeError, match="cannot hold dict"):
        write_message(io.BytesIO(), {"a": 1})


@pytest.mark.parametrize(
    "content",
    [
        {"Popen": ["/bin/sh"]},
        {"Popen": ["/bin/sh"], "date": "2016-03-28"},
        {},
        {"Span": [9, 3]},
        {"Span": [1]},
        {"BlockLabel": "no such label"},
        {"date": "yesterday"},
        {"date": 4},
        {"bytes": "*"},
    ],
)
def test_a_message_that_no_honest_child_sends_is_refused(content: Any) -> None:
    with pytest.raises(BadMessage):
        read(json.dumps(["value", content]).encode())


def test_a_message_that_is_cut_off_is_no_message() -> None:
    with pytest.raises(EOFError):
        read_message(io.BytesIO(struct.pack(">Q", 10) + b"[1"))
    with pytest.raises(BadMessage):
        read(b"[" * 100_000)
