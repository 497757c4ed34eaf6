"""Count on held-out reports how often what the network tells is what a person coded: the slopes of calibration."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from training.reports import Coded, Report, filled
from zenobia.model import Claim
from zenobia.reading.calibration import CLAIM, log_odds
from zenobia.reading.labels import ROLES

# Of fewer held-out cases nothing is drawn: the chances stay as they are.
FEWEST = 40
ROUNDS = 50

Case = tuple[str, float, bool]  # of what, the network's chance, whether a person coded the same


def calibrate(
    told: Sequence[Sequence[Claim]], reports: Sequence[Report], scorer: Any
) -> dict[str, tuple[float, float]]:
    """For claims and each role the slope and the shift that make confidences of the network's chances."""
    cases: defaultdict[str, list[tuple[float, bool]]] = defaultdict(list)
    for claims, report in zip(told, reports, strict=True):
        for what, chance, right in _cases(claims, report, scorer):
            cases[what].append((log_odds(chance), right))
    return {what: fitted(seen) for what, seen in sorted(cases.items()) if len(seen) >= FEWEST}


def _cases(claims: Sequence[Claim], report: Report, scorer: Any) -> Iterator[Case]:
    from training.tune import in_words  # which needs torch

    coded = in_words(claims, report, scorer)
    pairs = scorer.pair(
        report.article.text, coded, report.claims, lambda ours, gold: ours["kind"] == gold["kind"]
    )
    gold_of = {id(ours): gold for ours, gold in pairs}
    for claim, words in zip(claims, coded, strict=True):
        gold = gold_of.get(id(words))
        yield CLAIM, claim.confidence, gold is not None
        if gold is not None:
            yield from _mentions(claim, gold, scorer)


def _mentions(claim: Claim, gold: Coded, scorer: Any) -> Iterator[Case]:
    """The mentions of a claim that a person codes too; right where its words fill the slot for him as well."""
    for role in ROLES:
        value = getattr(claim, role)
        for mention in value if isinstance(value, tuple) else [value] if value is not None else []:
            same = any(
                scorer.same_name({"text": mention.text}, {"text": one["text"]}) for one in filled(gold, role)
            )
            yield role, mention.confidence, same


def fitted(cases: Sequence[tuple[float, bool]]) -> tuple[float, float]:
    """Slope and shift of the log-odds by Newton's method, with a light pull towards leaving them as they are.

    Right and wrong answers are moved a little towards each other (Platt 1999), so that no few cases are certain.
    """
    x = np.array([(odds, 1.0) for odds, _ in cases])
    right = np.array([float(is_right) for _, is_right in cases])
    most, least = (right.sum() + 1) / (right.sum() + 2), 1 / ((1 - right).sum() + 2)
    target = np.where(right > 0, most, least)
    start = line = np.array([1.0, 0.0])

    def loss(line: np.ndarray) -> float:
        odds = x @ line
        return float((np.logaddexp(0, odds) - target * odds).sum() + ((line - start) ** 2).sum() / 2)

    for _ in range(ROUNDS):
        chance = np.exp(-np.logaddexp(0, -x @ line))
        slope = x.T @ (chance - target) + (line - start)
        curve = (x * (chance * (1 - chance))[:, None]).T @ x + np.eye(2)
        step = np.linalg.solve(curve, slope)
        while loss(line - step) > loss(line):  # a whole step may lead too far where most are right
            step = step / 2
        line = line - step
        if np.abs(step).max() < 1e-6:
            break
    return round(float(line[0]), 4), round(float(line[1]), 4)
