"""Turn the network's answers into claims.

a kind told by a sentence (Told) → a Part for each place it names → joined with other sentences → Claim
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from zenobia.model import (
    ActorMention,
    Article,
    BlockLabel,
    Category,
    Claim,
    Kind,
    Mention,
    Outcome,
    PlaceMention,
    Realis,
    SourceKind,
    SourceMention,
    Span,
    Toll,
    WhenMention,
)
from zenobia.reading.labels import OTHER, ROLES
from zenobia.reading.sentences import Sentence

Floats = NDArray[np.float32]

KINDS, REALIS = tuple(Kind), tuple(Realis)
OUTCOMES, CATEGORIES, SOURCE_KINDS = tuple(Outcome), tuple(Category), tuple(SourceKind)
_M = TypeVar("_M", bound=Mention)
# Words that do not tell one name from another.
_SMALL = frozenset(
    ("the", "a", "an", "of", "in", "on", "at", "to", "for", "and", "its", "his", "her", "their", "s")
)


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """One kind told by one sentence, as the network answered it: chances over the words of one window."""

    sentence: int
    kind: int
    confidence: float
    words: tuple[Span, ...]
    tags: Floats  # words × roles × 3
    outcomes: Floats  # words × outcomes
    categories: Floats
    source_kinds: Floats
    realis: Floats
    join: Floats


@dataclass(frozen=True, slots=True)
class Filler:
    """Words in a role of a Told: where they stand, how sure, and the word that they begin at."""

    role: str
    span: Span
    text: str
    confidence: float
    told: Told
    word: int

    def same_words(self, other: Filler) -> bool:
        """ "the Syrian army" and "Syrian army": the words of one are all in the other."""
        mine, theirs = content_words(self.text), content_words(other.text)
        return mine <= theirs or theirs <= mine


@dataclass(slots=True)
class Part:
    """A claim in the making. `later_place` marks the second and further places of one sentence's list."""

    told: list[Told]
    fillers: list[Filler]
    place: Filler | None = None
    later_place: bool = False


@dataclass(frozen=True, slots=True)
class Lines:
    """Where the lines are drawn. Tuned on held-out training reports, never on the reports that measure.

    A word is `marked` for a role from that chance on; a name fills the role from `filled[role]` on, where the
    surest of a claim's sentences counts by `surest` and their mean by the rest.
    """

    marked: float = 0.3
    filled: Mapping[str, float] = field(default_factory=lambda: dict.fromkeys(ROLES, 0.5))
    surest: float = 0.5
    another_place: float = 0.55
    joined: float = 0.5
    headline: float = 0.8
    real: float = 0.5


_DATELINE = re.compile(r"[A-Z][A-Z.,/ ]{2,40}\s[-–—]\s+(?=\S)")
# A gap of so many words inside a name is no gap; none of these words may stand in it.
# Titles are the reason: "Foreign Secretary Boris Johnson" is one name, though the last two words alone are one too.
_GAP = 2
_PARTING = frozenset(
    (",", ";", ".", "(", "and", "or", "but", "with", "while", "against", "by", "from", "said")
)

# How likely each of the earlier Tolds tells the same act as the later one.
Joins = Callable[[Sequence[Told], Told], Floats]


def content_words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text.lower())) - _SMALL


def decode_claims(
    article: Article,
    sentences: Sequence[Sentence],
    told: Sequence[Told],
    joins: Joins,
    lines: Lines,
    reader: str,
) -> list[Claim]:
    """The claims of an article in reading order, those that only the headline tells after the rest."""
    in_order = sorted(told, key=lambda one: (one.sentence, one.kind))
    titled = [one for one in in_order if sentences[one.sentence].label is BlockLabel.HEADLINE]
    parts: list[Part] = []
    for one in in_order:
        if sentences[one.sentence].label is not BlockLabel.HEADLINE:
            _add(parts, one, article.text, joins, lines)
    told_below = {part.told[0].kind for part in parts}
    for one in titled:
        if one.kind not in told_below and one.confidence >= lines.headline:
            _add(parts, one, article.text, joins, lines)
    return [_claim(article.id, sentences, part, lines, reader) for part in parts]


