"""Gather tellings into changes: what took the place from hand to hand, and the days within which it did."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from zenobia.dates import DatePrecision, DateRange
from zenobia.holdings.days import days_before, first_day, last_day, range_of
from zenobia.holdings.sides import meet
from zenobia.model import Extent, Realis, Side, Telling, Told

# Spelled-out spans ("from 20 May to 3 June") tell how long; a week, a month or a year tells when.
_SPANS = frozenset({DatePrecision.DAY, DatePrecision.DAYS, DatePrecision.LONGER})
# On one day, whoever left had left before another took the place; who is there keeps it.
_ORDER = {Told.LEFT: 0, Told.TOOK: 1, Told.HOLDS: 2, Told.FOUGHT: 3, Told.BESIEGED: 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Tellings of one event at a place, the one that says the day most exactly first.

    It happened within `days`; `until` is the last day it is told for ("held it from May to June"). `is_split`
    marks a day of which several sides are told to have taken the place, and nothing says who prevailed.
    """

    told: Told
    sides: tuple[Side, ...]
    losers: tuple[Side, ...]
    days: DateRange
    until: date
    tellings: tuple[Telling, ...]
    is_split: bool = False

    @property
    def earliest(self) -> date:
        return first_day(self.days)

    @property
    def latest(self) -> date:
        return last_day(self.days)

    @property
    def first_id(self) -> str:
        return self.tellings[0].claim_id

    @property
    def is_own_word(self) -> bool:
        return all(telling.own_word for telling in self.tellings)

    @property
    def leavers(self) -> tuple[Side, ...]:
        """The sides that no longer hold the place after it."""
        return self.sides if self.told is Told.LEFT else self.losers if self.told is Told.TOOK else ()

    @property
    def is_named(self) -> bool:
        return any(side.is_named for side in self.sides)

    @property
    def tells_start(self) -> bool:
        """Whether it says when its side got the place: by taking it, or as "held since May"."""
        since = (telling.days is not None and telling.days.end is None for telling in self.tellings)
        return self.told is Told.TOOK or (self.told is Told.HOLDS and any(since))


def decides(telling: Telling) -> bool:
    """Whether a telling can say who holds the place: told as a fact, with a day, of the whole of it.

    A taking "since March" has no day by which it had happened; a hold "since March" has one from which it is.
    """
    has_happened = telling.told is Told.HOLDS or (telling.days is not None and telling.days.end is not None)
    return (
        _is_fact(telling)
        and has_happened
        and telling.extent is Extent.WHOLE
        and telling.told in (Told.TOOK, Told.HOLDS, Told.LEFT)
        and bool(telling.sides or (telling.told is Told.TOOK and telling.against))
    )


def shows_presence(telling: Telling) -> bool:
    """Whether a telling can show a known holder still there: fighting inside the place, or besieged in it."""
    return (
        _is_fact(telling)
        and telling.extent is not Extent.NEAR
        and telling.told in (Told.FOUGHT, Told.BESIEGED)
    )


def is_dated(telling: Telling) -> bool:
    return telling.days is not None and (telling.days.start or telling.days.end) is not None


def gather_changes(tellings: Iterable[Telling]) -> list[Change]:
    """The changes in order of the day by which each had happened.

    A vague telling joins the exact one that it may mean: "took it in May 2015" is the taking of 20 May.
    """
    exact_first = sorted(
        (telling for telling in tellings if decides(telling) or shows_presence(telling)),
        key=lambda telling: (not _names_somebody(telling), _width(telling), telling.claim_id),
    )
    moves = _Moves()
    presence = []
    for telling in exact_first:
        if shows_presence(telling):
            presence.append(_change_of(telling))
        else:
            moves.add(telling)
    return sorted(
        [*moves.narrowed(), *presence], key=lambda each: (each.latest, _ORDER[each.told], each.first_id)
    )


class _Moves:
    """Takings, holds and withdrawals by month, so that few of a city's thousands are compared."""

    def __init__(self) -> None:
        self._moves: list[Change] = []
        self._in_month: dict[tuple[Told, int], list[int]] = {}

    def add(self, telling: Telling) -> None:
        at = next((at for at in self._near(telling) if _is_told_again(self._moves[at], telling)), None)
        if at is not None:
            self._moves[at] = _with(self._moves[at], telling)
            return
        for month in _months(*_ends(telling)):
            self._in_month.setdefault((telling.told, month), []).append(len(self._moves))
        self._moves.append(_change_of(telling))

    def narrowed(self) -> list[Change]:
        by_day = sorted(self._moves, key=lambda move: move.earliest)
        days = [move.earliest for move in by_day]
        return [
            _narrowed(move, by_day[bisect_right(days, move.earliest) : bisect_right(days, move.latest)])
            for move in self._moves
        ]

    def _near(self, telling: Telling) -> list[int]:
        months = _months(*_ends(telling))
        return sorted({at for month in months for at in self._in_month.get((telling.told, month), ())})


def settle_day(changes: Sequence[Change], holders: tuple[Side, ...]) -> tuple[list[Change], list[Change]]:
    """The changes of one day in their order, and those that outweigh nothing.

    Who is told to have got the place that day did not leave it, unless it had it before. Where several sides
    are told to have it, another voice outweighs a side's own word; the holder had
    it until it was taken; and "B took it from A, C took it from B" has an order. Else the day is split.
    """
    gains = [change for change in changes if change.told in (Told.TOOK, Told.HOLDS)]
    rest = [change for change in changes if change not in gains]
    outweighed = [c for c in rest if c.told is Told.LEFT and _joins(c, gains) and not meet(c.sides, holders)]
    rest = [change for change in rest if change not in outweighed]
    if _are_rivals(gains):
        voiced = [change for change in gains if not change.is_own_word]
        outweighed += [c for c in gains if voiced and c.is_own_word and not _joins(c, voiced)]
        gains = [change for change in gains if change not in outweighed]
    if _are_rivals(gains):
        gains = _in_order(gains, holders) or [_split(gains)]
    before = [change for change in rest if change.told is Told.LEFT]
    return [*before, *gains, *(change for change in rest if change not in before)], outweighed


