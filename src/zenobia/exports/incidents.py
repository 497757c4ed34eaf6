"""Incidents as JSON records: the account, what is disputed and by whom, and the claims behind every value."""

from __future__ import annotations

from typing import Any

from zenobia.dates import DateRange
from zenobia.model import Field, Figure, Incident, Origin, PlaceMention, Version

Record = dict[str, Any]


def incident_record(incident: Incident) -> Record:
    """One incident with its account; the claims are told by their ids, with why each is a member."""
    account = incident.account
    return {
        "id": incident.id,
        "part_of": incident.part_of,
        "grade": account.grade.value,
        "kind": account.kind.value,
        "days": account.days and _days(account.days),
        "place": account.place and _place(account.place),
        "actors": list(account.actors),
        "targets": list(account.targets),
        "objects": list(account.objects),
        "toll": [_figure(figure) for figure in account.toll],
        "fields": [_field(field) for field in account.fields],
        "origins": [_origin(origin) for origin in account.origins],
        "members": [
            {
                "claim": member.claim_id,
                "reasons": [
                    {"rule": reason.rule, "points": reason.points, "claim": reason.detail}
                    for reason in member.reasons
                ],
            }
            for member in incident.members
        ],
    }


def _days(days: DateRange) -> Record:
    return {
        "start": days.start and days.start.isoformat(),
        "end": days.end and days.end.isoformat(),
        "precision": days.precision.value,
    }


def _place(place: PlaceMention) -> Record:
    precision = place.precision and place.precision.value
    return {
        "name": place.name or place.text,
        "country": place.country,
        "lat": place.lat,
        "lon": place.lon,
        "precision": precision,
    }


def _figure(figure: Figure) -> Record:
    return {
        "outcome": figure.outcome.value,
        "side": figure.side,
        "category": figure.category.value,
        "is_total": figure.is_total,
        "low": figure.low,
        "best": figure.best,
        "high": figure.high,
        "versions": [_version(version) for version in figure.versions],
    }


def _field(field: Field) -> Record:
    return {
        "name": field.name,
        "is_disputed": field.is_disputed,
        "versions": [_version(version) for version in field.versions],
    }


def _version(version: Version) -> Record:
    return {
        "value": version.value,
        "origins": list(version.origins),
        "claims": list(version.claim_ids),
        "told_on": version.told_on and version.told_on.isoformat(),
    }


def _origin(origin: Origin) -> Record:
    return {"name": origin.name, "is_party": origin.is_party, "claims": list(origin.claim_ids)}
