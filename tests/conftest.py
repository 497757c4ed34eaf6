"""What every test may ask for: the shared folder beside the checkout, and a cache that outlives one test."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

# How long an example takes says more of the machine than of the program.
settings.register_profile("zenobia", deadline=None)
settings.load_profile("zenobia")

SHARED = Path(__file__).parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of gold, corpora and bad inputs beside the checkout; tests that need it skip without it."""
    if not SHARED.is_dir():
        pytest.skip("no folder shared/ beside the checkout")
    return SHARED
