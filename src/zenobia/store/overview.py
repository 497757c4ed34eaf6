"""Every incident in columns of numbers, so that any filter is answered in milliseconds.

Loaded once for each state of the store; a hundred thousand incidents take about 20 MB.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, column, literal_column, select, table

from zenobia.store import search
from zenobia.store.briefs import FACETS, version
from zenobia.store.tables import briefs, members, tags

Mask: TypeAlias = NDArray[np.bool_]
Rows: TypeAlias = NDArray[np.int64]
_SEARCH = table("claim_search", column("rowid"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which incidents are meant; what is empty or None does not narrow the answer.

    `values` are values of facets, any of which will do; `within` are ids of places, any of which will do, and
    `countries` stand beside them. `box` is west, south, east and north, and may cross the 180th meridian.
    """

    values: Mapping[str, Collection[str]] = field(default_factory=dict)
    within: Collection[str] | None = None
    countries: Collection[str] = ()
    since: date | None = None
    until: date | None = None
    words: str | None = None
    min_killed: int | None = None
    box: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Facet:
    """One facet in compressed form: incident `rows[i]` has the value `names[codes[i]]`."""

    names: list[str]
    rows: Rows
    codes: Rows

    def having(self, size: int, wanted: Collection[str]) -> Mask:
        """Which incidents have any of the values."""
        mask = np.zeros(size, dtype=bool)
        chosen = np.zeros(len(self.names), dtype=bool)
        chosen[[at for at, name in enumerate(self.names) if name in wanted]] = True
        mask[self.rows[chosen[self.codes]]] = True
        return mask

    def counts(self, mask: Mask) -> list[tuple[str, int]]:
        """How many of the incidents have each value, the most first."""
        counted = np.bincount(self.codes[mask[self.rows]], minlength=len(self.names))
        order = np.argsort(-counted, kind="stable")
        return [(self.names[at], int(counted[at])) for at in order[: int((counted > 0).sum())]]


