"""What the claims of an incident say together, how well it is founded, and what they dispute."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from few_words import MARCH_27, claim_of, in_report, killed, place_of, source

from zenobia.dates import DateRange
from zenobia.incidents.account import give_account
from zenobia.incidents.depositions import Deposition
from zenobia.incidents.origins import origins, voices
from zenobia.model import Field, Grade, Kind, Mention, PlacePrecision, Realis, SourceKind, SourceMention, Span

WIRE = "Jets struck a bakery in Manbij on Sunday and killed eleven people queuing for bread before dawn"
REWRITE = (
    "Jets struck a bakery in Manbij on Sunday and killed eleven people who were queuing for bread at dawn"
)
OWN = "Our correspondent saw the ruins of the bread shop, where two shells fell from the hills at night"


def grade(*depositions: Deposition) -> Grade:
    return give_account(depositions).grade


def said(
    by: str, article: str = "a", *, actors: str = "russia", realis: Realis = Realis.ASSERTED
) -> Deposition:
    relation = "party" if by == actors else "monitor"
    return in_report(
        claim_of(article, actors=actors, realis=realis, sources=(source(by, relation=relation),)),
        outlet=article,
    )


def test_two_independent_origins_corroborate() -> None:
    assert grade(said("Observatory"), said("medics", "b")) is Grade.CORROBORATED


def test_five_papers_citing_one_monitor_are_a_single_origin() -> None:
    assert grade(*(said("Observatory", paper) for paper in "abcde")) is Grade.SINGLE_ORIGIN


def test_rewrites_of_one_story_are_a_single_origin() -> None:
    papers = [
        in_report(claim_of("a"), sentences=(WIRE,)),
        in_report(claim_of("b"), sentences=(REWRITE,)),
    ]
    assert grade(*papers) is Grade.SINGLE_ORIGIN
    assert grade(*papers, in_report(claim_of("c"), sentences=(OWN,))) is Grade.CORROBORATED


def test_unnamed_voices_count_as_their_outlet() -> None:
    unnamed = SourceMention(text="residents", span=source("x").span)
    deposition = replace(in_report(claim_of("a", sources=(unnamed,))), outlet="Desert Post")
    assert [voice.name for voice in voices([deposition])] == ["Desert Post"]


def test_state_media_in_two_papers_are_one_origin() -> None:
    papers = [
        in_report(
            claim_of(paper, sources=(replace(source("x", SourceKind.STATE_MEDIA), name=None, origin=None),))
        )
        for paper in "ab"
    ]
    assert [voice.name for voice in voices(papers)] == ["state media", "state media"]


def test_a_doer_that_says_it_did_what_others_told_admits_it() -> None:
    assert grade(said("russia"), said("Observatory", "b")) is Grade.ADMITTED


def test_a_doer_alone_has_admitted_nothing_and_is_marked_as_a_party() -> None:
    """ "Our jets destroyed the camp", says the ministry, and nobody else."""
    assert grade(said("russia")) is Grade.SINGLE_ORIGIN
    assert [(origin.name, origin.is_party) for origin in origins(voices([said("russia")]))] == [
        ("russia", True)
    ]


def test_what_one_tells_and_another_denies_is_disputed() -> None:
    assert grade(said("Observatory"), said("russia", "b", realis=Realis.DENIED)) is Grade.DISPUTED


def test_what_is_only_denied_is_denied_and_what_is_only_planned_is_unconfirmed() -> None:
    assert grade(said("russia", realis=Realis.DENIED)) is Grade.DENIED
    assert grade(said("russia", realis=Realis.PLANNED)) is Grade.UNCONFIRMED
    assert (
        grade(said("russia", realis=Realis.POSSIBLE), said("army", "b", realis=Realis.PLANNED))
        is Grade.UNCONFIRMED
    )


def test_two_doers_are_a_dispute() -> None:
    one, other = said("Observatory", actors="russia"), said("medics", "b", actors="united-states")
    account = give_account([one, other])
    assert account.grade is Grade.DISPUTED
    assert _field(account.fields, "actors").is_disputed


def test_plans_and_denials_do_not_shape_the_account() -> None:
    """The taking is what happened; that another town was to follow is no part of it."""
    taken = in_report(claim_of("a", Kind.TAKEOVER, "Palmyra"))
    planned = in_report(claim_of("b", Kind.CHEMICAL, "Sukhna", date(2016, 5, 1), realis=Realis.PLANNED))
    account = give_account([taken, planned])
    assert account.kind is Kind.TAKEOVER
    assert account.place == place_of("Palmyra")
    assert account.days == DateRange.of_day(MARCH_27)


def test_the_named_means_goes_before_the_attack_and_the_exact_place_before_the_province() -> None:
    wide = claim_of("a", Kind.ATTACK, days=DateRange.of_month(2016, 3))
    wide = replace(wide, place=place_of("Aleppo", PlacePrecision.PROVINCE))
    account = give_account([in_report(wide), in_report(claim_of("b", Kind.BOMBING))])
    assert account.kind is Kind.BOMBING
    assert account.place is not None
    assert account.place.name == "Manbij"
    assert account.days == DateRange.of_day(MARCH_27)


@pytest.mark.parametrize(
    ("tolls", "disputed"),
    [
        ([(12, 12), (20, None)], True),
        ([(12, 12), (12, 12)], False),
        ([(12, None), (20, 20)], False),
        ([(None, 20), (25, None)], True),
        ([(10, 15), (12, 12)], False),
    ],
)
def test_tolls_dispute_where_they_cannot_both_be_true(tolls: list[tuple[int, int]], disputed: bool) -> None:
    """ "12" and "over 20" clash; "at least 12" and "20" do not."""
    depositions = [
        in_report(claim_of(paper, toll=(killed(low, high),), sources=(source(f"source {paper}"),)))
        for paper, (low, high) in zip("ab", tolls, strict=True)
    ]
    assert _field(give_account(depositions).fields, "killed").is_disputed is disputed


def test_what_was_destroyed_is_told_once_by_whoever_tells_it() -> None:
    """ "The strike destroyed the market"; "it hit the market and a mosque"."""
    market, mosque = (Mention(text=words, span=Span(40, 46)) for words in ("the market", "a mosque"))
    told = [
        in_report(replace(claim_of("a"), objects=(market,))),
        in_report(replace(claim_of("b"), objects=(market, mosque))),
    ]
    assert give_account(told).objects == ("a mosque", "the market")


def test_every_version_says_who_tells_it_and_when() -> None:
    account = give_account([said("Observatory"), said("medics", "b")])
    (version,) = _field(account.fields, "place").versions
    assert version.value == "Manbij"
    assert version.origins == ("Observatory", "medics")
    assert version.told_on == date(2016, 3, 28)
    assert len(version.claim_ids) == 2


def _field(fields: tuple[Field, ...], name: str) -> Field:
    return next(field for field in fields if field.name == name)


def test_a_paper_that_repeats_the_report_of_another_is_no_origin_of_its_own() -> None:
    """Even where the sentence of the claim was rewritten beyond knowing: the report around it was not."""
    first = in_report(claim_of("a"), outlet="Orontes Wire", sentences=(WIRE,))
    second = in_report(claim_of("b"), outlet="Desert Post", sentences=(OWN,))
    assert grade(first, second) is Grade.CORROBORATED
    assert grade(first, replace(second, repeats="a")) is Grade.SINGLE_ORIGIN
    third = replace(
        in_report(claim_of("c"), outlet="Daily", sentences=("Bread lines were hit.",)), repeats="a"
    )
    assert grade(replace(second, repeats="a"), third) is Grade.SINGLE_ORIGIN, (
        "also where the first is not there"
    )
