"""Incidents in the store, and what a reviewer says of two claims."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from zenobia.errors import BadInput
from zenobia.model import Incident, Judgement, Verdict
from zenobia.settings import Settings
from zenobia.store import ClaimQuery, FoundClaim, open_view, open_writer


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
    from zenobia.pipeline.regrouping import regroup

    path = store or Settings.from_environment().store
    with open_view(path) as view:
        one, other = view.claim(claim_id).claim.id, view.claim(other_id).claim.id
    if one == other:
        raise BadInput("a claim is the same as itself; two claims are wanted")
    verdict = Verdict.SAME if same else Verdict.NOT_SAME
    judgement = Judgement(one, other, verdict, reviewer, datetime.now(UTC), why)
    with open_writer(path, "judge_same") as writer:
        writer.judge(judgement)
        regroup(writer, path, touched=(one, other))
    return judgement
