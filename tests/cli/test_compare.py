"""`zenobia compare` at the terminal."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from shell import Zenobia

STRIKE = """Strike on Palmyra

Russian air strikes killed 12 Islamic State fighters in Palmyra, Syria, on Sunday, Syrian state media said.
"""
SHELLING = """Shells on Raqqa

Two civilians were killed on Sunday when Syrian troops shelled the Syrian city of Raqqa, the Observatory said.
"""
HEADER = (
    "id,date_start,date_end,date_prec,latitude,longitude,where_prec,country,side_a,side_b,low,best,high,"
    "source_headline"
)
ROWS = (
    '1,2016-03-27,2016-03-27,1,34.56,38.28,1,Syria,Government of Syria,IS,10,14,20,"Jets\nover Palmyra"',
    "2,2016-03-27,2016-03-27,1,36.20,37.16,1,Syria,IS,Syrian insurgents,3,3,3,Fighting in Aleppo",
    "3,2018-01-01,2018-01-01,1,36.20,37.16,1,Syria,IS,Syrian insurgents,3,3,3,Later",
    "4,2016-03-27,,1,36.20,37.16,1,Syria,IS,Syrian insurgents,3,3,3,No day",
)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "ged.csv"
    path.write_text("\n".join((HEADER, *ROWS)) + "\n")
    return path


@pytest.fixture
def ledger(zenobia: Zenobia, tmp_path: Path) -> Zenobia:
    for name, news in (("strike.txt", STRIKE), ("shelling.txt", SHELLING)):
        (tmp_path / name).write_text(news)
        zenobia("read", tmp_path / name, "--published", "2016-03-28", "--outlet", "Desert Post")
    return zenobia


def test_what_both_have_what_they_have_and_what_we_have(ledger: Zenobia, table: Path) -> None:
    said = ledger("compare", table, "--from", "2016-01-01", "--to", "2016-12-31", "--json")
    answer = json.loads(said.out)
    assert (answer["rows"], answer["not_asked_for"]) == (4, 1)
    assert answer["unread"] == [{"line": 6, "reason": "no day"}]
    by_status = {line["status"]: line for line in answer["lines"]}
    both = by_status["matched"]
    assert both["theirs"]["id"] == "1"
    assert both["ours"]["kind"] == "airstrike"
    assert (both["ours"]["killed_best"], both["theirs"]["best"], both["tolls_meet"]) == (12, 14, True)
    assert both["same_side"] is True, "Russia's strikes are in the dyad of the government it fights for"
    assert by_status["only theirs"]["theirs"]["id"] == "2"
    assert by_status["only theirs"]["ours"] is None
    assert by_status["only ours"]["ours"]["kind"] == "shelling"
    assert by_status["only ours"]["ours"]["latitude"] == pytest.approx(35.95, abs=0.1)
    assert answer["matched"] + answer["only_theirs"] == 2


def test_every_line_is_written_as_a_table(ledger: Zenobia, table: Path, tmp_path: Path) -> None:
    said = ledger("compare", table, "--csv", tmp_path / "out.csv")
    assert said.status == 0
    assert said.out == ""
    rows = list(csv.DictReader((tmp_path / "out.csv").open(newline="", encoding="utf-8")))
    assert [row["status"] for row in rows if row["their_id"] == "1"] == ["matched"]
    assert {row["status"] for row in rows} == {"matched", "only theirs", "only ours"}
    assert "--force" in ledger("compare", table, "--csv", tmp_path / "out.csv").err


def test_one_side_alone_is_shown_when_asked_for(ledger: Zenobia, table: Path) -> None:
    said = ledger("compare", table, "--only", "theirs")
    rows = [line.split("\t") for line in said.out.splitlines()[1:]]
    assert [row[0] for row in rows] == ["<", "<"]
    assert "1 matched, 2 only theirs, 1 only ours." in said.err
    assert "1 not read (no day)" in said.err


def test_a_country_or_a_table_that_does_not_fit(ledger: Zenobia, table: Path, tmp_path: Path) -> None:
    said = ledger("compare", table, "--country", "UA", "--json")
    assert json.loads(said.out)["lines"] == []
    (tmp_path / "other.csv").write_text("a,b\n1,2\n")
    said = ledger("compare", tmp_path / "other.csv")
    assert said.status == 1
    assert "columns of neither" in said.err
