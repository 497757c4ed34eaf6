"""Draw the timeline of each place: who held it, contested it or claimed it, and when nobody can say.

Claims → tellings → changes → tenures → Holdings, which follow each other without overlap
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from zenobia.dates import DatePrecision, DateRange
from zenobia.holdings.changes import decides, gather_changes, is_dated
from zenobia.holdings.days import days_after, days_before, first_day, last_day
from zenobia.holdings.sides import meet
from zenobia.holdings.tellings import Background, claims_by_place, inherited, read_tellings
from zenobia.holdings.tenures import Tenure, follow_changes
from zenobia.model import (
    Claim,
    Extent,
    HeldPlace,
    Holding,
    HoldingState,
    Realis,
    Side,
    Telling,
    Timeline,
    Told,
)

DEFAULT_HORIZON_DAYS = 180
# Fights no further apart than this are one, with a lull in it. A definition (docs/control.md), not tuned.
LULL_DAYS = 7

# "Clashes in May" may have been on any day of May: too vague to say when the place was contested.
_EXACT = frozenset({DatePrecision.DAY, DatePrecision.DAYS, DatePrecision.WEEK, DatePrecision.LONGER})


def trace_holdings(
    claims: Iterable[Claim],
    background: Background | None = None,
    horizon_days: int = DEFAULT_HORIZON_DAYS,
) -> list[Holding]:
    """Who held each place that the claims tell of, by place and day; the same in any order of the claims."""
    timelines = trace_timelines(claims, background, horizon_days)
    return [holding for timeline in timelines for holding in timeline.holdings]


def trace_timelines(
    claims: Iterable[Claim],
    background: Background | None = None,
    horizon_days: int = DEFAULT_HORIZON_DAYS,
) -> list[Timeline]:
    """The holdings of each place, and beside them every telling of it that no period could use.

    Raises ValueError where the horizon is not a day or more.
    """
    if horizon_days < 1:
        raise ValueError(f"the horizon is one day or more, not {horizon_days}")
    known = background or Background()
    grouped = claims_by_place(claims)
    areas = inherited(grouped, known)
    return [
        _timeline(place, read_tellings(place, [*told, *areas(place)], known), horizon_days)
        for place, told in grouped
    ]


def holding_on(holdings: Sequence[Holding], day: date) -> Holding | None:
    """What holds for a day, of the holdings of one place; None where nothing is told of it by then.

    On the days within which the place changed hands ("in May") it is unknown, between the two sides.
    """
    before: Holding | None = None
    for holding in holdings:
        if holding.first <= day and (holding.last is None or day <= holding.last):
            return holding
        if day < holding.first:
            return _between(before, holding, day)
        before = holding
    return None


def _between(before: Holding | None, after: Holding, day: date) -> Holding | None:
    begins = after.began is not None and (after.began.start is None or after.began.start <= day)
    if before is None and not begins:
        return None
    first = days_after(before.last) if before and before.last else (after.began and after.began.start) or day
    return Holding(
        place=after.place,
        state=HoldingState.UNKNOWN,
        sides=(),
        first=first,
        last=days_before(after.first),
        tellings=after.tellings,
        rivals=tuple(dict.fromkeys((*(before.sides if before else ()), *after.sides))),
        began=after.began,
        ended=after.began,
    )


def _timeline(place: HeldPlace, tellings: Sequence[Telling], horizon_days: int) -> Timeline:
    dated = [telling for telling in tellings if not telling.is_day_of_report]
    tenures, _ = follow_changes(gather_changes(dated), horizon_days)
    holdings = list(_periods(place, tenures))
    by_report = [telling for telling in tellings if telling.is_day_of_report and decides(telling)]
    if by_report:
        holdings = list(_with_reports(place, holdings, by_report, horizon_days))
    holdings = list(_contested(holdings, list(_merged(_fights(tellings, tenures)))))
    used = {telling.claim_id for holding in holdings for telling in holding.tellings}
    unused = [telling for telling in tellings if telling.claim_id not in used]
    return _with_beside(place, holdings, unused)


# ---- tenures into periods


def _periods(place: HeldPlace, tenures: Sequence[Tenure]) -> Iterator[Holding]:
    """The holdings of tenures, with what is unknown between and after them."""
    lasting = [tenure for tenure in tenures if tenure.first <= tenure.last]
    for at, tenure in enumerate(lasting, start=1):
        after = lasting[at] if at < len(lasting) else None
        yield from _holdings_of(place, tenure)
        gap = days_after(tenure.last)
        if gap == tenure.last or (after is not None and not _is_silence(tenure, after, gap)):
            continue
        end = days_before(_start_of(after)) if after is not None else None
        first = max(gap, last_day(tenure.ended)) if tenure.ending and tenure.ended else gap
        if end is not None and end < first:
            continue  # the days of the one change run into those of the next
        yield Holding(
            place=place,
            state=HoldingState.UNKNOWN,
            sides=(),
            first=first,
            last=end,
            tellings=tenure.ending or tuple(tenure.tellings),
            rivals=tenure.sides,
            began=tenure.ended if tenure.ending else None,
            ended=after.began if after is not None else None,
        )


def _start_of(tenure: Tenure) -> date:
    return first_day(tenure.began) if tenure.began is not None else tenure.first


def _is_silence(tenure: Tenure, after: Tenure, gap: date) -> bool:
    """Whether nothing is told of the days between two tenures; the days of a change are told."""
    return gap < _start_of(after) and not (tenure.ended is not None and tenure.ended == after.began)


def _holdings_of(place: HeldPlace, tenure: Tenure) -> Iterator[Holding]:
    """One holding, or two where a side's own word is borne out later."""
    whole = Holding(
        place=place,
        state=HoldingState.CONTESTED if tenure.is_split else HoldingState.HELD,
        sides=tenure.sides,
        first=tenure.first,
        last=tenure.last,
        tellings=tuple(tenure.tellings),
        rivals=tenure.rivals,
        began=tenure.began,
        ended=tenure.ended,
    )
    borne_out = tenure.confirmed
    if tenure.is_split or (borne_out is not None and borne_out <= tenure.first):
        yield whole
        return
    own = tuple(telling for telling in tenure.tellings if telling.own_word)
    if borne_out is None or borne_out > tenure.last:
        yield replace(whole, state=HoldingState.CLAIMED, tellings=own or whole.tellings)
        return
    claimed, held = _cut(whole, borne_out)
    yield replace(claimed, state=HoldingState.CLAIMED, tellings=own)
    yield replace(held, rivals=())


