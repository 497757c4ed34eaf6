"""Turn coded reports into what the network learns from: windows with the right kinds, slots and joins."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from tokenizers import Tokenizer

from training.reports import Coded, Report, filled, occurrences
from zenobia.model import Article, BlockLabel, Category, Kind, Outcome, Realis, SourceKind, Span
from zenobia.reading.labels import BEGINS, GOES_ON, OTHER, ROLES
from zenobia.reading.windows import MAX_PIECES, Window, cut_windows

KINDS, REALIS = list(Kind), list(Realis)
OUTCOMES, CATEGORIES, SOURCE_KINDS = list(Outcome), list(Category), list(SourceKind)
# A target that the loss leaves out: other places where the same words stand.
IGNORED = -100
# How much of a sentence an evidence passage must cover to make it evidence.
COVERED = 0.5


@dataclass(slots=True)
class Candidate:
    """A sentence (by its number in the window) and a kind that it tells, with the slots of its claims."""

    sentence: int
    kind: int
    realis: int
    tags: np.ndarray  # words × roles
    claims: frozenset[int]
    tolls: list[tuple[int, list[int], int]] = field(default_factory=list)  # word, outcomes, category
    sources: list[tuple[int, int]] = field(default_factory=list)  # word, kind


@dataclass(slots=True)
class Example:
    window: Window
    kinds: np.ndarray  # sentences × kinds: 1, 0, or IGNORED
    candidates: list[Candidate]
    weight: float


def examples_of(
    report: Report, tokenizer: Tokenizer, *, chance: random.Random | None = None, titles: bool = True
) -> list[Example]:
    """The windows of a report with their labels; with `chance`, cut anew each time and at times untitled."""
    article, size = report.article, MAX_PIECES
    if chance is not None:
        size = chance.randint(MAX_PIECES * 4 // 5, MAX_PIECES)
    if not titles or (chance is not None and chance.random() < 0.15):
        body = tuple(block for block in article.blocks if block.label is not BlockLabel.HEADLINE)
        article = Article(article.text, body, published_on=article.published_on)
    sentences, windows = cut_windows(article, tokenizer, size)
    spans = [one.span for one in sentences]
    told = [_evidence(claim, article.text, spans) for claim in report.claims]
    return [_example(report, window, spans, told) for window in windows]


def _evidence(claim: Coded, text: str, sentences: Sequence[Span]) -> set[int]:
    """The numbers of the sentences that the claim's evidence covers."""
    found = set()
    for quote in claim["evidence"]:
        at = text.find(quote)
        if at < 0:
            continue
        for i, span in enumerate(sentences):
            shared = min(span.end, at + len(quote)) - max(span.start, at)
            if shared >= COVERED * min(span.end - span.start, len(quote)):
                found.add(i)
    return found


def _example(report: Report, window: Window, spans: Sequence[Span], told: Sequence[set[int]]) -> Example:
    kinds = np.zeros((len(window.sentences), len(KINDS)), dtype=np.int64)
    kinds[: window.titles] = IGNORED
    kinds[[not mine for mine in window.owned]] = IGNORED
    claims_of: dict[tuple[int, int], list[int]] = {}
    for n, claim in enumerate(report.claims):
        for j, i in enumerate(window.sentences):
            if i in told[n] and j >= window.titles and window.owned[j]:
                kind = KINDS.index(Kind(claim["kind"]))
                kinds[j, kind] = 1
                claims_of.setdefault((j, kind), []).append(n)
    candidates = [
        _candidate(report, window, spans, told, j, kind, numbers)
        for (j, kind), numbers in sorted(claims_of.items())
    ]
    return Example(window, kinds, candidates, report.weight)


def _candidate(
    report: Report,
    window: Window,
    spans: Sequence[Span],
    told: Sequence[set[int]],
    j: int,
    kind: int,
    numbers: Sequence[int],
) -> Candidate:
    text = report.article.text
    tags = np.full((len(window.words), len(ROLES)), OTHER, dtype=np.int64)
    realis = REALIS.index(Realis(report.claims[numbers[0]].get("realis", "asserted")))
    candidate = Candidate(j, kind, realis, tags, frozenset(numbers))
    here = spans[window.sentences[j]]
    # Labels after masks, so that what one claim leaves out another may fill.
    marks: list[tuple[int, list[int]]] = []
    for n in numbers:
        claim = report.claims[n]
        proof = [spans[i] for i in sorted(told[n])]
        for r, role in enumerate(ROLES):
            for mention in filled(claim, role):
                places = occurrences(text, mention["text"])
                at = [_words_in(window, span) for span in places]
                seen = [(span, words) for span, words in zip(places, at, strict=True) if words]
                if not seen:
                    continue
                best = min(seen, key=lambda one: _rank(one[0], here, proof))
                for span, words in seen:
                    if span is not best[0]:
                        tags[words, r] = IGNORED
                marks.append((r, best[1]))
                if role == "toll":
                    _add_toll(candidate, best[1][0], mention)
                if role == "sources":
                    candidate.sources.append((best[1][0], SOURCE_KINDS.index(SourceKind(mention["kind"]))))
    for r, words in sorted(marks, key=lambda one: -len(one[1])):
        tags[words, r] = GOES_ON
        tags[words[0], r] = BEGINS
    return candidate


def _add_toll(candidate: Candidate, word: int, mention: Coded) -> None:
    outcome, category = (
        OUTCOMES.index(Outcome(mention["outcome"])),
        CATEGORIES.index(Category(mention["category"])),
    )
    for at, outcomes, _ in candidate.tolls:
        if at == word:
            if outcome not in outcomes:
                outcomes.append(outcome)
            return
    candidate.tolls.append((word, [outcome], category))


def _rank(span: Span, here: Span, proof: Sequence[Span]) -> tuple[bool, bool, bool, int]:
    """In the sentence itself; else in the nearest evidence; else nearest before; else nearest after."""
    inside = here.holds(span) or here.overlaps(span)
    proven = any(one.overlaps(span) for one in proof)
    after = span.start >= here.start
    return (not inside, not proven, after and not inside, abs(span.start - here.start))


def _words_in(window: Window, span: Span) -> list[int]:
    starts = window.words
    # Windows show sentences in order save for the headline, so a plain scan is right and short.
    return [i for i, word in enumerate(starts) if word.start < span.end and span.start < word.end]
