"""What is taken back does not stand; what took it back may be taken back itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from zenobia.model import Judgement, Verdict
from zenobia.reviewing.standing import standing, undone_by

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


def accepted(claim: str, minute: int = 0) -> Judgement:
    return Judgement(claim, "", Verdict.ACCEPT, "ana", NOON + timedelta(minutes=minute))


def undoing(judgement: Judgement, minute: int) -> Judgement:
    at = NOON + timedelta(minutes=minute)
    return replace(judgement, verdict=Verdict.UNDO, made_at=at, undoes=judgement.id)


def test_what_is_taken_back_does_not_stand() -> None:
    first, second = accepted("a"), accepted("b", 1)
    assert standing([first, second, undoing(first, 2)]) == [second]


def test_taking_that_back_brings_it_back() -> None:
    first = accepted("a")
    back = undoing(first, 1)
    assert standing([first, back, undoing(back, 2)]) == [first]
    assert undone_by([first, back, undoing(back, 2)]) == {back.id: undoing(back, 2).id}


def test_two_who_take_back_the_same_are_both_to_be_taken_back() -> None:
    first = accepted("a")
    one, other = undoing(first, 1), undoing(first, 2)
    assert standing([first, one, other, undoing(other, 3)]) == []


@given(st.lists(st.integers(0, 9), max_size=12))
def test_every_judgement_stands_or_is_taken_back_by_one_that_stands(taken_back: list[int]) -> None:
    made = [accepted("a")]
    for minute, at in enumerate(taken_back, start=1):
        made.append(undoing(made[at % len(made)], minute))
    undone = undone_by(made)
    known = {judgement.id for judgement in made}
    assert len(known) == len(made)
    for judgement in made:
        by = undone.get(judgement.id)
        assert by is None or (by in known and by not in undone)
    assert standing(made) == ([] if made[0].id in undone else [made[0]])
