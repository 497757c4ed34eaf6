"""Read lists of places that people have: dumps of GeoNames, and tables of their own with named columns."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from zenobia.errors import BadInput
from zenobia.resolving.gazetteer import GEONAMES, PlaceKind
from zenobia.resolving.gazetteer_build import PlaceRow

DUMPS_AT = "https://download.geonames.org/export/dump"
# The dump of the largest country unpacks to some 300 MB.
LARGEST_DUMP_BYTES = 2_000_000_000
LONGEST_LINE = 100_000
MAX_NAMES = 200
GEONAMES_COLUMNS = 19

_ADMINISTRATIVE = {
    "ADM1": PlaceKind.PROVINCE,
    "ADM2": PlaceKind.DISTRICT,
    "ADM3": PlaceKind.DISTRICT,
    "ADM4": PlaceKind.DISTRICT,
}
# GeoNames' classes: populated places, spots, terrain, waters, areas, forests.
_CLASSES = {
    "P": PlaceKind.TOWN,
    "S": PlaceKind.SITE,
    "T": PlaceKind.REGION,
    "H": PlaceKind.REGION,
    "L": PlaceKind.REGION,
    "V": PlaceKind.REGION,
}


@dataclass
class Skipped:
    """Rows that could not be read: how many, and the first of them with its line and reason."""

    rows: int = 0
    first: str | None = None

    def add(self, line: int, reason: str) -> None:
        self.rows += 1
        self.first = self.first or f"line {line}: {reason}"


def read_geonames(path: Path, skipped: Skipped) -> Iterator[PlaceRow]:
    """The places of a GeoNames dump (SY.zip, or SY.txt out of it), without countries, roads and sea beds."""
    with _dump(path) as lines:
        for number, line in enumerate(lines, 1):
            cells = line[:LONGEST_LINE].rstrip("\n").split("\t")
            if len(cells) != GEONAMES_COLUMNS:
                skipped.add(number, f"{len(cells)} columns and not {GEONAMES_COLUMNS}")
                continue
            kind = _ADMINISTRATIVE.get(cells[7]) if cells[6] == "A" else _CLASSES.get(cells[6])
            if kind is not None:
                try:
                    yield _geonames_row(cells, kind)
                except ValueError as error:
                    skipped.add(number, str(error))


def _geonames_row(cells: list[str], kind: PlaceKind) -> PlaceRow:
    lat, lon = _point(cells[4], cells[5])
    return PlaceRow(
        place_id=f"{GEONAMES}:{int(cells[0])}",
        name=cells[1],
        kind=kind,
        country=cells[8] or None,
        division=cells[10] or None,
        lat=lat,
        lon=lon,
        population=int(cells[14] or 0),
        names=tuple(filter(None, cells[3].split(",")))[:MAX_NAMES],
    )


@contextmanager
def _dump(path: Path) -> Iterator[TextIO]:
    """The lines of a dump, out of its archive where it is in one."""
    if not zipfile.is_zipfile(path):
        with path.open(encoding="utf-8", errors="replace", newline="\n") as lines:
            yield lines
        return
    with zipfile.ZipFile(path) as archive:
        members = [one for one in archive.infolist() if one.filename.lower() != "readme.txt"]
        if len(members) != 1 or not members[0].filename.endswith(".txt"):
            raise BadInput(f"{path} does not hold one text file, as a dump of GeoNames does.")
        if members[0].file_size > LARGEST_DUMP_BYTES:
            raise BadInput(f"{path} unpacks to more than {LARGEST_DUMP_BYTES // 1_000_000} MB.")
        with archive.open(members[0]) as content:
            yield io.TextIOWrapper(content, encoding="utf-8", errors="replace", newline="\n")


def read_table(
    path: Path,
    columns: Mapping[str, str],
    *,
    source: str,
    country: str | None,
    division_of: Callable[[str], str | None],
    skipped: Skipped,
) -> Iterator[PlaceRow]:
    """The places of a CSV. `columns` says which column holds what: name, lat and lon at least; id, province,
    country, population, kind; and any number of other names as alias1, alias2, ...

    Raises BadInput where a column is not there, before any row is read.
    """
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as lines:
        rows = csv.DictReader(lines)
        missing = [column for column in columns.values() if column not in (rows.fieldnames or ())]
        if missing:
            has = ", ".join(rows.fieldnames or ["nothing"])
            raise BadInput(f"{path} has no column {' or '.join(missing)}; it has {has}.")
        for number, row in enumerate(rows, 2):
            cells = {key: (row.get(column) or "").strip() for key, column in columns.items()}
            try:
                yield _table_row(cells, number, source, country, division_of)
            except ValueError as error:
                skipped.add(number, str(error))


def _table_row(
    cells: Mapping[str, str],
    number: int,
    source: str,
    country: str | None,
    division_of: Callable[[str], str | None],
) -> PlaceRow:
    if not cells["name"]:
        raise ValueError("no name")
    lat, lon = _point(cells["lat"], cells["lon"])
    province = cells.get("province")
    return PlaceRow(
        place_id=f"{source}:{cells.get('id') or number}",
        name=cells["name"],
        kind=PlaceKind(cells.get("kind") or PlaceKind.TOWN),
        country=(cells.get("country") or country or "").upper() or None,
        division=division_of(province) if province else None,
        lat=lat,
        lon=lon,
        population=int(float(cells.get("population") or 0)),
        names=tuple(value for key, value in cells.items() if key.startswith("alias") and value),
    )


def _point(lat: str, lon: str) -> tuple[float, float]:
    degrees = float(lat), float(lon)
    if not (-90 <= degrees[0] <= 90 and -180 <= degrees[1] <= 180):
        raise ValueError(f"{lat} {lon} is no point on the earth")
    return degrees
