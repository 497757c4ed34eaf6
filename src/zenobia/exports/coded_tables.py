"""Read events that others coded, from tables with UCDP GED's columns or ACLED's, in any order and version.

Columns are found by name. What cannot be read (no day, no point) is counted and given its line.
"""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from zenobia.errors import BadInput
from zenobia.exports.cells import bare
from zenobia.exports.countries import code_of

_NEEDED = {
    "ucdp": ("date_start", "date_end", "latitude", "longitude", "best"),
    "acled": ("event_date", "event_type", "latitude", "longitude"),
}
# A cell of GED holds the titles of all reports on an event; the largest that is known has some 30,000 letters.
_LARGEST_CELL = 4_000_000
_DAYS = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[ T].{0,20})?")
_DAY_FORMATS = ("%d %B %Y", "%d-%B-%Y", "%d %b %Y", "%d-%b-%Y", "%d-%b-%y")
# How far from its point an event may have been, by the precision that the table tells (docs/exports.md).
_REACH_KM = {
    "ucdp": {1: 25.0, 2: 25.0, 3: 50.0, 4: 100.0, 5: 150.0, 6: 500.0, 7: 500.0},
    "acled": {1: 25.0, 2: 50.0, 3: 100.0},
}
_WIDEST_KM = 500.0
# ACLED gives the middle of a week or a month.
_ACLED_DAYS_AROUND = {1: 0, 2: 3, 3: 15}


class Sort(StrEnum):
    """What sort of event it is, as far as two data sets can be laid side by side."""

    FORCE = "force"
    CROWD = "crowd"
    OTHER = "other"


_ACLED_SORTS = {
    "Battles": Sort.FORCE,
    "Explosions/Remote violence": Sort.FORCE,
    "Violence against civilians": Sort.FORCE,
    "Protests": Sort.CROWD,
    "Riots": Sort.CROWD,
}


@dataclass(frozen=True, slots=True)
class CodedEvent:
    """One row: what happened on which days, within how many kilometres of a point, between whom, how many died.

    `sides` are names as they stand; `country` is a code where the name is known, else the name.
    """

    id: str
    data_set: str
    first: date
    last: date
    lat: float
    lon: float
    reach_km: float
    sort: Sort
    says: str
    sides: tuple[str, ...] = ()
    place: str = ""
    province: str = ""
    country: str = ""
    low: int | None = None
    best: int | None = None
    high: int | None = None
    sources: str = ""
    headline: str = ""


@dataclass(frozen=True, slots=True)
class Unread:
    """A row that holds no event that can be compared: its line, and why."""

    line: int
    reason: str


def sort_of_acled(event_type: str) -> Sort:
    return _ACLED_SORTS.get(event_type, Sort.OTHER)


def read_events(path: Path) -> Iterator[CodedEvent | Unread]:
    """The rows of a table, one after the other. Raises BadInput where it has neither set of columns."""
    csv.field_size_limit(_LARGEST_CELL)
    try:
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as lines:
            header = lines.readline()
            lines.seek(0)
            reader = csv.reader(lines, delimiter=_separator(header))
            columns = [name.strip().casefold() for name in next(reader, [])]
            data_set = _data_set(columns, path)
            for cells in reader:
                if cells:
                    row = dict(zip(columns, map(bare, cells), strict=False))
                    yield _event(row, data_set, reader.line_num)
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror}") from error
    except csv.Error as error:
        raise BadInput(f"{path} is no table in CSV ({error})") from error


def _separator(header: str) -> str:
    return max(",;\t", key=header.count)


def _data_set(columns: Sequence[str], path: Path) -> str:
    for name, needed in _NEEDED.items():
        if set(needed) <= set(columns):
            return name
    wanted = "; or ".join(f"{name.upper()}: {', '.join(needed)}" for name, needed in _NEEDED.items())
    raise BadInput(f"{path} has the columns of neither data set ({wanted})")


