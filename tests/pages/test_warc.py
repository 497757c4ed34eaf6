"""Web archives, sound and broken: every record is a page, is told to be damaged, or is counted as no report."""

from __future__ import annotations

import gzip
import io
import random
import time
import zlib
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import brotli
import pytest
from archives import answer, digest_of, news, record, zipped

from zenobia.errors import BadArchive, BadEncoding, PageIncomplete, PageTooLarge
from zenobia.model import LARGEST_PAGE_BYTES
from zenobia.pages.arrivals import Arrival
from zenobia.pages.warc import read_warc
from zenobia.pages.warc_records import MOST_DAMAGES, read_records

PAGE = record(answer(news()))
REQUEST = record(b"GET /qasr HTTP/1.1\r\nHost: news.example\r\n\r\n", kind="request")


def arrivals(content: bytes, start: int = 0) -> list[Arrival]:
    return list(read_warc(io.BytesIO(content), "news.warc", start))


def only(content: bytes) -> Arrival:
    [arrival] = arrivals(content)
    return arrival


@pytest.mark.parametrize(
    "pack", [b"".join, lambda records: zipped(*records), lambda r: gzip.compress(b"".join(r))]
)
def test_pages_come_with_their_address_and_day_however_they_are_packed(pack) -> None:  # type: ignore[no-untyped-def]
    first, second = arrivals(pack([REQUEST, PAGE, REQUEST]))[:2]
    assert first.no_report == "request record"
    assert second.page is not None
    assert second.page.content == news()
    assert second.page.url == "https://news.example/qasr"
    assert second.page.fetched_at == datetime(2016, 3, 28, 9, 15, tzinfo=UTC)
    assert second.page.content_type == "text/html; charset=utf-8"
    assert len(arrivals(pack([REQUEST, PAGE, REQUEST]))) == 3


@pytest.mark.parametrize(
    ("made", "what"),
    [
        (record(answer(b"...", content_type="image/png")), "image/png"),
        (record(answer(b"\x89PNG", content_type=None)), "no type"),
        (record(answer(b"{}", content_type="application/json; charset=utf-8")), "application/json"),
        (record(answer(b"", "302 Found", Location="/x")), "status 302"),
        (record(answer(news(), "404 Not Found")), "status 404"),
        (record(answer(news(), "206 Partial Content"), WARC_Segment_Number="1"), "segment of a record"),
        (record(answer(b""), kind="revisit"), "revisit record"),
        (record(b"software: ours", kind="warcinfo"), "warcinfo record"),
        (record(b"Qasr", kind="conversion"), "conversion record"),
        (record(b"Qasr", kind=""), "untyped record"),
        (record(b"20160328 192.0.2.1", "dns:news.example", Content_Type="text/dns"), "text/dns response"),
        (record(answer(b"User-agent: *", content_type="text/plain"), "https://a.example/robots.txt"), "robots.txt"),
        (record(b"--help", "metadata://crawler/args", "resource"), "resource that is no web page"),
    ],
)  # fmt: skip
def test_what_is_no_report_is_named(made: bytes, what: str) -> None:
    assert only(made).no_report == what


@pytest.mark.parametrize(
    "block",
    [
        answer(news()),
        answer(gzip.compress(news()), Content_Encoding="gzip"),
        answer(brotli.compress(news()), Content_Encoding="br"),
        answer(zlib.compress(gzip.compress(news())), Content_Encoding="gzip, deflate"),
        answer(news(), Content_Encoding="gzip"),
        answer(b"%x\r\n%s\r\n0\r\n\r\n" % (len(news()), news()), Transfer_Encoding="chunked"),
        answer(b"5\r\n%s\r\n%x;x=y\r\n%s\r\n0\r\n\r\n" % (news()[:5], len(news()) - 5, news()[5:]),
               Transfer_Encoding="Chunked"),
        answer(news(), Transfer_Encoding="chunked"),
        answer(news(), content_type=None),
        answer(news(), content_type="TEXT/HTML;charset=utf-8"),
        answer(news()).replace(b"\r\n", b"\n"),
        b"HTTP/1.1 200\r\nContent-Type: text/html\r\n\r\n" + news(),
    ],
)  # fmt: skip
def test_bodies_are_freed_of_chunks_and_encodings(block: bytes) -> None:
    arrival = only(record(block))
    assert arrival.page is not None, arrival
    assert arrival.page.content == news()


