"""Choose the thresholds of filling on texts that the network was not trained on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from training.muc4.fill import Aliases, Chances, Thresholds, fill
from training.muc4.scoring import Score, template_of, templates_of
from training.muc4.texts import Candidates

# Coarse, so that no single text decides.
STEPS = tuple(n / 20 for n in range(2, 15))

Held = tuple[Candidates, Chances, Sequence[dict]]


def choose_thresholds(
    held: Sequence[Held], aliases: Aliases, begin: Thresholds, rounds: int = 2
) -> Thresholds:
    """One threshold at a time, each to the highest F1 with the others as they are."""
    best = begin
    for _ in range(rounds):
        best = max((replace(best, kind=step) for step in STEPS), key=lambda one: f1_of(held, aliases, one))
        for n in range(len(best.roles)):
            tried = (replace(best, roles=(*best.roles[:n], step, *best.roles[n + 1 :])) for step in STEPS)
            best = max(tried, key=lambda one: f1_of(held, aliases, one))
    return best


def f1_of(held: Sequence[Held], aliases: Aliases, thresholds: Thresholds) -> float:
    return score_of(held, aliases, thresholds).total.f1


def score_of(held: Sequence[Held], aliases: Aliases, thresholds: Thresholds) -> Score:
    score = Score()
    for candidates, chances, records in held:
        predicted = fill(candidates, chances, aliases, thresholds)
        score.add_text([template_of(one) for one in predicted], templates_of(records))
    return score