def _cut(holding: Holding, day: date) -> tuple[Holding, Holding]:
    """The holding up to the day before, and from the day on."""
    until = replace(holding, last=days_before(day), ended=DateRange.of_day(day))
    return until, replace(holding, first=day, began=DateRange.of_day(day))


# ---- what only the day of a report tells


def _with_reports(
    place: HeldPlace, holdings: Sequence[Holding], by_report: Sequence[Telling], horizon_days: int
) -> Iterator[Holding]:
    """The holdings, and in the days that they leave unknown or untold, what is told by the day of a report.

    No other day changes: what has a day of its own is never overruled, and a report on a day that is known
    bears on no other.
    """
    inside: dict[int, list[Telling]] = {}
    for telling in by_report:
        at = bisect_right(holdings, _day_of(telling), key=lambda holding: holding.first) - 1
        if at < 0 or holdings[at].state is HoldingState.UNKNOWN:
            inside.setdefault(at, []).append(telling)
    if -1 in inside:
        until = days_before(_first_possible(holdings[0])) if holdings else None
        yield from _until(_told_by(place, inside[-1], horizon_days), until)
    for at, holding in enumerate(holdings):
        if at not in inside:
            yield holding
            continue
        found = _told_by(place, [t for t in inside[at] if _is_within(_day_of(t), holding)], horizon_days)
        if not found:
            yield holding
            continue
        if holding.first < found[0].first:
            yield replace(holding, last=days_before(found[0].first), ended=None)
        yield from _until(found, holding.last)


def _told_by(place: HeldPlace, by_report: Sequence[Telling], horizon_days: int) -> list[Holding]:
    return list(_periods(place, follow_changes(gather_changes(by_report), horizon_days)[0]))


def _until(holdings: Iterable[Holding], last: date | None) -> Iterator[Holding]:
    """The holdings up to a day, after which something else is known."""
    for holding in holdings:
        if last is None or holding.first <= last:
            is_cut = last is not None and (holding.last is None or holding.last > last)
            yield replace(holding, last=last, ended=None) if is_cut else holding


def _day_of(telling: Telling) -> date:
    return last_day(telling.days) if telling.days is not None else date.min


def _is_within(day: date, holding: Holding) -> bool:
    return holding.first <= day and (holding.last is None or day <= holding.last)


def _first_possible(holding: Holding) -> date:
    """The first day on which the holding may have begun."""
    return min(first_day(holding.began), holding.first) if holding.began is not None else holding.first


# ---- fighting inside


@dataclass(frozen=True, slots=True)
class _Fight:
    """Days on which a place is fought over, or from which a part of it is in other hands."""

    first: date
    last: date
    sides: tuple[Side, ...]
    tellings: tuple[Telling, ...]


