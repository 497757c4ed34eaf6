"""Which words of a place name a street or a building in its town."""

from __future__ import annotations

from dataclasses import replace

import pytest
from few_words import place_of
from hypothesis import given
from hypothesis import strategies as st

from zenobia.incidents.sites import Site, site_of, sound_of
from zenobia.model import PlacePrecision


def site(words: str, precision: PlacePrecision = PlacePrecision.SITE) -> Site:
    return site_of(replace(place_of("Manbij", precision), text=words))


@pytest.mark.parametrize(
    ("words", "names", "numbers", "is_street"),
    [
        ("the 2100 block of North Cedar Avenue", "cedar", "2100", True),
        ("the corner of Seventh and S. Tallis streets", "7th tallis", "", True),
        ("F Street SE", "f", "", True),
        ("the Blue Heron Tavern, 85 Saint Odo St., Manbij, Mich.", "blue heron odo", "85", True),
        ("Old Mill High School in Manbij", "mill", "", False),
        ("a Corrigan's restaurant in Halver County", "corrigan", "", False),
        ("Manbij's east side", "", "", False),
        ("southwest Manbij", "", "", False),
        ("Manbij, Aleppo", "", "", False),
        ("the rebel-held Blue Quarter in Homs city", "blue", "", False),
        ("Blue Farms north of Aleppo", "blue", "", False),
        ("a house in Cedar Street", "cedar", "", True),
        ("the Syrian army's Heron Base", "heron", "", False),
        ("three blocks from the river", "", "", False),
    ],
)
def test_names_and_numbers_of_a_site(words: str, names: str, numbers: str, is_street: bool) -> None:
    heard = frozenset(map(sound_of, names.split()))
    assert site(words) == Site(heard, frozenset(numbers.split()), is_street)


def test_a_spelling_of_the_town_or_of_a_site_is_no_other_name() -> None:
    """ "al-Masharqa", "al-Mashariqa"; "the southern city of Menbij" in Manbij."""
    assert site("al-Masharqa neighbourhood") == site("the Mashariqa neighbourhood") != Site()
    assert site("the southern city of Menbij") == site("Munbij city") == Site()
    assert site("Oak Street") != site("Oke Street")


def test_near_a_town_is_no_site_and_near_a_street_is_one() -> None:
    assert site("near Kobane", PlacePrecision.NEAR) == site("Kobane", PlacePrecision.TOWN) == Site()
    assert site("near Cedar Avenue", PlacePrecision.NEAR) == site("Cedar Avenue")


def test_a_province_has_no_sites() -> None:
    assert site("Cedar Valley", PlacePrecision.PROVINCE) == Site()
    assert site_of(None) == Site()


@given(st.text(max_size=400))
def test_any_words_are_borne(words: str) -> None:
    found = site(words)
    assert len(found.names) <= 200
    assert not found.numbers or found.names