def _event(row: Mapping[str, str], data_set: str, line: int) -> CodedEvent | Unread:
    lat, lon = _degrees(row.get("latitude"), 90), _degrees(row.get("longitude"), 180)
    if lat is None or lon is None:
        return Unread(line, "no point")
    days = _ucdp_days(row) if data_set == "ucdp" else _acled_days(row)
    if days is None:
        return Unread(line, "no day")
    name = row.get("country", "").strip()
    shared = {
        "first": days[0],
        "last": days[1],
        "lat": lat,
        "lon": lon,
        "country": code_of(name) or name,
    }
    return _from_ucdp(row, line, shared) if data_set == "ucdp" else _from_acled(row, line, shared)


def _from_ucdp(row: Mapping[str, str], line: int, shared: Mapping[str, object]) -> CodedEvent:
    precision = _whole(row.get("where_prec"))
    best = _whole(row.get("best"))
    sorts = {1: "state-based", 2: "non-state", 3: "one-sided"}
    return CodedEvent(
        **shared,  # type: ignore[arg-type]
        id=_id(row, ("id", "relid", "event_id"), line),
        data_set="ucdp",
        reach_km=_REACH_KM["ucdp"].get(precision or 0, _WIDEST_KM),
        sort=Sort.FORCE,
        says=sorts.get(_whole(row.get("type_of_violence")) or 0, ""),
        sides=_names(row.get("side_a"), ",") + _names(row.get("side_b"), ","),
        place=row.get("where_coordinates", ""),
        province=row.get("adm_1", ""),
        low=_whole(row.get("low")),
        best=best,
        high=_whole(row.get("high")),
        sources=row.get("source_original") or row.get("source_office") or row.get("source_article", ""),
        headline=row.get("source_headline", ""),
    )


def _from_acled(row: Mapping[str, str], line: int, shared: Mapping[str, object]) -> CodedEvent:
    precision = _whole(row.get("geo_precision"))
    dead = _whole(row.get("fatalities"))
    event_type = row.get("event_type", "").strip()
    columns = ("actor1", "assoc_actor_1", "actor2", "assoc_actor_2")
    return CodedEvent(
        **shared,  # type: ignore[arg-type]
        id=_id(row, ("event_id_cnty", "event_id_no_cnty", "data_id"), line),
        data_set="acled",
        reach_km=_REACH_KM["acled"].get(precision or 0, _REACH_KM["acled"][3]),
        sort=sort_of_acled(event_type),
        says=row.get("sub_event_type") or event_type,
        sides=tuple(name for column in columns for name in _names(row.get(column), ";")),
        place=row.get("location", ""),
        province=row.get("admin1", ""),
        low=dead,
        best=dead,
        high=dead,
        sources=row.get("source", ""),
        headline=row.get("notes", ""),
    )


def _id(row: Mapping[str, str], columns: Sequence[str], line: int) -> str:
    found = next((row[column] for column in columns if row.get(column)), "")
    return re.sub(r"\.0$", "", found.strip()) or f"line {line}"


def _ucdp_days(row: Mapping[str, str]) -> tuple[date, date] | None:
    first, last = _day(row.get("date_start")), _day(row.get("date_end"))
    if first is None or last is None:
        return None
    return min(first, last), max(first, last)


def _acled_days(row: Mapping[str, str]) -> tuple[date, date] | None:
    day = _day(row.get("event_date"))
    if day is None:
        return None
    around = timedelta(days=_ACLED_DAYS_AROUND.get(_whole(row.get("time_precision")) or 1, 0))
    return day - around, day + around


def _day(cell: str | None) -> date | None:
    """ "2016-03-27", "2016-03-27 00:00:00.000", "27 March 2016", "27-Mar-16"."""
    text = (cell or "").strip()
    written = _DAYS.fullmatch(text)
    try:
        if written is not None:
            return date(*(int(part) for part in written.groups()))
    except ValueError:
        return None
    for format_ in _DAY_FORMATS:
        try:
            return datetime.strptime(text, format_).date()
        except ValueError:
            continue
    return None


def _degrees(cell: str | None, most: int) -> float | None:
    value = _number(cell)
    return value if value is not None and -most <= value <= most else None


def _whole(cell: str | None) -> int | None:
    """ "4", "4.0"; None for an empty cell, and for what is no number."""
    value = _number(cell)
    return int(value) if value is not None else None


def _number(cell: str | None) -> float | None:
    try:
        value = float((cell or "").strip())
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _names(cell: str | None, separator: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in (cell or "").split(separator) if name.strip())
