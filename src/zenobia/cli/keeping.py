"""`zenobia check`, `backup` and `restore`: keep the ledger safe."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from zenobia import api
from zenobia.cli.console import err, out, print_json, visible
from zenobia.cli.options import store_option

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print what is wrong as JSON.")
@store_option
def check(as_json: bool, store: Path | None) -> None:
    """Check that everything in the ledger is as it was kept.

    Pages are hashed anew, every claim is held against the words it came from, and the file is looked through
    by SQLite. What is wrong is printed, and the exit status is then 1.
    """
    issues = api.check(store=store)
    if as_json:
        print_json([{"what": issue.message, "where": issue.where} for issue in issues])
    else:
        for issue in issues:
            out.print(
                visible(f"{issue.where}: {issue.message}" if issue.where else issue.message), markup=False
            )
    if issues:
        err.print(f"{len(issues)} faults; “zenobia restore FILE --force” puts a backup in the store's place")
        sys.exit(1)
    err.print("the ledger is sound: everything is as it was kept")


@click.command()
@click.argument("file", type=_FILE)
@click.option("--force", is_flag=True, help="Write over a backup of that name.")
@click.option("--json", "as_json", is_flag=True, help="Print what was done as JSON.")
@store_option
def backup(file: Path, force: bool, as_json: bool, store: Path | None) -> None:
    """Copy the ledger into FILE, also while reports are being read into it.

    The copy is checked before it takes its name, and FILE.sha256 is written beside it.

    \b
    Example: zenobia backup /media/usb/ledger-2016-03-28.sqlite
    """
    done = api.back_up(file, force=force, store=store)
    if as_json:
        print_json(_record(done))
    err.print(
        f"backed up and checked: {done.articles} articles, {done.claims} claims in {visible(str(done.path))}",
        markup=False,
    )


@click.command()
@click.argument("file", type=_FILE)
@click.option("--force", is_flag=True, help="Put it in the place of the ledger that is there.")
@click.option("--json", "as_json", is_flag=True, help="Print what was done as JSON.")
@store_option
def restore(file: Path, force: bool, as_json: bool, store: Path | None) -> None:
    """Put the backup FILE where the ledger is.

    It is checked first. With --force, a ledger that is there is renamed, and kept beside it.

    \b
    Example: zenobia restore /media/usb/ledger-2016-03-28.sqlite --force
    """
    done = api.restore(file, force=force, store=store)
    if as_json:
        print_json(_record(done))
    if done.replaced is not None:
        err.print(f"the ledger that was there is now {visible(str(done.replaced))}", markup=False)
    err.print(
        f"restored and checked: {done.articles} articles, {done.claims} claims in {visible(str(done.path))}",
        markup=False,
    )


def _record(done: api.Backup) -> dict[str, object]:
    return {
        "file": str(done.path),
        "sha256": done.sha256,
        "articles": done.articles,
        "claims": done.claims,
        "replaced": str(done.replaced) if done.replaced else None,
    }
