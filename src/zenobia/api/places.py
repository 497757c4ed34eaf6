"""The places that are known, and adding one's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from zenobia.api.opening import Progress, opened_gazetteer
from zenobia.errors import BadInput
from zenobia.settings import Settings

if TYPE_CHECKING:
    from zenobia.resolving.gazetteer import PlaceSource
    from zenobia.resolving.gazetteer_build import Part
    from zenobia.resolving.place_ranking import PlaceCandidate


@dataclass(frozen=True, slots=True)
class Added:
    """What came of adding places: how many, how many rows could not be read, and the first of those."""

    source: str
    places: int
    skipped: int = 0
    first_skipped: str | None = None


def known_places(
    name: str, *, country: str | None = None, progress: Progress | None = None
) -> tuple[PlaceCandidate, ...]:
    """The places a name may mean, the likeliest first, with reasons; in one country near spellings too."""
    from zenobia.resolving.places import candidates

    return tuple(candidates(name, opened_gazetteer(progress), country))


def place_sources(progress: Progress | None = None) -> tuple[PlaceSource, ...]:
    """What the gazetteer is made of, and whom to thank for it."""
    return tuple(opened_gazetteer(progress).sources())


def add_geonames_countries(
    countries: Sequence[str], *, address: str | None = None, progress: Progress | None = None
) -> Iterator[Added]:
    """Fetch GeoNames' dump of each country (a code like SY) and add its places.

    `address` is where the dumps are, if not at GeoNames. Raises FetchFailed; what was added before is kept.
    """
    from zenobia.pages.fetch import download
    from zenobia.resolving.place_files import DUMPS_AT, LARGEST_DUMP_BYTES

    codes = [code.upper() for code in countries]
    if wrong := [code for code in codes if not (len(code) == 2 and code.isascii() and code.isalpha())]:
        raise BadInput(f"“{wrong[0]}” is not the code of a country; write it like SY")
    for code in codes:
        path = Settings.from_environment().cache / "geonames" / f"{code}.zip"
        download(
            f"{address or DUMPS_AT}/{code}.zip",
            path,
            limit_bytes=LARGEST_DUMP_BYTES,
            progress=progress,
            allow_private=address is not None,  # a mirror of one's own may be anywhere
        )
        yield add_geonames_file(path, source=f"geonames-{code}", progress=progress)


def add_geonames_file(path: Path, *, source: str | None = None, progress: Progress | None = None) -> Added:
    """Add the places of a dump of GeoNames that is at hand, zipped or not."""
    from zenobia.resolving.gazetteer_build import GEONAMES_THANKS, Part
    from zenobia.resolving.place_files import Skipped, read_geonames

    skipped = Skipped()
    name = source or f"geonames-{path.stem}"
    added = _add_places(Part(name, read_geonames(path, skipped), GEONAMES_THANKS), progress)
    return Added(name, added, skipped.rows, skipped.first)


def add_places_table(
    path: Path,
    columns: Mapping[str, str],
    *,
    country: str | None = None,
    source: str | None = None,
    attribution: str | None = None,
    progress: Progress | None = None,
) -> Added:
    """Add the places of a CSV whose columns are named: name, lat and lon at least (docs/gazetteer.md).

    Adding the same source again replaces it. Raises BadInput where a column is not there.
    """
    from zenobia.resolving.gazetteer_build import Part
    from zenobia.resolving.place_files import Skipped, read_table

    skipped = Skipped()
    name = source or path.stem
    gazetteer = opened_gazetteer(progress)
    rows = read_table(
        path,
        columns,
        source=name,
        country=country,
        division_of=lambda province: gazetteer.division_called(province, country),
        skipped=skipped,
    )
    added = _add_places(Part(name, rows, attribution or path.name), progress)
    return Added(name, added, skipped.rows, skipped.first)


def _add_places(part: Part, progress: Progress | None) -> int:
    from zenobia.resolving.own_places import keep_places

    added = keep_places(Settings.from_environment().places, part)
    opened_gazetteer(progress).close()
    return added
