"""Fetch from the web: judge the address, connect to what was judged, follow redirects the same way, within limits.

Library functions that fetch by themselves are banned by lint (pyproject.toml): they ask any address at all.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.client import HTTPException, HTTPResponse, IncompleteRead
from pathlib import Path
from ssl import SSLError

from zenobia.errors import FetchFailed, PageIncomplete, PageTooLarge, Unreachable
from zenobia.model import LARGEST_PAGE_BYTES
from zenobia.pages.addresses import (
    Address,
    Resolver,
    follow_redirect,
    judged_ips,
    parse_address,
    system_resolver,
)
from zenobia.pages.connection import exchange
from zenobia.pages.encodings import ACCEPTED, decode_content, encodings_in
from zenobia.version import installed_version

Progress = Callable[[int, int], None]

AGENT = f"Zenobia/{installed_version()} (reads news on armed conflict)"
ACCEPT = "text/html, application/xhtml+xml, text/plain;q=0.9, application/xml;q=0.8, */*;q=0.1"
# A page of news takes a second; this is for the slowest, and for each redirect on the way to it.
PAGE_SECONDS = 60
# A dump of GeoNames has up to 400 MB.
DOWNLOAD_SECONDS = 3_600
MOST_REDIRECTS = 5
REDIRECTS = (301, 302, 303, 307, 308)
CHUNK_BYTES = 1 << 16
TRIES = 3
# How many of a host's addresses are tried: a machine without IPv6 fails on the first and gets to the next.
MOST_IPS = 4


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server answered. `url` is where it came from in the end; `content` is free of encodings."""

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    content: bytes
    fetched_at: datetime

    def header(self, name: str) -> str | None:
        """The first header of that name, in any letter case."""
        return next((value for key, value in self.headers if key.casefold() == name.casefold()), None)


@dataclass(frozen=True, slots=True)
class Fetcher:
    """Fetches web addresses. Only what is on the public internet, unless `allow_private`.

    Each host is resolved once a request by `resolver`, every address it gives must be public, and the connection
    goes to one of those. Up to five redirects are followed, each judged anew. Nothing is kept between requests:
    no cookies, no connections.
    """

    allow_private: bool = False
    resolver: Resolver = field(default=system_resolver)
    seconds: float = PAGE_SECONDS

    def get(
        self,
        url: str,
        *,
        etag: str | None = None,
        modified: str | None = None,
        limit_bytes: int = LARGEST_PAGE_BYTES,
        before: Callable[[Address], None] | None = None,
    ) -> Fetched:
        """What the server answers, whatever its status; 304 where nothing changed since `etag` or `modified`.

        `before` is called ahead of each request, those of redirects included, and may refuse by raising.
        Raises AddressRefused for what is never asked, PageTooLarge, PageIncomplete, BadEncoding, and FetchFailed
        for everything else that keeps an answer from coming.
        """
        headers = {"User-Agent": AGENT, "Accept": ACCEPT, "Accept-Encoding": ACCEPTED}
        headers |= {"If-None-Match": etag} if etag else {}
        headers |= {"If-Modified-Since": modified} if modified else {}
        with self.answer(url, headers, before) as (address, answer):
            encoded = b"".join(_pieces(answer, address.url, limit_bytes))
            content = decode_content(
                encoded, encodings_in(answer.getheader("Content-Encoding")), limit_bytes=limit_bytes
            )
            return Fetched(address.url, answer.status, tuple(answer.getheaders()), content, datetime.now(UTC))

    @contextlib.contextmanager
    def answer(
        self, url: str, headers: dict[str, str], before: Callable[[Address], None] | None = None
    ) -> Iterator[tuple[Address, HTTPResponse]]:
        """The last answer behind `url`, its body still unread, and the address that gave it."""
        address = parse_address(url, allow_private=self.allow_private)
        for _ in range(MOST_REDIRECTS + 1):
            if before is not None:
                before(address)
            with self._answer_of(address, headers) as answer:
                location = _location(answer)
                if location is None:
                    yield address, answer
                    return
            address = follow_redirect(address, location, allow_private=self.allow_private)
        raise FetchFailed(f"{url} leads on more than {MOST_REDIRECTS} times.")

    @contextlib.contextmanager
    def _answer_of(self, address: Address, headers: dict[str, str]) -> Iterator[HTTPResponse]:
        """The answer of the first of the host's addresses that can be connected to."""
        ips = judged_ips(address, self.resolver, allow_private=self.allow_private)[:MOST_IPS]
        with contextlib.ExitStack() as stack:
            with _saying(address.url):
                for others in reversed(range(len(ips))):
                    try:
                        answer = stack.enter_context(
                            exchange(address, ips[-1 - others], headers, self.seconds)
                        )
                        break
                    except OSError:
                        if not others:
                            raise
            yield answer


