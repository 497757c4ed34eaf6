"""The day of publication is what the page says, in this order of trust, and never the day of reading."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from zenobia.articles.published import Published, dateline_days, find_published, future_issue, read_day

READ_AT = datetime(2016, 4, 2, 12, 0, tzinfo=UTC)
DAY = date(2016, 3, 28)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2016-03-28", DAY),
        ("2016-03-28T01:30:00+03:00", DAY),
        ("20160328", DAY),
        ("2016/3/28", DAY),
        ("March 28, 2016", DAY),
        ("Mon, 28 Mar 2016 10:00:00 GMT", DAY),
        ("28th of March", None),
        ("28 March 2016, 10:23", DAY),
        ("28.03.2016", DAY),
        ("03/28/2016", DAY),
        ("05/05/2016", date(2016, 5, 5)),
        ("04/03/2016", None),
        ("March 2016", None),
        ("2016-13-45", None),
        ("30 February 2016", None),
        ("0000-00-00", None),
        ("", None),
    ],
)
def test_a_day_is_read_with_its_year_or_not_at_all(text: str, day: date | None) -> None:
    assert read_day(text) == day


def found(
    head: str = "",
    body: str = "",
    *,
    stated: tuple[str, ...] = (),
    url: str | None = None,
    given: date | None = None,
) -> Published:
    tree = html.document_fromstring(f"<html><head>{head}</head><body><p>News.</p>{body}</body></html>")
    return find_published(tree, stated, url=url, paragraphs=["News."], given=given, read_at=READ_AT)


def test_a_day_given_stands_in_before_any_guess() -> None:
    guessed = "<div class='footer'>Posted on 27 March 2016</div>"
    assert found("", guessed) == Published(date(2016, 3, 27), "page text")
    assert found("", guessed, given=DAY) == Published(DAY, "given")


def test_what_machines_are_told_comes_first() -> None:
    head = '<meta property="article:published_time" content="2016-03-28T10:00:00Z">'
    body = "<article><time>27 March 2016</time></article>"
    assert found(head, body, stated=("2016-03-26",), url="https://a.example/2016/03/25/x") == Published(
        DAY, "meta tag"
    )
    assert found("", body, stated=("2016-03-26",)) == Published(date(2016, 3, 26), "json-ld")
    assert found("", body) == Published(date(2016, 3, 27), "time element")


def test_a_time_marked_as_publication_is_taken_before_another() -> None:
    body = (
        "<article><time>1 April 2016</time>"
        '<time class="entry-date published" datetime="2016-03-28">x</time></article>'
    )
    assert found("", body) == Published(DAY, "time element")


@pytest.mark.parametrize(
    "url",
    [
        "https://a.example/2016/03/28/army",
        "https://a.example/news/2016/mar/28/army",
        "https://a.example/x-20160328.html",
    ],
)
def test_the_address_may_hold_the_day(url: str) -> None:
    assert found(url=url) == Published(DAY, "url")


def test_an_address_with_other_numbers_holds_none() -> None:
    assert found(url="https://a.example/story/20163328123") == Published()


def test_a_template_day_is_passed_over() -> None:
    head = '<meta name="date" content="1970-01-01"><meta name="pubdate" content="2016-03-28">'
    assert found(head) == Published(DAY, "meta tag")


def test_unknown_stays_unknown() -> None:
    assert found() == Published(None, None)


def test_datelines_in_the_text() -> None:
    assert list(dateline_days(["Army retakes Qasr", "Updated 28 March 2016"])) == [DAY]
    assert list(dateline_days(["QASR, Syria, March 28, 2016 (Agency) - Troops entered the town."])) == [DAY]
    assert list(dateline_days(["The army entered Qasr on March 28, 2016 - and left again."])) == [DAY]
    assert list(dateline_days(["Troops, who fled on 28 March 2016, came back.", "News."])) == []


def test_a_day_to_come_is_flagged_past_two_days() -> None:
    assert future_issue(date(2016, 4, 4), READ_AT) is None
    assert future_issue(None, READ_AT) is None
    issue = future_issue(date(2016, 4, 5), READ_AT)
    assert issue is not None
    assert "2016-04-05" in issue.message


@settings(deadline=None)
@given(st.text(max_size=120))
def test_no_text_is_too_odd_for_a_day(text: str) -> None:
    read_day(text)
