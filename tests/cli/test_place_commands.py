"""Asking which place goes by a name, and adding places of one's own."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import NamedTuple

import pytest

from zenobia.cli import main
from zenobia.resolving.gazetteer import PlaceKind
from zenobia.resolving.gazetteer_build import Part, PlaceRow, write_gazetteer

WELLS = "code,name,lat,lon\nW1,Bir Qasab,33.35,37.2\nW2,Bir Broken,x,y\n"
CELLS = ["7", "Bir Hauran", "Bir Hauran", "", "33.5", "38.1", "P", "PPL", "SY", "", "11", "", "", "", "40"]
DUMP = "\t".join([*CELLS, "", "400", "Asia/Damascus", "2020-01-01"]) + "\n"


class Said(NamedTuple):
    status: int
    out: str
    err: str


Zenobia = Callable[..., Said]


@pytest.fixture
def zenobia(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path) -> Zenobia:
    """Run a command as a shell does, with a gazetteer of two towns."""
    monkeypatch.setenv("ZENOBIA_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("ZENOBIA_PLACES", str(tmp_path / "places"))
    towns = [
        PlaceRow("geonames:1", "Tadmur", PlaceKind.TOWN, "SY", "11", 34.56, 38.28, 51_015, ("Palmyra",)),
        PlaceRow("geonames:2", "Palmyra", PlaceKind.TOWN, "US", "NJ", 40.0, -75.0, 7_300),
    ]
    write_gazetteer(tmp_path / "cache" / "gazetteer.sqlite", [Part("towns", towns, "by hand")])

    def run(*arguments: str | Path) -> Said:
        monkeypatch.setattr(sys, "argv", ["zenobia", *map(str, arguments)])
        status = 0
        try:
            main()
        except SystemExit as stop:
            status = int(stop.code or 0)
        return Said(status, *capfd.readouterr())

    return run


def test_a_name_is_answered_with_places_and_reasons(zenobia: Zenobia) -> None:
    shown = zenobia("place", "Tadmur")
    assert shown.out.startswith("Tadmur geonames:1")
    assert "why" in shown.out
    assert "51,015 people" in shown.out
    assert "geonames:2" in zenobia("place", "Palmyra").out


def test_a_country_chooses_and_forgives_a_slip(zenobia: Zenobia) -> None:
    (only,) = json.loads(zenobia("place", "Palmyra", "--country", "us", "--json").out)
    assert only["id"] == "geonames:2"
    (first, *_) = json.loads(zenobia("place", "Palymra", "--country", "SY", "--json").out)
    assert (first["id"], first["likeness"] < 1) == ("geonames:1", True)
    assert {"rule", "points", "detail"} == set(first["reasons"][0])


def test_an_unknown_name_is_refused_with_a_hint(zenobia: Zenobia) -> None:
    said = zenobia("place", "Qwxzzy")
    assert said.status == 1
    assert "gazetteer add" in said.err


def test_a_table_is_added_counted_and_listed(zenobia: Zenobia, tmp_path: Path) -> None:
    (tmp_path / "wells.csv").write_text(WELLS, "utf-8")
    for _ in range(2):
        said = zenobia(
            "gazetteer", "add", "--csv", tmp_path / "wells.csv", "--id", "code", "--country", "SY",
            "--attribution", "Well Office, CC BY",
        )  # fmt: skip
        assert "1 places added from wells." in said.out
        assert "1 rows could not be read; line 3" in said.out
    sources = json.loads(zenobia("gazetteer", "--json").out)
    assert [(one["source"], one["places"], one["from"]) for one in sources] == [
        ("towns", 2, "by hand"),
        ("wells", 1, "Well Office, CC BY"),
    ]
    assert zenobia("place", "Bir Qasab").out.startswith("Bir Qasab wells:W1")


def test_a_country_is_fetched_and_added(zenobia: Zenobia, tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "SY.zip").write_text(DUMP, "utf-8")
    handler = partial(SimpleHTTPRequestHandler, directory=str(tmp_path / "site"))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    try:
        said = zenobia("gazetteer", "add", "geonames", "sy", "--address", address)
        missing = zenobia("gazetteer", "add", "geonames", "IQ", "--address", address)
    finally:
        server.shutdown()
        server.server_close()
    assert "1 places added from geonames-SY." in said.out
    assert (missing.status, "404" in missing.err) == (1, True)
    assert zenobia("place", "Bir Hauran").out.startswith("Bir Hauran geonames:7")


def test_a_dump_at_hand_is_added(zenobia: Zenobia, tmp_path: Path) -> None:
    (tmp_path / "SY.txt").write_text(DUMP, "utf-8")
    assert "1 places added" in zenobia("gazetteer", "add", "--geonames", tmp_path / "SY.txt").out


@pytest.mark.parametrize("arguments", [(), ("geonames",), ("geonames", "Syria"), ("elsewhere", "SY")])
def test_what_cannot_be_added_is_said(zenobia: Zenobia, arguments: tuple[str, ...]) -> None:
    said = zenobia("gazetteer", "add", *arguments)
    assert said.status in (1, 2)
    assert said.err
