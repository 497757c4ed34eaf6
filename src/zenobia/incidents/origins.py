"""Whom a claim rests on: independent voices, so that five papers with one wire story count once.

A source inside the report is its own voice. An unnamed one, and what a report tells in its own voice, is the
outlet's; two outlets with the same sentences are one, because one of them copied the other or both a third.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from zenobia.incidents.testimony import Testimony
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
    """One origin of one testimony. `is_doer` is a party that speaks of its own act."""

    name: str
    testimony: Testimony
    is_party: bool = False
    is_doer: bool = False


def voices(testimonies: Sequence[Testimony]) -> list[Voice]:
    """The voices of each testimony, in order; a claim by two sources has two."""
    own = _own_voices(testimonies)
    found: list[Voice] = []
    for testimony, outlet in zip(testimonies, own, strict=True):
        credited = [_voice(source, testimony, outlet) for source in testimony.claim.sources]
        unique = {voice.name: voice for voice in credited}
        found += unique.values() or [Voice(outlet, testimony)]
    return found


def origins(spoken: Sequence[Voice]) -> tuple[Origin, ...]:
    """Each independent voice with the claims that rest on it, by name."""
    names = sorted({voice.name for voice in spoken})
    return tuple(
        Origin(
            name,
            tuple(sorted({voice.testimony.claim.id for voice in spoken if voice.name == name})),
            any(voice.is_party for voice in spoken if voice.name == name),
        )
        for name in names
    )


def _voice(source: SourceMention, testimony: Testimony, outlet: str) -> Voice:
    name = source.origin or source.name
    if name is None:
        return Voice(outlet, testimony, source.relation == PARTY)
    sides = {side_of(actor) for actor in testimony.claim.actors}
    speaker = side_of(ActorMention(text=name, span=source.span, name=name, actor_id=source.actor_id))
    return Voice(name, testimony, source.relation == PARTY, speaker in sides)


def _own_voices(testimonies: Sequence[Testimony]) -> list[str]:
    """The outlet of each testimony, or the first outlet, by day and name, that has the same sentences."""
    order = sorted(
        range(len(testimonies)),
        key=lambda at: (
            str(testimonies[at].published_on or "9999"),
            testimonies[at].outlet or "",
            testimonies[at].claim.id,
        ),
    )
    names = [""] * len(testimonies)
    originals: list[tuple[frozenset[str], str]] = []
    for at in order:
        words = frozenset(_WORD.findall(" ".join(testimonies[at].sentences).casefold()))
        name = testimonies[at].outlet or f"report {testimonies[at].claim.article_id[:8]}"
        names[at] = next((first for known, first in originals if _is_copy(words, known)), name)
        originals.append((words, names[at]))
    return names


def _is_copy(left: frozenset[str], right: frozenset[str]) -> bool:
    if min(len(left), len(right)) < FEWEST_WORDS:
        return False
    return len(left & right) >= COPY_FROM * len(left | right)
