"""What the reader's numbers stand for: the order of roles and tags is part of the weights."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

ROLES = ("actors", "targets", "objects", "place", "when", "toll", "sources", "quote")
OTHER, BEGINS, GOES_ON = range(3)

# Where a word stands seen from the sentence that tells the claim: in the headline, or so many sentences
# before or after, at most REACH.
REACH = 6
PLACES = 2 * REACH + 2
HEADLINE = 0


def places_of(distances: NDArray[np.int64]) -> NDArray[np.int64]:
    """The number for words so many sentences after the claim's own (before, if negative)."""
    places: NDArray[np.int64] = 1 + REACH + distances.clip(-REACH, REACH)
    return places
