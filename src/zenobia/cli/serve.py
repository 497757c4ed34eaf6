"""`zenobia serve`: open the page on a ledger."""

from __future__ import annotations

import getpass
from pathlib import Path

import click

from zenobia import api
from zenobia.cli.console import err, progress_bar, visible
from zenobia.cli.options import store_option


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), help="Listen here, if not on the first free port.")
@click.option("--open/--no-open", "opens", default=True, help="Open the page in the browser, or do not.")
@click.option("--reviewer", metavar="NAME", help="Who judges, if not you by the name you log in with.")
@click.option(
    "--compare",
    "compared",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Lay FILE beside the ledger on the map: events with the columns of UCDP GED or ACLED.",
)
@store_option
def serve(
    port: int | None, opens: bool, reviewer: str | None, compared: Path | None, store: Path | None
) -> None:
    """Open the page: map, timeline, evidence, and correcting what was read wrongly.

    It is served to this machine alone, to whoever has the link; the link holds a key that is made anew at
    each start. Reading may go on meanwhile. Ctrl-C ends it.

    \b
    Examples:
      zenobia serve
      zenobia serve --store case.sqlite --reviewer ana --no-open
      zenobia serve --compare ged.csv
    """
    from zenobia.web.server import PageServer

    beside = _beside(compared) if compared is not None else None
    ledger = api.Ledger(store)
    with progress_bar() as bar:
        task = bar.add_task("preparing incidents", total=None)
        ledger.prepare(lambda done, of: bar.update(task, completed=done, total=of))
        server = PageServer(ledger, port=port, reviewer=reviewer or _login(), beside=beside)
    click.echo(server.link)
    err.print("Serving to this machine alone; Ctrl-C ends it.", style="dim")
    if opens:
        click.launch(server.link)
    server.run()


def _beside(path: Path) -> api.CodedTable:
    table = api.read_coded_table(path)
    if table.unread:
        reasons = ", ".join(sorted({row.reason for row in table.unread}))
        err.print(f"{len(table.unread)} rows of {visible(path.name)} are not read ({reasons}).", markup=False)
    return table


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "reviewer"
