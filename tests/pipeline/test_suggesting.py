"""What a reviewer is asked: two incidents that came near to being one, and never a pair that was told apart."""

from __future__ import annotations

from pathlib import Path

from test_regrouping import keep, report

from zenobia import api
from zenobia.model import Kind
from zenobia.pipeline.suggesting import Suggestion, suggest_pairs
from zenobia.store import open_view

ON_SUNDAY = (Kind.AIRSTRIKE, "Manbij", 0, None)
ON_TUESDAY = (Kind.AIRSTRIKE, "Manbij", 2, None)
IN_PALMYRA = (Kind.AIRSTRIKE, "Palmyra", 0, None)


def suggested(store: Path) -> dict[str, list[Suggestion]]:
    """For each incident, by its first claim, the pairs that a reviewer is asked about."""
    with open_view(store) as view, view.snapshot() as connection:
        found = view.incidents().found
        return {each.claims[0].claim.id: suggest_pairs(connection, each) for each in found}


def test_two_raids_on_one_town_two_days_apart_may_be_one(tmp_path: Path) -> None:
    store = tmp_path / "ledger.sqlite"
    keep(store, [report(1, ON_SUNDAY), report(2, ON_TUESDAY), report(3, IN_PALMYRA)])
    pairs = {frozenset((one.claim_id, one.other_id)) for asked in suggested(store).values() for one in asked}
    with open_view(store) as view:
        in_manbij = frozenset(
            each.claim.id
            for incident in view.incidents().found
            for each in incident.claims
            if each.claim.place is not None and each.claim.place.name == "Manbij"
        )
    assert len(in_manbij) == 2
    assert pairs == {in_manbij}


def test_the_question_says_why_and_quotes_the_other_report(tmp_path: Path) -> None:
    store = tmp_path / "ledger.sqlite"
    keep(store, [report(1, ON_SUNDAY), report(2, ON_TUESDAY)])
    [first, second] = (asked[0] for asked in suggested(store).values())
    assert {first.other_id, second.other_id} == {first.claim_id, second.claim_id}
    assert "same place" in {reason.rule for reason in first.reasons}
    assert "airstrike Manbij" in first.sentence


def test_a_pair_told_apart_is_asked_no_more(tmp_path: Path) -> None:
    store = tmp_path / "ledger.sqlite"
    keep(store, [report(1, ON_SUNDAY), report(2, ON_TUESDAY)])
    one, other = suggested(store)
    api.judge_same(one, other, False, reviewer="R. Reader", why="two raids", store=store)
    assert list(suggested(store).values()) == [[], []]
