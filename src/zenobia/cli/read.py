"""`zenobia read`: reports in, claims kept."""

from __future__ import annotations

import sys
from collections import Counter
from datetime import date
from pathlib import Path

import click
from rich.progress import Progress, TaskID

from zenobia import api
from zenobia.cli.console import err, print_json, progress_bar, visible
from zenobia.cli.options import DAY, store_option

# Below so many inputs a bar would only flicker.
BAR_FROM = 4


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH…", type=click.Path(allow_dash=True))
@click.option(
    "--published", type=DAY, metavar="DAY", help="Day of publication, where a page does not say it."
)
@click.option("--outlet", metavar="NAME", help="Who published it, where a page does not say it.")
@click.option("--json", "as_json", is_flag=True, help="Print what became of each input as JSON.")
@store_option
def read(
    paths: tuple[str, ...], published: date | None, outlet: str | None, as_json: bool, store: Path | None
) -> None:
    """Read reports into the ledger: text files, HTML files, folders of them, or "-" for standard input.

    Reading the same thing twice changes nothing. What cannot be read is set aside with a reason, and the rest
    goes on; the exit status is then 3.

    \b
    Examples:
      zenobia read reports/ --outlet "Daily News"
      curl -s https://example.org/report.html | zenobia read - --published 2016-03-28
    """
    results = read_with_bar(paths, published=published, outlet=outlet, store=store)
    if as_json:
        print_json([_record(result) for result in results])
    tell_count(results)
    if any(result.fate == "set aside" for result in results):
        sys.exit(3)


def read_with_bar(
    paths: tuple[str, ...] | list[str],
    *,
    published: date | None = None,
    outlet: str | None = None,
    store: Path | None = None,
) -> list[api.InputResult]:
    """Read the paths, with a bar where there is much to do, and say on standard error what was set aside."""
    results = []
    with progress_bar() as bar:
        reading = bar.add_task("Reading", total=None, visible=False)

        def count(total: int) -> None:
            bar.update(reading, total=total, visible=total >= BAR_FROM)

        for result in api.read_paths(
            paths, published=published, outlet=outlet, store=store, count=count, progress=_building(bar)
        ):
            results.append(result)
            bar.advance(reading)
            if result.fate == "set aside":
                bar.console.print(
                    f"set aside {visible(result.name)}: {visible(result.message or '')}", markup=False
                )
    return results


def tell_count(results: list[api.InputResult]) -> None:
    """The closing count, which always adds up."""
    fates = Counter(result.fate.value for result in results)
    reasons = Counter(result.reason for result in results if result.reason)
    why = (
        f" ({', '.join(f'{number} {reason}' for reason, number in reasons.most_common())})" if reasons else ""
    )
    claims = sum(result.claims for result in results)
    err.print(
        f"{len(results)} inputs = {fates['read']} read + {fates['duplicate']} duplicate"
        f" + {fates['set aside']} set aside{why}; {claims} new claims",
        markup=False,
    )
    undated = sum(
        1
        for result in results
        if result.fate == "read" and result.article and not result.article.published_on
    )
    if undated:
        err.print(
            f"{undated} of them do not say when they were published: “on Sunday” stays undated there;"
            " give the day with --published"
        )


def _building(bar: Progress) -> api.Progress:
    """A second bar that shows only while the list of places is being built."""
    task: TaskID | None = None

    def told(done: int, total: int) -> None:
        nonlocal task
        if task is None:
            task = bar.add_task("Building the list of places (once)", total=total)
        bar.update(task, completed=done, total=total, visible=done < total)

    return told


def _record(result: api.InputResult) -> dict[str, object]:
    return {
        "name": result.name,
        "fate": result.fate.value,
        "article": result.article.id if result.article else None,
        "claims": result.claims,
        "reason": result.reason,
        "message": result.message,
    }
