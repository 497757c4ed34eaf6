"""Counts in English words and digits, with the bounds that news puts on them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zenobia.resolving import numbers
from zenobia.resolving.numbers import read_number

Linear = Callable[[Callable[[str], object], str], None]
UNITS = (
    "zero one two three four five six seven eight nine ten "
    "eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
)
TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
SCALES = ((10**9, "billion"), (10**6, "million"), (10**3, "thousand"))
COUNTS = st.integers(0, 999_999_999_999)
BOUNDS = st.sampled_from(
    [
        ("{}", "both"),
        ("at least {}", "low"),
        ("more than {}", "low"),
        ("no fewer than {}", "low"),
        ("over {}", "low"),
        ("{} or more", "low"),
        ("at least another {}", "low"),
        ("up to {}", "high"),
        ("as many as {}", "high"),
        ("no more than {}", "high"),
        ("fewer than {}", "high"),
        ("about {}", "both"),
        ("some {}", "both"),
        ("nearly {}", "both"),
        ("an estimated {}", "both"),
    ]
)


def in_words(count: int) -> str:
    """A count as the press spells it: "one hundred and five thousand two hundred and thirty-one"."""
    for size, name in SCALES:
        if count >= size:
            rest = count % size
            joined = f" and {in_words(rest)}" if 0 < rest < 100 else f" {in_words(rest)}" if rest else ""
            return f"{in_words(count // size)} {name}{joined}"
    if count >= 100:
        return f"{in_words(count // 100)} hundred" + (f" and {in_words(count % 100)}" if count % 100 else "")
    if count < 20:
        return UNITS.split()[count]
    tens, unit = divmod(count, 10)
    return TENS.split()[tens - 2] + (f"-{UNITS.split()[unit]}" if unit else "")


def figures(words: str) -> tuple[int | None, int | None] | None:
    figure = read_number(words)
    return (figure.low, figure.high) if figure else None


@given(COUNTS, BOUNDS, st.sampled_from(["", " people", " civilians"]))
def test_any_count_in_words_or_digits_with_any_bound_comes_back(
    count: int, bound: tuple[str, str], people: str
) -> None:
    template, side = bound
    wanted = {"both": (count, count), "low": (count, None), "high": (None, count)}[side]
    for told in (in_words(count), str(count), f"{count:,}", in_words(count).capitalize()):
        assert figures(template.format(told) + people) == wanted, template.format(told)


@given(st.integers(0, 99_999), st.integers(1, 99_999))
def test_any_range_comes_back(low: int, more: int) -> None:
    high = low + more
    for told in (
        f"{low} to {high}",
        f"between {low:,} and {high:,}",
        f"{in_words(low)} to {in_words(high)}",
    ):
        assert figures(f"{told} people") == (low, high), told


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("a hundred and five", (105, 105)),
        ("two dozen", (24, 24)),
        ("more than a dozen", (12, None)),
        ("half a million", (500_000, 500_000)),
        ("half-dozen", (6, 6)),
        ("more than a quarter of a million people", (250_000, None)),
        ("one and a half million", (1_500_000, 1_500_000)),
        ("1.5 million", (1_500_000, 1_500_000)),
        ("1.5m people", (1_500_000, 1_500_000)),
        ("2.2 lakh", (220_000, 220_000)),
        ("12 to 15 thousand", (12_000, 15_000)),
        ("one to twelve thousand five hundred", (1, 12_500)),
        ("two or three", (2, 3)),
        ("20 civilians at least", (20, None)),
        ("100-plus", (100, None)),
        ("1 000 villagers", (1000, 1000)),
        ("at least 3, 812 villagers", (3812, None)),
        ("at least ﬁve people", (5, None)),
        ("50 dead and more than 200 hurt", (50, 50)),
    ],
)
def test_the_ways_of_the_press(words: str, wanted: tuple[int | None, int | None]) -> None:
    assert figures(words) == wanted


@pytest.mark.parametrize(
    "words", ["dozens", "several dozen", "a couple of hundred", "two-thirds", "12%", "scores", ""]
)
def test_vague_words_and_shares_are_no_count(words: str) -> None:
    assert figures(words) is None


def test_a_day_of_the_month_does_not_run_into_the_count_after_it() -> None:
    """ "On May 4 120 people fled": commas are lost in many copies."""
    assert figures("May 4 120 people fled") == (4, 4)


@given(st.text(max_size=300))
def test_unknown_text_never_raises(words: str) -> None:
    read_number(words)


@pytest.mark.parametrize(
    "seed", ["1,", "1 000 ", "12-", "a ", "at least ", "hundred and ", "9" * 30 + " ", "x'", "and a half "]
)
def test_time_grows_with_the_length_and_no_faster(seed: str, assert_linear: Linear) -> None:
    assert_linear(lambda text: numbers.read_figures(numbers.tokens_of(text)), seed)
