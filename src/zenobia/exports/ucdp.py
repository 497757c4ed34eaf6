"""Incidents as UCDP writes georeferenced events (GED): 49 columns, by header; one row for each lethal incident.

Ids of conflicts, dyads and actors are UCDP's own and stay empty. `code_status` says what a coder has to look at.
"""

from __future__ import annotations

from dataclasses import dataclass

from zenobia.dates import DatePrecision
from zenobia.exports.atlas import Atlas
from zenobia.exports.cells import Cell
from zenobia.exports.countries import Country, country
from zenobia.exports.told import (
    LeftOut,
    Party,
    ToldIncident,
    counts_only_civilians,
    number_of,
    origins,
    outlets,
    parties,
    unfounded,
    words_only,
)
from zenobia.model import Category, Figure, Kind, Outcome, PlaceMention, PlacePrecision

COLUMNS = (
    "id",
    "relid",
    "year",
    "active_year",
    "code_status",
    "type_of_violence",
    "conflict_dset_id",
    "conflict_new_id",
    "conflict_name",
    "dyad_dset_id",
    "dyad_new_id",
    "dyad_name",
    "side_a_dset_id",
    "side_a_new_id",
    "side_a",
    "side_b_dset_id",
    "side_b_new_id",
    "side_b",
    "number_of_sources",
    "source_article",
    "source_office",
    "source_date",
    "source_headline",
    "source_original",
    "where_prec",
    "where_coordinates",
    "where_description",
    "adm_1",
    "adm_2",
    "latitude",
    "longitude",
    "geom_wkt",
    "priogrid_gid",
    "country",
    "country_id",
    "region",
    "event_clarity",
    "date_prec",
    "date_start",
    "date_end",
    "deaths_a",
    "deaths_b",
    "deaths_civilians",
    "deaths_unknown",
    "best",
    "high",
    "low",
    "gwnoa",
    "gwnob",
)

WHERE_PREC = {
    PlacePrecision.SITE: 1,
    PlacePrecision.TOWN: 1,
    PlacePrecision.NEAR: 2,
    PlacePrecision.DISTRICT: 3,
    PlacePrecision.PROVINCE: 4,
    PlacePrecision.REGION: 5,
    PlacePrecision.COUNTRY: 6,
    PlacePrecision.SEA: 7,
}
DATE_PREC = {
    DatePrecision.DAY: 1,
    DatePrecision.DAYS: 2,
    DatePrecision.WEEK: 3,
    DatePrecision.MONTH: 4,
    DatePrecision.YEAR: 5,
    DatePrecision.LONGER: 5,
}
STATE_BASED, NON_STATE, ONE_SIDED = 1, 2, 3
CLEAR, SUMMED_UP = 1, 2
# UCDP counts deaths from the use of armed force by an organised party.
LETHAL_KINDS = frozenset(
    (Kind.CLASH, Kind.TAKEOVER, Kind.AIRSTRIKE, Kind.SHELLING, Kind.BOMBING, Kind.CHEMICAL, Kind.ATTACK)
) | {Kind.ABDUCTION, Kind.ABUSE, Kind.DESTRUCTION, Kind.SIEGE, Kind.CASUALTIES, Kind.ADVANCE, Kind.WITHDRAWAL}
# PRIO-GRID numbers cells of half a degree from the south-west, 720 to a row.
_CELL_DEGREES, _CELLS_A_ROW = 0.5, 720

UcdpRow = dict[str, Cell]


