"""A small gazetteer for tests: all countries, divisions and landmarks, and a few dozen towns."""

from __future__ import annotations

from pathlib import Path

from zenobia.resolving.gazetteer import Gazetteer, PlaceKind
from zenobia.resolving.gazetteer_build import Part, PlaceRow, bundled_parts, write_gazetteer

# name, other names, country, division, lat, lon, people
TOWNS = (
    ("Tadmur", "Palmyra|Tadmor|تدمر", "SY", "11", 34.5624, 38.2840, 51_015),
    ("As Sukhnah", "Sukhnah|السخنة|Soukhna", "SY", "11", 34.8867, 38.8733, 16_000),
    ("Homs", "Hims|Hums", "SY", "11", 34.7268, 36.7234, 775_404),
    ("Damascus", "Dimashq|دمشق", "SY", "13", 33.5102, 36.2913, 1_569_394),
    ("Aleppo", "Halab|حلب", "SY", "09", 36.2012, 37.1612, 1_602_264),
    ("Idlib", "Edlib", "SY", "12", 35.9306, 36.6339, 128_840),
    ("Ar Raqqah", "Raqqa|Rakka", "SY", "04", 35.9528, 39.0079, 531_952),
    ("Sarmin", "", "SY", "12", 35.9031, 36.7256, 14_500),
    ("Al Qardahah", "Qardaha", "SY", "02", 35.4572, 36.0606, 8_671),
    ("Hama", "Hamah", "SY", "10", 35.1318, 36.7578, 460_602),
    ("Mosul", "Al Mawsil", "IQ", "15", 36.335, 43.1189, 1_739_800),
    ("Baghdad", "", "IQ", "07", 33.3406, 44.4009, 7_216_000),
    ("Paris", "", "FR", "11", 48.8534, 2.3488, 2_138_551),
    ("Paris", "", "US", "TX", 33.6609, -95.5555, 24_839),
    ("Austin", "", "US", "TX", 30.2672, -97.7431, 961_855),
    ("Dallas", "", "US", "TX", 32.7831, -96.8067, 1_300_092),
    ("Salvador", "", "BR", "05", -12.9711, -38.5108, 2_418_005),
    ("Springfield", "", "US", "IL", 39.8017, -89.6437, 116_565),
    ("Springfield", "", "US", "MO", 37.2153, -93.2982, 166_810),
    ("Sumy", "", "UA", "21", 50.9216, 34.8003, 259_660),
    ("Donetsk", "", "UA", "05", 48.0230, 37.8022, 901_645),
    ("Lviv", "", "UA", "15", 49.8397, 24.0297, 717_500),
    ("Odesa", "", "UA", "17", 46.4775, 30.7326, 1_015_826),
    ("Al Qamishli", "Qamishli", "SY", "01", 37.0517, 41.2278, 184_231),
    ("Daraa", "Deraa", "SY", "06", 32.6189, 36.1021, 146_481),
    ("Uman", "", "UA", "24", 48.7501, 30.2194, 82_154),
    ("Saña", "", "PE", "14", -6.9189, -79.5820, 12_013),
)  # fmt: skip


def towns() -> list[PlaceRow]:
    return [
        PlaceRow(
            place_id=f"geonames:{90_000_000 + number}",
            name=name,
            kind=PlaceKind.TOWN,
            country=country,
            division=division,
            lat=lat,
            lon=lon,
            population=people,
            names=tuple(filter(None, names.split("|"))),
        )
        for number, (name, names, country, division, lat, lon, people) in enumerate(TOWNS)
    ]


def small_gazetteer(path: Path) -> Gazetteer:
    """Everything that comes with the program but its towns, and the few above."""
    parts = [part for part in bundled_parts() if part.source != "towns"]
    write_gazetteer(path, [*parts, Part("towns", towns(), "by hand")])
    return Gazetteer.open(path)
