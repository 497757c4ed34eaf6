"""The records of a WARC file, gzipped or not, each checked for completeness, and the damage between them.

Libraries pass over cut and damaged records without a word (docs/decisions/0091). Here every byte belongs to a
record that is whole or to a stretch that is told to be damaged, and reading goes on after it.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO

from zenobia.errors import BadArchive, PageError, PageIncomplete
from zenobia.pages.warc_bytes import (
    GZIP,
    GzipMember,
    PlainFile,
    Source,
    take_block,
    take_line,
    take_newlines,
)

# Crawlers write a dozen short lines.
LONGEST_HEADER_BYTES = 64_000
# Each costs a second look at what follows it: an archive of nothing but false lengths would take days.
MOST_DAMAGES = 1_000

_VERSION = re.compile(rb"WARC/(\d\.\d{1,2})[ \t]*\r?\n", re.IGNORECASE)
# The key of the version among a record's fields. Drafts before 1.0 do not say what a digest is made of.
VERSION = "version of warc"
_DIGESTS = ("md5", "sha1", "sha256", "sha384", "sha512")


@dataclass(frozen=True, slots=True)
class Record:
    """A record, or a stretch of the file that is damaged: then `error` says why.

    `start` and `end` are offsets in the file; `index` counts the records of one gzip member from 0. `fields`
    have their names in lower case, the first of each name. `block` is what is kept of the `length` bytes that
    the record says it has: all of them, unless it is damaged or larger than any page.
    """

    start: int
    end: int
    index: int = 0
    fields: Mapping[str, str] = field(default_factory=dict)
    length: int = 0
    block: bytes = b""
    error: PageError | None = None


def read_records(file: BinaryIO, start: int = 0) -> Iterator[Record]:
    """The records from `start`, which is 0 or the `end` of a record, in the order of the file and without a gap."""
    is_gzip = file.seek(0) == 0 and file.read(len(GZIP)) == GZIP
    size = file.seek(0, 2)
    damages = 0
    while start < size:
        source: Source = (GzipMember if is_gzip else PlainFile)(file, start, size)
        records = _records_in(source)
        while True:
            try:
                record = next(records)
            except StopIteration as stop:
                start = stop.value
                break
            damages += record.error is not None
            yield record
        if damages > MOST_DAMAGES:
            if start < size:
                yield Record(
                    start, size, error=BadArchive(f"It is given up after {damages:,} damaged stretches.")
                )
            return


def digest_fits(announced: str, content: bytes) -> bool | None:
    """Whether content has a digest such as "sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ"; None for one of no known kind."""
    name, _, value = announced.strip().partition(":")
    name = name.casefold().replace("-", "")
    if name not in _DIGESTS:
        return None
    digest = hashlib.new(name, content, usedforsecurity=False).digest()
    with_padding = value.upper() + "=" * (-len(value) % 8)
    try:
        return digest.hex() == value.casefold() or base64.b32decode(with_padding) == digest
    except (binascii.Error, ValueError):
        return False


def _records_in(source: Source) -> Generator[Record, None, int]:
    """The records of one source up to its end or the first damage, and then where in the file to go on."""
    index = 0
    take_newlines(source)
    while source.has(1):
        record = _record(source, source.position, index)
        yield record
        if record.error is not None and record.end != source.position:
            return record.end
        index = index + 1 if source.position == record.start else 0
    if source.fault is not None:
        start = source.position
        end = source.after_damage(start)
        yield Record(start, end, index, error=source.fault)
        return end
    return source.position


def _record(source: Source, start: int, index: int) -> Record:
    """The record that begins here, with the empty lines behind it passed over."""
    try:
        fields = _fields(source)
        length = _length(fields)
    except PageError as refused:
        return Record(start, source.after_damage(start), index, error=source.fault or refused)
    body_at = source.position
    block, got = take_block(source, length)
    error = _misfit(source, length, got)
    if error is not None:
        return Record(start, source.after_damage(body_at), index, fields, length, block, error)
    announced = fields.get("warc-block-digest") if fields[VERSION] >= "1" else None
    if announced and len(block) == length and digest_fits(announced, block) is False:
        error = BadArchive("Its content is not what its digest was made of.")
    return Record(start, source.position, index, fields, length, block, error)


def _misfit(source: Source, length: int, got: int) -> PageError | None:
    """What shows that the record does not end where it says."""
    lines = take_newlines(source)
    if source.has(1):
        follows_record = lines >= 2 or (source.has(5) and source.buffer.startswith(b"WARC/"))
        return (
            None
            if follows_record
            else BadArchive(f"Its content does not end after the {length:,} bytes it says.")
        )
    if source.fault is not None:
        return source.fault
    return PageIncomplete(f"It has {got:,} of the {length:,} bytes it says.") if got < length else None


def _fields(source: Source) -> dict[str, str]:
    """The named fields of a record's header. Raises BadArchive or PageIncomplete where there is none."""
    version = _VERSION.fullmatch(take_line(source, 100))
    if version is None:
        raise BadArchive("What stands here is no record.")
    fields = {VERSION: version[1].decode("ascii")}
    last, left = "", LONGEST_HEADER_BYTES
    while left > 0:
        line = take_line(source, left)
        left -= len(line)
        if not line.endswith(b"\n"):
            break
        words = line.strip()
        if not words:
            return fields
        if line[:1] in b" \t" and last:
            fields[last] = f"{fields[last]} {words.decode('utf-8', 'replace')}".strip()
            continue
        name, colon, value = words.partition(b":")
        if colon:
            last = name.strip().decode("utf-8", "replace").casefold()
            fields.setdefault(last, value.strip().decode("utf-8", "replace"))
    if left <= 0:
        raise BadArchive("Its header does not end.")
    raise PageIncomplete("The archive breaks off inside a header.")


def _length(fields: Mapping[str, str]) -> int:
    words = fields.get("content-length", "")
    if not (words.isascii() and words.isdecimal() and len(words) < 19):
        raise BadArchive(f"It does not say how long it is (“{words[:20]}”).")
    return int(words)
