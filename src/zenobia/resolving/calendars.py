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


def hull(first: DateRange, last: DateRange) -> DateRange | None:
    """From the start of one to the end of the other, None where that is no range."""
    if first.start is None or last.end is None or last.end < first.start:
        return None
    return span(first.start, last.end)


def add_months(day: date, months: int) -> date:
    """The same day `months` later, or the last of a month that is too short for it."""
    total = day.year * 12 + day.month - 1 + months
    year, month = divmod(total, 12)
    last = DateRange.of_month(year, month + 1).end
    assert last is not None
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
    """A range moved as a whole; a month or a year stays one."""
    if days.start is None or days.end is None:
        return days
    if (
        days.precision is DatePrecision.MONTH
        and days.start.day == 1
        and unit not in ("hour", "day", "week", "fortnight")
    ):
        moved = add_months(
            days.start, count * {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}[unit]
        )
        return DateRange.of_month(moved.year, moved.month)
    start, end = shift_day(days.start, count, unit), shift_day(days.end, count, unit)
    return DateRange(start, end, days.precision)


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
    if unit == "decade":
        first_year = day.year // 10 * 10 + 10 * offset
        return DateRange(date(first_year, 1, 1), date(first_year + 9, 12, 31), DatePrecision.LONGER)
    if unit == "century":
        first_year = (day.year - 1) // 100 * 100 + 1 + 100 * offset
        return DateRange(date(first_year, 1, 1), date(first_year + 99, 12, 31), DatePrecision.LONGER)
    moved = day + timedelta(days=offset)
    return DateRange.of_day(moved)


def back_from(day: date, count: int, unit: str) -> DateRange:
    """ "the past 48 hours", "the past three weeks": from so long ago to `day`."""
    if unit == "hour":
        return span(day - timedelta(days=-(-count // 24) if count >= 12 else 0), day)
    return span(shift_day(day, -count, unit), day)


def part_of_month(year: int, month: int, part: str) -> DateRange:
    """ "early" is 1..10, "mid" 11..20, "late" 21..the end; any other part is the whole month."""
    whole = DateRange.of_month(year, month)
    assert whole.end is not None
    first, last = {"early": (1, 10), "mid": (11, 20), "late": (21, whole.end.day)}.get(
        part, (1, whole.end.day)
    )
    if part not in ("early", "mid", "late"):
        return whole
    return DateRange(date(year, month, first), date(year, month, last), DatePrecision.WEEK)


def part_of_year(year: int, part: str) -> DateRange:
    """ "early 2016" is January to March, "mid" June and July, "late" October to December."""
    first, last = {"early": (1, 3), "mid": (6, 7), "late": (10, 12)}.get(part, (1, 12))
    if part not in ("early", "mid", "late"):
        return DateRange.of_year(year)
    return span_of_months(year, first, last)


def span_of_months(year: int, first: int, last: int) -> DateRange:
    end = DateRange.of_month(year, last).end
    assert end is not None
    return span(date(year, first, 1), end)


def season(name: str, year: int) -> DateRange:
    """A season of the north; the winter of a year begins in December of the year before."""
    first, last = time_lists()["seasons"][name]
    if first > last:
        end = DateRange.of_month(year, last).end
        assert end is not None
        return span(date(year - 1, first, 1), end)
    return span_of_months(year, first, last)


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
