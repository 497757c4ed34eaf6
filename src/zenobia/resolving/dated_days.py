"""Match days that are told by date or by name: "Oct. 14", "May last year", "mid-2012", "Palm Sunday".

Each matcher reads one kind of phrase that begins at one token, and gives `Found` or None.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from zenobia.dates import DatePrecision, DateRange
from zenobia.resolving import calendars
from zenobia.resolving.calendars import time_lists
from zenobia.resolving.day_words import (
    AHEAD_DAYS,
    NAMED,
    YEAR,
    Clock,
    Found,
    number_at,
    phrase_at,
    unit_at,
    word,
)
from zenobia.resolving.numbers import Token, spell


def numeric_date(tokens: Sequence[Token], at: int, clock: Clock) -> Found | None:
    """ "2016-10-14", "14/10/2016", "01.02.2015": the day comes first unless it cannot be a month."""
    parts = [int(part) for part in re.split(r"[-./]", word(tokens, at)) if part.isdecimal()]
    if len(parts) != 3:
        return None
    year, month, day = parts if parts[0] > 31 else parts[::-1]
    if month > 12:
        month, day = day, month
    return Found(at, at + 1, DateRange.of_day(date(year, month, day)), "date", dated=True, year_told=True)


def named_day(tokens: Sequence[Token], at: int, clock: Clock) -> Found | None:
    """Days with a name ("9/11") and feasts, fixed or moving ("the second day of Eid al-Adha", "Palm Sunday")."""
    compact = word(tokens, at).replace(" ", "")
    if (
        compact == "9"
        and word(tokens, at + 1) == "-"
        and word(tokens, at + 2) == "11"
        and not month_of(word(tokens, at + 3))
    ):
        compact, end = "9/11", at + 3
    else:
        end = at + 1
    named = time_lists()["named"].get(compact) if "/" in compact else None
    if named is None and (hit := phrase_at(tokens, at, "named")):
        named, end = hit
    if isinstance(named, date):
        return Found(at, end, DateRange.of_day(named), NAMED, dated=True, year_told=True)
    return _feast(tokens, at, clock)


def _feast(tokens: Sequence[Token], at: int, clock: Clock) -> Found | None:
    if hit := phrase_at(tokens, at, "moving_names"):
        name, end = str(hit[0]), hit[1]
        days = calendars.feast_days(name)
    elif hit := phrase_at(tokens, at, "easter_days"):
        name, end = "easter", hit[1]
        days = [day + timedelta(days=int(str(hit[0]))) for day in calendars.feast_days("easter")]
    elif hit := phrase_at(tokens, at, "feasts"):
        name, end = "feast", hit[1]
        month, day_of_month = (int(part) for part in re.findall(r"\d+", str(hit[0])))
        days = [date(year, month, day_of_month) for year in range(1990, 2050)]
    else:
        return None
    year = year_at(word(tokens, end))
    day = _feast_day(days, year, clock)
    end = end + 1 if year else end
    if day is None:
        return Found(at, end, None, "feast")
    if name == "ramadan":
        return Found(
            at, end, DateRange(day, day + timedelta(days=29), DatePrecision.MONTH), "feast", dated=True
        )
    before = [word(tokens, n) for n in range(max(at - 7, 0), at)]
    if "day" in before[1:]:
        day += timedelta(days=_ORDINALS.get(before[before.index("day") - 1], 0))
    return Found(at, end, DateRange.of_day(day), "feast", dated=True)


def _feast_day(days: list[date], year: int | None, clock: Clock) -> date | None:
    """The feast of a year told, or the one nearest before publication (after it, for what is to come)."""
    if year is not None:
        return next((day for day in days if day.year == year), None)
    if clock.published_on is None:
        return None
    if clock.ahead:
        return next((day for day in days if day >= clock.published_on), None)
    before = [day for day in days if day <= clock.published_on + timedelta(days=AHEAD_DAYS)]
    return before[-1] if before else None


def month_of(text: str) -> int | None:
    number: int | None = time_lists()["months"].get(text)
    return number


def year_at(text: str) -> int | None:
    return int(text) if len(text) == 4 and text.isdecimal() and 1800 <= int(text) <= 2199 else None


def _day_number(text: str) -> int | None:
    digits = text.rstrip("stndrh")
    return int(digits) if len(digits) <= 2 and digits.isdecimal() and 1 <= int(digits) <= 31 else None


def _year_after(
    tokens: Sequence[Token], at: int, clock: Clock, month: int | None = None
) -> tuple[int | None, int]:
    """The year told after a month ("2016", "of last year", "FEB 90"), and the token after it."""
    end = at
    while word(tokens, end) in (",", "of", "in", "the", "and") and end < at + 2:
        end += 1
    if year := year_at(word(tokens, end)):
        return year, end + 1
    text = word(tokens, end)
    if end == at and len(text) == 2 and text.isdecimal() and (int(text) > 31 or end + 1 == len(tokens)):
        return int(text) + (1900 if int(text) >= 70 else 2000), end + 1
    base = clock.published_on
    if word(tokens, end + 1) == "year":
        if text in ("same", "that") and clock.base is not None and clock.base.start is not None:
            return clock.base.start.year, end + 2
        offset = {"this": 0, "last": -1, "next": 1, "previous": -1}.get(text)
        if offset is not None and base is not None:
            return base.year + offset, end + 2
    return (_year_ahead(tokens, at, month) if month else None), at


def _year_ahead(tokens: Sequence[Token], at: int, month: int) -> int | None:
    """The year of a later date that this one is linked to: "March, April and May 2008", "April 27 to May 18 2017"."""
    follows = month
    for n in range(at, min(at + 8, len(tokens))):
        text = word(tokens, n)
        if (later := month_of(text)) is not None:
            follows = later
        elif (year := year_at(text)) is not None:
            skipped = n > at and follows != month
            return (year - 1 if follows < month else year) if skipped else None
        elif text not in time_lists()["links"]["words"] and text != "," and _day_number(text) is None:
            return None
    return None


def year_of(month: int, day: int, clock: Clock) -> int | None:
    """The year of a day told without one: the last such day before publication, the next if it is to come.

    A report without a day of publication takes the year of the day told before; with none, there is no year.
    """
    published = clock.published_on
    if published is None:
        return _year_of_told(month, clock)
    if clock.ahead:
        return published.year if (month, day) >= (published.month, published.day) else published.year + 1
    limit = published + timedelta(days=AHEAD_DAYS)
    return limit.year if (month, day) <= (limit.month, limit.day) else limit.year - 1


def _year_of_told(month: int, clock: Clock) -> int | None:
    """The year of the day told before or elsewhere; of a month told, only for days in the same month."""
    for told in (clock.told, clock.year_hint):
        if told is None or told.start is None:
            continue
        if told.precision in (DatePrecision.DAY, DatePrecision.DAYS) or told.start.month == month:
            return told.start.year
    return None


def month_date(tokens: Sequence[Token], at: int, clock: Clock) -> Found | None:
    """ "14 October 2016", "Oct. 14", "11-13 Dec", "the 5th of May", "14 and 15 October"."""
    day = _day_number(word(tokens, at))
    last_day = day
    end = at + 1
    if (
        day is not None
        and word(tokens, end) in ("-", "to", "and", "through")
        and _day_number(word(tokens, end + 1))
    ):
        last_day, end = _day_number(word(tokens, end + 1)), end + 2
    month_at = end + 1 if word(tokens, end) == "of" else end
    month = month_of(word(tokens, month_at)) if day is not None else None
    if month is not None:
        year, end = _year_after(tokens, month_at + 1, clock, month)
        return _dated(at, end, (year, month, day, last_day), clock)
    month = month_of(word(tokens, at))
    day = _day_number(word(tokens, at + 1)) if month else None
    if month is None or day is None:
        return None
    last_day, end = day, at + 2
    if (
        word(tokens, end) in ("-", "to", "and", "through")
        and (more := _day_number(word(tokens, end + 1)))
        and not month_of(word(tokens, end + 2))
    ):
        last_day, end = more, end + 2
    year, end = _year_after(tokens, end, clock, month)
    return _dated(at, end, (year, month, day, last_day), clock)


def _dated(
    first: int, last: int, parts: tuple[int | None, int, int | None, int | None], clock: Clock
) -> Found | None:
    told_year, month, day, last_day = parts
    if day is None or last_day is None:
        return None
    year = told_year or year_of(month, day, clock)
    if year is None:
        return Found(first, last, None, "date without a year")
    if last_day < day:
        return None
    days = calendars.span(date(year, month, day), date(year, month, last_day))
    return Found(first, last, days, "date", dated=True, year_told=told_year is not None)


PARTS = {
    "early": "early", "beginning": "early", "start": "early", "mid": "mid", "middle": "mid", "late": "late", "end": "late",
    "close": "late",
}  # fmt: skip


_ORDINALS = {"first": 0, "1st": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "fourth": 3, "4th": 3}


def part_before(tokens: Sequence[Token], at: int) -> tuple[str | None, int]:
    """The part told before a month or a year ("late", "the beginning of"), and its first token."""
    first = at
    while word(tokens, first - 1) in ("of", "in", "the", "month", "on"):
        first -= 1
    part = PARTS.get(word(tokens, first - 1))
    return (part, first - 1) if part else (None, at)


def share_before(tokens: Sequence[Token], at: int) -> tuple[str, int, int] | None:
    """ "the first week of", "the first six months of", "the second half of": unit, which, how many."""
    if word(tokens, at - 1) not in ("of", "in"):
        return None
    unit = word(tokens, at - 2)
    number = spell(tokens, at - 3)
    count = int(number[0]) if number and number[1] == at - 2 and number[0].denominator == 1 else None
    which = _ORDINALS.get(word(tokens, at - 3 if count is None else at - 4))
    if which is None and word(tokens, at - 3 if count is None else at - 4) == "last":
        which = -1
    if which is None:
        return None
    return (unit.rstrip("s") if unit != "half" else unit), which, count or 1


def month_alone(tokens: Sequence[Token], at: int, clock: Clock) -> Found | None:
    """ "March 2011", "in May", "late May", "May last year", "last August", "the first week of July"."""
    month = month_of(word(tokens, at))
    if month is None:
        return None
    year, end = _year_after(tokens, at + 1, clock, month)
    told_year = year
    if year is None:
        year = _month_year(month, word(tokens, at - 1), clock)
    if year is None:
        return Found(at, end, None, "month without a year")
    if share := share_before(tokens, at):
        days = _share_of_month(DateRange.of_month(year, month), *share)
        return Found(at, end, days, "part of a month", dated=True, year_told=told_year is not None)
    part, _ = part_before(tokens, at)
    days = calendars.part_of_month(year, month, part or "")
    return Found(
        at,
        end,
        days,
        f"{part} in the month" if part else "month",
        dated=True,
        year_told=told_year is not None,
    )


def _month_year(month: int, before: str, clock: Clock) -> int | None:
    published = clock.published_on
    if published is None:
        return None if before in ("last", "next", "past", "coming") else year_of(month, 1, clock)
    if before in ("last", "past"):
        return published.year if month < published.month else published.year - 1
    if clock.ahead or before in ("next", "coming"):
        return published.year if month >= published.month else published.year + 1
    return published.year if month <= published.month else published.year - 1


def _share_of_month(month: DateRange, unit: str, which: int, count: int) -> DateRange:
    assert month.start is not None
    assert month.end is not None
    if unit == "week":
        start = (
            month.end - timedelta(days=7 * count - 1)
            if which < 0
            else month.start + timedelta(days=7 * which)
        )
        return DateRange(start, min(start + timedelta(days=7 * count - 1), month.end), DatePrecision.WEEK)
    if unit == "half":
        middle = month.start + timedelta(days=14)
        return (
            calendars.span(month.start, middle)
            if which == 0
            else calendars.span(middle + timedelta(days=1), month.end)
        )
    if unit == "day":
        start = month.end - timedelta(days=count - 1) if which < 0 else month.start + timedelta(days=which)
        return calendars.span(start, min(start + timedelta(days=count - 1), month.end))
    return month


def year_alone(tokens: Sequence[Token], at: int, clock: Clock) -> Found | None:
    """ "2012", "early 2011", "the 1980s", "the 16th century", "the first six months of 2026"."""
    text = word(tokens, at)
    if text == "year" and clock.published_on and word(tokens, at + 1) in ("began", "started", "begun"):
        return Found(at, at + 2, DateRange.of_year(clock.published_on.year), YEAR, dated=True)
    if text.endswith("s") and (decade := year_at(text[:-1])) and decade % 10 == 0:
        return Found(
            at,
            at + 1,
            calendars.unit_around(date(decade, 1, 1), "decade"),
            "decade",
            dated=True,
            year_told=True,
        )
    if word(tokens, at + 1) == "century" and text.rstrip("stndrh").isdecimal() and len(text) <= 4:
        number = int(text.rstrip("stndrh"))
        days = calendars.unit_around(date(number * 100, 1, 1), "century") if 1 <= number <= 21 else None
        return Found(at, at + 2, days, "century", dated=True, year_told=True)
    year = year_at(text)
    if year is None or unit_at(tokens, at + 1):
        return None
    return Found(at, at + 1, year_days(tokens, at, year), YEAR, dated=True, year_told=True)


def year_days(tokens: Sequence[Token], at: int, year: int) -> DateRange:
    if share := share_before(tokens, at):
        unit, which, count = share
        size = {"month": 1, "quarter": 3, "half": 6}.get(unit)
        if size is not None and size * count <= 12:
            first = 13 - size * count if which < 0 else 1 + size * which
            return calendars.span_of_months(year, first, min(first + size * count - 1, 12))
    part, _ = part_before(tokens, at)
    return calendars.part_of_year(year, part or "")


def season_told(tokens: Sequence[Token], at: int, clock: Clock) -> Found | None:
    """ "spring 2015", "last summer", "the winter of 2016"; without a year it is the last one begun."""
    name = word(tokens, at)
    if name not in time_lists()["seasons"]:
        return None
    year, end = _year_after(tokens, at + 1, clock)
    if year is not None:
        return Found(at, end, calendars.season(name, year), "season", dated=True, year_told=True)
    if clock.published_on is None:
        return Found(at, end, None, "season without a year")
    years = range(clock.published_on.year - 1, clock.published_on.year + 2)
    seasons = [calendars.season(name, year) for year in years]
    if clock.ahead or word(tokens, at - 1) == "next":
        days = next(days for days in seasons if days.end is not None and days.end > clock.published_on)
    else:
        days = [days for days in seasons if days.start is not None and days.start <= clock.published_on][-1]
    return Found(at, end, days, "season", dated=True)
