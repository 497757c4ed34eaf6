"""The town that a report is set in. Each report here is our own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from atlas import small_gazetteer

from zenobia.resolving.gazetteer import Gazetteer
from zenobia.resolving.place_context import PlaceContext
from zenobia.resolving.places import resolve_words


@pytest.fixture(scope="module")
def gazetteer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gazetteer]:
    opened = small_gazetteer(tmp_path_factory.mktemp("atlas") / "gazetteer.sqlite")
    yield opened
    opened.close()


def place_of(words: str, text: str, gazetteer: Gazetteer) -> str | None:
    found = resolve_words(words, text.rindex(words), PlaceContext(text, gazetteer))
    return found.place.name if found else None


def scene_of(text: str, gazetteer: Gazetteer) -> str | None:
    town = PlaceContext(text, gazetteer).scene.town(len(text))
    return town.match.place.name if town else None


@pytest.mark.parametrize(
    ("words", "town"),
    [
        ("the 400 block of Paris Road", "Dallas"),
        ("Austin and Paris streets", "Dallas"),
        ("near 14th and Austin", "Dallas"),
        ("Homs Way near Paris Court", "Dallas"),
        ("the Blue Heron Nightclub", "Dallas"),
        ("the Paris Lounge", "Dallas"),
        ("Rosa's Bar and Grill on Paris Street", "Dallas"),
        ("her home", "Dallas"),
        ("the Corner Mart on the South Side", "Dallas"),
        ("a west Dallas apartment", "Dallas"),
        ("an Austin motel", "Austin"),
        ("Dallas High School", "Dallas"),
        ("U.S. 41 near Paris Avenue", "Dallas"),
    ],
)
def test_what_has_no_known_name_lies_in_the_town_of_the_report(
    words: str, town: str, gazetteer: Gazetteer
) -> None:
    text = (
        "Two shot in Dallas, police say\n\nDALLAS - Dallas police are looking for a man from Austin, Texas."
        f" Shots were fired at {words} on Sunday, officers said."
    )
    assert place_of(words, text, gazetteer) == town


@pytest.mark.parametrize(
    ("text", "town"),
    [
        ("The Dallas police chief spoke. A guest from Austin stood by.", "Dallas"),
        ("Two were hurt in Austin, Texas, a paper in Dallas wrote. Austin police said so.", "Austin"),
        ("Omar Dallas, 24, was hurt. Dallas lives in Austin, his mother said.", "Austin"),
        ("Three hurt in Austin - Radio Dallas\n\nThe three were in a car.", "Austin"),
        ("Shots were heard in Austin. It was in the Dallas neighborhood.", "Austin"),
        ("Officers spoke of the case.", None),
    ],
)
def test_the_scene_is_where_the_report_is_set(text: str, town: str | None, gazetteer: Gazetteer) -> None:
    assert scene_of(text, gazetteer) == town


def test_a_town_named_for_a_street_is_no_scene(gazetteer: Gazetteer) -> None:
    text = "A car burned at Paris Street. It was towed to Austin. The fire in Paris Street was large."
    assert scene_of(text, gazetteer) == "Austin"


def test_what_the_report_calls_a_street_is_no_town(gazetteer: Gazetteer) -> None:
    text = "Dallas police closed Paris and Homs streets. The shots fell near Paris, a witness said in Dallas."
    words = "near Paris"
    assert place_of(words, text, gazetteer) == "Dallas"


def test_a_word_that_is_also_written_small_is_no_town(gazetteer: Gazetteer) -> None:
    text = "Uman Shot In Dallas\n\nThe uman was seen in Dallas, and the uman ran."
    assert [sighting.key for sighting in PlaceContext(text, gazetteer).sightings] == ["dallas", "dallas"]


def test_a_road_to_a_town_still_tells_the_town(gazetteer: Gazetteer) -> None:
    text = "Rebels in Syria cut the Aleppo–Damascus highway and shelled the Homs road, the army said."
    assert place_of("the Homs road", text, gazetteer) == "Homs"
    assert place_of("the Aleppo–Damascus highway", text, gazetteer) in ("Aleppo", "Damascus")


def test_a_name_that_nobody_knows_is_not_put_anywhere(gazetteer: Gazetteer) -> None:
    text = "Dallas police went to Quillorby. Dallas police found nothing in Quillorby."
    assert place_of("Quillorby", text, gazetteer) is None
