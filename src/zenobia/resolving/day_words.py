"""Find the days that words tell: an interval grammar for the English of news.

    "late on Sunday"   "May last year"   "between 11-13 Dec"   "over the past 48 hours"   "two days later"

Each matcher reads one kind of phrase at one token and gives `Found`; times.py decides what they mean together.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from zenobia.dates import DatePrecision, DateRange
from zenobia.resolving import calendars
from zenobia.resolving.calendars import time_lists
from zenobia.resolving.numbers import Token, spell

# A day later than publication by at most this is this year's; beyond it the year before is meant.
AHEAD_DAYS = 2
MAX_TOKENS = 200

_TOKEN = re.compile(
    r"\d{4}-\d{1,2}-\d{1,2}(?!\d)|\d{1,2}[./]\d{1,2}[./]\d{4}(?!\d)|9 ?/ ?11(?!\d)|7/7(?!\d)"
    r"|\d+(?:st|nd|rd|th|s)?(?![^\W\d_])|[^\W\d_]+(?:['’][^\W\d_]+)?|\d+|[-‐‑–—,;/().]"
)
_DASHES = frozenset("-‐‑–—")
_MIXED_UP = frozenset(("may", "march", "mar", "sep", "dec", "mon", "wed", "fri", "thu", "sat", "sun"))


@dataclass(frozen=True, slots=True)
class Clock:
    """What relative words are counted from: the day of publication, and the days last told before them.

    `ahead` says that the act is still to come, `inverse` that "a day after" is followed by the act that
    is dated ("the raid came a day after [a truce was agreed]": the truce is the day before).
    """

    published_on: date | None = None
    told: DateRange | None = None
    ahead: bool = False
    inverse: bool = False

    @property
    def base(self) -> DateRange | None:
        """The last days told, or else the day of publication."""
        if self.told is not None:
            return self.told
        return DateRange.of_day(self.published_on) if self.published_on else None


@dataclass(frozen=True, slots=True)
class Found:
    """Days told by tokens `first`..`last` (its end excluded); `days` is None where the clock is missing."""

    first: int
    last: int
    days: DateRange | None
    rule: str
    dated: bool = False
    year_told: bool = False


def tokens_of(words: str) -> list[Token]:
    """Words, numbers and marks in lower case; the hyphen of "mid-May" is dropped, that of "11-13" kept."""
    tokens: list[Token] = []
    for match in _TOKEN.finditer(words):
        text = match[0].lower().replace("’", "'")
        text = text[:-2] if text.endswith("'s") else text
        if text in _DASHES:
            around = words[match.start() - 1 : match.start()], words[match.end() : match.end() + 1]
            if not (around[0].isdecimal() or around[0] == " ") or around[1].isalpha():
                continue
            text = "-"
        if text == ".":
            continue
        tokens.append(Token(_weekday_name(text), match.start(), match.end()))
        if len(tokens) >= MAX_TOKENS:
            break
    return tokens


def _weekday_name(text: str) -> str:
    """ "Saturdays" stands for "Saturday's" where apostrophes were lost."""
    return text[:-1] if text.endswith("days") and text[:-1] in time_lists()["weekdays"] else text


def find_days(tokens: list[Token], clock: Clock) -> list[Found]:
    """Every day told, in reading order; longer phrases win."""
    found: list[Found] = []
    at = 0
    while at < len(tokens):
        try:
            hit = next((hit for match in MATCHERS if (hit := match(tokens, at, clock))), None)
        except (ValueError, OverflowError):  # "31 February", "9999 years ago"
            hit = Found(at, at + 1, None, "no such day")
        if hit is None:
            at += 1
            continue
        found.append(hit)
        at = max(hit.last, at + 1)
    return found


def word(tokens: list[Token], at: int) -> str:
    return tokens[at].text if 0 <= at < len(tokens) else ""


def _number(tokens: list[Token], at: int) -> tuple[int, int] | None:
    """A small whole number and the token after it; "a week" is one."""
    if word(tokens, at) in ("a", "an") and word(tokens, at + 1) in time_lists()["units"]:
        return 1, at + 1
    if word(tokens, at) == "couple" or word(tokens, at) in ("a", "an"):
        return None
    spelt = spell(tokens, at)
    if spelt is None or spelt[0].denominator != 1 or spelt[0] > 10_000:
        return None
    return int(spelt[0]), spelt[1]


def _unit(tokens: list[Token], at: int) -> str | None:
    text = word(tokens, at)
    units: dict[str, str] = time_lists()["units"]
    if text == "centuries":
        return "century"
    return units.get(text) or (units.get(text[:-1]) if text.endswith("s") else None)


def _count_and_unit(tokens: list[Token], at: int) -> tuple[int, str, int] | None:
    """ "two more days", "48 hours", "20-plus months": how many, of what, and the token after."""
    number = _number(tokens, at)
    if number is None:
        return None
    count, end = number
    while word(tokens, end) in ("more", "plus", "full", "consecutive", "straight", "whole", "-"):
        end += 1
    unit = _unit(tokens, end)
    return (count, unit, end + 1) if unit else None


@cache
def _phrases(table: str) -> dict[tuple[str, ...], object]:
    return {tuple(phrase.replace("-", " ").split()): value for phrase, value in time_lists()[table].items()}


def _phrase_at(tokens: list[Token], at: int, table: str) -> tuple[object, int] | None:
    """The value of the longest phrase of a table that begins here, and the token after it."""
    phrases = _phrases(table)
    for length in range(min(6, len(tokens) - at), 0, -1):
        value = phrases.get(tuple(token.text for token in tokens[at : at + length]))
        if value is not None:
            return value, at + length
    return None


# --- days of the calendar -------------------------------------------------------------------------------------


def _numeric(tokens: list[Token], at: int, clock: Clock) -> Found | None:
    """ "2016-10-14", "14/10/2016", "01.02.2015": the day comes first unless it cannot be a month."""
    parts = [int(part) for part in re.split(r"[-./]", word(tokens, at)) if part.isdecimal()]
    if len(parts) != 3:
        return None
    year, month, day = parts if parts[0] > 31 else parts[::-1]
    if month > 12:
        month, day = day, month
    return Found(at, at + 1, DateRange.of_day(date(year, month, day)), "date", dated=True, year_told=True)


def _named(tokens: list[Token], at: int, clock: Clock) -> Found | None:
    """Days with a name ("9/11") and feasts, fixed or moving ("the second day of Eid al-Adha", "Palm Sunday")."""
    compact = word(tokens, at).replace(" ", "")
    if (
        compact == "9"
        and word(tokens, at + 1) == "-"
        and word(tokens, at + 2) == "11"
        and not _month(word(tokens, at + 3))
    ):
        compact, end = "9/11", at + 3
    else:
        end = at + 1
    named = time_lists()["named"].get(compact) if "/" in compact else None
    if named is None and (hit := _phrase_at(tokens, at, "named")):
        named, end = hit
    if isinstance(named, date):
        return Found(at, end, DateRange.of_day(named), "named day", dated=True, year_told=True)
    return _feast(tokens, at, clock)


def _feast(tokens: list[Token], at: int, clock: Clock) -> Found | None:
    if hit := _phrase_at(tokens, at, "moving_names"):
        name, end = str(hit[0]), hit[1]
        days = calendars.feast_days(name)
    elif hit := _phrase_at(tokens, at, "easter_days"):
        name, end = "easter", hit[1]
        days = [day + timedelta(days=int(str(hit[0]))) for day in calendars.feast_days("easter")]
    elif hit := _phrase_at(tokens, at, "feasts"):
        name, end = "feast", hit[1]
        month, day_of_month = (int(part) for part in re.findall(r"\d+", str(hit[0])))
        days = [date(year, month, day_of_month) for year in range(1990, 2050)]
    else:
        return None
    year = _year(word(tokens, end))
    day = _feast_day(days, year, clock)
    end = end + 1 if year else end
    if day is None:
        return Found(at, end, None, "feast")
    if name == "ramadan":
        return Found(
            at, end, DateRange(day, day + timedelta(days=29), DatePrecision.MONTH), "feast", dated=True
        )
    ordinal = {"second": 1, "third": 2, "fourth": 3}.get(
        word(tokens, at - 3) if word(tokens, at - 1) == "of" else "", 0
    )
    if word(tokens, at - 2) == "day":
        day += timedelta(days=ordinal)
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


def _month(text: str) -> int | None:
    number: int | None = time_lists()["months"].get(text)
    return number


def _year(text: str) -> int | None:
    return int(text) if len(text) == 4 and text.isdecimal() and 1800 <= int(text) <= 2199 else None


def _day_number(text: str) -> int | None:
    digits = text.rstrip("stndrh")
    return int(digits) if len(digits) <= 2 and digits.isdecimal() and 1 <= int(digits) <= 31 else None


def _year_after(tokens: list[Token], at: int, clock: Clock) -> tuple[int | None, int]:
    """The year told after a month ("2016", "of last year", "FEB 90"), and the token after it."""
    end = at
    while word(tokens, end) in (",", "of", "in", "the", "and") and end < at + 2:
        end += 1
    if year := _year(word(tokens, end)):
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
    return None, at


def year_of(month: int, day: int, clock: Clock) -> int | None:
    """The year of a day told without one: the last such day before publication, the next if it is to come.

    A report without a day of publication takes the year of the day told before; with none, there is no year.
    """
    published = clock.published_on
    if published is None:
        return clock.told.start.year if clock.told is not None and clock.told.start is not None else None
    if clock.ahead:
        return published.year if (month, day) >= (published.month, published.day) else published.year + 1
    limit = published + timedelta(days=AHEAD_DAYS)
    return limit.year if (month, day) <= (limit.month, limit.day) else limit.year - 1


def _month_date(tokens: list[Token], at: int, clock: Clock) -> Found | None:
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
    month = _month(word(tokens, month_at)) if day is not None else None
    if month is not None:
        year, end = _year_after(tokens, month_at + 1, clock)
        return _dated(at, end, (year, month, day, last_day), clock)
    month = _month(word(tokens, at))
    day = _day_number(word(tokens, at + 1)) if month else None
    if month is None or day is None:
        return None
    last_day, end = day, at + 2
    if (
        word(tokens, end) in ("-", "to", "and", "through")
        and (more := _day_number(word(tokens, end + 1)))
        and not _month(word(tokens, end + 2))
    ):
        last_day, end = more, end + 2
    year, end = _year_after(tokens, end, clock)
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


_PARTS = {
    "early": "early", "beginning": "early", "start": "early", "mid": "mid", "middle": "mid", "late": "late", "end": "late",
    "close": "late",
}  # fmt: skip
_ORDINALS = {"first": 0, "1st": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "fourth": 3, "4th": 3}


def _part_before(tokens: list[Token], at: int) -> tuple[str | None, int]:
    """The part told before a month or a year ("late", "the beginning of"), and its first token."""
    first = at
    while word(tokens, first - 1) in ("of", "in", "the", "month", "on"):
        first -= 1
    part = _PARTS.get(word(tokens, first - 1))
    return (part, first - 1) if part else (None, at)


def _share_before(tokens: list[Token], at: int) -> tuple[str, int, int] | None:
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


def _month_alone(tokens: list[Token], at: int, clock: Clock) -> Found | None:
    """ "March 2011", "in May", "late May", "May last year", "last August", "the first week of July"."""
    month = _month(word(tokens, at))
    if month is None:
        return None
    year, end = _year_after(tokens, at + 1, clock)
    told_year = year
    if year is None:
        year = _month_year(month, word(tokens, at - 1), clock)
    if year is None:
        return Found(at, end, None, "month without a year")
    if share := _share_before(tokens, at):
        days = _share_of_month(DateRange.of_month(year, month), *share)
        return Found(at, end, days, "part of a month", dated=True, year_told=told_year is not None)
    part, _ = _part_before(tokens, at)
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
        return year_of(month, 1, clock)
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


def _year_alone(tokens: list[Token], at: int, clock: Clock) -> Found | None:
    """ "2012", "early 2011", "the 1980s", "the 16th century", "the first six months of 2026"."""
    text = word(tokens, at)
    if text.endswith("s") and (decade := _year(text[:-1])) and decade % 10 == 0:
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
    year = _year(text)
    if year is None or _unit(tokens, at + 1):
        return None
    return Found(at, at + 1, _year_days(tokens, at, year), "year", dated=True, year_told=True)


def _year_days(tokens: list[Token], at: int, year: int) -> DateRange:
    if share := _share_before(tokens, at):
        unit, which, count = share
        size = {"month": 1, "quarter": 3, "half": 6}.get(unit)
        if size is not None and size * count <= 12:
            first = 13 - size * count if which < 0 else 1 + size * which
            return calendars.span_of_months(year, first, min(first + size * count - 1, 12))
    part, _ = _part_before(tokens, at)
    return calendars.part_of_year(year, part or "")


def _season(tokens: list[Token], at: int, clock: Clock) -> Found | None:
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


# --- days counted from publication ----------------------------------------------------------------------------


def _weekday(tokens: list[Token], at: int, clock: Clock) -> Found | None:
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


def _deictic(tokens: list[Token], at: int, clock: Clock) -> Found | None:
    """ "today", "last night", "overnight" and the like; "overnight Wednesday" is for the weekday to say."""
    hit = _phrase_at(tokens, at, "deictic")
    if hit is None:
        return None
    first, last = (int(part) for part in re.findall(r"-?\d+", str(hit[0])))
    if clock.published_on is None:
        return Found(at, hit[1], None, "no day of publication")
    days = calendars.span(
        clock.published_on + timedelta(days=first), clock.published_on + timedelta(days=last)
    )
    return Found(at, hit[1], days, "counted from publication")


_BACK = frozenset(("past", "last", "previous", "preceding", "recent"))


def _rolling(tokens: list[Token], at: int, clock: Clock) -> Found | None:
    """ "the past 48 hours", "the last three weeks", "the past month": up to the day of publication."""
    before = word(tokens, at)
    if before not in _BACK:
        return None
    counted = _count_and_unit(tokens, at + 1)
    if counted is None:
        unit = _unit(tokens, at + 1)
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


def _calendar(tokens: list[Token], at: int, clock: Clock) -> Found | None:
    """ "last week", "this month", "late last year", "the weekend", "the end of the year"."""
    offset = {"last": -1, "this": 0, "next": 1, "current": 0, "coming": 1}.get(word(tokens, at))
    if word(tokens, at) == "weekend" or (offset is not None and word(tokens, at + 1) == "weekend"):
        return _weekend(tokens, at, offset, clock)
    unit = _unit(tokens, at + 1) if not word(tokens, at + 1).endswith("s") else None
    if word(tokens, at) == "the" and unit == "year" and _PARTS.get(word(tokens, at - 2)):
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
    part, _ = _part_before(tokens, at)
    assert days.start is not None
    if part and unit == "month":
        days = calendars.part_of_month(days.start.year, days.start.month, part)
    elif part and unit == "year":
        days = calendars.part_of_year(days.start.year, part)
    elif unit == "year" and (share := _share_before(tokens, at)) is not None:
        days = _year_days(tokens, at, days.start.year)
    elif (
        unit == "year"
        and offset == 0
        and (word(tokens, at - 1) in ("earlier", "far") or word(tokens, end) == "so")
    ):
        days = calendars.span(days.start, published)
    return Found(at, end, days, f"{unit} of the calendar")


def _weekend(tokens: list[Token], at: int, offset: int | None, clock: Clock) -> Found:
    end = at + (1 if offset is None else 2)
    if clock.published_on is None:
        return Found(at, end, None, "no day of publication")
    within = clock.published_on.weekday() >= 5
    step = 1 if offset == 1 or (clock.ahead and not within) else -1 if offset == -1 and within else 0
    return Found(at, end, calendars.weekend(clock.published_on, step), "weekend")


def _ago(tokens: list[Token], at: int, clock: Clock) -> Found | None:
    """ "two days ago", "a week ago"; a month or a year ago is told no closer than that."""
    counted = _count_and_unit(tokens, at)
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
        month := next((m for n in range(end + 1, end + 3) if (m := _month(word(tokens, n)))), None)
    ):
        return Found(at, end + 3, DateRange.of_month(day.year, month), "counted from publication")
    days = calendars.unit_around(day, wide) if wide else DateRange.of_day(day)
    return Found(at, end + 1, days, "counted from publication")


def _to_come(tokens: list[Token], at: int, clock: Clock) -> Found | None:
    """ "within 60 days", "in two weeks" and "in the next three days" of what is to come."""
    if word(tokens, at) not in ("within", "in", "over", "next", "coming"):
        return None
    number_at = at + 1
    while word(tokens, number_at) in ("the", "next", "coming", "about", "around"):
        number_at += 1
    counted = _count_and_unit(tokens, number_at)
    if counted is None and word(tokens, number_at + 1) in ("to", "or", "-"):
        counted = _count_and_unit(tokens, number_at + 2)
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


# --- days counted from the last day told ----------------------------------------------------------------------

_SIGNS = {
    "later": 1, "after": 1, "afterwards": 1, "afterward": 1, "on": 1, "following": 1, "earlier": -1, "before": -1, "prior": -1,
    "previously": -1, "beforehand": -1,
}  # fmt: skip


def _anaphoric(tokens: list[Token], at: int, clock: Clock) -> Found | None:
    """ "the same day", "the following day", "hours later", "then"."""
    hit = _phrase_at(tokens, at, "anaphoric")
    if hit is None:
        if word(tokens, at) == "then" and word(tokens, at - 1) in ("since", "until"):
            return Found(at, at + 1, clock.told, "the last day told")
        return _other_unit(tokens, at, clock)
    if clock.base is None:
        return Found(at, hit[1], None, "no day told before")
    days = calendars.shift(_end_of(clock.base), int(str(hit[0])), "day")
    return Found(at, hit[1], days, "counted from the last day told")


def _end_of(days: DateRange) -> DateRange:
    return DateRange.of_day(days.end) if days.end is not None else days


def _other_unit(tokens: list[Token], at: int, clock: Clock) -> Found | None:
    """ "the following month", "that week", "the previous year": the unit beside the last day told."""
    offset = {"following": 1, "previous": -1, "preceding": -1, "same": 0, "that": 0}.get(word(tokens, at))
    unit = _unit(tokens, at + 1) if offset is not None else None
    if offset is None or unit not in ("week", "month", "year") or word(tokens, at + 1).endswith("s"):
        return None
    if clock.base is None or clock.base.start is None:
        return Found(at, at + 2, None, "no day told before")
    return Found(
        at, at + 2, calendars.unit_around(clock.base.start, unit, offset), "counted from the last day told"
    )


def _offset(tokens: list[Token], at: int, clock: Clock) -> Found | None:
    """ "two days later", "a week earlier", "the day before", "after four more days", "two weeks before 9/11"."""
    counted = _count_and_unit(tokens, at)
    leading = _SIGNS.get(word(tokens, at - 1)) if word(tokens, at - 1) in ("after", "before") else None
    if (
        counted is None
        and (unit := _unit(tokens, at))
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
            for match in (_numeric, _named, _month_date, _weekday)
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
            "counted from the last day told",
        )
    if unit in ("hour", "day", "week", "fortnight") and not (
        unit == "week" and base.precision is DatePrecision.WEEK
    ):
        base = DateRange.of_day(base.end if sign > 0 else base.start)
        if unit == "hour" and count < 24:
            count = 0
    elif (
        unit == "year"
        and base.precision in (DatePrecision.DAY, DatePrecision.DAYS)
        and word(tokens, at) == "year"
    ):
        return Found(
            at, last, calendars.unit_around(base.start, "year", sign), "counted from the last day told"
        )
    return Found(at, last, calendars.shift(base, sign * count, unit), "counted from the last day told")


def _after_so_long(at: int, counted: tuple[int, str, int], clock: Clock) -> Found | None:
    """ "after seven days of fighting": the days up to publication, or the day so long after the last one told."""
    count, unit, end = counted
    if clock.published_on is not None:
        return Found(at, end, calendars.back_from(clock.published_on, count, unit), "up to publication")
    if clock.told is None or clock.told.end is None:
        return Found(at, end, None, "no day told before")
    day = calendars.shift_day(clock.told.end, count, unit)
    return Found(at, end, DateRange.of_day(day), "counted from the last day told")


Matcher = Callable[[list[Token], int, Clock], Found | None]
MATCHERS: tuple[Matcher, ...] = (
    _numeric,
    _named,
    _month_date,
    _month_alone,
    _year_alone,
    _deictic,
    _to_come,
    _anaphoric,
    _offset,
    _ago,
    _rolling,
    _calendar,
    _weekday,
    _season,
)
