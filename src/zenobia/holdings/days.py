"""Days and the spans between them: an end that is not told is not made up."""

from __future__ import annotations

from datetime import date, timedelta

from zenobia.dates import DatePrecision, DateRange

# The codebook's measure: two to six days are "days".
_MOST_DAYS = 6


def first_day(days: DateRange) -> date:
    """The first day told, or else the last. Raises ValueError where the range has neither."""
    day = days.start or days.end
    if day is None:
        raise ValueError("a range without a start and an end tells no day")
    return day


def last_day(days: DateRange) -> date:
    """The last day told; "since May" is told for its first day."""
    return days.end or first_day(days)


def days_before(day: date, count: int = 1) -> date:
    """So many days before; the calendar's first day where it goes no further back."""
    return day - timedelta(days=min(count, (day - date.min).days))


def days_after(day: date, count: int = 1) -> date:
    return day + timedelta(days=min(count, (date.max - day).days))


def range_of(first: date, last: date) -> DateRange:
    """The days from one to another, as precise as they are few."""
    if last <= first:
        return DateRange.of_day(first)
    is_short = (last - first).days < _MOST_DAYS
    return DateRange(first, last, DatePrecision.DAYS if is_short else DatePrecision.LONGER)
