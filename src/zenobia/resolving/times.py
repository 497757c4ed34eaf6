"""Say which days the words of a claim tell, counted from the day of publication and the last day told.

    published on Tuesday 4 June 2013: "since Thursday" → from 2013-05-30, no end

A relative phrase in a report without a day of publication stays in words.
"""

from __future__ import annotations

import re
from bisect import bisect_right, insort
from collections.abc import Iterator, Sequence
from dataclasses import replace

from zenobia.dates import DatePrecision, DateRange
from zenobia.model import Article, Claim, Kind, Realis, Reason, Span
from zenobia.resolving.calendars import time_lists
from zenobia.resolving.dated_days import month_of
from zenobia.resolving.day_grammar import duration, find_days, find_plain_days, is_late, whole_of
from zenobia.resolving.day_words import AHEAD_DAYS, COUNTED, NAMED, YEAR, Clock, Found, tokens_of, unit_at
from zenobia.resolving.numbers import Token, spell

# A sentence is read this many characters on either side of the words.
SENTENCE_REACH = 300
# A text is searched for days this far; what stands deeper in a page is no report.
TEXT_REACH = 60_000
# ... in stretches of about so many characters, each ended at a full stop or a line.
STRETCH = 400
# What a reviewer is shown of the words.
SHOWN = 80

# Totals are counted on from the days their sentence tells ("... killed in a war that began in 2011").
COUNTED_ON = frozenset((Kind.CASUALTIES, Kind.DISPLACEMENT))

_SENTENCE_END = re.compile(r"[.!?][\"”’']? |\n")
_YEAR_FOLLOWS = re.compile(r",? (?:of )?(?:\d{4}|(?:last|this|next) year)\b")
_DAY_FOLLOWS = re.compile(r"\.? \d{1,2}(?:st|nd|rd|th)?(?=[,.;:)]|$)")  # codespell:ignore nd
_MONTH_FOLLOWS = re.compile(
    r" (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\b(?:,? \d{4}\b)?"
)
_DIRECTION_FOLLOWS = re.compile(r" (?:ago|later|earlier)\b")
_ATTACK_FOLLOWS = re.compile(r" attacks?\b")
_LEAD = re.compile(r"([^\W_]{1,12})[ -]$")


def resolve_days(claims: Sequence[Claim], article: Article) -> list[Claim]:
    """The claims with their days read; words and spans unchanged, no day for a claim without words."""
    told = ToldDays(article)
    resolved = list(claims)
    dated = [n for n, claim in enumerate(claims) if claim.when is not None]
    for n in sorted(dated, key=lambda n: _start(claims[n])):
        resolved[n] = _resolved(claims[n], article, told)
        told.add(resolved[n])
    return resolved


def _start(claim: Claim) -> int:
    return claim.when.span.start if claim.when is not None else 0


def _resolved(claim: Claim, article: Article, told: ToldDays) -> Claim:
    when = claim.when
    if when is None:
        return claim
    sentence = _sentence_span(when.span, claim, article)
    days, reason = read_days(
        when.text,
        told.clock_at(when.span.start),
        sentence=sentence.of(article.text),
        at=when.span.start - sentence.start,
        planned=claim.realis is Realis.PLANNED,
        kind=claim.kind,
    )
    reasons = [*when.reasons, reason]
    if days is not None and is_late(days, article.published_on, AHEAD_DAYS):
        reasons.append(Reason("later than publication", detail=str(days.start)))
    return replace(claim, when=replace(when, days=days, reasons=tuple(reasons)))


def _sentence_span(span: Span, claim: Claim, article: Article) -> Span:
    """The evidence sentence that holds the words, or the text around them, cut to `SENTENCE_REACH`."""
    whole = Span(0, max(len(article.text), span.end))
    around = next((evidence for evidence in claim.evidence if evidence.holds(span)), whole)
    return Span(max(around.start, span.start - SENTENCE_REACH), min(around.end, span.end + SENTENCE_REACH))


class ToldDays:
    """The days that a text tells by date or weekday, in reading order: what "two days later" counts from."""

    def __init__(self, article: Article) -> None:
        self._published_on = article.published_on
        self._year_hint: DateRange | None = None
        self._days: list[tuple[int, int, DateRange]] = []
        self._years: list[tuple[int, int, DateRange]] = []
        text = article.text[:TEXT_REACH]
        for first, tokens in _stretches(text):
            for found in find_plain_days(tokens, self.clock_at(first)):
                if not _is_small_month(found, tokens, text, first):
                    self._note(first + tokens[found.first].start, found)

    def _note(self, at: int, found: Found) -> None:
        if found.days is None or found.rule == NAMED:
            return
        if found.rule != YEAR:
            insort(self._days, (at, len(self._days), found.days))
        insort(self._years, (at, len(self._years), found.days))
        if self._year_hint is None and found.year_told and found.days.precision is DatePrecision.DAY:
            self._year_hint = found.days

    def add(self, claim: Claim) -> None:
        """Take in a day that a claim tells ("two days later"), for those counted from it in turn."""
        days = claim.when.days if claim.when is not None else None
        if days is not None and days.precision is DatePrecision.DAY and days.start is not None:
            self._note(_start(claim), Found(0, 0, days, COUNTED))

    def clock_at(self, at: int) -> Clock:
        """The clock for words at character `at`."""
        return Clock(
            self._published_on, _last_before(self._days, at), self._year_hint, _last_before(self._years, at)
        )


