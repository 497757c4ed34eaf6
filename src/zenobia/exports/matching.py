"""Which events of one list are those of another: by days, distance, sort and sides, one to one.

Two may be one where their days meet within a day, their points lie within the wider of their two reaches, they
are of one sort, neither lasted a month longer than the other, and their sides do not rule it out. Of all ways to
pair what may be one, the one with the most pairs is taken, and among those the one whose pairs lie closest
together in days, kilometres and dead.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

# News tells of an act on its day or the next; the same for a coder who reads it.
DAYS_APART = 1
# A row that sums up a year is no single act of that year.
MUCH_LONGER_DAYS = 31
# What a pair costs: a day apart as much as 25 km, dead told ten times as high, or sides that are not known.
_KM_A_DAY, _UNKNOWN_SIDES = 25.0, 1.0
_EARTH_KM = 6371.0
# Larger knots of events that may all be one another are paired from the closest on.
_LARGEST_ASSIGNMENT = 150
# More than all that a group of that size can cost.
_NO_PAIR = 1e6


@dataclass(frozen=True, slots=True)
class Happening:
    """What two lists are compared by. `sides` are names that mean one party in both; `knows_sides` is false
    where somebody takes part whose name means nothing to the other list."""

    first: date
    last: date
    lat: float
    lon: float
    reach_km: float
    sort: str
    sides: frozenset[str] = field(default_factory=frozenset)
    knows_sides: bool = False
    killed: int | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two that are taken for one, by their places in their lists."""

    left: int
    right: int
    days_apart: int
    km: float
    same_side: bool


def match(left: Sequence[Happening], right: Sequence[Happening]) -> list[Pair]:
    """The pairs, in the order of `left`; each of either list is in at most one."""
    options = _Options(left, right)
    found = [pair for group in options.groups() for pair in _assigned(group, options.cost)]
    return sorted(found, key=lambda pair: pair.left)


