"""The measures of clusterings, on examples small enough to work out by hand."""

from __future__ import annotations

from itertools import permutations

import pytest
from benchmarks.coreference import _assigned, b_cubed, ceaf_e, conll_f1, muc
from hypothesis import given
from hypothesis import strategies as st

# Three papers on the market, two on the bridge.
GOLD = dict(zip("abcde", "mmmbb", strict=True))


def test_the_same_clusters_by_other_names_are_all_right() -> None:
    ours = dict(zip("abcde", "11122", strict=True))
    assert conll_f1(GOLD, ours) == b_cubed(GOLD, ours).f1 == muc(GOLD, ours).f1 == 1.0


def test_a_paper_that_is_left_alone() -> None:
    """Ours: a, b together, c alone, d, e together."""
    ours = dict(zip("abcde", "11233", strict=True))
    assert muc(GOLD, ours) == (1.0, 2 / 3)
    assert b_cubed(GOLD, ours) == pytest.approx((1.0, (2 / 3 + 2 / 3 + 1 / 3 + 2) / 5))
    assert ceaf_e(GOLD, ours) == pytest.approx(((0.8 + 1) / 3, (0.8 + 1) / 2))


def test_all_in_one_heap() -> None:
    ours = dict.fromkeys("abcde", 1)
    assert muc(GOLD, ours) == (3 / 4, 1.0)
    assert b_cubed(GOLD, ours) == pytest.approx(((3 * 3 / 5 + 2 * 2 / 5) / 5, 1.0))
    assert ceaf_e(GOLD, ours) == pytest.approx((6 / 8, 6 / 8 / 2))


def test_what_only_one_side_has_is_left_out() -> None:
    assert conll_f1(GOLD, {**dict(zip("abcde", "11122", strict=True)), "f": "1"}) == 1.0


@given(
    st.integers(1, 5).flatmap(
        lambda n: st.lists(st.lists(st.integers(-9, 9), min_size=n, max_size=n), min_size=n, max_size=n)
    )
)
def test_no_other_assignment_costs_less(costs: list[list[int]]) -> None:
    every = permutations(range(len(costs)))
    assert _assigned(costs) == min(sum(costs[r][c] for r, c in enumerate(order)) for order in every)
