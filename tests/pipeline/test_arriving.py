"""What a person can name: files, patterns, addresses, and archives of kinds that are not read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from zenobia.errors import BadInput
from zenobia.pages.files import Input
from zenobia.pipeline.arriving import Arriving, find_named
from zenobia.store import open_writer


@pytest.fixture
def arriving(tmp_path: Path) -> Iterator[Arriving]:
    with (
        open_writer(tmp_path / "ledger.sqlite", "a test") as writer,
        closing(Arriving(writer, "reader")) as arriving,
    ):
        yield arriving


def test_patterns_are_spelled_out_in_order_and_addresses_stay(tmp_path: Path) -> None:
    for name in ("b.warc.gz", "a.warc.gz", "c.txt"):
        (tmp_path / name).write_bytes(b"")
    named = find_named([str(tmp_path / "*.warc.gz"), "https://news.example/*", "-"])
    assert [each if isinstance(each, str) else Path(each.name).name for each in named] == [
        "a.warc.gz",
        "b.warc.gz",
        "https://news.example/*",
        "-",
    ]


def test_a_file_with_a_star_in_its_name_is_that_file(tmp_path: Path) -> None:
    (tmp_path / "a*.txt").write_bytes(b"")
    (tmp_path / "ab.txt").write_bytes(b"")
    [named] = find_named([tmp_path / "a*.txt"])
    assert isinstance(named, Input)
    assert Path(named.name).name == "a*.txt"


def test_what_is_not_there_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    for missing in ("*.warc", "none.warc"):
        with pytest.raises(BadInput, match="no file"):
            find_named([tmp_path / missing])


@pytest.mark.parametrize("name", ["old.arc", "old.ARC.gz", "new.warc.zst"])
def test_archives_that_are_not_read_say_what_to_do(name: str, tmp_path: Path, arriving: Arriving) -> None:
    (tmp_path / name).write_bytes(b"filedesc://")
    [arrival] = arriving.of(find_named([tmp_path / name]))
    assert "warcio recompress" in str(arrival.error)


def test_the_archives_in_a_folder_are_read(tmp_path: Path, arriving: Arriving) -> None:
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "crawl.warc.gz").write_bytes(b"")
    (tmp_path / "reports" / "picture.png").write_bytes(b"")
    came = list(arriving.of(find_named([tmp_path / "reports"])))
    assert ["empty" in str(arrival.error) for arrival in came] == [True, False]
    assert arriving.known == 2
