"""How exactly a place is told, and where in it the words point: a town or near it, the north of a country."""

from __future__ import annotations

from dataclasses import dataclass, replace

from zenobia.model import PlacePrecision, Reason
from zenobia.resolving.descriptions import DIRECTIONS, Description, Named, Noun
from zenobia.resolving.gazetteer import Gazetteer, Place, PlaceKind
from zenobia.resolving.place_context import distance_km

# How far from the town it is said to lie in a place may be.
INSIDE_KM = 100.0

WIDE = (PlaceKind.COUNTRY, PlaceKind.PROVINCE, PlaceKind.REGION)
SMALL = (PlaceKind.TOWN, PlaceKind.SITE, PlaceKind.DISTRICT)
# What lies in a town, and is told by it where it is not known itself.
PARTS = frozenset({Noun.QUARTER, Noun.BUILDING, Noun.STREET, Noun.SITE})


_PRECISIONS = {
    PlaceKind.COUNTRY: PlacePrecision.COUNTRY,
    PlaceKind.PROVINCE: PlacePrecision.PROVINCE,
    PlaceKind.DISTRICT: PlacePrecision.DISTRICT,
    PlaceKind.TOWN: PlacePrecision.TOWN,
    PlaceKind.REGION: PlacePrecision.REGION,
    PlaceKind.SEA: PlacePrecision.SEA,
    PlaceKind.SITE: PlacePrecision.SITE,
}


@dataclass(frozen=True, slots=True)
class PrecisionCodes:
    """How other codings write a precision: ACLED's geo_precision, UCDP's where_prec, PLOVER's resolution.

    None where that coding has no code for it (ACLED does not code a country alone).
    """

    acled: int | None
    ucdp: int | None
    plover: int | None


PRECISION_CODES = {
    PlacePrecision.SITE: PrecisionCodes(1, 1, 5),
    PlacePrecision.TOWN: PrecisionCodes(1, 1, 4),
    PlacePrecision.NEAR: PrecisionCodes(2, 2, 4),
    PlacePrecision.DISTRICT: PrecisionCodes(2, 3, 3),
    PlacePrecision.PROVINCE: PrecisionCodes(3, 4, 2),
    PlacePrecision.REGION: PrecisionCodes(3, 5, 2),
    PlacePrecision.COUNTRY: PrecisionCodes(None, 6, 1),
    PlacePrecision.SEA: PrecisionCodes(3, 7, None),
}


@dataclass(frozen=True, slots=True)
class Resolution:
    """A place on the map, how exactly it is told, how sure that is, and why."""

    place: Place
    precision: PlacePrecision
    lat: float
    lon: float
    confidence: float
    reasons: tuple[Reason, ...]


def resolution(place: Place, sureness: float, reasons: tuple[Reason, ...]) -> Resolution:
    return Resolution(place, _PRECISIONS[place.kind], place.lat, place.lon, round(sureness, 3), reasons)


def placed(found: Resolution, name: Named, words: Description, gazetteer: Gazetteer) -> Resolution:
    """Move to the part of the land that is told, and say how exactly it is told."""
    direction = name.direction or words.direction
    place = found.place
    if direction and place.kind in WIDE and not words.near:
        return _in_direction(found, direction, gazetteer)
    if place.kind in SMALL:
        if words.near or name.countryside or (words.countryside and place.kind is PlaceKind.TOWN):
            return replace(found, precision=PlacePrecision.NEAR)
        if name.noun is Noun.DISTRICT:
            return replace(found, precision=PlacePrecision.DISTRICT)
        if direction not in (None, "centre") or PARTS & set(words.nouns):
            return replace(found, precision=PlacePrecision.SITE)
    if words.coast:
        return replace(found, precision=PlacePrecision.SEA)
    return found


def inside(
    found: Resolution, container: Named | None, words: Description, gazetteer: Gazetteer
) -> Resolution:
    """The precision of something that is only known to be in a place."""
    nouns = set(words.nouns)
    kind = found.place.kind
    if kind in WIDE:
        direction = (container.direction if container else None) or words.direction
        return _in_direction(found, direction, gazetteer) if direction else found
    if words.near or words.countryside:
        return replace(found, precision=PlacePrecision.NEAR)
    is_part = container is not None or nouns & {*PARTS, Noun.DISTRICT}
    if is_part or words.direction not in (None, "centre"):
        return replace(found, precision=PlacePrecision.SITE)
    return found


def _in_direction(found: Resolution, direction: str, gazetteer: Gazetteer) -> Resolution:
    """ "Northern Syria": the middle of the northern third of where the country's towns lie."""
    place = found.place
    box = None
    if place.kind is PlaceKind.COUNTRY and place.country:
        box = gazetteer.country_box(place.country)
    elif place.kind is PlaceKind.PROVINCE and place.country and place.division:
        box = gazetteer.division_box(place.country, place.division)
    if box is None:
        return found
    south, west, north, east = box
    up, right = DIRECTIONS[direction]
    wide = place.kind is PlaceKind.COUNTRY
    return replace(
        found,
        precision=PlacePrecision.REGION if wide else PlacePrecision.PROVINCE,
        lat=round(south + up * (north - south), 2),
        lon=round(west + right * (east - west), 2),
        reasons=(
            *found.reasons,
            Reason("direction", 0.0, f"{direction} of {place.name}, by where its towns lie"),
        ),
    )


def lies_in(inner: Place, outer: Place) -> bool:
    """Whether one place can be said to lie in the other."""
    if inner.place_id == outer.place_id:
        return False
    if outer.kind is PlaceKind.COUNTRY:
        return inner.country == outer.country
    if outer.kind is PlaceKind.PROVINCE and outer.division:
        return (inner.country, inner.division) == (outer.country, outer.division)
    return distance_km(inner.lat, inner.lon, outer.lat, outer.lon) <= INSIDE_KM
