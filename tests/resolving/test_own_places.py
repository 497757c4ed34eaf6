"""Places that were added are the user's own: no cache that is deleted, and no new version, takes them away."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from atlas import towns
from hypothesis import given
from hypothesis import strategies as st

from zenobia.errors import BadInput
from zenobia.resolving import gazetteer_build
from zenobia.resolving.gazetteer import SCHEMA_VERSION, Gazetteer, PlaceKind
from zenobia.resolving.gazetteer_build import Part, PlaceRow, add_places, write_gazetteer
from zenobia.resolving.own_places import build_with_own, keep_places, kept_parts

WELL = PlaceRow("wells:1", "Bir Qasab", PlaceKind.TOWN, "SY", "08", 33.35, 37.2, 900, ("al-Qasab",))
WELLS = Part("wells", [WELL], "Well Office, CC BY")


@pytest.fixture
def gazetteer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the gazetteer will be; what comes with the program is a few towns here."""
    monkeypatch.setattr(gazetteer_build, "bundled_parts", lambda: (Part("towns", towns(), "by hand"),))
    return tmp_path / "cache" / "gazetteer.sqlite"


def known(path: Path, name: str) -> list[str]:
    with closing(Gazetteer.open(path)) as opened:
        return [match.place.place_id for match in opened.matches(name)]


def test_what_was_added_outlives_the_gazetteer(gazetteer: Path, tmp_path: Path) -> None:
    folder = tmp_path / "places"
    assert keep_places(folder, WELLS) == 1
    build_with_own(gazetteer, folder)
    assert known(gazetteer, "Bir Qasab") == ["wells:1"]
    gazetteer.unlink()
    build_with_own(gazetteer, folder)
    assert known(gazetteer, "Bir Qasab") == ["wells:1"]
    with closing(Gazetteer.open(gazetteer)) as opened:
        assert [(one.name, one.attribution) for one in opened.sources()][-1] == (
            "wells",
            "Well Office, CC BY",
        )


def test_a_gazetteer_that_is_there_learns_what_is_added_and_forgets_what_is_gone(
    gazetteer: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "places"
    build_with_own(gazetteer, folder)
    assert known(gazetteer, "Bir Qasab") == []
    keep_places(folder, WELLS)
    build_with_own(gazetteer, folder)
    assert known(gazetteer, "Bir Qasab") == ["wells:1"]
    keep_places(folder, replace(WELLS, rows=[replace(WELL, name="Bir Zaytun", names=())]))
    build_with_own(gazetteer, folder)
    assert (known(gazetteer, "Bir Qasab"), known(gazetteer, "Bir Zaytun")) == ([], ["wells:1"])
    next(folder.glob("wells-*.jsonl")).unlink()
    build_with_own(gazetteer, folder)
    assert known(gazetteer, "Bir Zaytun") == []
    assert known(gazetteer, "Homs")


def test_a_source_that_is_gone_gives_back_what_it_replaced(gazetteer: Path, tmp_path: Path) -> None:
    folder = tmp_path / "places"
    (homs, *_) = [row for row in towns() if row.name == "Homs"]
    keep_places(folder, Part("geonames-SY", [replace(homs, population=1)], "GeoNames"))
    build_with_own(gazetteer, folder)
    next(folder.glob("geonames-sy-*.jsonl")).unlink()
    build_with_own(gazetteer, folder)
    with closing(Gazetteer.open(gazetteer)) as opened:
        assert homs.population in [match.place.population for match in opened.matches("Homs")]


def test_nothing_is_written_where_nothing_has_changed(gazetteer: Path, tmp_path: Path) -> None:
    keep_places(tmp_path / "places", WELLS)
    build_with_own(gazetteer, tmp_path / "places")
    before = gazetteer.stat()
    build_with_own(gazetteer, tmp_path / "places")
    assert (gazetteer.stat().st_ino, gazetteer.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_what_an_earlier_version_kept_in_the_cache_is_carried_over(gazetteer: Path, tmp_path: Path) -> None:
    write_gazetteer(gazetteer, gazetteer_build.bundled_parts())
    add_places(gazetteer, WELLS)
    with closing(sqlite3.connect(gazetteer)) as connection:
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION - 1}")
    build_with_own(gazetteer, tmp_path / "places")
    assert known(gazetteer, "Bir Qasab") == ["wells:1"]
    with closing(Gazetteer.open(gazetteer)) as opened:
        assert opened.matches("al-Qasab")[0].same_article
    assert [part.source for part in kept_parts(tmp_path / "places")] == ["wells"]


def test_nothing_is_left_of_a_source_that_breaks_off(tmp_path: Path) -> None:
    def broken() -> Sequence[PlaceRow]:
        raise OSError("the disk is full")
        yield WELL  # type: ignore[unreachable]

    keep_places(tmp_path, WELLS)
    with pytest.raises(OSError, match="full"):
        keep_places(tmp_path, replace(WELLS, rows=broken()))
    assert len(list(tmp_path.iterdir())) == 1
    assert [list(part.rows) for part in kept_parts(tmp_path)] == [[WELL]]


@pytest.mark.parametrize("name", ["towns", "", "w" * 61])
def test_a_name_that_cannot_be_a_source_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadInput, match="--source"):
        keep_places(tmp_path, replace(WELLS, source=name))


@pytest.mark.parametrize("spoilt", ["", "{", "[]", '{"source": "wells"}'])
def test_a_file_that_was_spoilt_is_named(tmp_path: Path, spoilt: str) -> None:
    (tmp_path / "wells.jsonl").write_text(spoilt + "\n", "utf-8")
    with pytest.raises(BadInput, match=r"line 1 of .*wells\.jsonl"):
        kept_parts(tmp_path)


@pytest.mark.parametrize("spoilt", ["{", '{"place_id": "wells:2"}', '{"kind": "town", "taste": "salt"}'])
def test_a_place_that_was_spoilt_is_named_with_its_line(tmp_path: Path, spoilt: str) -> None:
    keep_places(tmp_path, WELLS)
    with next(tmp_path.iterdir()).open("a", encoding="utf-8") as kept:
        kept.write(spoilt + "\n")
    with pytest.raises(BadInput, match="line 3"):
        list(kept_parts(tmp_path)[0].rows)


NAMES = st.text(st.characters(blacklist_categories=["Cs"]), min_size=1, max_size=60)


@given(source=NAMES, name=st.text(st.characters(blacklist_categories=["Cs"])), names=st.lists(NAMES))
def test_places_come_back_as_they_were_kept(
    tmp_path_factory: pytest.TempPathFactory, source: str, name: str, names: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("places")
    row = PlaceRow("x:1", name, PlaceKind.SITE, None, None, 1.5, -2.25, 0, tuple(names), (), True)
    if source in gazetteer_build.BUNDLED:
        return
    keep_places(folder, Part(source, [row], "by hand"))
    (part,) = kept_parts(folder)
    assert (part.source, list(part.rows), part.attribution) == (source, [row], "by hand")
