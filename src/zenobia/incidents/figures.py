"""The toll of an incident as low, best and high, each figure with who says so.

Words as UCDP uses them: low is the most cautious figure, high the largest, best the one best founded.
1. Each origin has one figure for a side and category: its last ("12 dead" at noon, 31 by night: 31). Counts of
   one sentence are added up; what another sentence of the report counts is the same people, and so is what
   two claims of the report tell in the same words, whatever side or category each gives them.
2. low is the least lower bound among origins; high the largest figure, none where every origin leaves it
   open.
3. best is the figure of most origins; among equals one that no party to the fighting gave, then one that is
   a count rather than "at least", and that rather than "up to", then the last told, then the lower.
4. The total of an origin is what its sides and categories add up to, or its figure for all, if that is more.
What is counted within another toll ("including 11 children") or over longer than the act is left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from zenobia.incidents.origins import Voice
from zenobia.model import Category, Claim, Figure, Outcome, Realis, Span, Toll, Version

# Who a figure counts: what became of them, whose they were, and what.
Cell = tuple[Outcome, str | None, Category]
# The words of a report that count somebody.
_Words = tuple[str, Outcome, Span]
_COUNTED = (Realis.ASSERTED, Realis.POSSIBLE)
_SCOPE = "incident"


@dataclass(frozen=True, slots=True)
class Count:
    """What one origin says of one cell: at least `low`, at most `high`, and what that rests on."""

    low: int
    high: int | None
    origin: str
    is_party: bool
    on: date | None
    claim_ids: tuple[str, ...]
    has_low: bool = True

    @property
    def point(self) -> int:
        """The figure itself: "at least 12" is 12, "up to 20" is 20."""
        return self.low if self.has_low else self.high or 0

    @property
    def firmness(self) -> int:
        """2 for a count, 1 for "at least 12", 0 for "up to 20", which nobody says were killed."""
        return 0 if not self.has_low else 1 if self.high is None else 2


def figures(spoken: Sequence[Voice]) -> tuple[Figure, ...]:
    """The total of each outcome, followed by its sides and categories where more than one is told."""
    cells = _last_told(spoken)
    found: list[Figure] = []
    for outcome in Outcome:
        inner = {cell: told for cell, told in cells.items() if cell[0] is outcome}
        if not inner:
            continue
        found.append(_figure(outcome, None, Category.UNKNOWN, _totals(inner), is_total=True))
        if list(inner) != [(outcome, None, Category.UNKNOWN)]:
            found += [
                _figure(outcome, side, category, list(told.values()))
                for (_, side, category), told in sorted(inner.items(), key=_cell_order)
            ]
    return tuple(found)


def _last_told(spoken: Sequence[Voice]) -> dict[Cell, dict[str, Count]]:
    """For each cell the last figure of each origin; of two on one day, the larger."""
    cells: dict[Cell, dict[str, Count]] = defaultdict(dict)
    shared = _shared_cells({voice.deposition.claim.id: voice.deposition.claim for voice in spoken})
    for voice in sorted(spoken, key=lambda voice: voice.deposition.claim.id):
        for cell, low, high in _counted(voice.deposition.claim, shared):
            told = Count(
                low or 0,
                high,
                voice.name,
                voice.is_party,
                voice.deposition.published_on,
                (voice.deposition.claim.id,),
                low is not None,
            )
            earlier = cells[cell].get(voice.name)
            if earlier is None or _is_later(told, earlier):
                cells[cell][voice.name] = told
    return cells


def _is_later(told: Count, earlier: Count) -> bool:
    return (told.on or date.min, told.point, told.claim_ids) > (
        earlier.on or date.min,
        earlier.point,
        earlier.claim_ids,
    )


def _shared_cells(claims: Mapping[str, Claim]) -> dict[_Words, Cell]:
    """The one cell of words that several claims of a report count by.

    "More than 450 militants were killed", told of a battle that names their side and of one that does not, are
    450 people of that side; where two sides are named, nobody can say whose they were.
    """
    told: dict[tuple[str, Outcome], list[tuple[Span, str, Cell]]] = defaultdict(list)
    for id, claim in sorted(claims.items()):
        for toll in _tolls(claim):
            told[claim.article_id, toll.outcome].append((toll.span, id, _cell(toll, claim)))
    return {
        (article, outcome, span): _one_cell(outcome, [cell for _, _, cell in same])
        for (article, outcome), counts in told.items()
        for same in _overlapping(counts)
        if len({id for _, id, _ in same}) > 1
        for span, _, _ in same
    }


def _overlapping(counts: Iterable[tuple[Span, str, Cell]]) -> Iterator[list[tuple[Span, str, Cell]]]:
    """The counts whose words overlap, together."""
    together: list[tuple[Span, str, Cell]] = []
    end = 0
    for count in sorted(counts, key=lambda count: (count[0].start, count[0].end, count[1])):
        if together and count[0].start >= end:
            yield together
            together = []
        together.append(count)
        end = max(end, count[0].end)
    if together:
        yield together


def _one_cell(outcome: Outcome, cells: Sequence[Cell]) -> Cell:
    """What is told of their side and category, unless two are."""
    sides = {side for _, side, _ in cells if side is not None}
    categories = {category for _, _, category in cells if category is not Category.UNKNOWN}
    return (
        outcome,
        sides.pop() if len(sides) == 1 else None,
        categories.pop() if len(categories) == 1 else Category.UNKNOWN,
    )


def _counted(claim: Claim, shared: Mapping[_Words, Cell]) -> Iterable[tuple[Cell, int | None, int | None]]:
    """The figures of one claim.

    Those of one sentence are added up ("a soldier and two officers"); another sentence counts the same people
    again ("Bombs kill 22. At least 22 people died on Tuesday"), and the sentence with the most is kept.
    """
    added: dict[Cell, dict[Span | None, list[Toll]]] = defaultdict(lambda: defaultdict(list))
    for toll in _tolls(claim):
        cell = shared.get((claim.article_id, toll.outcome, toll.span)) or _cell(toll, claim)
        added[cell][_sentence(toll, claim)].append(toll)
    return [(cell, *max(map(_summed, told.values()), key=_largest)) for cell, told in added.items()]


def _tolls(claim: Claim) -> list[Toll]:
    """The tolls of a claim that are counted: of the act itself, with a figure, and not denied or planned."""
    if claim.realis not in _COUNTED:
        return []
    figured = (toll for toll in claim.toll if toll.low is not None or toll.high is not None)
    return [toll for toll in figured if toll.scope == _SCOPE]


def _cell(toll: Toll, claim: Claim) -> Cell:
    return toll.outcome, _side(toll, claim), toll.category


def _sentence(toll: Toll, claim: Claim) -> Span | None:
    return next((sentence for sentence in claim.evidence if sentence.holds(toll.span)), None)


def _summed(told: Sequence[Toll]) -> tuple[int | None, int | None]:
    """What the tolls of one sentence come to; an open end stays open.

    The same people twice count once: a page runs its headline into the report ("7 Civilians Killed Seven
    civilians were killed").
    """
    once = {((toll.who or toll.text).casefold(), toll.low, toll.high) for toll in told}
    lows, highs = [low for _, low, _ in once], [high for _, _, high in once]
    low = None if None in lows else sum(each for each in lows if each is not None)
    return low, None if None in highs else sum(each for each in highs if each is not None)


def _largest(counted: tuple[int | None, int | None]) -> tuple[int, bool]:
    """By the figure itself; of two alike, the one that is exact."""
    low, high = counted
    return (low if low is not None else high or 0), low == high


def _side(toll: Toll, claim: Claim) -> str | None:
    """Whose people were counted: the party that the toll's own words name.

    Else the only side that was hit, for the only toll that counts fighters.
    """
    counted = {word for word in (toll.who or "").casefold().split() if len(word) > 3}
    named = [m for m in (*claim.targets, *claim.actors) if counted & set(m.text.casefold().split())]
    if len(named) == 1:
        return named[0].name or named[0].text
    fighters = [t for t in claim.toll if t.category is Category.COMBATANT and t.scope == _SCOPE]
    if fighters == [toll] and len(claim.targets) == 1:
        return claim.targets[0].name or claim.targets[0].text
    return None


def _totals(cells: dict[Cell, dict[str, Count]]) -> list[Count]:
    """What each origin counts in all."""
    by_origin: dict[str, list[tuple[Cell, Count]]] = defaultdict(list)
    for cell, told in cells.items():
        for origin, figure in told.items():
            by_origin[origin].append((cell, figure))
    return [_total(told) for told in by_origin.values()]


def _total(told: Sequence[tuple[Cell, Count]]) -> Count:
    general = [
        figure for (_, side, category), figure in told if side is None and category is Category.UNKNOWN
    ]
    special = [figure for _, figure in told if figure not in general]
    if not special:
        return general[0]
    highs = [figure.high for figure in special]
    summed = Count(
        sum(figure.low for figure in special),
        sum(high for high in highs if high is not None) if None not in highs else None,
        special[0].origin,
        any(figure.is_party for figure in special),
        max((figure.on for figure in special if figure.on), default=None),
        tuple(sorted({id for figure in special for id in figure.claim_ids})),
        any(figure.has_low for figure in special),
    )
    return general[0] if general and general[0].point >= summed.point else summed


def _figure(
    outcome: Outcome, side: str | None, category: Category, told: Sequence[Count], *, is_total: bool = False
) -> Figure:
    highest = [figure.point if figure.high is None else figure.high for figure in told]
    bounded = any(figure.high is not None for figure in told)
    points = [figure.point for figure in told]
    support = {point: [figure for figure in told if figure.point == point] for point in points}
    best = max(
        support,
        key=lambda point: (
            len(support[point]),
            not all(figure.is_party for figure in support[point]),
            max(figure.firmness for figure in support[point]),
            max(figure.on or date.min for figure in support[point]),
            -point,
        ),
    )
    lows = [figure.low for figure in told if figure.has_low] or [0]
    return Figure(
        outcome=outcome,
        low=min(lows),
        best=best,
        high=max(highest) if bounded else None,
        versions=_versions(told),
        side=side,
        category=category,
        is_total=is_total,
    )


def _versions(told: Sequence[Count]) -> tuple[Version, ...]:
    """Each figure that is told, the lowest first, with its origins."""
    by_value: dict[tuple[int, str], list[Count]] = defaultdict(list)
    for figure in told:
        by_value[figure.point, _words(figure)].append(figure)
    return tuple(
        Version(
            value,
            tuple(sorted(figure.origin for figure in same)),
            tuple(sorted({id for figure in same for id in figure.claim_ids})),
            max((figure.on for figure in same if figure.on), default=None),
        )
        for (_, value), same in sorted(by_value.items())
    )


def _words(figure: Count) -> str:
    """ "12", "12+", "≤20", "12–15"."""
    if not figure.has_low:
        return f"≤{figure.high}"
    if figure.high is None:
        return f"{figure.low}+"
    return f"{figure.low}" if figure.low == figure.high else f"{figure.low}–{figure.high}"


def _cell_order(item: tuple[Cell, dict[str, Count]]) -> tuple[str, str]:
    (_, side, category), _ = item
    return side or "", category.value
