"""Followed feeds, visits and marks come back as they were kept, and the newest replaces the one before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from zenobia.store import open_view, open_writer, web
from zenobia.store.web import ArchiveMark, Visit
from zenobia.store.writer import Writer

FEED = "https://news.example/world.xml"
NOON = datetime(2016, 3, 28, 12, tzinfo=UTC)


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[Writer]:
    with open_writer(tmp_path / "ledger.sqlite", "a test") as writer:
        yield writer


def test_feeds_are_followed_once_in_the_order_of_adding(writer: Writer, tmp_path: Path) -> None:
    later = NOON.replace(hour=13)
    assert writer.web(web.follow, "https://z.example/", NOON)
    assert writer.web(web.follow, FEED, later)
    assert not writer.web(web.follow, FEED, later)
    with open_view(tmp_path / "ledger.sqlite") as view, view.snapshot() as connection:
        assert web.followed(connection) == ["https://z.example/", FEED]


def test_a_feed_that_is_followed_anew_is_asked_anew(writer: Writer) -> None:
    writer.web(web.follow, FEED, NOON)
    writer.web(web.keep_visit, Visit(FEED, NOON, "feed", etag='"a"'))
    assert writer.web(web.unfollow, FEED)
    assert not writer.web(web.unfollow, FEED)
    assert writer.web(web.visit_of, FEED) is None


def test_the_last_visit_is_the_one_that_counts(writer: Writer) -> None:
    assert writer.web(web.visit_of, FEED) is None
    first = Visit(FEED, NOON, "page", '"a"', "Mon, 28 Mar 2016 12:00:00 GMT", "2016-03-28")
    for visit in (first, Visit(FEED, NOON.replace(hour=13), "not fetched")):
        writer.web(web.keep_visit, visit)
        assert writer.web(web.visit_of, FEED) == visit


def test_each_part_of_an_archive_and_each_reader_has_a_mark(writer: Writer) -> None:
    a = ArchiveMark("/crawl.wacz", "archive/a.warc.gz", "reader", 9_000_000_000, 1, 500, 7, {"status 404": 2})
    b = ArchiveMark("/crawl.wacz", "archive/b.warc.gz", "reader", 9_000_000_000, 1, 0, 0)
    further = ArchiveMark(
        a.path, a.part, a.reader, a.size, a.changed, 900, 9, {"status 404": 2, "image/png": 1}
    )
    for mark in (a, b, further):
        writer.web(web.keep_mark, mark)
    assert writer.web(web.marks_of, "/crawl.wacz", "reader") == {a.part: further, b.part: b}
    assert writer.web(web.marks_of, "/crawl.wacz", "another") == {}
