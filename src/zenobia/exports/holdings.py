"""Holdings as JSON records: each period with its days and the ids of the claims behind it."""

from __future__ import annotations

from typing import Any

from zenobia.dates import DateRange
from zenobia.model import HeldPlace, Holding, Side, Telling

Record = dict[str, Any]


def place_record(place: HeldPlace) -> Record:
    return {
        "id": place.place_id,
        "name": place.name,
        "country": place.country,
        "precision": place.precision.value,
    }


def holding_record(holding: Holding) -> Record:
    """A period. `known_from` to `known_to` are the days it holds for, `known_to` null where it is open."""
    return {
        "state": holding.state.value,
        "held_by": [_side(side) for side in holding.sides],
        "others": [_side(side) for side in holding.rivals],
        "began": holding.began and _days(holding.began),
        "ended": holding.ended and _days(holding.ended),
        "known_from": holding.first.isoformat(),
        "known_to": holding.last.isoformat() if holding.last else None,
        "claims": [telling_record(telling) for telling in holding.tellings],
        "beside": [telling_record(telling) for telling in holding.beside],
    }


def telling_record(telling: Telling) -> Record:
    """What one claim tells; the claim itself goes by `claim`, its id."""
    return {
        "claim": telling.claim_id,
        "told": telling.told.value,
        "realis": telling.realis.value,
        "sides": [_side(side) for side in telling.sides],
        "against": [_side(side) for side in telling.against],
        "days": telling.days and _days(telling.days),
        "extent": telling.extent.value,
        "day_is_of_report": telling.is_day_of_report,
        "own_word": telling.own_word,
        "area": telling.area,
    }


def _side(side: Side) -> Record:
    return {"name": side.name, "id": side.actor_id, "named": side.is_named}


def _days(days: DateRange) -> Record:
    return {
        "start": days.start.isoformat() if days.start else None,
        "end": days.end.isoformat() if days.end else None,
        "precision": days.precision.value,
    }
