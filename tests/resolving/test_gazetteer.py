"""Look-ups by name: exact, in another script, misspelled."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from atlas import small_gazetteer
from hypothesis import given
from hypothesis import strategies as st

from zenobia.errors import BadInput, NotFound
from zenobia.resolving.gazetteer import Gazetteer, PlaceKind


@pytest.fixture(scope="module")
def gazetteer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gazetteer]:
    opened = small_gazetteer(tmp_path_factory.mktemp("atlas") / "gazetteer.sqlite")
    yield opened
    opened.close()


@pytest.mark.parametrize("name", ["Sukhna", "al-Sukhnah", "As Sukhnah", "السخنة", "SOUKHNA"])
def test_one_town_in_many_spellings(gazetteer: Gazetteer, name: str) -> None:
    found = gazetteer.matches(name) or gazetteer.misspelled(name, "SY")
    assert ("As Sukhnah", "SY") in [(match.place.name, match.place.country) for match in found]


def test_an_old_name_and_the_new_one(gazetteer: Gazetteer) -> None:
    assert gazetteer.matches("Palmyra")[0].place == gazetteer.matches("Tadmur")[0].place


def test_a_misspelling_is_found_within_the_country_and_is_less_alike(gazetteer: Gazetteer) -> None:
    (first, *_) = gazetteer.misspelled("Palymra", "SY")
    assert first.place.name == "Tadmur"
    assert 0.6 <= first.likeness < 1
    assert not gazetteer.misspelled("Palymra", "UA")


def test_names_of_letters_only_alike_are_not_confused(gazetteer: Gazetteer) -> None:
    assert "As Sukhnah" not in [match.place.name for match in gazetteer.misspelled("Maskanah", "SY")]


def test_demonyms_are_marked(gazetteer: Gazetteer) -> None:
    (syria,) = gazetteer.matches("Syrian")
    assert syria.demonym
    assert syria.place.kind is PlaceKind.COUNTRY
    assert gazetteer.knows(["syrian", "homs", "atlantis"]) == {"syrian": True, "homs": False}


def test_a_country_and_a_town_that_differ_by_an_article(gazetteer: Gazetteer) -> None:
    same = {match.place.country: match.same_article for match in gazetteer.matches("El Salvador")}
    assert same == {"SV": True, "BR": False}


def test_the_north_of_a_country_lies_in_its_box(gazetteer: Gazetteer) -> None:
    box = gazetteer.country_box("SY")
    assert box is not None
    south, west, north, east = box
    assert south < 33 < 36 < north
    assert west < 36.5 < 41 < east


def test_divisions_capitals_and_countries_by_code(gazetteer: Gazetteer) -> None:
    homs = gazetteer.division_of("SY", "11")
    assert homs is not None
    assert homs.name == "Homs Governorate"
    assert gazetteer.capital("SY") == "Damascus"
    assert gazetteer.division_of("SY", "99") is None
    assert gazetteer.country("??") is None
    assert gazetteer.country_at(34.9, 38.9) == "SY"


def test_sources_are_named(gazetteer: Gazetteer) -> None:
    thanks = {source.name: source.attribution for source in gazetteer.sources()}
    assert "GeoNames" in thanks["divisions"]
    assert sum(source.places for source in gazetteer.sources()) == sum(gazetteer.counts().values())


def test_no_gazetteer_and_no_gazetteer_of_ours(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="build it"):
        Gazetteer.open(tmp_path / "none.sqlite")
    (tmp_path / "other.sqlite").write_bytes(b"not a database, but some text")
    with pytest.raises(BadInput, match="not a gazetteer"):
        Gazetteer.open(tmp_path / "other.sqlite")


def test_what_is_kept_in_memory_is_bounded(gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zenobia.resolving.gazetteer.MAX_CACHED_ROWS", 50)
    for number in range(500):
        gazetteer.matches(f"Nowhere {number}")
    assert len(gazetteer._known) < 60
    assert gazetteer.matches("Homs")


def test_a_known_name_is_found_in_a_moment(gazetteer: Gazetteer) -> None:
    names = ["Homs", "Idlib", "Aleppo", "Hama", "Mosul"] * 40
    start = time.process_time()
    for name in names:
        gazetteer._known.clear()
        gazetteer.matches(name)
    assert (time.process_time() - start) / len(names) < 0.005


@given(name=st.text(max_size=200))
def test_any_text_can_be_looked_up(gazetteer: Gazetteer, name: str) -> None:
    gazetteer.matches(name)
    gazetteer.misspelled(name, "SY")
