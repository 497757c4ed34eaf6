"""Who is told to hold a place now, and whether that only fills in what no dated claim tells."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hand_made import ARMY, IS, KNOWN, REBELS, fought, holds, left, palmyra, spokesman, took
from hypothesis import given
from hypothesis import strategies as st

from zenobia.holdings import Background, holding_on, trace_timelines
from zenobia.holdings.present import tells_of_the_present
from zenobia.model import Claim, HoldingState, Realis, Span, Timeline


def said(sentence: str, who: tuple[str, str] = IS, **more: object) -> Claim:
    """A claim of control with no day, whose place is where the sentence has Palmyra."""
    at = sentence.index("Palmyra")
    claim = holds(who, None, at=replace(palmyra(), span=Span(at, at + 7)), **more)
    return replace(claim, evidence=(Span(0, len(sentence)),))


def told_now(sentence: str) -> bool:
    return tells_of_the_present(said(sentence), [sentence])


@pytest.mark.parametrize(
    "sentence",
    [
        "Islamic State holds Palmyra, residents said.",
        "The group still controls the ancient desert city of Palmyra.",
        "Militants who hold Palmyra shelled the base.",
        "Palmyra is held by Islamic State.",
        "The road to Palmyra city, which is still controlled by Islamic State, is closed.",
        "Palmyra remains in the hands of the group.",
    ],
)
def test_a_present_verb_beside_the_place_tells_of_now(sentence: str) -> None:
    assert told_now(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Islamic State held Palmyra, residents said.",
        "Palmyra was held by Islamic State.",
        "Islamic State took control of Palmyra.",
        "The group wants to hold Palmyra.",
        "A shell fell in Islamic State-held Palmyra.",
        "Army takes Palmyra",
        "The group no longer controls Palmyra.",
        "Once the army holds Palmyra, the road is open.",
        "The group controls Raqqa, and its men fled Palmyra.",
        "Palmyra fell, and Raqqa is held by Islamic State.",
        "Palmyra has been held by Islamic State.",
        "Palmyra",
    ],
)
def test_another_tense_another_place_or_a_doubt_tells_nothing_of_now(sentence: str) -> None:
    assert not told_now(sentence)


def test_who_names_a_time_is_not_dated_by_the_report() -> None:
    """ "Last spring" that nobody could date is still not today."""
    sentence = "Islamic State holds Palmyra"
    dated = replace(said(sentence), when=holds(IS, "2015-05").when)
    vague = replace(dated, when=replace(dated.when, days=None)) if dated.when else dated
    assert not tells_of_the_present(dated, [sentence])
    assert not tells_of_the_present(vague, [sentence])


def reported(*told: tuple[Claim, str | None], dated: tuple[Claim, ...] = ()) -> Timeline:
    """The timeline of claims that say "holds" in reports of these days, and of dated ones."""
    days = {claim.article_id: date.fromisoformat(day) for claim, day in told if day}
    present = {claim.id for claim, _ in told}
    known = replace(
        KNOWN,
        published_on=days.get,
        sentences=lambda claim: ["IS holds Palmyra."] if claim.id in present else [],
    )
    (timeline,) = trace_timelines([*(claim for claim, _ in told), *dated], known)
    return timeline


def now(who: tuple[str, str] = IS, **more: object) -> Claim:
    return said("IS holds Palmyra.", who, **more)


def on(timeline: Timeline, day: str) -> str:
    held = holding_on(timeline.holdings, date.fromisoformat(day))
    return f"{held.state.value} {'; '.join(s.name for s in held.sides)}".strip() if held else "nothing"


def test_a_report_says_who_held_the_place_on_its_day() -> None:
    """ "Islamic State holds Palmyra", in a paper of 2 June 2015."""
    timeline = reported((now(), "2015-06-02"))
    assert [on(timeline, day) for day in ("2015-06-01", "2015-06-02", "2015-11-29", "2015-11-30")] == [
        "nothing",
        "held Islamic State",
        "held Islamic State",
        "unknown",
    ]
    (telling,) = timeline.holdings[0].tellings
    assert telling.is_day_of_report
    assert timeline.holdings[0].began is None, "since when is not told"


def test_a_report_without_a_day_decides_nothing() -> None:
    timeline = reported((now(), None))
    assert timeline.holdings == ()
    assert len(timeline.unused) == 1


def test_the_day_of_a_report_never_overrules_a_dated_claim() -> None:
    """The army took it on 27 March; a paper of 2 April still has "Islamic State holds Palmyra"."""
    late = now()
    timeline = reported((late, "2016-04-02"), dated=(took(ARMY, "2016-03-27", whom=IS),))
    assert on(timeline, "2016-04-02") == "held Government of Syria"
    held = holding_on(timeline.holdings, date(2016, 4, 2))
    assert held is not None
    assert [telling.claim_id for telling in held.beside] == [late.id]
    assert held.rivals == ()


def test_a_report_speaks_where_dated_claims_are_silent_until_they_speak_again() -> None:
    dated = (took(ARMY, "2015-01-01"), took(REBELS, "2016-09-01", whom=IS))
    timeline = reported((now(), "2016-03-01"), dated=dated)
    assert [
        on(timeline, d) for d in ("2015-06-30", "2015-07-01", "2016-03-01", "2016-08-31", "2016-09-01")
    ] == [
        "held Government of Syria",
        "unknown",
        "held Islamic State",
        "held Islamic State",
        "held Army of Conquest",
    ]


def test_the_own_word_of_a_holder_is_a_claim_on_the_day_of_the_report_too() -> None:
    timeline = reported((now(by=spokesman("amaq")), "2015-06-02"))
    assert on(timeline, "2015-06-02") == "claimed Islamic State"


def test_a_taking_without_a_day_stays_undated_and_is_listed() -> None:
    """ "Islamic State has taken Palmyra", in a paper of 2 June: on which day, it does not say."""
    undated = took(IS, None)
    timeline = reported((now(ARMY), "2015-05-01"), dated=(undated,))
    assert [telling.claim_id for telling in timeline.unused] == [undated.id]
    denied = now(realis=Realis.DENIED)
    assert reported((denied, "2015-06-02")).holdings == ()


_DAYS = st.dates(date(2015, 1, 1), date(2016, 12, 31)).map(date.isoformat)
_PARTIES = st.sampled_from([ARMY, IS, REBELS])
_DATED = st.lists(
    st.builds(
        lambda act, who, day: act(who, day),
        st.sampled_from([took, holds, left, fought]),
        _PARTIES,
        st.one_of(_DAYS, st.sampled_from(["2015-05", "2016"])),
    ),
    min_size=1,
    max_size=6,
)


@given(_DATED, st.lists(st.tuples(_PARTIES, _DAYS), min_size=1, max_size=4))
def test_no_day_known_from_dated_claims_changes_for_a_report(
    dated: list[Claim], reports: list[tuple[tuple[str, str], str]]
) -> None:
    told = [(now(who), day) for who, day in reports]
    (without,) = trace_timelines(dated, KNOWN)
    beside = reported(*told, dated=tuple(dated))
    for offset in range(0, 1200, 3):
        day = date(2014, 6, 1) + timedelta(offset)
        before = holding_on(without.holdings, day)
        after = holding_on(beside.holdings, day)
        if before is not None and before.state is not HoldingState.UNKNOWN:
            assert after is not None
            assert (after.state, after.sides, after.rivals) == (before.state, before.sides, before.rivals)
    spans = [(h.first, h.last or date.max) for h in beside.holdings]
    assert all(first <= last for first, last in spans)
    assert all(one[1] < other[0] for one, other in pairwise(spans)), "none overlap"
    assert {t.claim_id for t in beside.tellings} == {c.id for c in (*dated, *(c for c, _ in told))}


def test_nothing_is_known_of_words_without_a_store() -> None:
    assert Background().sentences(now()) == ()
