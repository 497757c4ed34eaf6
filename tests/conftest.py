"""What every test may ask for: the shared folder beside the checkout, and a cache that outlives one test."""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED = Path(__file__).parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of gold, corpora and bad inputs beside the checkout; tests that need it skip without it."""
    if not SHARED.is_dir():
        pytest.skip("no folder shared/ beside the checkout")
    return SHARED
