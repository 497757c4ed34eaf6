"""Thresholds move to where the held-out texts are filled best."""

import numpy as np
from training.muc4.fill import Chances, Thresholds
from training.muc4.scoring import ROLES
from training.muc4.texts import KINDS, Candidates
from training.muc4.tune import Held, choose_thresholds, f1_of

NONE = np.zeros(0, dtype=np.int64)


def held(kind: float, target: float, records: list[dict]) -> Held:
    """A text whose one string, the mill, may be the target of an attack."""
    told, roles = np.zeros(len(KINDS)), np.zeros((1, len(ROLES)))
    told[0], roles[0, ROLES.index("Target")] = kind, target
    return (
        Candidates(NONE, NONE, NONE, NONE, NONE, ("mill",), ("mill",)),
        Chances(told, roles, np.ones((1, 6))),
        records,
    )


def test_thresholds_part_what_the_key_holds_from_what_it_does_not() -> None:
    attack = {"incident_type": "attack", "Target": [[["mill", 0]]]}
    texts = [
        held(0.33, 0.42, [attack]),
        held(0.33, 0.28, [{"incident_type": "attack"}]),
        held(0.22, 0.9, []),
    ]
    begin = Thresholds(kind=0.6, roles=(0.6,) * 5)
    assert f1_of(texts, frozenset(), begin) == 0
    chosen = choose_thresholds(texts, frozenset(), begin)
    assert f1_of(texts, frozenset(), chosen) == 1
    assert 0.22 < chosen.kind <= 0.33
    assert 0.28 < chosen.roles[ROLES.index("Target")] <= 0.42
