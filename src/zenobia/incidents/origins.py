"""Whom a claim rests on: independent voices, so that five papers with one wire story count once.

A source inside the report is its own voice; state media without a name are one. Any other unnamed source, and
what a report tells in its own voice, is the outlet's. Two outlets with the same sentences, or of which one is
known to repeat the other's report, are one: one copied the other or both a third.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from zenobia.incidents.depositions import Deposition
from zenobia.incidents.traits import side_of
from zenobia.model import ActorMention, Origin, SourceKind, SourceMention

# Two sentences with this share of their words in common are one text, rewritten at most. Set by hand: two
# desks that write up one press release share about half.
COPY_FROM = 0.7
FEWEST_WORDS = 8
_WORD = re.compile(r"\w+")
PARTY = "party"


@dataclass(frozen=True, slots=True)
class Voice:
    """One origin of one deposition. `is_doer` is a party that speaks of its own act."""

    name: str
    deposition: Deposition
    is_party: bool = False
    is_doer: bool = False


def voices(depositions: Sequence[Deposition]) -> list[Voice]:
    """The voices of each deposition, in order; a claim by two sources has two."""
    own = _own_voices(depositions)
    found: list[Voice] = []
    for deposition, outlet in zip(depositions, own, strict=True):
        credited = [_voice(source, deposition, outlet) for source in deposition.claim.sources]
        unique = {voice.name: voice for voice in credited}
        found += unique.values() or [Voice(outlet, deposition)]
    return found


def origins(spoken: Sequence[Voice]) -> tuple[Origin, ...]:
    """Each independent voice with the claims that rest on it, by name."""
    names = sorted({voice.name for voice in spoken})
    return tuple(
        Origin(
            name,
            tuple(sorted({voice.deposition.claim.id for voice in spoken if voice.name == name})),
            any(voice.is_party for voice in spoken if voice.name == name),
        )
        for name in names
    )


def _voice(source: SourceMention, deposition: Deposition, outlet: str) -> Voice:
    name = source.origin or source.name
    if name is None and source.kind is SourceKind.STATE_MEDIA:
        name = SourceKind.STATE_MEDIA.value
    if name is None:
        return Voice(outlet, deposition, source.relation == PARTY)
    sides = {side_of(actor) for actor in deposition.claim.actors}
    speaker = side_of(ActorMention(text=name, span=source.span, name=name, actor_id=source.actor_id))
    return Voice(name, deposition, source.relation == PARTY, speaker in sides)


def _own_voices(depositions: Sequence[Deposition]) -> list[str]:
    """The outlet of each deposition, or the first, by day and name, that has the same sentences or report."""
    order = sorted(
        range(len(depositions)),
        key=lambda at: (
            str(depositions[at].published_on or "9999"),
            depositions[at].outlet or "",
            depositions[at].claim.id,
        ),
    )
    names = [""] * len(depositions)
    originals: list[tuple[frozenset[str], str]] = []
    reports: dict[str, str] = {}
    for at in order:
        words = frozenset(_WORD.findall(" ".join(depositions[at].sentences).casefold()))
        name = depositions[at].outlet or f"report {depositions[at].claim.article_id[:8]}"
        report = depositions[at].repeats or depositions[at].claim.article_id
        name = reports.get(report, name)
        names[at] = next((first for known, first in originals if _is_copy(words, known)), name)
        reports.setdefault(report, names[at])
        originals.append((words, names[at]))
    return names


def _is_copy(left: frozenset[str], right: frozenset[str]) -> bool:
    if min(len(left), len(right)) < FEWEST_WORDS:
        return False
    return len(left & right) >= COPY_FROM * len(left | right)
