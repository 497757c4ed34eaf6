"""Others' events beside our incidents: which are one, which only they have, and which only we have.

Ours are those that a table of their kind would hold: for UCDP's what UCDP would code, for ACLED's what ACLED would.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from zenobia.dates import DateRange
from zenobia.exports.acled import acled_rows
from zenobia.exports.atlas import Atlas
from zenobia.exports.cells import Cell
from zenobia.exports.coded_tables import CodedEvent, Sort, sort_of_acled
from zenobia.exports.matching import Happening, Pair, match
from zenobia.exports.told import LeftOut, ToldIncident, origins
from zenobia.exports.ucdp import ucdp_row
from zenobia.model import Figure, PlacePrecision
from zenobia.resolving.relations import allies_of
from zenobia.resolving.tables import Actor

Record = dict[str, Any]

# How far from its point an incident may have been, by how its place is told (docs/exports.md).
REACH_KM = {
    PlacePrecision.SITE: 25.0,
    PlacePrecision.TOWN: 25.0,
    PlacePrecision.NEAR: 25.0,
    PlacePrecision.DISTRICT: 50.0,
    PlacePrecision.PROVINCE: 100.0,
    PlacePrecision.REGION: 150.0,
    PlacePrecision.COUNTRY: 500.0,
    PlacePrecision.SEA: 500.0,
}
MATCHED, ONLY_THEIRS, ONLY_OURS = "matched", "only theirs", "only ours"
COLUMNS = (
    "status",
    "incident",
    "their_id",
    "days_apart",
    "km",
    "same_side",
    "tolls_meet",
    "kind",
    "their_type",
    "first_day",
    "last_day",
    "their_first_day",
    "their_last_day",
    "place",
    "their_place",
    "latitude",
    "longitude",
    "their_latitude",
    "their_longitude",
    "country",
    "sides",
    "their_sides",
    "killed_low",
    "killed_best",
    "killed_high",
    "their_low",
    "their_best",
    "their_high",
    "origins",
    "their_sources",
    "their_headline",
)


@dataclass(frozen=True, slots=True)
class Beside:
    """One line of a comparison: ours, theirs, or both, and how well they agree."""

    ours: ToldIncident | None
    theirs: CodedEvent | None
    pair: Pair | None = None

    @property
    def status(self) -> str:
        if self.ours is None:
            return ONLY_THEIRS
        return ONLY_OURS if self.theirs is None else MATCHED

    @property
    def tolls_meet(self) -> bool | None:
        """Whether low to high of both have a number in common; None where one of them tells none."""
        killed = self.ours.killed if self.ours is not None else None
        theirs = self.theirs
        if killed is None or theirs is None or theirs.low is None or theirs.high is None:
            return None
        return killed.low <= theirs.high and (killed.high is None or theirs.low <= killed.high)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The lines, in order of days, and how many of ours could not be compared, for which reason."""

    lines: tuple[Beside, ...]
    not_compared: Mapping[str, int]

    def count(self, status: str) -> int:
        return sum(line.status == status for line in self.lines)


def compare_events(
    incidents: Iterable[ToldIncident], events: Sequence[CodedEvent], atlas: Atlas, made_at: datetime
) -> Comparison:
    """Lay the events of one data set beside our incidents, those outside its days and countries aside."""
    not_compared: Counter[str] = Counter()
    ours: list[ToldIncident] = []
    happenings: list[Happening] = []
    within = _Coverage.of(events)
    for told in incidents:
        happening = _ours(told, within, atlas, made_at)
        if isinstance(happening, LeftOut):
            not_compared[happening.reason] += 1
        else:
            ours.append(told)
            happenings.append(happening)
    pairs = match(happenings, [_theirs(event, atlas) for event in events])
    lines = [Beside(ours[pair.left], events[pair.right], pair) for pair in pairs]
    left, right = {pair.left for pair in pairs}, {pair.right for pair in pairs}
    lines += [Beside(told, None) for at, told in enumerate(ours) if at not in left]
    lines += [Beside(None, event) for at, event in enumerate(events) if at not in right]
    return Comparison(tuple(sorted(lines, key=_order)), not_compared)


@dataclass(frozen=True, slots=True)
class _Coverage:
    """The data set, and the days and countries that its table is about."""

    data_set: str
    first: date
    last: date
    countries: frozenset[str]

    @classmethod
    def of(cls, events: Sequence[CodedEvent]) -> _Coverage:
        if not events:
            return cls("", date.max, date.min, frozenset())
        return cls(
            events[0].data_set,
            min(event.first for event in events),
            max(event.last for event in events),
            frozenset(event.country for event in events),
        )


def _ours(told: ToldIncident, within: _Coverage, atlas: Atlas, made_at: datetime) -> Happening | LeftOut:
    account = told.incident.account
    place, days = account.place, account.days
    sort = _sort_of(told, within.data_set, atlas, made_at)
    if isinstance(sort, LeftOut):
        return sort
    if place is None or place.lat is None or place.lon is None or days is None:
        return LeftOut("no place on the map, or no day")
    first, last = _ends(days)
    outside = not days.meets(within.first, within.last) or place.country not in within.countries
    if first is None or last is None or outside:
        return LeftOut("outside the days or countries of their table")
    sides, knows_sides = _our_sides(told, atlas, first.year)
    return Happening(
        first,
        last,
        place.lat,
        place.lon,
        REACH_KM.get(place.precision or PlacePrecision.COUNTRY, REACH_KM[PlacePrecision.COUNTRY]),
        sort,
        sides,
        knows_sides,
        told.killed.best if told.killed is not None else None,
    )


