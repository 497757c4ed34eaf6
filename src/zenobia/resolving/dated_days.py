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
    phrase_at,
    unit_at,
    word,
)
from zenobia.resolving.numbers import Token, spell

# Feasts of fixed day are looked for in these years.
FEAST_YEARS = range(1970, 2050)


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
    """Days with a name ("9/11") and feasts: "the second day of Eid al-Adha", "Palm Sunday"."""
    if [word(tokens, at + n) for n in range(3)] == ["9", "-", "11"] and not month_of(word(tokens, at + 3)):
        return Found(
            at, at + 3, DateRange.of_day(time_lists()["named"]["9/11"]), NAMED, dated=True, year_told=True
        )
    if hit := phrase_at(tokens, at, "named"):
        return Found(at, hit[1], DateRange.of_day(hit[0]), NAMED, dated=True, year_told=True)
    feast = _feast_at(tokens, at)
    if feast is None:
        return None
    days, end, length = feast
    year = year_of_text(word(tokens, end))
    day = _feast_day(days, year, clock)
    end = end + 1 if year else end
    if day is None:
        return Found(at, end, None, "feast")
    before = [word(tokens, n) for n in range(max(at - 7, 0), at)]
    if "day" in before[1:]:
        day += timedelta(days=_ORDINALS.get(before[before.index("day") - 1], 0))
    return Found(at, end, calendars.span(day, day + timedelta(days=length - 1)), "feast", dated=True)


def _feast_at(tokens: Sequence[Token], at: int) -> tuple[list[date], int, int] | None:
    """The days on which a feast has fallen, the token after its name, and how many days it lasts."""
    if hit := phrase_at(tokens, at, "moving_names"):
        return calendars.feast_days(hit[0]), hit[1], 30 if hit[0] == "ramadan" else 1
    if hit := phrase_at(tokens, at, "easter_days"):
        return [day + timedelta(days=hit[0]) for day in calendars.feast_days("easter")], hit[1], 1
    if hit := phrase_at(tokens, at, "feasts"):
        month, day_of_month = hit[0]
        return [date(year, month, day_of_month) for year in FEAST_YEARS], hit[1], 1
    return None


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


def year_of_text(text: str) -> int | None:
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
    if year := year_of_text(word(tokens, end)):
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
    """The year of a later date that this one is linked to: "March, April and May 2008"."""
    follows = month
    for n in range(at, min(at + 8, len(tokens))):
        text = word(tokens, n)
        if (later := month_of(text)) is not None:
            follows = later
        elif (year := year_of_text(text)) is not None:
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
    days = _day_numbers(tokens, at)
    if days is not None:
        month_at = days[2] + 1 if word(tokens, days[2]) == "of" else days[2]
        month, end = month_of(word(tokens, month_at)), month_at + 1
    else:
        month, days = month_of(word(tokens, at)), _day_numbers(tokens, at + 1)
        end = days[2] if days else at
    if month is None or days is None:
        return None
    told_year, end = _year_after(tokens, end, clock, month)
    first, last, _ = days
    year = told_year or year_of(month, first, clock)
    if year is None:
        return Found(at, end, None, "date without a year")
    if last > calendars.ends(DateRange.of_month(year, month))[1].day:
        return Found(at, end, None, "no such day")
    told = calendars.span(date(year, month, first), date(year, month, last))
    return Found(at, end, told, "date", dated=True, year_told=told_year is not None)


def _day_numbers(tokens: Sequence[Token], at: int) -> tuple[int, int, int] | None:
    """One day of a month or two ("11-13", "14 and 15"), and the token after; "27 and May 18" is one."""
    first, last = _day_number(word(tokens, at)), _day_number(word(tokens, at + 2))
    if first is None:
        return None
    two = word(tokens, at + 1) in ("-", "to", "and", "through") and last is not None and last > first
    if not two or last is None or (month_of(word(tokens, at + 3)) and month_of(word(tokens, at - 1))):
        return first, first, at + 1
    return first, last, at + 3


