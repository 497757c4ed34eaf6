"""Match days that are counted: from publication ("on Sunday", "the past 48 hours"), or from the last day told.

Each matcher reads one kind of phrase that begins at one token, and gives `Found` or None.
"""

from __future__ import annotations

import re
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
    share_before,
    year_days,
)
from zenobia.resolving.day_words import COUNTED, Clock, Found, count_and_unit, phrase_at, unit_at, word
from zenobia.resolving.numbers import Token


def weekday_told(tokens: Sequence[Token], at: int, clock: Clock) -> Found | None:
    """ "on Sunday" is the last one on or before publication; "last" and "next" are strictly before and after."""
    weekday = time_lists()["weekdays"].get(word(tokens, at))
    if weekday is None:
        return None
    published, before = clock.published_on, word(tokens, at - 1)
    end = at + 1
    if published is None:
        return Found(at, end, None, "no day of publication")
    of_week = end + 1 if word(tokens, end) == "of" else end
    offset = {"last": -1, "this": 0, "next": 1}.get(word(tokens, of_week))
    if offset is not None and word(tokens, of_week + 1) == "week":
        week = calendars.unit_around(published, "week", offset)
        assert week.start is not None
        return Found(
            at, of_week + 2, DateRange.of_day(week.start + timedelta(days=weekday)), "weekday of a week"
        )
    if before in ("next", "coming") or clock.ahead:
        day = calendars.weekday_after(published, weekday, strictly=before == "next")
    else:
        day = calendars.weekday_before(published, weekday, strictly=before in ("last", "past", "previous"))
    return Found(
        at, end, DateRange.of_day(day), "weekday to come" if day > published else "last such weekday"
    )


def near_day(tokens: Sequence[Token], at: int, clock: Clock) -> Found | None:
    """ "today", "last night", "overnight" and the like; "overnight Wednesday" is for the weekday to say."""
    hit = phrase_at(tokens, at, "deictic")
    if hit is None and [word(tokens, at), word(tokens, at + 1)] == ["to", "date"] and clock.published_on:
        return Found(
            at, at + 2, DateRange(None, clock.published_on, DatePrecision.LONGER), "up to publication"
        )
    if hit is None:
        return None
    first, last = (int(part) for part in re.findall(r"-?\d+", str(hit[0])))
    if clock.published_on is None:
        return Found(at, hit[1], None, "no day of publication")
    days = calendars.span(
        clock.published_on + timedelta(days=first), clock.published_on + timedelta(days=last)
    )
    return Found(at, hit[1], days, "near publication")


def consecutive_days(tokens: Sequence[Token], at: int, clock: Clock) -> Found | None:
    """ "for a third consecutive night": as many up to publication."""
    ordinals: dict[str, int] = time_lists()["ordinals"]
    count, unit = ordinals.get(word(tokens, at)), unit_at(tokens, at + 2)
    if count is None or unit is None or word(tokens, at + 1) not in ("consecutive", "straight", "successive"):
        return None
    if clock.published_on is None:
        return Found(at, at + 3, None, "no day of publication")
    first = calendars.shift_day(clock.published_on, 1 - count, unit)
    return Found(at, at + 3, calendars.span(first, clock.published_on), "up to publication")


_BACK = frozenset(("past", "last", "previous", "preceding", "recent"))


def past_days(tokens: Sequence[Token], at: int, clock: Clock) -> Found | None:
    """ "the past 48 hours", "the last three weeks", "the past month": up to the day of publication."""
    before = word(tokens, at)
    if before not in _BACK:
        return None
    counted = count_and_unit(tokens, at + 1)
    if counted is None:
        unit = unit_at(tokens, at + 1)
        rolls = (
            unit is not None
            and not word(tokens, at + 1).endswith("s")
            and (before == "past" or word(tokens, at + 1) in ("day", "decade"))
        )
        if not rolls or unit is None:
            return None
        counted = (1, unit, at + 2)
    count, unit, end = counted
    if clock.published_on is None:
        return Found(at, end, None, "no day of publication")
    return Found(at, end, calendars.back_from(clock.published_on, count, unit), "up to publication")


def calendar_unit(tokens: Sequence[Token], at: int, clock: Clock) -> Found | None:
    """ "last week", "this month", "late last year", "the weekend", "the end of the year"."""
    offset = {"last": -1, "this": 0, "next": 1, "current": 0, "coming": 1}.get(word(tokens, at))
    if word(tokens, at) == "weekend" or (offset is not None and word(tokens, at + 1) == "weekend"):
        return _weekend(tokens, at, offset, clock)
    unit = unit_at(tokens, at + 1) if not word(tokens, at + 1).endswith("s") else None
    if word(tokens, at) == "the" and unit == "year" and PARTS.get(word(tokens, at - 2)):
        offset = 0
    if offset is None or unit not in ("week", "month", "quarter", "year", "decade", "century"):
        return None
    published, end = clock.published_on, at + 2
    if published is None:
        return Found(at, end, None, "no day of publication")
    if unit == "week" and offset == 0 and published.weekday() == 0 and not clock.ahead:
        # On a Monday "this week" looks back on the one just ended (3 of 3 in gold/train).
        offset = -1
    days = calendars.unit_around(published, unit, offset)
    part, _ = part_before(tokens, at)
    assert days.start is not None
    if part and unit == "month":
        days = calendars.part_of_month(days.start.year, days.start.month, part)
    elif part and unit == "year":
        days = calendars.part_of_year(days.start.year, part)
    elif unit == "year" and (share := share_before(tokens, at)) is not None:
        days = year_days(tokens, at, days.start.year)
    elif (
        unit == "year"
        and offset == 0
        and (word(tokens, at - 1) in ("earlier", "far") or word(tokens, end) == "so")
    ):
        days = calendars.span(days.start, published)
    return Found(at, end, days, f"{unit} of the calendar")


