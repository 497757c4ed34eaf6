"""`zenobia export`: what the ledger holds, in the formats that others read."""

from __future__ import annotations

from pathlib import Path

import click

from zenobia import api
from zenobia.cli.console import err, print_json, visible
from zenobia.cli.options import claim_filters, day_options, store_option

_FORMATS = "\n".join(f"  {name:19}{says}" for name, says in api.export_formats().items())
# Without indentation: click wraps what it cannot tell from a paragraph.
_HELP = f"""Write claims, incidents or holdings into FILE, in a format that others read.

An incident is written where one of its claims is what the options ask for (see "zenobia claims"). What has no
place in a format is counted, with the reason. docs/exports.md tells what each column is made from.

\b
Formats:
{_FORMATS}

\b
Examples:
  zenobia export acled --country SY --from 2016-03-01 -o syria.csv
  zenobia export geojson -o - | jq .features[0]
"""


@click.command(help=_HELP)
@click.argument("format_", metavar="FORMAT")
@claim_filters
@click.option("--country", metavar="CODE", help="In this country: SY.")
@day_options
@click.option("-o", "--output", "to", required=True, metavar="FILE", help="Where to; “-” is standard output.")
@click.option("--force", is_flag=True, help="Replace a file that is there.")
@click.option(
    "--delay-days",
    type=click.IntRange(min=0),
    default=0,
    metavar="NUMBER",
    help="Leave out what happened in the last so many days.",
)
@click.option(
    "--redact", is_flag=True, help="Without names of private persons; places rounded (docs/exports.md)."
)
@click.option("--json", "as_json", is_flag=True, help="Tell what was written and left out as JSON.")
@store_option
def export(
    format_: str,
    query: api.ClaimQuery,
    to: str,
    force: bool,
    delay_days: int,
    redact: bool,
    as_json: bool,
    store: Path | None,
) -> None:
    done = api.export(format_, query, to, force=force, delay_days=delay_days, redact=redact, store=store)
    if as_json:
        _tell_as_json(done, to)
    else:
        _tell(done)


def _tell(done: api.Exported) -> None:
    left = sum(done.left_out.values())
    err.print(
        f"{done.asked} {done.holds} = {done.written} written, in {done.rows} rows + {left} left out",
        markup=False,
    )
    for reason, count in sorted(done.left_out.items(), key=lambda row: (-row[1], row[0])):
        err.print(f"  {count} left out: {visible(reason)}", markup=False)


def _tell_as_json(done: api.Exported, to: str) -> None:
    """On standard output; on standard error where the export itself goes to standard output."""
    record = {
        "format": done.format,
        "file": None if to == "-" else to,
        "holds": done.holds,
        "asked": done.asked,
        "written": done.written,
        "rows": done.rows,
        "left_out": dict(done.left_out),
    }
    print_json(record, to_err=to == "-")
