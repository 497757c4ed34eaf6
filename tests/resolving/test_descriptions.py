"""The words that tell of a place, taken apart."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zenobia.resolving.descriptions import Description, Noun, read_description

KNOWN = {
    "qardaha": False,
    "homs": False,
    "idlib": False,
    "sarmin": False,
    "syria": False,
    "syrian": True,
    "turkish": True,
    "ukraine": False,
    "donetsk": False,
    "hama": False,
    "aleppo": False,
    "bab": False,
    "khan": False,
    "mezzeh military airport": False,
    "strait of hormuz": False,
    "rouen": False,
}


def knows(keys: Sequence[str]) -> Mapping[str, bool]:
    return {key: KNOWN[key] for key in keys if key in KNOWN}


def read(words: str) -> Description:
    return read_description(words, knows)


def head_of(words: str) -> str | None:
    head = read(words).head
    return head and head.text


@pytest.mark.parametrize(
    ("words", "head"),
    [
        ("the outskirts of Qardaha", "Qardaha"),
        ("Mezzeh military airport", "Mezzeh military airport"),
        ("the Strait of Hormuz", "Strait of Hormuz"),
        ("the central Syrian province of Homs", "Homs"),
        ("Ukraine's Donetsk region", "Donetsk"),
        ("a few streets of the city", None),
    ],
)
def test_the_head_is_the_name_of_the_place_itself(words: str, head: str | None) -> None:
    assert head_of(words) == head


def test_what_a_place_lies_in_follows_or_goes_before() -> None:
    assert [one.text for one in read("the town of Sarmin in the Idlib province, Syria").containers] == [
        "Idlib",
        "Syria",
    ]
    assert [one.text for one in read("Ukraine's Donetsk region").containers] == ["Ukraine"]
    assert read("a Syrian village").peoples == ("Syrian",)


def test_near_is_not_at() -> None:
    for words in ("near Homs", "outside the town of Homs", "20 km east of Homs", "Homs suburbs"):
        assert read(words).near, words
    assert not read("the city of Homs").near


def test_the_sort_of_place_told_is_kept() -> None:
    head = read("the province of Homs").head
    assert head is not None
    assert head.noun is Noun.PROVINCE
    head = read("Homs city").head
    assert head is not None
    assert head.noun is Noun.TOWN


def test_a_thing_in_a_place_does_not_tell_what_the_place_is() -> None:
    words = read("a hospital in Homs")
    assert words.head is not None
    assert words.head.noun is None
    assert words.nouns == (Noun.BUILDING,)


def test_the_way_it_lies() -> None:
    north = read("northern Syria").head
    assert north is not None
    assert north.direction == "north"
    assert read("north-eastern Syria").head.direction == "northeast"  # type: ignore[union-attr]


def test_between_two_places() -> None:
    words = read("the road between Hama and Aleppo")
    assert words.between
    assert [one.text for one in words.others] == ["Aleppo"]


def test_a_border_with_a_people() -> None:
    words = read("the Turkish border")
    assert words.border
    assert words.head is None
    assert words.peoples == ("Turkish",)


@pytest.mark.parametrize("words", ["Bab al-Nairab", "Khan Bab", "Aleppo Tech"])
def test_a_known_name_inside_a_longer_one_is_not_the_place(words: str) -> None:
    head = read(words).head
    assert head is not None
    assert head.text == words
    assert not head.known


def test_a_genitive_that_lost_its_apostrophe_is_still_a_name() -> None:
    head = read("Aleppos suburbs").head
    assert head is not None
    assert head.known


@pytest.mark.parametrize("words", ["The city", "Government-held parts of the town", "At the hospital"])
def test_a_capital_letter_at_the_start_makes_no_name(words: str) -> None:
    assert read(words).head is None


@given(st.text(max_size=400))
def test_any_words_can_be_read(words: str) -> None:
    read(words)


def test_reading_takes_time_by_length(assert_linear: Callable[[Callable[[str], object], str], None]) -> None:
    assert_linear(read, "near the Old Town of Homs, in the al-Rastan countryside of ")
