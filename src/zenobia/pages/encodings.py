"""Undo content encodings (gzip, deflate, br, zstd) and chunks, never swelling past a limit on the way."""

from __future__ import annotations

import sys
import zlib
from collections.abc import Sequence

from zenobia.errors import BadEncoding, PageIncomplete, PageTooLarge

# What we ask servers for; archives hold what browsers asked for, which is br and zstd too.
ACCEPTED = "gzip, deflate"
# Pages of news shrink to a fifth; templates of nothing but tags to a hundredth. Bombs begin at a thousandth.
LARGEST_RATIO = 200
# Below this, no ratio does harm.
HARMLESS_BYTES = 1_000_000
# gzip over gzip is a known mistake of servers; more than that is made to cost.
MOST_ENCODINGS = 2
# Some servers send a page as a few gzip members; a million empty ones are there to take time.
MOST_MEMBERS = 100
# RFC 9659: what a server may ask a reader to keep in memory for zstd, 8 MB.
_ZSTD_WINDOW_LOG = 23
# The longest line that gives a chunk's length; honest ones have up to 16 digits.
_LONGEST_CHUNK_HEADER = 200


def decode_content(content: bytes, encodings: Sequence[str], *, limit_bytes: int) -> bytes:
    """The content without its encodings, which are given in the order in which they were put on.

    Raises PageTooLarge past `limit_bytes` or past 200 times what went in, as soon as that is seen; BadEncoding
    for an encoding that is unknown or damaged; PageIncomplete where the content ends before its encoding does.
    """
    wanted = [name for name in encodings if name != "identity"]
    if len(wanted) > MOST_ENCODINGS:
        raise BadEncoding(
            f"It is encoded {len(wanted)} times ({', '.join(wanted)[:80]}); {MOST_ENCODINGS} are undone."
        )
    for name in reversed(wanted):
        decode = _DECODERS.get(name)
        if decode is None:
            raise BadEncoding(f"It is encoded as “{name[:40]}”, which is not read.")
        most = min(limit_bytes, max(HARMLESS_BYTES, LARGEST_RATIO * len(content)))
        decoded = decode(content, most) if content else b""
        if len(decoded) > most:
            raise PageTooLarge(
                f"It swells from {len(content):,} bytes to more than {most:,}; that much is not read."
            )
        content = decoded
    return content


def encodings_in(header: str | None) -> tuple[str, ...]:
    """The encodings that a Content-Encoding header names: "gzip", "deflate, gzip"."""
    return tuple(name.strip().casefold() for name in (header or "").split(",") if name.strip())


def join_chunks(body: bytes) -> bytes:
    """The content of a body sent in chunks. Raises BadEncoding or PageIncomplete where the chunks do not fit."""
    parts: list[bytes] = []
    at = 0
    while True:
        end = body.find(b"\r\n", at, at + _LONGEST_CHUNK_HEADER)
        if end < 0:
            raise (
                PageIncomplete("It ends before its last chunk.")
                if at + _LONGEST_CHUNK_HEADER > len(body)
                else BadEncoding("Its chunks do not say how long they are.")
            )
        length = body[at:end].split(b";")[0].strip()
        if not length or len(length) > 16 or length.strip(b"0123456789abcdefABCDEF"):
            raise BadEncoding("Its chunks do not say how long they are.")
        size, at = int(length, 16), end + 2
        if size == 0:
            return b"".join(parts)
        if at + size > len(body):
            raise PageIncomplete("It ends inside a chunk.")
        parts.append(body[at : at + size])
        at += size
        if body[at : at + 2] not in (b"\r\n", b""):
            raise BadEncoding("Its chunks are longer than they say.")
        at += 2


def _gunzip(content: bytes, most: int) -> bytes:
    """gzip members one after the other; bytes behind the last are left out, as browsers do."""
    decoded, rest = b"", content
    for _ in range(MOST_MEMBERS):
        decoder = zlib.decompressobj(wbits=31)
        decoded += _inflate(decoder, rest, most - len(decoded))
        rest = decoder.unused_data
        if len(decoded) > most or rest[:2] != b"\x1f\x8b":
            return decoded
    raise BadEncoding(f"It is in more than {MOST_MEMBERS} pieces of gzip.")


def _undeflate(content: bytes, most: int) -> bytes:
    """With zlib's header, as the standard has it, or without, as some servers send it."""
    try:
        return _inflate(zlib.decompressobj(wbits=15), content, most)
    except BadEncoding:
        return _inflate(zlib.decompressobj(wbits=-15), content, most)


def _inflate(decoder: zlib._Decompress, content: bytes, most: int) -> bytes:
    """What comes out, or one byte more than `most` of it."""
    try:
        decoded = decoder.decompress(content, most + 1)
    except zlib.error as error:
        raise BadEncoding(f"Its compressed content is damaged ({error}).") from error
    if len(decoded) <= most and not decoder.eof:
        raise PageIncomplete("Its compressed content breaks off.")
    return decoded


def _unbrotli(content: bytes, most: int) -> bytes:
    import brotli

    decoder, decoded = brotli.Decompressor(), b""
    try:
        decoded = decoder.process(content, output_buffer_limit=most + 1)
        while len(decoded) <= most and not decoder.can_accept_more_data():
            decoded += decoder.process(b"", output_buffer_limit=most + 1 - len(decoded))
    except brotli.error as error:
        raise BadEncoding(f"Its compressed content is damaged ({error}).") from error
    if len(decoded) <= most and not decoder.is_finished():
        raise PageIncomplete("Its compressed content breaks off.")
    return bytes(decoded)


def _unzstd(content: bytes, most: int) -> bytes:
    if sys.version_info >= (3, 14):
        from compression import zstd
    else:
        from backports import zstd

    decoded, rest = b"", content
    for _ in range(MOST_MEMBERS):
        decoder = zstd.ZstdDecompressor(
            options={zstd.DecompressionParameter.window_log_max: _ZSTD_WINDOW_LOG}
        )
        try:
            decoded += decoder.decompress(rest, max_length=most + 1 - len(decoded))
        except zstd.ZstdError as error:
            raise BadEncoding(f"Its compressed content is damaged ({error}).") from error
        if len(decoded) <= most and not decoder.eof:
            raise PageIncomplete("Its compressed content breaks off.")
        rest = decoder.unused_data if decoder.eof else b""
        if len(decoded) > most or not rest:
            return decoded
    raise BadEncoding(f"It is in more than {MOST_MEMBERS} pieces of zstd.")


_DECODERS = {
    "gzip": _gunzip,
    "x-gzip": _gunzip,
    "deflate": _undeflate,
    "br": _unbrotli,
    "zstd": _unzstd,
}
