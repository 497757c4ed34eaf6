"""Incidents in ACLED's columns, one after the other."""

from __future__ import annotations

from datetime import date

import pytest
from told_news import (
    ARMY,
    ATLAS,
    CIVILIANS,
    IS,
    MADE_AT,
    REBELS,
    RUSSIA,
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
from zenobia.exports.acled import COLUMNS, AcledRow, acled_rows, folded
from zenobia.exports.told import LeftOut, ToldIncident
from zenobia.model import Kind, PlacePrecision, Realis

THE_31 = """event_id_cnty event_date year time_precision disorder_type event_type sub_event_type actor1
    assoc_actor_1 inter1 actor2 assoc_actor_2 inter2 interaction civilian_targeting iso region country admin1
    admin2 admin3 location latitude longitude geo_precision source source_scale notes fatalities tags
    timestamp""".split()  # noqa: SIM905


def rows_of(incident: ToldIncident) -> list[AcledRow]:
    rows = acled_rows(incident, ATLAS, MADE_AT)
    assert not isinstance(rows, LeftOut), rows
    return rows


def reason_of(incident: ToldIncident) -> str:
    left_out = acled_rows(incident, ATLAS, MADE_AT)
    assert isinstance(left_out, LeftOut)
    return left_out.reason


def days(first: int, last: int, precision: DatePrecision) -> DateRange:
    return DateRange(date(2016, 3, first), date(2016, 3, last), precision)


def test_the_columns_are_acleds_in_their_order() -> None:
    assert list(COLUMNS) == THE_31
    assert len(COLUMNS) == 31


def test_palmyra_retaken_column_by_column() -> None:
    retaken = told(
        claim(
            Kind.TAKEOVER,
            actors=(ARMY, RUSSIA),
            targets=(IS,),
            toll=(killed(400, None),),
            sources=(said_by("Syrian Observatory for Human Rights"),),
            words="Syrian troops recaptured Palmyra.",
        )
    )
    (row,) = rows_of(retaken)
    assert set(row) == set(THE_31)
    notes = str(row.pop("notes"))
    assert row == {
        "event_id_cnty": "ZEN3f617d82aa01bc23",
        "event_date": SUNDAY,
        "year": 2016,
        "time_precision": 1,
        "disorder_type": "Political violence",
        "event_type": "Battles",
        "sub_event_type": "Government regains territory",
        "actor1": str(ARMY.name),
        "assoc_actor_1": "Russia",
        "inter1": "State forces",
        "actor2": "Islamic State",
        "assoc_actor_2": "",
        "inter2": "Rebel group",
        "interaction": "State forces-Rebel group",
        "civilian_targeting": "",
        "iso": 760,
        "region": "Middle East",
        "country": "Syria",
        "admin1": "Homs Governorate",
        "admin2": "",
        "admin3": "",
        "location": "Tadmur",
        "latitude": 34.5624,
        "longitude": 38.2840,
        "geo_precision": 1,
        "source": "Desert Post",
        "source_scale": "",
        "fatalities": 400,
        "tags": "zenobia=3f617d82aa01bc23; grade=single origin",
        "timestamp": 1772366400,
    }
    assert "Syrian Observatory for Human Rights" in notes
    assert "not coded by ACLED" in notes


@pytest.mark.parametrize(
    ("kind", "actors", "targets", "words", "sub_event"),
    [
        (Kind.TAKEOVER, (IS,), (ARMY,), "seized", "Non-state actor overtakes territory"),
        (Kind.TAKEOVER, (RUSSIA,), (IS,), "took", "Non-state actor overtakes territory"),
        (Kind.TAKEOVER, (ARMY,), (), "was handed over", "Non-violent transfer of territory"),
        (Kind.CLASH, (ARMY,), (IS,), "fought", "Armed clash"),
        (Kind.AIRSTRIKE, (RUSSIA,), (), "bombed", "Air/drone strike"),
        (Kind.SHELLING, (REBELS,), (), "shelled", "Shelling/artillery/missile attack"),
        (Kind.BOMBING, (IS,), (), "a suicide bomber", "Suicide bomb"),
        (Kind.BOMBING, (), (), "a hand grenade", "Grenade"),
        (Kind.BOMBING, (), (), "a mine", "Remote explosive/landmine/IED"),
        (Kind.CHEMICAL, (), (), "sarin", "Chemical weapon"),
        (Kind.ATTACK, (IS,), (CIVILIANS,), "shot", "Attack"),
        (Kind.ATTACK, (IS,), (ARMY,), "shot", "Armed clash"),
        (Kind.ABUSE, (IS,), (CIVILIANS,), "were raped", "Sexual violence"),
        (Kind.ABDUCTION, (IS,), (CIVILIANS,), "took", "Abduction/forced disappearance"),
        (Kind.ARREST, (ARMY,), (CIVILIANS,), "held", "Arrests"),
        (Kind.ARREST, (IS,), (CIVILIANS,), "held", "Abduction/forced disappearance"),
        (Kind.DESTRUCTION, (IS,), (), "blew up the temple", "Looting/property destruction"),
        (Kind.DESTRUCTION, (REBELS,), (), "a jet was shot down", "Disrupted weapons use"),
        (Kind.ADVANCE, (ARMY,), (), "moved", "Change to group/activity"),
        (Kind.WITHDRAWAL, (IS,), (), "left", "Change to group/activity"),
        (Kind.AGREEMENT, (ARMY, REBELS), (), "a ceasefire", "Agreement"),
        (Kind.DISPLACEMENT, (), (CIVILIANS,), "fled", "Other"),
        (Kind.PROTEST, (CIVILIANS,), (), "marched", "Peaceful protest"),
        (Kind.PROTEST, (CIVILIANS,), (), "tear gas", "Protest with intervention"),
        (Kind.PROTEST, (CIVILIANS,), (), "opened fire", "Excessive force against protesters"),
        (Kind.PROTEST, (CIVILIANS,), (), "threw stones", "Violent demonstration"),
    ],
)
def test_sub_event_types_by_rule(
    kind: Kind, actors: tuple[object, ...], targets: tuple[object, ...], words: str, sub_event: str
) -> None:
    made = claim(kind, actors=actors, targets=targets, words=words)  # type: ignore[arg-type]
    assert rows_of(told(made))[0]["sub_event_type"] == sub_event


@pytest.mark.parametrize("kind", [Kind.STATEMENT, Kind.SUPPORT, Kind.AID, Kind.SANCTION, Kind.CONTROL])
def test_what_acled_has_no_type_for_is_left_out(kind: Kind) -> None:
    assert kind.value in reason_of(told(claim(kind, actors=(ARMY,))))


def test_every_kind_has_a_rule_or_is_known_to_have_none() -> None:
    from zenobia.exports.acled_rules import _table

    ruled = {kind for rule in _table()["rule"] for kind in rule["kinds"]}
    assert set(Kind) - ruled == {Kind.CONTROL, Kind.SUPPORT, Kind.AID, Kind.SANCTION, Kind.STATEMENT}
    known = {sub for subs in _table()["events"].values() for sub in subs}
    assert {rule["sub_event"] for rule in _table()["rule"]} <= known
    assert len(known) == 25


@pytest.mark.parametrize("realis", [Realis.DENIED, Realis.PLANNED, Realis.POSSIBLE])
def test_what_nobody_tells_as_having_happened_is_no_event(realis: Realis) -> None:
    assert reason_of(told(claim(Kind.AIRSTRIKE, realis=realis))).startswith("only ")


def test_a_denial_is_told_in_the_notes_and_the_event_stays() -> None:
    denial = claim(
        Kind.AIRSTRIKE, actors=(RUSSIA,), realis=Realis.DENIED, sources=(said_by("Moscow"),), article="b"
    )
    strike = claim(Kind.AIRSTRIKE, actors=(RUSSIA,), sources=(said_by("Observatory"),))
    (row,) = rows_of(told(strike, denial))
    assert "Denied by: Moscow." in str(row["notes"])
    assert "grade=disputed" in str(row["tags"])


def test_a_battle_of_three_days_has_a_row_for_each_and_the_dead_are_divided() -> None:
    battle = claim(
        Kind.CLASH,
        actors=(ARMY,),
        targets=(IS,),
        days=days(25, 27, DatePrecision.DAYS),
        toll=(killed(11, 11),),
    )
    rows = rows_of(told(battle))
    assert [row["event_date"] for row in rows] == [date(2016, 3, day) for day in (25, 26, 27)]
    assert [row["fatalities"] for row in rows] == [5, 3, 3]
    assert [row["time_precision"] for row in rows] == [2, 2, 2]
    assert len({row["event_id_cnty"] for row in rows}) == 3


def test_a_strike_within_days_is_one_event_in_the_middle() -> None:
    strike = claim(Kind.AIRSTRIKE, days=days(21, 27, DatePrecision.WEEK))
    (row,) = rows_of(told(strike))
    assert (row["event_date"], row["time_precision"]) == (date(2016, 3, 24), 2)
    month = claim(Kind.AIRSTRIKE, days=DateRange.of_month(2016, 3))
    assert rows_of(told(month))[0]["time_precision"] == 3


def test_what_is_dated_to_a_year_or_by_one_end_is_not_coded() -> None:
    assert "year" in reason_of(told(claim(Kind.AIRSTRIKE, days=DateRange.of_year(2016))))
    since = DateRange(SUNDAY, None, DatePrecision.LONGER)
    assert "end" in reason_of(told(claim(Kind.SIEGE, days=since)))
    assert reason_of(told(claim(Kind.AIRSTRIKE, days=None))) == "no day told"


@pytest.mark.parametrize(
    ("precision", "coded"),
    [("site", 1), ("town", 1), ("near", 2), ("district", 2), ("province", 3), ("region", 3), ("sea", 3)],
)
def test_places_on_acleds_scale(precision: str, coded: int) -> None:
    where = palmyra(PlacePrecision(precision))
    assert rows_of(told(claim(Kind.AIRSTRIKE, place=where)))[0]["geo_precision"] == coded


def test_a_country_alone_or_no_place_is_not_coded() -> None:
    assert "country" in reason_of(told(claim(Kind.AIRSTRIKE, place=palmyra(PlacePrecision.COUNTRY))))
    assert reason_of(told(claim(Kind.AIRSTRIKE, place=palmyra(lat=None, lon=None)))) == "no place on the map"


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("dozens", 12),
        ("dozens of soldiers", 12),
        ("hundreds", 100),
        ("tens of fighters", 10),
        ("several civilians", 3),
        ("soldiers", 3),
        ("thousands", 0),
        ("casualties", 0),
    ],
)
def test_words_are_numbers_by_acleds_rule_alone_and_it_is_said(words: str, count: int) -> None:
    incident = told(claim(Kind.SHELLING, toll=(killed(None, None, text=words),)))
    (row,) = rows_of(incident)
    assert row["fatalities"] == count
    assert f"“{words}”" in str(row["notes"])
    assert incident.killed is None, "the account itself knows no figure"


