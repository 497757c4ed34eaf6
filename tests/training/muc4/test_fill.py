"""Templates from chances: kinds over their threshold, an entity named once, a filler to its kinds."""

import numpy as np
import pytest
from training.muc4.fill import Chances, Thresholds, aliases_of, fill, is_acronym, same_entity
from training.muc4.scoring import ROLES
from training.muc4.texts import KINDS, Candidates

NONE = np.zeros(0, dtype=np.int64)
HALF = Thresholds(kind=0.5, roles=(0.5,) * 5)


def filled(told: dict[str, float], strings: dict[str, tuple[str, float, dict[str, float]]]) -> list[dict]:
    """Templates of a text whose strings have one likely role each, and the chance of each kind."""
    candidates = Candidates(NONE, NONE, NONE, NONE, NONE, tuple(strings), tuple(strings))
    roles, kinds = np.zeros((len(strings), len(ROLES))), np.zeros((len(strings), len(KINDS)))
    for n, (role, chance, goes) in enumerate(strings.values()):
        roles[n, ROLES.index(role)] = chance
        kinds[n] = [goes.get(kind, 0.0) for kind in KINDS]
    return fill(
        candidates,
        Chances(np.array([told.get(kind, 0.0) for kind in KINDS]), roles, kinds),
        frozenset(),
        HALF,
    )


def test_nothing_told_fills_nothing() -> None:
    assert filled({"attack": 0.4}, {"mill": ("Target", 0.9, {"attack": 0.9})}) == []


def test_an_entity_is_named_once_by_its_likeliest_string() -> None:
    strings = {"bomb": ("Weapon", 0.7, {}), "car bomb": ("Weapon", 0.8, {}), "rifle": ("Weapon", 0.6, {})}
    (record,) = filled({"bombing": 0.9}, strings)
    assert record["Weapon"] == [["car bomb"], ["rifle"]]


def test_a_filler_goes_to_its_likely_kinds_and_else_to_the_likeliest_told() -> None:
    strings = {
        "mill": ("Target", 0.9, {"arson": 0.9, "attack": 0.1}),
        "ana ruiz": ("Victim", 0.9, {"robbery": 0.3, "attack": 0.2}),
        "rebels": ("PerpInd", 0.9, {"arson": 0.6, "attack": 0.7}),
    }
    arson, attack = filled({"arson": 0.9, "attack": 0.8}, strings)
    assert (arson["Target"], attack["Target"]) == ([["mill"]], [])
    assert (arson["Victim"], attack["Victim"]) == ([], [["ana ruiz"]])
    assert arson["PerpInd"] == attack["PerpInd"] == [["rebels"]]


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("bomb", "car bomb", True),
        ("bar", "barn", False),
        ("front of national liberation", "fnl", True),
        ("nlf", "front of national liberation", True),
        ("police", "peoples order league in cotopal", False),
        ("ana ruiz", "juan sol", False),
    ],
)
def test_names_of_one_entity(left: str, right: str, same: bool) -> None:
    assert same_entity(left, right, frozenset()) is same
    assert same_entity(right, left, frozenset()) is same


def test_a_short_name_is_no_acronym() -> None:
    assert not is_acronym("rf", ["river", "front"])


def test_an_alias_is_learnt_from_the_key() -> None:
    aliases = aliases_of([{"PerpOrg": [[["the ridge men", 0], ["sons of dawn", 9]]]}])
    assert same_entity("sons of dawn", "ridge men", aliases)
    assert not same_entity("sons of dawn", "hill men", aliases)
