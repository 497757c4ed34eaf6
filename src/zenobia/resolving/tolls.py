"""Read how many people, who they are and what became of them, from the words of a toll.

"At least 287 IS fighters" (were killed) → killed, 287 and no high, "IS fighters", combatant
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from zenobia.model import Article, Category, Claim, Kind, Outcome, Reason, Span, Toll
from zenobia.resolving.headcounts import count_people
from zenobia.resolving.outcomes import is_part, joint_outcomes, tell_outcome
from zenobia.resolving.toll_words import (
    SENTENCE_REACH,
    TollWords,
    outcome_word,
    people_word,
    toll_lists,
    word_set,
)


@dataclass(frozen=True, slots=True)
class TollReading:
    """What the words of a toll say; `reasons` are one for each value."""

    outcome: Outcome | None
    low: int | None
    high: int | None
    who: str | None
    category: Category
    scope: str
    reasons: tuple[Reason, ...]


def resolve_tolls(claims: Sequence[Claim], article: Article) -> list[Claim]:
    """The claims with figures, outcomes and categories read into their tolls; words and spans unchanged."""
    return [
        replace(claim, toll=tuple(_resolved(toll, claim, article) for toll in claim.toll))
        if claim.toll
        else claim
        for claim in claims
    ]


def _resolved(toll: Toll, claim: Claim, article: Article) -> Toll:
    sentence = _sentence_span(toll.span, claim, article)
    reading = read_toll(
        toll.text,
        sentence.of(article.text),
        at=toll.span.start - sentence.start,
        outcome=toll.outcome,
        kind=claim.kind,
    )
    return replace(
        toll,
        outcome=reading.outcome or toll.outcome,
        low=reading.low,
        high=reading.high,
        who=reading.who,
        category=toll.category if reading.category is Category.UNKNOWN else reading.category,
        scope=reading.scope,
        reasons=(*toll.reasons, *reading.reasons),
    )


def _sentence_span(span: Span, claim: Claim, article: Article) -> Span:
    """The evidence sentence that holds the words, or the text around them, cut to `SENTENCE_REACH`."""
    whole = Span(0, max(len(article.text), span.end))
    around = next((evidence for evidence in claim.evidence if evidence.holds(span)), whole)
    return Span(max(around.start, span.start - SENTENCE_REACH), min(around.end, span.end + SENTENCE_REACH))


def read_toll(
    words: str,
    sentence: str = "",
    *,
    at: int | None = None,
    outcome: Outcome | None = None,
    kind: Kind | None = None,
) -> TollReading:
    """The values of a toll from its words, with the sentence around them (`at` is where they stand in it).

    `outcome` and `kind` are what the reader guessed; plain words overrule the first ("15 injured"), the
    second decides where nothing is said. Words that count no one leave low and high None.
    """
    view = TollWords.of(words, sentence, at)
    low, high, count_reason = count_people(view)
    joint = joint_outcomes(view)
    if joint and low not in (0, 1):  # "who was captured and killed" is one after the other
        low, high, count_reason = None, None, Reason("joint count", detail=" and ".join(joint))
    found, outcome_reason = tell_outcome(view, outcome, kind)
    category, category_reason = _category(view, found)
    scope, scope_reason = _scope(view)
    reasons = (outcome_reason, count_reason, category_reason, scope_reason)
    return TollReading(
        found,
        low,
        high,
        _who(view),
        category,
        scope,
        tuple(reason for reason in reasons if reason is not None),
    )


def _who(view: TollWords) -> str | None:
    """The words for the people without their figure and verb: "At least 287 IS fighters" → "IS fighters"."""
    first, last = view.first, view.last
    own = next((figure for figure in view.figures if view.first <= figure.number_at < view.last), None)
    if own is not None:
        first = own.last
    while first < last and (
        view.word(first) in word_set("grammar", "before_who")
        or outcome_word(view.word(first))
        or view.is_number(first)
    ):
        first += 1
    ends = (
        n
        for n in range(first, last)
        if outcome_word(view.word(n)) or view.word(n) in word_set("grammar", "verbs")
    )
    end = next(ends, last)
    return view.told(first, end) if first < end else None


def _category(view: TollWords, outcome: Outcome | None) -> tuple[Category, Reason | None]:
    """The category that the nouns for people say; two of them are mixed.

    "200 others" are such as were told just before them, people who flee are civilians.
    """
    said = _said_of(view, view.first, view.last)
    rule = "category in the words"
    if not said and any(word in word_set("people_told", "likewise") for word in view.own()):
        before = next((n for n in range(view.first - 1, -1, -1) if _is_told_of_people(view, n)), None)
        said = _said_of(view, before, before + 1) if before is not None else set()
        rule = "category of those before"
    if not said and outcome is Outcome.DISPLACED:
        said, rule = {Category.CIVILIAN}, "people who flee"
    if not said:
        return Category.UNKNOWN, None
    category = Category.MIXED if len(said) > 1 else said.pop()
    return category, Reason(rule, detail=category)


def _said_of(view: TollWords, first: int, last: int) -> set[Category]:
    words = [view.word(n) for n in range(first, last)]
    said = {category for word in words if (category := people_word(word)) not in (None, Category.UNKNOWN)}
    if Category.COMBATANT not in said and any(word in word_set("people_told", "armed") for word in words):
        said = {Category.COMBATANT}
    return {category for category in said if category is not None}


def _is_told_of_people(view: TollWords, at: int) -> bool:
    return people_word(view.word(at)) is not None or view.word(at) in ("people", ".", ";")


def _scope(view: TollWords) -> tuple[str, Reason | None]:
    """ "part" for people counted already ("including 11 children"), "running" for a total of the war."""
    if is_part(view):
        return "part", Reason("part of the people told before")
    text = view.text.lower()
    cue = next((phrase for phrase in toll_lists()["running"]["phrases"] if phrase in text), None)
    if cue is None:
        after = [view.word(n) for n in range(view.last, len(view.tokens))]
        cue = next((word for word in after if word in word_set("running", "words")), None)
    return ("running", Reason("running total", detail=cue)) if cue else ("incident", None)
