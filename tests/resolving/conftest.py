"""What the tests of this stage share."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

COPIES_CHARACTERS = 6_000


@pytest.fixture
def assert_linear() -> Callable[[Callable[[str], object], str], None]:
    """Check that 1, 2, 4 and 8 times a text takes time by its length (the best of three tries)."""

    def check(read: Callable[[str], object], seed: str) -> None:
        times = []
        for size in (1, 2, 4, 8):
            text = seed * (COPIES_CHARACTERS * size // len(seed))
            tries = []
            for _ in range(3):
                start = time.process_time()
                read(text)
                tries.append(time.process_time() - start)
            times.append(min(tries))
        assert times[-1] <= 1.0
        assert times[-1] <= 2.6 * 8 * times[0] + 0.01, times

    return check
