"""Why two claims may or may not tell of one happening: named features, each with its points.

A feature looks at many pairs at once and gives points for each. What either claim leaves unsaid gives none,
for or against. Points of a place or day that is lent count half.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from zenobia.incidents.kinds import KINDS, are_kin
from zenobia.incidents.traits import LONGEST_DAYS, WIDEST_KM, Traits
from zenobia.model import Kind

Points = NDArray[np.float32]
Rows = NDArray[Any]

# Two claims are joined from this many points on. Same kind, town and day is 6; the points below were set
# by hand from that and from the examples of tests/incidents, and checked on GVA (benchmarks/merging.py).
JOINED_FROM = 4.5
# What an impossible pair gets: no other feature makes up for it.
AGAINST = -4.0
KM_A_DEGREE = 111.2
# "12 dead" becomes "31 dead" by evening; four times as many is another act, or another count.
RISES_BY = 4.0
# One shared name is often a colour or a road; the second and third are seldom chance.
WORDS_THAT_COUNT = 4
LENT = 0.5
MOST_FOR_WORDS = 3.0


def same_kind(traits: Traits, left: Rows, right: Rows) -> Points:
    """ "An attack" may be "a car bomb" in another report; an arrest is never a siege."""
    points: Points = _kind_points()[traits.kind[left], traits.kind[right]]
    return points


def same_place(traits: Traits, left: Rows, right: Rows) -> Points:
    """The same town counts more than the same province; further apart than the words allow counts against."""
    radius = np.maximum(traits.radius_km[left], traits.radius_km[right])
    both = traits.has_place[left] & traits.has_place[right]
    apart = distance_km(traits, left, right)
    within = apart <= traits.radius_km[left] + traits.radius_km[right]
    known = np.select([radius <= 5, radius <= 20, radius < WIDEST_KM], [2.5, 1.5, 0.75], 0.25)
    points = np.where(
        traits.place[left] == traits.place[right],
        known,
        np.where(within, np.where(radius <= 20, 1.0, 0.0), AGAINST),
    )
    return _lent(np.where(both, points, 0.0), traits.owns_place, left, right)


def same_days(traits: Traits, left: Rows, right: Rows) -> Points:
    """The same day counts most, the same month little; a day apart may be the same night."""
    both = traits.has_days[left] & traits.has_days[right]
    starts, ends = traits.first, np.minimum(traits.last, traits.first + LONGEST_DAYS)
    gap = np.maximum(starts[left], starts[right]) - np.minimum(ends[left], ends[right])
    length = np.maximum(ends[left] - starts[left], ends[right] - starts[right]) + 1
    overlap = np.select([length <= 1, length <= 3, length <= 7, length <= 31], [2.0, 1.5, 1.0, 0.5], 0.25)
    points = np.select([gap <= 0, gap == 1, gap <= 3], [overlap, 0.5, -1.0], AGAINST)
    return _lent(np.where(both, points, 0.0), traits.owns_days, left, right)


def same_actors(traits: Traits, left: Rows, right: Rows) -> Points:
    """Strikes by different parties are different strikes. In a fight, either side may be named first."""
    shared = _share(traits.actors[left], traits.actors[right])
    fight = (traits.kind[left] == _CLASH) & (traits.kind[right] == _CLASH)
    crossed = _share(traits.actors[left], traits.targets[right]) | _share(
        traits.targets[left], traits.actors[right]
    )
    known = traits.knows_actors[left] & traits.knows_actors[right] > 0
    against = known & ~shared & ~(crossed & fight)
    return np.select([shared | (crossed & fight), against], [1.0, -3.0], 0.0).astype(np.float32)


def same_targets(traits: Traits, left: Rows, right: Rows) -> Points:
    shared = _share(traits.targets[left], traits.targets[right])
    known = traits.knows_targets[left] & traits.knows_targets[right] > 0
    crossed = _share(traits.actors[left], traits.targets[right]) | _share(
        traits.targets[left], traits.actors[right]
    )
    return np.select([shared, known & ~crossed], [0.75, -0.75], 0.0).astype(np.float32)


def same_toll(traits: Traits, left: Rows, right: Rows) -> Points:
    """An equal count counts for, the more the larger it is; a toll that rose is no other incident."""
    low, high = _figures(traits, left), _figures(traits, right)
    both = (low >= 0) & (high >= 0)
    smaller, larger = np.minimum(low, high), np.maximum(low, high)
    far = larger > RISES_BY * (smaller + 1)
    points = np.select([(smaller == larger) & (larger >= 10), smaller == larger, far], [1.5, 0.75, -1.5], 0.0)
    return np.where(both, points, 0.0).astype(np.float32)


def toll_of_the_act(traits: Traits, left: Rows, right: Rows) -> Points:
    """ "Jets hit the town on Sunday. Eleven people were killed": a toll with no place or day is its act's."""
    of_one = _is_bare_toll(traits, left) != _is_bare_toll(traits, right)
    inside = traits.article[left] == traits.article[right]
    return np.where(of_one & inside, 1.5, 0.0).astype(np.float32)


def same_objects(traits: Traits, left: Rows, right: Rows) -> Points:
    """Both name a bridge, or a mosque."""
    return np.where(traits.objects[left] & traits.objects[right], 0.75, 0.0).astype(np.float32)


def whole_and_part(traits: Traits, left: Rows, right: Rows) -> Points:
    """A fight is a part of its battle, not the same thing."""
    return np.where(are_part(traits, left, right) | are_part(traits, right, left), AGAINST, 0.0).astype(
        np.float32
    )