def ucdp_row(told: ToldIncident, atlas: Atlas) -> UcdpRow | LeftOut:
    """The row of an incident, or why it has none."""
    if (reason := unfounded(told) or _not_lethal(told)) is not None:
        return reason
    account, killed = told.incident.account, told.killed
    place, days = account.place, account.days
    where = country(place.country if place is not None else None)
    if place is None or place.lat is None or place.lon is None:
        return LeftOut("no place on the map")
    if days is None or days.start is None or days.end is None:
        return LeftOut("no day told, or only one end of its days")
    if killed is None:
        return LeftOut("nobody told to be killed")
    side_a, side_b = _sides(told, atlas)
    sort = _type_of_violence(side_a, side_b)
    return {
        "id": number_of(told.incident.id),
        "relid": f"ZENOBIA-{told.incident.id}",
        "year": days.start.year,
        "active_year": None,
        "code_status": _code_status(told, sort),
        "type_of_violence": sort,
        **_dyad(side_a, side_b),
        **_sources(told),
        "where_prec": WHERE_PREC[place.precision or PlacePrecision.REGION],
        **_where(place, where, atlas),
        "event_clarity": _clarity(told),
        "date_prec": DATE_PREC[days.precision],
        "date_start": days.start,
        "date_end": days.end,
        **_deaths(told, killed, side_a, side_b),
        "gwnoa": _gwno(side_a),
        "gwnob": _gwno(side_b),
    }


def _not_lethal(told: ToldIncident) -> LeftOut | None:
    account, killed = told.incident.account, told.killed
    if account.kind not in LETHAL_KINDS:
        return LeftOut(f"no use of armed force ({account.kind.value})")
    if killed is not None and killed.best < 1 and (killed.high or 0) < 1:
        return LeftOut("nobody told to be killed")
    if killed is None and words_only(told) is not None:
        return LeftOut("the killed are told in words only, and UCDP's estimates are figures")
    return None


def _sides(told: ToldIncident, atlas: Atlas) -> tuple[tuple[Party, ...], tuple[Party, ...]]:
    """Side a and side b: the government is a in a fight with others, the doer is a in violence on civilians."""
    account = told.incident.account
    actors = parties(told, account.actors, "actors", atlas)
    targets = parties(told, account.targets, "targets", atlas)
    if account.kind is Kind.CLASH and not targets and len(actors) > 1:
        actors, targets = actors[:1], actors[1:]
    if not targets and counts_only_civilians(told):
        targets = (Party("Civilians", None, True),)
    if targets and targets[0].gwno is not None and not (actors and actors[0].gwno is not None):
        return targets, actors
    return actors, targets


def _type_of_violence(side_a: tuple[Party, ...], side_b: tuple[Party, ...]) -> int | None:
    """State-based, non-state or one-sided; None where a side is not told, or nobody knows what it is."""
    if not side_a or not side_b or all(party.is_civilian for party in side_a):
        return None
    if all(party.is_civilian for party in side_b):
        return ONE_SIDED
    if any(party.gwno is not None for party in (*side_a, *side_b)):
        return STATE_BASED
    known = all(party.actor is not None for party in (side_a[0], side_b[0]))
    return NON_STATE if known else None


def _dyad(side_a: tuple[Party, ...], side_b: tuple[Party, ...]) -> UcdpRow:
    names = [", ".join(_name(party) for party in side) for side in (side_a, side_b)]
    if side_b and all(party.is_civilian for party in side_b):
        names[1] = "Civilians"
    ids = ("conflict_dset_id", "conflict_new_id", "conflict_name", "dyad_dset_id", "dyad_new_id")
    own = ("side_a_dset_id", "side_a_new_id", "side_b_dset_id", "side_b_new_id")
    return {
        **dict.fromkeys((*ids, *own)),
        "dyad_name": " - ".join(names) if all(names) else None,
        "side_a": names[0] or None,
        "side_b": names[1] or None,
    }


def _name(party: Party) -> str:
    """UCDP names a state's forces for their government."""
    if party.actor is not None and party.gwno is not None:
        known = country(party.actor.country[0])
        return f"Government of {known.name}" if known is not None else party.name
    return party.name


def _sources(told: ToldIncident) -> UcdpRow:
    """The reports as UCDP lists them: "office,day,headline", each in quotation marks, parted by semicolons."""
    articles = {found.article.id: found.article for found in told.asserted}
    in_order = sorted(articles.values(), key=lambda article: (str(article.published_on), article.id))
    days = [str(article.published_on or "") for article in in_order]
    titles = [article.title or "" for article in in_order]
    offices = [article.outlet or "" for article in in_order]
    listed = (",".join(parts) for parts in zip(offices, days, titles, strict=True))
    return {
        "number_of_sources": len(in_order),
        "source_article": ";".join(f'"{one}"' for one in listed),
        "source_office": ";".join(outlets(told.asserted)),
        "source_date": ";".join(dict.fromkeys(days)),
        "source_headline": ";".join(dict.fromkeys(titles)),
        "source_original": "; ".join(origins(told)),
    }


