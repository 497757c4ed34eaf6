"""An incident in one line: "Air strike in Palmyra, 27 March 2016: 12–20 killed; Russian Air Force → militants"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from zenobia.dates import DateRange
from zenobia.incidents.kinds import label
from zenobia.model import Account, Figure, Grade, Outcome, PlaceMention, PlacePrecision

# Of a side with many parties, the first few are named.
_PARTIES_NAMED = 2
_MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)
_PREPOSITIONS = {PlacePrecision.NEAR: "near", PlacePrecision.SEA: "on"}
_UNSURE = {Grade.DENIED: "denied", Grade.UNCONFIRMED: "unconfirmed", Grade.DISPUTED: "disputed"}


def in_one_line(account: Account) -> str:
    """The account in a line, for lists and marks; what is not told is left out."""
    what = label(account.kind)
    head = what[0].upper() + what[1:]
    if account.place is not None:
        where = _PREPOSITIONS.get(account.place.precision or PlacePrecision.TOWN, "in")
        head += f" {where} {_place(account.place)}"
    if account.days is not None:
        head += f", {days_in_words(account.days)}"
    toll = ", ".join(_figure(figure) for figure in account.toll if figure.is_total and _counts(figure))
    sides = " → ".join(side for side in (_parties(account.actors), _parties(account.targets)) if side)
    line = "; ".join(part for part in (toll, sides, _UNSURE.get(account.grade, "")) if part)
    return f"{head}: {line}" if line else head


def days_in_words(days: DateRange) -> str:
    """ "27 March 2016", "27–29 March 2016", "March 2016", "since 1 May 2015"."""
    start, end = days.start, days.end
    if start is None or end is None:
        known = start or end
        return "" if known is None else f"{'since' if start else 'until'} {_day(known)}"
    if start == end:
        return _day(start)
    if DateRange.of_year(start.year).start == start and DateRange.of_year(end.year).end == end:
        return f"{start.year}" if start.year == end.year else f"{start.year}–{end.year}"
    if (start.year, start.month) == (end.year, end.month):
        if DateRange.of_month(start.year, start.month).end == end and start.day == 1:
            return f"{_MONTHS[start.month - 1]} {start.year}"
        return f"{start.day}–{_day(end)}"
    return f"{_day(start)} – {_day(end)}"


def _day(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _place(place: PlaceMention) -> str:
    return place.name or place.text


def _counts(figure: Figure) -> bool:
    """Whether the figure says that anybody was hit, or that nobody was killed; "no wounded" is left out."""
    return figure.best > 0 or figure.outcome is Outcome.KILLED


def _figure(figure: Figure) -> str:
    if figure.high is None:
        return f"{figure.low}+ {figure.outcome.value}"
    if figure.low == figure.high:
        return f"{figure.low or 'nobody'} {figure.outcome.value}"
    return f"{figure.low}–{figure.high} {figure.outcome.value}"


def _parties(names: Sequence[str]) -> str:
    more = f" and {len(names) - _PARTIES_NAMED} more" if len(names) > _PARTIES_NAMED else ""
    return ", ".join(names[:_PARTIES_NAMED]) + more