def _is_fact(telling: Telling) -> bool:
    return telling.realis is Realis.ASSERTED and is_dated(telling)


def _change_of(telling: Telling) -> Change:
    first, last = _ends(telling)
    days = DateRange(first, last, telling.days.precision if telling.days else DatePrecision.DAY)
    if telling.told is Told.HOLDS and days.precision in _SPANS:
        days = DateRange.of_day(first)
    return Change(
        told=telling.told,
        sides=tuple(side for side in telling.sides if side.is_named) or telling.sides,
        losers=telling.against,
        days=days,
        until=last,
        tellings=(telling,),
    )


def _is_told_again(change: Change, telling: Telling) -> bool:
    """Whether a telling, of the same act as a change already known, is of that side and those days."""
    first, last = _ends(telling)
    if not change.days.meets(first, last):
        return False
    if telling.told is Told.HOLDS and telling.days and telling.days.precision in _SPANS:
        return False
    # "Militants took the city" is the taking by Islamic State on that day.
    return meet(telling.sides, change.sides) or (telling.told is Told.TOOK and not _names_somebody(telling))


def _with(change: Change, telling: Telling) -> Change:
    first, last = _ends(telling)
    earliest, latest = max(change.earliest, first), min(change.latest, last)
    sides = _joined(change.sides, (side for side in telling.sides if side.is_named))
    return replace(
        change,
        sides=sides,
        losers=tuple(side for side in _joined(change.losers, telling.against) if side not in sides),
        days=change.days
        if (earliest, latest) == (change.earliest, change.latest)
        else range_of(earliest, latest),
        until=max(latest, change.latest) if change.told is Told.HOLDS else latest,
        tellings=(*change.tellings, telling),
    )


def _narrowed(change: Change, inside: Sequence[Change]) -> Change:
    """A taking "in May" had happened by the day in May on which its side holds the place, or loses it.

    `inside` are the changes that began within its days, after the first.
    """
    if change.told is not Told.TOOK or change.earliest == change.latest:
        return change
    seen = [c.earliest for c in inside if c.told is Told.HOLDS and meet(c.sides, change.sides)]
    seen += [days_before(c.earliest) for c in inside if meet(c.leavers, change.sides)]
    by = min(seen, default=change.latest)
    taken_by_others = any(
        c.told is Told.TOOK and c.earliest <= by and not meet(c.sides, change.sides) for c in inside
    )
    if by == change.latest or taken_by_others:
        return change
    return replace(change, days=range_of(change.earliest, by), until=by)


def _are_rivals(gains: Sequence[Change]) -> bool:
    return any(not meet(gain.sides, gains[0].sides) for gain in gains[1:])


def _joins(change: Change, others: Iterable[Change]) -> bool:
    return any(meet(change.sides, other.sides) for other in others)


def _in_order(gains: Sequence[Change], holders: tuple[Side, ...]) -> list[Change]:
    """The gains from hand to hand, starting from the holders; nothing where the tellings give no order."""
    ordered = [gain for gain in gains if gain.told is Told.HOLDS and meet(gain.sides, holders)]
    waiting = [gain for gain in gains if gain not in ordered]
    at = holders
    while waiting:
        after = _next(waiting, at)
        if after is None and len(waiting) == 1 and ordered:
            # One taking on a day on which only the holder is told besides.
            after = waiting[0]
        if after is None:
            return []
        waiting.remove(after)
        ordered.append(after)
        at = after.sides
    return ordered


def _next(waiting: Sequence[Change], at: tuple[Side, ...]) -> Change | None:
    """Who holds it is told to have got it, from nobody; then who took it from them; then a retaking."""
    told_again = (gain for gain in waiting if meet(gain.sides, at) and not gain.losers)
    taken = (gain for gain in waiting if meet(gain.losers, at))
    retaken = (gain for gain in waiting if meet(gain.sides, at))
    return next(told_again, None) or next(taken, None) or next(retaken, None)


def _split(gains: Sequence[Change]) -> Change:
    sides = _joined((), (side for gain in gains for side in gain.sides))
    tellings = tuple(telling for gain in gains for telling in gain.tellings)
    losers = tuple(side for gain in gains for side in gain.losers if side not in sides)
    days = range_of(max(gain.earliest for gain in gains), gains[0].latest)
    return Change(
        told=Told.TOOK,
        sides=sides,
        losers=_joined((), losers),
        days=days,
        until=days.end or gains[0].latest,
        tellings=tellings,
        is_split=True,
    )


def _joined(known: Iterable[Side], more: Iterable[Side]) -> tuple[Side, ...]:
    return tuple(dict.fromkeys((*known, *more)))


def _names_somebody(telling: Telling) -> bool:
    return any(side.is_named for side in telling.sides)


def _ends(telling: Telling) -> tuple[date, date]:
    days = telling.days or DateRange.of_day(date.min)
    return first_day(days), last_day(days)


def _months(first: date, last: date) -> range:
    return range(first.year * 12 + first.month, last.year * 12 + last.month + 1)


def _width(telling: Telling) -> int:
    first, last = _ends(telling)
    return (last - first).days