def test_the_lowest_figure_is_the_one_coded() -> None:
    low = claim(Kind.SHELLING, toll=(killed(12, 12),), sources=(said_by("Army"),))
    high = claim(Kind.SHELLING, toll=(killed(20, 20),), sources=(said_by("Observatory"),), article="b")
    (row,) = rows_of(told(low, high))
    assert row["fatalities"] == 12
    assert "12 (Army), 20 (Observatory)" in str(row["notes"])


def test_violence_on_civilians_has_them_second_and_says_so() -> None:
    (row,) = rows_of(
        told(
            claim(Kind.SHELLING, actors=(REBELS,), targets=(party("villagers"),), toll=(civilians_killed(2),))
        )
    )
    assert (row["actor2"], row["assoc_actor_2"], row["inter2"]) == (
        "Civilians (Syria)",
        "villagers",
        "Civilians",
    )
    assert row["civilian_targeting"] == "Civilians targeted"
    assert row["interaction"] == "Rebel group-Civilians"


def test_a_doer_nobody_names_goes_by_acleds_words_and_russia_abroad_is_external() -> None:
    assert rows_of(told(claim(Kind.BOMBING)))[0]["actor1"] == "Unidentified Armed Group (Syria)"
    assert rows_of(told(claim(Kind.AIRSTRIKE, actors=(RUSSIA,))))[0]["inter1"] == "External/Other forces"
    assert rows_of(told(claim(Kind.AIRSTRIKE, actors=(ARMY,))))[0]["inter1"] == "State forces"


