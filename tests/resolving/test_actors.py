"""Parties: whom the words of a report mean, and whom they leave nameless."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from told import actor_in, article_of, claim_of, registry

from zenobia.model import Claim
from zenobia.resolving.actors import resolve_actors

ROOT = Path(__file__).parents[2]
GOLD = ROOT.parent / "shared" / "gold" / "dev"


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("Two IS fighters fled.", "IS fighters", "Islamic State"),
        ("Twelve Takfiri Daesh terrorists fell.", "Twelve Takfiri Daesh terrorists", "Islamic State"),
        ("Members of the Islamic State fled.", "Members of the Islamic State", "Islamic State"),
        ("Militias such as Hezbollah came.", "Militias such as Hezbollah", "Hezbollah"),
        ("Lebanese Hezbollah fighters came.", "Lebanese Hezbollah fighters", "Hezbollah"),
        (
            "Iran's Revolutionary Guards fired.",
            "Iran's Revolutionary Guards",
            "Islamic Revolutionary Guard Corps",
        ),
        ("The Rapid Support Forces (RSF) came.", "Rapid Support Forces (RSF)", "Rapid Support Forces"),
        ("Suspected Boko Haram gunmen came.", "Suspected Boko Haram gunmen", "Boko Haram"),
        ("Peshmerga mountain brigades came.", "Peshmerga mountain brigades", "Peshmerga"),
        ("Groups affiliated with ISIS came.", "Groups affiliated with ISIS", "Islamic State"),
        (
            "Forces loyal to President Bashar al-Assad came.",
            "Forces loyal to President Bashar al-Assad",
            "Syrian government forces",
        ),
        ("US Secretary of State Marco Rubio met him.", "US Secretary of State Marco Rubio", "Marco Rubio"),
        ("Capt. Salim Haddad led them.", "Capt. Salim Haddad", "Salim Haddad"),
        ("The Blue Valley Brigade came.", "The Blue Valley Brigade", "Blue Valley Brigade"),
        ("The Turks shelled the ridge.", "The Turks", "Turkey"),
        (
            "Congolese troops came.",
            "Congolese troops",
            "Armed Forces of the Democratic Republic of the Congo",
        ),
        ("It struck US positions.", "US", "United States"),
    ],
)
def test_the_words_of_a_party_give_its_name(text: str, words: str, name: str) -> None:
    assert actor_in(text, words).name == name


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        (
            "Foreign Secretary Ann Leigh spoke. The Foreign Secretary left.",
            "The Foreign Secretary",
            "Ann Leigh",
        ),
        (
            "Karl Lund, the defence minister, came. The defence minister spoke.",
            "The defence minister",
            "Karl Lund",
        ),
        ("General Ann Leigh and General Karl Lund met. The general spoke.", "The general", None),
        ("Ann Leigh spoke. The foreign secretary left.", "The foreign secretary", None),
    ],
)
def test_an_office_is_its_holder_where_the_report_names_one(text: str, words: str, name: str | None) -> None:
    assert actor_in(text, words).name == name


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Gunmen came.", "Gunmen"),
        ("Unknown gunmen came.", "Unknown gunmen"),
        ("Some 40 Syrian civilians fled.", "40 Syrian civilians"),
        ("Palestinians fled.", "Palestinians"),
        ("Syrian fighters came from the north.", "Syrian fighters"),
        ("Anti-ISIS fighters came.", "Anti-ISIS fighters"),
        ("Rebels in East Aleppo fired.", "Rebels in East Aleppo"),
        ("Residents of Homs fled.", "Residents of Homs"),
        ("Assad supporters marched.", "Assad supporters"),
        ("Three people died.", "Three people"),
        ("Militants fighting the regime died in Syria.", "Militants fighting the regime"),
    ],
)
def test_nobody_in_particular_has_no_name(text: str, words: str) -> None:
    mention = actor_in(text, words)
    assert (mention.name, mention.actor_id) == (None, None)


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        (
            "The Syrian Observatory for Human Rights counted 12 dead. The Observatory blamed a mine.",
            "The Observatory",
            "Syrian Observatory for Human Rights",
        ),
        ("Troops fought the al-Nusra Front. The group withdrew.", "The group", "al-Nusra Front"),
        ("Ahmad Darwish spoke. Darwish then led the raid.", "Darwish", "Ahmad Darwish"),
        ("Pentagon spokesman Jeff Davis spoke. He denied it.", "He", "Jeff Davis"),
        (
            "The Front for the Defence of the Valley (FDV) came. The FDV took the bridge.",
            "FDV",
            "Front for the Defence of the Valley",
        ),
        (
            "Sanaa woke to raids in Yemen. Jets of the coalition struck.",
            "the coalition",
            "Saudi-led coalition",
        ),
        (
            "The US-led coalition flew. Coalition aircraft hit a truck.",
            "Coalition aircraft",
            "US-led coalition",
        ),
    ],
)
def test_a_short_or_later_mention_joins_the_fuller_one(text: str, words: str, name: str) -> None:
    assert actor_in(text, words).name == name


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The al-Nusra Front met Ahrar al-Sham. The group withdrew.", "The group"),
        ("Ahmad Darwish met Salim Haddad. He left.", "He"),
        ("They said we did it.", "we"),
    ],
)
def test_two_antecedents_are_none(text: str, words: str) -> None:
    assert actor_in(text, words).name is None


def test_the_army_is_that_of_the_country_of_the_report() -> None:
    text = "The army retook a village in Mali, north of Bamako, officials in Mali said."
    assert actor_in(text, "The army").actor_id == "mali.army"


def test_the_place_of_the_claim_goes_before_the_country_of_the_report() -> None:
    text = "Syria, Syria, Syria. The army crossed the border."
    assert actor_in(text, "The army", country="LB").actor_id == "lebanon.armed_forces"
    assert actor_in(text, "The army").actor_id == "syria.army"


def test_the_regime_is_not_that_of_a_power_in_everybodys_wars() -> None:
    text = "The US and Russia talk in Moscow. The Syrian army shelled Homs. The regime denied it."
    assert actor_in(text, "The regime").actor_id == "syria.government"


def test_a_name_not_in_the_registry_has_no_id() -> None:
    mention = actor_in("The Blue Valley Brigade came.", "Blue Valley Brigade")
    assert (mention.name, mention.actor_id) == ("Blue Valley Brigade", None)


def test_the_year_decides_between_names_of_two_times() -> None:
    text = "Haftar's LNA and the GNA met."
    assert actor_in(text, "GNA", day=date(2018, 1, 1)).actor_id == "government-of-national-accord"


def test_words_spans_order_and_number_stay() -> None:
    article = article_of("Syrian troops and IS fighters met. Gunmen came.")
    claims = [claim_of(article, actor=words) for words in ("IS fighters", "Gunmen", "Syrian troops")]
    resolved = resolve_actors(claims, article, registry())

    def words_of(found: list[Claim]) -> list[tuple[str, int, int]]:
        return [(m.text, m.span.start, m.span.end) for claim in found for m in claim.actors]

    assert words_of(resolved) == words_of(claims)
    assert [claim.id for claim in resolved] == [claim.id for claim in claims]


def test_a_party_said_twice_in_a_claim_is_one_doer() -> None:
    article = article_of(
        "The Syrian Democratic Forces moved on Raqqa on Sunday; gunmen and SDF fighters entered it."
    )
    words = ("The Syrian Democratic Forces", "gunmen", "SDF fighters")
    actors = tuple(actor for each in words for actor in claim_of(article, actor=each).actors)
    (claim,) = resolve_actors([replace(claim_of(article), actors=actors)], article, registry())
    assert [actor.text for actor in claim.actors] == ["The Syrian Democratic Forces", "gunmen"]


def test_every_name_says_why() -> None:
    mention = actor_in("Suspected Boko Haram gunmen came.", "Suspected Boko Haram gunmen")
    assert mention.reasons
    assert all(reason.rule for reason in mention.reasons)


@given(st.text(min_size=1, max_size=200), st.data())
def test_any_text_is_resolved_without_an_error(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    words = text[start : data.draw(st.integers(start + 1, len(text)))]
    mention = actor_in(text, words)
    assert mention.text == words


@pytest.mark.parametrize("piece", ["Al ", "the ", "A-", "(a) ", "United States of ", "Gen. ", '"', "\n"])
def test_a_hostile_text_takes_time_in_proportion(piece: str) -> None:
    def seconds(times: int) -> float:
        text = piece * times + "Gunmen"
        begun = time.process_time()
        actor_in(text, text)
        actor_in(text, "Gunmen")
        return time.process_time() - begun

    seconds(50)
    assert seconds(8_000) < 60 * max(seconds(1_000), 0.01)


@pytest.mark.skipif(not GOLD.is_dir(), reason="the gold set is not here")
def test_floors_on_coded_reports() -> None:
    command = [sys.executable, "-m", "benchmarks.parties", "--json"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    (figures,) = json.loads(run.stdout).values()
    assert figures["parties"] >= 0.85, json.dumps(figures)
    assert figures["source_kinds"] >= 0.85, json.dumps(figures)
