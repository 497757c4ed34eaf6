"""Incidents on a map: a grid of cells where many lie close, single marks where one stands alone; and town names."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from zenobia.api.ledger import Ledger, Record
from zenobia.api.opening import opened_gazetteer

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from zenobia.store.overview import Asked, Overview

CLASSES = {
    "exact": ("site", "town"),
    "near": ("near", "district"),
    "wide": ("province", "country", "region", "sea"),
}
"""Precisions that are drawn alike; a cell never mixes them, so that a province's centre passes for no town."""

Box = tuple[float, float, float, float]
# Map libraries draw the world 512 pixels wide at zoom 0; cells and labels are to be this far apart.
_WORLD_PIXELS, _CELL_PIXELS, _LABEL_PIXELS = 512, 64, 90
# Whole incidents in one answer; more are slow to draw, and nobody reads so many.
_MOST_MARKS = 400
_MOST_TOWNS = 120
_RANKS = (1_000_000, 100_000, 10_000)
_MERCATOR_EDGE = 85.05


def mapped(ledger: Ledger, asked: Asked, zoom: float) -> Record:
    """The incidents asked for in cells of about 64 pixels; one that is alone in its cell comes as itself.

    Where more are alone than can be told of one by one, those with the highest tolls are, and the others come
    as cells of one.
    """
    import numpy as np

    with ledger.look() as look:
        overview = look.overview
        placed = look.mask(asked) & overview.is_placed
        cells: list[Record] = []
        alone: list[tuple[int, str]] = []
        for name, precisions in CLASSES.items():
            rows = np.flatnonzero(placed & overview.facets["precision"].having(len(overview), precisions))
            for inside in _gridded(overview, rows, zoom):
                if len(inside) == 1:
                    alone.append((int(inside[0]), name))
                else:
                    cells.append(_cell(overview, inside, name))
        alone.sort(key=lambda each: -np.nan_to_num(overview.killed[each[0], 1]))
        cells += [_cell(overview, np.array([row]), name) for row, name in alone[_MOST_MARKS:]]
        marks = look.cards([row for row, _ in alone[:_MOST_MARKS]])
        return {"total": int(placed.sum()), "cells": cells, "incidents": marks}


def _cell(overview: Overview, inside: NDArray[np.int64], name: str) -> Record:
    import numpy as np

    lon, lat = overview.lon[inside], overview.lat[inside]
    kinds, precisions = overview.facets["kind"], overview.facets["precision"]
    return {
        "lon": round(float(lon.mean()), 5),
        "lat": round(float(lat.mean()), 5),
        "count": len(inside),
        "killed": int(np.nan_to_num(overview.killed[inside, 1]).sum()),
        "class": name,
        "kinds": _counted(overview.kinds[inside], kinds.names),
        "precisions": _counted(overview.precisions[inside], precisions.names),
        "bounds": [float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max())],
    }


def _counted(codes: NDArray[np.int64], names: list[str]) -> dict[str, int]:
    """How many there are of each, the most first."""
    import numpy as np

    counted = np.bincount(codes, minlength=len(names))
    return {names[at]: int(counted[at]) for at in np.argsort(-counted, kind="stable") if counted[at]}


def _gridded(overview: Overview, rows: NDArray[np.int64], zoom: float) -> list[NDArray[np.int64]]:
    """The rows by their cell in Web Mercator."""
    import numpy as np

    if not len(rows):
        return []
    across = _WORLD_PIXELS * 2.0 ** round(min(max(zoom, 0.0), 22.0)) / _CELL_PIXELS
    rad = np.radians(np.clip(overview.lat[rows], -_MERCATOR_EDGE, _MERCATOR_EDGE))
    x = ((overview.lon[rows] + 180.0) / 360.0 * across).astype(np.int64)
    y = ((1 - np.arcsinh(np.tan(rad)) / np.pi) / 2 * across).astype(np.int64)
    number = y * (int(across) + 1) + x
    order = np.argsort(number, kind="stable")
    ends = np.flatnonzero(np.diff(number[order])) + 1
    return np.split(rows[order], ends)


def towns(box: Box, zoom: float) -> list[Record]:
    """The towns to label on a map, the largest first, none too close to a larger one."""
    found: list[Record] = []
    taken: set[tuple[int, int]] = set()
    across = _WORLD_PIXELS * 2.0 ** min(max(zoom, 0.0), 22.0) / _LABEL_PIXELS
    for place in opened_gazetteer(None).towns_in(box):
        x = (place.lon + 180) / 360 * across
        lat = math.radians(max(-_MERCATOR_EDGE, min(_MERCATOR_EDGE, place.lat)))
        y = (1 - math.asinh(math.tan(lat)) / math.pi) / 2 * across
        cell = int(x), int(y)
        if cell in taken:
            continue
        taken.add(cell)
        rank = next((at for at, size in enumerate(_RANKS) if place.population >= size), len(_RANKS))
        found.append({"name": place.name, "lat": place.lat, "lon": place.lon, "rank": rank})
        if len(found) == _MOST_TOWNS:
            break
    return found