def fillers_of(told: Told, text: str, least: float) -> list[Filler]:
    """Runs of words that the tags mark, for each role from left to right."""
    found = []
    inside = 1 - told.tags[:, :, OTHER]
    marked: list[list[int]] = [[] for _ in ROLES]
    for word, r in np.argwhere(inside >= least).tolist():
        marked[r].append(word)
    for r, role in enumerate(ROLES):
        for first, end in _runs(told, marked[r], text):
            span = _after_dateline(Span(told.words[first].start, told.words[end - 1].end), text)
            found.append(Filler(role, span, span.of(text), float(inside[first:end, r].max()), told, first))
    return [one for one in found if content_words(one.text)]


def _after_dateline(span: Span, text: str) -> Span:
    """ "DAMASCUS - The army said": where a report was written is no part of who says so."""
    dateline = _DATELINE.match(text, span.start, span.end)
    return Span(dateline.end(), span.end) if dateline else span


def _runs(told: Told, marked: Sequence[int], text: str) -> list[tuple[int, int]]:
    """Marked words side by side, or with a short gap that no comma or "and" fills ("Secretary of State")."""
    runs: list[tuple[int, int]] = []
    for at in marked:
        if runs and at - runs[-1][1] <= _GAP:
            between = [told.words[n].of(text).lower() for n in range(runs[-1][1], at)]
            if not _PARTING.intersection(between):
                runs[-1] = (runs[-1][0], at + 1)
                continue
        runs.append((at, at + 1))
    return runs


def _add(parts: list[Part], told: Told, text: str, joins: Joins, lines: Lines) -> None:
    """Join a Told to Parts that tell the same act, or begin new ones: one for each place it names."""
    fillers = fillers_of(told, text, lines.marked)
    others = [one for one in fillers if one.role != "place"]
    rivals = [part for part in parts if part.told[0].kind == told.kind]
    likely = _likely(rivals, told, joins)
    same = [part for part in rivals if likely[id(part)] >= lines.joined]
    for n, place in enumerate(_places(fillers, lines) or [None]):
        fitting = _fitting([part for part in same if told not in part.told], place)
        if fitting:
            part = max(fitting, key=lambda part: likely[id(part)])
            part.told.append(told)
            part.fillers.extend(others)
            if place and (part.place is None or place.confidence > part.place.confidence):
                part.place = place
        else:
            parts.append(Part([told], list(others), place, later_place=n > 0))


def _likely(rivals: Sequence[Part], told: Told, joins: Joins) -> dict[int, float]:
    """How likely each of the Parts (by its `id`) tells the act of the Told: the mean over its sentences.

    All are asked at once, since a question to the network takes far longer to put than to answer.
    """
    if not rivals:
        return {}
    chances = joins([one for part in rivals for one in part.told], told)
    ends = np.cumsum([len(part.told) for part in rivals])[:-1]
    return {
        id(part): float(np.mean(mine)) for part, mine in zip(rivals, np.split(chances, ends), strict=True)
    }


def _places(fillers: Iterable[Filler], lines: Lines) -> list[Filler]:
    """The surest place, and other places sure enough to be claims of their own, in text order."""
    places: list[Filler] = []
    for one in sorted((one for one in fillers if one.role == "place"), key=lambda one: -one.confidence):
        least = lines.another_place if places else lines.filled["place"]
        if one.confidence >= least and not any(one.same_words(other) for other in places):
            places.append(one)
    return sorted(places, key=lambda one: one.span)


def _fitting(parts: Sequence[Part], place: Filler | None) -> list[Part]:
    """Parts whose place is the same; else those without one; else, if there is only one Part, that."""
    if place is None:
        return list(parts)
    agreeing = [part for part in parts if part.place and part.place.same_words(place)]
    placeless = [part for part in parts if part.place is None]
    return agreeing or placeless or (list(parts) if len(parts) == 1 else [])


