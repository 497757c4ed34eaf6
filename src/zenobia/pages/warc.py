"""Pages from WARC files: the texts and HTML that servers answered with, as they were on the day of the crawl.

record (warc_records.py) → HTTP answer → its body without chunks and encodings → Page
"""

from __future__ import annotations

import email.parser
import email.policy
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from zenobia.errors import BadArchive, PageError, PageIncomplete, PageTooLarge
from zenobia.model import LARGEST_PAGE_BYTES, Page
from zenobia.pages.addresses import LONGEST_ADDRESS, is_address
from zenobia.pages.arrivals import Arrival, kept_headers
from zenobia.pages.encodings import decode_content, encodings_in, join_chunks
from zenobia.pages.warc_records import VERSION, Record, digest_fits, read_records

SUFFIXES = (".warc", ".warc.gz")
READ_TYPES = ("text/html", "application/xhtml+xml", "text/plain")

_OF_THE_WEB = ("http://", "https://", "file:/")
_STATUS = re.compile(rb"HTTP/\d(?:\.\d)? +(\d{3})\b")
_CHUNK = re.compile(rb"[0-9a-fA-F]{1,16}[ \t]*(?:;[^\r\n]{0,100})?\r\n")
_LONGEST_REASON = 60


def is_warc(path: str | Path) -> bool:
    """Whether a file is read as a WARC file, by its name."""
    return str(path).casefold().endswith(SUFFIXES)


def read_warc(file: BinaryIO, name: str, start: int = 0) -> Iterator[Arrival]:
    """What comes of each record from `start`, which is 0 or the `end` of an arrival.

    Answers with status 2xx and a text become pages, with the address, the time and the headers of the crawl. A
    record that is cut, damaged, or swells past all measure comes with its error; what is no report says what it is.
    """
    found = False
    for record in read_records(file, start):
        where = f"{name}#{record.start}" + (f".{record.index}" if record.index else "")
        if record.error is not None and not found and start == record.start == 0 and not record.fields:
            error = BadArchive(f"It does not begin as WARC files do. {record.error}")
            yield Arrival(name=where, error=error, content=_kept(record), end=record.end)
        else:
            yield _arrival(record, where)
        found = True
    if not found and start == 0:
        yield Arrival(name=name, error=BadArchive("It is empty."), content=b"", end=0)


