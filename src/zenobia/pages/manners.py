"""Ask sites as a good guest: their robots.txt first, one request at a time, and later where they are busy."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from zenobia.errors import FetchFailed, PageError, RobotsDisallow, Unreachable
from zenobia.model import LARGEST_PAGE_BYTES
from zenobia.pages.addresses import Address
from zenobia.pages.fetch import AGENT, Fetched, Fetcher

if TYPE_CHECKING:
    from protego import Protego

# Between two requests to one host. Crawlers of archives wait one to five seconds.
DELAY_SECONDS = 1.0
# What a robots.txt can ask for at most; some ask for an hour, which means "do not".
LONGEST_DELAY_SECONDS = 30.0
# RFC 9309 has programs read 500 KiB at least.
LARGEST_ROBOTS_BYTES = 512_000
BUSY = (429, 503)
TRIES = 3
FIRST_BACKOFF_SECONDS = 5.0
# A host that wants more time than this is left alone for the rest of the run.
LONGEST_WAIT_SECONDS = 120.0


class Guest:
    """Fetches as `fetcher` does, with manners; keeps in mind for one run what each host asked for."""

    def __init__(
        self,
        fetcher: Fetcher,
        *,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._fetcher = fetcher
        self._sleep = sleep
        self._clock = clock
        self._next_at: dict[str, float] = {}
        self._delays: dict[str, float] = {}
        self._robots: dict[str, Protego | PageError | None] = {}

    def get(
        self,
        url: str,
        *,
        etag: str | None = None,
        modified: str | None = None,
        limit_bytes: int = LARGEST_PAGE_BYTES,
    ) -> Fetched:
        """What the server answers, as Fetcher.get; a busy server is asked again after the time it names.

        Raises RobotsDisallow where the site's robots.txt keeps programs out, Unreachable where that file cannot be
        had or the server stays busy, and what Fetcher.get raises.
        """
        backoff = FIRST_BACKOFF_SECONDS
        for tries_left in reversed(range(TRIES)):
            fetched = self._fetcher.get(
                url, etag=etag, modified=modified, limit_bytes=limit_bytes, before=self._enter
            )
            if fetched.status not in BUSY:
                return fetched
            host = urlsplit(fetched.url).hostname or ""
            wait = _retry_after(fetched.header("Retry-After")) or backoff
            self._next_at[host] = self._clock() + wait
            if not tries_left or wait > LONGEST_WAIT_SECONDS:
                break
            backoff *= 4
        raise Unreachable(f"{host} is busy (it answered {fetched.status}); ask again later.")

    def _enter(self, address: Address) -> None:
        """Before every request, also of a redirect: is it allowed, and is it time?"""
        robots = self._robots_of(address)
        if isinstance(robots, PageError):
            raise robots
        if robots is not None and not robots.can_fetch(address.url, AGENT):
            raise RobotsDisallow(f"The robots.txt of {address.host} asks programs not to read {address.url}.")
        self._wait(address)

    def _wait(self, address: Address) -> None:
        wait = self._next_at.get(address.host, 0.0) - self._clock()
        if wait > LONGEST_WAIT_SECONDS:
            raise Unreachable(
                f"{address.host} asks to be left alone for {wait:.0f} seconds; ask again later."
            )
        if wait > 0:
            self._sleep(wait)
        self._next_at[address.host] = self._clock() + self._delays.get(address.host, DELAY_SECONDS)

    def _robots_of(self, address: Address) -> Protego | PageError | None:
        """The site's rules; None where it has none; an error, which holds for the run, where it cannot be asked."""
        if address.site not in self._robots:
            try:
                self._robots[address.site] = self._ask_robots(address)
            except PageError as error:
                self._robots[address.site] = error
        return self._robots[address.site]

    def _ask_robots(self, address: Address) -> Protego | None:
        from protego import Protego

        fetched = self._fetcher.get(
            f"{address.site}/robots.txt", limit_bytes=LARGEST_PAGE_BYTES, before=self._wait
        )
        if fetched.status >= 500 or fetched.status == 429:
            raise Unreachable(
                f"{address.host} cannot be asked for its robots.txt (it answered {fetched.status})."
            )
        if fetched.status >= 400:
            return None
        robots = Protego.parse(fetched.content[:LARGEST_ROBOTS_BYTES].decode("utf-8", "replace"))
        asked = robots.crawl_delay(AGENT) or 0.0
        self._delays[address.host] = min(max(asked, DELAY_SECONDS), LONGEST_DELAY_SECONDS)
        return robots


def require_page(fetched: Fetched) -> Fetched:
    """The answer, if it is a page. Raises Unreachable or FetchFailed for any other than 2xx."""
    if 200 <= fetched.status < 300:
        return fetched
    kind = Unreachable if fetched.status >= 500 else FetchFailed
    raise kind(f"{fetched.url} answered {fetched.status}.")


def _retry_after(words: str | None) -> float | None:
    """Seconds to wait, from "120" or a date."""
    if not words:
        return None
    if words.isascii() and words.isdecimal() and len(words) < 9:
        return float(words)
    try:
        moment = parsedate_to_datetime(words)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())
