"""Make the brief of an incident: what lists, filters and the map look at."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zenobia.dates import DateRange
from zenobia.incidents.account import give_account
from zenobia.incidents.depositions import Deposition
from zenobia.incidents.lines import in_one_line
from zenobia.model import Account, Figure, Grade, Incident, Membership, Outcome, PlaceMention
from zenobia.pipeline.judging import reviewed_in
from zenobia.reviewing.reviewed import ReviewedClaim
from zenobia.store import FoundIncident
from zenobia.store.briefs import Brief, rules_of, unbriefed
from zenobia.store.view import View
from zenobia.store.writer import Writer

# Raised whenever accounts or briefs come out otherwise than before: then all briefs are made anew.
RULES = 1

# In the filter by source kind, for claims that a report tells in its own voice.
OWN_VOICE = "report"

# What makes an incident worth a look, by hand: a dispute weighs as much as a hundred dead, a single origin as
# ten, and so does a claim that the reader gave even chances.
_DISPUTE, _SINGLE_ORIGIN, _DOUBT, _LOOK = 2.0, 1.0, 2.0, 4.0


@dataclass(frozen=True, slots=True)
class Marks:
    """How far an incident is reviewed ("yes", "part", "no", "look"), and whether a hand coded any of it."""

    reviewed: str = "no"
    coded_by: str = "machine"


_NOBODY = Marks()

# Claims of so many incidents are in memory at a time.
_AT_A_TIME = 200


def brief_incidents(
    writer: Writer,
    view: View,
    ids: Iterable[str] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> None:
    """Make the briefs of some incidents, or of all that have none or one made by other rules."""
    with view.snapshot() as connection:
        is_old = ids is None and rules_of(connection) != RULES
        waiting = list(ids) if ids is not None else unbriefed(connection, all_=is_old)
    for done in range(0, len(waiting), _AT_A_TIME):
        with view.snapshot() as connection:
            found = view.several_incidents(waiting[done : done + _AT_A_TIME])
            articles = {each.article.id for incident in found for each in incident.claims}
            reviewed = reviewed_in(connection, articles)
        writer.keep_briefs([brief_of(each, incident_of(each), marks_of(each, reviewed)) for each in found])
        if progress is not None:
            progress(min(done + _AT_A_TIME, len(waiting)), len(waiting))
    if is_old:
        writer.note_rules(RULES)


def marks_of(found: FoundIncident, reviewed: Mapping[str, ReviewedClaim]) -> Marks:
    """How far people have come with the claims of an incident."""
    each = [reviewed.get(one.claim.id) for one in found.claims]
    seen = [one is not None and one.is_reviewed for one in each]
    by_hand = any(one is not None and one.by_hand for one in each)
    if any(one is not None and one.look for one in each):
        state = "look"
    else:
        state = "yes" if all(seen) else "part" if any(seen) else "no"
    return Marks(state, "hand" if by_hand else "machine")


def incident_of(found: FoundIncident) -> Incident:
    """The incident with its account, made from the claims that the store has for it."""
    depositions = [
        Deposition(
            each.claim,
            each.article.published_on,
            each.article.outlet,
            each.sentences,
            repeats=each.article.repeats,
        )
        for each in found.claims
    ]
    members = (Membership(each.claim.id, why) for each, why in zip(found.claims, found.reasons, strict=True))
    return Incident(found.id, tuple(members), give_account(depositions), found.part_of)


def brief_of(found: FoundIncident, incident: Incident, marks: Marks = _NOBODY) -> Brief:
    """The brief of an incident; `marks` tell how far people have come with it."""
    account = incident.account
    days, place = account.days, account.place
    card = _card(found, incident, marks)
    return Brief(
        id=incident.id,
        first=None if days is None else days.start,
        last=None if days is None else days.end,
        lat=None if place is None else place.lat,
        lon=None if place is None else place.lon,
        killed=_killed(account.toll),
        claims=len(found.claims),
        weight=_weight(card),
        values=_values(found, account, marks),
        card=card,
    )


def _card(found: FoundIncident, incident: Incident, marks: Marks) -> dict[str, Any]:
    account, killed = incident.account, _killed(incident.account.toll)
    disputed = account.grade is Grade.DISPUTED or any(field.is_disputed for field in account.fields)
    return {
        "id": incident.id,
        "kind": account.kind.value,
        "grade": account.grade.value,
        "line": in_one_line(account),
        "days": None if account.days is None else _days(account.days),
        "place": None if account.place is None else _place(account.place),
        "killed": None if killed is None else dict(zip(("low", "best", "high"), killed, strict=True)),
        "actors": list(account.actors),
        "targets": list(account.targets),
        "claims": len(found.claims),
        "origins": len(account.origins),
        "disputed": disputed,
        "confidence": round(min(each.claim.confidence for each in found.claims), 2),
        "reviewed": marks.reviewed,
        "coded_by": marks.coded_by,
        "part_of": incident.part_of,
    }


def _values(found: FoundIncident, account: Account, marks: Marks) -> dict[str, tuple[str, ...]]:
    """The values of every facet, each once; what is not told has none."""
    claims = [each.claim for each in found.claims]
    told: dict[str, Iterable[str | None]] = {
        "kind": (account.kind.value,),
        "grade": (account.grade.value,),
        "side": (*account.actors, *account.targets),
        "origin": (origin.name for origin in account.origins),
        "outlet": (each.article.outlet for each in found.claims),
        "realis": (claim.realis.value for claim in claims),
        "source_kind": (kind for claim in claims for kind in _source_kinds(claim.sources)),
        "reviewed": (marks.reviewed,),
        "coded_by": (marks.coded_by,),
    }
    if (place := account.place) is not None:
        told |= {
            "place": (place.name or place.text,),
            "place_id": (place.place_id,),
            "country": (place.country,),
            "precision": (place.precision and place.precision.value,),
        }
    return {facet: tuple(sorted({value for value in values if value})) for facet, values in told.items()}


def _weight(card: Mapping[str, Any]) -> float:
    toll = math.log10(1 + card["killed"]["best"]) if card["killed"] else 0.0
    doubts = _DISPUTE * card["disputed"] + _SINGLE_ORIGIN * (card["origins"] == 1)
    look = _LOOK * (card["reviewed"] == "look")
    weight: float = round(toll + doubts + _DOUBT * (1 - card["confidence"]) + look, 3)
    return weight


def _killed(toll: Sequence[Figure]) -> tuple[int, int, int | None] | None:
    total = next((f for f in toll if f.is_total and f.outcome is Outcome.KILLED), None)
    return None if total is None else (total.low, total.best, total.high)


def _source_kinds(sources: Sequence[Any]) -> list[str]:
    return [source.kind.value for source in sources if source.kind is not None] if sources else [OWN_VOICE]


def _days(days: DateRange) -> dict[str, Any]:
    return {
        "start": days.start and days.start.isoformat(),
        "end": days.end and days.end.isoformat(),
        "precision": days.precision.value,
    }


def _place(place: PlaceMention) -> dict[str, Any]:
    return {
        "id": place.place_id,
        "name": place.name or place.text,
        "country": place.country,
        "lat": place.lat,
        "lon": place.lon,
        "precision": place.precision and place.precision.value,
    }
