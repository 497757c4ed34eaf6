"""The doctor finds what is broken, says what to do, and changes nothing."""

from __future__ import annotations

import json
import shutil
import socket
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from shell import Said, Zenobia

from zenobia.errors import FetchFailed
from zenobia.pages.fetch import Fetcher
from zenobia.reading import reader
from zenobia.resolving.gazetteer import PlaceKind
from zenobia.resolving.gazetteer_build import Part, PlaceRow, write_gazetteer
from zenobia.resolving.own_places import keep_places

TADMUR = PlaceRow("geonames:1", "Tadmur", PlaceKind.TOWN, "SY", "11", 34.56, 38.28, 51_015)


@pytest.fixture(autouse=True)
def cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A cache of the test's own, with no gazetteer in it yet."""
    monkeypatch.setenv("ZENOBIA_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def ledger(zenobia: Zenobia, cache: Path, tmp_path: Path) -> Path:
    """A store of one report, read with a gazetteer of one town."""
    write_gazetteer(cache / "gazetteer.sqlite", [Part("towns", [TADMUR], "by hand")])
    (tmp_path / "palmyra.txt").write_text("Troops recaptured Palmyra on Sunday, state media said.", "utf-8")
    zenobia("read", tmp_path / "palmyra.txt", "--published", "2016-03-28")
    return tmp_path / "kept" / "ledger.sqlite"


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise AssertionError("the network was asked, and nobody had said so")

    monkeypatch.setattr(socket, "create_connection", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)


def checks(said: Said) -> dict[str, dict[str, Any]]:
    return {check["name"]: check for check in json.loads(said.out)}


def test_a_new_user_is_told_what_is_not_there_yet_and_nothing_is_made(
    zenobia: Zenobia, tmp_path: Path
) -> None:
    said = zenobia("doctor", "--json")
    assert said.status == 0
    found = checks(said)
    assert (found["store"]["health"], found["gazetteer"]["health"]) == ("note", "note")
    assert "zenobia read" in found["store"]["advice"]
    assert (found["model"]["health"], found["libraries"]["health"]) == ("ok", "ok")
    assert len(found["model"]["details"]["sha256"]["read.onnx"]) == 64
    assert not list(tmp_path.iterdir())


@pytest.mark.usefixtures("ledger")
def test_what_is_there_is_counted(zenobia: Zenobia, tmp_path: Path) -> None:
    keep_places(tmp_path / "kept" / "places", Part("wells", [TADMUR], "us"))
    found = checks(zenobia("doctor", "--json"))
    assert found["store"]["health"] == "ok"
    assert found["store"]["details"]["articles"] == 1
    assert found["store"]["details"]["claims"] >= 1
    assert found["gazetteer"]["details"]["own_sources"] == ["wells"]


def test_a_person_reads_one_line_a_check(zenobia: Zenobia) -> None:
    said = zenobia("doctor")
    assert [line.split()[0] for line in said.out.splitlines() if "→" not in line] == (
        ["note", "ok", "note", *["ok"] * 8]
    )


def test_a_damaged_store_fails_and_says_what_to_do(zenobia: Zenobia, ledger: Path) -> None:
    with closing(sqlite3.connect(ledger)) as connection:
        (root,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'claims'").fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    spoilt = bytearray(ledger.read_bytes())
    spoilt[(root - 1) * size : (root - 1) * size + 200] = b"\xff" * 200
    ledger.write_bytes(spoilt)
    said = zenobia("doctor", "--json")
    store = checks(said)["store"]
    assert (said.status, store["health"]) == (1, "failed")
    assert "another --store" in (store["advice"] or store["found"])


def test_a_file_that_is_no_store_is_named(zenobia: Zenobia, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("Meet at nine.", "utf-8")
    said = zenobia("doctor", "--store", tmp_path / "notes.txt")
    assert said.status == 1
    assert "not a Zenobia store" in said.out


def test_weights_that_are_cut_short_fail(
    zenobia: Zenobia, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(reader.model_folder(), tmp_path / "model")
    weights = tmp_path / "model" / "read.onnx"
    weights.write_bytes(weights.read_bytes()[:1_000_000])
    monkeypatch.setattr(reader, "model_folder", lambda: tmp_path / "model")
    said = zenobia("doctor", "--json")
    assert said.status == 1
    assert "install Zenobia anew" in checks(said)["model"]["advice"]


def test_weights_that_were_exchanged_are_told_from_those_installed(
    zenobia: Zenobia, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        sys.modules["zenobia.api.doctor"], "_installed_digests", lambda: {"read.onnx": "0" * 64}
    )
    model = checks(zenobia("doctor", "--json"))["model"]
    assert (model["health"], "read.onnx" in model["found"]) == ("failed", True)


def test_a_setting_that_is_wrong_is_a_failed_check(zenobia: Zenobia, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZENOBIA_HORIZON", "half a year")
    said = zenobia("doctor")
    assert said.status == 1
    assert "ZENOBIA_HORIZON" in said.out


def test_tables_of_ones_own_that_are_wrong_are_failed_checks(zenobia: Zenobia, tmp_path: Path) -> None:
    (tmp_path / "kept" / "places").mkdir(parents=True)
    (tmp_path / "kept" / "places" / "wells.jsonl").write_text("{", "utf-8")
    (tmp_path / "kept" / "actors.csv").write_text("id,name\nx,y\n", "utf-8")
    said = zenobia("doctor", "--json")
    assert said.status == 1
    found = checks(said)
    assert "wells.jsonl" in found["gazetteer"]["found"]
    assert "actors.csv" in found["parties"]["found"]


def test_a_folder_that_cannot_be_made_is_told_before_it_is_needed(
    zenobia: Zenobia, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    monkeypatch.setenv("ZENOBIA_CACHE", str(tmp_path / "file" / "cache"))
    said = zenobia("doctor", "--json", "--store", tmp_path / "file" / "ledger.sqlite")
    assert said.status == 1
    found = checks(said)
    assert {found[name]["health"] for name in ("store", "gazetteer")} == {"failed"}


def test_a_full_disk_fails(zenobia: Zenobia, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10**9, 10**9 - 5, 5))
    said = zenobia("doctor")
    assert said.status == 1
    assert "make room: 250 MB are needed" in said.out


def test_the_network_is_tried_only_online(zenobia: Zenobia, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def refused(_: Fetcher, url: str) -> None:
        asked.append(url)
        raise FetchFailed(f"{url} cannot be reached")

    monkeypatch.setattr(Fetcher, "get", refused)
    assert zenobia("doctor").status == 0
    assert asked == []
    said = zenobia("doctor", "--online")
    assert (said.status, len(asked)) == (1, 1)
    assert "works offline" in said.out