def distance_km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Along the great circle."""
    north = math.sin(math.radians(other_lat - lat) / 2) ** 2
    east = math.sin(math.radians(other_lon - lon) / 2) ** 2
    chord = north + math.cos(math.radians(lat)) * math.cos(math.radians(other_lat)) * east
    return 2 * _EARTH_KM * math.asin(math.sqrt(min(1.0, chord)))


def may_be_one(one: Happening, other: Happening) -> tuple[int, float, bool] | None:
    """Days and kilometres apart, and whether a side is the same; None where they cannot be one."""
    apart = max((one.first - other.last).days, (other.first - one.last).days, 0)
    if apart > DAYS_APART or one.sort != other.sort or abs(_days(one) - _days(other)) > MUCH_LONGER_DAYS:
        return None
    same_side = bool(one.sides & other.sides)
    if not same_side and one.knows_sides and other.knows_sides:
        return None
    km = distance_km(one.lat, one.lon, other.lat, other.lon)
    return (apart, km, same_side) if km <= max(one.reach_km, other.reach_km) else None


def _days(happening: Happening) -> int:
    return (happening.last - happening.first).days


class _Options:
    """Every pair that may be one, and what it costs to take it."""

    def __init__(self, left: Sequence[Happening], right: Sequence[Happening]) -> None:
        self._left, self._right = left, right
        self.pairs = list(self._found())

    def cost(self, pair: Pair) -> float:
        """Less than a hundred, so that no pair is given up for a closer one."""
        one, other = self._left[pair.left].killed, self._right[pair.right].killed
        dead = 0.0 if one is None or other is None else min(abs(math.log10((one + 1) / (other + 1))), 3.0)
        sides = 0.0 if pair.same_side else _UNKNOWN_SIDES
        return pair.days_apart + min(pair.km / _KM_A_DAY, 20.0) + dead + sides

    def groups(self) -> Iterator[list[Pair]]:
        """Pairs that have to do with each other, as they share one of either list, directly or by others."""
        parent: dict[int, int] = {}

        def root(node: int) -> int:
            while parent.setdefault(node, node) != node:
                parent[node] = parent[parent[node]]
                node = parent[node]
            return node

        for pair in self.pairs:
            parent[root(pair.left)] = root(-1 - pair.right)
        together: dict[int, list[Pair]] = defaultdict(list)
        for pair in self.pairs:
            together[root(pair.left)].append(pair)
        yield from together.values()

    def _found(self) -> Iterator[Pair]:
        by_month: dict[int, list[int]] = defaultdict(list)
        for at, happening in enumerate(self._right):
            for month in _months(happening, 0):
                by_month[month].append(at)
        for at, happening in enumerate(self._left):
            near = {to for month in _months(happening, DAYS_APART) for to in by_month.get(month, ())}
            for to in sorted(near):
                apart = may_be_one(happening, self._right[to])
                if apart is not None:
                    yield Pair(at, to, *apart)


def _months(happening: Happening, around: int) -> range:
    """Numbers of the stretches of 31 days that it lies in."""
    first, last = happening.first.toordinal() - around, happening.last.toordinal() + around
    return range(first // 31, last // 31 + 1)


def _assigned(pairs: Sequence[Pair], cost: Callable[[Pair], float]) -> list[Pair]:
    """The most pairs in which nobody stands twice, and of those the ones that cost least together."""
    if len(pairs) == 1:
        return list(pairs)
    lefts = sorted({pair.left for pair in pairs})
    rights = sorted({pair.right for pair in pairs})
    if max(len(lefts), len(rights)) > _LARGEST_ASSIGNMENT:
        return _closest_first(pairs, cost)
    by_ends = {(pair.left, pair.right): pair for pair in pairs}
    costs = {ends: cost(pair) for ends, pair in by_ends.items()}
    turned = len(lefts) > len(rights)
    rows, columns = (rights, lefts) if turned else (lefts, rights)
    table = [
        [costs.get((column, row) if turned else (row, column), _NO_PAIR) for column in columns]
        for row in rows
    ]
    chosen = ((rows[at], columns[to]) for at, to in enumerate(cheapest(table)))
    ends = ((column, row) if turned else (row, column) for row, column in chosen)
    return [by_ends[each] for each in ends if each in by_ends]


def _closest_first(pairs: Sequence[Pair], cost: Callable[[Pair], float]) -> list[Pair]:
    taken: set[int] = set()
    found = []
    for pair in sorted(pairs, key=lambda pair: (cost(pair), pair.left, pair.right)):
        ends = {pair.left, -1 - pair.right}
        if not ends & taken:
            taken |= ends
            found.append(pair)
    return found


def cheapest(costs: Sequence[Sequence[float]]) -> list[int]:
    """For each row a column of its own, so that the sum is least; there are as many columns as rows, or more.

    The Hungarian method, with a potential for each row and column: rows are added one after the other, each by
    the cheapest path of exchanges that ends in a free column.
    """
    count, width = len(costs), len(costs[0])
    row_potential, column_potential = [0.0] * (count + 1), [0.0] * (width + 1)
    row_of = [0] * (width + 1)  # rows and columns count from 1; 0 is the row being added, and nobody's column
    for row in range(1, count + 1):
        row_of[0] = row
        least, came_from = [math.inf] * (width + 1), [0] * (width + 1)
        seen = [False] * (width + 1)
        at = 0
        while row_of[at] != 0:
            seen[at] = True
            here = row_of[at]
            for column in range(1, width + 1):
                if not seen[column]:
                    reduced = costs[here - 1][column - 1] - row_potential[here] - column_potential[column]
                    if reduced < least[column]:
                        least[column], came_from[column] = reduced, at
            nearest = min(
                (column for column in range(1, width + 1) if not seen[column]), key=least.__getitem__
            )
            step = least[nearest]
            for column in range(width + 1):
                if seen[column]:
                    row_potential[row_of[column]] += step
                    column_potential[column] -= step
                else:
                    least[column] -= step
            at = nearest
        while at != 0:
            row_of[at] = row_of[came_from[at]]
            at = came_from[at]
    columns = {row_of[column]: column - 1 for column in range(1, width + 1) if row_of[column]}
    return [columns[row] for row in range(1, count + 1)]
