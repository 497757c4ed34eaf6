"""Follow a place from hand to hand: changes in order of days make tenures.

A side holds the place from the change that gave it to the next one told. Silence for longer than the horizon
leaves the days after it unknown, unless both the taking and the loss are told: then it held it between them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from zenobia.dates import DateRange
from zenobia.holdings.changes import Change, settle_day
from zenobia.holdings.days import days_after, days_before, range_of
from zenobia.holdings.sides import meet
from zenobia.model import Side, Telling, Told

# Reports of one taking may be dated some days apart ("on Sunday", "on Monday"). A second taking by the side
# that holds the place is another one, after a loss that nobody told, only if the side was not told of for
# longer than this. A definition (docs/control.md), not tuned.
SAME_TAKING_DAYS = 7


@dataclass(slots=True, kw_only=True)
class Tenure:
    """A side's hold on a place.

    It is known from `first`, told until `told`, and taken to last until `last`. `confirmed` is the first day
    for which another voice than the side's own says so. `resumes` is the tenure of the same side before a
    silence. One that `is_split` has no side but only rivals.
    """

    sides: tuple[Side, ...]
    first: date
    told: date
    tellings: list[Telling]
    began: DateRange | None = None
    is_started: bool = False
    confirmed: date | None = None
    rivals: tuple[Side, ...] = ()
    is_split: bool = False
    ended: DateRange | None = None
    ending: tuple[Telling, ...] = ()
    last: date = date.max
    resumes: Tenure | None = None

    @property
    def is_taken(self) -> bool:
        """Whether its taking is told, or that of the tenure that it goes on with after a silence."""
        return self.is_started or (self.resumes is not None and self.resumes.is_taken)


def follow_changes(changes: Sequence[Change], horizon_days: int) -> tuple[list[Tenure], list[Telling]]:
    """The tenures in order of days, and the tellings that decided none."""
    walk = _Walk(horizon_days)
    for _, of_day in groupby(changes, key=lambda change: change.latest):
        walk.pass_day(list(of_day))
    walk.fall_silent()
    return walk.tenures, walk.beside


class _Walk:
    """The walk through the changes of one place; `holder` is the tenure that goes on."""

    def __init__(self, horizon_days: int) -> None:
        self.tenures: list[Tenure] = []
        self.beside: list[Telling] = []
        self._horizon = horizon_days
        self._holder: Tenure | None = None

    def pass_day(self, changes: Sequence[Change]) -> None:
        holder = self._holder
        is_closed = holder is not None and any(_closes(change, holder) for change in changes)
        settled, outweighed = settle_day(changes, holder.sides if holder else ())
        for change in settled:
            if is_closed or not self._is_silent(change):
                self._pass(change)
            elif change.told not in (Told.FOUGHT, Told.BESIEGED):
                self.fall_silent()
                self._pass(change)
        for change in outweighed:
            self._rival(change)

    def fall_silent(self) -> None:
        if self._holder is not None:
            self._holder.last = self._reach(self._holder)
            self._holder = None

    def _is_silent(self, change: Change) -> bool:
        return self._holder is not None and self._reach(self._holder) < change.earliest

    def _pass(self, change: Change) -> None:
        if change.told is Told.LEFT:
            self._leave(change)
        elif change.told in (Told.FOUGHT, Told.BESIEGED):
            self._see(change)
        elif not change.sides or not (change.is_named or self._holder_lost(change) or self._holder is None):
            # Nobody took it, or somebody without a name whom no holder is told to have lost it to.
            self._leave(change) if self._holder_lost(change) else self.beside.extend(change.tellings)
        elif self._holder is None:
            self._begin_anew(change)
        elif not meet(self._holder.sides, change.sides):
            self._change_hands(self._holder, change)
        elif _was_lost_meanwhile(self._holder, change):
            self._lose_untold(self._holder, change)
        else:
            self._confirm(self._holder, change)

    # ---- beginnings

    def _begin_anew(self, change: Change) -> None:
        before = self.tenures[-1] if self.tenures else None
        self._open_eve(change)
        self._begin(change, change.days if change.tells_start else None)
        is_silent = before is not None and before.ended is None and meet(before.sides, change.sides)
        if self._holder is not None and change.told is Told.HOLDS and is_silent:
            self._holder.resumes = before

    def _begin(self, change: Change, began: DateRange | None) -> None:
        is_claimed = change.is_own_word and not change.is_split
        disputed = (*change.losers, *(self.tenures[-1].sides if self.tenures and began else ()))
        self._holder = Tenure(
            sides=() if change.is_split else change.sides,
            first=change.latest,
            told=max(change.until, change.latest),
            tellings=list(change.tellings),
            began=began,
            is_started=change.tells_start,
            confirmed=None if change.is_own_word else change.latest,
            rivals=change.sides
            if change.is_split
            else _besides(disputed, change.sides)
            if is_claimed
            else (),
            is_split=change.is_split,
        )
        self.tenures.append(self._holder)

    def _open_eve(self, change: Change) -> None:
        """Who lost the place had it on the day before; since when is not told."""
        eve = days_before(change.earliest)
        leavers = tuple(side for side in change.leavers if side.is_named)
        is_known = any(tenure.last >= eve for tenure in self.tenures[-1:])
        if leavers and eve < change.earliest and not is_known:
            opened = Tenure(sides=leavers, first=eve, told=eve, tellings=list(change.tellings), confirmed=eve)
            opened.ended, opened.last = change.days, eve
            self.tenures.append(opened)

    # ---- ends

    def _change_hands(self, holder: Tenure, change: Change) -> None:
        if change.told is Told.HOLDS:
            if change.latest <= holder.told and not holder.is_split:
                self._rival(change)
                return
            between = range_of(days_after(holder.told), change.latest)
            self._end(holder, between, holder.told)
            self._begin(change, between)
        elif change.losers and not meet(change.losers, holder.sides) and not holder.is_split:
            self._lose_untold(holder, change)
        else:
            self._end(holder, change.days, days_before(change.earliest), closes=_closes(change, holder))
            self._begin(change, change.days)

    def _lose_untold(self, holder: Tenure, change: Change) -> None:
        """The place was taken from somebody else than its last known holder, who lost it in between."""
        eve = days_before(change.earliest)
        if holder.told < eve:
            self._end(holder, range_of(days_after(holder.told), eve), holder.told)
            self._open_eve(change)
            self.tenures[-1].began = holder.ended if self.tenures[-1] is not holder else None
        else:
            self._end(holder, change.days, eve)
        self._begin(change, change.days)

    def _leave(self, change: Change) -> None:
        holder = self._holder
        if holder is None:
            self._open_eve(change)
            if not self.tenures or self.tenures[-1].ended is not change.days:
                self.beside.extend(change.tellings)
            else:
                self.tenures[-1].ending = change.tellings
        elif meet(holder.sides, change.leavers):
            self._end(holder, change.days, days_before(change.earliest), closes=_closes(change, holder))
            holder.ending = change.tellings
        else:
            self.beside.extend(change.tellings)

    def _end(self, holder: Tenure, ended: DateRange, last: date, *, closes: bool = False) -> None:
        holder.ended = ended
        holder.last = last if closes else min(last, self._reach(holder))
        self._holder = None
        while closes and holder.resumes is not None:
            holder.resumes.last = days_before(holder.first)
            holder = holder.resumes

    # ---- in between

    def _confirm(self, holder: Tenure, change: Change) -> None:
        holder.tellings.extend(change.tellings)
        holder.sides = tuple(dict.fromkeys((*holder.sides, *(s for s in change.sides if s.is_named))))
        holder.told = max(holder.told, change.until)
        if not change.is_own_word:
            holder.confirmed = min(holder.confirmed or change.latest, change.latest)

    def _see(self, change: Change) -> None:
        """Fighting inside the place, or a siege of it, shows a known holder still there."""
        holder = self._holder
        inside = change.losers if change.told is Told.BESIEGED else (*change.sides, *change.losers)
        if holder is not None and meet(holder.sides, inside):
            holder.told = max(holder.told, change.until)

    def _rival(self, change: Change) -> None:
        self.beside.extend(change.tellings)
        if self._holder is not None:
            self._holder.rivals = _besides((*self._holder.rivals, *change.sides), self._holder.sides)

    def _holder_lost(self, change: Change) -> bool:
        return self._holder is not None and meet(self._holder.sides, change.leavers)

    def _reach(self, holder: Tenure) -> date:
        return days_after(holder.told, self._horizon)


def _closes(change: Change, holder: Tenure) -> bool:
    """Whether a hold whose beginning is told ends here by being told to: no silence within it matters."""
    return holder.is_taken and meet(holder.sides, change.leavers)


def _was_lost_meanwhile(holder: Tenure, change: Change) -> bool:
    """ "Troops retook the town from the rebels": nobody takes what they hold."""
    is_retaken = change.told is Told.TOOK and any(side.is_named for side in change.losers)
    return is_retaken and (change.earliest - holder.told).days > SAME_TAKING_DAYS


def _besides(sides: Iterable[Side], without: tuple[Side, ...]) -> tuple[Side, ...]:
    return tuple(side for side in dict.fromkeys(sides) if side not in without)
