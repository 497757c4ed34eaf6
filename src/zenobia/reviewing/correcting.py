"""Put corrections over a claim, one after the other, and remember what the machine had there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from zenobia.model import Claim, Judgement, Kind, Mention, Realis, Span

SINGLE = ("place", "when", "quote")
"""Slots with one mention at most."""

SEVERAL = ("actors", "targets", "objects", "toll", "sources")
"""Slots with any number of mentions."""

WORDS = ("kind", "realis")
"""What is said of a claim as a whole, by one of the codebook's words."""

Value = Mention | Kind | Realis


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person put in the place of what the machine read; either may be nothing."""

    slot: str
    now: Value | None
    machine: Value | None


@dataclass(frozen=True, slots=True)
class Corrected:
    """A claim with its corrections; `lost` are those whose words the claim does not have any more."""

    claim: Claim
    corrections: tuple[Correction, ...]
    lost: tuple[Judgement, ...]


# What stands in a slot now, and what the machine had there.
_Filled = tuple[Mention | None, Mention | None]


def corrected(claim: Claim, judgements: Iterable[Judgement]) -> Corrected:
    """The claim with what was corrected, in the order in which it was.

    A correction of words that the claim no longer has in that slot still adds what it put there.
    """
    slots: dict[str, list[_Filled]] = {slot: _filled(claim, slot) for slot in (*SINGLE, *SEVERAL)}
    words: dict[str, Any] = {}
    lost: list[Judgement] = []
    for judgement in judgements:
        if judgement.slot in WORDS:
            words[judgement.slot] = judgement.filling
        elif judgement.slot in slots and not _put(slots[judgement.slot], judgement):
            lost.append(judgement)
    made = replace(claim, **words, **{slot: _values(slot, filled) for slot, filled in slots.items()})
    changes = [
        Correction(slot, value, getattr(claim, slot))
        for slot, value in words.items()
        if value is not getattr(claim, slot)
    ]
    changes += [
        Correction(slot, now, machine)
        for slot, filled in slots.items()
        for now, machine in filled
        if now is not machine
    ]
    return Corrected(made, tuple(changes), tuple(lost))


def mention_at(mentions: Sequence[Mention | None], at: Span) -> int | None:
    """Which mention is meant by a span: the one that stands there, else one that it overlaps."""
    exact = [i for i, mention in enumerate(mentions) if mention is not None and mention.span == at]
    near = [i for i, mention in enumerate(mentions) if mention is not None and mention.span.overlaps(at)]
    return next(iter((*exact, *near)), None)


def _put(filled: list[_Filled], judgement: Judgement) -> bool:
    """Fill the slot as the judgement says; False where the mention it speaks of is not there."""
    new = judgement.filling
    mention = new if isinstance(new, Mention) else None
    is_single = judgement.slot in SINGLE
    where = mention_at([now for now, _ in filled], judgement.at) if judgement.at is not None else None
    if is_single and filled:
        where = 0
    if where is not None:
        filled[where] = (mention, filled[where][1])
        return True
    is_there = any(now is not None and mention is not None and now.span == mention.span for now, _ in filled)
    if mention is not None and not is_there:
        filled.append((mention, None))
    return judgement.at is None


def _filled(claim: Claim, slot: str) -> list[_Filled]:
    value: Any = getattr(claim, slot)
    if slot in SINGLE:
        return [] if value is None else [(value, value)]
    return [(mention, mention) for mention in value]


def _values(slot: str, filled: Sequence[_Filled]) -> Any:
    there = tuple(now for now, _ in filled if now is not None)
    if slot in SINGLE:
        return there[0] if there else None
    return there
