"""Why two claims may or may not tell of one happening: named features, each with its points.

A feature looks at many pairs at once and says for each what it finds; `points.toml` says what a finding is worth,
and how it was fitted. What either claim leaves unsaid is no finding, for or against. Findings about a place or
days that are lent count half.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from zenobia.incidents.kinds import KINDS, are_kin
from zenobia.incidents.traits import LONGEST_DAYS, WIDEST_KM, Traits
from zenobia.model import Kind

Points = NDArray[np.float32]
Rows = NDArray[Any]
Found = NDArray[np.int8]
"""For each pair the number of the finding, from 1; 0 is none."""

_TABLE = tomllib.loads(Path(__file__).with_name("points.toml").read_text("utf-8"))
# Two claims are joined from this many points on.
JOINED_FROM = float(_TABLE["bar"])
KM_A_DEGREE = 111.2
# "12 dead" becomes "31 dead" by evening; four times as many is another act, or another count.
RISES_BY = 4.0
LENT = 0.5
# Two reports with at least so many names each, and none in common, speak of other things.
NAMES_TO_MISS = 4


def same_place(traits: Traits, left: Rows, right: Rows) -> Found:
    """The same town counts more than the same province; further apart than the words allow counts against."""
    radius = np.maximum(traits.radius_km[left], traits.radius_km[right])
    both = traits.has_place[left] & traits.has_place[right]
    apart = distance_km(traits, left, right)
    within = apart <= traits.radius_km[left] + traits.radius_km[right]
    known = np.select([radius <= 5, radius <= 20, radius < WIDEST_KM], [1, 2, 3], 4)
    near = np.where(within, np.where(radius <= 20, 5, 6), 7)
    return _where(both, np.where(traits.place[left] == traits.place[right], known, near))


def same_site(traits: Traits, left: Rows, right: Rows) -> Found:
    """Within reach of each other, the names of streets and houses that the words tell agree or differ: "the 2900
    block of Perris Boulevard" is not Kitching Street, and a tavern may well stand in either."""
    found = np.zeros(len(left), dtype=np.int8)
    own, beside = traits.site[:, 0] > 0, traits.report_sites[:, 0] > 0
    some = np.flatnonzero((own[left] & beside[right]) | (beside[left] & own[right]))
    left, right = left[some], right[some]
    within = traits.has_place[left] & traits.has_place[right]
    within &= distance_km(traits, left, right) <= traits.radius_km[left] + traits.radius_km[right]
    names = _count_shared(traits.site[left], traits.site[right])
    in_report = _share(traits.site[left], traits.report_sites[right])
    in_report |= _share(traits.report_sites[left], traits.site[right])
    in_report &= traits.article[left] != traits.article[right]
    both = own[left] & own[right]
    streets = both & (traits.is_street[left] > 0) & (traits.is_street[right] > 0)
    found[some] = within * np.select([names > 1, names > 0, in_report, streets, both], [1, 2, 3, 4, 5], 0)
    return found


def same_kind(traits: Traits, left: Rows, right: Rows) -> Found:
    """ "An attack" may be "a car bomb" in another report; an arrest is never a siege."""
    found: Found = _kinds()[traits.kind[left], traits.kind[right]]
    return found


def same_days(traits: Traits, left: Rows, right: Rows) -> Found:
    """The same day counts most, the same month little; a day apart may be the same night."""
    both = traits.has_days[left] & traits.has_days[right]
    starts, ends = traits.first, np.minimum(traits.last, traits.first + LONGEST_DAYS)
    gap = np.maximum(starts[left], starts[right]) - np.minimum(ends[left], ends[right])
    length = np.maximum(ends[left] - starts[left], ends[right] - starts[right]) + 1
    overlap = np.select([length <= 1, length <= 3, length <= 7, length <= 31], [1, 2, 3, 4], 5)
    return _where(both, np.select([gap <= 0, gap == 1, gap <= 3], [overlap, 6, 7], 8))


def same_actors(traits: Traits, left: Rows, right: Rows) -> Found:
    """Strikes by different parties are different strikes. In a fight, either side may be named first."""
    shared = _share(traits.actors[left], traits.actors[right])
    fight = (traits.kind[left] == _CLASH) & (traits.kind[right] == _CLASH)
    shared |= fight & _crossed(traits, left, right)
    known = (traits.knows_actors[left] & traits.knows_actors[right]) > 0
    return _where(shared | known, np.where(shared, 1, 2))


