"""Incidents as TimeMap's events, and the reports they rest on as its sources: two lists of JSON objects."""

from __future__ import annotations

from typing import Any

from zenobia.exports.told import LeftOut, ToldIncident, days_in_words, origins, summary, unfounded
from zenobia.store import FoundClaim

Record = dict[str, Any]


def timemap_event(told: ToldIncident) -> Record | LeftOut:
    """The event of an incident, or why it has none: TimeMap shows what has a day or a point."""
    if (reason := unfounded(told)) is not None:
        return reason
    account = told.incident.account
    place, days = account.place, account.days
    first = (days.start or days.end) if days is not None else None
    is_placed = place is not None and place.lat is not None and place.lon is not None
    if first is None and not is_placed:
        return LeftOut("neither a day nor a place on the map")
    return {
        "id": told.incident.id,
        "description": summary(told),
        "date": first.isoformat() if first is not None else "",
        "time": "",
        "time_precision": days.precision.value if days is not None else "",
        "time_display": days_in_words(told),
        "location": (place.name or place.text) if place is not None else "",
        "latitude": str(place.lat) if place is not None and is_placed else "",
        "longitude": str(place.lon) if place is not None and is_placed else "",
        "location_precision": place.precision.value if place is not None and place.precision else "",
        "type": account.kind.value,
        "category": account.kind.value,
        "category_full": account.kind.value,
        "associations": [account.grade.value, *account.actors, *account.targets],
        "sources": list(dict.fromkeys(found.article.id for found in told.claims)),
        "comments": f"according to {', '.join(origins(told))}",
    }


def timemap_sources(claims: list[FoundClaim]) -> list[Record]:
    """Each report that a claim stands in, once; `paths` is empty, because no picture or film is kept."""
    articles = {found.article.id: found.article for found in claims}
    return [
        {
            "id": article.id,
            "title": article.title or "",
            "thumbnail": "",
            "paths": [],
            "type": "Article",
            "affil_s": [article.outlet] if article.outlet else [],
            "url": article.url or "",
            "description": "",
            "parent": "",
            "author": article.outlet or "",
            "date": article.published_on.isoformat() if article.published_on else "",
            "notes": "",
        }
        for article in articles.values()
    ]
