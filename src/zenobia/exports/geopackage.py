"""Incidents as a layer of points in a GeoPackage (OGC 12-128r18): one SQLite file that map programs open."""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Sequence
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

from zenobia.exports.cells import Cell, printable
from zenobia.exports.tables import DAY, INCIDENT_COLUMNS, REAL, WHOLE, Row

LAYER = "incidents"
# "GPKG" in ASCII, and version 1.3.
_APPLICATION_ID, _VERSION = 0x47504B47, 10300
_WGS84 = 4326
_TYPES = {WHOLE: "INTEGER", REAL: "DOUBLE", DAY: "DATE"}
_EPSG_4326 = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],'
    'UNIT["degree",0.0174532925199433],AUTHORITY["EPSG","4326"]]'
)
_SCHEMA = """
CREATE TABLE gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (
  table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
  description TEXT DEFAULT '', last_change DATETIME NOT NULL, min_x DOUBLE, min_y DOUBLE, max_x DOUBLE,
  max_y DOUBLE, srs_id INTEGER REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (
  table_name TEXT NOT NULL UNIQUE REFERENCES gpkg_contents(table_name), column_name TEXT NOT NULL,
  geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL REFERENCES gpkg_spatial_ref_sys(srs_id),
  z TINYINT NOT NULL, m TINYINT NOT NULL, PRIMARY KEY (table_name, column_name));
"""
_SYSTEMS = (
    ("Undefined cartesian", -1, "NONE", -1, "undefined", "undefined cartesian coordinates"),
    ("Undefined geographic", 0, "NONE", 0, "undefined", "undefined geographic coordinates"),
    ("WGS 84", _WGS84, "EPSG", _WGS84, _EPSG_4326, "longitude and latitude in degrees"),
)


def write_geopackage(path: Path, rows: Sequence[Row], statement: str, made_at: datetime) -> None:
    """Write rows of `tables.incident_row` that have a point into a new file; `statement` describes the layer."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {_VERSION}")
        connection.executescript(_SCHEMA)
        connection.executemany("INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, ?)", _SYSTEMS)
        columns = ", ".join(
            f'"{_column(name)}" {_TYPES.get(type_, "TEXT")}' for name, type_ in INCIDENT_COLUMNS.items()
        )
        connection.execute(f"CREATE TABLE {LAYER} (fid INTEGER PRIMARY KEY, geom POINT, {columns})")
        connection.execute(
            "INSERT INTO gpkg_contents VALUES (?, 'features', ?, ?, ?, ?, ?, ?, ?, ?)",
            (LAYER, LAYER, statement, f"{made_at:%Y-%m-%dT%H:%M:%S.000Z}", *_bounds(rows), _WGS84),
        )
        connection.execute(
            "INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', 'POINT', ?, 0, 0)", (LAYER, _WGS84)
        )
        marks = ", ".join("?" * (len(INCIDENT_COLUMNS) + 1))
        names = ", ".join(f'"{_column(name)}"' for name in INCIDENT_COLUMNS)
        connection.executemany(
            f"INSERT INTO {LAYER} (geom, {names}) VALUES ({marks})",  # noqa: S608 - names of our own columns
            ((_point(row), *(_value(row[name]) for name in INCIDENT_COLUMNS)) for row in rows),
        )


def _column(name: str) -> str:
    """`id` is kept apart from the key of the layer, which programs call so too."""
    return "incident_id" if name == "id" else name


def _point(row: Row) -> bytes:
    """The header of a GeoPackage geometry (little-endian, no envelope), and a point in well-known binary."""
    header = struct.pack("<2sBBi", b"GP", 0, 1, _WGS84)
    return header + struct.pack("<BIdd", 1, 1, row["longitude"], row["latitude"])


def _bounds(rows: Sequence[Row]) -> tuple[float | None, ...]:
    """West, south, east, north."""
    points = [(float(str(row["longitude"])), float(str(row["latitude"]))) for row in rows]
    if not points:
        return (None, None, None, None)
    return tuple(edge(point[axis] for point in points) for edge in (min, max) for axis in (0, 1))


def _value(value: Cell) -> Cell:
    if isinstance(value, str):
        return printable(value)
    return value.isoformat() if isinstance(value, date) else value
