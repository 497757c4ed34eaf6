"""Control of places on a map, day by day: traced once for each state of the store, then asked for any day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from zenobia.api.control import Control, every_timeline
from zenobia.api.ledger import Ledger, Record
from zenobia.api.opening import as_day
from zenobia.holdings import holding_on, place_key, place_of
from zenobia.model import Holding, PlaceMention, Side
from zenobia.store import FoundClaim

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class _Traced:
    timelines: tuple[Control, ...]
    points: Mapping[object, PlaceMention]
    days: tuple[date, ...]


def control_map(ledger: Ledger, on: date | str | None = None, box: Box | None = None) -> Record:
    """Who held each place on a day (the last of the store for None), and the days on which anything changes."""
    with ledger.look() as look:
        state = look.overview.number
    traced = _traced(ledger.store, state)
    day = as_day(on) or (traced.days[-1] if traced.days else None)
    holdings = [] if day is None else list(_holdings(traced, day, box))
    return {
        "on": day and day.isoformat(),
        "holdings": holdings,
        "days": [each.isoformat() for each in traced.days],
    }


def _holdings(traced: _Traced, day: date, box: Box | None) -> Iterator[Record]:
    for each in traced.timelines:
        holding = holding_on(each.timeline.holdings, day)
        point = traced.points.get(place_key(each.timeline.place))
        if holding is not None and (box is None or _is_inside(point, box)):
            yield _record(holding, point)


@lru_cache(maxsize=2)
def _traced(store: Path, state: int) -> _Traced:
    timelines = tuple(every_timeline(store=store))
    points: dict[object, PlaceMention] = {}
    for each in timelines:
        for found in each.found.values():
            _note_point(found, points)
    changes = {
        day
        for each in timelines
        for holding in each.timeline.holdings
        for day in (holding.first, holding.last and holding.last + timedelta(days=1))
        if day is not None
    }
    return _Traced(timelines, points, tuple(sorted(changes)))


def _note_point(found: FoundClaim, points: dict[object, PlaceMention]) -> None:
    place, mention = place_of(found.claim), found.claim.place
    if place is not None and mention is not None and mention.lat is not None:
        points.setdefault(place_key(place), mention)


def _is_inside(point: PlaceMention | None, box: Box) -> bool:
    if point is None or point.lat is None or point.lon is None:
        return False
    west, south, east, north = box
    across = west <= point.lon <= east if west <= east else point.lon >= west or point.lon <= east
    return across and south <= point.lat <= north


def _record(holding: Holding, point: PlaceMention | None) -> Record:
    place = holding.place
    return {
        "place": {
            "id": place.place_id,
            "name": place.name,
            "country": place.country,
            "lat": None if point is None else point.lat,
            "lon": None if point is None else point.lon,
            "precision": place.precision.value,
        },
        "state": holding.state.value,
        "sides": [_side(side) for side in holding.sides],
        "rivals": [_side(side) for side in holding.rivals],
        "first": holding.first.isoformat(),
        "last": holding.last and holding.last.isoformat(),
        "claim_ids": list(holding.claim_ids),
    }


def _side(side: Side) -> Record:
    return {"name": side.name, "id": side.actor_id}
