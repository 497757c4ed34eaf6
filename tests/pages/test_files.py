"""Files, folders and standard input become pages, and what is not read is named with its reason."""

from __future__ import annotations

import io
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from zenobia.errors import BadInput, PageError, PageNotRead, PageTooLarge
from zenobia.model import LARGEST_PAGE_BYTES
from zenobia.pages.files import Input, find_inputs, read_page

NOW = datetime(2016, 4, 2, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.txt", "a.html", "sub/c.MD", "sub/picture.png", ".git/config", ".notes.txt"):
        path = tmp_path / "reports" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"news of {name}")
    return tmp_path / "reports"


def test_a_folder_is_walked_in_order_and_nothing_in_it_is_passed_over_silently(folder: Path) -> None:
    found = find_inputs([folder])
    assert [each.name.removeprefix(f"{folder}{os.sep}") for each in found if each.skipped is None] == [
        "a.html",
        "b.txt",
        str(Path("sub") / "c.MD"),
    ]
    skipped = {Path(each.name).name: each.skipped for each in found if each.skipped is not None}
    assert skipped.keys() == {"picture.png", ".git", ".notes.txt"}
    assert "kind of file" in str(skipped["picture.png"])
    assert skipped[".git"] == "a hidden folder"


def test_a_file_that_is_named_is_read_whatever_it_is_called(folder: Path) -> None:
    picture = folder / "sub" / "picture.png"
    [given] = find_inputs([str(picture)])
    assert given == Input(str(picture), picture)
    assert read_page(given).content == b"news of sub/picture.png"


def test_a_path_that_is_not_there_is_refused_before_anything_is_read(folder: Path) -> None:
    with pytest.raises(BadInput, match=r"no file or folder called nowhere\.html"):
        find_inputs([folder, "nowhere.html"])


def test_bytes_are_kept_as_they_are(tmp_path: Path) -> None:
    file = tmp_path / "report.txt"
    file.write_bytes(b"\xef\xbb\xbfArmy\r\nretakes\x00 town\xff")
    page = read_page(Input(str(file), file), read_at=NOW)
    assert page.content == b"\xef\xbb\xbfArmy\r\nretakes\x00 town\xff"
    assert (page.name, page.fetched_at) == (str(file), NOW)


def test_standard_input_is_called_by_its_dash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"Army retakes town")))
    [given] = find_inputs(["-"])
    page = read_page(given)
    assert (page.name, page.content) == ("-", b"Army retakes town")


def test_a_file_past_the_limit_is_refused_without_being_read(tmp_path: Path) -> None:
    file = tmp_path / "large.html"
    with file.open("wb") as handle:
        handle.truncate(LARGEST_PAGE_BYTES * 1_000)
    with pytest.raises(PageTooLarge, match="20,000,000,000 bytes"):
        read_page(Input(str(file), file))


def test_a_stream_past_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.TextIOWrapper(io.BytesIO(b"x" * (LARGEST_PAGE_BYTES + 1)))
    monkeypatch.setattr(sys, "stdin", stream)
    with pytest.raises(PageTooLarge):
        read_page(Input("-"))


def test_what_is_skipped_or_cannot_be_opened_says_why(tmp_path: Path) -> None:
    with pytest.raises(PageNotRead, match="a hidden file"):
        read_page(Input(".x.txt", tmp_path / ".x.txt", "a hidden file"))
    with pytest.raises(PageError, match="No such file"):
        read_page(Input("gone.txt", tmp_path / "gone.txt"))
    with pytest.raises(PageError, match="directory"):
        read_page(Input("folder", tmp_path))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_in_a_folder_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    (tmp_path / "back").symlink_to(tmp_path)
    reasons = {Path(each.name).name: each.skipped for each in find_inputs([tmp_path])}
    assert reasons["pipe.txt"] == "no regular file"
    assert "cannot be opened" in str(reasons["loop.txt"])
    assert "not followed" in str(reasons["back"])
