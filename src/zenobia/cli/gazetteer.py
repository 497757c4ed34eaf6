"""`zenobia place` and `zenobia gazetteer`: which places are known, why one is meant, and how to add more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import click
from rich.text import Text

from zenobia import api
from zenobia.cli.console import out, print_json, print_table, progress_bar, visible
from zenobia.errors import NotFound

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
SHOWN = 10


@click.command()
@click.argument("name")
@click.option("--country", metavar="CODE", help="Within this country, like SY.")
@click.option("--json", "as_json", is_flag=True, help="Print every candidate as JSON.")
def place(name: str, country: str | None, as_json: bool) -> None:
    """Show which places go by a name, the likeliest first, and why.

    In a report the other places it names decide as well; here the name stands alone.

    \b
    Examples:
      zenobia place Tadmur
      zenobia place Palymra --country SY
    """
    with _bar("Building the list of places (once)") as progress:
        found = api.known_places(name, country=country and country.upper(), progress=progress)
    if as_json:
        print_json([_record(candidate) for candidate in found])
    if not found:
        hint = f" in {country}" if country else "; “zenobia gazetteer add” adds the places of a country"
        raise NotFound(f"no place goes by “{visible(name)}”{hint}")
    if not as_json:
        _show(found[0])
        rows = [_row(candidate) for candidate in found[1 : SHOWN + 1]]
        if rows:
            out.print()
            print_table(("POINTS", "PLACE", "KIND", "COUNTRY", "LAT", "LON", "ID"), rows)
        if len(found) > SHOWN + 1:
            out.print(f"and {len(found) - SHOWN - 1} more; --json shows all.")


@click.group(invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="Print the sources as JSON.")
@click.pass_context
def gazetteer(context: click.Context, as_json: bool) -> None:
    """List what the places are taken from, or add more with “zenobia gazetteer add”.

    \b
    Examples:
      zenobia gazetteer
      zenobia gazetteer add geonames SY IQ
    """
    if context.invoked_subcommand is not None:
        return
    with _bar("Building the list of places (once)") as progress:
        sources = api.place_sources(progress)
    if as_json:
        print_json(
            [
                {"source": one.name, "places": one.places, "from": one.attribution, "added_at": one.added_at}
                for one in sources
            ]
        )
        return
    print_table(
        ("SOURCE", "PLACES", "ADDED", "FROM"),
        [(one.name, f"{one.places:,}", one.added_at[:10], one.attribution) for one in sources],
        flexible="FROM",
    )


@gazetteer.command()
@click.argument("source", required=False, metavar="[geonames", type=click.Choice(["geonames"]))
@click.argument("countries", nargs=-1, metavar="CODE...]")
@click.option(
    "--geonames", "dump", type=FILE, help="Add a dump of GeoNames that you have (SY.zip or SY.txt)."
)
@click.option("--csv", "table", type=FILE, help="Add a table of your own.")
@click.option(
    "--name", default="name", show_default=True, metavar="COLUMN", help="With --csv: the column of the name."
)
@click.option("--lat", default="lat", show_default=True, metavar="COLUMN", help="The column of the latitude.")
@click.option(
    "--lon", default="lon", show_default=True, metavar="COLUMN", help="The column of the longitude."
)
@click.option("--id", "id_", metavar="COLUMN", help="The column of an id that stays the same.")
@click.option(
    "--alias", "aliases", multiple=True, metavar="COLUMN", help="A column of other names; as often as needed."
)
@click.option("--province", metavar="COLUMN", help="The column of the province's name.")
@click.option("--population", metavar="COLUMN", help="The column of how many live there.")
@click.option("--country", metavar="CODE", help="The country of all rows, like SY.")
@click.option("--source", "called", metavar="NAME", help="What to call the table; its file name if not told.")
@click.option("--attribution", metavar="WORDS", help="Who is to be named for the data.")
@click.option("--address", metavar="URL", help="Where the dumps are, if not at GeoNames.")
@click.option("--json", "as_json", is_flag=True, help="Print what was added as JSON.")
def add(
    source: str | None,
    countries: tuple[str, ...],
    dump: Path | None,
    table: Path | None,
    country: str | None,
    called: str | None,
    attribution: str | None,
    address: str | None,
    aliases: tuple[str, ...],
    as_json: bool,
    **columns: str | None,
) -> None:
    """Add places: GeoNames' countries from the web, a dump you have, or a table of your own.

    Adding a source again replaces what it gave before. Reports read from then on are read with them.

    \b
    Examples:
      zenobia gazetteer add geonames SY IQ
      zenobia gazetteer add --geonames SY.zip
      zenobia gazetteer add --csv wells.csv --lat y --lon x --country SY
    """
    if (source is not None) + (dump is not None) + (table is not None) != 1:
        raise click.UsageError("Give one of: geonames and country codes, --geonames FILE, --csv FILE.")
    if source is not None and not countries:
        raise click.UsageError("Which countries? Give their codes, like SY IQ.")
    results = []
    adding: Iterable[api.Added] = ()
    with _bar("Adding places") as progress:
        if source is not None:
            adding = api.add_geonames_countries(countries, address=address, progress=progress)
        elif dump is not None:
            adding = [api.add_geonames_file(dump, source=called, progress=progress)]
        elif table is not None:
            named = {
                "country": country and country.upper(),
                "source": called,
                "attribution": attribution,
            }
            adding = [api.add_places_table(table, _columns(columns, aliases), **named, progress=progress)]
        for added in adding:
            results.append(asdict(added))
            if not as_json:
                _tell(added)
    if as_json:
        print_json(results)


def _columns(given: dict[str, str | None], aliases: tuple[str, ...]) -> dict[str, str]:
    columns = {key.rstrip("_"): column for key, column in given.items() if column}
    return columns | {f"alias{number}": column for number, column in enumerate(aliases)}


def _tell(added: api.Added) -> None:
    out.print(f"{added.places:,} places added from {visible(added.source)}.")
    if added.skipped:
        out.print(f"{added.skipped:,} rows could not be read; {visible(added.first_skipped or '')}.")


@contextmanager
def _bar(what: str) -> Iterator[api.Progress]:
    with progress_bar() as bar:
        task = bar.add_task(what, total=None, visible=False)
        yield lambda done, total: bar.update(task, completed=done, total=total, visible=True)


def _show(candidate: api.PlaceCandidate) -> None:
    found = candidate.match.place
    out.print(Text(found.name, style="bold"), Text(found.place_id, style="dim"))
    facts = {
        "kind": found.kind.value,
        "country": found.country or "",
        "at": f"{found.lat:.4f}, {found.lon:.4f}",
        "people": f"{found.population:,}" if found.population else "",
    }
    for heading, fact in facts.items():
        if fact:
            out.print(Text(f"{heading:9}", style="dim").append(visible(fact), style="default"))
    for reason in candidate.reasons:
        detail = f": {reason.detail}" if reason.detail else ""
        out.print(Text(f"{'why':9}{reason.points:+g} {reason.rule}{visible(detail)}", style="dim"))


def _row(candidate: api.PlaceCandidate) -> tuple[str, ...]:
    found = candidate.match.place
    where = (f"{found.lat:.3f}", f"{found.lon:.3f}")
    return (
        f"{candidate.score:.2f}",
        found.name,
        found.kind.value,
        found.country or "",
        *where,
        found.place_id,
    )


def _record(candidate: api.PlaceCandidate) -> dict[str, object]:
    found = candidate.match.place
    return {
        "id": found.place_id,
        "name": found.name,
        "kind": found.kind.value,
        "country": found.country,
        "lat": found.lat,
        "lon": found.lon,
        "population": found.population,
        "points": candidate.score,
        "likeness": candidate.match.likeness,
        "reasons": [
            {"rule": reason.rule, "points": reason.points, "detail": reason.detail}
            for reason in candidate.reasons
        ],
    }
