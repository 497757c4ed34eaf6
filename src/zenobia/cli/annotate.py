"""`zenobia annotate`: claims handed to a person for correction, and taken back as judgements."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from zenobia import api
from zenobia.cli.console import err, print_json, progress_bar, visible
from zenobia.cli.options import claim_filters, day_options, store_option

_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command()
@claim_filters
@day_options
@click.option(
    "-o", "--output", "to_dir", type=_FOLDER, metavar="DIR", help="Write the reports into this folder."
)
@click.option("--force", is_flag=True, help="Replace files that are there.")
@click.option(
    "--take", "from_dir", type=_FOLDER, metavar="DIR", help="Take the corrected reports of this folder."
)
@click.option("--reviewer", metavar="NAME", help="Whose judgements they are, with --take.")
@click.option("--json", "as_json", is_flag=True, help="Tell what was done as JSON.")
@store_option
def annotate(
    query: api.ClaimQuery,
    to_dir: Path | None,
    force: bool,
    from_dir: Path | None,
    reviewer: str | None,
    as_json: bool,
    store: Path | None,
) -> None:
    """Write reports with their claims as JSON for correction, and take them back as judgements.

    A claim that is left as it is counts as accepted, one with other values as corrected, one that is gone as
    rejected, and one without an "id" as added. The files are in the codebook's shape: "zenobia score" takes them too.

    \b
    Examples:
      zenobia annotate --place Palmyra -o to-correct/
      zenobia annotate --take to-correct/ --reviewer "A. Coder"
    """
    if (to_dir is None) is (from_dir is None):
        raise click.UsageError("Give -o DIR to write reports, or --take DIR to take them back.")
    if to_dir is not None:
        count = api.annotate(query, to_dir, force=force, store=store)
        if as_json:
            print_json({"reports": count})
        err.print(f"{count} reports written into {visible(str(to_dir))}", markup=False)
    elif from_dir is not None:
        if not reviewer:
            raise click.UsageError("A judgement has somebody's name on it: --reviewer NAME.")
        _take(from_dir, reviewer, as_json, store)


def _take(from_dir: Path, reviewer: str, as_json: bool, store: Path | None) -> None:
    taken = []
    with progress_bar() as bar:
        task = bar.add_task("Taking back", total=len(list(from_dir.glob("*.json"))))
        for each in api.take_annotations(from_dir, reviewer, store=store):
            taken.append(each)
            bar.advance(task)
            if each.problem is not None:
                bar.console.print(f"{visible(each.name)}: {visible(each.problem)}", markup=False)
    names = ("accepted", "corrected", "rejected", "added")
    if as_json:
        print_json(
            [{"name": t.name, **{n: getattr(t, n) for n in names}, "problem": t.problem} for t in taken]
        )
    told = ", ".join(f"{sum(getattr(each, name) for each in taken)} {name}" for name in names)
    refused = sum(each.problem is not None for each in taken)
    err.print(f"{len(taken)} reports taken: {told}" + (f"; {refused} with a problem" if refused else ""))
    if refused:
        sys.exit(3)
