"""Whom a claim rests on: independent voices, so that five papers with one wire story count once.

A source inside the report is its own voice. An unnamed one, and what a report tells in its own voice, is the
outlet's; two outlets with the same sentences are one, because one of them copied the other or both a third.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from zenobia.incidents.tellings import Telling
from zenobia.incidents.traits import side_of
from zenobia.model import ActorMention, Origin, SourceMention

# Two sentences with this share of their words in common are one text, rewritten at most. Set by hand: two
# desks that write up one press release share about half.
COPY_FROM = 0.7
FEWEST_WORDS = 8
_WORD = re.compile(r"\w+")
PARTY = "party"


@dataclass(frozen=True, slots=True)
class Voice:
    """One origin of one telling. `is_doer` is a party that speaks of its own act."""

    name: str
    telling: Telling
    is_party: bool = False
    is_doer: bool = False


def voices(tellings: Sequence[Telling]) -> list[Voice]:
    """The voices of each telling, in order; a claim by two sources has two."""
    own = _own_voices(tellings)
    found: list[Voice] = []
    for telling, outlet in zip(tellings, own, strict=True):
        credited = [_voice(source, telling, outlet) for source in telling.claim.sources]
        unique = {voice.name: voice for voice in credited}
        found += unique.values() or [Voice(outlet, telling)]
    return found


def origins(spoken: Sequence[Voice]) -> tuple[Origin, ...]:
    """Each independent voice with the claims that rest on it, by name."""
    names = sorted({voice.name for voice in spoken})
    return tuple(
        Origin(
            name,
            tuple(sorted({voice.telling.claim.id for voice in spoken if voice.name == name})),
            any(voice.is_party for voice in spoken if voice.name == name),
        )
        for name in names
    )


def _voice(source: SourceMention, telling: Telling, outlet: str) -> Voice:
    name = source.origin or source.name
    if name is None:
        return Voice(outlet, telling, source.relation == PARTY)
    sides = {side_of(actor) for actor in telling.claim.actors}
    speaker = side_of(ActorMention(text=name, span=source.span, name=name, actor_id=source.actor_id))
    return Voice(name, telling, source.relation == PARTY, speaker in sides)


def _own_voices(tellings: Sequence[Telling]) -> list[str]:
    """The outlet of each telling, or the first outlet, by day and name, that has the same sentences."""
    order = sorted(
        range(len(tellings)),
        key=lambda at: (
            str(tellings[at].published_on or "9999"),
            tellings[at].outlet or "",
            tellings[at].claim.id,
        ),
    )
    names = [""] * len(tellings)
    originals: list[tuple[frozenset[str], str]] = []
    for at in order:
        words = frozenset(_WORD.findall(" ".join(tellings[at].sentences).casefold()))
        name = tellings[at].outlet or f"report {tellings[at].claim.article_id[:8]}"
        names[at] = next((first for known, first in originals if _is_copy(words, known)), name)
        originals.append((words, names[at]))
    return names


def _is_copy(left: frozenset[str], right: frozenset[str]) -> bool:
    if min(len(left), len(right)) < FEWEST_WORDS:
        return False
    return len(left & right) >= COPY_FROM * len(left | right)
