"""Content without its encodings: what is honest comes out, what swells or breaks off says so."""

from __future__ import annotations

import gzip
import random
import sys
import time
import tracemalloc
import zlib

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zenobia.errors import BadEncoding, PageError, PageIncomplete, PageTooLarge
from zenobia.pages.encodings import HARMLESS_BYTES, decode_content, encodings_in, join_chunks

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

NEWS = b"<p>Troops retook the town of Qasr on Sunday.</p>" * 40
LIMIT = 20_000_000
ENCODERS = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": zstd.compress,
}  # fmt: skip


@given(st.binary(max_size=2_000), st.lists(st.sampled_from(sorted(ENCODERS)), max_size=2))
def test_what_was_encoded_comes_out_again(content: bytes, names: list[str]) -> None:
    encoded = content
    for name in names:
        encoded = ENCODERS[name](encoded)
    assert decode_content(encoded, names, limit_bytes=LIMIT) == content


@given(st.binary(max_size=300), st.sampled_from([*ENCODERS, "x-gzip", "compress", "deflate"]))
def test_any_bytes_are_decoded_or_refused(content: bytes, name: str) -> None:
    try:
        decode_content(content, [name], limit_bytes=LIMIT)
    except PageError:
        return


@pytest.mark.parametrize("name", sorted(ENCODERS))
def test_every_cut_is_noticed(name: str) -> None:
    encoded = ENCODERS[name](NEWS)
    for cut in range(1, len(encoded)):
        with pytest.raises((PageIncomplete, BadEncoding)):
            decode_content(encoded[:cut], [name], limit_bytes=LIMIT)


@pytest.mark.parametrize("name", sorted(ENCODERS))
def test_what_swells_is_stopped_on_the_way(name: str) -> None:
    encoded = ENCODERS[name](bytes(200_000_000))
    tracemalloc.start()
    try:
        with pytest.raises(PageTooLarge, match="swells"):
            decode_content(encoded, [name], limit_bytes=LIMIT)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 4 * LIMIT


def test_a_small_page_may_shrink_as_it_likes() -> None:
    content = bytes(HARMLESS_BYTES)
    assert decode_content(gzip.compress(content), ["gzip"], limit_bytes=LIMIT) == content


def test_members_one_after_the_other_are_one_content_and_a_million_are_none() -> None:
    assert decode_content(gzip.compress(NEWS) * 3, ["gzip"], limit_bytes=LIMIT) == NEWS * 3
    assert decode_content(gzip.compress(NEWS) + b"\0\0 trailer", ["gzip"], limit_bytes=LIMIT) == NEWS
    began = time.monotonic()
    for name in ("gzip", "zstd"):
        with pytest.raises(BadEncoding, match="more than 100 pieces"):
            decode_content(ENCODERS[name](b"") * 500_000, [name], limit_bytes=LIMIT)
    assert time.monotonic() - began < 5


def test_a_header_names_encodings_in_their_order() -> None:
    assert encodings_in("Deflate,  gzip") == ("deflate", "gzip")
    assert encodings_in(None) == ()
    with pytest.raises(BadEncoding, match="3 times"):
        decode_content(NEWS, encodings_in("gzip, gzip, gzip"), limit_bytes=LIMIT)
    assert decode_content(NEWS, encodings_in("identity"), limit_bytes=LIMIT) == NEWS


def in_chunks(content: bytes, seed: int) -> bytes:
    chance, chunks, at = random.Random(seed), [], 0  # noqa: S311 - the same chunks each time
    while at < len(content):
        size = chance.randint(1, 50)
        chunks.append(b"%x\r\n%s\r\n" % (len(content[at : at + size]), content[at : at + size]))
        at += size
    return b"".join(chunks) + b"0\r\n\r\n"


@given(st.binary(max_size=500), st.integers())
def test_chunks_are_joined(content: bytes, seed: int) -> None:
    assert join_chunks(in_chunks(content, seed)) == content


def test_every_cut_between_and_in_chunks_is_noticed() -> None:
    body = in_chunks(NEWS[:200], 7)
    for cut in range(len(body) - 4):
        with pytest.raises((PageIncomplete, BadEncoding)):
            join_chunks(body[:cut])