@pytest.mark.parametrize(
    ("made", "error", "why"),
    [
        (record(answer(news()), length=10_000), PageIncomplete, "of the 10,000 bytes"),
        (record(answer(news()), length=50), BadArchive, "does not end after the 50 bytes"),
        (record(answer(news()), length=-1), BadArchive, "how long"),
        (record(answer(news()), WARC_Block_Digest=digest_of(b"other")), BadArchive, "digest"),
        (record(answer(news()), WARC_Payload_Digest=digest_of(b"other")), BadArchive, "digest"),
        (record(answer(news()), WARC_Truncated="length"), PageIncomplete, "cut it off"),
        (record(answer(news(), Content_Length="9999")), PageIncomplete, "9,999 bytes the server"),
        (record(answer(gzip.compress(news())[:-9], Content_Encoding="gzip")), PageIncomplete, "breaks off"),
        (record(answer(b"ff\r\nQasr", Transfer_Encoding="chunked")), PageIncomplete, "chunk"),
        (record(answer(b"4\r\nQasr12\r\n", Transfer_Encoding="chunked")), BadEncoding, "chunks"),
        (record(answer(news(), Content_Encoding="pack200")), BadEncoding, "pack200"),
        (record(answer(gzip.compress(bytes(30_000_000)), Content_Encoding="gzip")), PageTooLarge, "swells"),
        (record(answer(b" " * (LARGEST_PAGE_BYTES + 1))), PageTooLarge, "up to"),
        (record(answer(b" " * (LARGEST_PAGE_BYTES + 2_000_000))), PageTooLarge, "up to"),
        (record(b"no answer at all"), BadArchive, "no HTTP answer"),
        (b"", BadArchive, "empty"),
        (b"<html>Troops retook Qasr</html>", BadArchive, "does not begin as WARC"),
        (b"WARC/1.0\r\n" + b"A: b\r\n" * 20_000, BadArchive, "does not end"),
    ],
)  # fmt: skip
def test_what_is_not_whole_says_why(made: bytes, error: type[Exception], why: str) -> None:
    arrival = only(made)
    assert type(arrival.error) is error
    assert why in str(arrival.error)


def test_reading_goes_on_after_damage() -> None:
    bad = record(answer(news(1)), length=70_000)
    noise = random.Random(7).randbytes(5_000)  # noqa: S311 - the same noise each time
    for content in (
        PAGE + bad + PAGE,
        PAGE + noise + b"\r\n" + PAGE,
        zipped(PAGE, bad, PAGE),
        zipped(PAGE) + noise + zipped(PAGE),
        zipped(PAGE) + zipped(PAGE)[:-20] + zipped(PAGE),
        zipped(PAGE) + zipped(PAGE)[:40] + zipped(PAGE),
        zipped(PAGE, b"what is this?", PAGE),
    ):
        came = arrivals(content)
        assert [arrival.page is not None for arrival in came] == [True, False, True], came
        assert came[1].error is not None


def test_a_flood_of_damage_is_given_up_in_time() -> None:
    flood = b"WARC/1.0\r\nContent-Length: 9000\r\n\r\nx" * (MOST_DAMAGES * 20)
    began = time.monotonic()
    came = arrivals(flood.replace(b"xWARC", b"x\nWARC"))
    assert time.monotonic() - began < 5
    assert "given up" in str(came[-1].error)
    assert came[-1].end == len(flood) + MOST_DAMAGES * 20 - 1