PARTS = {
    **dict.fromkeys(("early", "beginning", "start"), "early"),
    **dict.fromkeys(("mid", "middle"), "mid"),
    **dict.fromkeys(("late", "end", "close"), "late"),
}


_ORDINALS = {
    "last": -1,
    "first": 0,
    "1st": 0,
    "second": 1,
    "2nd": 1,
    "third": 2,
    "3rd": 2,
    "fourth": 3,
    "4th": 3,
}


def part_before(tokens: Sequence[Token], at: int) -> str | None:
    """The part told before a month or a year: "late", "the beginning of"."""
    at -= 1
    while word(tokens, at) in ("of", "in", "the", "month", "on"):
        at -= 1
    return PARTS.get(word(tokens, at))


def share_before(tokens: Sequence[Token], at: int) -> tuple[str, int, int] | None:
    """ "the first week of", "the last six months of", "the second half of": unit, which, how many."""
    unit = "half" if word(tokens, at - 2) == "half" else unit_at(tokens, at - 2)
    if unit is None or word(tokens, at - 1) not in ("of", "in"):
        return None
    number = spell(tokens, at - 3)
    counted = number is not None and number[1] == at - 2
    which = _ORDINALS.get(word(tokens, at - 4 if counted else at - 3))
    return (unit, which, int(number[0]) if number and counted else 1) if which is not None else None


def month_alone(tokens: Sequence[Token], at: int, clock: Clock) -> Found | None:
    """ "March 2011", "in May", "late May", "May last year", "last August", "the first week of July"."""
    month = month_of(word(tokens, at))
    if month is None:
        return None
    told_year, end = _year_after(tokens, at + 1, clock, month)
    year = told_year or _month_year(month, word(tokens, at - 1), clock)
    if year is None:
        return Found(at, end, None, "month without a year")
    share = share_before(tokens, at)
    if share is not None:
        days = calendars.share(DateRange.of_month(year, month), *share)
    else:
        days = calendars.part_of_month(year, month, part_before(tokens, at))
    return Found(at, end, days, "month", dated=True, year_told=told_year is not None)


def _month_year(month: int, before: str, clock: Clock) -> int | None:
    """The year of a month told without one: the last such month begun, the next if it is to come."""
    published = clock.published_on
    if published is None:
        return None if before in ("last", "next", "past", "coming") else year_of(month, 1, clock)
    if before in ("last", "past"):
        return published.year if month < published.month else published.year - 1
    if clock.ahead or before in ("next", "coming"):
        return published.year if month >= published.month else published.year + 1
    return published.year if month <= published.month else published.year - 1


def year_alone(tokens: Sequence[Token], at: int, clock: Clock) -> Found | None:
    """ "2012", "early 2011", "the 1980s", "the 16th century", "the first six months of 2026"."""
    text = word(tokens, at)
    if text == "year" and clock.published_on and word(tokens, at + 1) in ("began", "started", "begun"):
        return Found(at, at + 2, DateRange.of_year(clock.published_on.year), YEAR, dated=True)
    year = year_of_text(text)
    if year is not None and not unit_at(tokens, at + 1):
        return Found(at, at + 1, year_days(tokens, at, year), YEAR, dated=True, year_told=True)
    first, unit, end = year_of_text(text.removesuffix("s")), "decade", at + 1
    if word(tokens, at + 1) == "century" and text.rstrip("stndrh").isdecimal():
        first, unit, end = int(text.rstrip("stndrh")[:4]) * 100, "century", at + 2
    if first is None or year is not None or not 0 < first <= 2100:
        return None
    return Found(at, end, calendars.unit_around(date(first, 1, 1), unit), YEAR, dated=True, year_told=True)


def year_days(tokens: Sequence[Token], at: int, year: int) -> DateRange:
    """The year told at `at`, or the part of it that is told before."""
    share = share_before(tokens, at)
    if share is not None:
        return calendars.share(DateRange.of_year(year), *share)
    return calendars.part_of_year(year, part_before(tokens, at))


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
