"""How a speaker stands to what they tell: a party to it, an ally of one, a monitor, a witness, the press."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from zenobia.model import SourceKind
from zenobia.resolving.registry import Registry
from zenobia.resolving.tables import Actor

_BY_KIND = {
    SourceKind.MONITOR: "monitor",
    SourceKind.UN: "monitor",
    SourceKind.WITNESS: "witness",
    SourceKind.MEDICAL: "witness",
    SourceKind.AID: "witness",
    SourceKind.MEDIA: "press",
    SourceKind.STATE_MEDIA: "press",
}


@dataclass(frozen=True, slots=True)
class _Alliance:
    pair: frozenset[str]
    active_from: int | None
    active_to: int | None

    def holds_in(self, year: int | None) -> bool:
        if year is None:
            return True
        return (self.active_from or year) <= year <= (self.active_to or year)


def relation_of(
    speaker: Actor | None,
    kind: SourceKind | None,
    parties: Sequence[Actor],
    registry: Registry,
    year: int | None,
) -> str | None:
    """ "party" and "ally" go before what the kind says: an army's own doctors are of the army."""
    if speaker is not None:
        own = {actor.id for actor in registry.lineage(speaker)}
        others = {actor.id for party in parties for actor in registry.lineage(party)}
        if own & others:
            return "party"
        if any(alliance.holds_in(year) and _spans(alliance.pair, own, others) for alliance in _alliances()):
            return "ally"
    return _BY_KIND.get(kind, "other") if kind is not None else None


def allies_of(actor: Actor, registry: Registry, year: int | None) -> tuple[str, ...]:
    """The ids of those beside whom the actor, or what it is part of, fought in that year."""
    own = {each.id for each in registry.lineage(actor)}
    holding = (alliance.pair for alliance in _alliances() if alliance.holds_in(year))
    return tuple(sorted(id for pair in holding if pair & own for id in pair - own))


def _spans(pair: frozenset[str], own: set[str], others: set[str]) -> bool:
    left, right = tuple(pair)
    return (left in own and right in others) or (right in own and left in others)


@lru_cache(maxsize=1)
def _alliances() -> tuple[_Alliance, ...]:
    with (Path(__file__).parent / "allies.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            _Alliance(
                frozenset((row["actor"], row["ally"])), _year(row["active_from"]), _year(row["active_to"])
            )
            for row in csv.DictReader(file)
        )


def _year(cell: str) -> int | None:
    return int(cell) if cell else None