def _where(place: PlaceMention, where: Country | None, atlas: Atlas) -> UcdpRow:
    lat, lon = round(place.lat or 0.0, 6), round(place.lon or 0.0, 6)
    province = atlas.province(place)
    return {
        "where_coordinates": place.name or place.text,
        "where_description": place.text,
        "adm_1": province.name if province is not None else None,
        "adm_2": atlas.district(place),
        "latitude": lat,
        "longitude": lon,
        "geom_wkt": f"POINT ({lon} {lat})",
        "priogrid_gid": priogrid_cell(lat, lon),
        "country": where.name if where is not None else None,
        "country_id": where.gwno if where is not None else None,
        "region": where.ucdp_region if where is not None else None,
    }


def priogrid_cell(lat: float, lon: float) -> int:
    """The number of the PRIO-GRID cell that a point lies in."""
    row = min(int((lat + 90) / _CELL_DEGREES), 359)
    column = min(int((lon + 180) / _CELL_DEGREES), _CELLS_A_ROW - 1)
    return row * _CELLS_A_ROW + column + 1


@dataclass(frozen=True, slots=True)
class _Counted:
    a: int = 0
    b: int = 0
    civilians: int = 0


def _deaths(
    told: ToldIncident, killed: Figure, side_a: tuple[Party, ...], side_b: tuple[Party, ...]
) -> UcdpRow:
    """Best by side, what no side is told for being unknown; `best` is their sum, as UCDP has it."""
    counted = _by_side(told, killed, side_a, side_b)
    known = counted.a + counted.b + counted.civilians
    best = max(killed.best, known)
    told_at_most = killed.high if killed.high is not None else best
    return {
        "deaths_a": counted.a,
        "deaths_b": counted.b,
        "deaths_civilians": counted.civilians,
        "deaths_unknown": best - known,
        "best": best,
        "high": max(told_at_most, best),
        "low": min(killed.low, best),
    }


def _by_side(
    told: ToldIncident, killed: Figure, side_a: tuple[Party, ...], side_b: tuple[Party, ...]
) -> _Counted:
    names = [{party.name for party in side if not party.is_civilian} for side in (side_a, side_b)]
    parts = [f for f in told.incident.account.toll if f.outcome is Outcome.KILLED and not f.is_total]
    if not parts and side_b and all(party.is_civilian for party in side_b):
        return _Counted(civilians=killed.best)
    a = b = civilians = 0
    for figure in parts:
        if figure.category is Category.CIVILIAN:
            civilians += figure.best
        elif figure.side in names[0]:
            a += figure.best
        elif figure.side in names[1]:
            b += figure.best
    return _Counted(a, b, civilians)


def _clarity(told: ToldIncident) -> int:
    """Clear where it is one act within a week; a bare toll or a longer time is summed up."""
    account = told.incident.account
    days = account.days
    long = days is None or DATE_PREC[days.precision] > DATE_PREC[DatePrecision.WEEK]
    return SUMMED_UP if account.kind is Kind.CASUALTIES or long else CLEAR


def _code_status(told: ToldIncident, sort: int | None) -> str:
    """ "Clear", or what a coder has to look at, as UCDP's candidate events say it."""
    disputed = {field.name for field in told.incident.account.fields if field.is_disputed}
    checks = (
        ("dyad", sort is None or "actors" in disputed),
        ("deaths", Outcome.KILLED.value in disputed),
        ("date", "days" in disputed),
        ("part of a longer event", told.incident.part_of is not None),
    )
    found = [name for name, is_open in checks if is_open]
    return f"Check {', '.join(found)}" if found else "Clear"


def _gwno(side: tuple[Party, ...]) -> int | None:
    return next((party.gwno for party in side if party.gwno is not None), None)
