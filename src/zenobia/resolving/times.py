"""Say which days the words of a claim tell, counted from the day of publication and the last day told.

    published on Tuesday 4 June 2013: "since Thursday" → 2013-05-30 and no end

A relative phrase of a report without a day of publication stays in words.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from zenobia.dates import DatePrecision, DateRange
from zenobia.model import Article, Claim, Kind, Realis, Reason, Span
from zenobia.resolving import calendars, day_words
from zenobia.resolving.calendars import time_lists
from zenobia.resolving.day_words import AHEAD_DAYS, Clock, Found, find_days, word
from zenobia.resolving.numbers import Token

# A sentence is read this far on either side of the words.
SENTENCE_REACH = 300
# A text is searched for days this far; what stands deeper in a page is no report.
TEXT_REACH = 60_000

_LINKS = frozenset(("and", "to", "through", "until", "till", "into", "-", "or", "or"))
_BETWEEN = _LINKS | frozenset(
    (
        ",",
        "early",
        "late",
        "on",
        "the",
        "in",
        "morning",
        "night",
        "evening",
        "afternoon",
        "of",
        "from",
        "was",
        "continuing",
        "throughout",
        "then",
        "again",
    )
)
_DAY_OF_ACT = frozenset(("casualties", "displacement"))
_ONSET = frozenset(("since", "began", "begun", "started", "erupted", "broke", "outbreak", "launched"))


def resolve_days(claims: Sequence[Claim], article: Article) -> list[Claim]:
    """The claims with their days read; words and spans unchanged, and no day given to a claim without words."""
    told = _TextDays(article)
    return [_resolved(claim, article, told) for claim in claims]


def _resolved(claim: Claim, article: Article, told: _TextDays) -> Claim:
    when = claim.when
    if when is None:
        return claim
    sentence = _sentence_span(when.span, claim, article)
    days, reason = read_days(
        when.text,
        published_on=article.published_on,
        sentence=sentence.of(article.text),
        at=when.span.start - sentence.start,
        last_told=told.before(when.span.start, sentence),
        planned=claim.realis is Realis.PLANNED,
        kind=claim.kind,
    )
    reasons = [*when.reasons, reason]
    if days is not None and _is_late(days, article.published_on):
        reasons.append(Reason("later than publication", detail=str(days.start)))
    return replace(claim, when=replace(when, days=days, reasons=tuple(reasons)))


def _is_late(days: DateRange, published_on: date | None) -> bool:
    if published_on is None or days.start is None:
        return False
    return days.start > published_on + timedelta(days=AHEAD_DAYS)


def _sentence_span(span: Span, claim: Claim, article: Article) -> Span:
    around = next((evidence for evidence in claim.evidence if evidence.holds(span)), None)
    if around is None:
        around = Span(0, len(article.text))
    start = max(around.start, span.start - SENTENCE_REACH)
    return Span(
        min(start, span.start), max(span.end, min(around.end, span.end + SENTENCE_REACH, len(article.text)))
    )


class _TextDays:
    """The days that a text tells by date or weekday, in reading order: what "two days later" counts from."""

    def __init__(self, article: Article) -> None:
        self._places: list[int] = []
        self._days: list[DateRange] = []
        told: DateRange | None = None
        text = article.text[:TEXT_REACH]
        for first, tokens in _pieces(text):
            for found in find_days(tokens, Clock(article.published_on, told)):
                if found.days is None or found.days.start is None or not _is_told(found, tokens, text, first):
                    continue
                if found.rule in ("year", "decade", "century", "season"):
                    continue
                told = found.days
                self._places.append(first + tokens[found.first].start)
                self._days.append(told)

    def before(self, at: int, sentence: Span) -> DateRange | None:
        """The last day told before character `at`."""
        place = bisect_right(self._places, at - 1)
        return self._days[place - 1] if place else None


def _pieces(text: str) -> list[tuple[int, list[Token]]]:
    """The text in stretches that the day grammar takes whole."""
    pieces = []
    start = 0
    while start < len(text):
        end = text.find("\n", start + 400)
        stop = text.find(". ", start + 400)
        ends = [n for n in (end, stop) if n >= 0]
        last = min(ends) + 1 if ends else len(text)
        last = min(last, start + 1200)
        pieces.append((start, day_words.tokens_of(text[start:last])))
        start = last
    return pieces


def _is_told(found: Found, tokens: list[Token], text: str, first: int) -> bool:
    """Dates and weekdays only, and no "may" or "march" in small letters."""
    if not found.dated and "weekday" not in found.rule:
        return False
    head = next(
        (token for token in tokens[found.first : found.last] if token.text in time_lists()["months"]), None
    )
    return head is None or text[first + head.start].isupper()


def read_days(
    words: str,
    *,
    published_on: date | None,
    sentence: str = "",
    at: int | None = None,
    last_told: DateRange | None = None,
    planned: bool = False,
    kind: Kind | None = None,
) -> tuple[DateRange | None, Reason]:
    """The days that `words` tell, or None and the reason why they tell none.

    `sentence` holds the words at `at` and tells the tense; `last_told` is what "two days later" counts from.
    """
    try:
        return _read(words, published_on, sentence, at, last_told, planned, kind)
    except (ValueError, OverflowError):
        return None, Reason("no such day", detail=words[:80])


def _read(
    words: str,
    published_on: date | None,
    sentence: str,
    at: int | None,
    last_told: DateRange | None,
    planned: bool,
    kind: Kind | None,
) -> tuple[DateRange | None, Reason]:
    at = sentence.find(words) if at is None else at
    before, after = (sentence[:at], sentence[at + len(words) :]) if at >= 0 else ("", "")
    tokens = day_words.tokens_of(words)
    ahead = _is_ahead(before, words, planned)
    inverse = after.lstrip()[:1].isalnum() and not after.lstrip().startswith(("in ", "at ", "on "))
    clock = Clock(published_on, last_told, ahead, inverse)
    if published_on is not None and inverse and words.lower().rstrip().endswith((" after", " before")):
        own = [
            f.days for f in find_days(day_words.tokens_of(before), Clock(published_on)) if f.days is not None
        ]
        clock = replace(clock, told=own[-1] if own else DateRange.of_day(published_on))
    found = find_days(tokens, clock)
    if not found:
        return _duration(tokens, published_on, words)
    days, rule = _together(tokens, found, clock)
    if days is None:
        return None, Reason(rule, detail=words[:80])
    days, rule = _bounded(tokens, found, days, rule, clock)
    if (
        days.end is not None
        and days.start is not None
        and kind in _DAY_OF_ACT
        and found[0].dated
        and _has_onset(before)
    ):
        days, rule = DateRange(days.start, None, DatePrecision.LONGER), "since " + rule
    return days, Reason(rule, detail=words[:80])


def _has_onset(before: str) -> bool:
    return any(token.text in _ONSET for token in day_words.tokens_of(before[-120:]))


def _is_ahead(before: str, words: str, planned: bool) -> bool:
    """Whether the sentence tells an act still to come: "will meet on Friday", not "said on Friday it will"."""
    lists = time_lists()["ahead"]
    for token in reversed(day_words.tokens_of(before[-160:])):
        if token.text in lists["telling"]:
            return False
        if token.text in lists["cues"]:
            return planned or token.text in ("will", "'ll", "scheduled", "due", "expected", "slated")
    return False


def _duration(tokens: list[Token], published_on: date | None, words: str) -> tuple[DateRange | None, Reason]:
    """ "in two days", "for 2 years": as many up to publication; "for more than two years" has no such start."""
    bounded = any(
        token.text in ("more", "over", "nearly", "almost", "less", "around", "about", "plus")
        for token in tokens
    )
    for at in range(len(tokens)):
        counted = day_words._count_and_unit(tokens, at)
        if counted is not None:
            if published_on is None or bounded or word(tokens, counted[2]) == "old":
                break
            count, unit, _ = counted
            return calendars.back_from(published_on, count, unit), Reason(
                "up to publication", detail=words[:80]
            )
    return None, Reason("no day in the words", detail=words[:80])


def _together(tokens: list[Token], found: list[Found], clock: Clock) -> tuple[DateRange | None, str]:
    """What several days in the words mean: a date beside its weekday, or a range from one to the other."""
    known = [hit for hit in found if hit.days is not None]
    if not known:
        return None, found[0].rule
    if len(known) > 1 and any(hit.rule != "counted from publication" for hit in known):
        known = [hit for hit in known if hit.rule != "counted from publication"] or known
    first = known[0]
    days, rule = first.days, first.rule
    for left, right in zip(known, known[1:], strict=False):
        between = [token.text for token in tokens[left.last : right.first]]
        if _linked(between):
            whole = _range(left, right, clock)
            if whole is not None and days is not None:
                start = whole.start if left is first else days.start
                assert start is not None
                assert whole.end is not None
                days, rule = calendars.span(start, whole.end), "from one to the other"
        elif right.dated and not left.dated and all(text in (",", "(", "the", "of") for text in between):
            days, rule = right.days, right.rule
    if "since" in (token.text for token in tokens[: known[-1].first]) and rule != "from one to the other":
        days, rule = known[-1].days, known[-1].rule
    return days, rule


def _linked(between: list[str]) -> bool:
    return (
        bool(_LINKS & set(between) or between == [","])
        and len(between) <= 6
        and all(text in _BETWEEN for text in between)
    )


def _range(left: Found, right: Found, clock: Clock) -> DateRange | None:
    """From one to the other; a date without a year takes the year of the one after it."""
    if left.days is None or right.days is None:
        return None
    whole = calendars.hull(left.days, right.days)
    if right.year_told and not left.year_told and left.days.start is not None and right.days.end is not None:
        start = left.days.start.replace(year=right.days.end.year)
        if start > right.days.end:
            start = start.replace(year=start.year - 1)
        whole = calendars.span(start, right.days.end)
    return whole


_SINCE = frozenset(("since",))
_UNTIL = frozenset(("until", "till", "til"))


def _bounded(
    tokens: list[Token], found: list[Found], days: DateRange, rule: str, clock: Clock
) -> tuple[DateRange, str]:
    """Open ends: "since March" has no end, "until Friday" and "by" a day to come have no start."""
    before = [token.text for token in tokens[: found[-1].first]]
    direct = before[-4:]
    if rule == "from one to the other":
        return days, rule
    if _SINCE & set(before) or (set(before[-3:]) & {"began", "started", "begun"}):
        return _since(tokens, found[-1], days, clock), f"since {rule}"
    late = "later" in direct and "than" in direct and bool({"no", "not"} & set(direct))
    by = "by" in direct and (
        clock.ahead
        or (clock.published_on is not None and days.end is not None and days.end > clock.published_on)
    )
    if _UNTIL & set(direct) or late or by:
        return DateRange(None, days.end, days.precision), f"until {rule}"
    if "to" in direct and "date" in [token.text for token in tokens]:
        return DateRange(None, days.end, DatePrecision.LONGER), rule
    return days, rule


def _since(tokens: list[Token], last: Found, days: DateRange, clock: Clock) -> DateRange:
    """From the start of the days told; "since mid-2012" from its middle."""
    start = days.start
    if start is not None and "mid" in (word(tokens, last.first - 1), word(tokens, last.first - 2)):
        start = start.replace(month=7) if days.precision is not DatePrecision.WEEK else start.replace(day=15)
    near = (
        clock.published_on is not None and start is not None and 0 <= (clock.published_on - start).days <= 6
    )
    return DateRange(start, None, DatePrecision.DAYS if near else DatePrecision.LONGER)
