"""`zenobia code`: reports in, coded claims out, no store."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from zenobia import api
from zenobia.cli.console import err, print_json, progress_bar, visible


@click.command()
@click.argument("in_dir", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("out_dir", type=click.Path(file_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print what became of each file as JSON.")
def code(in_dir: Path, out_dir: Path, as_json: bool) -> None:
    """Code each report IN_DIR/*.json into a file of the same name in OUT_DIR.

    A report is a JSON object with “title”, “text”, “published” (2016-03-28) and “publisher”. What is written
    has “claims” in the codebook's shape. No store is touched.

    \b
    Example: zenobia code reports/ coded/
    """
    results = []
    total = len(list(in_dir.glob("*.json")))
    with progress_bar() as bar:
        task = bar.add_task("Coding", total=total)
        for result in api.code_folder(in_dir, out_dir):
            results.append(result)
            bar.advance(task)
            trouble = result.problem or result.set_aside
            if trouble:
                bar.console.print(f"{visible(result.name)}: {visible(trouble)}", markup=False)
    coded = [result for result in results if result.problem is None]
    claims = sum(result.claims for result in coded)
    if as_json:
        print_json(
            [
                {"name": r.name, "claims": r.claims, "set_aside": r.set_aside, "problem": r.problem}
                for r in results
            ]
        )
    refused = len(results) - len(coded)
    err.print(
        f"{len(results)} reports = {len(coded)} coded into {visible(str(out_dir))} + {refused} refused;"
        f" {claims} claims",
        markup=False,
    )
    if refused:
        sys.exit(3)