def _arrival(record: Record, where: str) -> Arrival:
    if record.error is not None:
        return Arrival(name=where, error=record.error, content=_kept(record), end=record.end)
    try:
        answer = _answer(record)
        if isinstance(answer, str):
            return Arrival(name=where, no_report=answer[:_LONGEST_REASON], end=record.end)
        page = _page(record, answer, where)
    except PageError as error:
        return Arrival(name=where, error=error, content=_kept(record), end=record.end)
    return Arrival(name=where, page=page, end=record.end)


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a server answered: its headers in lower case, and the body as it came over the line."""

    headers: Mapping[str, str]
    body: bytes

    @property
    def media_type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0].strip().casefold()


def _answer(record: Record) -> _Answer | str:
    """The answer in a record, or what the record is instead of a report."""
    kind = record.fields.get("warc-type", "").casefold()
    content_type = record.fields.get("content-type", "").casefold()
    if kind == "resource" and not record.fields.get("warc-target-uri", "").strip("<>").startswith(
        _OF_THE_WEB
    ):
        return "resource that is no web page"
    if kind == "resource":
        answer = _Answer({"content-type": content_type}, record.block)
    elif kind != "response":
        return f"{kind or 'untyped'} record"
    elif "warc-segment-number" in record.fields:
        return "segment of a record"
    elif not content_type.startswith("application/http") and not record.block.startswith(b"HTTP/"):
        return f"{content_type.partition(';')[0] or 'untyped'} response"
    else:
        status = _STATUS.match(record.block)
        if status is None:
            raise BadArchive("It holds no HTTP answer.")
        if not status[1].startswith(b"2"):
            return f"status {status[1].decode('ascii')}"
        answer = _split(record.block)
    if answer.media_type not in READ_TYPES and (answer.media_type or not _looks_like_markup(answer.body)):
        return answer.media_type or "no type"
    if record.fields.get("warc-target-uri", "").strip("<>").endswith("/robots.txt"):
        return "robots.txt"
    return answer


def _split(block: bytes) -> _Answer:
    head, separator, body = block.partition(b"\r\n\r\n")
    if not separator or b"\n\n" in head:
        head, separator, body = block.partition(b"\n\n")
    lines = head.partition(b"\n")[2].decode("latin-1")
    parsed = email.parser.HeaderParser(policy=email.policy.compat32).parsestr(lines)
    headers: dict[str, str] = {}
    for name, value in parsed.items():
        headers.setdefault(name.casefold(), " ".join(str(value).split()))
    return _Answer(headers, body)


def _page(record: Record, answer: _Answer, where: str) -> Page:
    """The page in an answer. Raises a PageError where it is not whole or cannot be decoded."""
    if len(record.block) < record.length:
        raise PageTooLarge(f"It has {record.length:,} bytes; up to {LARGEST_PAGE_BYTES:,} are read.")
    if record.fields.get("warc-truncated"):
        raise PageIncomplete(f"The crawler cut it off ({record.fields['warc-truncated'][:20]}).")
    body = _unchunked(answer)
    announced = record.fields.get("warc-payload-digest") if record.fields[VERSION] >= "1" else None
    if announced and not any(digest_fits(announced, each) is not False for each in (answer.body, body)):
        raise BadArchive("Its content is not what its digest was made of.")
    stated = answer.headers.get("content-length", "")
    if body is answer.body and stated.isdecimal() and len(stated) < 19 and int(stated) > len(body):
        raise PageIncomplete(
            f"The crawler has {len(body):,} of the {int(stated):,} bytes the server announced."
        )
    content = decode_content(body, _encodings(answer, body), limit_bytes=LARGEST_PAGE_BYTES)
    if len(content) > LARGEST_PAGE_BYTES:
        raise PageTooLarge(f"It has {len(content):,} bytes; up to {LARGEST_PAGE_BYTES:,} are read.")
    url = record.fields.get("warc-target-uri", "").strip("<>")
    return Page(
        name=where,
        content=content,
        fetched_at=_moment(record.fields.get("warc-date", "")) or datetime.now(UTC),
        url=url if is_address(url) and len(url) <= LONGEST_ADDRESS else None,
        content_type=answer.headers.get("content-type") or None,
        headers=kept_headers(answer.headers.items()),
    )


def _unchunked(answer: _Answer) -> bytes:
    """The body without chunks; many crawlers take them away and leave the header that announces them."""
    is_chunked = "chunked" in answer.headers.get("transfer-encoding", "").casefold()
    return join_chunks(answer.body) if is_chunked and _CHUNK.match(answer.body) else answer.body


def _encodings(answer: _Answer, body: bytes) -> tuple[str, ...]:
    """The encodings of a body; some crawlers undo gzip and leave the header that announces it."""
    encodings = encodings_in(answer.headers.get("content-encoding"))
    is_undone = encodings[-1:] in (("gzip",), ("x-gzip",)) and not body.startswith(b"\x1f\x8b")
    return () if is_undone else encodings


def _looks_like_markup(body: bytes) -> bool:
    return body[:1_000].lstrip().startswith(b"<")


def _moment(words: str) -> datetime | None:
    """The time of a crawl, "2016-03-28T09:15:00Z"."""
    try:
        moment = datetime.fromisoformat(words.strip())
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def _kept(record: Record) -> bytes | None:
    """What is kept of a record that is set aside, for a person to look at."""
    return record.block[:LARGEST_PAGE_BYTES] if record.block else None


def open_archive(path: Path) -> BinaryIO:
    """The file for reading. Raises PageError where it cannot be opened."""
    try:
        file = path.open("rb")
        os.fstat(file.fileno())
    except OSError as error:
        raise PageError(f"It cannot be opened: {error.strerror or error}.") from error
    return file
