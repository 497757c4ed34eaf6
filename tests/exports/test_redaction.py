"""No name of a private person is left in any cell of any format, and no exact place."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from told_news import (
    ARMY,
    ATLAS,
    IS,
    MADE_AT,
    claim,
    killed,
    palmyra,
    party,
    said_by,
    told,
)

from zenobia.exports.formats import FORMATS, Material
from zenobia.exports.redaction import STATEMENT, WITHHELD, Redactor, masked
from zenobia.exports.told import LeftOut
from zenobia.model import (
    HeldPlace,
    Holding,
    HoldingState,
    Kind,
    PlacePrecision,
    Realis,
    Side,
    SourceKind,
    Telling,
    Told,
)

# Names of our own making, as reports may write them.
NAMES = ("Nadim Qasbari", "khulud al-tarsini", "Fadwa O’Sharqat", "Илья Замятнин", "نديم قصباري", "Wanis")
PARTS = {part for name in NAMES for part in re.findall(r"\w{4,}", name)}
REDACTOR = Redactor(ATLAS)

SHOT = told(
    claim(
        Kind.ATTACK,
        actors=(IS, party(NAMES[0])),
        targets=(party(f"the baker {NAMES[1]}"), party("two civilians")),
        place=palmyra(PlacePrecision.SITE, text=f"the house of {NAMES[2]}", name="Wanis bakery"),
        toll=(killed(1, 1, who=NAMES[1], text=f"{NAMES[1]}, 34"), killed(2, 2, who="two civilians")),
        sources=(said_by(NAMES[3], SourceKind.WITNESS), said_by("Syrian Observatory for Human Rights")),
        words=f"Gunmen shot {NAMES[1]} in the house of {NAMES[2]}, said {NAMES[3]}.",
        quote=f"I saw {NAMES[4]} fall",
        objects=(f"{NAMES[5]} bakery", "a car"),
        title=f"{NAMES[0]} kills {NAMES[1]}",
        url="https://news.example/Qasbari-tarsini",
    ),
    claim(
        Kind.ATTACK,
        actors=(party(NAMES[0]),),
        realis=Realis.DENIED,
        sources=(said_by(NAMES[0], SourceKind.OTHER),),
        article="b",
    ),
)


def material(redacted: bool) -> Material:
    incidents = [REDACTOR.incident(SHOT)] if redacted else [SHOT]
    claims = [found for each in incidents for found in each.claims]
    holding = Holding(
        place=HeldPlace("Homs Governorate", "SY", "geonames:169575", PlacePrecision.PROVINCE),
        state=HoldingState.HELD,
        sides=(Side("Islamic State", "islamic-state"), Side(NAMES[0], None)),
        first=date(2016, 3, 27),
        last=None,
        tellings=(Telling(claim_id="0" * 16, told=Told.TOOK, sides=(Side(NAMES[0]),), area=NAMES[1]),),
    )
    held = REDACTOR.holding(holding) if redacted else holding
    assert not isinstance(held, LeftOut)
    return Material(ATLAS, MADE_AT, incidents, claims, [held], STATEMENT if redacted else None)


def text_of(name: str, redacted: bool) -> str:
    stream = io.BytesIO()
    FORMATS[name].write(material(redacted), stream)
    if name.endswith("parquet"):
        parquet = pytest.importorskip("pyarrow.parquet")
        stream.seek(0)
        table = parquet.read_table(stream)
        return json.dumps(table.to_pylist(), ensure_ascii=False, default=str)
    return stream.getvalue().decode("utf-8", "replace")


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_no_name_of_a_private_person_is_left(name: str) -> None:
    text = text_of(name, redacted=True)
    assert {part for part in PARTS if part.casefold() in text.casefold()} == set()
    assert "34.5624" not in text
    assert "38.28402" not in text


@pytest.mark.parametrize("name", ["acled", "ucdp", "plover", "geojson", "claims-csv", "holdings-csv"])
def test_the_names_were_there_to_be_taken_out(name: str) -> None:
    text = text_of(name, redacted=False)
    assert any(part in text for part in PARTS), "a test that cannot fail shows nothing"


def test_what_is_public_stays() -> None:
    (found, _) = REDACTOR.incident(SHOT).claims
    assert [each.name for each in found.claim.actors] == ["Islamic State", None]
    assert found.claim.actors[1].text == WITHHELD
    assert [each.text for each in found.claim.targets] == [WITHHELD, "two civilians"]
    assert [each.name for each in found.claim.sources] == ["witness", "Syrian Observatory for Human Rights"]
    assert [(each.low, each.who) for each in found.claim.toll] == [(1, None), (2, "two civilians")]
    assert found.article.outlet == "Desert Post"
    assert found.claim.id == SHOT.claims[0].claim.id, "whoever holds the ledger finds the claim again"


def test_a_place_is_rounded_to_its_province_or_country_and_a_wide_one_stays() -> None:
    place = REDACTOR.claim(claim(Kind.ATTACK)).claim.place
    assert place is not None
    assert (place.name, place.lat, place.precision) == ("Homs Governorate", 34.5, PlacePrecision.PROVINCE)
    unknown = REDACTOR.claim(claim(Kind.ATTACK, place=palmyra(place_id=None))).claim.place
    assert unknown is not None
    assert (unknown.name, unknown.precision) == ("Syria", PlacePrecision.COUNTRY)
    elsewhere = REDACTOR.claim(claim(Kind.ATTACK, place=palmyra(place_id=None, country=None))).claim.place
    assert elsewhere is not None
    assert (elsewhere.name, elsewhere.text, elsewhere.lat) == (None, "", None)
    wide = palmyra(PlacePrecision.DISTRICT)
    kept = REDACTOR.claim(claim(Kind.ATTACK, place=wide)).claim.place
    assert kept is not None
    assert (kept.name, kept.lat) == (wide.name, wide.lat)


def test_a_held_town_is_left_out_since_rounding_would_make_it_untrue() -> None:
    (held,) = material(redacted=True).holdings
    town = replace(held, place=HeldPlace("Tadmur", "SY", "geonames:163915", PlacePrecision.TOWN))
    assert isinstance(REDACTOR.holding(town), LeftOut)
    assert [side.name for side in held.sides] == ["Islamic State", WITHHELD]


def test_types_still_come_out_by_the_words_that_name_nobody() -> None:
    from zenobia.exports.acled import acled_rows

    bombing = told(claim(Kind.BOMBING, actors=(ARMY,), words=f"A suicide bomber, {NAMES[0]}, struck."))
    rows = acled_rows(REDACTOR.incident(bombing), ATLAS, MADE_AT)
    assert not isinstance(rows, LeftOut)
    assert rows[0]["sub_event_type"] == "Suicide bomb"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Gunmen shot the baker in his car", "Gunmen shot the … in … car"),
        ("Nadim Qasbari", ""),
        ("the Qasbari of the", ""),
        ("34", ""),
        ("dozens of soldiers", "dozens of soldiers"),
    ],
)
def test_masking(text: str, left: str) -> None:
    assert masked(text) == left


@given(st.text(max_size=60))
def test_masking_leaves_only_words_that_are_listed(text: str) -> None:
    from zenobia.exports.redaction import _harmless

    assert all(word.lower() in _harmless() or word == "…" for word in masked(text).split())
