"""Building is whole or not at all, and adding can be repeated."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest
from atlas import towns

from zenobia.errors import BadInput
from zenobia.resolving import gazetteer_build
from zenobia.resolving.gazetteer import SCHEMA_VERSION, Gazetteer, PlaceKind
from zenobia.resolving.gazetteer_build import HERE, Part, PlaceRow, add_places, write_gazetteer

# Change both together: a gazetteer that was built before must be built anew.
DATA_OF_VERSION = {SCHEMA_VERSION: "5d8799c7966e"}

WELL = PlaceRow("wells:1", "Bir Qasab", PlaceKind.TOWN, "SY", "08", 33.35, 37.2, 900, ("Bi'r Qasab",))


def parts() -> list[Part]:
    return [Part("towns", towns(), "by hand")]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    write_gazetteer(tmp_path / "gazetteer.sqlite", parts())
    return tmp_path / "gazetteer.sqlite"


def test_nothing_is_left_of_a_build_that_fails(tmp_path: Path) -> None:
    def broken() -> Iterator[PlaceRow]:
        yield WELL
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        write_gazetteer(tmp_path / "gazetteer.sqlite", [Part("wells", broken(), "us")])
    assert [left.name for left in tmp_path.iterdir()] == ["gazetteer.lock"]


def test_two_that_build_at_once_end_with_one_whole_gazetteer(tmp_path: Path) -> None:
    path = tmp_path / "gazetteer.sqlite"
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: write_gazetteer(path, parts()), range(4)))
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM place").fetchone() == (len(towns()),)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_gazetteer_that_is_there_is_left_alone(path: Path) -> None:
    before = path.read_bytes()
    write_gazetteer(path, [Part("towns", [], "nobody")])
    assert path.read_bytes() == before


def test_progress_is_told_to_its_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gazetteer_build, "ROWS_BETWEEN_PROGRESS", 10)
    told: list[tuple[int, int]] = []
    write_gazetteer(
        tmp_path / "g.sqlite",
        [Part("towns", towns(), "by hand", expected=len(towns()))],
        lambda done, total: told.append((done, total)),
    )
    assert told == sorted(told)
    assert told[0] == (10, len(towns()))
    assert told[-1] == (len(towns()), len(towns()))


def test_adding_twice_is_adding_once(path: Path) -> None:
    for _ in range(2):
        assert add_places(path, Part("wells", [WELL], "Well Office, CC BY")) == 1
        with closing(Gazetteer.open(path)) as gazetteer:
            assert gazetteer.matches("Bir Qasab")[0].place.place_id == "wells:1"
            assert gazetteer.misspelled("Bir Kasab", "SY")
            assert sum(gazetteer.counts().values()) == len(towns()) + 1
            assert [(one.name, one.places, one.attribution) for one in gazetteer.sources()][-1] == (
                "wells",
                1,
                "Well Office, CC BY",
            )


def test_adding_again_drops_what_the_source_no_longer_has(path: Path) -> None:
    add_places(path, Part("wells", [WELL], "us"))
    add_places(path, Part("wells", [], "us"))
    with closing(Gazetteer.open(path)) as gazetteer:
        assert gazetteer.matches("Bir Qasab") == []
        assert gazetteer.matches("Homs")


def test_an_open_gazetteer_keeps_answering_while_places_are_added(path: Path) -> None:
    with closing(Gazetteer.open(path)) as gazetteer:
        add_places(path, Part("wells", [WELL], "us"))
        assert gazetteer.matches("Homs")
        assert gazetteer.matches("Bir Qasab") == []


def test_there_must_be_a_gazetteer_to_add_to(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="build it first"):
        add_places(tmp_path / "gazetteer.sqlite", Part("wells", [WELL], "us"))


def test_new_data_has_a_new_version() -> None:
    digest = sha256()
    for name in ("countries.csv", "divisions.csv", "landmarks.csv"):
        digest.update((HERE / name).read_bytes())
    assert digest.hexdigest()[:12] == DATA_OF_VERSION[SCHEMA_VERSION], "raise SCHEMA_VERSION with the data"
