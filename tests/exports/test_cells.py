"""Cells that no spreadsheet runs, with every letter kept."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zenobia.exports.cells import bare, cell, inert, printable, write_table

RUN_BY_SPREADSHEETS = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(1)",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://x.example";"here")',
    " =1+1",
    "\u00a0=1+1",
    "\u200b=1+1",
    "\ufeff=1+1",
    "a;=1+1",
    "a,=1+1",
    "a\n=1+1",
    "a\r\n-2+3",
    "a; =1+1",
    "a|@SUM(1)",
    "'=1+1",
]
TEXT = st.text(st.sampled_from("=+-@＝'\"; ,|\t\r\nab1\u200b\u00a0"), max_size=20)


@pytest.mark.parametrize("payload", RUN_BY_SPREADSHEETS)
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_no_part_of_a_cell_begins_as_a_formula_whatever_separates(payload: str, separator: str) -> None:
    written = inert(payload)
    for part in written.replace("\r", "\n").replace("\n", separator).split(separator):
        seen = part.strip(' \t\u00a0\u200b\ufeff"')
        assert not seen or seen[0] not in "=+-@＝＋－＠", part


@given(TEXT)
def test_what_was_made_inert_comes_back_whole(text: str) -> None:
    assert bare(inert(text)) == text


@given(TEXT)
def test_inert_cells_hold_no_formula(text: str) -> None:
    for part in inert(text).replace("\t", ";").replace("\r", ";").replace("\n", ";").split(";"):
        assert part.strip(" \u00a0\u200b")[:1] not in ("=", "+", "-", "@", "＝")


@pytest.mark.parametrize("harmless", ["Deir ez-Zor", "12–15", "a = b", "e-mail@x.example", "it's", "-"[:0]])
def test_other_text_is_left_as_it_is(harmless: str) -> None:
    assert inert(harmless) == harmless


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (-3.5, "-3.5"),
        (-12, "-12"),
        (0, "0"),
        (True, "true"),
        (None, ""),
        (date(2016, 3, 27), "2016-03-27"),
        ("-3.5", "'-3.5"),
    ],
)
def test_numbers_stay_numbers(value: object, written: str) -> None:
    assert cell(value) == written  # type: ignore[arg-type]


def test_control_characters_and_half_letters_are_marked() -> None:
    assert printable("a\x00b\x1b[31m\ud800") == "a\ufffdb\ufffd[31m?"
    assert printable("two\nlines\tand a tab") == "two\nlines\tand a tab"


@given(st.lists(st.tuples(st.text(), st.integers()), max_size=5))
def test_a_table_is_read_back_as_it_was(rows: list[tuple[str, int]]) -> None:
    stream = io.BytesIO()
    write_table(stream, ["words", "figure"], [{"words": words, "figure": figure} for words, figure in rows])
    text = stream.getvalue().decode("utf-8")
    assert text.startswith("words,figure\r\n")
    read = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [(bare(row["words"]), int(row["figure"])) for row in read] == [
        (printable(words), figure) for words, figure in rows
    ]
