"""How sure the network may be is counted on reports that it never saw."""

import math
import random

from training.calibrate import fitted


def test_a_network_that_is_twice_too_sure_gets_half_the_slope() -> None:
    """It says log-odds of 2 where one is right in e to one."""
    chance = random.Random(4)  # noqa: S311
    odds = [chance.uniform(-3, 3) for _ in range(4000)]
    cases = [(one, chance.random() < 1 / (1 + math.exp(-one / 2))) for one in odds]
    slope, shift = fitted(cases)
    assert abs(slope - 0.5) < 0.05
    assert abs(shift) < 0.1


def test_few_cases_that_are_all_right_do_not_make_certain() -> None:
    slope, shift = fitted([(2.0, True)] * 10)
    assert 1 / (1 + math.exp(-(2 * slope + shift))) < 0.97


def test_nearly_all_right_at_high_chances_still_has_an_end() -> None:
    slope, shift = fitted([(6.0, True)] * 300 + [(1.0, True)] * 5 + [(5.0, False)] * 2)
    assert abs(slope) < 5
    assert abs(shift) < 10
