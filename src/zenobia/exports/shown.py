"""Incidents as the page shows them, for other programs: CSV, GeoJSON and JSON."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from zenobia.exports.cells import write_table

Record = Mapping[str, Any]

_COLUMNS: Mapping[str, Callable[[Record], Any]] = {
    "id": lambda card: card["id"],
    "kind": lambda card: card["kind"],
    "line": lambda card: card["line"],
    "start": lambda card: card["days"] and card["days"]["start"],
    "end": lambda card: card["days"] and card["days"]["end"],
    "day_precision": lambda card: card["days"] and card["days"]["precision"],
    "place": lambda card: card["place"] and card["place"]["name"],
    "country": lambda card: card["place"] and card["place"]["country"],
    "lat": lambda card: card["place"] and card["place"]["lat"],
    "lon": lambda card: card["place"] and card["place"]["lon"],
    "place_precision": lambda card: card["place"] and card["place"]["precision"],
    "killed_low": lambda card: card["killed"] and card["killed"]["low"],
    "killed_best": lambda card: card["killed"] and card["killed"]["best"],
    "killed_high": lambda card: card["killed"] and card["killed"]["high"],
    "actors": lambda card: "; ".join(card["actors"]),
    "targets": lambda card: "; ".join(card["targets"]),
    "grade": lambda card: card["grade"],
    "disputed": lambda card: "yes" if card["disputed"] else "no",
    "claims": lambda card: card["claims"],
    "origins": lambda card: card["origins"],
    "confidence": lambda card: card["confidence"],
    "reviewed": lambda card: card["reviewed"],
    "coded_by": lambda card: card["coded_by"],
    "part_of": lambda card: card["part_of"],
}


def shown_csv(cards: Iterable[Record]) -> str:
    """A table with a line for each incident; no cell of text is a formula where it is opened."""
    rows = ({name: value(card) for name, value in _COLUMNS.items()} for card in cards)
    out = io.BytesIO()
    write_table(out, tuple(_COLUMNS), rows)
    return out.getvalue().decode("utf-8")


def shown_geojson(cards: Iterable[Record]) -> str:
    """A feature for each incident; one without a place has no geometry, and is there all the same."""
    features = [
        {"type": "Feature", "id": card["id"], "geometry": _point(card), "properties": dict(card)}
        for card in cards
    ]
    return _json({"type": "FeatureCollection", "features": features})


def shown_json(cards: Iterable[Record]) -> str:
    return _json(list(cards))


def _point(card: Record) -> Record | None:
    place = card["place"]
    if place is None or place["lat"] is None:
        return None
    return {"type": "Point", "coordinates": [place["lon"], place["lat"]]}


def _json(told: Any) -> str:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))
