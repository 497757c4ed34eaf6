"""`zenobia serve` as it is typed: it prints one link, serves what it names, and ends when it is told to."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from ledgers import make_ledger

SERVE = (sys.executable, "-m", "zenobia.cli", "serve", "--no-open")


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_it_prints_a_link_serves_it_and_ends(tmp_path: Path) -> None:
    store = make_ledger(tmp_path / "ledger.sqlite")
    command = [*SERVE, "--store", str(store), "--reviewer", "ben"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        link = server.stdout.readline().strip()
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/\?key=[\w-]{43}", link)
        with httpx.Client(trust_env=False, follow_redirects=True, timeout=60) as browser:
            assert browser.get(link).status_code == 200
            told = browser.get(httpx.URL(link).join("/api/about")).json()
        assert (told["reviewer"], told["counts"]["incidents"]) == ("ben", 2)
        server.send_signal(signal.SIGINT)
        _, said = server.communicate(timeout=60)
    assert "Ctrl-C" in said
    assert "Traceback" not in said


def test_a_port_that_is_taken_is_said(tmp_path: Path) -> None:
    store = make_ledger(tmp_path / "ledger.sqlite")
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        command = [*SERVE, "--store", str(store), "--port", port]
        said = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert said.returncode == 1
    assert f"port {port} is taken" in said.stderr
    assert said.stdout == ""


def test_a_table_that_cannot_be_compared_is_said(tmp_path: Path) -> None:
    store = make_ledger(tmp_path / "ledger.sqlite")
    table = tmp_path / "other.csv"
    table.write_text("a,b\n1,2\n")
    command = [*SERVE, "--store", str(store), "--compare", str(table)]
    said = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert said.returncode == 1
    assert "columns of neither" in said.stderr
    assert "Traceback" not in said.stderr
    assert said.stdout == ""
