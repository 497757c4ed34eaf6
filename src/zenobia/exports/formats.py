"""The formats there are: what each is made of, and how it is written, with a count of what has no place in it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO, TypeVar

from zenobia.exports import acled, geojson, plover, tables, timemap, ucdp
from zenobia.exports.atlas import Atlas
from zenobia.exports.cells import write_table
from zenobia.exports.geopackage import write_geopackage
from zenobia.exports.parquet import write_parquet
from zenobia.exports.told import LeftOut, ToldIncident
from zenobia.model import Holding
from zenobia.store import FoundClaim

_Made = TypeVar("_Made")
FACTS_ONLY = (
    "Only what somebody tells as having happened; what is only denied, planned, threatened or suspected is left"
    " out. Made from news reports by a program: see who says it before you rely on it."
)
EVERYTHING_TOLD = "What is told, with denials, plans and suspicions: read the column realis, or grade."


class Holds(StrEnum):
    """What a format is made of."""

    INCIDENTS = "incidents"
    CLAIMS = "claims"
    HOLDINGS = "holdings"


@dataclass(frozen=True, slots=True)
class Material:
    """What is to be written: the list that the format holds, and what is known beside it."""

    atlas: Atlas
    made_at: datetime
    incidents: Sequence[ToldIncident] = ()
    claims: Sequence[FoundClaim] = ()
    holdings: Sequence[Holding] = ()
    redaction: str | None = None

    def statement(self, rule: str) -> dict[str, str]:
        """What a file says of itself, where its format has a place for it."""
        said = {"made_by": "Zenobia", "made_at": f"{self.made_at:%Y-%m-%dT%H:%M:%SZ}", "rule": rule}
        return said | ({"redacted": self.redaction} if self.redaction else {})


@dataclass(slots=True)
class Tally:
    """How many were written, in how many rows, and how many were left out for which reason."""

    written: int = 0
    rows: int = 0
    left_out: Counter[str] = field(default_factory=Counter)

    def take(self, made: _Made | LeftOut) -> list[_Made]:
        """What was made, counted: nothing where it was left out."""
        if isinstance(made, LeftOut):
            self.left_out[made.reason] += 1
            return []
        self.written += 1
        return [made]


@dataclass(frozen=True, slots=True)
class Format:
    """One format; `write` puts it into a stream and says what became of each of the things it holds."""

    holds: Holds
    says: str
    write: Callable[[Material, BinaryIO], Tally]


def _write_acled(material: Material, stream: BinaryIO) -> Tally:
    tally = Tally()
    made = [
        tally.take(acled.acled_rows(told, material.atlas, material.made_at)) for told in material.incidents
    ]
    rows = acled.folded(row for taken in made for several in taken for row in several)
    if material.redaction:
        rows = [row | {"notes": f"{row['notes']} Redacted: {material.redaction}"} for row in rows]
    tally.rows = len(rows)
    write_table(stream, acled.COLUMNS, rows)
    return tally


def _write_ucdp(material: Material, stream: BinaryIO) -> Tally:
    tally = Tally()
    made = [tally.take(ucdp.ucdp_row(told, material.atlas)) for told in material.incidents]
    rows = [row for taken in made for row in taken]
    if material.redaction:
        rows = [row | {"where_description": f"Redacted: {material.redaction}"} for row in rows]
    tally.rows = len(rows)
    write_table(stream, ucdp.COLUMNS, rows)
    return tally


def _write_plover(material: Material, stream: BinaryIO) -> Tally:
    tally = Tally()
    for found in material.claims:
        for record in tally.take(plover.plover_record(found, material.atlas, material.made_at)):
            if material.redaction:
                record["comment"] = f"Redacted: {material.redaction}"
            stream.write(_json(record) + b"\n")
    tally.rows = tally.written
    return tally


def _write_timemap_events(material: Material, stream: BinaryIO) -> Tally:
    tally = Tally()
    events = [event for told in material.incidents for event in tally.take(timemap.timemap_event(told))]
    if material.redaction:
        events = [
            event | {"comments": f"{event['comments']}. Redacted: {material.redaction}"} for event in events
        ]
    tally.rows = len(events)
    stream.write(_json(events, indent=1) + b"\n")
    return tally


def _write_timemap_sources(material: Material, stream: BinaryIO) -> Tally:
    """Sources of every incident that has an event: written beside the events, under the same filters."""
    tally = Tally()
    shown = [told for told in material.incidents if tally.take(timemap.timemap_event(told))]
    sources = timemap.timemap_sources([found for told in shown for found in told.claims])
    tally.rows = len(sources)
    stream.write(_json(sources, indent=1) + b"\n")
    return tally


def _write_geojson(material: Material, stream: BinaryIO) -> Tally:
    tally = Tally()
    features = [made for told in material.incidents for made in tally.take(geojson.feature(told))]
    tally.rows = len(features)
    stream.write(_json(geojson.collection(features, material.statement(FACTS_ONLY)), indent=1) + b"\n")
    return tally


def _write_geopackage(material: Material, stream: BinaryIO) -> Tally:
    tally = Tally()
    shown = [told for told in material.incidents if tally.take(geojson.feature(told))]
    rows = [tables.incident_row(told) for told in shown]
    tally.rows = len(rows)
    said = material.statement(FACTS_ONLY)
    with TemporaryDirectory(prefix="zenobia-export-") as folder:
        path = Path(folder) / "layer.gpkg"
        write_geopackage(
            path, rows, " ".join(f"{key}: {value}" for key, value in said.items()), material.made_at
        )
        stream.write(path.read_bytes())
    return tally


def _rows(material: Material, holds: Holds) -> tuple[Mapping[str, str], list[tables.Row]]:
    if holds is Holds.CLAIMS:
        return tables.CLAIM_COLUMNS, [tables.claim_row(found) for found in material.claims]
    if holds is Holds.INCIDENTS:
        return tables.INCIDENT_COLUMNS, [tables.incident_row(told) for told in material.incidents]
    return tables.HOLDING_COLUMNS, [tables.holding_row(holding) for holding in material.holdings]


def _csv_of(holds: Holds) -> Callable[[Material, BinaryIO], Tally]:
    def write(material: Material, stream: BinaryIO) -> Tally:
        columns, rows = _rows(material, holds)
        extra = ["redacted"] if material.redaction else []
        write_table(stream, [*columns, *extra], [row | {"redacted": material.redaction} for row in rows])
        return Tally(len(rows), len(rows))

    return write


def _parquet_of(holds: Holds) -> Callable[[Material, BinaryIO], Tally]:
    def write(material: Material, stream: BinaryIO) -> Tally:
        columns, rows = _rows(material, holds)
        write_parquet(stream, columns, rows, material.statement(EVERYTHING_TOLD))
        return Tally(len(rows), len(rows))

    return write


FORMATS: Mapping[str, Format] = {
    "acled": Format(Holds.INCIDENTS, "CSV with ACLED's 31 columns, a row for each active day", _write_acled),
    "ucdp": Format(
        Holds.INCIDENTS, "CSV with the 49 columns of UCDP GED, lethal incidents only", _write_ucdp
    ),
    "plover": Format(Holds.CLAIMS, "JSON Lines in PLOVER, with who says so beside", _write_plover),
    "timemap-events": Format(Holds.INCIDENTS, "JSON for TimeMap: the events", _write_timemap_events),
    "timemap-sources": Format(Holds.INCIDENTS, "JSON for TimeMap: the reports", _write_timemap_sources),
    "geojson": Format(Holds.INCIDENTS, "GeoJSON, a point for each incident", _write_geojson),
    "geopackage": Format(Holds.INCIDENTS, "GeoPackage, a layer of points", _write_geopackage),
    **{
        f"{holds.value}-csv": Format(holds, f"{holds.value} as a table in CSV", _csv_of(holds))
        for holds in Holds
    },
    **{
        f"{holds.value}-parquet": Format(holds, f"{holds.value} as a table in Parquet", _parquet_of(holds))
        for holds in Holds
    },
}


def _json(value: Any, indent: int | None = None) -> bytes:
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return text.encode("utf-8", "replace")
