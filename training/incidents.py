"""Fit what each finding about two claims is worth (src/zenobia/incidents/points.toml).

    python -m training.incidents [--data DIR] [--write]

Pairs of claims that grouping would compare, each the same happening or not: claims of shootings in the United
States (`gva`, the months of even number; those of odd number are kept to look at), and made-up claims with the
skew of a war (benchmarks/grouping_scale.py), so that what holds of shootings alone does not decide. A logistic
regression on the findings, held to the points that are there: what the pairs say nothing of stays as it is.
"""

from __future__ import annotations

import argparse
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from benchmarks.grouping_scale import made_up_incidents
from benchmarks.merging import Report, main_claim, read_corpus, told_by
from numpy.typing import NDArray

from zenobia.incidents import features
from zenobia.incidents.depositions import Deposition
from zenobia.incidents.pairing import candidate_pairs
from zenobia.incidents.traits import Traits

POINTS = Path(features.__file__).with_name("points.toml")
MADE_UP = 20_000
# How many pairs' worth of evidence it takes to move a finding by a point, and how much a war's pair counts: the
# two sets have about as many pairs of one incident each.
HELD_BY = 20.0
WAR_COUNTS = 0.002
STEPS = 400
# No finding is trusted with more than this, for or against: a chance meeting must stay possible.
FURTHEST = 5.0

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Findings of pairs, a column a finding, and whether each pair is one happening."""

    found: Floats
    same: NDArray[np.bool_]

    @classmethod
    def of(cls, depositions: Sequence[Deposition], incident_of: dict[str, object]) -> Pairs:
        """The candidate pairs of claims whose incident is known."""
        traits = Traits.of(depositions)
        names = np.array([hash(incident_of.get(id, id)) for id in traits.ids])
        known = np.array([id in incident_of for id in traits.ids])
        pairs = [
            (left[ok], right[ok])
            for left, right in candidate_pairs(traits)
            for ok in [known[left] & known[right] & (traits.article[left] != traits.article[right])]
        ]
        left, right = (np.concatenate(side) for side in zip(*pairs, strict=True))
        return cls(columns(traits, left, right), names[left] == names[right])


def columns(traits: Traits, left: features.Rows, right: features.Rows) -> Floats:
    """1 for what is found, half for what is found of something lent."""
    blocks = []
    for feature in features.FEATURES:
        found = feature.compare(traits, left, right)
        each = np.arange(1, len(feature.findings) + 1)
        blocks.append((found[:, None] == each) * feature.weight(traits, left, right)[:, None])
    return np.concatenate(blocks, axis=1).astype(np.float64)


def hand_points() -> Floats:
    table = tomllib.loads(POINTS.read_text("utf-8"))
    return np.array([value for f in features.FEATURES for value in table[f.compare.__name__].values()])


def fit(sets: Sequence[tuple[Pairs, float]], start: Floats, bar: float) -> Floats:
    """The points that tell the pairs apart best, held to `start`; Newton's method on the penalised likelihood."""
    found = np.concatenate([pairs.found for pairs, _ in sets])
    same = np.concatenate([pairs.same for pairs, _ in sets]).astype(np.float64)
    weight = np.concatenate([np.full(len(pairs.same), counts) for pairs, counts in sets])
    points = start.copy()
    for _ in range(30):
        chance = 1 / (1 + np.exp(-(found @ points - bar)))
        slope = found.T @ (weight * (chance - same)) + HELD_BY * (points - start)
        bend = (found * (weight * chance * (1 - chance))[:, None]).T @ found
        step = np.linalg.solve(bend + HELD_BY * np.eye(len(points)), slope)
        points -= step
        if np.abs(step).max() < 1e-4:
            break
    return np.clip(points, -FURTHEST, FURTHEST)


def told(pairs: Pairs, points: Floats, bar: float) -> str:
    """Precision and recall of pairs alone."""
    joined = pairs.found @ points >= bar
    both = int((joined & pairs.same).sum())
    return (
        f"{len(joined)} pairs, {int(pairs.same.sum())} the same: precision {both / max(joined.sum(), 1):.3f}, "
        f"recall {both / max(pairs.same.sum(), 1):.3f}"
    )


def shootings(reports: Iterable[Report]) -> Pairs:
    depositions: list[Deposition] = []
    incident_of: dict[str, object] = {}
    for report in reports:
        depositions += told_by(report.coded)
        claim = main_claim(report.coded)
        if claim is not None:
            incident_of[claim.id] = report.incident
    return Pairs.of(depositions, incident_of)


def war(count: int, seed: int) -> Pairs:
    depositions: list[Deposition] = []
    incident_of: dict[str, object] = {}
    for number, incident in enumerate(made_up_incidents(count, seed)):
        depositions += incident
        incident_of |= {deposition.claim.id: number for deposition in incident}
    return Pairs.of(depositions, incident_of)


def written(points: Floats, bar: float) -> str:
    """The table as it stands, with the new points."""
    values = iter(points)
    head = [line for line in POINTS.read_text("utf-8").split("bar = ")[0].splitlines() if line]
    lines = [*head, f"bar = {bar}"]
    for feature in features.FEATURES:
        lines += ["", f"[{feature.compare.__name__}]"]
        lines += [f"{finding} = {next(values):.2f}" for finding in feature.findings]
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path)
    parser.add_argument("--write", action="store_true", help="into points.toml")
    options = parser.parse_args()
    reports = read_corpus(options.data)
    parts = [[r for r in reports if (r.day.month % 2 == 1) is odd] for odd in (False, True)]
    (learnt, kept), bar = map(shootings, parts), features.JOINED_FROM
    start = hand_points()
    points = fit([(learnt, 1.0), (war(MADE_UP, 1), WAR_COUNTS)], start, bar)
    for name, pairs in (("even months", learnt), ("odd months", kept), ("a war", war(MADE_UP, 2))):
        print(f"{name}: by hand {told(pairs, start, bar)}; fitted {told(pairs, points, bar)}")
    table = written(points, bar)
    if options.write:
        POINTS.write_text(table, "utf-8")
    print(table)


if __name__ == "__main__":
    main()