def _sort_of(told: ToldIncident, data_set: str, atlas: Atlas, made_at: datetime) -> Sort | LeftOut:
    """The sort of an incident that the data set would hold; why it would not."""
    if data_set == "ucdp":
        row = ucdp_row(told, atlas)
        return row if isinstance(row, LeftOut) else Sort.FORCE
    rows = acled_rows(told, atlas, made_at)
    return rows if isinstance(rows, LeftOut) else sort_of_acled(str(rows[0]["event_type"]))


def _ends(days: DateRange) -> tuple[date | None, date | None]:
    return days.start or days.end, days.end or days.start


def _our_sides(told: ToldIncident, atlas: Atlas, year: int) -> tuple[frozenset[str], bool]:
    mentions = [mention for found in told.asserted for mention in (*found.claim.actors, *found.claim.targets)]
    sides: set[str] = set()
    for mention in mentions:
        sides |= _side_and_allies(atlas.actor(mention.actor_id), atlas, year)
    return frozenset(sides), bool(sides) and all(mention.actor_id for mention in mentions)


def _theirs(event: CodedEvent, atlas: Atlas) -> Happening:
    sides: set[str] = set()
    knows_all = bool(event.sides)
    for name in event.sides:
        known = None if name.startswith(_CIVILIANS) else _called(name, atlas)
        knows_all = knows_all and (known is not None or name.startswith(_CIVILIANS))
        sides |= _side_and_allies(known, atlas, event.first.year)
    return Happening(
        event.first,
        event.last,
        event.lat,
        event.lon,
        event.reach_km,
        event.sort,
        frozenset(sides),
        knows_all and bool(sides),
        event.best,
    )


_CIVILIANS = ("Civilians", "Unidentified", "Protesters", "Rioters")


def _called(name: str, atlas: Atlas) -> Actor | None:
    """A party as data sets name it: "Military Forces of Syria (2000-2024)", "Government of Syria", "IS"."""
    return atlas.called(name) or atlas.called(name.partition(" (")[0].strip())


def _side_and_allies(actor: Actor | None, atlas: Atlas, year: int) -> set[str]:
    """A party's side and those beside whom it fights: Russian strikes are in the dyad of Syria's government."""
    if actor is None:
        return set()
    lineage = [each.id.split(".", 1)[0] for each in atlas.registry.lineage(actor)]
    allies = (id.split(".", 1)[0] for id in allies_of(actor, atlas.registry, year))
    return {*lineage, *allies}


def _order(line: Beside) -> tuple[date, str, str]:
    ours, theirs = line.ours, line.theirs
    days = ours.incident.account.days if ours is not None else None
    first = theirs.first if theirs is not None else (days and _ends(days)[0]) or date.max
    return first, ours.incident.id if ours is not None else "", theirs.id if theirs is not None else ""


def comparison_row(line: Beside) -> dict[str, Cell]:
    """A line as a row of a table, by COLUMNS."""
    return {
        **dict.fromkeys(COLUMNS),
        "status": line.status,
        "tolls_meet": line.tolls_meet,
        **(_pair_cells(line.pair) if line.pair is not None else {}),
        **(_our_cells(line.ours) if line.ours is not None else {}),
        **(_their_cells(line.theirs, line.ours) if line.theirs is not None else {}),
    }


def comparison_record(line: Beside) -> Record:
    """A line as a JSON object, with the point of each side: for a map in two colours."""
    row = comparison_row(line)
    values = {key: value.isoformat() if isinstance(value, date) else value for key, value in row.items()}
    ours = {key: values[key] for key in COLUMNS if not key.startswith("their_") and key not in _OF_BOTH}
    theirs = {key.removeprefix("their_"): values[key] for key in COLUMNS if key.startswith("their_")}
    return {
        **{key: values[key] for key in _OF_BOTH},
        "ours": ours if line.ours is not None else None,
        "theirs": theirs if line.theirs is not None else None,
    }


_OF_BOTH = ("status", "days_apart", "km", "same_side", "tolls_meet", "country")


def _pair_cells(pair: Pair) -> dict[str, Cell]:
    return {"days_apart": pair.days_apart, "km": round(pair.km, 1), "same_side": pair.same_side}


def _our_cells(told: ToldIncident) -> dict[str, Cell]:
    account = told.incident.account
    place, killed = account.place, told.killed
    first, last = _ends(account.days) if account.days is not None else (None, None)
    return {
        "incident": told.incident.id,
        "kind": account.kind.value,
        "first_day": first,
        "last_day": last,
        "place": (place.name or place.text) if place is not None else None,
        "latitude": place.lat if place is not None else None,
        "longitude": place.lon if place is not None else None,
        "country": place.country if place is not None else None,
        "sides": "; ".join((*account.actors, *account.targets)),
        **_killed_cells(killed),
        "origins": "; ".join(origins(told)),
    }


def _killed_cells(killed: Figure | None) -> dict[str, Cell]:
    bounds = ("low", "best", "high")
    return {f"killed_{bound}": getattr(killed, bound) if killed is not None else None for bound in bounds}


def _their_cells(event: CodedEvent, ours: ToldIncident | None) -> dict[str, Cell]:
    cells: dict[str, Cell] = {
        "their_id": event.id,
        "their_type": event.says,
        "their_first_day": event.first,
        "their_last_day": event.last,
        "their_place": event.place,
        "their_latitude": event.lat,
        "their_longitude": event.lon,
        "their_sides": "; ".join(event.sides),
        "their_low": event.low,
        "their_best": event.best,
        "their_high": event.high,
        "their_sources": event.sources,
        "their_headline": event.headline,
    }
    return cells if ours is not None else cells | {"country": event.country}
