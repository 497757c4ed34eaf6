"""`zenobia check`, `backup` and `restore`, as a person meets them."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from shell import Zenobia

NEWS = "Rebel rockets hit the town hall of Al-Qaryatayn on Monday and killed at least 12 soldiers.\n"


@pytest.fixture
def ledger(zenobia: Zenobia, tmp_path: Path) -> Path:
    report = tmp_path / "hall.txt"
    report.write_text(NEWS, "utf-8")
    assert zenobia("read", report, "--published", "2016-03-29").status == 0
    return tmp_path / "kept" / "ledger.sqlite"


def test_a_ledger_is_backed_up_damaged_and_restored(zenobia: Zenobia, ledger: Path, tmp_path: Path) -> None:
    assert zenobia("check").status == 0
    target = tmp_path / "backup.sqlite"
    assert "backed up and checked: 1 articles" in zenobia("backup", target).err
    assert "--force" in zenobia("backup", target).err

    connection = sqlite3.connect(ledger)
    connection.execute("DROP TRIGGER articles_refuse_update")
    connection.execute("UPDATE articles SET text = replace(text, '12 soldiers', '92 soldiers')")
    connection.commit()
    connection.close()
    found = zenobia("check")
    assert found.status == 1
    assert "its content has the id" in found.out
    assert "zenobia restore FILE --force" in found.err
    assert json.loads(zenobia("check", "--json").out)[0]["where"].startswith("article ")

    refused = zenobia("restore", target)
    assert refused.status == 1
    assert "--force" in refused.err
    restored = zenobia("restore", target, "--force")
    assert restored.status == 0
    assert "the ledger that was there is now" in restored.err
    assert zenobia("check").status == 0


def test_without_a_ledger_there_is_nothing_to_check_or_to_back_up(zenobia: Zenobia, tmp_path: Path) -> None:
    for command in (("check",), ("backup", tmp_path / "backup.sqlite")):
        said = zenobia(*command)
        assert said.status == 1
        assert "there is no store at" in said.err
    assert "there is no backup at" in zenobia("restore", tmp_path / "backup.sqlite").err
