"""Streets told from towns. Each text here is our own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from atlas import small_gazetteer
from hypothesis import given
from hypothesis import strategies as st

from zenobia.resolving.gazetteer import Gazetteer
from zenobia.resolving.place_sightings import find_names, words_of
from zenobia.resolving.streets import of_streets


@pytest.fixture(scope="module")
def gazetteer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gazetteer]:
    opened = small_gazetteer(tmp_path_factory.mktemp("atlas") / "gazetteer.sqlite")
    yield opened
    opened.close()


def seen(text: str, gazetteer: Gazetteer) -> list[str]:
    return [text[sighting.span.start : sighting.span.end] for sighting in find_names(text, gazetteer)]


@pytest.mark.parametrize(
    "text",
    [
        "The car stopped in Springfield Road.",
        "He ran along Springfield Ave. and fell.",
        "They met at Austin and Springfield streets.",
        "A shop at Austin Way and Paris Street was hit.",
        "It stood in the 300 block of West Austin.",
        "It happened near 14th and Austin.",
        "A crash closed Paris Highway 12.",
        "Shots rang out on Austin Boulevard North.",
    ],
)
def test_streets_are_no_towns(text: str, gazetteer: Gazetteer) -> None:
    assert seen(text, gazetteer) == []


@pytest.mark.parametrize(
    ("text", "towns"),
    [
        ("Troops cut the Damascus road.", ["Damascus"]),
        ("They took the Aleppo-Damascus highway and the Homs road.", ["Homs"]),
        ("Fighting went on along Castello Road.", ["Castello Road"]),
        ("A man from Paris was shot in Austin and Dallas.", ["Paris", "Austin", "Dallas"]),
        ("Dallas's Paris Avenue was closed, Austin was not.", ["Austin"]),
        ("Police in Dallas\nAustin Street was closed.", ["Dallas"]),
        ("The road to Paris St. Dallas took was long.", ["Paris", "Dallas"]),
    ],
)
def test_towns_remain(text: str, towns: list[str], gazetteer: Gazetteer) -> None:
    assert seen(text, gazetteer) == towns


def test_a_part_of_a_town_is_seen_as_the_town(gazetteer: Gazetteer) -> None:
    (sighting,) = find_names("A boy was hurt in South Dallas on Monday.", gazetteer)
    assert (sighting.key, sighting.whole, sighting.led) == ("dallas", True, False)


@given(st.text(alphabet=" .\n'Sst12andRoadAveBlock,", max_size=80))
def test_odd_text_has_streets_within_it(text: str) -> None:
    words = words_of(text)
    assert of_streets(words, text) <= set(range(len(words)))
