"""A reading of an archive that was stopped goes on at the record, and a file that changed is read anew."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[1] / "pages"))
from archives import answer, news, record, zipped
from test_wacz import packed

from zenobia.pipeline.archives import read_archive
from zenobia.store import open_writer
from zenobia.store.writer import Writer

PAGES = [record(answer(news(number))) for number in range(120)]


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[Writer]:
    with open_writer(tmp_path / "ledger.sqlite", "a test") as writer:
        yield writer


@pytest.fixture(params=["crawl.warc", "crawl.warc.gz", "crawl.wacz"])
def archive(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / request.param
    if path.suffix == ".wacz":
        half = len(PAGES) // 2
        path.write_bytes(
            packed({"archive/a.warc.gz": zipped(*PAGES[:half]), "archive/b.warc": b"".join(PAGES[half:])})
        )
    else:
        path.write_bytes(zipped(*PAGES) if path.suffix == ".gz" else b"".join(PAGES))
    return path


def read(path: Path, writer: Writer, reader: str = "reader") -> list[bytes]:
    return [
        arrival.page.content for arrival in read_archive(path, writer, reader) if arrival.page is not None
    ]


def test_it_goes_on_after_the_last_record_that_was_dealt_with(archive: Path, writer: Writer) -> None:
    arrivals = read_archive(archive, writer, "reader")
    first = [arrival.page.content for arrival in islice(arrivals, 70) if arrival.page is not None]
    arrivals.close()  # type: ignore[attr-defined]
    told, *rest = read_archive(archive, writer, "reader")
    assert told.name == f"{archive}: the first 69 records"
    assert told.read_before is not None
    # The one that was in hand when the reading stopped comes again.
    came = [arrival.page.content for arrival in rest if arrival.page is not None]
    assert first[:69] + came == [news(number) for number in range(120)]


def test_a_reading_that_was_killed_reads_at_most_fifty_records_again(archive: Path, writer: Writer) -> None:
    arrivals = read_archive(archive, writer, "reader")
    list(islice(arrivals, 80))
    again = [arrival for arrival in read_archive(archive, writer, "reader") if arrival.page is not None]
    assert 120 - 80 < len(again) <= 120 - 80 + 50 + 1
    arrivals.close()  # type: ignore[attr-defined]


def test_what_was_read_to_its_end_is_one_arrival(archive: Path, writer: Writer) -> None:
    assert len(read(archive, writer)) == 120
    [told] = read_archive(archive, writer, "reader")
    assert told.read_before is not None


def test_another_reader_and_a_changed_file_begin_anew(archive: Path, writer: Writer) -> None:
    read(archive, writer)
    assert len(read(archive, writer, "a better reader")) == 120
    os.utime(archive, (1, 1))
    assert len(read(archive, writer)) == 120


def test_an_archive_that_cannot_be_opened_says_so(tmp_path: Path, writer: Writer) -> None:
    [told] = read_archive(tmp_path, writer, "reader")
    assert "cannot be opened" in str(told.error)