@pytest.mark.parametrize("pack", [b"".join, lambda records: zipped(*records)])
def test_reading_can_go_on_at_every_record(pack) -> None:  # type: ignore[no-untyped-def]
    content = pack([record(answer(news(number))) for number in range(5)])
    whole = arrivals(content)
    for read, arrival in enumerate(whole, start=1):
        assert arrivals(content, arrival.end or 0) == whole[read:]


def silent_losses(content: bytes) -> list[int]:
    """The cuts that lose a record without a word, but those exactly between records."""
    whole = list(read_records(io.BytesIO(content)))
    assert all(each.error is None for each in whole)
    between = {0, *(each.end for each in whole)}
    lost = []
    for cut in range(len(content)):
        got = list(read_records(io.BytesIO(content[:cut])))
        sound = [each for each in got if each.error is None]
        assert [each.block for each in sound] == [each.block for each in whole[: len(sound)]]
        ended = sum(each.end <= cut for each in whole)
        assert len(sound) >= ended, "a record before the cut is lost"
        is_told = any(each.error is not None for each in got)
        if not is_told and len(sound) == ended and cut not in between:
            lost.append(cut)
    return lost


@pytest.mark.parametrize("name", ["warcio/example.warc.gz", "warcio/example.warc"])
def test_no_cut_goes_unnoticed_but_those_between_records(name: str, shared: Path) -> None:
    content = (shared / "bad_inputs" / "warc" / name).read_bytes()
    assert silent_losses(content) == []


def test_no_flipped_bit_makes_records_vanish(shared: Path) -> None:
    content = bytearray((shared / "bad_inputs" / "warc" / "warcio" / "example.warc.gz").read_bytes())
    whole = [each.block for each in read_records(io.BytesIO(bytes(content)))]
    chance = random.Random(2016)  # noqa: S311 - the same bits each time
    for _ in range(1_500):
        at, bit = chance.randrange(len(content)), 1 << chance.randrange(8)
        content[at] ^= bit
        got = list(read_records(io.BytesIO(bytes(content))))
        sound = [each.block for each in got if each.error is None]
        assert set(sound) <= set(whole)
        assert len(sound) == len(whole) or any(each.error is not None for each in got)
        content[at] ^= bit


def test_every_sample_of_bad_archives_is_read_to_its_end(shared: Path) -> None:
    """Sound and broken, WARC, ARC and other things by that name: no crash, no gap, no time to speak of."""
    paths = sorted(path for path in (shared / "bad_inputs" / "warc").rglob("*") if path.is_file())
    assert len(paths) >= 58
    told: Counter[str] = Counter()
    for path in paths:
        began = time.monotonic()
        with path.open("rb") as file:
            came = list(read_warc(file, path.name))
        assert time.monotonic() - began < 2
        assert came, path
        assert came[-1].end == path.stat().st_size, path
        assert all(sum(x is not None for x in (a.page, a.error, a.no_report)) == 1 for a in came)
        told.update("page" if a.page else "no report" if a.no_report else "set aside" for a in came)
    assert told["page"] >= 50
    assert told["set aside"] >= 30


def test_no_bomb_in_a_gzip_member_fills_the_memory(tmp_path: Path) -> None:
    """A record that says it has 300 MB, of zeros: it is passed over, and the record behind it is read."""
    path = tmp_path / "bomb.warc.gz"
    with path.open("wb") as out:
        with gzip.GzipFile(fileobj=out, mode="wb", compresslevel=1) as bomb:
            block = answer(b"", content_type="video/mp4")
            bomb.write(record(block, length=len(block) + 300_000_000, digest=False).removesuffix(b"\r\n\r\n"))
            for _ in range(300):
                bomb.write(bytes(1_000_000))
            bomb.write(b"\r\n\r\n")
        out.write(zipped(PAGE))
    with path.open("rb") as file:
        first, second = read_warc(file, "bomb")
    assert first.no_report == "video/mp4"
    assert second.page is not None
    assert path.stat().st_size < 3_000_000
