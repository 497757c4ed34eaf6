"""Claims, incidents and holdings as flat tables, everything that is known of each in one row.

These are tables of what is told, and hold denials, plans and rumours too: read `realis` and `grade`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from zenobia.dates import DateRange
from zenobia.exports.cells import Cell
from zenobia.exports.told import ToldIncident, origins, outlets
from zenobia.model import Claim, Figure, Holding, Outcome, PlaceMention, Side
from zenobia.store import FoundClaim

Row = dict[str, Cell]
TEXT, WHOLE, REAL, DAY, TRUTH = "text", "whole", "real", "day", "truth"

# Each column with what it holds, for formats that have types.
CLAIM_COLUMNS = {
    "id": TEXT,
    "article": TEXT,
    "outlet": TEXT,
    "published": DAY,
    "title": TEXT,
    "url": TEXT,
    "kind": TEXT,
    "realis": TEXT,
    "actors": TEXT,
    "actor_ids": TEXT,
    "targets": TEXT,
    "target_ids": TEXT,
    "objects": TEXT,
    "place_words": TEXT,
    "place": TEXT,
    "place_id": TEXT,
    "country": TEXT,
    "latitude": REAL,
    "longitude": REAL,
    "place_precision": TEXT,
    "when_words": TEXT,
    "first_day": DAY,
    "last_day": DAY,
    "day_precision": TEXT,
    **{f"{outcome.value}_{bound}": WHOLE for outcome in Outcome for bound in ("low", "high")},
    "toll_words": TEXT,
    "sources": TEXT,
    "source_kinds": TEXT,
    "origins": TEXT,
    "quote": TEXT,
    "evidence": TEXT,
    "confidence": REAL,
    "reader": TEXT,
}
INCIDENT_COLUMNS = {
    "id": TEXT,
    "part_of": TEXT,
    "grade": TEXT,
    "kind": TEXT,
    "first_day": DAY,
    "last_day": DAY,
    "day_precision": TEXT,
    "place": TEXT,
    "place_id": TEXT,
    "country": TEXT,
    "latitude": REAL,
    "longitude": REAL,
    "place_precision": TEXT,
    "actors": TEXT,
    "targets": TEXT,
    "objects": TEXT,
    **{f"{outcome.value}_{bound}": WHOLE for outcome in Outcome for bound in ("low", "best", "high")},
    "disputed": TEXT,
    "origins": TEXT,
    "independent_origins": WHOLE,
    "outlets": TEXT,
    "claims": TEXT,
}
HOLDING_COLUMNS = {
    "place": TEXT,
    "place_id": TEXT,
    "country": TEXT,
    "place_precision": TEXT,
    "state": TEXT,
    "held_by": TEXT,
    "held_by_ids": TEXT,
    "others": TEXT,
    "known_from": DAY,
    "known_to": DAY,
    "began_first": DAY,
    "began_last": DAY,
    "ended_first": DAY,
    "ended_last": DAY,
    "own_word_only": TRUTH,
    "claims": TEXT,
}


def claim_row(found: FoundClaim) -> Row:
    claim, article = found.claim, found.article
    return {
        "id": claim.id,
        "article": article.id,
        "outlet": article.outlet,
        "published": article.published_on,
        "title": article.title,
        "url": article.url,
        "kind": claim.kind.value,
        "realis": claim.realis.value,
        "actors": _joined(mention.name or mention.text for mention in claim.actors),
        "actor_ids": _joined(mention.actor_id or "" for mention in claim.actors),
        "targets": _joined(mention.name or mention.text for mention in claim.targets),
        "target_ids": _joined(mention.actor_id or "" for mention in claim.targets),
        "objects": _joined(mention.text for mention in claim.objects),
        "place_words": claim.place.text if claim.place is not None else None,
        **_place(claim.place),
        "when_words": claim.when.text if claim.when is not None else None,
        **_days(claim.when.days if claim.when is not None else None),
        **_tolls(claim),
        "toll_words": _joined(toll.text for toll in claim.toll),
        "sources": _joined(source.name or source.text for source in claim.sources),
        "source_kinds": _joined(source.kind.value if source.kind else "" for source in claim.sources),
        "origins": _joined(source.origin or source.name or source.text for source in claim.sources),
        "quote": claim.quote.text if claim.quote is not None else None,
        "evidence": "\n".join(found.sentences),
        "confidence": round(claim.confidence, 4),
        "reader": claim.reader,
    }


def incident_row(told: ToldIncident) -> Row:
    account = told.incident.account
    totals = {figure.outcome: figure for figure in account.toll if figure.is_total}
    return {
        "id": told.incident.id,
        "part_of": told.incident.part_of,
        "grade": account.grade.value,
        "kind": account.kind.value,
        **_days(account.days),
        **_place(account.place),
        "actors": _joined(account.actors),
        "targets": _joined(account.targets),
        "objects": _joined(account.objects),
        **_figures(totals),
        "disputed": _joined(field.name for field in account.fields if field.is_disputed),
        "origins": _joined(origins(told)),
        "independent_origins": len(origins(told)),
        "outlets": _joined(outlets(told.claims)),
        "claims": _joined(member.claim_id for member in told.incident.members),
    }


def holding_row(holding: Holding) -> Row:
    place = holding.place
    began, ended = _ends(holding.began), _ends(holding.ended)
    return {
        "place": place.name,
        "place_id": place.place_id,
        "country": place.country,
        "place_precision": place.precision.value,
        "state": holding.state.value,
        "held_by": _joined(side.name for side in holding.sides),
        "held_by_ids": _joined(_id(side) for side in holding.sides),
        "others": _joined(side.name for side in holding.rivals),
        "known_from": holding.first,
        "known_to": holding.last,
        "began_first": began[0],
        "began_last": began[1],
        "ended_first": ended[0],
        "ended_last": ended[1],
        "own_word_only": all(telling.own_word for telling in holding.tellings),
        "claims": _joined(holding.claim_ids),
    }


def _joined(values: Iterable[str]) -> str:
    """Values in one cell, in the order of the claim, an unknown one keeping its place: "syria.army; "."""
    listed = list(values)
    return "; ".join(listed) if any(listed) else ""


def _place(place: PlaceMention | None) -> Row:
    if place is None:
        return dict.fromkeys(("place", "place_id", "country", "latitude", "longitude", "place_precision"))
    return {
        "place": place.name,
        "place_id": place.place_id,
        "country": place.country,
        "latitude": place.lat,
        "longitude": place.lon,
        "place_precision": place.precision.value if place.precision is not None else None,
    }


def _days(days: DateRange | None) -> Row:
    first, last = _ends(days)
    return {"first_day": first, "last_day": last, "day_precision": days.precision.value if days else None}


def _ends(days: DateRange | None) -> tuple[date | None, date | None]:
    return (days.start, days.end) if days is not None else (None, None)


def _tolls(claim: Claim) -> Row:
    """The bounds of each outcome added up; a toll without a bound leaves that bound of the sum open."""
    bounds: Row = {}
    for outcome in Outcome:
        told = [toll for toll in claim.toll if toll.outcome is outcome and toll.scope == "incident"]
        lows = [toll.low for toll in told if toll.low is not None]
        highs = [toll.high for toll in told if toll.high is not None]
        bounds[f"{outcome.value}_low"] = sum(lows) if lows else None
        bounds[f"{outcome.value}_high"] = sum(highs) if told and len(highs) == len(told) else None
    return bounds


def _figures(totals: dict[Outcome, Figure]) -> Row:
    figures: Row = {}
    for outcome in Outcome:
        figure = totals.get(outcome)
        for bound in ("low", "best", "high"):
            figures[f"{outcome.value}_{bound}"] = getattr(figure, bound) if figure is not None else None
    return figures


def _id(side: Side) -> str:
    return side.actor_id or ""
