"""Incidents in UCDP's columns, one after the other."""

from __future__ import annotations

from datetime import date

import pytest
from told_news import (
    ARMY,
    ATLAS,
    CIVILIANS,
    IS,
    REBELS,
    SUNDAY,
    civilians_killed,
    claim,
    killed,
    palmyra,
    party,
    said_by,
    told,
)

from zenobia.dates import DatePrecision, DateRange
from zenobia.exports.told import LeftOut, ToldIncident
from zenobia.exports.ucdp import COLUMNS, UcdpRow, priogrid_cell, ucdp_row
from zenobia.model import Category, Kind, PlacePrecision, Realis

THE_49 = """id relid year active_year code_status type_of_violence conflict_dset_id conflict_new_id conflict_name
    dyad_dset_id dyad_new_id dyad_name side_a_dset_id side_a_new_id side_a side_b_dset_id side_b_new_id side_b
    number_of_sources source_article source_office source_date source_headline source_original where_prec
    where_coordinates where_description adm_1 adm_2 latitude longitude geom_wkt priogrid_gid country country_id
    region event_clarity date_prec date_start date_end deaths_a deaths_b deaths_civilians deaths_unknown best
    high low gwnoa gwnob""".split()  # noqa: SIM905


def row_of(incident: ToldIncident) -> UcdpRow:
    row = ucdp_row(incident, ATLAS)
    assert not isinstance(row, LeftOut), row
    return row


def reason_of(incident: ToldIncident) -> str:
    left_out = ucdp_row(incident, ATLAS)
    assert isinstance(left_out, LeftOut)
    return left_out.reason


def test_the_columns_are_ucdps_in_their_order() -> None:
    assert list(COLUMNS) == THE_49
    assert len(COLUMNS) == 49


def test_a_battle_column_by_column() -> None:
    battle = told(
        claim(
            Kind.CLASH,
            actors=(IS,),
            targets=(ARMY,),
            toll=(
                killed(12, 12, who="Syrian troops", category=Category.COMBATANT),
                killed(20, None, who="Islamic State", category=Category.COMBATANT),
                civilians_killed(3),
            ),
            sources=(said_by("Observatory"),),
        )
    )
    assert row_of(battle) == {
        "id": int("3f617d82aa01b", 16),
        "relid": "ZENOBIA-3f617d82aa01bc23",
        "year": 2016,
        "active_year": None,
        "code_status": "Clear",
        "type_of_violence": 1,
        "conflict_dset_id": None,
        "conflict_new_id": None,
        "conflict_name": None,
        "dyad_dset_id": None,
        "dyad_new_id": None,
        "dyad_name": "Government of Syria - Islamic State",
        "side_a_dset_id": None,
        "side_a_new_id": None,
        "side_a": "Government of Syria",
        "side_b_dset_id": None,
        "side_b_new_id": None,
        "side_b": "Islamic State",
        "number_of_sources": 1,
        "source_article": '"Desert Post,2016-03-28,News from the desert"',
        "source_office": "Desert Post",
        "source_date": "2016-03-28",
        "source_headline": "News from the desert",
        "source_original": "Observatory",
        "where_prec": 1,
        "where_coordinates": "Tadmur",
        "where_description": "Palmyra",
        "adm_1": "Homs Governorate",
        "adm_2": None,
        "latitude": 34.5624,
        "longitude": 38.28402,
        "geom_wkt": "POINT (38.28402 34.5624)",
        "priogrid_gid": 179717,
        "country": "Syria",
        "country_id": 652,
        "region": "Middle East",
        "event_clarity": 1,
        "date_prec": 1,
        "date_start": SUNDAY,
        "date_end": SUNDAY,
        "deaths_a": 12,
        "deaths_b": 20,
        "deaths_civilians": 3,
        "deaths_unknown": 0,
        "best": 35,
        "high": 35,
        "low": 35,
        "gwnoa": 652,
        "gwnob": None,
    }


def test_a_cell_of_prio_grid() -> None:
    assert priogrid_cell(34.802462, 36.707602) == 179714
    assert priogrid_cell(-90, -180) == 1
    assert priogrid_cell(90, 180) == 360 * 720


@pytest.mark.parametrize(
    ("actors", "targets", "sort"),
    [
        ((ARMY,), (IS,), 1),
        ((REBELS,), (IS,), 2),
        ((IS,), (CIVILIANS,), 3),
        ((ARMY,), (CIVILIANS,), 3),
        ((), (IS,), None),
        ((IS,), (), None),
        ((party("masked men"),), (IS,), None),
    ],
)
def test_types_of_violence(actors: tuple[object, ...], targets: tuple[object, ...], sort: int | None) -> None:
    row = row_of(told(claim(Kind.ATTACK, actors=actors, targets=targets, toll=(killed(2, 2),))))  # type: ignore[arg-type]
    assert row["type_of_violence"] == sort
    assert row["code_status"] == ("Clear" if sort else "Check dyad")


def test_best_is_the_sum_of_its_parts_and_lies_between_low_and_high() -> None:
    army = claim(Kind.SHELLING, toll=(killed(12, 12),), sources=(said_by("Army"),))
    monitor = claim(Kind.SHELLING, toll=(killed(20, None),), sources=(said_by("Observatory"),), article="b")
    row = row_of(told(army, monitor))
    parts = ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")
    assert row["best"] == sum(int(str(row[part])) for part in parts)
    assert int(str(row["low"])) <= int(str(row["best"])) <= int(str(row["high"]))
    assert (row["low"], row["high"]) == (12, 20)
    assert row["code_status"] == "Check dyad, deaths"


def test_only_lethal_use_of_force_that_somebody_tells_is_an_event() -> None:
    assert "nobody" in reason_of(told(claim(Kind.SHELLING)))
    assert "nobody" in reason_of(told(claim(Kind.SHELLING, toll=(killed(0, 0),))))
    assert "words only" in reason_of(told(claim(Kind.SHELLING, toll=(killed(None, None, text="dozens"),))))
    assert "statement" in reason_of(told(claim(Kind.STATEMENT, toll=(killed(3, 3),))))
    assert "denied" in reason_of(told(claim(Kind.SHELLING, toll=(killed(3, 3),), realis=Realis.DENIED)))


@pytest.mark.parametrize(
    ("precision", "coded"),
    [
        ("site", 1),
        ("town", 1),
        ("near", 2),
        ("district", 3),
        ("province", 4),
        ("region", 5),
        ("country", 6),
        ("sea", 7),
    ],
)
def test_places_on_ucdps_scale(precision: str, coded: int) -> None:
    where = palmyra(PlacePrecision(precision))
    assert row_of(told(claim(Kind.SHELLING, place=where, toll=(killed(1, 1),))))["where_prec"] == coded


@pytest.mark.parametrize(
    ("days", "coded", "clarity"),
    [
        (DateRange.of_day(SUNDAY), 1, 1),
        (DateRange(date(2016, 3, 25), SUNDAY, DatePrecision.DAYS), 2, 1),
        (DateRange(date(2016, 3, 21), SUNDAY, DatePrecision.WEEK), 3, 1),
        (DateRange.of_month(2016, 3), 4, 2),
        (DateRange.of_year(2016), 5, 2),
    ],
)
def test_days_on_ucdps_scale(days: DateRange, coded: int, clarity: int) -> None:
    row = row_of(told(claim(Kind.SHELLING, days=days, toll=(killed(1, 1),))))
    assert (row["date_prec"], row["event_clarity"]) == (coded, clarity)
    assert (row["date_start"], row["date_end"]) == (days.start, days.end)
