"""Cut a graph of claims into groups: components first, then average linkage inside the loose ones.

Average linkage, because a chain is no incident: A is like B and B is like C, but where A and C are unlike,
that alone does not join the three.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from zenobia.incidents import features
from zenobia.incidents.traits import Traits

Rows: TypeAlias = NDArray[np.int64]
Edges: TypeAlias = tuple[Rows, Rows, NDArray[np.float32]]

# Average linkage takes the cube of the size. Larger components are cut where their edges are weakest first.
MOST_AT_ONCE = 250
BAR_STEP = 0.75
# The share of linked pairs from which a large group is one happening told by hundreds, and no chain of them.
DENSE = 0.5
# Pairs of small components that are compared in one go.
PAIRS_AT_ONCE = 200_000


@dataclass(frozen=True, slots=True)
class Limits:
    """What people have judged, as pairs of rows, lower first: together (the latest first), and apart."""

    same: tuple[tuple[int, int], ...]
    apart: frozenset[tuple[int, int]]

    @classmethod
    def of(cls, same: Iterable[tuple[int, int]], apart: Iterable[tuple[int, int]]) -> Limits:
        return cls(tuple(_up(pair) for pair in same), frozenset(_up(pair) for pair in apart))

    @property
    def touched(self) -> frozenset[int]:
        return frozenset(row for pair in (*self.same, *self.apart) for row in pair)


def components(size: int, left: Rows, right: Rows) -> Rows:
    """The lowest row that each row is connected to."""
    label = np.arange(size)
    while len(left):
        low = np.minimum(label[left], label[right])
        np.minimum.at(label, label[left], low)
        np.minimum.at(label, label[right], low)
        while not np.array_equal(above := label[label], label):
            label = above
        unlike = label[left] != label[right]
        left, right = left[unlike], right[unlike]
    return label


def ordered(left: Rows, right: Rows, points: NDArray[np.float32]) -> Edges:
    """Each edge once, lower row first, with the most points it was given, in the order of rows."""
    low, high = np.minimum(left, right), np.maximum(left, right)
    order = np.lexsort((-points, high, low))
    low, high, points = low[order], high[order], points[order]
    new = np.ones(len(low), dtype=bool)
    new[1:] = (low[1:] != low[:-1]) | (high[1:] != high[:-1])
    return low[new], high[new], points[new]


def cluster(nodes: Traits, labels: Rows, edges: Edges, limits: Limits) -> Rows:
    """The lowest row of the group of each row. A component whose every pair reaches the bar is one group."""
    left, right, points = edges
    size = np.bincount(labels, minlength=len(labels))
    linked = np.bincount(labels[left], minlength=len(labels))
    is_clique = linked == size * (size - 1) // 2
    is_clique[[labels[row] for row in limits.touched]] = False
    group = np.where(is_clique[labels], labels, -1)
    loose = np.flatnonzero(group < 0)
    by_label = loose[np.argsort(labels[loose], kind="stable")]
    starts = np.flatnonzero(np.diff(labels[by_label], prepend=-1))
    pieces: list[Rows] = []
    for rows in np.split(by_label, starts[1:]) if len(by_label) else ():
        if len(rows) <= MOST_AT_ONCE:
            pieces.append(rows)
            continue
        mine = np.flatnonzero(labels[left] == labels[rows[0]])
        for part, bar in _cut(rows, (left[mine], right[mine], points[mine])):
            if len(part) <= MOST_AT_ONCE:
                pieces.append(part)
            else:
                group[part] = _chained(part, (left[mine], right[mine], points[mine]), bar, limits)
    for rows, total in _points_inside(nodes, pieces):
        for members in _linked(rows, total, limits):
            group[members] = min(members)
    return group


def _cut(rows: Rows, edges: Edges) -> list[tuple[Rows, float]]:
    """The rows of a large component in parts, each with the bar that holds it together.

    A part is small enough, or most of its pairs are linked: a higher bar would part what differs in a toll only.
    """
    pending, done = [(rows, features.JOINED_FROM)], []
    while pending:
        rows, bar = pending.pop()
        if len(rows) <= MOST_AT_ONCE or _density(rows, edges, bar) >= DENSE:
            done.append((rows, bar))
        else:
            pending += [(part, bar + BAR_STEP) for part in _above(rows, edges, bar + BAR_STEP)]
    return done


def _density(rows: Rows, edges: Edges, bar: float) -> float:
    """The share of the pairs of rows that are linked at the bar."""
    left, right, points = edges
    linked = np.count_nonzero((points >= bar) & np.isin(left, rows) & np.isin(right, rows))
    return 2 * linked / (len(rows) * (len(rows) - 1))


def _above(rows: Rows, edges: Edges, bar: float) -> list[Rows]:
    """The components of the rows when only edges from `bar` on count."""
    left, right, points = edges
    strong = (points >= bar) & np.isin(left, rows) & np.isin(right, rows)
    labels = components(len(rows), np.searchsorted(rows, left[strong]), np.searchsorted(rows, right[strong]))
    order = np.argsort(labels, kind="stable")
    return [np.sort(rows[part]) for part in np.split(order, np.flatnonzero(np.diff(labels[order])) + 1)]


def _chained(rows: Rows, edges: Edges, bar: float, limits: Limits) -> Rows:
    """The lowest row of each row's group where hundreds of claims are alike: three hundred papers on one strike.

    What is linked at the bar is one group, the strongest links first; a link that would bring together what was
    judged apart is left out.
    """
    left, right, points = edges
    strong = (points >= bar) & np.isin(left, rows) & np.isin(right, rows)
    members = {int(row): [int(row)] for row in rows}
    head = {row: row for row in members}
    here = set(members)
    apart = [(a, b) for a, b in limits.apart if a in here and b in here]
    together = [pair for pair in limits.same if here.issuperset(pair)]
    strongest = np.flatnonzero(strong)[np.argsort(-points[strong], kind="stable")]
    links = [(int(left[at]), int(right[at])) for at in strongest]
    for one, other in (*together, *links):
        into, gone = sorted((head[one], head[other]))
        if into == gone or any({head[a], head[b]} == {into, gone} for a, b in apart):
            continue
        for row in members[gone]:
            head[row] = into
        members[into] += members.pop(gone)
    return np.array([head[int(row)] for row in rows], dtype=np.int64)


def _points_inside(nodes: Traits, pieces: Sequence[Rows]) -> Iterator[tuple[Rows, NDArray[Any]]]:
    """Each piece with the points of all its pairs as a square; pieces of one size are compared together."""
    by_size: dict[int, list[Rows]] = {}
    for rows in pieces:
        by_size.setdefault(len(rows), []).append(rows)
    for size, alike in sorted(by_size.items()):
        one, other = np.triu_indices(size, 1)
        some = max(1, PAIRS_AT_ONCE // max(1, len(one)))
        for start in range(0, len(alike), some):
            stacked = np.stack(alike[start : start + some])
            points = features.total(nodes, stacked[:, one].ravel(), stacked[:, other].ravel())
            squares = np.zeros((len(stacked), size, size))
            squares[:, one, other] = points.reshape(len(stacked), len(one))
            squares += squares.transpose(0, 2, 1)
            yield from zip(stacked, squares, strict=True)


def _linked(rows: Rows, total: NDArray[Any], limits: Limits) -> list[list[int]]:
    """Join the two groups with the most points on average, the first of equals, until none reach the bar."""
    count = len(rows)
    groups: list[list[int]] = [[int(row)] for row in rows]
    barred = np.eye(count, dtype=bool)
    _apply(limits, groups, total, barred)
    sizes = np.array([len(group) for group in groups], dtype=np.float64)
    average = np.where(barred, -np.inf, total / np.maximum(np.outer(sizes, sizes), 1))
    while True:
        at = int(average.argmax())
        into, gone = divmod(at, count)
        if average[into, gone] < features.JOINED_FROM:
            return [group for group in groups if group]
        _join(into, gone, groups, total, barred)
        sizes[into], sizes[gone] = sizes[into] + sizes[gone], 0
        row = np.where(barred[into], -np.inf, total[into] / np.maximum(sizes * sizes[into], 1))
        average[into], average[:, into] = row, row
        average[gone], average[:, gone] = -np.inf, -np.inf


def _apply(limits: Limits, groups: list[list[int]], total: NDArray[Any], barred: NDArray[np.bool_]) -> None:
    """Bar what was judged apart, then join what was judged the same, unless a bar stands between."""
    at = {group[0]: place for place, group in enumerate(groups)}
    touched = limits.touched & at.keys()
    if not touched:
        return
    for a, b in limits.apart:
        if a in touched and b in touched:
            barred[at[a], at[b]] = barred[at[b], at[a]] = True
    for a, b in limits.same:
        if a in touched and b in touched and at[a] != at[b] and not barred[at[a], at[b]]:
            into, gone = sorted((at[a], at[b]))
            for row in groups[gone]:
                at[row] = into
            _join(into, gone, groups, total, barred)


def _join(
    into: int, gone: int, groups: list[list[int]], total: NDArray[Any], barred: NDArray[np.bool_]
) -> None:
    groups[into] += groups[gone]
    groups[gone] = []
    total[into] += total[gone]
    total[:, into] = total[into]
    barred[into] |= barred[gone]
    barred[:, into] = barred[into]
    barred[gone, :] = barred[:, gone] = True


def _up(pair: Sequence[int]) -> tuple[int, int]:
    return min(pair), max(pair)
