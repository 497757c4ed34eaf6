"""Incidents as GeoJSON (RFC 7946): a point each, degrees of WGS 84, with the account as properties."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from zenobia.exports.cells import Cell
from zenobia.exports.tables import incident_row
from zenobia.exports.told import LeftOut, ToldIncident, unfounded

Record = dict[str, Any]

# About ten centimetres: more says nothing, since places are told as towns.
_DECIMALS = 6


def feature(told: ToldIncident) -> Record | LeftOut:
    """The feature of an incident, or why it has none."""
    if (reason := unfounded(told)) is not None:
        return reason
    point = point_of(told)
    if point is None:
        return LeftOut("no place on the map")
    properties = {name: _json(value) for name, value in incident_row(told).items()}
    for degrees in ("latitude", "longitude"):
        del properties[degrees]
    lon, lat = (round(value, _DECIMALS) for value in point)
    geometry = {"type": "Point", "coordinates": [lon, lat]}
    return {"type": "Feature", "id": told.incident.id, "geometry": geometry, "properties": properties}


def point_of(told: ToldIncident) -> tuple[float, float] | None:
    """Longitude and latitude."""
    place = told.incident.account.place
    if place is None or place.lat is None or place.lon is None:
        return None
    return place.lon, place.lat


def collection(features: Sequence[Record], statement: Record) -> Record:
    """The features; what is said of the whole file stands beside them, as the standard allows."""
    return {"type": "FeatureCollection", "zenobia": statement, "features": list(features)}


def _json(value: Cell) -> Cell:
    return value if value is None or isinstance(value, str | int | float) else value.isoformat()
