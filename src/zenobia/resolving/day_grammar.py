"""Put the days in some words together: a date beside its weekday, a range from one to another, an open end.

"Sunday and Monday" → both      "since March" → no end      "March, April and May 2008" → three months
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import cache
from itertools import pairwise

from zenobia.dates import DatePrecision, DateRange
from zenobia.resolving import calendars, counted_days, dated_days
from zenobia.resolving.calendars import time_lists
from zenobia.resolving.day_words import COUNTED, LAST_WEEKDAY, NEAR, Clock, Found, count_and_unit, word
from zenobia.resolving.numbers import Token

# Small words between two days of one range: "through Friday night and into".
MOST_BETWEEN = 6

Matcher = Callable[[Sequence[Token], int, Clock], Found | None]

# The first that reads a phrase wins.
MATCHERS: tuple[Matcher, ...] = (
    dated_days.numeric_date,
    dated_days.named_day,
    dated_days.month_date,
    dated_days.month_alone,
    dated_days.year_alone,
    counted_days.near_day,
    counted_days.consecutive_days,
    counted_days.days_to_come,
    counted_days.told_day,
    counted_days.days_from_told,
    counted_days.days_ago,
    counted_days.past_days,
    counted_days.calendar_unit,
    counted_days.weekday_told,
    dated_days.season_told,
)
# Those that say a day by themselves, for reading a whole text.
PLAIN_MATCHERS: tuple[Matcher, ...] = (
    dated_days.numeric_date,
    dated_days.named_day,
    dated_days.month_date,
    dated_days.month_alone,
    dated_days.year_alone,
    counted_days.weekday_told,
)


def find_days(tokens: Sequence[Token], clock: Clock) -> list[Found]:
    """Every day told, in reading order."""
    return _find(tokens, clock, MATCHERS, range(len(tokens)))


def find_plain_days(tokens: Sequence[Token], clock: Clock) -> list[Found]:
    """Dates, months, years and weekdays only, in reading order: fast enough for a whole text."""
    openers = _openers()
    places = [n for n, token in enumerate(tokens) if token.text in openers or token.text[0].isdecimal()]
    return _find(tokens, clock, PLAIN_MATCHERS, places)


def _find(
    tokens: Sequence[Token], clock: Clock, matchers: Sequence[Matcher], places: Sequence[int]
) -> list[Found]:
    found: list[Found] = []
    end = 0
    for at in places:
        if at < end:
            continue
        try:
            hit = next((hit for match in matchers if (hit := match(tokens, at, clock))), None)
        except (ValueError, OverflowError):  # "31 February", "9999 years ago"
            hit = Found(at, at + 1, None, "no such day")
        if hit is not None:
            found.append(hit)
            end = hit.last
    return found


@cache
def _openers() -> frozenset[str]:
    """The words that a plain day can begin with."""
    lists = time_lists()
    phrases = (*lists["named"], *lists["feasts"], *lists["easter_days"], *lists["moving_names"])
    return frozenset(
        (*lists["months"], *lists["weekdays"], "year", *(phrase.split()[0] for phrase in phrases))
    )


def whole_of(tokens: Sequence[Token], found: Sequence[Found], clock: Clock) -> tuple[DateRange | None, str]:
    """What the days found mean together, and the rule that says so."""
    known = _plainest([hit for hit in found if hit.days is not None])
    if not known:
        return None, found[0].rule
    if clock.inverse and known[-1].rule == COUNTED:  # "Jan. 15, one day after [the blast]"
        known = known[-1:]
    days, rule = _together(tokens, known)
    if days is None:
        return None, rule
    return _bounded(tokens, known[-1], days, rule, clock)


def _plainest(known: list[Found]) -> list[Found]:
    """Without "today" and "overnight" where a date stands beside them ("today (23 December)")."""
    plain = [hit for hit in known if hit.rule != NEAR]
    return plain or known


def _is_linked(tokens: Sequence[Token], left: Found, right: Found) -> bool:
    """ "from ... to", "and", "through Friday night and into": two days that make one range."""
    lists = time_lists()["links"]
    between = [token.text for token in tokens[left.last : right.first]]
    linked = any(text in lists["words"] for text in between) or between == [","]
    return (
        linked
        and len(between) <= 6
        and all(text in lists["words"] or text in lists["between"] for text in between)
    )


def _together(tokens: Sequence[Token], known: Sequence[Found]) -> tuple[DateRange | None, str]:
    """The first day told, drawn on to those linked to it; a date says more than the weekday beside it."""
    days, rule = known[0].days, known[0].rule
    for left, right in pairwise(known):
        if left.days is None or right.days is None or days is None:
            continue
        between = [token.text for token in tokens[left.last : right.first]]
        if right.dated and not left.dated and all(text in (",", "(", "the", "of") for text in between):
            days, rule = right.days, right.rule
        elif _is_linked(tokens, left, right):
            whole = calendars.hull(days, right.days)
            if whole is None and left.rule == right.rule == LAST_WEEKDAY:
                # "from Monday to Wednesday", told on a Tuesday
                whole = calendars.hull(calendars.shift(days, -7, "day"), right.days)
            days, rule = (whole, "from one to the other") if whole is not None else (days, rule)
    if rule != "from one to the other" and "since" in (token.text for token in tokens[: known[-1].first]):
        days, rule = known[-1].days, known[-1].rule
    return days, rule


def _bounded(
    tokens: Sequence[Token], last: Found, days: DateRange, rule: str, clock: Clock
) -> tuple[DateRange, str]:
    """Open ends: "since March" has no end, "until Friday" no start, nor "by Friday" with Friday to come."""
    if rule == "from one to the other":
        return days, rule
    before = [token.text for token in tokens[: last.first]]
    direct = before[-4:]
    if "since" in before or any(text in ("began", "started", "begun") for text in before[-3:]):
        return _since(tokens, last, days, clock), f"since {rule}"
    to_come = clock.ahead or (
        clock.published_on is not None and days.end is not None and days.end > clock.published_on
    )
    no_later = "later" in direct and "than" in direct and ("no" in direct or "not" in direct)
    if any(text in ("until", "till", "til") for text in direct) or no_later or ("by" in direct and to_come):
        return DateRange(None, days.end, days.precision), f"until {rule}"
    return days, rule


def _since(tokens: Sequence[Token], last: Found, days: DateRange, clock: Clock) -> DateRange:
    """From the start of the days told; "since mid-2012" from its middle."""
    start = days.start
    if start is not None and "mid" in (word(tokens, last.first - 1), word(tokens, last.first - 2)):
        start = start.replace(day=15) if days.precision is DatePrecision.WEEK else start.replace(month=7)
    near = (
        clock.published_on is not None and start is not None and 0 <= (clock.published_on - start).days <= 6
    )
    return DateRange(start, None, DatePrecision.DAYS if near else DatePrecision.LONGER)


def duration(tokens: Sequence[Token], published_on: date | None) -> tuple[DateRange | None, str]:
    """ "in two days", "after 2 years": as many up to publication.

    "More than two years" has no such start, and "a six-year war" no day at all.
    """
    texts = [token.text for token in tokens]
    if published_on is None or any(text in time_lists()["bounds"]["words"] for text in texts):
        return None, "no day in the words"
    for at in range(len(tokens)):
        counted = count_and_unit(tokens, at)
        if counted is not None:
            count, unit, end = counted
            names_something = (count > 1 and not texts[end - 1].endswith("s")) or word(tokens, end) == "old"
            if names_something:
                break
            return calendars.back_from(published_on, count, unit), "up to publication"
    return None, "no day in the words"


def is_late(days: DateRange, published_on: date | None, most: int) -> bool:
    """Whether the days begin more than `most` days after publication."""
    return (
        published_on is not None
        and days.start is not None
        and days.start > published_on + timedelta(days=most)
    )
