"""Which events of two lists are taken for one."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zenobia.exports.matching import Happening, Pair, cheapest, distance_km, match, may_be_one

SUNDAY = date(2016, 3, 27)


def happening(
    days: int = 0,
    lat: float = 34.5,
    *,
    sides: str = "syria islamic-state",
    knows: bool = True,
    killed: int | None = None,
    sort: str = "force",
    reach_km: float = 25.0,
    lasts: int = 0,
) -> Happening:
    first = SUNDAY + timedelta(days=days)
    last = first + timedelta(days=lasts)
    return Happening(first, last, lat, 38.0, reach_km, sort, frozenset(sides.split()), knows, killed)


@pytest.mark.parametrize(
    ("other", "is_one"),
    [
        (happening(), True),
        (happening(days=1), True),
        (happening(days=-1), True),
        (happening(days=2), False),
        (happening(days=-9, lasts=8), True),
        (happening(days=-30, lasts=31), True),
        (happening(days=-300, lasts=365), False),
        (happening(lat=34.7), True),
        (happening(lat=34.8), False),
        (happening(lat=34.8, reach_km=50), True),
        (happening(sort="crowd"), False),
        (happening(sides="islamic-state turkey"), True),
        (happening(sides="turkey israel"), False),
        (happening(sides="turkey", knows=False), True),
        (happening(sides="", knows=False), True),
    ],
)
def test_what_may_be_one(other: Happening, is_one: bool) -> None:
    assert (may_be_one(happening(), other) is not None) is is_one
    assert (may_be_one(other, happening()) is not None) is is_one


def test_a_pair_says_how_far_apart_it_is() -> None:
    (pair,) = match([happening()], [happening(days=1, lat=34.6)])
    assert (pair.days_apart, pair.same_side) == (1, True)
    assert pair.km == pytest.approx(11.1, abs=0.1)


def test_each_is_in_one_pair_and_none_is_given_up_for_a_closer_one() -> None:
    ours = [happening(lat=34.5), happening(lat=34.6)]
    theirs = [happening(lat=34.6), happening(lat=34.75)]
    pairs = match(ours, theirs)
    assert [(pair.left, pair.right) for pair in pairs] == [(0, 0), (1, 1)]


def test_of_two_on_one_day_in_one_town_the_tolls_decide() -> None:
    ours = [happening(killed=40), happening(killed=2)]
    theirs = [happening(killed=2), happening(killed=42)]
    assert [(pair.left, pair.right) for pair in match(ours, theirs)] == [(0, 1), (1, 0)]


def test_a_known_side_goes_before_an_unknown_one() -> None:
    theirs = [happening(sides="", knows=False), happening()]
    assert [pair.right for pair in match([happening()], theirs)] == [1]


def test_a_knot_of_many_is_paired_from_the_closest_on() -> None:
    many = [happening(killed=at) for at in range(200)]
    pairs = match(many, many)
    assert len(pairs) == 200
    assert all(pair.left == pair.right for pair in pairs)


def test_nothing_pairs_with_nothing() -> None:
    assert match([], [happening()]) == []
    assert match([happening()], []) == []


@settings(max_examples=60, deadline=None)
@given(
    st.integers(1, 4).flatmap(
        lambda rows: st.lists(
            st.lists(st.integers(0, 20), min_size=4, max_size=4), min_size=rows, max_size=rows
        )
    )
)
def test_the_cheapest_assignment_is_that_of_trying_them_all(costs: list[list[int]]) -> None:
    chosen = cheapest(costs)
    assert len(set(chosen)) == len(costs)
    total = sum(costs[row][column] for row, column in enumerate(chosen))
    every = permutations(range(4), len(costs))
    assert total == min(sum(costs[row][column] for row, column in enumerate(each)) for each in every)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 4), st.integers(0, 9)), max_size=6),
    st.lists(st.tuples(st.integers(0, 4), st.integers(0, 9)), max_size=6),
)
def test_pairs_are_one_to_one_and_may_be_one(
    left: list[tuple[int, int]], right: list[tuple[int, int]]
) -> None:
    ours = [happening(days, killed=killed) for days, killed in left]
    theirs = [happening(days, killed=killed) for days, killed in right]
    pairs: list[Pair] = match(ours, theirs)
    assert len({pair.left for pair in pairs}) == len({pair.right for pair in pairs}) == len(pairs)
    assert all(may_be_one(ours[pair.left], theirs[pair.right]) is not None for pair in pairs)
    assert len(match(theirs, ours)) == len(pairs)


def test_kilometres() -> None:
    assert distance_km(34.56, 38.28, 36.2, 37.16) == pytest.approx(209, abs=1)