def test_the_same_parties_on_one_day_in_one_place_are_one_event_of_the_higher_type() -> None:
    shelling = told(
        claim(Kind.SHELLING, actors=(ARMY,), targets=(IS,), toll=(killed(4, 4),)), id="aaaaaaaaaaaaaaaa"
    )
    clash = told(
        claim(Kind.CLASH, actors=(IS,), targets=(ARMY,), toll=(killed(5, 5),)), id="bbbbbbbbbbbbbbbb"
    )
    (row,) = folded([*rows_of(shelling), *rows_of(clash)])
    assert (row["event_type"], row["fatalities"]) == ("Battles", 9)
    assert "aaaaaaaaaaaaaaaa" in str(row["tags"])
    assert "bbbbbbbbbbbbbbbb" in str(row["tags"])
    other_day = told(claim(Kind.CLASH, actors=(IS,), targets=(ARMY,), days=date(2016, 3, 26)))
    assert len(folded([*rows_of(shelling), *rows_of(other_day)])) == 2


def test_a_side_that_is_not_told_is_no_ground_for_folding() -> None:
    one = told(claim(Kind.SHELLING, actors=(ARMY,)), id="aaaaaaaaaaaaaaaa")
    other = told(claim(Kind.AIRSTRIKE, actors=(ARMY,)), id="bbbbbbbbbbbbbbbb")
    assert len(folded([*rows_of(one), *rows_of(other)])) == 2


def test_an_outlet_that_is_not_known_is_not_told_of() -> None:
    (row,) = rows_of(told(claim(Kind.AIRSTRIKE, outlet=None)))
    assert row["source"] == ""
    assert "published by" not in str(row["notes"])
