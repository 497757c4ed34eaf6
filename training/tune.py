"""Draw the lines of decoding on held-out training reports: one at a time, whichever gives the best slots F1."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from training.network import Network
from training.predict import Read, claims_of
from training.reports import Coded, Report, filled
from zenobia.model import Claim, Kind, Mention
from zenobia.reading.decode import Lines
from zenobia.reading.labels import ROLES

SLOTS = ("actors", "targets", "objects", "sources")
STEPS = (0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A line for every kind, and those of the slots."""

    told: float
    lines: Lines

    def of_kinds(self) -> dict[str, float]:
        return dict.fromkeys(Kind, self.told)


def load_scorer(gold: Path) -> Any:
    """The gold set's own `score.py`."""
    spec = importlib.util.spec_from_file_location("gold_score", gold / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def tune(reads: Sequence[Read], reports: Sequence[Report], network: Network, scorer: Any) -> Drawn:
    """Two rounds over all lines, each moved to where slots F1 is best while the others stay."""

    def worth(drawn: Drawn) -> float:
        documents = [
            (
                report.article.text,
                in_words(claims_of(read, network, [drawn.told] * len(Kind), drawn.lines), report, scorer),
                report.claims,
            )
            for read, report in zip(reads, reports, strict=True)
        ]
        return float(scorer.score(documents)["slots"]["f1"])

    drawn, best = Drawn(0.4, Lines()), -1.0
    for _ in range(2):
        for moved in _moves():
            for step in STEPS:
                tried = moved(drawn, step)
                value = worth(tried)
                if value > best + 1e-4:
                    best, drawn = value, tried
    return drawn


def _moves() -> Iterable[Callable[[Drawn, float], Drawn]]:
    yield lambda drawn, step: replace(drawn, told=step)
    for name in ("joined", "another_place", "marked", "surest", "real"):
        yield lambda drawn, step, name=name: replace(drawn, lines=replace(drawn.lines, **{name: step}))
    for role in ROLES[:-1]:
        yield lambda drawn, step, role=role: replace(
            drawn, lines=replace(drawn.lines, filled={**drawn.lines.filled, role: step})
        )


def in_words(claims: Sequence[Claim], report: Report, scorer: Any) -> list[Coded]:
    """Claims as the scorer reads them, with the values that gold gives to the same words: no resolver is judged."""
    text = report.article.text
    return [_in_words(claim, text, report.claims, scorer) for claim in claims]


def _in_words(claim: Claim, text: str, gold: Sequence[Coded], scorer: Any) -> Coded:
    def known(slot: str, mention: Mention) -> Mapping[str, Any]:
        words = set(scorer.words(mention.text))
        fitting = [
            one for other in gold for one in filled(other, slot) if words & set(scorer.words(one["text"]))
        ]
        exact = [one for one in fitting if one["text"] == mention.text]
        return (exact or fitting or [{}])[0]

    out: Coded = {
        "kind": claim.kind,
        "realis": claim.realis,
        "evidence": [span.of(text) for span in claim.evidence],
    }
    for slot in SLOTS:
        out[slot] = [{"text": one.text} for one in getattr(claim, slot)]
    out["place"] = {"text": claim.place.text} if claim.place else None
    when = claim.when and known("when", claim.when)
    out["when"] = claim.when and {"start": "?", **(when or {}), "text": claim.when.text}
    out["toll"] = [{"low": -1, **known("toll", one), "outcome": one.outcome} for one in claim.toll]
    return out
