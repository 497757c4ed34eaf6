"""What comes of something that was to be read: a page, a reason why there is none, or what is no report at all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from zenobia.errors import PageError
from zenobia.model import Page

# Honest servers send a dozen headers of some dozen characters; one can be made of megabytes.
MOST_HEADERS = 100
LONGEST_HEADER = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """One thing that was to be read; exactly one of `page`, `error`, `no_report` and `read_before` is there.

    `error` says why it has to be set aside, and `content` is what there is of it. `no_report` names what it is
    instead of a report ("image/png", "status 404"), for counting; `read_before` how it is known to be kept already.
    `title` and `published_on` are what a feed says of it. `end` is where an archive goes on
    after it, and `part` the file in the archive.
    """

    name: str
    page: Page | None = None
    error: PageError | None = None
    content: bytes | None = None
    no_report: str | None = None
    read_before: str | None = None
    title: str | None = None
    published_on: date | None = None
    end: int | None = None
    part: str | None = None


def kept_headers(headers: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """What is kept of a server's headers with a page: all but cookies, cut to a sane length."""
    honest = [(name[:LONGEST_HEADER], value[:LONGEST_HEADER]) for name, value in headers]
    return tuple(pair for pair in honest if pair[0].casefold() != "set-cookie")[:MOST_HEADERS]
