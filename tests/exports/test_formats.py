"""What each format's file holds, read back by somebody else's reader where there is one."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import struct
from pathlib import Path
from typing import Any

import pytest
from told_news import ARMY, ATLAS, IS, MADE_AT, claim, killed, palmyra, said_by, told

from zenobia.exports.cells import bare
from zenobia.exports.formats import FORMATS, Material, Tally
from zenobia.exports.tables import CLAIM_COLUMNS, HOLDING_COLUMNS, INCIDENT_COLUMNS
from zenobia.model import Kind, Realis

STRIKE = told(
    claim(
        Kind.AIRSTRIKE,
        actors=(ARMY,),
        targets=(IS,),
        toll=(killed(12, None),),
        sources=(said_by("Observatory"),),
        words="=Syrian jets bombed Palmyra.",
    )
)
DENIED = told(claim(Kind.AIRSTRIKE, realis=Realis.DENIED, article="b"), id="dddddddddddddddd")
PLANNED = told(claim(Kind.TAKEOVER, realis=Realis.PLANNED, article="c"), id="cccccccccccccccc")
UNPLACED = told(claim(Kind.CLASH, place=palmyra(lat=None, lon=None), article="d"), id="eeeeeeeeeeeeeeee")
ALL = (STRIKE, DENIED, PLANNED, UNPLACED)


def file_of(name: str, redaction: str | None = None) -> tuple[bytes, Tally]:
    stream = io.BytesIO()
    claims = [found for each in ALL for found in each.claims]
    tally = FORMATS[name].write(Material(ATLAS, MADE_AT, ALL, claims, (), redaction), stream)
    return stream.getvalue(), tally


def rows_of(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8"), newline="")))


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_the_count_adds_up_in_every_format(name: str) -> None:
    _, tally = file_of(name)
    asked = {"incidents": len(ALL), "claims": len(ALL), "holdings": 0}[FORMATS[name].holds]
    assert tally.written + tally.left_out.total() == asked


@pytest.mark.parametrize(
    "name", ["acled", "ucdp", "plover", "timemap-events", "geojson", "geopackage", "timemap-sources"]
)
def test_no_denial_and_no_plan_is_among_the_facts(name: str) -> None:
    data, tally = file_of(name)
    assert tally.left_out["only denied"] == 1
    assert tally.left_out["only planned, threatened or suspected"] == 1
    for each in (DENIED, PLANNED):
        assert each.incident.id.encode() not in data
        assert each.claims[0].claim.id.encode() not in data


@pytest.mark.parametrize("name", ["claims-csv", "incidents-csv"])
def test_tables_of_what_is_told_say_how_real_it_is(name: str) -> None:
    rows = rows_of(file_of(name)[0])
    column, words = (
        ("realis", {"denied", "planned"})
        if name == "claims-csv"
        else (
            "grade",
            {"denied", "unconfirmed"},
        )
    )
    assert words <= {row[column] for row in rows}


def test_a_row_of_the_table_of_claims() -> None:
    row = rows_of(file_of("claims-csv")[0])[0]
    assert list(row) == list(CLAIM_COLUMNS)
    assert row["evidence"] == "'=Syrian jets bombed Palmyra."
    assert bare(row["evidence"]) == "=Syrian jets bombed Palmyra."
    assert (row["killed_low"], row["killed_high"]) == ("12", "")
    assert (row["actor_ids"], row["target_ids"]) == (ARMY.actor_id, "islamic-state")
    assert (row["first_day"], row["latitude"], row["origins"]) == ("2016-03-27", "34.5624", "Observatory")


def test_a_row_of_the_table_of_incidents() -> None:
    row = rows_of(file_of("incidents-csv")[0])[0]
    assert list(row) == list(INCIDENT_COLUMNS)
    assert (row["killed_low"], row["killed_best"], row["killed_high"]) == ("12", "12", "")
    assert (row["grade"], row["independent_origins"], row["outlets"]) == (
        "single origin",
        "1",
        "Desert Post",
    )


def test_geojson_as_its_standard_has_it() -> None:
    collection = json.loads(file_of("geojson")[0])
    assert collection["type"] == "FeatureCollection"
    (feature,) = collection["features"]
    assert feature["type"] == "Feature"
    assert feature["geometry"] == {"type": "Point", "coordinates": [38.28402, 34.5624]}
    assert feature["properties"]["killed_low"] == 12
    assert feature["properties"]["first_day"] == "2016-03-27"
    assert "left" in collection["zenobia"]["rule"]


def test_timemap_events_point_at_sources_that_are_there() -> None:
    events = json.loads(file_of("timemap-events")[0])
    sources = json.loads(file_of("timemap-sources")[0])
    assert {source for event in events for source in event["sources"]} == {each["id"] for each in sources}
    strike = next(event for event in events if event["id"] == STRIKE.incident.id)
    assert (strike["latitude"], strike["longitude"]) == ("34.5624", "38.28402")
    assert (strike["date"], strike["type"]) == ("2016-03-27", "airstrike")
    unplaced = next(event for event in events if event["id"] == UNPLACED.incident.id)
    assert (unplaced["latitude"], unplaced["longitude"]) == ("", "")


def test_a_geopackage_is_one_by_its_header_tables_and_points(tmp_path: Path) -> None:
    path = tmp_path / "layer.gpkg"
    path.write_bytes(file_of("geopackage")[0])
    connection = sqlite3.connect(path)
    one: Any = lambda sql: connection.execute(sql).fetchone()  # noqa: E731
    assert one("PRAGMA application_id")[0] == 0x47504B47
    assert one("PRAGMA user_version")[0] == 10300
    assert one("PRAGMA integrity_check")[0] == "ok"
    assert one("SELECT count(*) FROM pragma_foreign_key_check")[0] == 0
    assert one("SELECT table_name, data_type, srs_id FROM gpkg_contents") == ("incidents", "features", 4326)
    assert one("SELECT min_x, min_y, max_x, max_y FROM gpkg_contents") == (38.28402, 34.5624) * 2
    assert one("SELECT column_name, geometry_type_name FROM gpkg_geometry_columns") == ("geom", "POINT")
    geometry, id, killed_low = one("SELECT geom, incident_id, killed_low FROM incidents")
    assert geometry[:2] == b"GP"
    assert struct.unpack("<i", geometry[4:8]) == (4326,)
    assert struct.unpack("<BIdd", geometry[8:]) == (1, 1, 38.28402, 34.5624)
    assert (id, killed_low) == (STRIKE.incident.id, 12)
    connection.close()


def test_parquet_keeps_types(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    table = parquet.read_table(io.BytesIO(file_of("claims-parquet")[0]))
    assert table.column_names == list(CLAIM_COLUMNS)
    row = table.to_pylist()[0]
    assert row["evidence"] == "=Syrian jets bombed Palmyra.", "no spreadsheet runs a cell of Parquet"
    assert str(row["first_day"]) == "2016-03-27"
    assert (row["killed_low"], row["killed_high"]) == (12, None)
    assert b"zenobia.rule" in table.schema.metadata


def test_parquet_without_pyarrow_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    from zenobia.exports.parquet import ParquetNotInstalled

    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ParquetNotInstalled, match=r"zenobia\[parquet\]"):
        file_of("incidents-parquet")


def test_holdings_have_their_columns() -> None:
    data, tally = file_of("holdings-csv")
    assert data.decode().strip().split(",") == list(HOLDING_COLUMNS)
    assert tally.written == 0


@pytest.mark.parametrize("name", ["acled", "ucdp", "plover", "timemap-events", "geojson", "claims-csv"])
def test_a_file_says_that_it_is_redacted(name: str) -> None:
    data, _ = file_of(name, redaction="names withheld")
    assert b"names withheld" in data
