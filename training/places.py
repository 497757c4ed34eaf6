"""Fit the points of the reasons for a place, and say by cross-validation what they are worth.

python -m training.places [--write]

Fitted on LGL, GWN, GeoVirus and the places of gold/train, each weighing the same. The ranker is the one that
the program runs: a sum of points. The points maximise the likelihood of taking a right place among its
namesakes, with a small pull towards zero. `--write` puts them into place_weights.toml; five folds of whole
texts tell how often the right place is taken in texts that were not fitted on.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from benchmarks.places import CORPORA, NEAR_KM, REGION_KM, SHARED, TOLERANCE_KM, read_corpus

from zenobia.resolving import place_ranking
from zenobia.resolving.descriptions import read_description
from zenobia.resolving.gazetteer import Gazetteer, Match
from zenobia.resolving.gazetteer_build import build_gazetteer
from zenobia.resolving.place_context import PlaceContext, distance_km
from zenobia.resolving.place_names import folded

WEIGHTS = Path(place_ranking.__file__).with_name("place_weights.toml")
FOLDS = 5
PULL_TO_ZERO = 0.3
STEPS, STEP = 400, 0.1

Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Choice:
    """One name: what speaks for each of its namesakes, and which of them are right."""

    corpus: str
    text: int
    reasons: Matrix
    right: npt.NDArray[np.bool_]


def read_choices(gazetteer: Gazetteer) -> Iterator[Choice]:
    for corpus, path in CORPORA.items():
        for number, (text, names) in enumerate(read_corpus(path)):
            context = PlaceContext(text, gazetteer)
            for known in names:
                matches = gazetteer.matches(known.name)
                if matches:
                    right = [is_near(match, known.lat, known.lon, REGION_KM) for match in matches]
                    yield Choice(corpus, number, _reasons(matches, known.name, context), np.array(right))
    for number, path in enumerate(sorted((SHARED / "gold" / "train").glob("*.json"))):
        report = json.loads(path.read_text("utf-8"))
        yield from _gold_choices(number, report, gazetteer)


def _gold_choices(number: int, report: dict[str, object], gazetteer: Gazetteer) -> Iterator[Choice]:
    """The bare names among the places of a coded report, each once."""
    context = PlaceContext(str(report["text"]), gazetteer)
    seen = set()
    for claim in report["claims"]:  # type: ignore[attr-defined]
        place = claim["place"]
        if place is None or place["lat"] is None:
            continue
        head = read_description(place["text"], gazetteer.knows).head
        if head is None or not head.known or head.noun or head.text in seen:
            continue
        seen.add(head.text)
        matches = [match for match in gazetteer.matches(head.text) if not match.demonym]
        within = TOLERANCE_KM.get(place["precision"], NEAR_KM)
        right = [is_near(match, place["lat"], place["lon"], within) for match in matches]
        if matches:
            yield Choice("gold", number, _reasons(matches, head.text, context), np.array(right))


def is_near(match: Match, lat: float, lon: float, within_km: float) -> bool:
    return distance_km(match.place.lat, match.place.lon, lat, lon) <= within_km


def _reasons(matches: list[Match], name: str, context: PlaceContext) -> Matrix:
    largest = place_ranking.largest_town(matches)
    found = [place_ranking.features(match, folded(name), context, largest) for match in matches]
    return np.array([[one.get(reason, (0.0, ""))[0] for reason in place_ranking.REASONS] for one in found])


def fit(choices: list[Choice]) -> Matrix:
    """The points, by gradient ascent (Adam) on the log-likelihood of the right namesakes together."""
    open_ones = [choice for choice in choices if choice.right.any() and not choice.right.all()]
    sizes = Counter(choice.corpus for choice in open_ones)
    reasons = np.concatenate([choice.reasons for choice in open_ones])
    right = np.concatenate([choice.right for choice in open_ones]).astype(float)
    owner = np.repeat(np.arange(len(open_ones)), [len(choice.right) for choice in open_ones])
    starts = np.searchsorted(owner, np.arange(len(open_ones)))
    weight = np.array([len(open_ones) / len(sizes) / sizes[choice.corpus] for choice in open_ones])[owner]
    points = np.zeros(reasons.shape[1])
    mean, square = np.zeros_like(points), np.zeros_like(points)
    for step in range(1, STEPS + 1):
        scores = reasons @ points
        scores = np.exp(scores - np.maximum.reduceat(scores, starts)[owner])
        taken = scores / np.add.reduceat(scores, starts)[owner]
        wanted = scores * right
        wanted /= np.add.reduceat(wanted, starts)[owner]
        slope = reasons.T @ ((taken - wanted) * weight) / len(open_ones) + PULL_TO_ZERO * points / len(
            open_ones
        )
        mean, square = 0.9 * mean + 0.1 * slope, 0.999 * square + 0.001 * slope**2
        points -= STEP * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return points


def score(choices: list[Choice], points: Matrix) -> Counter[tuple[str, bool]]:
    return Counter(
        (choice.corpus, bool(choice.right[np.argmax(choice.reasons @ points)])) for choice in choices
    )


def main(arguments: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "gazetteer.sqlite"
        build_gazetteer(path, None)
        choices = list(read_choices(Gazetteer.open(path)))
    held_out: Counter[tuple[str, bool]] = Counter()
    for fold in range(FOLDS):
        points = fit([choice for choice in choices if choice.text % FOLDS != fold])
        held_out += score([choice for choice in choices if choice.text % FOLDS == fold], points)
    points = fit(choices)
    fitted = score(choices, points)
    print("share of names known to the gazetteer for which the right place is taken")
    for corpus in (*CORPORA, "gold"):
        shares = [
            count[corpus, True] / (count[corpus, True] + count[corpus, False]) for count in (held_out, fitted)
        ]
        print(f"{corpus:10} held out {shares[0]:.4f}   fitted {shares[1]:.4f}")
    lines = [f"{reason} = {value:.2f}" for reason, value in zip(place_ranking.REASONS, points, strict=True)]
    print("\n".join(lines))
    if "--write" in arguments:
        head = [line for line in WEIGHTS.read_text("utf-8").splitlines() if line.startswith("#")]
        WEIGHTS.write_text("\n".join([*head, *lines]) + "\n", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
