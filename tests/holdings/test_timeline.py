"""Who held Palmyra, and when: from claims written by hand."""

from __future__ import annotations

import random
import time
from dataclasses import replace
from datetime import date
from itertools import zip_longest

import pytest
from hand_made import (
    ARMY,
    IS,
    KNOWN,
    REBELS,
    claim,
    days,
    fought,
    holds,
    left,
    observatory,
    palmyra,
    spokesman,
    took,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from zenobia.holdings import holding_on, trace_holdings, trace_timelines
from zenobia.model import (
    Claim,
    Holding,
    HoldingState,
    Kind,
    PlaceMention,
    PlacePrecision,
    Realis,
    SourceKind,
    SourceMention,
    Span,
)

HELD, CONTESTED, CLAIMED, UNKNOWN = HoldingState


def traced(*claims: Claim, horizon_days: int = 180) -> list[Holding]:
    return trace_holdings(claims, KNOWN, horizon_days)


def rows(holdings: list[Holding]) -> list[str]:
    """ "2016-03-27 2016-12-10 held Government of Syria"."""
    return [
        f"{h.first} {h.last or '…'} {h.state.value} {'; '.join(side.name for side in h.sides)}".strip()
        for h in holdings
    ]


def on(day: str, *claims: Claim, horizon_days: int = 180) -> str:
    """ "held Islamic State", "unknown", or "nothing" where nothing is told by then."""
    held = holding_on(traced(*claims, horizon_days=horizon_days), date.fromisoformat(day))
    if held is None:
        return "nothing"
    return f"{held.state.value} {'; '.join(side.name for side in held.sides)}".strip()


# ---- from hand to hand


def test_palmyra_from_2015_to_2017() -> None:
    fall = took(IS, "2015-05-20", whom=ARMY)
    month = took(IS, "2015-05")
    recapture = took(ARMY, "2016-03-27", whom=IS)
    loss = took(IS, "2016-12-11", whom=ARMY)
    retreat = left(ARMY, "2016-12-11")
    holdings = traced(retreat, recapture, loss, month, fall)
    assert rows(holdings) == [
        "2015-05-19 2015-05-19 held Government of Syria",
        "2015-05-20 2016-03-26 held Islamic State",
        "2016-03-27 2016-12-10 held Government of Syria",
        "2016-12-11 2017-06-09 held Islamic State",
        "2017-06-10 … unknown",
    ]
    assert set(holdings[1].claim_ids) == {fall.id, month.id}
    assert holdings[2].claim_ids == (recapture.id,)
    assert [telling.claim_id for telling in holdings[3].beside] == [retreat.id]


def test_a_month_is_as_exact_as_it_is_told() -> None:
    """ "The jihadists captured Palmyra in May 2015": on 10 May, nobody can say."""
    told = (took(IS, "2015-05"), took(ARMY, "2016-03-27", whom=IS))
    held = traced(*told)[0]
    assert held.began == days("2015-05")
    assert on("2015-04-30", *told) == "nothing"
    assert on("2015-05-10", *told) == "unknown"
    assert on("2015-05-31", *told) == "held Islamic State"
    assert on("2016-01-01", *told) == "held Islamic State"


def test_an_exact_day_tells_which_day_of_the_month() -> None:
    exact = trace_holdings([took(IS, "2015-05"), took(IS, "2015-05-20")], KNOWN)
    assert exact[0].began == days("2015-05-20")
    seen = trace_holdings([took(IS, "2015-05"), holds(IS, "2015-05-22")], KNOWN)
    assert seen[0].began is not None
    assert (seen[0].began.start, seen[0].first) == (date(2015, 5, 1), date(2015, 5, 22))


def test_who_lost_a_place_had_it_the_day_before() -> None:
    first = traced(took(ARMY, "2016-03-27", whom=IS))[0]
    assert (first.sides[0].name, first.first, first.last) == (
        "Islamic State",
        date(2016, 3, 26),
        date(2016, 3, 26),
    )
    assert first.began is None, "since when it held the place is not told"


def test_nobody_holds_a_place_after_a_withdrawal_until_that_is_told() -> None:
    told = (took(ARMY, "2016-03-27"), left(ARMY, "2016-05-01"))
    assert on("2016-04-30", *told) == "held Government of Syria"
    assert on("2016-05-01", *told) == "unknown"
    assert on("2016-05-03", *told, took(IS, "2016-05-02")) == "held Islamic State"


def test_the_retreat_of_a_side_that_does_not_hold_the_place_changes_nothing() -> None:
    """Russian troops leave a base in a town that the army holds."""
    told = (took(ARMY, "2016-03-27"), left(("Russian Armed Forces", "russia.armed_forces"), "2016-05-01"))
    assert on("2016-05-02", *told) == "held Government of Syria"


def test_a_place_taken_by_nobody_named_is_lost_all_the_same() -> None:
    told = (took(ARMY, "2016-03-27"), took(None, "2016-05-01", whom=ARMY))
    assert on("2016-05-02", *told) == "unknown"


def test_a_holder_told_of_first_may_have_changed_hands_on_any_day_before() -> None:
    told = (holds(ARMY, "2015-05-01"), holds(IS, "2015-08-01"))
    assert on("2015-06-01", *told) == "unknown"
    assert traced(*told)[1].began == days("2015-05-02/2015-08-01")


def test_held_since_tells_the_beginning() -> None:
    """ "The town, held by Islamic State since May"."""
    assert on("2015-05-02", holds(IS, "2015-05-01/")) == "held Islamic State"


def test_a_taking_since_some_day_has_no_day_by_which_it_had_happened() -> None:
    """ "Families who had returned since March" is no taking on 1 March."""
    told = (took(IS, "2015-05-20"), took(ARMY, "2016-03-01/"), took(ARMY, "2016-03-27", whom=IS))
    assert on("2016-03-15", *told) == "held Islamic State"


def test_who_took_a_place_did_not_leave_it_that_day() -> None:
    told = (left([IS, "pro-government militias"], "2015-05-20"), took(IS, "2015-05-20", whom=ARMY))
    assert on("2015-05-19", *told) == "held Government of Syria"
    assert on("2015-05-20", *told) == "held Islamic State"


def test_the_nameless_beside_a_holder_are_not_its_holders() -> None:
    assert on("2016-03-27", took([ARMY, "their allied militias"], "2016-03-27")) == "held Government of Syria"


def test_held_from_one_day_to_another_is_held_between_them() -> None:
    told = (holds(IS, "2015-05-20/2016-03-27"),)
    assert on("2016-01-01", *told, horizon_days=10) == "held Islamic State"
    assert on("2016-05-01", *told, horizon_days=10) == "unknown"


def test_a_place_retaken_was_lost_in_between() -> None:
    """Nobody tells of the loss in December; "the army retook Palmyra from Islamic State" in March does."""
    told = (took(ARMY, "2016-09-27", whom=IS), took(ARMY, "2017-03-02", whom=IS))
    assert on("2017-01-01", *told) == "unknown"
    assert on("2017-03-01", *told) == "held Islamic State"
    assert on("2017-03-02", *told) == "held Government of Syria"


def test_one_taking_told_for_two_days_is_one() -> None:
    told = (took(ARMY, "2016-03-27", whom=IS), took(ARMY, "2016-03-29", whom=IS))
    assert rows(traced(*told))[1:2] == ["2016-03-27 2016-09-25 held Government of Syria"]


# ---- the horizon


def test_silence_past_the_horizon_is_unknown() -> None:
    told = took(ARMY, "2016-03-27")
    assert rows(traced(told)) == ["2016-03-27 2016-09-23 held Government of Syria", "2016-09-24 … unknown"]
    assert on("2016-04-28", told, horizon_days=30) == "unknown"
    assert traced(told)[-1].claim_ids == (told.id,), "even the unknown says on what it rests"


def test_a_taking_and_a_loss_told_need_nothing_told_between_them() -> None:
    told = (took(IS, "2015-05-20"), took(ARMY, "2017-03-27", whom=IS))
    assert on("2016-08-01", *told) == "held Islamic State"
    unnamed = (took(IS, "2015-05-20"), took(ARMY, "2017-03-27"))
    assert on("2016-08-01", *unnamed) == "unknown", "nobody says whom it was taken from"


def test_a_word_in_between_makes_a_hold_with_both_ends_told_no_shorter() -> None:
    told = (took(IS, "2015-01-01"), holds(IS, "2016-06-01"), took(ARMY, "2017-05-01", whom=IS))
    assert {on(day, *told) for day in ("2015-12-01", "2016-06-01", "2017-03-01")} == {"held Islamic State"}
    fight = (took(IS, "2015-01-01"), fought(IS, "2016-06-01", whom=ARMY), took(ARMY, "2016-07-01", whom=IS))
    assert on("2016-05-01", *fight) == "held Islamic State"
    assert on("2016-06-01", *fight) == "contested Islamic State"
    assert on("2015-12-01", *told[:2]) == "unknown", "without the loss, nobody knows"


def test_a_misread_taking_on_the_day_of_the_loss_leaves_the_hold_whole() -> None:
    told = (took(IS, "2015-05-20"), took(IS, "2016-03-27"), took(ARMY, "2016-03-27", whom=IS))
    assert on("2016-01-01", *told) == "held Islamic State"
    assert on("2016-03-27", *told) == "held Government of Syria"


def test_takings_of_one_day_have_one_order_whatever_their_ids() -> None:
    """It holds the place; a report has it take it again; the army takes it that day, and loses it again."""
    for _ in range(8):
        before, again = took(IS, "2015-05-20"), took(IS, "2016-03-27")
        loss, return_ = took(ARMY, "2016-03-27", whom=IS), took(IS, "2016-03-27", whom=ARMY)
        assert on("2016-03-27", before, again, loss) == "held Government of Syria"
        assert on("2016-03-27", before, loss, return_) == "held Islamic State"


def test_a_holder_told_of_again_after_the_horizon_is_unknown_between() -> None:
    told = (holds(ARMY, "2013-01-01"), holds(ARMY, "2018-01-01"))
    assert on("2015-07-01", *told) == "unknown"
    assert on("2018-01-02", *told) == "held Government of Syria"


def test_a_horizon_is_a_day_or_more() -> None:
    with pytest.raises(ValueError, match="horizon"):
        traced(took(ARMY, "2016-03-27"), horizon_days=0)


# ---- contested


def test_fighting_inside_contests_a_place_that_a_side_holds() -> None:
    told = (took(ARMY, "2016-03-27"), fought(IS, "2016-05-01", whom=ARMY))
    holdings = traced(*told)
    assert rows(holdings)[:3] == [
        "2016-03-27 2016-04-30 held Government of Syria",
        "2016-05-01 2016-05-01 contested Government of Syria",
        "2016-05-02 2016-10-28 held Government of Syria",
    ]
    assert [side.name for side in holdings[1].rivals] == ["Islamic State"]
    assert told[1].id in holdings[1].claim_ids


def test_a_lull_does_not_end_a_fight() -> None:
    told = (
        took(ARMY, "2016-03-27"),
        fought(IS, "2016-05-01", whom=ARMY),
        fought(IS, "2016-05-09", whom=ARMY),
    )
    assert on("2016-05-05", *told) == "contested Government of Syria"
    later = (*told[:2], fought(IS, "2016-05-10", whom=ARMY))
    assert on("2016-05-05", *later) == "held Government of Syria"


def test_the_battle_that_takes_a_place_does_not_contest_it_for_the_taker() -> None:
    told = (
        took(IS, "2015-05-20"),
        fought(ARMY, "2016-03-07/2016-03-27", whom=IS),
        took(ARMY, "2016-03-27", whom=IS),
    )
    assert on("2016-03-06", *told) == "held Islamic State"
    assert on("2016-03-26", *told) == "contested Islamic State"
    assert on("2016-03-27", *told) == "held Government of Syria"


@pytest.mark.parametrize(
    "elsewhere",
    [
        fought(IS, "2016-05-01", whom=ARMY, at=palmyra("outside Palmyra", PlacePrecision.NEAR)),
        claim(Kind.AIRSTRIKE, ARMY, "2016-05-01", whom=IS),
        claim(Kind.SIEGE, IS, "2016-05-01", whom=ARMY),
        fought(IS, "2016-05", whom=ARMY),
        fought(IS, "2016-05-01", whom=ARMY, realis=Realis.POSSIBLE),
    ],
    ids=["near", "air strike", "siege", "some day in May", "perhaps"],
)
def test_what_is_no_fight_inside_on_that_day_contests_nothing(elsewhere: Claim) -> None:
    assert on("2016-05-01", took(ARMY, "2016-03-27"), elsewhere) == "held Government of Syria"


def test_a_siege_tells_that_the_besieged_are_still_there() -> None:
    told = (took(ARMY, "2016-03-27"), claim(Kind.SIEGE, IS, "2016-08-01", whom=ARMY))
    assert on("2016-12-01", *told) == "held Government of Syria"


def test_a_part_taken_contests_the_whole() -> None:
    """ "Islamic State took the citadel", then the army takes it back with all the rest."""
    citadel = took(IS, "2016-05-01", at=palmyra("the citadel of Palmyra", PlacePrecision.SITE))
    told = (took(ARMY, "2016-03-27"), citadel)
    assert on("2016-05-20", *told) == "contested Government of Syria"
    most = took(IS, "2016-05-01", at=palmyra("most of Palmyra"))
    assert on("2016-05-20", told[0], most) == "contested Government of Syria"
    assert on("2016-05-20", *told, took(IS, "2016-05-10", whom=ARMY)) == "held Islamic State"


def test_two_sides_told_to_have_taken_it_on_one_day_contest_it() -> None:
    told = (took(IS, "2015-05-20"), took(REBELS, "2015-05-20"))
    holdings = traced(*told)
    assert rows(holdings)[0].endswith("contested")
    assert {side.name for side in holdings[0].rivals} == {"Islamic State", "Army of Conquest"}


def test_a_day_with_two_takings_has_an_order_where_the_losers_give_it() -> None:
    """ "Only hours after": Islamic State took it from the army, and rebels from Islamic State."""
    told = (took(ARMY, "2016-03-27"), took(REBELS, "2016-05-01", whom=IS), took(IS, "2016-05-01", whom=ARMY))
    assert on("2016-04-30", *told) == "held Government of Syria"
    assert on("2016-05-01", *told) == "held Army of Conquest"


# ---- claimed, denied, planned


def test_where_only_the_party_says_so_the_place_is_claimed() -> None:
    own = took(IS, "2016-12-10", whom=ARMY, by=spokesman("amaq"))
    told = (took(ARMY, "2016-03-27"), own)
    claimed = traced(*told)[1]
    assert (claimed.state, claimed.sides[0].name, claimed.claim_ids) == (CLAIMED, "Islamic State", (own.id,))
    assert [side.name for side in claimed.rivals] == ["Government of Syria"]
    borne_out = holds(IS, "2016-12-15")
    assert on("2016-12-14", *told, borne_out) == "claimed Islamic State"
    assert on("2016-12-15", *told, borne_out) == "held Islamic State"


def test_another_voice_in_the_same_report_makes_it_held() -> None:
    told = took(IS, "2016-12-10", by=[spokesman("amaq"), observatory()])
    assert on("2016-12-10", told) == "held Islamic State"
    assert on("2016-12-10", took(IS, "2016-12-10", by=[])) == "held Islamic State", "the report's own voice"


def test_the_word_of_the_loser_is_no_own_word() -> None:
    told = took(IS, "2016-12-10", whom=ARMY, by=spokesman("syria.army"))
    assert on("2016-12-10", told) == "held Islamic State"


def test_a_report_published_by_the_party_is_its_own_word() -> None:
    told = took(ARMY, "2016-03-27", by=[])
    known = replace(KNOWN, publisher=lambda article_id: "sana" if article_id == told.article_id else None)
    assert trace_holdings([told], known)[0].state is CLAIMED
    assert trace_holdings([told], KNOWN)[0].state is HELD


def test_state_media_of_nobody_named_speak_for_the_gainer() -> None:
    said = SourceMention(text="state media", span=Span(0, 1), kind=SourceKind.STATE_MEDIA)
    assert traced(took(ARMY, "2016-03-27", by=said))[0].state is CLAIMED


def test_own_word_does_not_outweigh_another_voice_of_the_same_day() -> None:
    told = (took(ARMY, "2016-12-10", whom=IS), took(IS, "2016-12-10", by=spokesman("amaq")))
    held = holding_on(traced(*told), date(2016, 12, 10))
    assert held is not None
    assert (held.state, held.sides[0].name) == (HELD, "Government of Syria")
    assert [side.name for side in held.rivals] == ["Islamic State"]


@pytest.mark.parametrize("realis", [Realis.DENIED, Realis.PLANNED, Realis.POSSIBLE])
def test_denials_and_plans_stand_beside_and_change_nothing(realis: Realis) -> None:
    """ "ISIS denied that it had lost the city"; "the army may push on"."""
    beside = took(IS, "2016-05-01", whom=ARMY, realis=realis)
    held = traced(took(ARMY, "2016-03-27"), beside)
    assert rows(held)[0] == "2016-03-27 2016-09-23 held Government of Syria"
    assert [telling.claim_id for telling in held[0].beside] == [beside.id]


def test_claims_without_a_day_are_listed_and_decide_nothing() -> None:
    undated = holds(IS, None)
    timeline = trace_timelines([took(ARMY, "2016-03-27"), undated], KNOWN)[0]
    assert rows(list(timeline.holdings))[0].endswith("held Government of Syria")
    assert [telling.claim_id for telling in timeline.unused] == [undated.id]
    only = trace_timelines([undated], KNOWN)[0]
    assert only.holdings == ()
    assert len(only.unused) == 1


def test_militants_are_whoever_is_named_for_that_day() -> None:
    told = (took(ARMY, "2015-01-01"), took("militants", "2015-05-20", whom=ARMY), took(IS, "2015-05-20"))
    assert on("2015-05-20", *told) == "held Islamic State"
    alone = (took(ARMY, "2015-01-01"), took("militants", "2015-05-20"))
    assert on("2015-05-20", *alone) == "held Government of Syria", "they may be anybody's"
    lost = (took(ARMY, "2015-01-01"), took("militants", "2015-05-20", whom=ARMY))
    assert on("2015-05-20", *lost) == "held militants"


# ---- places


def test_a_province_says_nothing_of_its_towns_unless_all_of_it_is_told() -> None:
    def homs(words: str) -> PlaceMention:
        where = palmyra(words, PlacePrecision.PROVINCE)
        return replace(where, name="Homs Governorate", place_id="geonames:169575")

    known = replace(KNOWN, areas=lambda place: ("geonames:169575",) if place.name == "Palmyra" else ())
    town = took(IS, "2015-05-20")
    for words, holder in (
        ("Homs province", "Islamic State"),
        ("all of Homs province", "Government of Syria"),
    ):
        holdings = [
            h
            for h in trace_holdings([town, took(ARMY, "2015-09-01", at=homs(words))], known)
            if h.place.name == "Palmyra"
        ]
        held = holding_on(holdings, date(2015, 9, 2))
        assert held is not None
        assert held.sides[0].name == holder
    assert held.tellings[0].area == "Homs Governorate"


def test_one_name_in_two_countries_is_two_places() -> None:
    there = replace(palmyra(), country="US", place_id="geonames:4905245")
    assert (
        len({h.place.place_id for h in traced(took(IS, "2015-05-20"), took(ARMY, "2015-05-21", at=there))})
        == 2
    )


def test_one_id_is_one_place_under_any_name() -> None:
    tadmur = replace(palmyra("Tadmur"), name="Tadmur")
    holdings = traced(took(IS, "2015-05-20"), took(ARMY, "2016-03-27", whom=IS, at=tadmur))
    assert {h.place.place_id for h in holdings} == {"geonames:163808"}
    assert len({h.place for h in holdings}) == 1


# ---- of any claims

_DAYS = st.dates(date(2014, 1, 1), date(2018, 12, 31)).map(str) | st.sampled_from(
    ["2015-05", "2016", "2015-05-20/"]
)
_CLAIMS = st.builds(
    claim,
    st.sampled_from([Kind.TAKEOVER, Kind.CONTROL, Kind.WITHDRAWAL, Kind.CLASH, Kind.SIEGE]),
    st.sampled_from([ARMY, IS, REBELS, "militants", None]),
    st.none() | _DAYS,
    whom=st.sampled_from([ARMY, IS, REBELS, None]),
    at=st.sampled_from(
        [palmyra(), palmyra("a quarter", PlacePrecision.SITE), palmyra("off", PlacePrecision.NEAR)]
    ),
    by=st.sampled_from([observatory(), spokesman("amaq"), spokesman("syria.army")]),
    realis=st.sampled_from(Realis),
)


@settings(deadline=None)
@given(st.lists(_CLAIMS, max_size=12), st.randoms(use_true_random=False), st.sampled_from([1, 30, 180]))
def test_any_claims_make_one_timeline_and_lose_nothing(
    claims: list[Claim], shuffler: random.Random, horizon_days: int
) -> None:
    timelines = trace_timelines(claims, KNOWN, horizon_days)
    shuffled = list(claims)
    shuffler.shuffle(shuffled)
    assert trace_timelines(shuffled, KNOWN, horizon_days) == timelines, "the order of claims does not matter"

    shown: set[str] = set()
    for timeline in timelines:
        shown |= {telling.claim_id for telling in timeline.unused}
        for holding, after in zip_longest(timeline.holdings, timeline.holdings[1:]):
            shown |= {*holding.claim_ids, *(telling.claim_id for telling in holding.beside)}
            assert holding.last is None or holding.first <= holding.last
            assert after is None or (holding.last is not None and holding.last < after.first)
            assert holding.sides or holding.state in (UNKNOWN, CONTESTED)
            facts = [telling for telling in holding.tellings if telling.realis is Realis.ASSERTED]
            assert len(facts) == len(holding.tellings), "nothing but what is asserted decides"
            assert holding_on(timeline.holdings, holding.first) == holding
    assert shown == {claim.id for claim in claims}, "every claim can be seen"


@given(st.dates(), st.dates())
def test_days_at_the_ends_of_the_calendar_are_days(first: date, second: date) -> None:
    edges = [date.min, date.max, first, second]
    claims = [took(who, str(day), whom=whom) for day in edges for who, whom in ((IS, ARMY), (ARMY, IS))]
    assert trace_holdings(claims, KNOWN)


def test_a_hundred_thousand_claims_take_seconds() -> None:
    """As skewed as the news: one city has a third of it (docs/log.d/holdings.md has the seconds measured)."""
    dice = random.Random(7)  # noqa: S311 - the same claims in every run
    kinds = [Kind.CLASH] * 5 + [Kind.TAKEOVER] * 3 + [Kind.CONTROL] * 2 + [Kind.WITHDRAWAL, Kind.SIEGE]
    claims = []
    for number in range(100_000):
        town = int(dice.paretovariate(0.7)) % 5000
        where = replace(palmyra(), place_id=f"geonames:{town}", name=f"Town {town}")
        day = date.fromordinal(date(2012, 1, 1).toordinal() + dice.randrange(2500))
        who, whom = dice.sample([ARMY, IS, REBELS], 2)
        told = claim(dice.choice(kinds), who, str(day), whom=whom, at=where)
        claims.append(replace(told, evidence=(Span(number, number + 1),)))
    began = time.process_time()
    timelines = trace_timelines(claims, KNOWN)
    assert time.process_time() - began < 60, "comparing all of a city's claims with each other takes minutes"
    assert len(timelines) > 1000
