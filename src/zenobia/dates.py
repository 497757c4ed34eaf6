"""Days and ranges of days, as news tells them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Self


class DatePrecision(StrEnum):
    """How exactly a time was told (codebook): `days` is two to six of them."""

    DAY = "day"
    DAYS = "days"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    LONGER = "longer"


@dataclass(frozen=True, slots=True)
class DateRange:
    """Days from `start` to `end`, both included; an end that is not told is None ("since October").

    Raises ValueError if the end lies before the start.
    """

    start: date | None
    end: date | None
    precision: DatePrecision

    def __post_init__(self) -> None:
        if self.start is not None and self.end is not None and self.end < self.start:
            raise ValueError(f"a range cannot end ({self.end}) before it starts ({self.start})")

    @classmethod
    def of_day(cls, day: date) -> Self:
        return cls(day, day, DatePrecision.DAY)

    @classmethod
    def of_month(cls, year: int, month: int) -> Self:
        first = date(year, month, 1)
        after = date(year + month // 12, month % 12 + 1, 1)
        return cls(first, after - timedelta(days=1), DatePrecision.MONTH)

    @classmethod
    def of_year(cls, year: int) -> Self:
        return cls(date(year, 1, 1), date(year, 12, 31), DatePrecision.YEAR)

    def meets(self, first: date | None, last: date | None) -> bool:
        """Whether any day of the range lies within `first`..`last`, where None leaves that side open."""
        starts_in_time = self.start is None or last is None or self.start <= last
        ends_in_time = self.end is None or first is None or self.end >= first
        return starts_in_time and ends_in_time
