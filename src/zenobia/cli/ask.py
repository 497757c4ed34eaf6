"""`zenobia claims` and `zenobia articles`: what the ledger says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from zenobia import api
from zenobia.cli import words
from zenobia.cli.console import err, print_json, print_table
from zenobia.exports.coding import article_record, claim_record
from zenobia.model import Kind, Realis

DAY = click.DateTime(["%Y-%m-%d"])
SHOWN = 50


def store_option(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--store", type=click.Path(dir_okay=False, path_type=Path), help="The ledger's file, if not your own."
    )(command)


@click.command()
@click.option("--place", help="Said to have happened at a place of this name.")
@click.option("--kind", type=click.Choice([kind.value for kind in Kind]), metavar="KIND", help="takeover, airstrike, …")
@click.option("--actor", help="Done by or to a party of this name.")
@click.option("--source", help="Said by a source of this name.")
@click.option("--realis", type=click.Choice([realis.value for realis in Realis]), help="How real it is said to be.")
@click.option("--from", "since", type=DAY, help="Done on this day or later.")
@click.option("--to", "until", type=DAY, help="Done on this day or earlier.")
@click.option("--words", "said", help="With these words in a sentence that says it.")
@click.option("--limit", type=click.IntRange(min=1), help=f"Show at most so many (a terminal shows {SHOWN}).")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array with spans and confidences.")
@store_option
def claims(
    place: str | None,
    kind: str | None,
    actor: str | None,
    source: str | None,
    realis: str | None,
    since: datetime | None,
    until: datetime | None,
    said: str | None,
    limit: int | None,
    as_json: bool,
    store: Path | None,
) -> None:
    """List claims: what is said to have been done, and by whom it is said.

    \b
    Examples:
      zenobia claims --place Palmyra --from 2016-03-01 --to 2016-04-30
      zenobia claims --kind airstrike --actor Russia --json
    """
    found = api.claims(
        place=place,
        kind=Kind(kind) if kind else None,
        actor=actor,
        source=source,
        realis=Realis(realis) if realis else None,
        since=since and since.date(),
        until=until and until.date(),
        words=said,
        limit=limit,
        store=store,
    )
    if as_json:
        print_json([claim_record(said.article, said.claim) for said in found.claims])
    else:
        headings = ("CLAIM", "WHEN", "KIND", "WHO", "WHERE", "TOLL", "ACCORDING TO")
        print_table(headings, [_row(said.claim) for said in found.claims], flexible="WHO")
    _tell_what_is_not_shown(found)