def download(
    url: str,
    path: Path,
    *,
    limit_bytes: int,
    progress: Progress | None = None,
    allow_private: bool = False,
) -> None:
    """Fetch `url` into `path`, which appears whole or not at all.

    What came of a broken try is kept beside it and gone on with, if the server still has the same file.
    Raises FetchFailed, with the reason and what to do.
    """
    fetcher = Fetcher(allow_private, seconds=DOWNLOAD_SECONDS)
    parse_address(url, allow_private=allow_private)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    for tries_left in reversed(range(TRIES)):
        try:
            _go_on(fetcher, url, part, limit_bytes, progress)
            break
        except (Unreachable, PageIncomplete) as error:
            if not tries_left:
                raise Unreachable(f"{error} Run it again to go on, or give a file you have.") from error
    part.replace(path)
    _mark_of(part).unlink(missing_ok=True)


def _go_on(fetcher: Fetcher, url: str, part: Path, limit_bytes: int, progress: Progress | None) -> None:
    """Fetch what is missing from `part`. A server that has another file by now sends it from the start."""
    mark = _mark_of(part)
    done = part.stat().st_size if part.exists() and mark.exists() else 0
    headers = {"User-Agent": AGENT, "Accept-Encoding": "identity"}
    if done:
        headers |= {"Range": f"bytes={done}-", "If-Range": mark.read_text("utf-8")}
    with fetcher.answer(url, headers) as (_, answer):
        if answer.status not in (200, 206):
            kind = Unreachable if answer.status >= 500 else FetchFailed
            raise kind(f"{url} answered {answer.status} {answer.reason}.")
        resumed = answer.status == 206
        _keep_mark(answer, mark)
        done = done if resumed else 0
        total = done + (answer.length or 0)
        with part.open("ab" if resumed else "wb") as out:
            for piece in _pieces(answer, url, limit_bytes - done):
                done += out.write(piece)
                if progress is not None:
                    progress(done, max(total, done))


def _pieces(answer: HTTPResponse, url: str, limit_bytes: int) -> Iterator[bytes]:
    """The body as it comes. Raises PageTooLarge before too much of it came, PageIncomplete where it breaks off."""
    came, announced = 0, answer.length
    _check_size(announced or 0, limit_bytes, url)
    while piece := _read_some(answer, url):
        came += len(piece)
        _check_size(came, limit_bytes, url)
        yield piece
    if announced is not None and came < announced:
        raise PageIncomplete(f"{url} broke off after {came:,} of {announced:,} bytes.")


def _read_some(answer: HTTPResponse, url: str) -> bytes:
    with _saying(url):
        try:
            return answer.read1(CHUNK_BYTES)
        except IncompleteRead as error:
            raise PageIncomplete(f"{url} broke off inside a chunk.") from error


def _check_size(size: int, limit_bytes: int, url: str) -> None:
    if size > limit_bytes:
        raise PageTooLarge(f"{url} is larger than the {limit_bytes / 1_000_000:g} MB that are allowed.")


def _location(answer: HTTPResponse) -> str | None:
    """Where the answer sends its reader; http.client reads headers as Latin-1, and sites write UTF-8."""
    location = answer.getheader("Location") if answer.status in REDIRECTS else None
    return location.encode("latin-1", "replace").decode("utf-8", "replace") if location else None


@contextlib.contextmanager
def _saying(url: str) -> Iterator[None]:
    """Turn what sockets, TLS and HTTP complain of into words for the person who asked."""
    try:
        yield
    except SSLError as error:
        reason = getattr(error, "verify_message", "") or error.reason or str(error)
        raise Unreachable(f"{url} cannot be trusted to be who it says ({reason}).") from error
    except (OSError, HTTPException, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
        raise Unreachable(f"{url} cannot be reached ({reason[:200]}).") from error


def _keep_mark(answer: HTTPResponse, mark: Path) -> None:
    """The server's name for this state of the file; without one, a broken try starts anew."""
    etag = answer.headers.get("ETag") or ""
    stands_for = answer.headers.get("Last-Modified") if not etag or etag.startswith("W/") else etag
    if stands_for:
        mark.write_text(stands_for, "utf-8")
    else:
        mark.unlink(missing_ok=True)


def _mark_of(part: Path) -> Path:
    return part.with_name(part.name + ".etag")
