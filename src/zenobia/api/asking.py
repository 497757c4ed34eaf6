"""Which incidents are meant: filters as a person gives them, made into what a store is asked."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from zenobia.api.opening import as_day, opened_gazetteer
from zenobia.errors import BadInput

if TYPE_CHECKING:
    from zenobia.store.overview import Asked


def asked(
    values: Mapping[str, Collection[str]] | None = None,
    *,
    within: Collection[str] = (),
    since: date | str | None = None,
    until: date | str | None = None,
    words: str | None = None,
    min_killed: int | None = None,
    box: tuple[float, float, float, float] | None = None,
) -> Asked:
    """A question for the functions that take one; `values` are values of facets, any of which will do.

    `within` are ids of places: a country or a division means everything in it. Raises BadInput for a day that
    is none, and for a place that the gazetteer does not have.
    """
    from zenobia.store.overview import Asked

    places: set[str] = set()
    countries: set[str] = set()
    for place_id in within:
        inside, country = _inside(place_id)
        places.update(inside)
        if country is not None:
            countries.add(country)
    return Asked(
        values=dict(values or {}),
        within=frozenset(places) if within else None,
        countries=frozenset(countries),
        since=as_day(since),
        until=as_day(until),
        words=words,
        min_killed=min_killed,
        box=box,
    )


@lru_cache(maxsize=64)
def _inside(place_id: str) -> tuple[frozenset[str], str | None]:
    """The ids of all that lies in a place, and its code where it is a country."""
    from zenobia.resolving.gazetteer import PlaceKind

    gazetteer = opened_gazetteer(None)
    place = gazetteer.by_id(place_id)
    if place is None:
        raise BadInput(f"there is no place “{place_id[:40]}” in the gazetteer; pick one of /api/places")
    country = place.country if place.kind is PlaceKind.COUNTRY else None
    return frozenset(gazetteer.inside(place)), country
