"""`zenobia compare`: a table that others coded beside the ledger."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from zenobia import api
from zenobia.cli.console import SHOWN_ON_A_TERMINAL, err, out, print_json, print_table, visible
from zenobia.cli.options import day_options, store_option

_HEADINGS = ("", "WHEN", "WHERE", "KM", "OURS", "KILLED", "THEIRS", "KILLED", "WHAT THEY SAY")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--country", metavar="CODE", help="In this country: SY.")
@day_options
@click.option(
    "--only",
    type=click.Choice(["matched", "theirs", "ours"]),
    help="Show those that both have, or those that one side lacks.",
)
@click.option("--limit", type=click.IntRange(min=1), metavar="NUMBER", help="Show at most so many.")
@click.option("--csv", "csv_path", metavar="TABLE", help="Write every line into this file.")
@click.option("--force", is_flag=True, help="Replace TABLE if it is there.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, whole.")
@store_option
def compare(
    file: Path,
    country: str | None,
    since: date | None,
    until: date | None,
    only: str | None,
    limit: int | None,
    csv_path: str | None,
    force: bool,
    as_json: bool,
    store: Path | None,
) -> None:
    """Lay FILE beside the ledger: events with the columns of UCDP GED or ACLED.

    What both have is paired one to one by days, distance and sides, with both tolls; what only one has is
    listed with it.

    \b
    Examples:
      zenobia compare ged.csv --country SY --from 2016-03-01 --to 2016-04-30
      zenobia compare acled.csv --only theirs --csv missed.csv
    """
    answer = api.compare(file, since=since, until=until, country=country, store=store)
    status = {"matched": "matched", "theirs": "only theirs", "ours": "only ours"}.get(only or "")
    lines = [line for line in answer.lines if status in (None, line.status)]
    if csv_path is not None:
        api.write_comparison(lines, Path(csv_path), force=force)
    if as_json:
        print_json({**_counts(answer), "lines": [api.comparison_record(line) for line in lines]})
    elif csv_path is None:
        shown = limit or (SHOWN_ON_A_TERMINAL if out.is_terminal else len(lines))
        print_table(_HEADINGS, [_row(line) for line in lines[:shown]], flexible="WHAT THEY SAY")
        if shown < len(lines):
            err.print(f"{shown} of {len(lines)} lines shown; --csv writes all of them.")
    _tell(answer)


def _counts(answer: api.Compared) -> dict[str, object]:
    return {
        "rows": answer.rows,
        "not_asked_for": answer.not_asked_for,
        "unread": [{"line": row.line, "reason": row.reason} for row in answer.unread],
        "matched": answer.count("matched"),
        "only_theirs": answer.count("only theirs"),
        "only_ours": answer.count("only ours"),
        "tolls_meet": sum(line.tolls_meet is True for line in answer.lines),
        "ours_not_compared": dict(answer.not_compared),
    }


def _tell(answer: api.Compared) -> None:
    counts = [f"{answer.count(status)} {status}" for status in ("matched", "only theirs", "only ours")]
    err.print(f"{', '.join(counts)}.")
    meeting = sum(line.tolls_meet is True for line in answer.lines)
    err.print(f"Of the matched, the tolls of {meeting} have a number in common.")
    if answer.not_asked_for or answer.unread:
        reasons = ", ".join(sorted({row.reason for row in answer.unread}))
        err.print(
            f"{answer.rows} rows in the file: {answer.not_asked_for} not asked for, {len(answer.unread)} not read"
            + (f" ({reasons})" if reasons else ""),
            markup=False,
        )
    for reason, count in sorted(answer.not_compared.items(), key=lambda row: (-row[1], row[0])):
        err.print(f"  {count} of our incidents not compared: {visible(reason)}", markup=False)


def _row(line: api.Beside) -> tuple[str, ...]:
    row = api.comparison_row(line)
    first = row["their_first_day"] or row["first_day"]
    place = row["place"] or row["their_place"]
    return (
        {"matched": "=", "only theirs": "<", "only ours": ">"}[line.status],
        _text(first),
        _text(place),
        _text(row["km"]),
        f"{_text(row['incident'])[:8]} {_text(row['kind'])}".strip(),
        _interval(row["killed_low"], row["killed_high"], row["killed_best"]),
        _text(row["their_id"]),
        _interval(row["their_low"], row["their_high"], row["their_best"]),
        _text(row["their_headline"])[:80],
    )


def _interval(low: object, high: object, best: object) -> str:
    """ "12–20, best 15", "12+", "12"."""
    if best is None:
        return ""
    if high is None:
        return f"{low}+"
    return f"{low}" if low == high else f"{low}–{high}, best {best}"


def _text(value: object) -> str:
    return "" if value is None else str(value)
