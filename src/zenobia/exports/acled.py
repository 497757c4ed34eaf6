"""Incidents as ACLED writes events: 31 columns, a row for each active day, its types, scales and fatality rule.

The crosswalk is in acled.toml. Ids begin with ZEN: nothing here was coded or checked by ACLED.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from zenobia.exports.acled_rules import (
    Fatalities,
    active_days,
    divided,
    event_of,
    fatalities,
    geo_precision_of,
    inter_words,
    rank,
    sub_event_of,
    types_of,
)
from zenobia.exports.atlas import Atlas
from zenobia.exports.cells import Cell
from zenobia.exports.countries import Country, country
from zenobia.exports.told import (
    LeftOut,
    Party,
    ToldIncident,
    counts_only_civilians,
    outlets,
    parties,
    summary,
    unfounded,
)
from zenobia.model import Kind, PlaceMention

COLUMNS = (
    "event_id_cnty",
    "event_date",
    "year",
    "time_precision",
    "disorder_type",
    "event_type",
    "sub_event_type",
    "actor1",
    "assoc_actor_1",
    "inter1",
    "actor2",
    "assoc_actor_2",
    "inter2",
    "interaction",
    "civilian_targeting",
    "iso",
    "region",
    "country",
    "admin1",
    "admin2",
    "admin3",
    "location",
    "latitude",
    "longitude",
    "geo_precision",
    "source",
    "source_scale",
    "notes",
    "fatalities",
    "tags",
    "timestamp",
)
_UNARMED_EVENTS = ("Protests", "Riots")
_CIVILIANS = "Violence against civilians"
AcledRow = dict[str, Cell]


def acled_rows(told: ToldIncident, atlas: Atlas, made_at: datetime) -> list[AcledRow] | LeftOut:
    """The rows of an incident, or why it has none."""
    if (reason := unfounded(told)) is not None:
        return reason
    account = told.incident.account
    place, where = account.place, country(account.place.country if account.place else None)
    if place is None or place.lat is None or place.lon is None or where is None:
        return LeftOut("no place on the map")
    geo_precision = geo_precision_of(place)
    if geo_precision is None:
        return LeftOut("placed no closer than a country")
    days = active_days(told)
    if isinstance(days, LeftOut):
        return days
    sides = _sides(told, atlas, where)
    sub_event = sub_event_of(told, *sides)
    if sub_event is None:
        return LeftOut(
            f"ACLED has no type for it, or the type hangs on a side that is not told ({account.kind})"
        )
    dead = fatalities(told)
    shared: AcledRow = {
        **types_of(sub_event),
        **_actors(sub_event, sides, where),
        **_location(place, where, geo_precision, atlas),
        "source": "; ".join(outlets(told.asserted)),
        "source_scale": _source_scale(told, where, atlas),
        "notes": _notes(told, dead, len(days)),
        "tags": f"zenobia={told.incident.id}; grade={account.grade.value}",
        "timestamp": int(made_at.timestamp()),
    }
    civilians = sides[1] and all(party.is_civilian for party in sides[1])
    shared["civilian_targeting"] = "Civilians targeted" if civilians else ""
    shares = divided(dead.count, len(days))
    return [
        {
            "event_id_cnty": f"ZEN{told.incident.id}" + (f"-{at}" if len(days) > 1 else ""),
            "event_date": active.day,
            "year": active.day.year,
            "time_precision": active.time_precision,
            "fatalities": share,
            **shared,
        }
        for at, (active, share) in enumerate(zip(days, shares, strict=True), 1)
    ]


def folded(rows: Iterable[AcledRow]) -> list[AcledRow]:
    """ACLED's rule of aggregation: the same actors in the same place on the same day are one event.

    It has the type that stands highest in ACLED's order, all the dead, and the notes of each.
    """
    events: dict[tuple[object, ...], AcledRow] = {}
    for row in rows:
        sides = frozenset((row["actor1"], row["actor2"]))
        key: tuple[object, ...] = (
            row["event_date"],
            row["latitude"],
            row["longitude"],
            row["location"],
            sides,
        )
        if not all(sides):
            key = (*key, row["event_id_cnty"])
        events[key] = _together(events[key], row) if key in events else row
    return sorted(events.values(), key=lambda row: (str(row["event_date"]), str(row["event_id_cnty"])))


def _together(first: AcledRow, second: AcledRow) -> AcledRow:
    higher, lower = sorted((first, second), key=_rank)
    joined: AcledRow = {
        "event_id_cnty": first["event_id_cnty"],
        "fatalities": int(str(first["fatalities"])) + int(str(second["fatalities"])),
        "source": "; ".join(dict.fromkeys(f"{higher['source']}; {lower['source']}".split("; "))),
        "notes": f"{higher['notes']} Together with: {lower['notes']}",
        "tags": f"{higher['tags']}; {lower['tags']}",
    }
    return higher | joined


def _sides(told: ToldIncident, atlas: Atlas, where: Country) -> tuple[tuple[Party, ...], tuple[Party, ...]]:
    account = told.incident.account
    actors = parties(told, account.actors, "actors", atlas)
    targets = parties(told, account.targets, "targets", atlas)
    if not targets and counts_only_civilians(told):
        targets = (Party(f"Civilians ({where.name})", None, True),)
    if account.kind is Kind.CLASH and not targets and len(actors) > 1:
        actors, targets = actors[:1], actors[1:]
    return _own_first(actors, where), _own_first(targets, where)


def _own_first(side: tuple[Party, ...], where: Country) -> tuple[Party, ...]:
    """Forces from abroad stand after those whom they help, as ACLED has its associated actors."""
    return tuple(sorted(side, key=lambda party: party.inter(where.code) == "8"))


def _actors(sub_event: str, sides: tuple[tuple[Party, ...], tuple[Party, ...]], where: Country) -> AcledRow:
    """The parties in ACLED's six columns; a doer that nobody names goes by ACLED's words for one."""
    actors, targets = sides
    event = event_of(sub_event)
    if event in _UNARMED_EVENTS:
        crowd = "Rioters" if event == "Riots" else "Protesters"
        first = _columns(1, f"{crowd} ({where.name})", "5" if event == "Riots" else "6", actors)
    elif actors:
        first = _columns(1, _acled_name(actors[0], where), actors[0].inter(where.code), actors[1:])
    elif event == "Strategic developments":
        first = _columns(1, "", "", ())
    else:
        first = _columns(1, f"Unidentified Armed Group ({where.name})", "3", ())
    armed = [party for party in targets if not party.is_civilian]
    if event == _CIVILIANS or (targets and not armed):
        second = _columns(2, f"Civilians ({where.name})", "7", [t for t in targets if _is_marked(t, where)])
    elif armed:
        beside = [party for party in targets if party is not armed[0]]
        second = _columns(2, armed[0].name, armed[0].inter(where.code), beside)
    else:
        second = _columns(2, "", "", ())
    return {**first, **second, "interaction": _interaction(str(first["inter1"]), str(second["inter2"]))} | {
        "inter1": inter_words(str(first["inter1"])),
        "inter2": inter_words(str(second["inter2"])),
    }


def _columns(at: int, name: str, inter: str, others: Sequence[Party]) -> AcledRow:
    beside = "; ".join(party.name for party in others)
    return {f"actor{at}": name, f"assoc_actor_{at}": beside, f"inter{at}": inter}


def _acled_name(party: Party, where: Country) -> str:
    return f"Civilians ({where.name})" if party.is_civilian else party.name


def _is_marked(party: Party, where: Country) -> bool:
    """Whether a civilian target says more than that: "aid workers", not "civilians"."""
    return party.name.casefold() not in ("civilians", f"civilians ({where.name})".casefold())


def _interaction(one: str, other: str) -> str:
    """ "State forces-Rebel group", the lower code first; "Protesters only" for one side alone."""
    words = [inter_words(code) for code in sorted(code for code in (one, other) if code)]
    if not words:
        return ""
    return "-".join(words) if len(words) > 1 else f"{words[0]} only"


def _location(place: PlaceMention, where: Country, geo_precision: int, atlas: Atlas) -> AcledRow:
    province = atlas.province(place)
    return {
        "iso": where.iso_numeric,
        "region": where.acled_region,
        "country": where.name,
        "admin1": province.name if province is not None else "",
        "admin2": atlas.district(place) or "",
        "admin3": "",
        "location": place.name or place.text,
        "latitude": round(place.lat or 0.0, 4),
        "longitude": round(place.lon or 0.0, 4),
        "geo_precision": geo_precision,
    }


def _source_scale(told: ToldIncident, where: Country, atlas: Atlas) -> str:
    """National or International by where the registry has the outlets; empty for those that it does not know."""
    scales = []
    for outlet in outlets(told.asserted):
        known = atlas.called(outlet)
        if known is not None and known.country:
            scales.append("National" if where.code in known.country else "International")
    return "-".join(sorted(set(scales), reverse=True))


def _notes(told: ToldIncident, dead: Fatalities, days: int) -> str:
    marks = []
    if dead.by_rule:
        marks.append(f"Fatalities: {dead.count} ({dead.by_rule}).")
    if days > 1:
        marks.append(f"One of {days} active days; the dead are divided among them.")
    if told.incident.part_of:
        marks.append(f"Part of {told.incident.part_of}.")
    return " ".join((summary(told), *marks, "Written by Zenobia from news reports, not coded by ACLED."))


def _rank(row: AcledRow) -> tuple[int, int]:
    return rank(str(row["event_type"]), str(row["sub_event_type"]))
