"""Tables as text (RFC 4180, UTF-8) in which no cell is run by a spreadsheet, and no letter is lost.

A cell that begins with = + - @, a tab or a carriage return is a formula to a spreadsheet, and so may be what
follows a semicolon or a line's end inside a cell, where another separator is set. An apostrophe is put before
it; `bare` takes it away again. Numbers are written as they are, a negative one too.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import BinaryIO

Cell = str | int | float | bool | date | None
Row = Mapping[str, Cell]

# With the full-width forms that a spreadsheet in a Chinese or Japanese locale reads as the same signs.
_SIGNS = "=+\\-@＝＋－＠\t\r"
# Where a formula may begin: at the start, or after a separator or a line's end, blanks and invisible marks aside.
_BEFORE = r"(?:\A|[;,|\t\r\n])[\s\u200b-\u200f\u2060\ufeff]{0,64}"
_RUNS = re.compile(rf"({_BEFORE})(?='*[{_SIGNS}])")
_MADE_INERT = re.compile(rf"({_BEFORE})'(?='*[{_SIGNS}])")
# Parsers of CSV stop at a NUL, and no other control character but these belongs in a cell.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def inert(text: str) -> str:
    """The text with an apostrophe before every sign that a spreadsheet would run."""
    return _RUNS.sub(r"\1'", text)


def bare(text: str) -> str:
    """What `inert` was given."""
    return _MADE_INERT.sub(r"\1", text)


def cell(value: Cell) -> str:
    """A value as it stands in a table: text made inert, days in ISO form, an empty cell for None."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return inert(printable(value))
    return value.isoformat() if isinstance(value, date) else repr(value)


def printable(text: str) -> str:
    """The text with a mark for each control character, and for what is no character at all."""
    return _CONTROLS.sub("\ufffd", text).encode("utf-8", "replace").decode("utf-8")


def write_table(stream: BinaryIO, columns: Sequence[str], rows: Iterable[Row]) -> None:
    """A header and the rows, by column; lines end in CRLF, and a cell is quoted where it must be."""
    text = io.TextIOWrapper(stream, encoding="utf-8", newline="", write_through=True)
    try:
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow(columns)
        for row in rows:
            writer.writerow([cell(row[column]) for column in columns])
    finally:
        text.detach()
