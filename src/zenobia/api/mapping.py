"""Incidents on a map: a grid of cells where many lie close, single marks where one stands alone; and town names."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from zenobia.api.ledger import Ledger, Record
from zenobia.api.opening import opened_gazetteer

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from zenobia.store.overview import Asked, Mask, Overview

CLASSES = {
    "exact": ("site", "town"),
    "near": ("near", "district"),
    "wide": ("province", "country", "region", "sea"),
}
"""Precisions that are drawn alike; a cell never mixes them, so that a province's centre passes for no town."""

Box = tuple[float, float, float, float]
# Map libraries draw the world 512 pixels wide at zoom 0; cells and labels are to be this far apart.
_WORLD_PIXELS, _CELL_PIXELS, _LABEL_PIXELS = 512, 64, 90
_MOST_MARKS = 1500
_MOST_TOWNS = 120
_RANKS = (1_000_000, 100_000, 10_000)
_MERCATOR_EDGE = 85.05


def mapped(ledger: Ledger, asked: Asked, zoom: float) -> Record:
    """The incidents asked for in cells of about 64 pixels; one that is alone in its cell comes as itself."""
    import numpy as np

    with ledger.look() as look:
        overview = look.overview
        placed = look.mask(asked) & overview.is_placed
        cells: list[Record] = []
        alone: list[int] = []
        for name, precisions in CLASSES.items():
            inside = placed & overview.facets["precision"].having(len(overview), precisions)
            made, single = _cells(overview, inside, zoom, name)
            cells += made
            alone += single
        alone = sorted(alone, key=lambda row: -np.nan_to_num(overview.killed[row, 1]))[:_MOST_MARKS]
        return {"total": int(placed.sum()), "cells": cells, "incidents": look.cards(alone)}


def _cells(overview: Overview, mask: Mask, zoom: float, name: str) -> tuple[list[Record], list[int]]:
    import numpy as np

    rows = np.flatnonzero(mask)
    if not len(rows):
        return [], []
    lon, lat = overview.lon[rows], overview.lat[rows]
    order, starts = _gridded(lon, lat, zoom, _CELL_PIXELS)
    sizes = np.diff(np.append(starts, len(rows)))
    kinds, precisions = _single(overview, "kind"), _single(overview, "precision")
    alone = rows[order[starts[sizes == 1]]].tolist()
    cells = []
    for start, size in zip(starts[sizes > 1].tolist(), sizes[sizes > 1].tolist(), strict=True):
        inside = order[start : start + size]
        cells.append(
            {
                "lon": round(float(lon[inside].mean()), 5),
                "lat": round(float(lat[inside].mean()), 5),
                "count": size,
                "killed": int(np.nan_to_num(overview.killed[rows[inside], 1]).sum()),
                "class": name,
                "kinds": _counted(kinds[rows[inside]], overview.facets["kind"].names),
                "precisions": _counted(precisions[rows[inside]], overview.facets["precision"].names),
                "bounds": [
                    float(lon[inside].min()),
                    float(lat[inside].min()),
                    float(lon[inside].max()),
                    float(lat[inside].max()),
                ],
            }
        )
    return cells, alone


def _single(overview: Overview, facet: str) -> NDArray[np.int64]:
    """The value of a facet that has one, as a number for each incident."""
    import numpy as np

    values = np.zeros(len(overview), dtype=np.int64)
    values[overview.facets[facet].rows] = overview.facets[facet].codes
    return values


def _counted(codes: NDArray[np.int64], names: list[str]) -> dict[str, int]:
    """How many there are of each, the most first."""
    import numpy as np

    counted = np.bincount(codes, minlength=len(names))
    return {names[at]: int(counted[at]) for at in np.argsort(-counted, kind="stable") if counted[at]}


def _gridded(
    lon: NDArray[np.float64], lat: NDArray[np.float64], zoom: float, pixels: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Points in the order of their cells in Web Mercator, and where in it each cell begins."""
    import numpy as np

    across = _WORLD_PIXELS * 2.0 ** round(min(max(zoom, 0.0), 22.0)) / pixels
    rad = np.radians(np.clip(lat, -_MERCATOR_EDGE, _MERCATOR_EDGE))
    x = ((lon + 180.0) / 360.0 * across).astype(np.int64)
    y = ((1 - np.arcsinh(np.tan(rad)) / np.pi) / 2 * across).astype(np.int64)
    number = y * (int(across) + 1) + x
    order = np.argsort(number, kind="stable")
    starts = np.flatnonzero(np.diff(number[order], prepend=-1))
    return order, starts


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
