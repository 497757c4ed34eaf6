"""How exactly a place is told, in our codes and in others'."""

from __future__ import annotations

import pytest

from zenobia.model import PlacePrecision
from zenobia.resolving.gazetteer import Place, PlaceKind
from zenobia.resolving.place_precision import PRECISION_CODES, lies_in, resolution


def place(
    name: str, kind: PlaceKind, country: str | None, division: str | None, lat: float, lon: float
) -> Place:
    return Place(f"test:{name}", name, kind, country, division, lat, lon, 0)


SARMIN = place("Sarmin", PlaceKind.TOWN, "SY", "12", 35.90, 36.73)
IDLIB = place("Idlib Governorate", PlaceKind.PROVINCE, "SY", "12", 35.77, 36.67)
HOMS = place("Homs Governorate", PlaceKind.PROVINCE, "SY", "11", 34.47, 38.30)
SYRIA = place("Syria", PlaceKind.COUNTRY, "SY", None, 35.0, 38.5)
ALEPPO = place("Aleppo", PlaceKind.TOWN, "SY", "09", 36.20, 37.16)
MOSUL = place("Mosul", PlaceKind.TOWN, "IQ", "15", 36.34, 43.12)


def test_every_precision_has_its_codes_and_no_other() -> None:
    assert set(PRECISION_CODES) == set(PlacePrecision)


@pytest.mark.parametrize(
    ("precision", "codes"),
    [
        (PlacePrecision.TOWN, (1, 1, 4)),
        (PlacePrecision.NEAR, (2, 2, 4)),
        (PlacePrecision.PROVINCE, (3, 4, 2)),
        (PlacePrecision.COUNTRY, (None, 6, 1)),
        (PlacePrecision.SEA, (3, 7, None)),
    ],
)
def test_codes_of_acled_ucdp_and_plover(precision: PlacePrecision, codes: tuple[int | None, ...]) -> None:
    known = PRECISION_CODES[precision]
    assert (known.acled, known.ucdp, known.plover) == codes


def test_a_town_lies_in_its_province_and_country_and_by_its_neighbours() -> None:
    assert lies_in(SARMIN, IDLIB)
    assert lies_in(SARMIN, SYRIA)
    assert lies_in(SARMIN, ALEPPO)
    assert not lies_in(SARMIN, HOMS)
    assert not lies_in(SARMIN, MOSUL)
    assert not lies_in(SARMIN, SARMIN)


def test_a_known_place_is_told_as_exactly_as_its_kind() -> None:
    for known in (SARMIN, IDLIB, SYRIA):
        assert resolution(known, 1.0, ()).precision == known.kind.value
