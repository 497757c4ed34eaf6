"""Claims as PLOVER events."""

from __future__ import annotations

from typing import Any

import pytest
from told_news import ARMY, ATLAS, CIVILIANS, IS, MADE_AT, RUSSIA, claim, killed, palmyra, party, said_by

from zenobia.exports.plover import _table, plover_record
from zenobia.exports.told import LeftOut
from zenobia.model import Kind, Outcome, Realis
from zenobia.store import FoundClaim

THE_16 = """AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION
    MOBILIZE COERCE ASSAULT""".split()  # noqa: SIM905
_ASSAULTS = """abduct beat torture sexual targeted destroy primitive firearms explosives suicide-attack aerial
    drone heavy-weapons crowd-control unconventional"""
MODES = {
    "CONSULT": {"visit", "third-party", "multilateral", "phone"},
    "RETREAT": {"withdraw", "release", "disarm", "ceasefire", "access", "resign"},
    "ACCUSE": {"disapprove", "investigate", "allege"},
    "PROTEST": {"demo", "riot", "strike", "hunger", "boycott", "obstruct", "vandalize"},
    "SANCTION": {"convict", "expel", "withdraw", "discontinue"},
    "MOBILIZE": {"troops", "weapons", "police", "militia"},
    "COERCE": {"seize", "restrict", "censor", "curfew", "martial-law", "arrest", "deport", "withhold"},
    "ASSAULT": set(_ASSAULTS.split()),
}
_CONTEXTS = """military intelligence executive legislative election political_institutions pro_democracy pro_autocracy
    economic legal reparations human_rights rights_freedoms repression human_security gender lgbt
    religion_ethnicity inequality diplomatic territory peacekeeping health asylum migration disasters
    natural_resource environment technology terrorism cbrn cyber misinformation crime corruption illegal_drugs
    trafficking"""
CONTEXTS = set(_CONTEXTS.split())


def record_of(found: FoundClaim) -> dict[str, Any]:
    record = plover_record(found, ATLAS, MADE_AT)
    assert not isinstance(record, LeftOut), record
    return record


def test_the_crosswalk_holds_only_types_modes_and_contexts_that_plover_has() -> None:
    table = _table()
    assert sorted(table["quads"]) == sorted(THE_16)
    assert set(table["quads"].values()) == {1, 2, 3, 4}
    assert len(CONTEXTS) == 37
    for rule in table["rule"]:
        assert rule["event"] in THE_16
        assert "mode" not in rule or rule["mode"] in MODES[rule["event"]]
        assert set(rule.get("contexts", ())) <= CONTEXTS
        assert set(rule["kinds"]) <= set(Kind)
    assert set(Kind) - {kind for rule in table["rule"] for kind in rule["kinds"]} == {
        Kind.CONTROL,
        Kind.CASUALTIES,
    }


def test_a_strike_as_a_record() -> None:
    found = claim(
        Kind.AIRSTRIKE,
        actors=(RUSSIA,),
        targets=(IS,),
        toll=(killed(12, 12), killed(30, None, outcome=Outcome.WOUNDED, text="over 30")),
        sources=(said_by("Observatory"),),
        words="Russian jets bombed Palmyra.",
    )
    record = record_of(found)
    assert record["id"] == found.claim.id
    assert (record["date"], record["enddate"]) == ("2016-03-27", None)
    assert (record["event"], record["mode"], record["quad_code"]) == (["ASSAULT"], ["aerial"], 4)
    assert record["context"] == ["military"]
    (actor,) = record["actor"]
    assert (actor["code"], actor["entity_text"], actor["identifier_text"]) == (
        "RUS",
        "Russian jets",
        "Russia",
    )
    assert record["recipient"][0]["sector"] == "REB"
    place = record["event_loc"]
    assert (place["extracted_place"], place["resolved_place"], place["geonameid"]) == (
        "Palmyra",
        "Tadmur",
        "163915",
    )
    assert (place["province"], place["country_code"], place["resolution"]) == ("Homs Governorate", "SYR", 4)
    assert record["size"] == {"dead": 12, "zenobia:injured_in_words": "over 30"}
    assert record["claim_source"][0]["origin"] == "Observatory"
    assert record["realis"] == "asserted"
    assert record["evidence"] == [{"text": "Russian jets bombed Palmyra.", "start": 0, "end": 28}]
    assert record["cite_info"]["publication"] == "Desert Post"


@pytest.mark.parametrize(
    ("kind", "words", "event", "mode"),
    [
        (Kind.AIRSTRIKE, "a drone hit the car", "ASSAULT", "drone"),
        (Kind.BOMBING, "a suicide bomber struck", "ASSAULT", "suicide-attack"),
        (Kind.ATTACK, "gunmen opened fire", "ASSAULT", "firearms"),
        (Kind.ATTACK, "they were beheaded", "ASSAULT", "primitive"),
        (Kind.AGREEMENT, "a ceasefire began", "RETREAT", "ceasefire"),
        (Kind.WITHDRAWAL, "they left", "RETREAT", "withdraw"),
        (Kind.ADVANCE, "troops moved", "MOBILIZE", "troops"),
        (Kind.STATEMENT, "he condemned the raid", "ACCUSE", "disapprove"),
        (Kind.STATEMENT, "he urged restraint", "REQUEST", None),
        (Kind.SUPPORT, "it sent weapons", "COOPERATE", None),
    ],
)
def test_types_and_modes_by_rule(kind: Kind, words: str, event: str, mode: str | None) -> None:
    record = record_of(claim(kind, words=words))
    assert record["event"] == [event]
    assert record["mode"] == ([mode] if mode else [])


def test_both_sides_of_a_fight_are_actors_and_a_captured_fighter_is_abducted() -> None:
    fight = record_of(claim(Kind.CLASH, actors=(ARMY,), targets=(IS,)))
    assert len(fight["actor"]) == 2
    assert fight["recipient"] == []
    assert record_of(claim(Kind.ARREST, actors=(ARMY,), targets=(IS,)))["mode"] == ["abduct"]
    assert record_of(claim(Kind.ARREST, actors=(ARMY,), targets=(CIVILIANS,)))["event"] == ["COERCE"]


def test_civilians_are_of_the_civilian_sector() -> None:
    record = record_of(claim(Kind.ATTACK, targets=(party("villagers"),)))
    assert record["recipient"][0]["sector"] == "CVL"


@pytest.mark.parametrize("realis", [Realis.DENIED, Realis.PLANNED, Realis.POSSIBLE])
def test_what_is_not_told_as_having_happened_has_no_record(realis: Realis) -> None:
    assert isinstance(plover_record(claim(Kind.AIRSTRIKE, realis=realis), ATLAS, MADE_AT), LeftOut)


def test_an_undated_claim_has_none_since_plover_wants_a_day() -> None:
    left_out = plover_record(claim(Kind.AIRSTRIKE, days=None), ATLAS, MADE_AT)
    assert left_out == LeftOut("no day told")


def test_an_unplaced_claim_keeps_its_words() -> None:
    record = record_of(claim(Kind.AIRSTRIKE, place=palmyra(name=None, lat=None, lon=None, place_id=None)))
    assert (record["event_loc"]["extracted_place"], record["event_loc"]["lat"]) == ("Palmyra", None)
