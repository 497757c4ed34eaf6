"""Incidents in the store, and what a reviewer says of two claims."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from zenobia.api.review import Reviewer, judge_pair
from zenobia.model import Incident, Judgement
from zenobia.settings import Settings
from zenobia.store import ClaimQuery, FoundClaim, open_view


@dataclass(frozen=True, slots=True)
class Incidents:
    """Incidents by their first day, those without one last; `total` and `undated` as for claims."""

    found: tuple[Incident, ...]
    total: int
    undated: int


@dataclass(frozen=True, slots=True)
class FoundAccount:
    """An incident, the claims it is made of by day of publication, and the ids of its parts."""

    incident: Incident
    claims: tuple[FoundClaim, ...]
    parts: tuple[str, ...]


def incidents(query: ClaimQuery, *, store: Path | None = None) -> Incidents:
    """The incidents with a claim that `query` asks for, each with its account. Raises StoreError."""
    from zenobia.pipeline.briefing import incident_of

    with open_view(store or Settings.from_environment().store) as view:
        page = view.incidents(query)
    return Incidents(tuple(map(incident_of, page.found)), page.total, page.undated)


def incident(id_: str, *, store: Path | None = None) -> FoundAccount:
    """The incident whose id, present or former, begins with `id_`, with its claims. Raises NotFound."""
    from zenobia.pipeline.briefing import incident_of

    with open_view(store or Settings.from_environment().store) as view:
        found = view.incident(id_)
    return FoundAccount(incident_of(found), found.claims, found.parts)


def judge_same(
    claim_id: str, other_id: str, same: bool, *, reviewer: str, why: str = "", store: Path | None = None
) -> Judgement:
    """Keep that two claims tell, or do not tell, of one happening, and group again what that touches.

    No score overrules it; a later judgement on the same two does. Raises NotFound for no such claim.
    """
    return judge_pair(Reviewer(reviewer, why, store), claim_id, other_id, same).judgements[0]
