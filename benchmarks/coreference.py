"""How alike two ways of clustering the same things are: MUC, B³, CEAF by entities, and their mean (CoNLL F1)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from typing import NamedTuple

Clusters = Mapping[str, Hashable]
"""The cluster that each thing is in; only things that both sides have are compared."""


class Score(NamedTuple):
    precision: float
    recall: float

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def conll_f1(gold: Clusters, ours: Clusters) -> float:
    """The mean of the three, as in the shared tasks of CoNLL."""
    return (muc(gold, ours).f1 + b_cubed(gold, ours).f1 + ceaf_e(gold, ours).f1) / 3


def b_cubed(gold: Clusters, ours: Clusters) -> Score:
    """For each thing, how much of its cluster is right; Bagga and Baldwin."""
    ids, ours_of, gold_of = _members(gold, ours)
    shared = [len(ours_of[ours[id]] & gold_of[gold[id]]) for id in ids]
    precision = sum(n / len(ours_of[ours[id]]) for n, id in zip(shared, ids, strict=True))
    recall = sum(n / len(gold_of[gold[id]]) for n, id in zip(shared, ids, strict=True))
    return Score(precision / len(ids), recall / len(ids)) if ids else Score(0.0, 0.0)


def muc(gold: Clusters, ours: Clusters) -> Score:
    """How many links would have to be made or cut; clusters of one say nothing."""
    _, ours_of, gold_of = _members(gold, ours)

    def share(inside: Mapping[Hashable, set[str]], other: Clusters) -> float:
        wanted = sum(len(ids) - 1 for ids in inside.values())
        found = sum(len(ids) - len({other[id] for id in ids}) for ids in inside.values())
        return found / wanted if wanted else 0.0

    return Score(share(ours_of, gold), share(gold_of, ours))


def ceaf_e(gold: Clusters, ours: Clusters) -> Score:
    """Each of our clusters beside one of gold's at most, so that they are as alike as can be; Luo."""
    _, ours_of, gold_of = _members(gold, ours)
    alike: dict[tuple[Hashable, Hashable], float] = {}
    for one, ids in ours_of.items():
        for other in {gold[id] for id in ids}:
            shared = len(ids & gold_of[other])
            alike[one, other] = 2 * shared / (len(ids) + len(gold_of[other]))
    best = sum(_best(part) for part in _parts(alike))
    return Score(best / len(ours_of), best / len(gold_of)) if ours_of else Score(0.0, 0.0)


def _members(
    gold: Clusters, ours: Clusters
) -> tuple[list[str], dict[Hashable, set[str]], dict[Hashable, set[str]]]:
    ids = [id for id in gold if id in ours]
    ours_of: dict[Hashable, set[str]] = defaultdict(set)
    gold_of: dict[Hashable, set[str]] = defaultdict(set)
    for id in ids:
        ours_of[ours[id]].add(id)
        gold_of[gold[id]].add(id)
    return ids, ours_of, gold_of


Alike = dict[tuple[Hashable, Hashable], float]


def _parts(alike: Alike) -> list[Alike]:
    """The pairs in parts that share no cluster, so that each can be matched by itself."""
    head: dict[tuple[int, Hashable], tuple[int, Hashable]] = {}

    def root(name: tuple[int, Hashable]) -> tuple[int, Hashable]:
        while head.setdefault(name, name) != name:
            name = head[name]
        return name

    for one, other in alike:
        head[root((0, one))] = root((1, other))
    parts: dict[tuple[int, Hashable], Alike] = defaultdict(dict)
    for (one, other), worth in alike.items():
        parts[root((0, one))][one, other] = worth
    return list(parts.values())


def _best(part: Alike) -> float:
    """The most that pairs of the part are worth together, no cluster being used twice."""
    rows = list(dict.fromkeys(one for one, _ in part))
    columns = list(dict.fromkeys(other for _, other in part))
    size = max(len(rows), len(columns))
    costs = [
        [
            -part.get((rows[r], columns[c]), 0.0) if r < len(rows) and c < len(columns) else 0.0
            for c in range(size)
        ]
        for r in range(size)
    ]
    return -_assigned(costs)


def _assigned(costs: Sequence[Sequence[float]]) -> float:
    """The least cost of giving each row a column of its own (Kuhn and Munkres, with potentials)."""
    size = len(costs)
    row_price, column_price = [0.0] * (size + 1), [0.0] * (size + 1)
    row_of, came_from = [size] * (size + 1), [0] * (size + 1)
    for row in range(size):
        row_of[size], at = row, size
        least, seen = [float("inf")] * (size + 1), [False] * (size + 1)
        while row_of[at] != size:
            seen[at] = True
            here, delta, following = row_of[at], float("inf"), size
            for column in range(size):
                if seen[column]:
                    continue
                cost = costs[here][column] - row_price[here] - column_price[column]
                if cost < least[column]:
                    least[column], came_from[column] = cost, at
                if least[column] < delta:
                    delta, following = least[column], column
            for column in range(size + 1):
                if seen[column]:
                    row_price[row_of[column]] += delta
                    column_price[column] -= delta
                else:
                    least[column] -= delta
            at = following
        while at != size:
            row_of[at] = row_of[came_from[at]]
            at = came_from[at]
    return sum(costs[row_of[column]][column] for column in range(size))
