"""Incidents in numbers and in lists: totals, facets, time, and one page of a list after the other."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from zenobia.api.ledger import Ledger, Look, Record
from zenobia.errors import BadInput
from zenobia.exports.shown import shown_csv, shown_geojson, shown_json

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from zenobia.store.overview import Asked, Mask

SHOWN_FACETS = (
    "kind",
    "side",
    "source_kind",
    "origin",
    "outlet",
    "grade",
    "realis",
    "place",
    "precision",
    "reviewed",
    "coded_by",
)
FORMATS = {"csv": shown_csv, "geojson": shown_geojson, "json": shown_json}
"""What the incidents that are shown can be downloaded as."""

SORTS = ("day", "-day", "killed", "claims", "importance")
MOST_AT_ONCE = 500
_VALUES_SHOWN = 60
# A timeline has a bar a day up to so many days, a bar a month up to so many, and a bar a year beyond.
_MOST_DAYS, _MOST_MONTHS = 400, 30 * 365


def summary(ledger: Ledger, asked: Asked) -> Record:
    """How many incidents there are, when, with what toll, and how many of each value of each facet."""
    with ledger.look() as look:
        overview = look.overview
        masks = overview.masks(asked, look.connection)
        mask = overview.together(masks)
        dated = int((mask & overview.is_dated).sum())
        placed = int((mask & overview.is_placed).sum())
        total = int(mask.sum())
        facets = {
            facet: overview.facets[facet].counts(overview.together(masks, without=facet))
            for facet in SHOWN_FACETS
        }
        told: Record = {
            "total": total,
            "dated": dated,
            "undated": total - dated,
            "placed": placed,
            "unplaced": total - placed,
            "claims": int(overview.claims[mask].sum()),
            "killed": _killed(overview.killed[mask]),
            "facets": {facet: values[:_VALUES_SHOWN] for facet, values in facets.items()},
            "facet_sizes": {facet: len(values) for facet, values in facets.items()},
            **_timeline(look, mask),
        }
        if "days" in masks:
            told["without_day"] = int((overview.together(masks, without="days") & ~overview.is_dated).sum())
        return told


def facet_values(ledger: Ledger, asked: Asked, facet: str, named: str = "") -> list[tuple[str, int]]:
    """The values of one facet whose name has some letters in it, the most told first."""
    if facet not in SHOWN_FACETS:
        raise BadInput(f"“{facet[:40]}” is no facet; it is one of {', '.join(SHOWN_FACETS)}")
    with ledger.look() as look:
        masks = look.overview.masks(asked, look.connection)
        counted = look.overview.facets[facet].counts(look.overview.together(masks, without=facet))
    letters = named.casefold()
    return [(value, count) for value, count in counted if letters in value.casefold()][:_VALUES_SHOWN]


def listed(
    ledger: Ledger,
    asked: Asked,
    *,
    sort: str = "day",
    offset: int = 0,
    limit: int = 50,
    only: str | None = None,
) -> Record:
    """One page of incidents in short; `only` those without a day ("undated") or a place ("unplaced")."""
    if sort not in SORTS:
        raise BadInput(f"“{sort[:40]}” is no order; it is one of {', '.join(SORTS)}")
    with ledger.look() as look:
        mask = look.mask(asked)
        if only == "undated":
            mask &= ~look.overview.is_dated
        elif only == "unplaced":
            mask &= ~look.overview.is_placed
        rows = in_order(look, mask, sort)
        return {
            "total": len(rows),
            "offset": offset,
            "incidents": look.cards(rows[offset : offset + min(limit, MOST_AT_ONCE)]),
        }


def download(ledger: Ledger, asked: Asked, format_: str) -> str:
    """Everything that is asked for, in short, as "csv", "geojson" or "json", in order of days."""
    if format_ not in FORMATS:
        raise BadInput(f"“{format_[:40]}” is no format; it is one of {', '.join(FORMATS)}")
    with ledger.look() as look:
        cards = look.cards(in_order(look, look.mask(asked), "day"))
    return FORMATS[format_](cards)


def in_order(look: Look, mask: Mask, sort: str) -> NDArray[np.int64]:
    """The rows that the mask leaves, sorted; what has no value comes last."""
    import numpy as np

    overview, rows = look.overview, np.flatnonzero(mask)
    first = np.where(np.isnan(overview.first), overview.last, overview.first)
    keys = {
        "day": first,
        "-day": -first,
        "killed": -overview.killed[:, 1],
        "claims": -overview.claims,
        "importance": -overview.weight,
    }
    return rows[np.argsort(keys[sort][rows], kind="stable")]


def _killed(killed: NDArray[np.float64]) -> Record:
    """Sums over incidents; there is no highest figure where one incident's is open."""
    import numpy as np

    told = killed[~np.isnan(killed[:, 1])]
    high = told[:, 2].sum()
    low, best = told[:, 0].sum(), told[:, 1].sum()
    return {"low": int(low), "best": int(best), "high": None if np.isnan(high) else int(high)}


def _timeline(look: Look, mask: Mask) -> Record:
    """Incidents and the killed by the day, month or year on which an incident begins."""
    import numpy as np

    overview = look.overview
    rows = np.flatnonzero(mask & overview.is_dated)
    if not len(rows):
        return {"bin": "day", "days": []}
    first = np.where(np.isnan(overview.first), overview.last, overview.first)[rows].astype(np.int64)
    days, inverse = np.unique(first, return_inverse=True)
    counted = np.bincount(inverse)
    dead = np.bincount(inverse, weights=np.nan_to_num(overview.killed[rows, 1]))
    span = int(days[-1] - days[0])
    size, letters = (
        ("day", 10) if span <= _MOST_DAYS else ("month", 7) if span <= _MOST_MONTHS else ("year", 4)
    )
    bins: dict[str, list[int]] = {}
    for day, count, killed in zip(days.tolist(), counted.tolist(), dead.tolist(), strict=True):
        each = bins.setdefault(date.fromordinal(day).isoformat()[:letters], [0, 0])
        each[0] += count
        each[1] += int(killed)
    return {"bin": size, "days": [[name, *numbers] for name, numbers in bins.items()]}