def names_in_common(traits: Traits, left: Rows, right: Rows) -> Points:
    """Names and numbers that both sentences hold and no slot accounts for: a victim, an age, a street."""
    shared = np.bitwise_count(traits.words[left] & traits.words[right]).sum(axis=1, dtype=np.int32)
    counted = np.minimum(shared, WORDS_THAT_COUNT)
    points: Points = (counted * (MOST_FOR_WORDS / WORDS_THAT_COUNT)).astype(np.float32)
    return points


@dataclass(frozen=True, slots=True)
class Feature:
    """A way to compare, and the most points that it can give."""

    compare: Callable[[Traits, Rows, Rows], Points]
    most: float

    @property
    def name(self) -> str:
        return self.compare.__name__.replace("_", " ")


# In the order in which they rule pairs out at the least cost.
FEATURES = (
    Feature(same_place, 2.5),
    Feature(same_kind, 1.5),
    Feature(same_days, 2.0),
    Feature(same_actors, 1.0),
    Feature(same_targets, 0.75),
    Feature(same_toll, 1.5),
    Feature(toll_of_the_act, 1.5),
    Feature(same_objects, 0.75),
    Feature(whole_and_part, 0.0),
    Feature(names_in_common, MOST_FOR_WORDS),
)


def scores(traits: Traits, left: Rows, right: Rows) -> Points:
    """The points of each pair, added up; what cannot reach the bar any more is not looked at further."""
    total = np.zeros(len(left), dtype=np.float32)
    alive = np.arange(len(left))
    for at, feature in enumerate(FEATURES):
        total[alive] += feature.compare(traits, left[alive], right[alive])
        still_possible = sum(later.most for later in FEATURES[at + 1 :])
        alive = alive[total[alive] >= JOINED_FROM - still_possible]
    return total


def total(traits: Traits, left: Rows, right: Rows) -> Points:
    """The points of each pair, added up in full."""
    points = np.zeros(len(left), dtype=np.float32)
    for feature in FEATURES:
        points += feature.compare(traits, left, right)
    return points


def points_table(traits: Traits, left: Rows, right: Rows) -> Points:
    """The points of each pair, a row a pair and a column a feature."""
    return np.stack([feature.compare(traits, left, right) for feature in FEATURES], axis=1)


def are_part(traits: Traits, whole: Rows, part: Rows) -> NDArray[np.bool_]:
    """Whether the second may be one fight of the first: in its days and its place, of the same sides."""
    found: NDArray[np.bool_] = (traits.is_span[whole] > 0) & (traits.place[whole] == traits.place[part])
    few = np.flatnonzero(found)  # spans of days are rare, and all else is looked at only for them
    whole, part = whole[few], part[few]
    inside = (traits.first[whole] <= traits.first[part]) & (traits.last[part] <= traits.last[whole])
    shorter = ~(traits.is_span[part] > 0) & (traits.owns_days[part] > 0)
    fights = np.isin(traits.kind[whole], _WHOLES) & (traits.family[part] == traits.family[whole])
    sides = _share(_parties(traits, whole), _parties(traits, part))
    found[few] = traits.has_place[whole] & inside & shorter & fights & sides
    return found


def beside_bare_tolls(traits: Traits) -> NDArray[np.bool_]:
    """The rows whose article makes a difference: those of articles with a toll that seeks its act."""
    bare = _is_bare_toll(traits, np.arange(len(traits)))
    return np.isin(traits.article, traits.article[bare])


def distance_km(traits: Traits, left: Rows, right: Rows) -> Points:
    """On a flat map, which is good to a percent over the distances that matter here."""
    north = traits.lat[left] - traits.lat[right]
    east = np.abs(traits.lon[left] - traits.lon[right])
    east = np.minimum(east, 360 - east) * np.cos(np.radians((traits.lat[left] + traits.lat[right]) / 2))
    apart: Points = (np.hypot(north, east) * KM_A_DEGREE).astype(np.float32)
    return apart


_CLASH = KINDS.index(Kind.CLASH)
_CASUALTIES = KINDS.index(Kind.CASUALTIES)
_WHOLES = [KINDS.index(Kind.CLASH), KINDS.index(Kind.SIEGE)]


@cache
def _kind_points() -> Points:
    """Same kind, kin, or two acts, for each pair of kinds."""
    table = [
        [1.5 if one is other else 0.75 if are_kin(one, other) else AGAINST for other in KINDS]
        for one in KINDS
    ]
    return np.array(table, dtype=np.float32)


def _is_bare_toll(traits: Traits, rows: Rows) -> NDArray[np.bool_]:
    owns = (traits.owns_place[rows] > 0) | (traits.owns_days[rows] > 0)
    bare: NDArray[np.bool_] = (traits.kind[rows] == _CASUALTIES) & ~owns
    return bare


def _lent(points: Rows, owns: Rows, left: Rows, right: Rows) -> Points:
    own = (owns[left] > 0) & (owns[right] > 0)
    halved: Points = (points * np.where(own, 1.0, LENT)).astype(np.float32)
    return halved


def _share(left: Rows, right: Rows) -> NDArray[np.bool_]:
    """Whether two lists of parties have one in common; 0 is nobody."""
    same = np.zeros(len(left), dtype=bool)
    for at in range(left.shape[1]):
        party = left[:, at]
        named = np.flatnonzero(party)
        if len(named):
            same[named] |= (party[named, np.newaxis] == right[named]).any(axis=1)
    return same


def _parties(traits: Traits, rows: Rows) -> Rows:
    return np.concatenate([traits.actors[rows], traits.targets[rows]], axis=1)


def _figures(traits: Traits, rows: Rows) -> Rows:
    """The count a claim tells: its lower bound, or the upper where that is all."""
    low = traits.killed_low[rows]
    return np.where(low >= 0, low, traits.killed_high[rows])
