"""Match days counted from publication ("the past 48 hours") or from the last day told ("a day later").

Each matcher reads one kind of phrase that begins at one token, and gives `Found` or None.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from zenobia.dates import DatePrecision, DateRange
from zenobia.resolving import calendars
from zenobia.resolving.calendars import time_lists
from zenobia.resolving.dated_days import (
    PARTS,
    month_date,
    month_of,
    named_day,
    numeric_date,
    part_before,
    year_days,
)
from zenobia.resolving.day_words import (
    COUNTED,
    LAST_WEEKDAY,
    NEAR,
    Clock,
    Found,
    count_and_unit,
    phrase_at,
    unit_at,
    word,
)
from zenobia.resolving.numbers import Token

AGO = "counted from publication"
UNDATED = "no day of publication"
_CALENDAR = {"last": -1, "this": 0, "current": 0, "next": 1, "coming": 1}
_BACK = frozenset(("past", "last", "previous", "preceding", "recent"))
_SIGNS = {
    **dict.fromkeys(("later", "after", "afterwards", "afterward", "on", "following"), 1),
    **dict.fromkeys(("earlier", "before", "prior", "previously", "beforehand"), -1),
}
_DAYS = ("hour", "day", "week", "fortnight")


def weekday_told(tokens: Sequence[Token], at: int, clock: Clock) -> Found | None:
    """ "on Sunday" is the last one on or before publication; "last" is before it, "next" after it."""
    weekday = time_lists()["weekdays"].get(word(tokens, at))
    if weekday is None:
        return None
    published, before, end = clock.published_on, word(tokens, at - 1), at + 1
    if published is None:
        return Found(at, end, None, UNDATED)
    of_week = end + 1 if word(tokens, end) == "of" else end
    offset = _CALENDAR.get(word(tokens, of_week))
    if offset is not None and word(tokens, of_week + 1) == "week":
        monday, _ = calendars.ends(calendars.unit_around(published, "week", offset))
        return Found(at, of_week + 2, DateRange.of_day(monday + timedelta(days=weekday)), "weekday of a week")
    if before in ("next", "coming") or clock.ahead:
        day = calendars.weekday_after(published, weekday, strictly=before == "next")
        return Found(at, end, DateRange.of_day(day), "next such weekday")
    day = calendars.weekday_before(published, weekday, strictly=before in ("last", "past", "previous"))
    return Found(at, end, DateRange.of_day(day), LAST_WEEKDAY)


def near_day(tokens: Sequence[Token], at: int, clock: Clock) -> Found | None:
    """ "today", "last night", "overnight" and the like, and "to date"."""
    published = clock.published_on
    if hit := phrase_at(tokens, at, "deictic"):
        (first, last), end = hit
        if published is None:
            return Found(at, end, None, UNDATED)
        days = calendars.span(published + timedelta(days=first), published + timedelta(days=last))
        return Found(at, end, days, NEAR)
    if word(tokens, at) == "to" and word(tokens, at + 1) == "date" and published is not None:
        return Found(at, at + 2, DateRange(None, published, DatePrecision.LONGER), "up to publication")
    return None


def consecutive_days(tokens: Sequence[Token], at: int, clock: Clock) -> Found | None:
    """ "for a third consecutive night": as many up to publication."""
    ordinals: dict[str, int] = time_lists()["ordinals"]
    count, unit = ordinals.get(word(tokens, at)), unit_at(tokens, at + 2)
    if count is None or unit is None or word(tokens, at + 1) not in ("consecutive", "straight", "successive"):
        return None
    if clock.published_on is None:
        return Found(at, at + 3, None, UNDATED)
    first = calendars.shift_day(clock.published_on, 1 - count, unit)
    return Found(at, at + 3, calendars.span(first, clock.published_on), "up to publication")


def past_days(tokens: Sequence[Token], at: int, clock: Clock) -> Found | None:
    """ "the past 48 hours", "the last three weeks", "the past month": up to the day of publication."""
    if word(tokens, at) not in _BACK:
        return None
    counted = count_and_unit(tokens, at + 1)
    unit = unit_at(tokens, at + 1)
    if counted is None and unit is not None and not word(tokens, at + 1).endswith("s"):
        # "the past week" runs up to now, "last week" is one of the calendar
        runs = word(tokens, at) == "past" or word(tokens, at + 1) in ("day", "decade")
        counted = (1, unit, at + 2) if runs else None
    if counted is None:
        return None
    count, unit, end = counted
    if clock.published_on is None:
        return Found(at, end, None, UNDATED)
    return Found(at, end, calendars.back_from(clock.published_on, count, unit), "up to publication")


def calendar_unit(tokens: Sequence[Token], at: int, clock: Clock) -> Found | None:
    """ "last week", "this month", "late last year", "the weekend", "the end of the year"."""
    offset = _CALENDAR.get(word(tokens, at))
    if word(tokens, at) == "weekend" or (offset is not None and word(tokens, at + 1) == "weekend"):
        return _weekend(at, offset, clock)
    unit = unit_at(tokens, at + 1)
    if word(tokens, at) == "the" and unit == "year" and PARTS.get(word(tokens, at - 2)):
        offset = 0
    if offset is None or unit not in ("week", "month", "quarter", "year", "decade", "century"):
        return None
    published, end = clock.published_on, at + 2
    if word(tokens, at + 1).endswith("s"):
        return None
    if published is None:
        return Found(at, end, None, UNDATED)
    if unit == "week" and offset == 0 and published.weekday() == 0 and not clock.ahead:
        offset = -1  # on a Monday "this week" is the one just ended (3 of 3 in gold/train)
    start, last = calendars.ends(calendars.unit_around(published, unit, offset))
    days = calendars.span(start, last)
    if unit == "month":
        days = calendars.part_of_month(start.year, start.month, part_before(tokens, at))
    elif unit == "year" and offset == 0 and word(tokens, at - 1) in ("earlier", "far"):
        days = calendars.span(start, published)
    elif unit == "year":
        days = year_days(tokens, at, start.year)
    elif unit == "week":
        days = DateRange(start, last, DatePrecision.WEEK)
    return Found(at, end, days, f"{unit} of the calendar")


def _weekend(at: int, offset: int | None, clock: Clock) -> Found:
    end = at + (1 if offset is None else 2)
    if clock.published_on is None:
        return Found(at, end, None, UNDATED)
    within = clock.published_on.weekday() >= 5
    step = 1 if offset == 1 or (clock.ahead and not within) else -1 if offset == -1 and within else 0
    return Found(at, end, calendars.weekend(clock.published_on, step), "weekend")


def days_ago(tokens: Sequence[Token], at: int, clock: Clock) -> Found | None:
    """ "two days ago", "a week ago"; a month or a year ago is told no closer than that."""
    counted = count_and_unit(tokens, at)
    if counted is None or word(tokens, counted[2]) != "ago":
        return None
    count, unit, end = counted
    if clock.published_on is None:
        return Found(at, end + 1, None, UNDATED)
    day = calendars.shift_day(clock.published_on, -count, unit)
    month = next((month for n in (end + 1, end + 2) if (month := month_of(word(tokens, n)))), None)
    if unit == "year" and month is not None:  # "three years ago in April"
        return Found(at, end + 3, DateRange.of_month(day.year, month), AGO)
    wide = {"quarter": "month", "decade": "year"}.get(unit, unit)
    days = DateRange.of_day(day) if unit in _DAYS else calendars.unit_around(day, wide)
    bound = word(tokens, at - 1) if word(tokens, at - 1) == "over" else word(tokens, at - 2)
    if bound in ("more", "over"):  # "more than a week ago": that day or before
        days = DateRange(None, days.end, days.precision)
    return Found(at, end + 1, days, AGO)


def days_to_come(tokens: Sequence[Token], at: int, clock: Clock) -> Found | None:
    """ "within 60 days", "in two weeks" and "in the next three days" of what is to come."""
    if word(tokens, at) not in ("within", "in", "over", "next", "coming"):
        return None
    number_at = at + 1
    while word(tokens, number_at) in ("the", "next", "coming", "about", "around"):
        number_at += 1
    counted = count_and_unit(tokens, number_at)
    if counted is None and word(tokens, number_at + 1) in ("to", "or", "-"):
        counted = count_and_unit(tokens, number_at + 2)
    if counted is None or word(tokens, counted[2]) in ("before", "after", "ago", "later", "earlier", "of"):
        return None
    count, unit, end = counted
    rolls = word(tokens, at) == "within" or word(tokens, number_at - 1) in ("next", "coming")
    if not rolls and not clock.ahead:
        return None
    if clock.published_on is None:
        return Found(at, end, None, UNDATED)
    day = calendars.shift_day(clock.published_on, count, unit)
    days = calendars.span(clock.published_on, day) if rolls else DateRange.of_day(day)
    return Found(at, end, days, AGO)


def told_day(tokens: Sequence[Token], at: int, clock: Clock) -> Found | None:
    """ "the same day", "the following day", "hours later", "then"."""
    hit = phrase_at(tokens, at, "anaphoric")
    if hit is None:
        if word(tokens, at) == "then" and word(tokens, at - 1) in ("since", "until"):
            return Found(at, at + 1, clock.then, "the last day told")
        return _other_unit(tokens, at, clock)
    if clock.base is None:
        return Found(at, hit[1], None, "no day told before")
    _, last = calendars.ends(clock.base)
    return Found(at, hit[1], DateRange.of_day(last + timedelta(days=hit[0])), COUNTED)


def _other_unit(tokens: Sequence[Token], at: int, clock: Clock) -> Found | None:
    """ "the following month", "that week", "the previous year": the unit beside the last day told."""
    offset = {"following": 1, "previous": -1, "preceding": -1, "same": 0, "that": 0}.get(word(tokens, at))
    unit = unit_at(tokens, at + 1) if offset is not None else None
    if offset is None or unit not in ("week", "month", "year") or word(tokens, at + 1).endswith("s"):
        return None
    if clock.base is None or clock.base.start is None:
        return Found(at, at + 2, None, "no day told before")
    return Found(at, at + 2, calendars.unit_around(clock.base.start, unit, offset), COUNTED)


def days_from_told(tokens: Sequence[Token], at: int, clock: Clock) -> Found | None:
    """ "two days later", "the day before", "after four more days", "two weeks before 9/11"."""
    counted, before = count_and_unit(tokens, at), word(tokens, at - 1)
    unit = unit_at(tokens, at)
    bare = (
        counted is None and unit is not None and before in ("the", "") and not word(tokens, at).endswith("s")
    )
    if bare and unit is not None:  # "the day before"
        counted = (1, unit, at + 1)
    if counted is None:
        return None
    count, unit, end = counted
    sign = _SIGNS.get(word(tokens, end))
    if sign is None:
        return _after_so_long(at, counted, clock) if before == "after" and not bare else None
    target = next((hit for match in _TARGETS if (hit := match(tokens, end + 1, clock))), None)
    base = target.days if target is not None else clock.base
    last = target.last if target is not None else end + 1
    if base is None:
        return Found(at, last, None, "no day told before")
    if clock.inverse and target is None and last == len(tokens) and word(tokens, end) in ("after", "before"):
        sign = -sign
    if bare and unit == "year":
        return Found(at, last, calendars.unit_around(calendars.ends(base)[0], "year", sign), COUNTED)
    return Found(at, last, _moved(base, sign * count, unit, within=before == "within"), COUNTED)


_TARGETS = (numeric_date, named_day, month_date, weekday_told)


def _moved(base: DateRange, count: int, unit: str, *, within: bool) -> DateRange:
    """`base`, `count` units on: days are counted from its near end, months and years keep its length."""
    start, end = calendars.ends(base)
    if within and count < 0:
        return calendars.span(calendars.shift_day(start, count, unit), end)
    if unit in _DAYS and not (unit == "week" and base.precision is DatePrecision.WEEK):
        base = DateRange.of_day(end if count > 0 else start)
        count = 0 if unit == "hour" and abs(count) < 24 else count
    return calendars.shift(base, count, unit)


def _after_so_long(at: int, counted: tuple[int, str, int], clock: Clock) -> Found | None:
    """ "after seven days of fighting": the days up to publication, or else so long after the last told."""
    count, unit, end = counted
    if clock.published_on is not None:
        return Found(at, end, calendars.back_from(clock.published_on, count, unit), "up to publication")
    if clock.told is None or clock.told.end is None:
        return Found(at, end, None, "no day told before")
    day = calendars.shift_day(clock.told.end, count, unit)
    return Found(at, end, DateRange.of_day(day), COUNTED)