def same_targets(traits: Traits, left: Rows, right: Rows) -> Found:
    shared = _share(traits.targets[left], traits.targets[right])
    known = (traits.knows_targets[left] & traits.knows_targets[right]) > 0
    others = known & ~shared & ~_crossed(traits, left, right)
    return _where(shared | others, np.where(shared, 1, 2))


def same_person(traits: Traits, left: Rows, right: Rows) -> Found:
    """Someone who is in no registry was hit in both, is a party to both, or did or suffered something in both
    reports: nobody is killed twice, and few are in the news for two things at once."""
    victim = _share(traits.victims[left], traits.victims[right])
    party = _share(traits.persons[left], traits.persons[right])
    beside = _share(traits.report_persons[left], traits.report_persons[right])
    beside &= traits.article[left] != traits.article[right]
    return np.select([victim, party, beside], [1, 2, 3], 0).astype(np.int8)


def same_toll(traits: Traits, left: Rows, right: Rows) -> Found:
    """An equal count counts for, the more the larger it is; a toll that rose is no other incident."""
    low, high = _figures(traits, left), _figures(traits, right)
    smaller, larger = np.minimum(low, high), np.maximum(low, high)
    far = larger > RISES_BY * (smaller + 1)
    equal = smaller == larger
    return _where(smaller >= 0, np.select([equal & (larger >= 10), equal, far], [1, 2, 4], 3))


def toll_of_the_act(traits: Traits, left: Rows, right: Rows) -> Found:
    """ "Jets hit the town on Sunday. Eleven people were killed": a toll with no place or day is its act's."""
    of_one = _is_bare_toll(traits, left) != _is_bare_toll(traits, right)
    return _where(of_one & (traits.article[left] == traits.article[right]), 1)


def same_objects(traits: Traits, left: Rows, right: Rows) -> Found:
    """Both name a bridge, or a mosque."""
    return _where((traits.objects[left] & traits.objects[right]) > 0, 1)


def whole_and_part(traits: Traits, left: Rows, right: Rows) -> Found:
    """A fight is a part of its battle, not the same thing."""
    return _where(are_part(traits, left, right) | are_part(traits, right, left), 1)


def names_in_common(traits: Traits, left: Rows, right: Rows) -> Found:
    """Names and numbers that both sentences hold and no known party or place accounts for: a victim, an age, a
    street."""
    return np.minimum(_shared_bits(traits.words, left, right), 4).astype(np.int8)


def words_in_common(traits: Traits, left: Rows, right: Rows) -> Found:
    """The share of words, cut to their stems, that the shorter of both sentences has in the longer."""
    shared = _shared_bits(traits.stems, left, right)
    fewest = np.minimum(traits.stem_count[left], traits.stem_count[right])
    share = shared / np.maximum(fewest, 1)
    found = np.select([share >= 0.65, share >= 0.45, share >= 0.3], [4, 3, 2], 1)
    return _where((fewest >= 5) & (traits.article[left] != traits.article[right]), found)


def names_in_both_reports(traits: Traits, left: Rows, right: Rows) -> Found:
    """As `names_in_common`, anywhere in what the two reports tell."""
    shared = _shared_bits(traits.report_words, left, right)
    fewest = np.minimum(traits.report_count[left], traits.report_count[right])
    known = (traits.article[left] != traits.article[right]) & ((shared > 0) | (fewest >= NAMES_TO_MISS))
    found = np.select([shared >= 9, shared >= 6, shared >= 4], [7, 6, 5], shared + 1)
    return _where(known, found)


@dataclass(frozen=True, slots=True)
class Feature:
    """A way to compare, what it can find, and what that is worth; `lent_by` says which claims lend it."""

    compare: Callable[[Traits, Rows, Rows], Found]
    lent_by: str | None = None

    @property
    def name(self) -> str:
        return self.compare.__name__.replace("_", " ")

    @property
    def findings(self) -> tuple[str, ...]:
        return tuple(_TABLE[self.compare.__name__])

    @property
    def most(self) -> float:
        return float(max(0.0, _points(self.compare.__name__).max()))

    def points(self, traits: Traits, left: Rows, right: Rows) -> Points:
        given: Points = _points(self.compare.__name__)[self.compare(traits, left, right)]
        return given if self.lent_by is None else given * self.weight(traits, left, right)

    def weight(self, traits: Traits, left: Rows, right: Rows) -> Points:
        """1, or less where one of the two does not tell it itself."""
        if self.lent_by is None:
            return np.ones(len(left), dtype=np.float32)
        owns = getattr(traits, self.lent_by)
        return np.where((owns[left] & owns[right]) > 0, np.float32(1), np.float32(LENT))


