"""Run commands as a shell does, each test with a ledger and a table of parties of its own."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from shell import Said, Zenobia

from zenobia.cli import main


@pytest.fixture
def zenobia(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path) -> Zenobia:
    """Run one command and give back its exit status and what it printed."""
    monkeypatch.setenv("ZENOBIA_STORE", str(tmp_path / "kept" / "ledger.sqlite"))
    monkeypatch.setenv("ZENOBIA_ACTORS", str(tmp_path / "kept" / "actors.csv"))
    monkeypatch.setenv("ZENOBIA_PLACES", str(tmp_path / "kept" / "places"))

    def run(*arguments: str | Path) -> Said:
        monkeypatch.setattr(sys, "argv", ["zenobia", *map(str, arguments)])
        status = 0
        try:
            main()
        except SystemExit as stop:
            status = int(stop.code or 0)
        return Said(status, *capfd.readouterr())

    return run
