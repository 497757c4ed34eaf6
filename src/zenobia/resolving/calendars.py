"""Count days, weeks, months and years, and find the feasts: plain arithmetic on DateRanges.

Weeks run from Monday to Sunday. Lists: times.toml.
"""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from functools import cache
from importlib import resources
from typing import Any

from zenobia.dates import DatePrecision, DateRange

# A range of this many days at most is called so (codebook: `days` is two to six).
_SPANS = (
    (1, DatePrecision.DAY),
    (6, DatePrecision.DAYS),
    (15, DatePrecision.WEEK),
    (31, DatePrecision.MONTH),
)
_YEAR_DAYS = range(360, 368)


@cache
def time_lists() -> dict[str, Any]:
    """The words and days of times.toml."""
    return tomllib.loads(resources.files(__package__).joinpath("times.toml").read_text("utf-8"))


def span(start: date, end: date) -> DateRange:
    """The days `start`..`end`, with the precision that their number has."""
    days = (end - start).days + 1
    for most, precision in _SPANS:
        if days <= most:
            return DateRange(start, end, precision)
    return DateRange(start, end, DatePrecision.YEAR if days in _YEAR_DAYS else DatePrecision.LONGER)


def ends(days: DateRange) -> tuple[date, date]:
    """Both ends of a range; ValueError for one that is open."""
    if days.start is None or days.end is None:
        raise ValueError("an open range has no end to count from")
    return days.start, days.end


def hull(first: DateRange, last: DateRange) -> DateRange | None:
    """From the start of one to the end of the other, None where that is no range."""
    if first.start is None or last.end is None or last.end < first.start:
        return None
    return span(first.start, last.end)


def add_months(day: date, months: int) -> date:
    """The same day `months` later, or the last of a month that is too short for it."""
    total = day.year * 12 + day.month - 1 + months
    year, month = divmod(total, 12)
    _, last = ends(DateRange.of_month(year, month + 1))
    return date(year, month + 1, min(day.day, last.day))


def shift_day(day: date, count: int, unit: str) -> date:
    """`day`, `count` units later: hours make whole days, a fortnight is two weeks."""
    if unit == "hour":
        return day + timedelta(days=round(count / 24))
    if unit in ("day", "week", "fortnight"):
        return day + timedelta(days=count * {"day": 1, "week": 7, "fortnight": 14}[unit])
    return add_months(
        day, count * {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}[unit]
    )


def shift(days: DateRange, count: int, unit: str) -> DateRange:
    """A range moved as a whole; a calendar month moved by months stays one."""
    start, end = ends(days)
    moved = shift_day(start, count, unit)
    if days.precision is DatePrecision.MONTH and start.day == moved.day == 1:
        return DateRange.of_month(moved.year, moved.month)
    return DateRange(moved, shift_day(end, count, unit), days.precision)


def unit_around(day: date, unit: str, offset: int = 0) -> DateRange:
    """The calendar week, month, quarter, year, decade or century of `day`, `offset` units on."""
    if unit == "week":
        monday = day - timedelta(days=day.weekday()) + timedelta(weeks=offset)
        return DateRange(monday, monday + timedelta(days=6), DatePrecision.WEEK)
    if unit == "month":
        first = add_months(day.replace(day=1), offset)
        return DateRange.of_month(first.year, first.month)
    if unit == "quarter":
        first = add_months(date(day.year, 3 * ((day.month - 1) // 3) + 1, 1), 3 * offset)
        return span(first, add_months(first, 3) - timedelta(days=1))
    if unit == "year":
        return DateRange.of_year(day.year + offset)
    if unit in ("decade", "century"):
        size, begins = (10, 0) if unit == "decade" else (100, 1)
        first_year = (day.year - begins) // size * size + begins + size * offset
        return span(date(first_year, 1, 1), date(first_year + size - 1, 12, 31))
    moved = day + timedelta(days=offset)
    return DateRange.of_day(moved)


def back_from(day: date, count: int, unit: str) -> DateRange:
    """ "the past 48 hours", "the past three weeks": from so long ago to `day`."""
    if unit == "hour":
        return span(day - timedelta(days=-(-count // 24) if count >= 12 else 0), day)
    return span(shift_day(day, -count, unit), day)


def part_of_month(year: int, month: int, part: str | None) -> DateRange:
    """ "early" is 1..10, "mid" 11..20, "late" 21..the end; without a part the whole month."""
    whole = DateRange.of_month(year, month)
    start, end = ends(whole)
    if part is None:
        return whole
    first, last = {"early": (1, 10), "mid": (11, 20), "late": (21, end.day)}[part]
    return DateRange(start.replace(day=first), start.replace(day=last), DatePrecision.WEEK)


def part_of_year(year: int, part: str | None) -> DateRange:
    """ "early 2016" is January to March, "mid" June and July, "late" October to December."""
    if part is None:
        return DateRange.of_year(year)
    return months(year, *{"early": (1, 3), "mid": (6, 7), "late": (10, 12)}[part])


def months(year: int, first: int, last: int) -> DateRange:
    """From the first day of one month to the last day of another."""
    return span(date(year, first, 1), ends(DateRange.of_month(year, last))[1])


def share(whole: DateRange, unit: str, which: int, count: int) -> DateRange:
    """ "the first week of", "the second half of" a range; `which` is -1 for the last."""
    start, end = ends(whole)
    if unit == "half":
        middle = add_months(start, 6) if whole.precision is DatePrecision.YEAR else start + timedelta(days=15)
        return span(start, middle - timedelta(days=1)) if which == 0 else span(middle, end)
    if which < 0:
        return span(shift_day(end + timedelta(days=1), -count, unit), end)
    first = shift_day(start, which, unit)
    return span(first, min(shift_day(first, count, unit) - timedelta(days=1), end))


def season(name: str, year: int) -> DateRange:
    """A season of the north; the winter of a year begins in December of the year before."""
    first, last = time_lists()["seasons"][name]
    start = date(year if first <= last else year - 1, first, 1)
    return span(start, ends(DateRange.of_month(year, last))[1])


def weekday_before(day: date, weekday: int, *, strictly: bool = False) -> date:
    """The last such weekday on or before `day`."""
    back = (day.weekday() - weekday) % 7
    return day - timedelta(days=back or (7 if strictly else 0))


def weekday_after(day: date, weekday: int, *, strictly: bool = False) -> date:
    """The first such weekday on or after `day`."""
    on = (weekday - day.weekday()) % 7
    return day + timedelta(days=on or (7 if strictly else 0))


def weekend(day: date, offset: int = 0) -> DateRange:
    """The weekend that began last, on or before `day`; `offset` weekends on."""
    saturday = weekday_before(day, 5) + timedelta(weeks=offset)
    return span(saturday, saturday + timedelta(days=1))


def feast_days(name: str) -> list[date]:
    """The first days of a moving feast, oldest first."""
    days: list[date] = time_lists()["moving"][name]
    return days