def _claim(article_id: str, sentences: Sequence[Sentence], part: Part, lines: Lines, reader: str) -> Claim:
    lead = max(part.told, key=lambda one: one.confidence)
    mentions = {role: _united(part, role, lines) for role in ROLES}
    mentions["actors"], mentions["targets"] = _apart(mentions["actors"], mentions["targets"])
    return Claim(
        article_id=article_id,
        kind=KINDS[lead.kind],
        evidence=tuple(sentences[n].span for n in sorted({one.sentence for one in part.told})),
        realis=_realis(part, lines),
        actors=tuple(_mention(ActorMention, one) for one in mentions["actors"]),
        targets=tuple(_mention(ActorMention, one) for one in mentions["targets"]),
        objects=tuple(_mention(Mention, one) for one in mentions["objects"]),
        place=_mention(PlaceMention, part.place) if part.place else None,
        when=_mention(WhenMention, _surest(mentions["when"])) if mentions["when"] else None,
        toll=() if part.later_place else _tolls(mentions["toll"]),
        sources=tuple(_source(one) for one in mentions["sources"]),
        quote=_mention(Mention, _longest(mentions["quote"])) if mentions["quote"] else None,
        confidence=lead.confidence,
        reader=reader,
    )


def _realis(part: Part, lines: Lines) -> Realis:
    """Asserted, unless the sentences together say otherwise with a chance of `lines.real`."""
    chances = np.mean([one.realis for one in part.told], axis=0)
    rest = chances[1:]
    return REALIS[1 + int(rest.argmax())] if rest.sum() >= lines.real else REALIS[0]


def _united(part: Part, role: str, lines: Lines) -> list[Filler]:
    """The fillers of a role in text order, each name once, if the sentences together are sure of it."""
    groups: list[list[Filler]] = []
    mine = (one for one in part.fillers if one.role == role)
    for one in sorted(mine, key=lambda one: (-one.confidence, one.span)):
        group = next((group for group in groups if _same_filler(group[0], one)), None)
        if group is None:
            groups.append([one])
        else:
            group.append(one)
    # A sentence counts by how sure it is to tell the act: what else a doubtful one tells is seldom of this act.
    weights = [one.confidence for one in part.told]
    kept = []
    for group in groups:
        best = {id(one.told): one.confidence for one in reversed(group)}
        chances = [best.get(id(told), 0.0) * told.confidence for told in part.told]
        sure = lines.surest * max(chances) / max(weights) + (1 - lines.surest) * sum(chances) / sum(weights)
        if sure >= lines.filled[role]:
            kept.append(replace(group[0], confidence=sure))
    return sorted(kept, key=lambda one: one.span)


def _apart(actors: list[Filler], targets: list[Filler]) -> tuple[list[Filler], list[Filler]]:
    """Nobody acts on himself: words read as both are what they are surer to be."""

    def beaten(one: Filler, others: Sequence[Filler]) -> bool:
        return any(one.same_words(other) and one.confidence < other.confidence for other in others)

    return (
        [one for one in actors if not beaten(one, targets)],
        [one for one in targets if not beaten(one, actors)],
    )


def _same_filler(left: Filler, right: Filler) -> bool:
    return left.span.overlaps(right.span) or (left.role != "toll" and left.same_words(right))


def _surest(fillers: Sequence[Filler]) -> Filler:
    return max(fillers, key=lambda one: one.confidence)


def _longest(fillers: Sequence[Filler]) -> Filler:
    return max(fillers, key=lambda one: one.span.end - one.span.start)


def _mention(kind: type[_M], filler: Filler) -> _M:
    return kind(text=filler.text, span=filler.span, confidence=filler.confidence)


def _source(filler: Filler) -> SourceMention:
    kind = SOURCE_KINDS[int(filler.told.source_kinds[filler.word].argmax())]
    return replace(_mention(SourceMention, filler), kind=kind)


def _tolls(fillers: Sequence[Filler]) -> tuple[Toll, ...]:
    """Each toll once for each outcome that its words tell: "50 were wounded or missing" is two."""
    tolls: list[Toll] = []
    for one in fillers:
        chances = one.told.outcomes[one.word]
        for n in sorted({int(chances.argmax()), *np.flatnonzero(chances >= 0.5).tolist()}):
            told = _toll(one, OUTCOMES[n])
            if not any(other.outcome == told.outcome and other.text == told.text for other in tolls):
                tolls.append(told)
    return tuple(tolls)


def _toll(filler: Filler, outcome: Outcome) -> Toll:
    category = CATEGORIES[int(filler.told.categories[filler.word].argmax())]
    return Toll(
        text=filler.text, span=filler.span, confidence=filler.confidence, outcome=outcome, category=category
    )
