"""What lists and the map show of each incident, kept beside it so that a hundred thousand load in a second."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from zenobia.store.tables import briefs, incidents, tags, versions

FACETS = (
    "kind",
    "side",
    "source_kind",
    "origin",
    "outlet",
    "grade",
    "realis",
    "place",
    "place_id",
    "country",
    "precision",
    "reviewed",
    "coded_by",
)
"""What an incident can be filtered by, where any of several values will do."""

_AT_A_TIME = 500
_VERSION, _RULES = "briefs", "rules of briefs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """An incident as lists and the map show it. `values` are its values of each facet.

    `weight` says how much it matters to look at it; `card` is what is shown, ready to be sent.
    """

    id: str
    first: date | None
    last: date | None
    lat: float | None
    lon: float | None
    killed: tuple[int, int, int | None] | None
    claims: int
    weight: float
    values: Mapping[str, Sequence[str]]
    card: Mapping[str, Any]


def unbriefed(connection: Connection, *, all_: bool = False) -> list[str]:
    """The ids of incidents that have no brief yet, or of all."""
    if all_:
        return list(connection.execute(select(incidents.c.id).order_by(incidents.c.key)).scalars())
    missing = (
        select(incidents.c.id)
        .outerjoin(briefs, briefs.c.incident == incidents.c.key)
        .where(briefs.c.incident.is_(None))
    )
    return list(connection.execute(missing.order_by(incidents.c.key)).scalars())


def keep_briefs(connection: Connection, made: Iterable[Brief]) -> None:
    """Put the briefs in the place of those that their incidents have."""
    for some in _batches(made):
        keys = keys_of(connection, [each.id for each in some])
        known = _tag_keys(connection, some)
        rows = [_row(keys[each.id], each, known) for each in some if each.id in keys]
        connection.execute(delete(briefs).where(briefs.c.incident.in_([row["incident"] for row in rows])))
        if rows:
            connection.execute(insert(briefs), rows)
    bump(connection)


def bump(connection: Connection) -> None:
    """Say that what was loaded before is out of date."""
    _set(connection, _VERSION, version(connection) + 1)


def version(connection: Connection) -> int:
    return _number(connection, _VERSION)


def rules_of(connection: Connection) -> int:
    """By which rules the briefs were made."""
    return _number(connection, _RULES)


def note_rules(connection: Connection, rules: int) -> None:
    _set(connection, _RULES, rules)


def _number(connection: Connection, name: str) -> int:
    number: int | None = connection.execute(select(versions.c.number).where(versions.c.name == name)).scalar()
    return number or 0


def _set(connection: Connection, name: str, number: int) -> None:
    changed = connection.execute(update(versions).where(versions.c.name == name).values(number=number))
    if not changed.rowcount:
        connection.execute(insert(versions).values(name=name, number=number))


def cards(connection: Connection, keys: Sequence[int]) -> list[dict[str, Any]]:
    """The cards of incidents by their row, in the order asked for."""
    found: dict[int, dict[str, Any]] = {}
    for some in _batches(keys):
        asked = select(briefs.c.incident, briefs.c.card).where(briefs.c.incident.in_(some))
        found.update((key, json.loads(card)) for key, card in connection.execute(asked))
    return [found[key] for key in keys if key in found]


def keys_of(connection: Connection, ids: Sequence[str]) -> dict[str, int]:
    """The rows of incidents by their ids; one that is not there is left out."""
    found: dict[str, int] = {}
    for some in _batches(ids):
        asked = select(incidents.c.id, incidents.c.key).where(incidents.c.id.in_(some))
        found.update(dict(connection.execute(asked).all()))
    return found


def _row(key: int, brief: Brief, known: Mapping[tuple[str, str], int]) -> dict[str, Any]:
    low, best, high = brief.killed or (None, None, None)
    marks = sorted({known[facet, value] for facet, values in brief.values.items() for value in values})
    return {
        "incident": key,
        "first": brief.first and brief.first.toordinal(),
        "last": brief.last and brief.last.toordinal(),
        "lat": brief.lat,
        "lon": brief.lon,
        "killed_low": low,
        "killed_best": best,
        "killed_high": high,
        "claims": brief.claims,
        "weight": brief.weight,
        "tags": " ".join(map(str, marks)),
        "card": json.dumps(brief.card, ensure_ascii=False, separators=(",", ":")),
    }


def _tag_keys(connection: Connection, some: Sequence[Brief]) -> dict[tuple[str, str], int]:
    """The keys of every value of the briefs, the new ones added."""
    wanted = {(facet, value) for brief in some for facet, values in brief.values.items() for value in values}
    known: dict[tuple[str, str], int] = {}
    for each in _batches(sorted({value for _, value in wanted})):
        asked = select(tags.c.facet, tags.c.value, tags.c.key).where(tags.c.value.in_(each))
        known.update(((facet, value), key) for facet, value, key in connection.execute(asked))
    for facet, value in sorted(wanted - known.keys()):
        known[facet, value] = connection.execute(insert(tags).values(facet=facet, value=value)).lastrowid
    return known


def _batches(many: Iterable[Any]) -> Iterable[list[Any]]:
    each = iter(many)
    while some := [one for _, one in zip(range(_AT_A_TIME), each, strict=False)]:
        yield some
