"""Cut a graph of claims into groups: components first, then average linkage inside the loose ones.

Average linkage, because a chain is no incident: A is like B and B is like C, but where A and C are unlike,
that alone does not join the three.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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
HIGHEST_BAR = 14.0


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
    inner = np.flatnonzero(group[left] < 0)
    inner = inner[np.argsort(labels[left[inner]], kind="stable")]
    edge_label = labels[left[inner]]
    for rows in np.split(by_label, starts[1:]) if len(by_label) else ():
        begin, end = np.searchsorted(edge_label, (labels[rows[0]], labels[rows[0]] + 1))
        mine = inner[begin:end]
        for members in _cut(nodes, rows, (left[mine], right[mine], points[mine]), limits):
            group[members] = min(members)
    return group


def _cut(nodes: Traits, rows: Rows, edges: Edges, limits: Limits) -> list[list[int]]:
    """The groups of one component."""
    bar = features.JOINED_FROM
    pending, done = [(rows, bar)], []
    while pending:
        rows, bar = pending.pop()
        if len(rows) <= MOST_AT_ONCE or bar >= HIGHEST_BAR:
            done += _linked(nodes, rows, limits)
        else:
            pending += [(part, bar + BAR_STEP) for part in _above(rows, edges, bar + BAR_STEP)]
    return done


def _above(rows: Rows, edges: Edges, bar: float) -> list[Rows]:
    """The components of the rows when only edges from `bar` on count."""
    left, right, points = edges
    strong = (points >= bar) & np.isin(left, rows) & np.isin(right, rows)
    labels = components(len(rows), np.searchsorted(rows, left[strong]), np.searchsorted(rows, right[strong]))
    order = np.argsort(labels, kind="stable")
    return [np.sort(rows[part]) for part in np.split(order, np.flatnonzero(np.diff(labels[order])) + 1)]


def _linked(nodes: Traits, rows: Rows, limits: Limits) -> list[list[int]]:
    """Join the two groups with the most points on average, the first of equals, until none reach the bar."""
    count = len(rows)
    if count == 1:
        return [[int(rows[0])]]
    one, other = np.triu_indices(count, 1)
    total = np.zeros((count, count))
    total[one, other] = features.points_table(nodes, rows[one], rows[other]).sum(axis=1)
    total += total.T
    groups: list[list[int]] = [[int(row)] for row in rows]
    barred = np.eye(count, dtype=bool)
    _apply(limits, groups, total, barred)
    sizes = np.array([len(group) for group in groups], dtype=np.float64)
    while True:
        average = np.where(barred, -np.inf, total / np.maximum(np.outer(sizes, sizes), 1))
        at = int(np.argmax(average))
        into, gone = divmod(at, count)
        if average[into, gone] < features.JOINED_FROM:
            return [group for group in groups if group]
        _join(into, gone, groups, total, barred)
        sizes[into], sizes[gone] = sizes[into] + sizes[gone], 0


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