class Overview:
    """The columns of one state of the store; `number` tells states apart."""

    def __init__(self, connection: Connection) -> None:
        self.number = version(connection)
        numbers = _numbers(connection)
        self.keys: Rows = numbers[:, 0].astype(np.int64)
        self.first, self.last = numbers[:, 1], numbers[:, 2]
        self.lat, self.lon = numbers[:, 3], numbers[:, 4]
        self.killed = numbers[:, 5:8]
        self.claims: Rows = numbers[:, 8].astype(np.int64)
        self.weight = numbers[:, 9]
        self.facets = _facets(connection, len(self))
        self.kinds, self.precisions = (self._single(name) for name in ("kind", "precision"))
        self._said: dict[str, Mask] = {}

    def __len__(self) -> int:
        return len(self.keys)

    @property
    def is_dated(self) -> Mask:
        dated: Mask = ~(np.isnan(self.first) & np.isnan(self.last))
        return dated

    @property
    def is_placed(self) -> Mask:
        placed: Mask = ~np.isnan(self.lat)
        return placed

    def masks(self, asked: Asked, connection: Connection) -> dict[str, Mask]:
        """What each part of the question leaves, by the name of the part; together they are the answer."""
        found = {
            facet: self.facets[facet].having(len(self), wanted)
            for facet, wanted in asked.values.items()
            if wanted
        }
        if asked.within is not None:
            inside = self.facets["place_id"].having(len(self), set(asked.within))
            if asked.countries:
                inside |= self.facets["country"].having(len(self), asked.countries)
            found["within"] = inside
        if asked.since is not None or asked.until is not None:
            found["days"] = self._in_days(asked.since, asked.until)
        if asked.words is not None:
            found["words"] = self._saying(asked.words, connection)
        if asked.min_killed is not None:
            found["min_killed"] = self.killed[:, 1] >= asked.min_killed
        if asked.box is not None:
            found["box"] = self._in_box(asked.box)
        return found

    def together(self, masks: Mapping[str, Mask], without: str | None = None) -> Mask:
        """The incidents that every part leaves, but for one part."""
        mask = np.ones(len(self), dtype=bool)
        for name, each in masks.items():
            if name != without:
                mask &= each
        return mask

    def row_of(self, key: int) -> int | None:
        """The row of an incident by its key in the store."""
        at = int(np.searchsorted(self.keys, key))
        return at if at < len(self) and self.keys[at] == key else None

    def _single(self, facet: str) -> Rows:
        """The value of a facet of which an incident has one, as a number; 0 also where there is none."""
        values = np.zeros(len(self), dtype=np.int64)
        values[self.facets[facet].rows] = self.facets[facet].codes
        return values

    def _in_days(self, since: date | None, until: date | None) -> Mask:
        """`DateRange.meets` in columns: an end that is not told is open."""
        mask = self.is_dated
        if since is not None:
            mask &= np.isnan(self.last) | (self.last >= since.toordinal())
        if until is not None:
            mask &= np.isnan(self.first) | (self.first <= until.toordinal())
        return mask

    def _in_box(self, box: tuple[float, float, float, float]) -> Mask:
        west, south, east, north = box
        across = (
            (self.lon >= west) & (self.lon <= east)
            if west <= east
            else (self.lon >= west) | (self.lon <= east)
        )
        inside: Mask = across & (self.lat >= south) & (self.lat <= north)
        return inside

    def _saying(self, words: str, connection: Connection) -> Mask:
        """Incidents with a claim whose evidence has every one of the words."""
        if words not in self._said:
            mask = np.zeros(len(self), dtype=bool)
            expression = search.all_words("evidence", words)
            if expression is not None:
                found = select(_SEARCH.c.rowid).where(literal_column("claim_search").op("MATCH")(expression))
                asked = select(members.c.incident).where(members.c.claim.in_(found))
                keys = np.array(connection.execute(asked).scalars().all(), dtype=np.int64)
                mask[np.isin(self.keys, keys)] = True
            if len(self._said) > 50:
                self._said.clear()
            self._said[words] = mask
        return self._said[words]


def _numbers(connection: Connection) -> NDArray[np.float64]:
    names = (
        "incident",
        "first",
        "last",
        "lat",
        "lon",
        "killed_low",
        "killed_best",
        "killed_high",
        "claims",
        "weight",
    )
    asked = select(*(briefs.c[name] for name in names)).order_by(briefs.c.incident)
    # The driver's own rows: a hundred thousand of SQLAlchemy's take twice as long.
    cursor = connection.exec_driver_sql(str(asked)).cursor
    found = cursor.fetchall() if cursor is not None else []
    return np.array(found, dtype=np.float64).reshape(-1, len(names))


def _facets(connection: Connection, size: int) -> dict[str, Facet]:
    said = connection.execute(select(tags.c.key, tags.c.facet, tags.c.value)).all()
    texts = list(connection.execute(select(briefs.c.tags).order_by(briefs.c.incident)).scalars())
    counts = np.array([text.count(" ") + 1 if text else 0 for text in texts], dtype=np.int64)
    rows = np.repeat(np.arange(size), counts)
    marks = np.fromstring(" ".join(text for text in texts if text), sep=" ", dtype=np.int64)
    top = max((key for key, _, _ in said), default=0) + 1
    number = {facet: at for at, facet in enumerate(FACETS)}
    facet_of, code_of = np.full(top, -1), np.zeros(top, dtype=np.int64)
    names: dict[str, list[str]] = {facet: [] for facet in FACETS}
    for key, facet, value in said:
        if facet in number:
            facet_of[key], code_of[key] = number[facet], len(names[facet])
            names[facet].append(value)
    which = facet_of[marks]
    found = {}
    for facet in FACETS:
        of_facet = which == number[facet]
        found[facet] = Facet(names[facet], rows[of_facet], code_of[marks[of_facet]])
    return found
