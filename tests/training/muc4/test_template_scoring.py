"""MUC-4's score on templates small enough to work out by hand."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from training.muc4.scoring import (
    ROLES,
    Score,
    Template,
    best_mapping,
    harmonic,
    normalised,
    template_of,
    templates_of,
)


def template(kind: str, **roles: list[list[str]]) -> Template:
    return template_of({"incident_type": kind, **roles})


def score_of(predicted: list[Template], gold: list[Template]) -> Score:
    score = Score()
    score.add_text(predicted, gold)
    return score


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("The  Ortakale Bridge.", "ortakale bridge"),
        ('"a" theatre of an army', "theatre of army"),
        ("u.s. base", "us base"),
        ("the", ""),
    ],
)
def test_strings_lose_case_punctuation_and_articles(written: str, read: str) -> None:
    assert normalised(written) == read


def test_the_key_itself_is_perfect() -> None:
    gold = [template("bombing", Weapon=[["bomb", "car bomb"]]), template("attack", Victim=[["ana ruiz"]])]
    total = score_of(gold, gold).total
    assert (total.precision, total.recall, total.f1) == (1, 1, 1)


def test_one_string_of_an_entity_is_enough_and_every_string_said_must_be_right() -> None:
    gold = [template("bombing", Weapon=[["bomb", "car bomb"]])]
    assert score_of([template("bombing", Weapon=[["the car bomb"]])], gold).total.f1 == 1
    total = score_of([template("bombing", Weapon=[["bomb", "truck"]])], gold).total
    assert (total.predicted_right, total.predicted, total.gold_right, total.gold) == (1, 2, 1, 2)


def test_two_names_of_one_entity_are_both_right_and_reach_it_once() -> None:
    gold = [template("attack", PerpOrg=[["river front", "rf"]], Target=[["mill"]])]
    total = score_of([template("attack", PerpOrg=[["river front"], ["rf"]])], gold).total
    assert (total.predicted_right, total.predicted, total.gold_right, total.gold) == (3, 3, 2, 3)


def test_a_string_in_another_role_is_wrong() -> None:
    gold = [template("attack", Target=[["mill"]])]
    slots = score_of([template("attack", Weapon=[["mill"]])], gold).slots
    assert slots["Weapon"].precision == 0
    assert slots["Target"].recall == 0
    assert slots["incident_type"].f1 == 1


def test_a_kind_may_be_half_of_the_keys_but_not_another() -> None:
    gold = [template("bombing / attack", Target=[["mill"]])]
    assert score_of([template("attack", Target=[["mill"]])], gold).total.f1 == 1
    total = score_of([template("arson", Target=[["mill"]])], gold).total
    assert (total.predicted_right, total.predicted, total.gold) == (0, 2, 2)


def test_a_template_too_many_and_one_missed_count_with_all_they_hold() -> None:
    gold = [template("attack", Victim=[["ana ruiz"]]), template("arson", Target=[["mill"], ["barn"]])]
    predicted = [template("attack", Victim=[["ana ruiz"]]), template("robbery", Target=[["bank"]])]
    total = score_of(predicted, gold).total
    assert (total.predicted_right, total.predicted, total.gold_right, total.gold) == (2, 4, 2, 5)


def test_the_best_mapping_wins_over_the_first() -> None:
    first = template("attack", Victim=[["ana ruiz"]], Target=[["mill"]])
    second = template("attack", Victim=[["juan sol"]])
    both_right = [template("attack", Victim=[["juan sol"]]), template("attack", Target=[["mill"]])]
    assert best_mapping(both_right, [first, second]) == [(both_right[0], second), (both_right[1], first)]


def test_the_best_mapping_may_give_up_the_best_pair() -> None:
    gold = [
        template("attack", Victim=[["ana"], ["juan"]], Target=[["mill"]]),
        template("attack", Victim=[["ana"], ["juan"]]),
    ]
    rich = template("attack", Victim=[["ana"], ["juan"]])
    poor = template("attack", Target=[["mill"]])
    total = score_of([rich, poor], gold).total
    assert total.predicted_right == 5


def test_a_template_said_twice_counts_once() -> None:
    records = [{"incident_type": "attack", "Target": [[["mill", 3]]]}] * 2
    assert len(templates_of(records)) == 1
    once = template_of(records[0])
    assert score_of([once, once], [once, once]).total.predicted == 2


def test_nothing_predicted_and_nothing_in_the_key() -> None:
    figures = score_of([], []).figures()
    assert figures["f1"] == figures["slots.Weapon.f1"] == 0


NAMES = st.sampled_from(["ana", "mill", "bomb"])
TEMPLATES = st.builds(
    Template,
    st.sampled_from(["attack", "bombing"]),
    st.tuples(*[st.frozensets(st.frozensets(NAMES, min_size=1, max_size=2), max_size=2)] * len(ROLES)),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(TEMPLATES, max_size=4, unique=True), st.lists(TEMPLATES, max_size=3, unique=True))
def test_no_mapping_at_all_scores_higher(predicted: list[Template], gold: list[Template]) -> None:
    best = score_of(predicted, gold).total.f1
    for chosen in product([None, *range(len(gold))], repeat=len(predicted)):
        used = [n for n in chosen if n is not None]
        if len(set(used)) < len(used):
            continue
        pairs = [(mine, gold[n]) for mine, n in zip(predicted, chosen, strict=True) if n is not None]
        if all(mine.kind == key.kind for mine, key in pairs):
            assert _f1(pairs, predicted, gold) <= best + 1e-9


def _f1(pairs: list[tuple[Template, Template]], predicted: list[Template], gold: list[Template]) -> float:
    precise = complete = len(pairs)
    for mine, key in pairs:
        for ours, theirs in zip(mine.fillers, key.fillers, strict=True):
            precise += sum(any(one <= other for other in theirs) for one in ours)
            complete += sum(any(one <= other for one in ours) for other in theirs)
    ours, key_size = sum(one.size for one in predicted), sum(one.size for one in gold)
    return harmonic(precise / ours, complete / key_size) if ours and key_size else 0.0