# In the order in which they rule pairs out at the least cost.
FEATURES = (
    Feature(same_kind),
    Feature(same_days, "owns_days"),
    Feature(same_place, "owns_place"),
    Feature(same_site, "owns_place"),
    Feature(same_toll),
    Feature(same_actors),
    Feature(same_targets),
    Feature(same_person),
    Feature(toll_of_the_act),
    Feature(same_objects),
    Feature(whole_and_part),
    Feature(names_in_common),
    Feature(words_in_common),
    Feature(names_in_both_reports),
)


def scores(traits: Traits, left: Rows, right: Rows) -> Points:
    """The points of each pair, added up; what cannot reach the bar any more is not looked at further."""
    total = np.zeros(len(left), dtype=np.float32)
    alive = np.arange(len(left))
    still_possible = sum(feature.most for feature in FEATURES)
    for feature in FEATURES:
        total[alive] += feature.points(traits, left[alive], right[alive])
        still_possible -= feature.most
        alive = alive[total[alive] >= JOINED_FROM - still_possible]
    return total


def total(traits: Traits, left: Rows, right: Rows) -> Points:
    """The points of each pair, added up in full."""
    points = np.zeros(len(left), dtype=np.float32)
    for feature in FEATURES:
        points += feature.points(traits, left, right)
    return points


def points_table(traits: Traits, left: Rows, right: Rows) -> Points:
    """The points of each pair, a row a pair and a column a feature."""
    return np.stack([feature.points(traits, left, right) for feature in FEATURES], axis=1)


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
def _points(feature: str) -> Points:
    """What each finding of a feature is worth; none is worth nothing."""
    return np.array([0.0, *_TABLE[feature].values()], dtype=np.float32)


@cache
def _kinds() -> Found:
    """Same kind, kin, or two acts, for each pair of kinds."""
    table = [[1 if one is other else 2 if are_kin(one, other) else 3 for other in KINDS] for one in KINDS]
    return np.array(table, dtype=np.int8)


def _where(said: Rows, found: Any) -> Found:
    """The finding where there is one."""
    return np.where(said, found, 0).astype(np.int8)


def _shared_bits(bits: Rows, left: Rows, right: Rows) -> Rows:
    shared: Rows = np.bitwise_count(bits[left] & bits[right]).sum(axis=1, dtype=np.int32)
    return shared


def _crossed(traits: Traits, left: Rows, right: Rows) -> NDArray[np.bool_]:
    """Whether the doer of one is the target of the other."""
    one = _share(traits.actors[left], traits.targets[right])
    return one | _share(traits.targets[left], traits.actors[right])


def _is_bare_toll(traits: Traits, rows: Rows) -> NDArray[np.bool_]:
    owns = (traits.owns_place[rows] > 0) | (traits.owns_days[rows] > 0)
    bare: NDArray[np.bool_] = (traits.kind[rows] == _CASUALTIES) & ~owns
    return bare


def _share(left: Rows, right: Rows) -> NDArray[np.bool_]:
    """Whether two lists of parties have one in common; 0 is nobody."""
    same = np.zeros(len(left), dtype=bool)
    for at in range(left.shape[1]):
        party = left[:, at]
        named = np.flatnonzero(party)
        if len(named):
            same[named] |= (party[named, np.newaxis] == right[named]).any(axis=1)
    return same


def _count_shared(left: Rows, right: Rows) -> Rows:
    """How many names two lists have in common; 0 is no name."""
    equal = (left[:, :, np.newaxis] == right[:, np.newaxis, :]) & (left[:, :, np.newaxis] > 0)
    shared: Rows = equal.any(axis=2).sum(axis=1)
    return shared


def _parties(traits: Traits, rows: Rows) -> Rows:
    return np.concatenate([traits.actors[rows], traits.targets[rows]], axis=1)


def _figures(traits: Traits, rows: Rows) -> Rows:
    """The count a claim tells: its lower bound, or the upper where that is all."""
    low = traits.killed_low[rows]
    return np.where(low >= 0, low, traits.killed_high[rows])
