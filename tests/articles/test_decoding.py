"""Bytes become the text that was meant, and what cannot be read is counted."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zenobia.articles.decoding import decode_page
from zenobia.errors import NoText, PageError, PageIsBinary
from zenobia.model import Page

NEWS = "“Troops retook Al-Qaṣr,” the spokesman said – at last."
LATIN = "“Troops retook Bogotá,” the spokesman said – at last."


def page(content: bytes, content_type: str | None = None) -> Page:
    return Page("-", content, datetime(2016, 4, 2, tzinfo=UTC), content_type=content_type)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_utf_is_read_by_its_mark_or_its_form(encoding: str) -> None:
    assert decode_page(page(NEWS.encode(encoding))).text == NEWS


def test_a_declared_charset_is_believed() -> None:
    declared = b'<html><meta charset="windows-1252">' + LATIN.encode("cp1252")
    assert decode_page(page(declared)).text.endswith(LATIN)
    assert decode_page(page(LATIN.encode("cp1252"), "text/html; charset=windows-1252")).text == LATIN


def test_latin_1_is_read_as_browsers_do_with_the_quotes_of_windows() -> None:
    assert decode_page(page(LATIN.encode("cp1252"), "text/html; charset=ISO-8859-1")).text == LATIN


def test_utf_8_declared_as_latin_1_is_utf_8() -> None:
    assert decode_page(page(NEWS.encode(), "text/html; charset=iso-8859-1")).text == NEWS


@pytest.mark.parametrize("name", ["hex", "no-such-charset", "utf-16", "zip"])
def test_a_charset_that_cannot_be_meant_is_passed_over(name: str) -> None:
    assert decode_page(page(NEWS.encode(), f"text/html; charset={name}")).text == NEWS


def test_an_undeclared_charset_is_guessed() -> None:
    text = "El ejército recuperó la población mañana y tarde; según el señor Núñez, huyó. " * 5
    assert decode_page(page(text.encode("cp1252"))).text == text


def test_a_few_bad_bytes_are_replaced_and_many_are_flagged() -> None:
    few = decode_page(page(NEWS.encode() * 20 + b"\xff" + NEWS.encode() * 20, "text/plain; charset=utf-8"))
    assert (few.text.count("\ufffd"), few.issues) == (1, ())
    [issue] = decode_page(page(("Troops \ufffd\ufffd retook " * 5).encode())).issues
    assert "10 of 85 characters" in issue.message


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7 ...", "a PDF document"),
        (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
        (b"PK\x03\x04...", "a ZIP archive"),
        (b"\x1f\x8b\x08...", "a gzip archive"),
        (b"news\x00\x01\x02\x03\x04" * 20, "not text"),
    ],
)
def test_what_is_no_text_is_named(content: bytes, words: str) -> None:
    with pytest.raises(PageIsBinary, match=words):
        decode_page(page(content))


def test_nothing_is_no_text() -> None:
    with pytest.raises(NoText):
        decode_page(page(b" \r\n"))


@settings(deadline=None)
@given(
    st.binary(max_size=300),
    st.sampled_from([None, "text/html; charset=utf-8", "charset=big5", "charset=iso-2022-jp"]),
)
def test_any_bytes_end_in_text_or_a_reason(content: bytes, content_type: str | None) -> None:
    with suppress(PageError):
        assert isinstance(decode_page(page(content, content_type)).text, str)
