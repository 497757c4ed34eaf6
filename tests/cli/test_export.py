"""`zenobia export` at the terminal."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from shell import Said, Zenobia

from zenobia import api

NEWS = """Army takes Palmyra

Syrian troops recaptured Palmyra from Islamic State on Sunday, state media said.

Twelve soldiers were killed in the battle for Palmyra on Sunday, the Syrian Observatory for Human Rights said.

The army denied on Sunday that it shelled the hospital in Palmyra.
"""


@pytest.fixture
def ledger(zenobia: Zenobia, tmp_path: Path) -> Zenobia:
    (tmp_path / "news.txt").write_text(NEWS)
    zenobia("read", tmp_path / "news.txt", "--published", "2016-03-28", "--outlet", "Desert Post")
    return zenobia


def summary_of(said: Said, stream: str = "out") -> dict[str, object]:
    answer: dict[str, object] = json.loads(getattr(said, stream))
    left_out = answer["left_out"]
    assert isinstance(left_out, dict)
    assert answer["asked"] == int(str(answer["written"])) + sum(left_out.values())
    return answer


@pytest.mark.parametrize("name", sorted(api.export_formats()))
def test_every_format_is_written_and_its_count_adds_up(ledger: Zenobia, tmp_path: Path, name: str) -> None:
    if name.endswith("parquet"):
        pytest.importorskip("pyarrow")
    said = ledger("export", name, "-o", tmp_path / "out", "--json")
    assert said.status == 0, said.err
    assert summary_of(said)["asked"], "the report holds claims"
    assert (tmp_path / "out").stat().st_size
    assert [path.name for path in tmp_path.iterdir() if "part" in path.name] == []


def test_an_acled_file_holds_the_taking(ledger: Zenobia, tmp_path: Path) -> None:
    said = ledger("export", "acled", "--kind", "takeover", "-o", tmp_path / "out.csv")
    text = (tmp_path / "out.csv").read_bytes()
    assert b"\r\n" in text
    rows = list(csv.DictReader(io.StringIO(text.decode("utf-8"), newline="")))
    assert rows[0]["event_date"] == "2016-03-27"
    assert rows[0]["sub_event_type"] == "Government regains territory"
    assert "written" in said.err
    assert said.out == ""


def test_standard_output_holds_the_file_alone(ledger: Zenobia) -> None:
    said = ledger("export", "geojson", "-o", "-", "--json")
    assert json.loads(said.out)["type"] == "FeatureCollection"
    assert summary_of(said, "err")["file"] is None


def test_a_file_that_is_there_is_kept_without_force(ledger: Zenobia, tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text("mine")
    said = ledger("export", "claims-csv", "-o", tmp_path / "mine.csv")
    assert said.status == 1
    assert "--force" in said.err
    assert (tmp_path / "mine.csv").read_text() == "mine"
    assert ledger("export", "claims-csv", "-o", tmp_path / "mine.csv", "--force").status == 0
    assert (tmp_path / "mine.csv").read_text().startswith("id,")


def test_a_write_that_fails_leaves_what_was_there(
    ledger: Zenobia, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    (tmp_path / "kept.parquet").write_text("kept")
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    said = ledger("export", "claims-parquet", "-o", tmp_path / "kept.parquet", "--force")
    assert said.status == 1
    assert "zenobia[parquet]" in said.err
    assert (tmp_path / "kept.parquet").read_text() == "kept"
    assert not list(tmp_path.glob(".*part"))


def test_a_format_that_is_none_is_answered_with_those_there_are(ledger: Zenobia) -> None:
    said = ledger("export", "acledd", "-o", "-")
    assert said.status == 1
    assert "geojson" in said.err


def test_what_has_no_day_is_counted_where_days_are_asked_for(ledger: Zenobia, tmp_path: Path) -> None:
    everything = summary_of(ledger("export", "claims-csv", "-o", tmp_path / "a", "--json"))
    some = summary_of(ledger("export", "claims-csv", "--from", "2016-03-27", "-o", tmp_path / "b", "--json"))
    assert some["asked"] == everything["asked"]


def test_what_lies_within_the_delay_is_held_back(ledger: Zenobia, tmp_path: Path) -> None:
    said = ledger("export", "claims-csv", "--delay-days", "36500", "-o", tmp_path / "a", "--json")
    assert summary_of(said)["written"] == 0
    said = ledger("export", "claims-csv", "--delay-days", "30", "-o", tmp_path / "b", "--json")
    assert summary_of(said)["written"]


def test_help_lists_the_formats(zenobia: Zenobia) -> None:
    said = zenobia("export", "--help")
    lines = said.out.splitlines()
    named = [line for line in lines if line.split() and line.split()[0] in api.export_formats()]
    assert len(named) == len(api.export_formats())
    assert len({len(line) - len(line.lstrip()) for line in named}) == 1, "one below the other"


def test_a_redacted_file_has_no_words_of_the_report(ledger: Zenobia, tmp_path: Path) -> None:
    said = ledger("export", "claims-csv", "--redact", "-o", tmp_path / "out.csv", "--json")
    assert summary_of(said)["written"]
    text = (tmp_path / "out.csv").read_text()
    assert "recaptured" not in text
    assert "Army takes Palmyra" not in text
    assert "Islamic State" in text
    assert "left out or masked" in text
