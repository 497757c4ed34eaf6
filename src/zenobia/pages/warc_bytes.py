"""The bytes of a web archive, one gzip member or one plain file at a time, and where to go on after damage."""

from __future__ import annotations

import zlib
from typing import BinaryIO, Protocol

from zenobia.errors import BadArchive, PageError, PageIncomplete

GZIP = b"\x1f\x8b\x08"
# A page and the headers before it.
LARGEST_BLOCK_BYTES = 21_000_000
# What is inflated only to find the end of it; videos on crawled sites have a few GB.
LARGEST_MEMBER_BYTES = 4_000_000_000

_READ_BYTES = 1 << 15
_INFLATED_BYTES = 1 << 16
_SEARCHED_BYTES = 1 << 20


class Source(Protocol):
    """Bytes that are asked for piece by piece. `fault` says why they ended, where that was no proper end."""

    buffer: bytes
    fault: PageError | None

    @property
    def position(self) -> int:
        """Where in the file reading could go on from here."""

    def has(self, count: int) -> bool:
        """Whether so many bytes are still to come; they are in the buffer then."""

    def skip(self, count: int) -> int:
        """Pass over so many bytes; how many there were."""

    def after_damage(self, searched_from: int) -> int:
        """Where in the file the next record may begin."""


def take_line(source: Source, limit: int) -> bytes:
    """The next line with its end, or what there is of it where the source or the limit is reached before."""
    length = 0
    while not length:
        length = source.buffer.find(b"\n", 0, limit) + 1
        known = len(source.buffer)
        if not length and (known >= limit or not source.has(known + 1)):
            length = min(limit, len(source.buffer))
            break
    line, source.buffer = source.buffer[:length], source.buffer[length:]
    return line


def take_block(source: Source, length: int) -> tuple[bytes, int]:
    """The next bytes, kept up to the largest block, and how many there were."""
    pieces: list[bytes] = []
    got, wanted = 0, min(length, LARGEST_BLOCK_BYTES)
    while got < wanted and source.has(1):
        piece = source.buffer[: wanted - got]
        source.buffer = source.buffer[len(piece) :]
        pieces.append(piece)
        got += len(piece)
    return b"".join(pieces), got + (source.skip(length - got) if got == wanted else 0)


def take_newlines(source: Source) -> int:
    """Pass over the empty lines that separate records; how many there were."""
    lines = 0
    while source.has(1) and source.buffer[:1] in (b"\r", b"\n"):
        rest = source.buffer.lstrip(b"\r\n")
        lines += source.buffer.count(b"\n", 0, len(source.buffer) - len(rest))
        source.buffer = rest
    return lines


class PlainFile:
    """A file that is not gzipped, from an offset to its end."""

    def __init__(self, file: BinaryIO, start: int, size: int) -> None:
        self.buffer = b""
        self.fault: PageError | None = None
        self._file = file
        self._size = size
        self._next = start

    @property
    def position(self) -> int:
        return self._next - len(self.buffer)

    def has(self, count: int) -> bool:
        while len(self.buffer) < count:
            self._file.seek(self._next)
            piece = self._file.read(_READ_BYTES)
            if not piece:
                return False
            self._next += len(piece)
            self.buffer += piece
        return True

    def skip(self, count: int) -> int:
        skipped = min(count, self._size - self.position)
        self._next, self.buffer = self.position + skipped, b""
        return skipped

    def after_damage(self, searched_from: int) -> int:
        """The next line that begins as records do."""
        at, wanted = searched_from, b"\nWARC/"
        while at < self._size:
            self._file.seek(at)
            piece = self._file.read(_SEARCHED_BYTES)
            found = piece.find(wanted)
            if found >= 0:
                return at + found + 1
            at += max(len(piece) - len(wanted) + 1, 1)
        return self._size


class GzipMember:
    """One gzip member, which holds one record in archives as they should be, and may hold many."""

    def __init__(self, file: BinaryIO, start: int, size: int) -> None:
        self.buffer = b""
        self.fault: PageError | None = None
        self._file = file
        self._start = start
        self._size = size
        self._next = start
        self._inflated = 0
        self._decoder = zlib.decompressobj(wbits=31)

    @property
    def position(self) -> int:
        """After the member where all of it was read, else its beginning: gzip has no way in between."""
        if not self._decoder.eof or self.buffer:
            return self._start
        return self._next - len(self._decoder.unused_data)

    def has(self, count: int) -> bool:
        while len(self.buffer) < count:
            if self._decoder.eof or self.fault is not None:
                return False
            self._inflate()
        return True

    def skip(self, count: int) -> int:
        skipped = 0
        while skipped < count and self.has(1):
            piece = min(count - skipped, len(self.buffer))
            self.buffer = self.buffer[piece:]
            skipped += piece
        return skipped

    def after_damage(self, searched_from: int) -> int:
        """After this member where it is sound as gzip, else the next member that begins as records do."""
        while self.has(1):
            self.buffer = b""
        if self.fault is None:
            return self.position
        at = self._start + 1
        while at < self._size:
            self._file.seek(at)
            piece = self._file.read(_SEARCHED_BYTES)
            found = piece.find(GZIP)
            while found >= 0:
                if self._begins_record(at + found):
                    return at + found
                found = piece.find(GZIP, found + 1)
            at += max(len(piece) - len(GZIP) + 1, 1)
        return self._size

    def _inflate(self) -> None:
        piece = self._decoder.unconsumed_tail
        if not piece:
            self._file.seek(self._next)
            piece = self._file.read(_READ_BYTES)
            self._next += len(piece)
        if not piece:
            self.fault = PageIncomplete("The archive breaks off here.")
            return
        try:
            inflated = self._decoder.decompress(piece, _INFLATED_BYTES)
        except zlib.error as error:
            self.fault = BadArchive(f"The compressed bytes are damaged here ({error}).")
            return
        self.buffer += inflated
        self._inflated += len(inflated)
        if self._inflated > LARGEST_MEMBER_BYTES:
            self.fault = BadArchive(f"It swells to more than {LARGEST_MEMBER_BYTES:,} bytes.")

    def _begins_record(self, at: int) -> bool:
        self._file.seek(at)
        try:
            return zlib.decompressobj(wbits=31).decompress(self._file.read(2_048), 5) == b"WARC/"
        except zlib.error:
            return False
