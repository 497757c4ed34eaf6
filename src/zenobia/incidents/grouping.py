"""Join the claims of one happening, so that the order in which they came does not matter.

pairs of one block → points → edges from JOINED_FROM on → components → average linkage inside each

The points of a pair depend on the pair alone, so a component never looks outside itself: grouping those that
a new claim touches gives what grouping everything would.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from zenobia.incidents import features
from zenobia.incidents.clusters import Limits, cluster, components, ordered
from zenobia.incidents.depositions import Deposition
from zenobia.incidents.pairing import candidate_pairs
from zenobia.incidents.traits import Traits, chosen
from zenobia.model import Judgement, Reason, Verdict

Rows = NDArray[np.int64]
# What makes two depositions the same to every feature; where they were published is no part of it.
_NOT_COMPARED = ("ids", "depositions", "article")


@dataclass(frozen=True, slots=True)
class Group:
    """Claims of one happening, by id; positions say where each came in what was given."""

    claim_ids: tuple[str, ...]
    positions: tuple[int, ...]
    reasons: tuple[tuple[Reason, ...], ...]
    component: int
    whole: int | None = None
    """The place in the list of groups of the longer one that this is a part of."""


@dataclass(frozen=True, slots=True)
class Grouping:
    """Which group and which component each row is in; groups are numbered by their first claim id."""

    traits: Traits
    group: Rows
    component: Rows
    nearest: Rows
    whole: dict[int, int]

    def __len__(self) -> int:
        return int(self.group.max()) + 1 if len(self.group) else 0

    def groups(self) -> Iterator[Group]:
        """Each group with the reasons that bind every member to its nearest."""
        why = _reasons(self.traits, self.nearest)
        for number, rows in enumerate(_rows_of(self.group, len(self))):
            yield Group(
                tuple(self.traits.ids[row] for row in rows),
                tuple(self.traits.depositions[row] for row in rows),
                tuple(why.get(row, ()) for row in rows),
                int(self.component[rows[0]]),
                self.whole.get(number),
            )


def group_claims(depositions: Iterable[Deposition], judgements: Sequence[Judgement] = ()) -> Grouping:
    """The depositions grouped. No score overrules a judgement, and of two on one pair the later holds."""
    return group_traits(Traits.of(depositions), judgements)


def group_traits(traits: Traits, judgements: Sequence[Judgement] = ()) -> Grouping:
    """As `group_claims`, from columns."""
    judged = _judged(traits, judgements)
    kept, stands_for = _collapsed(traits, judged)
    nodes = chosen(traits, kept)
    place = {int(row): at for at, row in enumerate(kept)}
    limits = Limits.of(
        [(place[a], place[b]) for a, b, same in judged if same],
        [(place[a], place[b]) for a, b, same in judged if not same],
    )
    left, right, points, parts = _edges(nodes, limits)
    labels = components(len(nodes), left, right)
    group = cluster(nodes, labels, (left, right, points), limits)
    wide = components(len(nodes), np.concatenate([left, parts[0]]), np.concatenate([right, parts[1]]))
    nearest = _nearest(len(nodes), left, right, points, group)
    whole = _wholes(group, parts)
    return _spread(traits, kept, stands_for, group, wide, nearest, whole)


def _judged(traits: Traits, judgements: Sequence[Judgement]) -> list[tuple[int, int, bool]]:
    """The last verdict on each pair of claims that are here, the latest first."""
    if not judgements:
        return []
    row = {id: at for at, id in enumerate(traits.ids)}
    last: dict[tuple[int, int], Judgement] = {}
    for judgement in sorted(judgements, key=lambda j: (j.made_at, j.verdict)):
        if judgement.claim_id in row and judgement.other_id in row:
            one, other = sorted((row[judgement.claim_id], row[judgement.other_id]))
            if one != other:
                last[one, other] = judgement
    by_time = sorted(last.items(), key=lambda each: (each[1].made_at, each[0]), reverse=True)
    return [(a, b, judgement.verdict is Verdict.SAME) for (a, b), judgement in by_time]


def _collapsed(traits: Traits, judged: list[tuple[int, int, bool]]) -> tuple[Rows, Rows]:
    """One row for all that no feature tells apart and that are joined for that: forty copies of one story.

    Returns the rows kept, in order, and for each row the place of its keeper among them.
    """
    every = np.arange(len(traits))
    apart = features.scores(traits, every, every) < features.JOINED_FROM
    apart |= features.beside_bare_tolls(traits)
    apart[[row for pair in judged for row in pair[:2]]] = True
    marks = np.where(apart, every.astype(np.uint64) | np.uint64(1 << 63), _digests(traits) >> np.uint64(1))
    _, first, inverse = np.unique(marks, return_index=True, return_inverse=True)
    order = np.argsort(first)
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    return first[order], place[inverse]


def _digests(traits: Traits) -> NDArray[np.uint64]:
    """64 bits over all that features look at; two of a million rows share them once in 10**7 runs."""
    digest = np.full(len(traits), 0x9E3779B97F4A7C15, dtype=np.uint64)
    for name in (f.name for f in fields(Traits) if f.name not in _NOT_COMPARED):
        column = getattr(traits, name)
        for part in (column,) if column.ndim == 1 else column.T:
            bits = part.view(np.uint32) if part.dtype == np.float32 else part
            digest ^= bits.astype(np.uint64)
            digest *= np.uint64(0xBF58476D1CE4E5B9)
            digest ^= digest >> np.uint64(29)
    return digest


def _edges(nodes: Traits, limits: Limits) -> tuple[Rows, Rows, NDArray[np.float32], tuple[Rows, Rows]]:
    """Pairs that reach the bar, lower row first and each once, with their points; and (whole, part) pairs."""
    found: list[tuple[Any, ...]] = []
    parts: list[tuple[Rows, Rows]] = []
    for left, right in candidate_pairs(nodes):
        points = features.scores(nodes, left, right)
        joined = points >= features.JOINED_FROM
        found.append((left[joined], right[joined], points[joined]))
        for whole, part in ((left, right), (right, left)):
            inside = features.are_part(nodes, whole, part)
            parts.append((whole[inside], part[inside]))
    if limits.same:
        together = np.array(limits.same, dtype=np.int64)
        found.append((together[:, 0], together[:, 1], np.full(len(together), np.inf, dtype=np.float32)))
    left, right, points = (
        np.concatenate(each) if found else np.zeros(0, dtype=kind)
        for each, kind in zip(
            zip(*found, strict=True) if found else ((), (), ()), (np.int64, np.int64, np.float32), strict=True
        )
    )
    left, right, points = ordered(left, right, points)
    allowed = (
        ~np.fromiter(
            ((int(a), int(b)) in limits.apart for a, b in zip(left, right, strict=True)), bool, len(left)
        )
        if limits.apart
        else np.ones(len(left), dtype=bool)
    )
    wholes = np.concatenate([w for w, _ in parts]) if parts else np.zeros(0, dtype=np.int64)
    inner = np.concatenate([p for _, p in parts]) if parts else np.zeros(0, dtype=np.int64)
    return left[allowed], right[allowed], points[allowed], (wholes, inner)


def _nearest(size: int, left: Rows, right: Rows, points: NDArray[np.float32], group: Rows) -> Rows:
    """For each node the one of its group with the most points in common, -1 where it is alone."""
    inside = group[left] == group[right]
    one = np.concatenate([left[inside], right[inside]])
    other = np.concatenate([right[inside], left[inside]])
    order = np.lexsort((other, -np.concatenate([points[inside]] * 2), one))
    nearest = np.full(size, -1, dtype=np.int64)
    firsts = np.unique(one[order], return_index=True)[1]
    nearest[one[order][firsts]] = other[order][firsts]
    return nearest


def _wholes(group: Rows, parts: tuple[Rows, Rows]) -> dict[int, int]:
    """For each group the one it is a part of: the one that most of its claims are inside."""
    whole, part = group[parts[0]], group[parts[1]]
    different = whole != part
    pairs, counts = np.unique(np.stack([part, whole])[:, different], axis=1, return_counts=True)
    best: dict[int, int] = {}
    for at in np.lexsort((pairs[1], -counts, pairs[0])):
        best.setdefault(int(pairs[0, at]), int(pairs[1, at]))
    return {inner: outer for inner, outer in best.items() if best.get(outer) is None}


def _spread(
    traits: Traits,
    kept: Rows,
    stands_for: Rows,
    group: Rows,
    component: Rows,
    nearest: Rows,
    whole: dict[int, int],
) -> Grouping:
    """The answer for nodes as the answer for every row they stand for, groups numbered by first row."""
    of_row = group[stands_for]
    _, first, inverse = np.unique(of_row, return_index=True, return_inverse=True)
    number = np.argsort(np.argsort(first))
    renumbered = {int(of_row[at]): int(number[place]) for place, at in enumerate(first)}
    keepers = kept[stands_for]
    near = np.where(nearest[stands_for] >= 0, kept[np.maximum(nearest[stands_for], 0)], -1)
    copies = np.arange(len(traits)) != keepers
    near[copies] = keepers[copies]
    # One that stands for others and is near to nothing else is near to the first of them.
    alone = np.flatnonzero(copies & (near[keepers] < 0))[::-1]
    near[keepers[alone]] = alone
    return Grouping(
        traits,
        number[inverse],
        component[stands_for],
        near,
        {renumbered[inner]: renumbered[outer] for inner, outer in whole.items()},
    )


def _rows_of(group: Rows, count: int) -> Iterator[Sequence[int]]:
    order = np.argsort(group, kind="stable")
    ends = np.cumsum(np.bincount(group, minlength=count))
    start = 0
    for end in ends:
        yield order[start:end].tolist()
        start = end


def _reasons(traits: Traits, nearest: Rows) -> dict[int, tuple[Reason, ...]]:
    """Why each row is with its nearest, for rows that have one."""
    rows = np.flatnonzero(nearest >= 0)
    others = nearest[rows]
    table = features.points_table(traits, rows, others)
    names = [feature.name for feature in features.FEATURES]
    return {
        int(row): tuple(
            Reason(name, round(float(points), 2), traits.ids[other])
            for name, points in zip(names, given, strict=True)
            if points
        )
        for row, other, given in zip(rows, others, table, strict=True)
    }