def _last_before(days: list[tuple[int, int, DateRange]], at: int) -> DateRange | None:
    place = bisect_right(days, at - 1, key=lambda told: told[0])
    return days[place - 1][2] if place else None


def _stretches(text: str) -> Iterator[tuple[int, list[Token]]]:
    """The text in stretches of whole sentences, with where each begins."""
    start = 0
    while start < len(text):
        end = _SENTENCE_END.search(text, start + STRETCH, start + 3 * STRETCH)
        last = end.end() if end else start + 3 * STRETCH
        yield start, tokens_of(text[start:last])
        start = last


def _is_small_month(found: Found, tokens: list[Token], text: str, first: int) -> bool:
    """ "may" and "march" are no months in small letters."""
    months = [token for token in tokens[found.first : found.last] if month_of(token.text)]
    return any(not text[first + token.start].isupper() for token in months)


def read_days(
    words: str,
    clock: Clock,
    *,
    sentence: str = "",
    at: int | None = None,
    planned: bool = False,
    kind: Kind | None = None,
) -> tuple[DateRange | None, Reason]:
    """The days that `words` tell, or None and the reason why they tell none.

    `clock` says what relative words are counted from. `sentence` holds the words at `at`: it tells the tense,
    and whether the reader left a word out ("two days" of "two days ago").
    """
    at = sentence.find(words) if at is None else at
    before, after = (sentence[:at], sentence[at + len(words) :]) if at >= 0 else ("", "")
    tokens = tokens_of(_widened(words, before, after))
    clock = _in_sentence(clock, words, before, after, planned)
    found = find_days(tokens, clock)
    try:
        days, rule = whole_of(tokens, found, clock) if found else duration(tokens, clock.published_on)
    except (ValueError, OverflowError):
        days, rule = None, "no such day"
    if days is not None and days.end is not None and kind in COUNTED_ON and found and _has_onset(before):
        days, rule = DateRange(days.start, None, DatePrecision.LONGER), f"since {rule}"
    return days, Reason(rule, detail=words[:SHOWN])


def _has_onset(before: str) -> bool:
    """Whether the sentence counts from the days told: "killed in a war that began in" [2011]."""
    onsets = time_lists()["onset"]["words"]
    return any(token.text in onsets for token in tokens_of(before[-120:]))


def _widened(words: str, before: str, after: str) -> str:
    """The words with those that the reader cut off: last [Friday], [May] last year, [two days] ago."""
    tokens = tokens_of(words)
    return f"{_cut_before(tokens, before)}{words}{_cut_after(words, tokens, after)}" if tokens else words


def _cut_before(tokens: list[Token], before: str) -> str:
    """The word before that the first of these needs: "last" of a weekday, "two" of "days ago"."""
    lead = _LEAD.search(before[-20:])
    if lead is None:
        return ""
    lists, first = time_lists(), tokens[0].text
    unit = unit_at(tokens, 0)
    needs = first in lists["weekdays"] or month_of(first) or (unit and len(tokens) == 1)
    counts = unit and spell(tokens_of(lead[1]), 0)
    return f"{lead[1]} " if counts or (needs and lead[1].lower() in lists["leads"]["words"]) else ""


def _cut_after(words: str, tokens: list[Token], after: str) -> str:
    """The words after that the last of these needs: the day or the year of a month, "ago" of "two days"."""
    last = tokens[-1].text
    patterns = []
    if month_of(last):
        patterns += [_DAY_FOLLOWS, _YEAR_FOLLOWS]
    elif last.isdecimal():
        patterns.append(
            _YEAR_FOLLOWS if any(month_of(token.text) for token in tokens[-2:]) else _MONTH_FOLLOWS
        )
    elif unit_at(tokens, len(tokens) - 1) and len(tokens) > 1:
        patterns.append(_DIRECTION_FOLLOWS)
    if f"{words.lower()} attack" in time_lists()["named"]:
        patterns.insert(0, _ATTACK_FOLLOWS)
    follows = next((match for pattern in patterns if (match := pattern.match(after))), None)
    return follows[0] if follows else ""


def _in_sentence(clock: Clock, words: str, before: str, after: str, planned: bool) -> Clock:
    """The clock with the tense of the sentence, and with what "a day after" counts from.

    "On Thursday, [a day after] a truce was agreed": the words date the truce, a day before Thursday.
    """
    clock = replace(clock, ahead=_is_ahead(before, planned))
    ends_open = words.rstrip().lower().endswith((" after", " before"))
    follows = after.lstrip()
    if not ends_open or not follows[:1].isalnum() or follows.startswith(("that ", "this ")):
        return clock
    sentence = _SENTENCE_END.split(before)[-1]
    own = [found.days for found in find_plain_days(tokens_of(sentence + words), clock) if found.days]
    if own:
        return replace(clock, told=own[-1], inverse=True)
    published = clock.published_on
    return replace(clock, told=DateRange.of_day(published) if published else clock.told, inverse=True)


def _is_ahead(before: str, planned: bool) -> bool:
    """Whether the act is still to come: "will meet on Friday", but not "said on Friday it will"."""
    lists = time_lists()["ahead"]
    for token in reversed(tokens_of(_SENTENCE_END.split(before)[-1][-160:])):
        if token.text in lists["telling"]:
            return False
        if token.text in lists["plain"] or (planned and token.text in lists["cues"]):
            return True
    return False
