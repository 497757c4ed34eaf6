"""Read what a request asks for: filters, pages of lists, boxes of the map."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

from starlette.datastructures import QueryParams

from zenobia import api
from zenobia.errors import BadInput

if TYPE_CHECKING:
    from zenobia.store.overview import Asked

Box = tuple[float, float, float, float]
# More values of one filter, or a longer one, were not picked by hand.
_MOST_VALUES, _LONGEST = 200, 500


def asked_in(query: QueryParams) -> Asked:
    """The incidents that the filters of an address ask for. Raises BadInput for a value that is none."""
    return api.asked(
        {facet: _several(query, facet) for facet in api.SHOWN_FACETS if facet in query},
        within=_several(query, "within"),
        since=_word(query, "since"),
        until=_word(query, "until"),
        words=_word(query, "words"),
        min_killed=number(query, "min_killed", None, most=10**9),
        box=box(query),
    )


def box(query: Mapping[str, str]) -> Box | None:
    """West, south, east and north in degrees."""
    said = query.get("box")
    if not said:
        return None
    try:
        west, south, east, north = (float(part) for part in said.split(","))
    except ValueError:
        raise BadInput("a box is four numbers: west,south,east,north") from None
    if not all(map(math.isfinite, (west, south, east, north))) or south > north:
        raise BadInput("a box is four numbers: west,south,east,north, and south lies below north")
    if east - west >= 360:
        return -180.0, south, 180.0, north
    return _turned(west), south, _turned(east), north


def zoom(query: Mapping[str, str]) -> float:
    try:
        value = float(query.get("zoom", "2"))
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise BadInput("zoom is a number, such as 6.5")
    return min(max(value, 0.0), 22.0)


def number(query: Mapping[str, str], name: str, default: int | None, *, most: int) -> int | None:
    said = query.get(name)
    if not said:
        return default
    if not (said.isascii() and said.isdecimal() and len(said) < 12):
        raise BadInput(f"{name} is a whole number, not “{said[:20]}”")
    return min(int(said), most)


def _word(query: Mapping[str, str], name: str) -> str | None:
    said = query.get(name) or None
    if said is not None and len(said) > _LONGEST:
        raise BadInput(f"{name} is too long; {_LONGEST} letters are the most")
    return said


def _several(query: QueryParams, name: str) -> tuple[str, ...]:
    values = tuple(value for value in query.getlist(name) if value)
    if len(values) > _MOST_VALUES or any(len(value) > _LONGEST for value in values):
        raise BadInput(f"too many values of {name}; {_MOST_VALUES} are the most")
    return values


def _turned(degrees: float) -> float:
    """The same meridian between -180 and 180."""
    return degrees if -180 <= degrees <= 180 else (degrees + 180) % 360 - 180