def _fights(tellings: Iterable[Telling], tenures: Sequence[Tenure]) -> Iterator[_Fight]:
    for telling in tellings:
        if telling.realis is not Realis.ASSERTED or not is_dated(telling) or telling.days is None:
            continue
        first, last = first_day(telling.days), last_day(telling.days)
        if telling.told is Told.FOUGHT and telling.extent is not Extent.NEAR:
            if telling.days.precision in _EXACT:
                yield _Fight(first, last, (*telling.sides, *telling.against), (telling,))
        elif telling.told is Told.TOOK and telling.extent is Extent.PART:
            until = _part_lasts(telling, last, tenures)
            if until is not None:
                yield _Fight(last, until, telling.sides, (telling,))


def _part_lasts(telling: Telling, day: date, tenures: Sequence[Tenure]) -> date | None:
    """Until when a part that was taken is in other hands than the rest; None where it never was.

    It is to the end of the tenure in which it was taken: until the next change told, or the horizon.
    """
    at = bisect_right(tenures, day, key=lambda tenure: tenure.first) - 1
    around = tenures[at] if at >= 0 else None
    if around is None or day > around.last or meet(around.sides, telling.sides) or not telling.sides:
        return None
    return around.last


def _merged(fights: Iterable[_Fight]) -> Iterator[_Fight]:
    """Fights in order of days, those with no more than a lull between them as one."""
    together: list[_Fight] = []
    last = date.min
    for fight in sorted(fights, key=lambda fight: (fight.first, fight.last, fight.tellings[0].claim_id)):
        if together and (fight.first - last).days > LULL_DAYS + 1:
            yield _one_fight(together)
            together = []
        last = max(last, fight.last) if together else fight.last
        together.append(fight)
    if together:
        yield _one_fight(together)


def _one_fight(fights: Sequence[_Fight]) -> _Fight:
    return _Fight(
        fights[0].first,
        max(fight.last for fight in fights),
        tuple(dict.fromkeys(side for fight in fights for side in fight.sides)),
        tuple(telling for fight in fights for telling in fight.tellings),
    )


def _contested(holdings: Iterable[Holding], fights: Sequence[_Fight]) -> Iterator[Holding]:
    """The holdings with the days of fights contested; fights do not overlap.

    Fighting up to the day on which a side took the place is the taking, and contests nothing.
    """
    for holding in holdings:
        is_open = holding.state in (HoldingState.HELD, HoldingState.CLAIMED)
        is_taken = holding.began is not None and holding.began == DateRange.of_day(holding.first)
        earliest = days_after(holding.first) if is_taken else holding.first
        at = bisect_left(fights, earliest, key=lambda fight: fight.last)
        rest: Holding | None = holding
        while is_open and rest is not None and at < len(fights):
            first, last = max(fights[at].first, earliest), min(fights[at].last, rest.last or date.max)
            if first > last:
                break
            done, rest = _parted(rest, first, last, fights[at])
            yield from done
            at += 1
        if rest is not None:
            yield rest


def _parted(holding: Holding, first: date, last: date, fight: _Fight) -> tuple[list[Holding], Holding | None]:
    """The holding before and during the fight, and after it, if that is not its end."""
    parts: list[Holding] = []
    rest, after = holding, None
    if holding.first < first:
        before, rest = _cut(holding, first)
        parts.append(before)
    if rest.last is None or last < rest.last:
        rest, after = _cut(rest, days_after(last))
    contested = replace(
        rest,
        state=HoldingState.CONTESTED,
        rivals=tuple(side for side in dict.fromkeys((*rest.rivals, *fight.sides)) if side not in rest.sides),
        tellings=(*rest.tellings, *fight.tellings),
    )
    return [*parts, contested], after


# ---- what decides nothing


def _with_beside(place: HeldPlace, holdings: Sequence[Holding], idle: Iterable[Telling]) -> Timeline:
    """Each telling that decides nothing stands beside the period of its day, or among those without one."""
    beside: dict[int, list[Telling]] = {}
    unused: list[Telling] = []
    for telling in idle:
        day = last_day(telling.days) if telling.days is not None and is_dated(telling) else None
        at = bisect_right(holdings, day, key=lambda holding: holding.first) - 1 if day is not None else -1
        if at < 0:
            unused.append(telling)
        else:
            beside.setdefault(at, []).append(telling)
    placed = (replace(holding, beside=tuple(beside.get(at, ()))) for at, holding in enumerate(holdings))
    return Timeline(place, tuple(placed), tuple(unused))
