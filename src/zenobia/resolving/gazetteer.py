"""The gazetteer: known places in one read-only SQLite file, found by name in microseconds."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Self

from zenobia.errors import BadInput, NotFound
from zenobia.resolving.place_names import alike, fold, folded, sound

# Raised whenever the tables, the folding of names or the data that come with the program change.
SCHEMA_VERSION = 2
GEONAMES = "geonames"

# A name shared by more places than this ("San Isidro") keeps the largest of them.
MAX_SHARING = 60
# Rows kept of names looked up before: some 20 MB at most, however much is read.
MAX_CACHED_ROWS = 50_000
# A name that is not known is asked for in two countries at each of its mentions, which takes 0.5 ms; so many
# answers are kept, of at most 20 names each.
MAX_CACHED_SPELLINGS = 2_000

# Two spellings that sound alike are one name from here up. Tuned on press spellings of Syrian towns: "Rakka"
# and "Raqqah" are 0.6 alike, "Maskanah" and "Sukhnah", which do not sound alike, 0.6 too.
ALIKE_IN_SOUND = 0.6
# Spellings that do not sound alike must be a slip of one letter.
ALIKE_IN_LETTERS, SLIPS = 0.8, 1.5
SHORTEST_MISSPELLED = 4


class PlaceKind(StrEnum):
    """What sort of place the gazetteer holds."""

    COUNTRY = "country"
    PROVINCE = "province"
    DISTRICT = "district"
    TOWN = "town"
    REGION = "region"
    SEA = "sea"
    SITE = "site"


@dataclass(frozen=True, slots=True)
class Place:
    """A known place: `division` is the code of the first-level division it lies within, in its country."""

    place_id: str
    name: str
    kind: PlaceKind
    country: str | None
    division: str | None
    lat: float
    lon: float
    population: int


@dataclass(frozen=True, slots=True)
class Match:
    """A place, and how its name fits: `likeness` is 1.0 for the very name, less for another spelling of it.

    `same_article` tells "El Salvador" from "Salvador"; `demonym` marks "Syrian", which names a country's
    people; `own_name` marks the name the place is listed under, `capital` the seat of a government.
    """

    place: Place
    likeness: float
    own_name: bool
    same_article: bool
    demonym: bool = False
    capital: bool = False


@dataclass(frozen=True, slots=True)
class PlaceSource:
    """Where some of the places came from, and who must be named for it."""

    name: str
    places: int
    attribution: str
    added_at: str


# Bits of name.how
OWN_NAME, HAD_ARTICLE, DEMONYM, CAPITAL = 1, 2, 4, 8

_COLUMNS = "p.place_id, p.name, p.kind, p.country, p.division, p.lat, p.lon, p.population, n.how"
_EXACT = f"""SELECT n.folded, {_COLUMNS} FROM name n JOIN place p ON p.id = n.place
    WHERE n.folded IN (%s)"""  # noqa: S608 - column names and question marks only
_Row = tuple[str, str, str, str | None, str | None, float, float, int, int]


class Gazetteer:
    """Open it once and pass it on; it answers from any number of processes at the same time."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._known: dict[str, tuple[_Row, ...]] = {}
        self._rows_known = 0
        self._alike = lru_cache(MAX_CACHED_SPELLINGS)(self._find_alike)
        self.path = path

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open the file, in about a millisecond, whatever its size.

        Raises NotFound where there is none, and BadInput where it is not a gazetteer of this version.
        """
        if not path.is_file():
            raise NotFound(f"There is no gazetteer at {path}; build it first.")
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, check_same_thread=False)
        try:
            (version,) = connection.execute("PRAGMA user_version").fetchone()
        except sqlite3.DatabaseError:
            version = None
        if version != SCHEMA_VERSION:
            connection.close()
            raise BadInput(
                f"{path} is not a gazetteer of this version of Zenobia; delete it and build it again."
            )
        return cls(connection, path)

    def close(self) -> None:
        self._connection.close()

    def matches(self, name: str) -> list[Match]:
        """The places that go by this name in any of its spellings known to the gazetteer, largest first."""
        key, had_article = fold(name)
        return [_match(row, had_article) for row in self._rows([key]).get(key, ())]

    def knows(self, keys: Iterable[str]) -> dict[str, bool]:
        """Which of the folded names are known, and whether they name a people ("Syrian") and not a place."""
        rows = self._rows(list(dict.fromkeys(keys)))
        return {key: any(row[8] & DEMONYM for row in found) for key, found in rows.items() if found}

    def misspelled(self, name: str, country: str) -> list[Match]:
        """The places of one country that this may be a misspelling of, the most alike first."""
        key, had_article = fold(name)
        if len(key) < SHORTEST_MISSPELLED or not key.replace(" ", "").isalpha():
            return []
        spelled = dict(self._alike(key, country))
        found = [
            Match(match.place, spelled[known], match.own_name, match.same_article)
            for known, rows in self._rows(sorted(spelled)).items()
            for match in (_match(row, had_article) for row in rows)
            if match.place.country == country and not match.demonym
        ]
        return sorted(found, key=lambda match: (-match.likeness, -match.place.population))

    def countries(self) -> list[str]:
        """The codes of every country that it holds."""
        rows = self._connection.execute("SELECT country FROM place WHERE kind = 'country' ORDER BY country")
        return [code for (code,) in rows]

    def country_box(self, country: str) -> tuple[float, float, float, float] | None:
        """South, west, north and east of where a country's towns lie."""
        return self._box("country", country, "")

    def division_box(self, country: str, division: str) -> tuple[float, float, float, float] | None:
        return self._box("division", country, division)

    def division_of(self, country: str, division: str) -> Place | None:
        """The first-level division of that code."""
        # The index holds for kind IN (...): without these very words SQLite reads every place, 10 ms.
        row = self._connection.execute(
            "SELECT place_id, name, kind, country, division, lat, lon, population FROM place"
            " WHERE kind IN ('province', 'country') AND country = ? AND division = ? AND kind = 'province'"
            " ORDER BY id LIMIT 1",
            (country, division),
        ).fetchone()
        return None if row is None else Place(row[0], row[1], PlaceKind(row[2]), *row[3:])

    def division_called(self, name: str, country: str | None) -> str | None:
        """The code of a country's first-level division, by any of its names."""
        places = (match.place for match in self.matches(name))
        return next(
            (one.division for one in places if one.kind is PlaceKind.PROVINCE and one.country == country),
            None,
        )

    def country(self, code: str) -> Place | None:
        # The index holds for kind IN (...): without these very words SQLite reads every place, 10 ms.
        row = self._connection.execute(
            "SELECT place_id, name, kind, country, division, lat, lon, population FROM place"
            " WHERE kind IN ('province', 'country') AND country = ? AND kind = 'country' ORDER BY id LIMIT 1",
            (code,),
        ).fetchone()
        return None if row is None else Place(row[0], row[1], PlaceKind(row[2]), *row[3:])

    def country_at(self, lat: float, lon: float) -> str | None:
        """The country of the town nearest to a point, within a degree or so."""
        row = self._connection.execute(
            "SELECT country FROM place WHERE lat BETWEEN ?1 - 1 AND ?1 + 1 AND lon BETWEEN ?2 - 1 AND ?2 + 1"
            " AND kind = 'town' ORDER BY (lat - ?1) * (lat - ?1) + (lon - ?2) * (lon - ?2) LIMIT 1",
            (lat, lon),
        ).fetchone()
        return None if row is None else row[0]

    def towns_in(self, box: tuple[float, float, float, float], limit: int = 4000) -> list[Place]:
        """The towns between west, south, east and north, the largest first."""
        west, south, east, north = box
        rows = self._connection.execute(
            "SELECT place_id, name, kind, country, division, lat, lon, population FROM place"
            " WHERE lat BETWEEN ?2 AND ?4 AND kind = 'town'"
            " AND CASE WHEN ?1 <= ?3 THEN lon BETWEEN ?1 AND ?3 ELSE lon >= ?1 OR lon <= ?3 END"
            " ORDER BY population DESC, name LIMIT ?5",
            (west, south, east, north, limit),
        )
        return [Place(row[0], row[1], PlaceKind(row[2]), *row[3:]) for row in rows]

    def by_id(self, place_id: str) -> Place | None:
        """The place with this id."""
        row = self._connection.execute(
            "SELECT place_id, name, kind, country, division, lat, lon, population FROM place"
            " WHERE place_id = ? LIMIT 1",
            (place_id,),
        ).fetchone()
        return None if row is None else Place(row[0], row[1], PlaceKind(row[2]), *row[3:])

    def inside(self, place: Place) -> list[str]:
        """The ids of the places that lie in a country or in a first-level division; else of the place alone."""
        if place.kind not in (PlaceKind.COUNTRY, PlaceKind.PROVINCE) or place.country is None:
            return [place.place_id]
        division = place.division if place.kind is PlaceKind.PROVINCE else None
        rows = self._connection.execute(
            "SELECT place_id FROM place WHERE country = ?1 AND (?2 IS NULL OR division = ?2)",
            (place.country, division),
        )
        return [id_ for (id_,) in rows]

    def sample(self, count: int) -> list[str]:
        """Names of places from all over, the same ones every time."""
        rows = self._connection.execute(
            "SELECT name FROM place WHERE id % (SELECT 1 + count(*) / ? FROM place) = 0 LIMIT ?",
            (count, count),
        )
        return [name for (name,) in rows]

    def capital(self, country: str) -> str | None:
        """The name of a country's capital."""
        row = self._connection.execute("SELECT name FROM capital WHERE country = ?", (country,)).fetchone()
        return None if row is None else str(row[0])

    def sources(self) -> list[PlaceSource]:
        """What is in the gazetteer, and whom to thank for it."""
        rows = self._connection.execute(
            "SELECT name, places, attribution, added_at FROM source ORDER BY rowid"
        )
        return [PlaceSource(*row) for row in rows]

    def counts(self) -> dict[str, int]:
        """How many places there are of each kind."""
        return dict(
            self._connection.execute("SELECT kind, count(*) FROM place GROUP BY kind ORDER BY 2 DESC")
        )

    def _rows(self, keys: Sequence[str]) -> dict[str, tuple[_Row, ...]]:
        """The rows of each folded name, the largest place first; every name asked for has an entry."""
        missing = [key for key in keys if key not in self._known]
        if self._rows_known > MAX_CACHED_ROWS:
            self._known.clear()
            self._rows_known = 0
            missing = list(keys)
        for start in range(0, len(missing), 500):
            self._fetch(missing[start : start + 500])
        return {key: self._known[key] for key in keys}

    def _fetch(self, keys: Sequence[str]) -> None:
        found: dict[str, list[_Row]] = {key: [] for key in keys}
        for key, *row in self._connection.execute(_EXACT % ",".join("?" * len(keys)), keys):
            found[key].append(tuple(row))
        for key, rows in found.items():
            rows.sort(key=_size, reverse=True)
            self._known[key] = tuple(rows[:MAX_SHARING])
            self._rows_known += 1 + len(self._known[key])

    def _find_alike(self, key: str, country: str) -> tuple[tuple[str, float], ...]:
        sounds = sound(key)
        rows = self._connection.execute(
            "SELECT folded, sound FROM sound WHERE country = ? AND sound >= ? AND sound < ?",
            (country, sounds[:2], sounds[:2] + "\uffff"),
        )
        near = {known: known_sound for known, known_sound in rows if abs(len(known) - len(key)) <= 3}
        return tuple(
            (known, score)
            for known, score in alike(key, list(near), ALIKE_IN_SOUND)
            if near[known] == sounds or score >= max(ALIKE_IN_LETTERS, 1 - SLIPS / max(len(known), len(key)))
        )

    def _box(self, kind: str, country: str, division: str) -> tuple[float, float, float, float] | None:
        row = self._connection.execute(
            "SELECT south, west, north, east FROM box WHERE kind = ? AND country = ? AND division = ?",
            (kind, country, division),
        ).fetchone()
        return None if row is None else (row[0], row[1], row[2], row[3])


def _size(row: _Row) -> tuple[bool, int]:
    return row[2] == PlaceKind.COUNTRY, row[7]


def _match(row: _Row, had_article: bool) -> Match:
    place_id, name, kind, country, division, lat, lon, population, how = row
    place = Place(place_id, name, PlaceKind(kind), country, division, lat, lon, population)
    return Match(
        place=place,
        likeness=1.0,
        own_name=bool(how & OWN_NAME),
        same_article=bool(how & HAD_ARTICLE) == had_article,
        demonym=bool(how & DEMONYM),
        capital=bool(how & CAPITAL),
    )


__all__ = ["Gazetteer", "Match", "Place", "PlaceKind", "PlaceSource", "folded"]
