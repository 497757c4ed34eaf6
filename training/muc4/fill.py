"""Fill templates from what the network answers: one for each kind told, an entity by its likeliest string."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from training.muc4.scoring import ROLES, TYPE, normalised
from training.muc4.texts import KINDS, Candidates

Aliases = frozenset[frozenset[str]]


@dataclass(frozen=True, slots=True)
class Thresholds:
    """How likely a kind must be to be told, and a string to fill each role."""

    kind: float
    roles: tuple[float, float, float, float, float]


# Where choosing begins, and what is used where no text is held out to choose on; not tuned.
THRESHOLDS = Thresholds(kind=0.4, roles=(0.3, 0.3, 0.3, 0.3, 0.3))


@dataclass(frozen=True, slots=True)
class Chances:
    """Probabilities: of each kind, of each string in each role, and of the kinds a string goes with."""

    told: np.ndarray
    roles: np.ndarray
    kinds: np.ndarray


def fill(
    candidates: Candidates, chances: Chances, aliases: Aliases, thresholds: Thresholds = THRESHOLDS
) -> list[dict]:
    """Templates in GTT's form, likeliest kind first."""
    told = [n for n in np.argsort(-chances.told) if chances.told[n] >= thresholds.kind]
    records = []
    for kind in told:
        record: dict = {TYPE: KINDS[kind]}
        for n, role in enumerate(ROLES):
            likely = np.flatnonzero(chances.roles[:, n] >= thresholds.roles[n])
            goes = [one for one in likely if kind in _kinds_of(chances.kinds[one], told)]
            goes.sort(key=lambda one, n=n: -chances.roles[one, n])
            kept = _one_each([candidates.names[one] for one in goes], aliases)
            record[role] = [[candidates.surfaces[goes[at]]] for at in kept]
        records.append(record)
    return records


def _kinds_of(chances: np.ndarray, told: Sequence[int]) -> set[int]:
    """The kinds a string goes with: those more likely than not, or else the likeliest told."""
    return {kind for kind in told if chances[kind] >= 0.5} or {max(told, key=lambda kind: chances[kind])}


def _one_each(names: Sequence[str], aliases: Aliases) -> list[int]:
    """Places of the names to keep, in order: each that no kept one names already."""
    kept: list[int] = []
    for n, name in enumerate(names):
        if not any(same_entity(name, names[other], aliases) for other in kept):
            kept.append(n)
    return kept


def same_entity(left: str, right: str, aliases: Aliases) -> bool:
    """Whether two normalised names of one text name one entity: one within the other, acronym or alias.

    "bomb" lies in "car bomb", "nlf" and "fnl" stand for "front of national liberation".
    """
    short, long = sorted((left.split(), right.split()), key=len)
    if any(long[n : n + len(short)] == short for n in range(len(long) - len(short) + 1)):
        return True
    return frozenset((left, right)) in aliases or (len(short) == 1 and is_acronym(short[0], long))


def is_acronym(name: str, words: Sequence[str]) -> bool:
    """Whether a name is made of the words' initials, in any order: Spanish acronyms of English names."""
    initials = sorted(
        word[0] for word in words if word not in ("of", "for", "and", "in", "de", "del", "la", "y")
    )
    if len(name) < 3 or not len(name) <= len(initials) <= len(name) + 1:
        return False
    left = list(initials)
    for letter in name:
        if letter not in left:
            return False
        left.remove(letter)
    return True


def aliases_of(records: Iterable[dict]) -> Aliases:
    """Pairs of names that the key gives to one organisation."""
    pairs = set()
    for record in records:
        for entity in record.get("PerpOrg", ()):
            names = sorted({normalised(mention[0]) for mention in entity})
            pairs |= {frozenset((one, other)) for n, one in enumerate(names) for other in names[n + 1 :]}
    return frozenset(pairs)
