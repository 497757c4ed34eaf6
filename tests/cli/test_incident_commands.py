"""`zenobia incidents` and `zenobia incident` at the terminal."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from zenobia.cli import main

STATE = """Army takes Palmyra

Syrian troops recaptured Palmyra from Islamic State on Sunday, state media said.

Twelve soldiers were killed in the battle for Palmyra on Sunday, state media said.
"""
MONITOR = """Monitor counts the dead

Syrian troops recaptured Palmyra from Islamic State on Sunday, the Syrian Observatory for Human Rights said.

At least 20 soldiers were killed in the battle for Palmyra on Sunday, the Observatory said.
"""

Run = Callable[..., tuple[str, str]]


@pytest.fixture
def zenobia(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    monkeypatch.setenv("ZENOBIA_STORE", str(tmp_path / "ledger.sqlite"))
    for name, news in (("state.txt", STATE), ("monitor.txt", MONITOR)):
        (tmp_path / name).write_text(news)

    def run(*arguments: str | Path) -> tuple[str, str]:
        monkeypatch.setattr(sys, "argv", ["zenobia", *map(str, arguments)])
        with contextlib.suppress(SystemExit):
            main()
        told = capfd.readouterr()
        return told.out, told.err

    for name in ("state.txt", "monitor.txt"):
        run("read", tmp_path / name, "--published", "2016-03-28", "--outlet", name)
    return run


def test_two_reports_of_one_taking_are_one_incident(zenobia: Run) -> None:
    records = json.loads(zenobia("incidents", "--kind", "takeover", "--json")[0])
    taking = max(records, key=lambda record: len(record["members"]))
    assert taking["days"]["start"] == "2016-03-27"
    assert taking["place"]["name"] in ("Palmyra", "Tadmur")
    assert len({origin["name"] for origin in taking["origins"]}) >= 2
    assert taking["grade"] in ("corroborated", "admitted")


def test_an_incident_shows_its_account_its_claims_and_why(zenobia: Run) -> None:
    records = json.loads(zenobia("incidents", "--kind", "takeover", "--json")[0])
    taking = max(records, key=lambda record: len(record["members"]))
    shown, _ = zenobia("incident", taking["id"][:8], "--why")
    assert taking["id"] in shown
    assert "Syrian Observatory for Human Rights" in shown
    assert all(member["claim"][:8] in shown for member in taking["members"])
    assert "same place +2.5" in shown
    whole = json.loads(zenobia("incident", taking["id"], "--json")[0])
    assert {claim["id"] for claim in whole["claims"]} == {member["claim"] for member in taking["members"]}


def test_the_list_is_a_table_and_says_when_nothing_matches(zenobia: Run) -> None:
    table, _ = zenobia("incidents")
    assert table.splitlines()[0].split("\t")[0] == "INCIDENT"
    assert "No incidents match." in zenobia("incidents", "--place", "Nowhere")[1]
