"""Claims with what people judged of them: by id, and by their words when another reader has read them anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zenobia.model import (
    ActorMention,
    Claim,
    Judgement,
    Kind,
    Mention,
    Outcome,
    PlaceMention,
    Realis,
    Span,
    Toll,
    Verdict,
)
from zenobia.reviewing.correcting import corrected
from zenobia.reviewing.finding import found_again, likeness
from zenobia.reviewing.reviewed import NOT_READ, READ_ANEW, WORDS_MOVED, review_claims

TEXT = "Rebels shelled Darayya, killing four. Jets hit Douma, killing nine people and a medic."
NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


def at(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def toll(words: str, count: int) -> Toll:
    return Toll(text=words, span=at(words), outcome=Outcome.KILLED, low=count, high=count)


SHELLING = Claim(
    article_id="a",
    kind=Kind.SHELLING,
    evidence=(at("Rebels shelled Darayya, killing four."),),
    actors=(ActorMention(text="Rebels", span=at("Rebels")),),
    place=PlaceMention(text="Darayya", span=at("Darayya")),
    toll=(toll("four", 4),),
)
STRIKE = Claim(
    article_id="a",
    kind=Kind.AIRSTRIKE,
    evidence=(at("Jets hit Douma, killing nine people and a medic."),),
    actors=(ActorMention(text="Jets", span=at("Jets")),),
    place=PlaceMention(text="Douma", span=at("Douma")),
    toll=(toll("nine people", 9), toll("a medic", 1)),
)


def judged(verdict: Verdict, claim: Claim = STRIKE, minute: int = 0, **what: Any) -> Judgement:
    return Judgement(claim.id, "", verdict, "ana", NOON + timedelta(minutes=minute), subject=claim, **what)


def test_claims_that_nobody_judged_are_as_they_were_read() -> None:
    reviewed = review_claims([SHELLING, STRIKE], [])
    assert [each.claim for each in reviewed] == [SHELLING, STRIKE]
    assert not any(each.is_reviewed or each.by_hand or each.look for each in reviewed)


def test_of_two_verdicts_the_later_holds() -> None:
    no, yes = judged(Verdict.REJECT), judged(Verdict.ACCEPT, minute=1)
    assert review_claims([STRIKE], [no, yes])[0].claim == STRIKE
    assert review_claims([STRIKE], [yes, no])[0].claim is None


def test_a_correction_of_one_mention_leaves_the_others() -> None:
    seven = toll("nine people", 7)
    (each,) = review_claims(
        [STRIKE], [judged(Verdict.CORRECT, slot="toll", at=at("nine people"), filling=seven)]
    )
    assert each.claim == replace(STRIKE, toll=(seven, STRIKE.toll[1]))
    assert [(c.slot, c.now, c.machine) for c in each.corrections] == [("toll", seven, STRIKE.toll[0])]
    assert (each.by_hand, each.is_reviewed) == (True, False)


def test_a_mention_is_taken_away_and_one_is_put_beside() -> None:
    gone = judged(Verdict.CORRECT, slot="toll", at=at("a medic"), filling=None)
    medic = Mention(text="medic", span=at("medic"))
    more = judged(Verdict.CORRECT, minute=1, slot="objects", filling=medic)
    (each,) = review_claims([STRIKE], [gone, more])
    assert each.claim is not None
    assert each.claim.toll == STRIKE.toll[:1]
    assert each.claim.objects == (medic,)


def test_a_correction_is_corrected_again_and_the_machines_value_stays_known() -> None:
    wide = replace(
        toll("nine people", 10), text="nine people and a medic", span=at("nine people and a medic")
    )
    first = judged(Verdict.CORRECT, slot="toll", at=at("nine people"), filling=wide)
    then = judged(Verdict.CORRECT, minute=1, slot="toll", at=wide.span, filling=replace(wide, low=11))
    (each,) = review_claims([STRIKE], [first, then])
    assert each.claim is not None
    assert each.claim.toll[0].low == 11
    assert each.corrections[0].machine == STRIKE.toll[0]


def test_kind_and_realis_are_corrected_for_the_claim_as_a_whole() -> None:
    made = [
        judged(Verdict.CORRECT, slot="kind", filling=Kind.ATTACK),
        judged(Verdict.CORRECT, minute=1, slot="realis", filling=Realis.DENIED),
    ]
    (each,) = review_claims([STRIKE], made)
    assert each.claim == replace(STRIKE, kind=Kind.ATTACK, realis=Realis.DENIED)


def test_the_same_words_read_anew_keep_their_judgements_and_ask_for_a_look() -> None:
    anew = replace(STRIKE, actors=(), toll=STRIKE.toll[:1])
    seven = toll("nine people", 7)
    made = [judged(Verdict.CORRECT, slot="toll", at=at("nine people"), filling=seven), judged(Verdict.ACCEPT)]
    shelled, struck = review_claims([SHELLING, anew], made)
    assert shelled.judgements == ()
    assert struck.claim == replace(anew, toll=(seven,))
    assert struck.look == (READ_ANEW,)
    assert struck.ids == {STRIKE.id, anew.id}


def test_a_look_at_what_was_read_anew_is_enough() -> None:
    anew = replace(STRIKE, actors=())
    again = replace(judged(Verdict.ACCEPT, anew, minute=1), claim_id=STRIKE.id)
    made = [judged(Verdict.ACCEPT), again]
    (each,) = review_claims([anew], made)
    assert each.look == ()
    assert len(each.judgements) == 2


def test_a_correction_of_words_that_are_not_there_any_more_is_kept_and_shown() -> None:
    anew = replace(STRIKE, toll=())
    seven = toll("nine people", 7)
    made = [judged(Verdict.CORRECT, slot="toll", at=at("nine people"), filling=seven)]
    (each,) = review_claims([anew], made)
    assert each.claim == replace(anew, toll=(seven,))
    assert each.look == (READ_ANEW, WORDS_MOVED)


@pytest.mark.parametrize(("verdict", "is_kept"), [(Verdict.ACCEPT, True), (Verdict.REJECT, False)])
def test_what_is_read_no_more_is_kept_where_a_person_said_yes(verdict: Verdict, is_kept: bool) -> None:
    shelled, *kept = review_claims([SHELLING], [judged(verdict)])
    assert shelled.claim == SHELLING
    assert [(each.claim, each.look) for each in kept] == ([(STRIKE, (NOT_READ,))] if is_kept else [])


def test_an_added_claim_stays_beside_what_a_new_reader_reads_in_the_same_words() -> None:
    added = replace(STRIKE, place=None, reader="hand")
    first, second = review_claims([STRIKE], [judged(Verdict.ADD, added)])
    assert (first.claim, second.claim) == (STRIKE, added)
    assert (second.by_hand, second.is_reviewed, second.look) == (True, True, ())


def test_of_two_claims_in_one_sentence_each_keeps_its_own_judgement() -> None:
    other = replace(STRIKE, toll=STRIKE.toll[1:], place=None)
    anew = [replace(each, realis=Realis.POSSIBLE) for each in (STRIKE, other)]
    first, second = review_claims(anew, [judged(Verdict.REJECT, other), judged(Verdict.ACCEPT)])
    assert first.claim == anew[0]
    assert second.claim is None


def test_claims_on_other_words_or_of_other_reports_are_not_found() -> None:
    assert found_again(STRIKE, [SHELLING]) is None
    assert likeness(STRIKE, replace(STRIKE, article_id="b")) == 0


_SPANS = st.tuples(st.integers(0, len(TEXT)), st.integers(0, len(TEXT))).map(lambda two: Span(*sorted(two)))


@given(
    st.lists(
        st.tuples(
            st.sampled_from(("toll", "actors", "place", "objects")), st.none() | _SPANS, st.none() | _SPANS
        ),
        max_size=6,
    )
)
def test_whatever_is_corrected_every_span_slices_to_its_words(
    changes: list[tuple[str, Span | None, Span | None]],
) -> None:
    made = []
    for minute, (slot, where, span) in enumerate(changes):
        words: dict[str, Any] = {"text": span.of(TEXT), "span": span} if span else {}
        sorts = {"toll": Toll, "actors": ActorMention, "place": PlaceMention, "objects": Mention}
        more = {"outcome": Outcome.KILLED} if slot == "toll" else {}
        filling = sorts[slot](**words, **more) if span else None
        made.append(judged(Verdict.CORRECT, minute=minute, slot=slot, at=where, filling=filling))
    result = corrected(STRIKE, made).claim
    assert all(mention.span.of(TEXT) == mention.text for mention in result.mentions())
    for slot, _, _ in changes[-1:]:
        span = changes[-1][2]
        if span is not None:
            value: Any = getattr(result, slot)
            assert span in [m.span for m in (value if isinstance(value, tuple) else (value,))]
