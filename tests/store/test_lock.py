"""One process writes at a time, the others are told who, and the lock ends with its process."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from zenobia.errors import StoreError, StoreInUse
from zenobia.store import open_view, open_writer

HOLD = """
import os, sys, time
from pathlib import Path
from zenobia.store import open_writer
writer = open_writer(Path(sys.argv[1]), "zenobia read reports/")
if sys.argv[2] == "fork" and os.fork() == 0:
    os.write(1, f"{os.getpid()}\\n".encode())
    time.sleep(60)
os.write(1, b"held\\n")
time.sleep(60)
"""


def hold(path: Path, how: str = "alone") -> tuple[subprocess.Popen[str], list[str]]:
    child = subprocess.Popen([sys.executable, "-c", HOLD, str(path), how], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    told: list[str] = []
    while len(told) < (1 if how == "alone" else 2):
        told.append(child.stdout.readline().strip())
    return child, told


def test_a_second_writer_is_told_who_is_writing(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    child, _ = hold(path)
    try:
        with pytest.raises(StoreInUse) as refused:
            open_writer(path, "test")
        assert re.fullmatch(
            rf".*ledger.sqlite is being written to by process {child.pid} on \S+ since \d\d:\d\d "
            r"\(zenobia read reports/\); wait for it or use another --store",
            str(refused.value),
        )
        with open_view(path) as view:
            assert view.counts().articles == 0, "reading goes on meanwhile"
    finally:
        child.kill()
        child.wait()
    open_writer(path, "test").close()


def test_two_writers_in_one_process(tmp_path: Path) -> None:
    """And a second close of the first does not let go of what the second holds."""
    path = tmp_path / "ledger.sqlite"
    first = open_writer(path, "first")
    with pytest.raises(StoreInUse, match="by this process"):
        open_writer(path, "second")
    first.close()
    second = open_writer(path, "second")
    first.close()
    with pytest.raises(StoreInUse):
        open_writer(path, "third")
    second.close()


def test_a_link_to_the_store_is_the_store(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    with open_writer(path, "test"):
        (tmp_path / "link.sqlite").symlink_to(path)
        with pytest.raises(StoreInUse):
            open_writer(tmp_path / "link.sqlite", "test")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks")
def test_a_child_that_outlives_a_killed_writer_holds_nothing(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    child, told = hold(path, "fork")
    orphan = int(next(line for line in told if line != "held"))
    child.kill()
    child.wait()
    try:
        open_writer(path, "test").close()
    finally:
        os.kill(orphan, signal.SIGKILL)


def test_a_garbled_card_names_nobody(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    child, _ = hold(path)
    try:
        for card in (b"", b"{", b'{"pid": "x"}', b"[]", b"\xff\xfe"):
            path.with_name("ledger.sqlite.lock").write_bytes(card)
            with pytest.raises(StoreInUse, match="by another process"):
                open_writer(path, "test")
    finally:
        child.kill()
        child.wait()


def test_a_lock_file_that_points_elsewhere_is_not_followed(tmp_path: Path) -> None:
    elsewhere = tmp_path / "precious.txt"
    elsewhere.write_text("kept")
    (tmp_path / "ledger.sqlite.lock").symlink_to(elsewhere)
    with pytest.raises(StoreError, match="cannot write beside"):
        open_writer(tmp_path / "ledger.sqlite", "test")
    assert elsewhere.read_text() == "kept"
