"""Ages and the numbers of houses are no counts of people. Each sentence here is our own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zenobia.resolving.tolls import read_toll


def counted(words: str, sentence: str) -> int | None:
    return read_toll(words, sentence, at=sentence.index(words)).low


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("24, of Tyre", "Killed was Omar Haddad, 24, of Tyre, the coroner said."),
        ("17 and 19", "Two brothers, 17 and 19, were shot dead on Sunday."),
        ("ages 16 and 17", "Two teens, ages 16 and 17, were wounded."),
        ("22, 26", "The victims, aged 22, 26 and 37, were hurt."),
        ("19 to 47", "The wounded ranged in age from 19 to 47, police said."),
        ("the ages of 14 and 17", "Both of the dead are between the ages of 14 and 17."),
        ("13 and 15 years old", "The wounded girls, 13 and 15 years old, were alone."),
        ("30 and 42", "Two males, 30 and 42 were injured by the blast."),
    ],
)
def test_ages_count_nobody(words: str, sentence: str) -> None:
    assert counted(words, sentence) is None


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("Omar Haddad, 24", "Killed was Omar Haddad, 24, of Tyre, the coroner said."),
        ("a 15-yr-old", "The gunman wounded a 15-yr-old in the market."),
        ("a 25 y/o man", "Police say a 25 y/o man was killed."),
        ("56", "They found her father, 56, dead in the yard."),
        ("28,", "The wounded are a male, 28, and two of his guests."),
        ("a man, 26,", "They found a man, 26, dead from a gunshot."),
    ],
)
def test_an_age_is_of_one_person(words: str, sentence: str) -> None:
    assert counted(words, sentence) == 1


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("4908", "A second victim, also of 4908 Greenwood Drive, was found dead."),
        ("7900", "A man was killed at 7900 Scott Hamilton Road in the north."),
    ],
)
def test_the_number_of_a_house_counts_nobody(words: str, sentence: str) -> None:
    assert counted(words, sentence) is None


@pytest.mark.parametrize(
    ("words", "sentence", "people"),
    [
        ("24 people", "In Aleppo, 24 people were killed.", 24),
        ("24", "In Aleppo, 24 were killed, most of them women.", 24),
        ("four 16-year-olds", "The blast wounded four 16-year-olds.", 4),
        ("two men", "The shots killed two men, 30 and 42, in a car.", 2),
        ("300 Syrians", "The storm killed 300 Syrians on the Aleppo road.", 300),
        ("35", "The court heard that they executed 35, including a priest.", 35),
        ("14", "My cousin was among the 14 killed yesterday.", 14),
        ("38 others", "Nine were killed and 38 others, two of them 16 and 17, were hurt.", 38),
    ],
)
def test_counts_remain(words: str, sentence: str, people: int) -> None:
    assert counted(words, sentence) == people


@given(st.text(alphabet="19 ,.-yo/aged fromMand", max_size=60))
def test_any_words_can_be_read(words: str) -> None:
    read_toll(words, f"Two men, {words}, were killed.")
