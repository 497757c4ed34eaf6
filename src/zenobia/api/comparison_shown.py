"""A table that others coded, beside a ledger that many questions are put to: laid once for each state of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from zenobia.api.ledger import Ledger, Look, Record
from zenobia.api.opening import opened_registry
from zenobia.errors import BadInput
from zenobia.exports.atlas import Atlas
from zenobia.exports.coded_tables import CodedEvent, Unread, read_events
from zenobia.exports.comparison import (
    MATCHED,
    ONLY_OURS,
    ONLY_THEIRS,
    Beside,
    Comparison,
    compare_events,
    comparison_record,
)
from zenobia.exports.told import ToldIncident
from zenobia.model import PlacePrecision
from zenobia.settings import Settings
from zenobia.store import open_view

if TYPE_CHECKING:
    from zenobia.store.overview import Asked

# As many of each group as a person can look through; the counts are of all.
_MOST_LINES = 1000
# A cell of GED may hold the titles of all reports on an event.
_LONGEST_TEXT = 300
_PRECISIONS = (
    (25.0, PlacePrecision.TOWN),
    (50.0, PlacePrecision.DISTRICT),
    (100.0, PlacePrecision.PROVINCE),
    (150.0, PlacePrecision.REGION),
)


@dataclass(frozen=True, eq=False, slots=True)
class CodedTable:
    """Events that others coded, read once; `unread` are the rows that could not be."""

    name: str
    events: tuple[CodedEvent, ...]
    unread: tuple[Unread, ...]

    @property
    def record(self) -> Record:
        """What a page says of it."""
        return {
            "name": self.name[:_LONGEST_TEXT],
            "data_set": self.events[0].data_set,
            "rows": len(self.events) + len(self.unread),
            "unread": len(self.unread),
        }


def read_coded_table(path: Path) -> CodedTable:
    """A table with UCDP GED's or ACLED's columns. Raises BadInput where it has neither, or no event."""
    rows = list(read_events(path))
    events = tuple(row for row in rows if isinstance(row, CodedEvent))
    if not events:
        raise BadInput(f"{path} holds no event that can be compared: none of {len(rows)} rows can be read")
    return CodedTable(path.name, events, tuple(row for row in rows if isinstance(row, Unread)))


def comparison(ledger: Ledger, table: CodedTable, asked: Asked) -> Record:
    """What both have, what only they have, what only we have, of what is asked for: counts, and the deadliest.

    What is matched does not depend on the question. A line with an incident of ours is there where the incident
    is asked for. A line of theirs alone is there where its days, its point and its toll are; other filters
    cannot be put to their table, and `not_asked_of_theirs` names them.
    """
    with ledger.look() as look:
        laid = _laid(ledger.store, look.overview.number, table)
        wanted = _asked_for(look, asked, laid.lines)
    groups: dict[str, list[Beside]] = {MATCHED: [], ONLY_THEIRS: [], ONLY_OURS: []}
    for line in laid.lines:
        is_asked_for = line.ours.incident.id in wanted if line.ours else _is_meant(line.theirs, asked)
        if is_asked_for:
            groups[line.status].append(line)
    return {
        "counts": {status: len(lines) for status, lines in groups.items()},
        "tolls_meet": sum(line.tolls_meet is True for line in groups[MATCHED]),
        "lines": [_short(line) for lines in groups.values() for line in _deadliest(lines)],
        "not_asked_of_theirs": list(_not_asked_of_theirs(asked)),
        "ours_not_compared": dict(laid.not_compared),
    }


@lru_cache(maxsize=2)
def _laid(store: Path, state: int, table: CodedTable) -> Comparison:
    from zenobia.pipeline.briefing import incident_of

    with open_view(store) as view:
        told = [ToldIncident(incident_of(found), found.claims) for found in view.incidents().found]
    atlas = Atlas(opened_registry(), Settings.from_environment().gazetteer)
    return compare_events(told, table.events, atlas, datetime.now(UTC))


def _asked_for(look: Look, asked: Asked, lines: Iterable[Beside]) -> frozenset[str]:
    """The ids of those of our incidents that are asked for."""
    from zenobia.store.briefs import keys_of

    mask = look.mask(asked)
    keys = keys_of(look.connection, [line.ours.incident.id for line in lines if line.ours is not None])
    rows = ((id, look.overview.row_of(key)) for id, key in keys.items())
    return frozenset(id for id, row in rows if row is not None and mask[row])


def _is_meant(event: CodedEvent | None, asked: Asked) -> bool:
    """Whether an event passes those filters that its table has the values for."""
    if event is None:
        return False
    in_time = (asked.until is None or event.first <= asked.until) and (
        asked.since is None or event.last >= asked.since
    )
    is_deadly = asked.min_killed is None or (event.best or 0) >= asked.min_killed
    return in_time and is_deadly and _is_inside(event, asked)


def _is_inside(event: CodedEvent, asked: Asked) -> bool:
    if asked.box is None:
        return True
    west, south, east, north = asked.box
    across = west <= event.lon <= east if west <= east else event.lon >= west or event.lon <= east
    return across and south <= event.lat <= north


def _not_asked_of_theirs(asked: Asked) -> Iterator[str]:
    yield from (facet for facet, wanted in asked.values.items() if wanted)
    if asked.within is not None:
        yield "within"
    if asked.words is not None:
        yield "words"


def _deadliest(lines: list[Beside]) -> list[Beside]:
    """At most so many, in the order that they had."""
    if len(lines) <= _MOST_LINES:
        return lines
    ranked = sorted(range(len(lines)), key=lambda at: (-_killed(lines[at]), at))
    return [lines[at] for at in sorted(ranked[:_MOST_LINES])]


def _killed(line: Beside) -> int:
    ours = line.ours.killed.best if line.ours is not None and line.ours.killed is not None else 0
    return max(ours, line.theirs.best or 0 if line.theirs is not None else 0)


def _short(line: Beside) -> Record:
    """A line with its texts cut, and how exactly each side tells its place: no area may pass for a point."""
    record = comparison_record(line)
    told = {name: _cut(value) if isinstance(value, Mapping) else value for name, value in record.items()}
    if line.ours is not None and line.ours.incident.account.place is not None:
        told["ours"]["precision"] = line.ours.incident.account.place.precision
    if line.theirs is not None:
        told["theirs"]["precision"] = _precision(line.theirs.reach_km)
    return told


def _precision(reach_km: float) -> PlacePrecision:
    """Our word for how exactly their table tells a place."""
    return next((word for most, word in _PRECISIONS if reach_km <= most), PlacePrecision.COUNTRY)


def _cut(side: Mapping[str, object]) -> Record:
    return {name: value[:_LONGEST_TEXT] if isinstance(value, str) else value for name, value in side.items()}
