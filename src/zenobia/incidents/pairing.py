"""Which pairs of claims are worth a look: those of one block.

A block is a cell of the map with its neighbours, a family of kinds, and days that meet. Claims of one article
are compared whatever they say; claims that no place can be found for are compared by their parties; and those
that name one victim, or of reports that name one person, are, wherever each has it that they happened; and those
that name one street or building of a town are within two weeks, since who was shot is charged for days after.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from zenobia.incidents.traits import LONGEST_DAYS, Traits

Pairs = tuple[NDArray[np.int64], NDArray[np.int64]]

# 0.25 degrees are at most 28 km: a near miss of two towns is always in the same cell or a neighbour.
CELLS_A_DEGREE = 4
# "On Friday night" and "early on Saturday"; and one more, for reports that are a day late.
DAYS_BETWEEN = 2
# Who was shot on Sunday is named on Thursday and buried a week later, and the street is told again each time.
DAYS_BETWEEN_NAMES = 14
# Pairs looked at in one go: enough for numpy to be fast, few enough to stay below 200 MB.
AT_A_TIME = 400_000

_DAY_BITS = 22
_ROW_BITS = 12
_FAMILY_BITS = 2 * _ROW_BITS
_CODE_BITS = 31


@dataclass(frozen=True, slots=True)
class Blocks:
    """Where each claim is looked for: `place` cells, else `parties`; `person` and `site`; -1 where it has none.

    A victim of the claim comes before others whom its report names. Of several persons, or names of a site, it is
    the one of the least code, so that claims that name the same ones meet.
    """

    place: NDArray[np.int64]
    parties: NDArray[np.int64]
    person: NDArray[np.int64]
    site: NDArray[np.int64]
    article: NDArray[np.int64]
    first: NDArray[np.int64]
    last: NDArray[np.int64]

    @classmethod
    def of(cls, traits: Traits) -> Blocks:
        family = traits.family.astype(np.int64)
        first = traits.first.astype(np.int64)
        last = np.minimum(traits.last, traits.first + LONGEST_DAYS).astype(np.int64)
        dated = traits.has_days
        cells = cell_of(traits.lat, traits.lon) + (family << _FAMILY_BITS)
        party = np.where(traits.actors[:, 0] > 0, traits.actors[:, 0], traits.targets[:, 0]).astype(np.int64)
        victim, beside = traits.victims[:, 0], traits.report_persons[:, 0]
        person = np.where(victim > 0, victim, beside).astype(np.int64)
        site = traits.site[:, 0].astype(np.int64)
        has_party = dated & ~traits.has_place & (party > 0)
        return cls(
            place=np.where(dated & traits.has_place, cells, -1),
            parties=np.where(has_party, (family << 32) + party, -1),
            person=np.where(dated & (person > 0), (family << 32) + person, -1),
            site=np.where(dated & traits.has_place & (site > 0), (cells << _CODE_BITS) + site, -1),
            article=(traits.article.astype(np.int64) << 4) + family,
            first=first,
            last=last,
        )


def cell_of(lat: NDArray[Any], lon: NDArray[Any]) -> NDArray[np.int64]:
    """The number of the cell that a point lies in; east of it is 1 more, north of it 2**12 more."""
    row = np.floor((np.asarray(lat, dtype=np.float64) + 91) * CELLS_A_DEGREE).astype(np.int64)
    column = np.floor((np.asarray(lon, dtype=np.float64) + 181) * CELLS_A_DEGREE).astype(np.int64)
    return (row << _ROW_BITS) + column


def neighbours() -> tuple[int, ...]:
    """What to add to a cell's number for itself and each cell around it."""
    return tuple((north << _ROW_BITS) + east for north in (-1, 0, 1) for east in (-1, 0, 1))


def candidate_pairs(traits: Traits) -> Iterator[Pairs]:
    """Every pair of rows worth a look, in portions; a pair may come twice, by place and by person or site."""
    blocks = Blocks.of(traits)
    yield from _meeting(blocks.place, blocks.first, blocks.last, neighbours())
    yield from _meeting(blocks.parties, blocks.first, blocks.last, (0,))
    yield from _meeting(blocks.person, blocks.first, blocks.last, (0,), DAYS_BETWEEN_NAMES)
    yield from _meeting(blocks.site, blocks.first, blocks.last, (0,), DAYS_BETWEEN_NAMES)
    no_days = np.zeros(len(traits), dtype=np.int64)
    yield from _meeting(blocks.article, no_days, no_days, (0,))


def _meeting(
    keys: NDArray[np.int64],
    first: NDArray[np.int64],
    last: NDArray[np.int64],
    offsets: tuple[int, ...],
    days_between: int = DAYS_BETWEEN,
) -> Iterator[Pairs]:
    """Pairs whose keys differ by an offset and whose days meet, each found from its earlier claim."""
    rows = np.flatnonzero(keys >= 0)
    rows = rows[np.lexsort((first[rows], keys[rows]))]
    key, start = keys[rows], first[rows]
    # Ranks of keys, not keys: the day and the key then share 63 bits, however large the keys are.
    known, rank = np.unique(key, return_inverse=True)
    along = (rank << _DAY_BITS) + start
    until = np.minimum(last[rows] + days_between, (1 << _DAY_BITS) - 1)
    for offset in offsets:
        at = np.searchsorted(known, key + offset)
        there = np.flatnonzero((at < len(known)) & (known[np.minimum(at, len(known) - 1)] == key + offset))
        base = at[there] << _DAY_BITS
        if offset == 0:
            begin = there + 1
        else:  # of two that start on one day, the one in the lower cell finds the other
            begin = np.searchsorted(along, base + start[there], side="left" if offset > 0 else "right")
        end = np.searchsorted(along, base + until[there], side="right")
        yield from _expanded(rows, there, begin, end)


def _expanded(
    rows: NDArray[np.int64], there: NDArray[np.int64], begin: NDArray[np.int64], end: NDArray[np.int64]
) -> Iterator[Pairs]:
    """The pairs of each of `there` with all of begin..end, some hundred thousand at a time."""
    counts = np.maximum(end - begin, 0)
    total = np.cumsum(counts)
    at = 0
    while at < len(there):
        done = total[at - 1] if at else 0
        to = max(at + 1, int(np.searchsorted(total, done + AT_A_TIME, side="right")))
        some = counts[at:to]
        if some.sum():
            left = np.repeat(there[at:to], some)
            steps = np.arange(some.sum()) - np.repeat(np.cumsum(some) - some, some)
            right = np.repeat(begin[at:to], some) + steps
            yield rows[left], rows[right]
        at = to
