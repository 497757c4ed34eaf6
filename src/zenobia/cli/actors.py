"""`zenobia actor` and `zenobia actors`: which parties are known, why, and how to add one's own."""

from __future__ import annotations

from datetime import date
from difflib import get_close_matches
from pathlib import Path

import click
from rich.text import Text

from zenobia import api
from zenobia.cli.console import SHOWN_ON_A_TERMINAL, err, out, print_json, print_table, visible
from zenobia.cli.options import DAY
from zenobia.errors import NotFound


@click.command()
@click.argument("name")
@click.option("--on", type=DAY, metavar="DAY", help="As of this day, like 2016-03-27.")
@click.option("--country", metavar="CODE", help="In a report on this country, like SY.")
@click.option("--json", "as_json", is_flag=True, help="Print every candidate as JSON.")
def actor(name: str, on: date | None, country: str | None, as_json: bool) -> None:
    """Show who goes by a name, what is known of them, and why they are meant.

    NAME is a name, an alias, an id, or words as a report has them.

    \b
    Examples:
      zenobia actor Daesh
      zenobia actor "Syrian troops"
      zenobia actor ISF --country LB
    """
    found = api.known_actors(name, on=on, country=country and country.upper())
    if as_json:
        print_json([_record(candidate) for candidate in found])
    if not found:
        raise NotFound(f"nobody goes by “{visible(name)}”; {_advice(name)}")
    if not as_json:
        _show(found[0])
        if len(found) > 1:
            out.print()
            out.print("Others of that name:")
            print_table(("POINTS", "ACTOR", "NAME", "KIND", "YEARS"), [_candidate_row(c) for c in found[1:]])


@click.group(invoke_without_command=True)
@click.option("--country", metavar="CODE", help="Of this country, like SY.")
@click.option(
    "--kind",
    type=click.Choice(api.ACTOR_KINDS),
    metavar="KIND",
    help="Of this kind, like “armed group” (docs/actors.md).",
)
@click.option("--organs", is_flag=True, help="With the army, police and ministries of every state.")
@click.option("--limit", type=click.IntRange(min=1), help="Show at most so many.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array, whole.")
@click.pass_context
def actors(
    context: click.Context,
    country: str | None,
    kind: str | None,
    organs: bool,
    limit: int | None,
    as_json: bool,
) -> None:
    """List the parties that are known, or add your own with “zenobia actors add FILE”.

    \b
    Example: zenobia actors --country ML --kind "armed group"
    """
    if context.invoked_subcommand is not None:
        return
    found = api.actors(kind=kind, country=country and country.upper(), organs=organs)
    if as_json:
        print_json([_actor_record(each) for each in found[:limit]])
        return
    shown = found[: limit or (SHOWN_ON_A_TERMINAL if out.is_terminal else None)]
    rows = [(each.id, each.name, each.kind, " ".join(each.country), _years(each)) for each in shown]
    print_table(("ACTOR", "NAME", "KIND", "COUNTRY", "YEARS"), rows)
    if not found:
        err.print("No actors match.")
    if len(shown) < len(found):
        err.print(f"{len(shown)} of {len(found)} actors shown; --limit {len(found)} shows all.")


@actors.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the counts as JSON.")
def add(file: Path, as_json: bool) -> None:
    """Add the parties of a table of your own; a row with a known id replaces that actor.

    FILE is a CSV with the columns of docs/actors.md; id, name and kind are enough. Nothing is added unless
    every row is right.

    \b
    Example: zenobia actors add militias.csv
    """
    new, replaced = api.add_actors(file)
    if as_json:
        print_json({"added": new, "replaced": replaced})
        return
    out.print(f"{new} actors added, {replaced} replaced; reports read from now on are read with them.")


def _advice(name: str) -> str:
    near = get_close_matches(name, [actor.name for actor in api.actors()], n=1)
    if near:
        return f"did you mean “{near[0]}”?"
    return "“zenobia actors add FILE” adds parties of your own"


def _show(candidate: api.Candidate) -> None:
    actor = candidate.actor
    out.print(Text(actor.name, style="bold"), Text(actor.id, style="dim"))
    facts = {
        "kind": actor.kind,
        "country": ", ".join(actor.country),
        "years": _years(actor),
        "part of": " → ".join(above.name for above in api.lineage(actor)),
        "also": ", ".join(actor.aliases),
        "codes": ", ".join(
            part for part in (_code("ACLED", actor.inter), _code("PLOVER", actor.sector)) if part
        ),
        "source": actor.source,
    }
    for heading, fact in facts.items():
        if fact:
            out.print(Text(f"{heading:9}", style="dim").append(visible(fact), style="default"))
    for reason in candidate.reasons:
        detail = f": {reason.detail}" if reason.detail else ""
        out.print(Text(f"{'why':9}{reason.points:+g} {reason.rule}{visible(detail)}", style="dim"))


def _code(scheme: str, code: str) -> str:
    return f"{scheme} {code}" if code else ""


def _years(actor: api.Actor) -> str:
    if actor.active_from is None and actor.active_to is None:
        return ""
    return f"{actor.active_from or ''}–{actor.active_to or ''}"


def _candidate_row(candidate: api.Candidate) -> tuple[str, ...]:
    actor = candidate.actor
    return (f"{candidate.points:.2f}", actor.id, actor.name, actor.kind, _years(actor))


def _record(candidate: api.Candidate) -> dict[str, object]:
    return {
        **_actor_record(candidate.actor),
        "lineage": [above.id for above in api.lineage(candidate.actor)],
        "points": round(candidate.points, 2),
        "reasons": [
            {"rule": reason.rule, "points": reason.points, "detail": reason.detail}
            for reason in candidate.reasons
        ],
    }


def _actor_record(actor: api.Actor) -> dict[str, object]:
    return {
        "id": actor.id,
        "name": actor.name,
        "kind": actor.kind,
        "country": list(actor.country),
        "part_of": actor.part_of,
        "active_from": actor.active_from,
        "active_to": actor.active_to,
        "inter": actor.inter or None,
        "sector": actor.sector or None,
        "aliases": list(actor.aliases),
        "source": actor.source,
    }
