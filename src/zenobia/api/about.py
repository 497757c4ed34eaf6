"""What a store holds and which words there are to code with: what a page asks once, when it opens."""

from __future__ import annotations

import math
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from zenobia.api.ledger import Ledger, Record
from zenobia.api.opening import opened_gazetteer
from zenobia.api.parties import known_actors
from zenobia.api.places import known_places
from zenobia.dates import DatePrecision
from zenobia.model import (
    Category,
    Grade,
    Kind,
    Outcome,
    PlacePrecision,
    Realis,
    SourceKind,
    Verdict,
)

if TYPE_CHECKING:
    from zenobia.resolving.gazetteer import Gazetteer, Place
    from zenobia.store.overview import Overview

SLOT_NAMES = (
    "kind",
    "realis",
    "actors",
    "targets",
    "objects",
    "place",
    "when",
    "toll",
    "sources",
    "quote",
)
SCOPES = ("incident", "running", "part")
_CANDIDATES_SHOWN = 12


def about(ledger: Ledger) -> Record:
    """What the store holds, and the codebook's words."""
    from zenobia import __version__
    from zenobia.incidents.kinds import family_names, label
    from zenobia.pipeline.briefing import OWN_VOICE

    with ledger.look() as look:
        counts, overview = look.view.counts(), look.overview
    families = family_names()
    return {
        "version": __version__,
        "store": str(ledger.store),
        "counts": {
            "pages": counts.pages,
            "articles": counts.articles,
            "claims": counts.claims,
            "incidents": len(overview),
            "undated": int((~overview.is_dated).sum()),
            "set_aside": counts.set_aside,
        },
        "kinds": [{"id": kind.value, "label": label(kind), "family": families[kind]} for kind in Kind],
        "realis": _words(Realis),
        "grades": _words(Grade),
        "source_kinds": [OWN_VOICE, *_words(SourceKind)],
        "precisions": _words(PlacePrecision),
        "date_precisions": _words(DatePrecision),
        "outcomes": _words(Outcome),
        "categories": _words(Category),
        "scopes": list(SCOPES),
        "verdicts": [verdict.value for verdict in Verdict if verdict is not Verdict.UNDO],
        "slots": list(SLOT_NAMES),
        **_extent(overview),
    }


def place_candidates(ledger: Ledger, named: str, country: str | None = None) -> list[Record]:
    """The places that a name may mean, to pick one in a correction, the likeliest first.

    A place in a country that the ledger tells much of is likelier: "Palmyra" is in Syria before it is in Ohio.
    """
    with ledger.look() as look:
        every = look.overview.facets["country"].counts(look.overview.is_placed)
    told = {code: math.log10(1 + count) for code, count in every}
    scored = [
        (candidate.score + told.get(candidate.match.place.country or "", 0.0), candidate.match.place)
        for candidate in known_places(named, country=country)
    ]
    likeliest = sorted(scored, key=lambda each: -each[0])[:_CANDIDATES_SHOWN]
    gazetteer = opened_gazetteer(None)
    return [_place_record(place, points, gazetteer) for points, place in likeliest]


def _place_record(place: Place, points: float, gazetteer: Gazetteer) -> Record:
    within = (
        gazetteer.division_of(place.country, place.division) if place.country and place.division else None
    )
    return {
        "id": place.place_id,
        "name": place.name,
        "kind": place.kind.value,
        "country": place.country,
        "division": None if within is None else within.name,
        "lat": place.lat,
        "lon": place.lon,
        "population": place.population,
        "points": round(points, 2),
    }


def actor_candidates(named: str, *, on: str | None = None, country: str | None = None) -> list[Record]:
    """Whom a name may mean, the likeliest first, to pick one in a correction."""
    return [
        {
            "id": candidate.actor.id,
            "name": candidate.actor.name,
            "kind": candidate.actor.kind,
            "country": list(candidate.actor.country),
            "part_of": candidate.actor.part_of,
            "points": round(candidate.points, 2),
        }
        for candidate in known_actors(named, on=on, country=country)[:_CANDIDATES_SHOWN]
    ]


def _words(words: type[StrEnum]) -> list[str]:
    return [word.value for word in words]


def _extent(overview: Overview) -> Record:
    """The days and the part of the world that incidents are known from."""
    import numpy as np

    told = np.concatenate([overview.first, overview.last])
    told = told[~np.isnan(told)]
    days = [date.fromordinal(int(day)).isoformat() for day in (told.min(), told.max())] if len(told) else []
    lat, lon = overview.lat[overview.is_placed], overview.lon[overview.is_placed]
    box = [float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max())] if len(lat) else None
    return {"first_day": days[0] if days else None, "last_day": days[-1] if days else None, "box": box}
