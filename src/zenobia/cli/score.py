"""`zenobia score`: how good the coding of reports is, measured on reports that a person coded."""

from __future__ import annotations

from pathlib import Path

import click

from zenobia import api
from zenobia.cli.console import err, print_json, print_table, progress_bar, visible

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command()
@click.argument("gold_dir", metavar="GOLD_DIR", type=_FOLDER)
@click.option(
    "--coded", type=_FOLDER, metavar="OUT_DIR", help="What “zenobia code” wrote; else it is coded now."
)
@click.option("--json", "as_json", is_flag=True, help="Print the scores as one JSON object.")
def score(gold_dir: Path, coded: Path | None, as_json: bool) -> None:
    """Measure the coding of reports against GOLD_DIR/*.json, coded by a person in the codebook's shape.

    Precision, recall and F1 of claims found, of their slots, of whole claims, and of each slot by itself.

    \b
    Example: zenobia score my-coded-reports/
    """
    with progress_bar() as bar:
        task = bar.add_task("Coding", total=len(list(gold_dir.glob("*.json"))))
        answer = api.score_folder(
            gold_dir, coded, progress=lambda done, total: bar.update(task, completed=done, total=total)
        )
    if as_json:
        print_json(
            {
                "documents": answer.reports,
                "missing": list(answer.missing),
                **{name: _record(one) for name, one in answer.scores.items()},
            }
        )
    else:
        headings = ("MEASURE", "PRECISION", "RECALL", "F1", "RIGHT", "CODED", "GOLD")
        print_table(headings, [_row(name, one) for name, one in answer.scores.items()])
    for name in answer.missing:
        err.print(f"{visible(name)}: not coded, so all its claims count as missed", markup=False)


def _record(one: api.Score) -> dict[str, float]:
    return {
        "p": round(one.precision, 4),
        "r": round(one.recall, 4),
        "f1": round(one.f1, 4),
        "right": one.right,
        "predicted": one.coded,
        "gold": one.gold,
    }


def _row(name: str, one: api.Score) -> tuple[str, ...]:
    figures = (f"{figure:.3f}" for figure in (one.precision, one.recall, one.f1))
    return (name, *figures, str(one.right), str(one.coded), str(one.gold))
