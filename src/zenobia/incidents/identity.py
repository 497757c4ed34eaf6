"""Which id a group of claims goes by: that of the incident it mostly was before.

A new incident is named for its first claim. One that gains a claim or loses a few keeps its name; of two that
become one, the larger gives the name, and the other's leads to it.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Identities:
    """The id of each group, and where the ids that are no longer used lead."""

    ids: tuple[str, ...]
    leads_to: Mapping[str, str]


def name_groups(
    groups: Sequence[Sequence[str]], earlier: Mapping[str, str], taken: frozenset[str] = frozenset()
) -> Identities:
    """Ids for groups of claim ids. `earlier` says which incident each claim was in before these were made.

    `taken` are ids that have been used and may lead elsewhere: none of them is given to a new group.
    """
    shared = [Counter(earlier[claim] for claim in group if claim in earlier) for group in groups]
    wishes = sorted((-count, old, at) for at, counted in enumerate(shared) for old, count in counted.items())
    ids: dict[int, str] = {}
    leads_to: dict[str, str] = {}
    heirs: dict[str, int] = {}
    for _, old, at in wishes:
        heirs.setdefault(old, at)
        if at not in ids and heirs[old] == at:
            ids[at] = old
    used = {*taken, *earlier.values(), *ids.values()}
    for at, group in enumerate(groups):
        if at not in ids:
            ids[at] = _new(min(group), used)
            used.add(ids[at])
    for old, at in heirs.items():
        if ids[at] != old:
            leads_to[old] = ids[at]
    return Identities(tuple(ids[at] for at in range(len(groups))), leads_to)


def _new(claim_id: str, used: set[str]) -> str:
    """Named for its first claim; another name where an incident that has moved on had that one."""
    attempt = 0
    while True:
        digest = hashlib.sha256(f"incident {claim_id} {attempt}".encode()).hexdigest()[:16]
        if digest not in used:
            return digest
        attempt += 1