def _weekend(tokens: Sequence[Token], at: int, offset: int | None, clock: Clock) -> Found:
    end = at + (1 if offset is None else 2)
    if clock.published_on is None:
        return Found(at, end, None, "no day of publication")
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
        return Found(at, end + 1, None, "no day of publication")
    day = calendars.shift_day(clock.published_on, -count, unit)
    wide = {"month": "month", "quarter": "month", "year": "year", "decade": "year", "century": "century"}.get(
        unit
    )
    if wide == "year" and (
        month := next((m for n in range(end + 1, end + 3) if (m := month_of(word(tokens, n)))), None)
    ):
        return Found(at, end + 3, DateRange.of_month(day.year, month), "counted from publication")
    days = calendars.unit_around(day, wide) if wide else DateRange.of_day(day)
    return Found(at, end + 1, days, "counted from publication")


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
        return Found(at, end, None, "no day of publication")
    day = calendars.shift_day(clock.published_on, count, unit)
    days = calendars.span(clock.published_on, day) if rolls else DateRange.of_day(day)
    return Found(at, end, days, "counted from publication")


_SIGNS = {
    "later": 1, "after": 1, "afterwards": 1, "afterward": 1, "on": 1, "following": 1, "earlier": -1, "before": -1, "prior": -1,
    "previously": -1, "beforehand": -1,
}  # fmt: skip


def told_day(tokens: Sequence[Token], at: int, clock: Clock) -> Found | None:
    """ "the same day", "the following day", "hours later", "then"."""
    hit = phrase_at(tokens, at, "anaphoric")
    if hit is None:
        if word(tokens, at) == "then" and word(tokens, at - 1) in ("since", "until"):
            return Found(at, at + 1, clock.then, "the last day told")
        return _other_unit(tokens, at, clock)
    if clock.base is None:
        return Found(at, hit[1], None, "no day told before")
    days = calendars.shift(_end_of(clock.base), int(str(hit[0])), "day")
    return Found(at, hit[1], days, COUNTED)


def _end_of(days: DateRange) -> DateRange:
    return DateRange.of_day(days.end) if days.end is not None else days


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
    """ "two days later", "a week earlier", "the day before", "after four more days", "two weeks before 9/11"."""
    counted = count_and_unit(tokens, at)
    leading = _SIGNS.get(word(tokens, at - 1)) if word(tokens, at - 1) in ("after", "before") else None
    if (
        counted is None
        and (unit := unit_at(tokens, at))
        and word(tokens, at - 1) in ("the", "")
        and not word(tokens, at).endswith("s")
    ):
        counted, leading = (1, unit, at + 1), None
    if counted is None:
        return None
    count, unit, end = counted
    sign = _SIGNS.get(word(tokens, end))
    if sign is None:
        return _after_so_long(at, counted, clock) if leading == 1 else None
    target = next(
        (
            hit
            for match in (numeric_date, named_day, month_date, weekday_told)
            if (hit := match(tokens, end + 1, clock))
        ),
        None,
    )
    base = target.days if target is not None else clock.base
    last = target.last if target is not None else end + 1
    if base is None or base.start is None or base.end is None:
        return Found(at, last, None, "no day told before")
    if clock.inverse and target is None and last == len(tokens) and word(tokens, end) in ("after", "before"):
        sign = -sign
    if word(tokens, at - 1) == "within" and sign == -1:
        return Found(
            at,
            last,
            calendars.span(calendars.shift_day(base.start, -count, unit), base.end),
            COUNTED,
        )
    if unit in ("hour", "day", "week", "fortnight") and not (
        unit == "week" and base.precision is DatePrecision.WEEK
    ):
        base = DateRange.of_day(base.end if sign > 0 else base.start)
        if unit == "hour" and count < 24:
            count = 0
    elif unit == "year" and word(tokens, at) == "year":
        return Found(at, last, calendars.unit_around(base.start, "year", sign), COUNTED)
    return Found(at, last, calendars.shift(base, sign * count, unit), COUNTED)


def _after_so_long(at: int, counted: tuple[int, str, int], clock: Clock) -> Found | None:
    """ "after seven days of fighting": the days up to publication, or the day so long after the last one told."""
    count, unit, end = counted
    if clock.published_on is not None:
        return Found(at, end, calendars.back_from(clock.published_on, count, unit), "up to publication")
    if clock.told is None or clock.told.end is None:
        return Found(at, end, None, "no day told before")
    day = calendars.shift_day(clock.told.end, count, unit)
    return Found(at, end, DateRange.of_day(day), COUNTED)
