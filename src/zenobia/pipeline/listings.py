"""Pages from web addresses: one page, or those a feed or sitemap lists, each asked for once unless it changed."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from datetime import UTC, datetime
from typing import Any

from zenobia.errors import NoFeed, PageError, PageNotRead, Unreachable
from zenobia.model import Page
from zenobia.pages.arrivals import Arrival, kept_headers
from zenobia.pages.feeds import MOST_ENTRIES, Entry, Feed, feed_parts, looks_like_feed
from zenobia.pages.fetch import Fetched
from zenobia.pages.manners import Guest, require_page
from zenobia.pipeline.worker import Worker
from zenobia.store import web
from zenobia.store.web import Visit
from zenobia.store.writer import Writer

# A feed takes a hundredth of a second; the child that parses it is ended after these.
FEED_SECONDS = 10

_FEED = "feed"


class Listings:
    """Makes arrivals of addresses, and notes in the store what was asked for.

    An arrival is dealt with when the next is asked for; only then is it noted.
    """

    def __init__(self, guest: Guest, writer: Writer, parser: Worker | None = None) -> None:
        self._guest = guest
        self._writer = writer
        self._parser = parser or Worker(
            ("zenobia.pages.feeds", "lxml.etree"), wall_seconds=FEED_SECONDS, cpu_seconds=FEED_SECONDS
        )
        self._left = 0
        self.known = 0

    def close(self) -> None:
        self._parser.close()

    def at(self, url: str) -> Iterator[Arrival]:
        """The page at an address, or all the pages that the feed or sitemap there lists."""
        try:
            fetched = require_page(self._guest.get(url))
            feed = self._feed(fetched) if looks_like_feed(fetched.content) else None
        except PageError as error:
            yield Arrival(name=url, error=error)
            return
        if feed is None:
            yield Arrival(name=url, page=_page(url, fetched))
            self._note(url, fetched, "page")
            return
        self._left = MOST_ENTRIES
        yield Arrival(name=url, no_report=feed.kind)
        yield from self._listed(url, feed, only_new=False)

    def new_in(self, url: str) -> Iterator[Arrival]:
        """What a feed or sitemap lists that was not asked for yet, or changed since."""
        self._left = MOST_ENTRIES
        yield from self._new(url, None)

    def _new(self, url: str, entry: Entry | None) -> Generator[Arrival, None, bool]:
        """New pages of a feed, or of a sitemap that `entry` of an index tells of; whether all could be had.

        Only then is the server's name for the feed's state noted: what failed is asked for again next time.
        """
        visit = self._writer.web(web.visit_of, url)
        try:
            fetched = self._guest.get(url, **_state_of(visit))
            if fetched.status == 304:
                yield Arrival(name=url, no_report=f"{_FEED} without news")
                return True
            feed = self._feed(require_page(fetched))
        except PageError as error:
            yield Arrival(name=url, error=error)
            return False
        yield Arrival(name=url, no_report=feed.kind)
        is_whole = yield from self._listed(url, feed, only_new=True, inside=entry is not None)
        if is_whole:
            self._note(url, fetched, _FEED, entry)
        return is_whole

    def _listed(
        self, url: str, feed: Feed, *, only_new: bool, inside: bool = False
    ) -> Generator[Arrival, None, bool]:
        """The arrivals of what a feed lists; whether all could be had."""
        is_whole = True
        if feed.kind == "sitemap index" and inside:
            yield Arrival(
                name=url, error=NoFeed(f"{url} is an index that an index lists; only sitemaps are read.")
            )
            return True
        for entry in feed.entries:
            if self._left <= 0:
                yield Arrival(name=url, error=PageNotRead(f"It lists more than {MOST_ENTRIES:,} addresses."))
                return True
            self._left -= 1
            if feed.kind == "sitemap index":
                is_whole &= yield from self._sitemap(entry, only_new=only_new)
            else:
                self.known += 1
                is_whole &= yield from self._entry(entry, only_new=only_new)
        return is_whole

    def _sitemap(self, entry: Entry, *, only_new: bool) -> Generator[Arrival, None, bool]:
        visit = self._writer.web(web.visit_of, entry.url)
        if only_new and visit is not None and entry.updated is not None and entry.updated == visit.updated:
            yield Arrival(name=entry.url, no_report=f"{_FEED} without news")
            return True
        if only_new:
            return (yield from self._new(entry.url, entry))
        try:
            feed = self._feed(require_page(self._guest.get(entry.url)))
        except PageError as error:
            yield Arrival(name=entry.url, error=error)
            return False
        yield Arrival(name=entry.url, no_report=feed.kind)
        return (yield from self._listed(entry.url, feed, only_new=False, inside=True))

    def _entry(self, entry: Entry, *, only_new: bool) -> Generator[Arrival, None, bool]:
        """The page that an entry leads to; False where it should be asked for again another time."""
        visit = self._writer.web(web.visit_of, entry.url)
        if only_new and visit is not None and entry.updated in (None, visit.updated):
            yield Arrival(name=entry.url, read_before=f"It was asked for on {visit.visited_at:%Y-%m-%d}.")
            return True
        try:
            fetched = self._guest.get(entry.url, **_state_of(visit))
            if fetched.status == 304:
                yield Arrival(name=entry.url, read_before="It has not changed since it was read.")
            else:
                page = _page(entry.url, require_page(fetched))
                yield Arrival(name=entry.url, page=page, title=entry.title, published_on=entry.published_on)
        except PageError as error:
            yield Arrival(name=entry.url, error=error)
            if isinstance(error, Unreachable):
                return False
            self._note(entry.url, None, error.code, entry)
            return True
        self._note(entry.url, fetched, "page", entry)
        return True

    def _feed(self, fetched: Fetched) -> Feed:
        """The feed in an answer, parsed in a child that can be killed."""
        arguments = (fetched.content, fetched.url, fetched.header("Content-Type"))
        (kind,), *entries = self._parser.call(feed_parts, *arguments)
        return Feed(kind, tuple(Entry(*entry) for entry in entries))

    def _note(self, url: str, fetched: Fetched | None, outcome: str, entry: Entry | None = None) -> None:
        etag = fetched.header("ETag") if fetched is not None else None
        modified = fetched.header("Last-Modified") if fetched is not None else None
        updated = entry.updated if entry is not None else None
        self._writer.web(web.keep_visit, Visit(url, datetime.now(UTC), outcome, etag, modified, updated))


def _state_of(visit: Visit | None) -> dict[str, Any]:
    return {} if visit is None else {"etag": visit.etag, "modified": visit.modified}


def _page(name: str, fetched: Fetched) -> Page:
    return Page(
        name=name,
        content=fetched.content,
        fetched_at=fetched.fetched_at,
        url=fetched.url,
        content_type=fetched.header("Content-Type"),
        headers=kept_headers(fetched.headers),
    )
