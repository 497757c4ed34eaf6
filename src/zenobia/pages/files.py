"""Pages from files, folders and standard input."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from zenobia.errors import BadInput, PageError, PageNotRead, PageTooLarge
from zenobia.model import LARGEST_PAGE_BYTES, Page
from zenobia.pages import wacz, warc

STANDARD_INPUT = "-"
# What is read of a folder; a file that is named is read whatever it is called.
SUFFIXES = (".htm", ".html", ".md", ".text", ".txt", ".xhtml")
ARCHIVES = (*warc.SUFFIXES, wacz.SUFFIX)


@dataclass(frozen=True, slots=True)
class Input:
    """One thing to read: its name, its path (None is standard input), and why it is left out, if it is."""

    name: str
    path: Path | None = None
    skipped: str | None = None


def find_inputs(paths: Sequence[str | Path]) -> list[Input]:
    """Every input that `paths` name, folders walked in sorted order; "-" is standard input.

    What a folder holds and is not read is an Input too, with the reason. Raises BadInput for a path that
    is not there, before anything is read.
    """
    missing = [str(path) for path in paths if str(path) != STANDARD_INPUT and not Path(path).exists()]
    if missing:
        raise BadInput(f"There is no file or folder called {' or '.join(missing)}.")
    return [each for path in paths for each in _inputs_at(path)]


def read_page(given: Input, *, read_at: datetime | None = None) -> Page:
    """The page behind an input, its bytes as they are; `read_at` is now, if not told otherwise.

    Raises PageNotRead for what is skipped, PageTooLarge past 20 MB, PageError for what cannot be opened.
    """
    if given.skipped is not None:
        raise PageNotRead(f"It is {given.skipped}.")
    try:
        content = _content(given.path)
    except OSError as error:
        raise PageError(f"It cannot be opened: {error.strerror or error}.") from error
    return Page(name=given.name, content=content, fetched_at=read_at or datetime.now(UTC))


def _inputs_at(path: str | Path) -> Iterator[Input]:
    if str(path) == STANDARD_INPUT:
        yield Input(STANDARD_INPUT)
    elif Path(path).is_dir():
        yield from _walk(Path(path))
    else:
        yield Input(str(path), Path(path))


def _walk(folder: Path) -> Iterator[Input]:
    """The files under a folder, sorted by name; links to folders are not followed, as they may lead back."""
    unopened: list[OSError] = []
    for root, folders, files in os.walk(folder, onerror=unopened.append):
        here = Path(root)
        left_out = {name: why for name in folders if (why := _why_no_folder(here / name))}
        folders[:] = sorted(set(folders) - set(left_out))
        for name in sorted([*files, *left_out]):
            why = left_out.get(name) or _why_no_page(here / name)
            yield Input(str(here / name), here / name, why)
    for error in unopened:
        yield Input(str(error.filename), None, f"a folder that cannot be opened: {error.strerror}")


def _why_no_folder(folder: Path) -> str | None:
    if folder.name.startswith("."):
        return "a hidden folder"
    return "a link to a folder, which is not followed" if folder.is_symlink() else None


def _why_no_page(file: Path) -> str | None:
    if file.name.startswith("."):
        return "a hidden file"
    if not file.name.casefold().endswith((*SUFFIXES, *ARCHIVES)):
        return f"no kind of file that is read from a folder ({', '.join((*SUFFIXES, *ARCHIVES))})"
    try:
        is_regular = stat.S_ISREG(file.stat().st_mode)
    except OSError as error:
        return f"a file that cannot be opened: {error.strerror}"
    return None if is_regular else "no regular file"


def _content(path: Path | None) -> bytes:
    if path is None:
        return _at_most(sys.stdin.buffer)
    with path.open("rb") as file:
        return _at_most(file, os.fstat(file.fileno()).st_size)


def _at_most(file: BinaryIO, size: int = 0) -> bytes:
    """All bytes of the file, or PageTooLarge as soon as there are too many; pipes tell no size beforehand."""
    limit = LARGEST_PAGE_BYTES
    if size > limit:
        raise PageTooLarge(f"It has {size:,} bytes; up to {limit:,} are read.")
    content = file.read(limit + 1)
    if len(content) > limit:
        raise PageTooLarge(f"It has more than the {limit:,} bytes that are read.")
    return content
