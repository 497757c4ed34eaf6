"""Suggest what a reviewer might join: incidents whose claims came near the bar, or over it and apart all the same."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

import numpy as np
from sqlalchemy import Connection

from zenobia.incidents import features
from zenobia.incidents.depositions import Deposition
from zenobia.incidents.traits import Traits
from zenobia.model import Reason, Verdict
from zenobia.pipeline.judging import pairs_that_hold
from zenobia.pipeline.regrouping import depositions_of, neighbourhood
from zenobia.store import FoundIncident, grouped

# So far below the bar a pair is still shown. By hand: one feature of the smaller kind missing.
BELOW_BAR = 2.0
MOST_SUGGESTED = 5
# Claims around an incident that are compared with it; opening an incident must stay quick in a dense war.
_MOST_COMPARED = 150


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A claim of an incident and one of another that may tell of the same, and why."""

    incident_id: str
    claim_id: str
    other_id: str
    points: float
    reasons: tuple[Reason, ...]
    sentence: str


def suggest_pairs(connection: Connection, found: FoundIncident) -> list[Suggestion]:
    """The best pair with each other incident that comes near the bar, the nearest first.

    Incidents that a person has told apart from this one are left out.
    """
    own = {each.claim.id for each in found.claims}
    mine = _told(connection, _articles_of(connection, found), own)
    near = grouped.claims_near(connection, found.id, neighbourhood(Traits.of(mine)), _MOST_COMPARED)
    if not near:
        return []
    told = mine + _told(connection, {article for _, article in near.values()}, near.keys() - own)
    traits = Traits.of(told)
    here = np.array([at for at, id_ in enumerate(traits.ids) if id_ in own], dtype=np.int64)
    there = np.array([at for at, id_ in enumerate(traits.ids) if id_ in near], dtype=np.int64)
    left, right = np.repeat(here, len(there)), np.tile(there, len(here))
    points = features.total(traits, left, right)
    apart = _told_apart(connection)
    best: dict[str, Suggestion] = {}
    for at in np.argsort(-points, kind="stable"):
        if points[at] < features.JOINED_FROM - BELOW_BAR:
            break
        one, other = traits.ids[left[at]], traits.ids[right[at]]
        incident = near[other][0]
        if incident not in best and frozenset((one, other)) not in apart:
            sentence = " ".join(told[traits.depositions[right[at]]].sentences[:1])
            why = _reasons(traits, int(left[at]), int(right[at]))
            best[incident] = Suggestion(incident, one, other, round(float(points[at]), 2), why, sentence)
        if len(best) == MOST_SUGGESTED:
            break
    return list(best.values())


def _told(connection: Connection, articles: Set[int], wanted: Set[str]) -> list[Deposition]:
    """The wanted claims of those articles, as grouping sees them."""
    return [
        deposition
        for report in grouped.coded_reports(connection, articles)
        for deposition in depositions_of(report)
        if deposition.claim.id in wanted
    ]


def _articles_of(connection: Connection, found: FoundIncident) -> set[int]:
    from zenobia.store.judged import article_keys

    return article_keys(connection, sorted({each.article.id for each in found.claims}))


def _told_apart(connection: Connection) -> set[frozenset[str]]:
    pairs = pairs_that_hold(connection)
    return {frozenset((p.claim_id, p.other_id)) for p in pairs if p.verdict is Verdict.NOT_SAME}


def _reasons(traits: Traits, left: int, right: int) -> tuple[Reason, ...]:
    table = features.points_table(traits, np.array([left]), np.array([right]))[0]
    names = [feature.name for feature in features.FEATURES]
    return tuple(
        Reason(name, round(float(given), 2)) for name, given in zip(names, table, strict=True) if given
    )
