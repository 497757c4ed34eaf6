"""`zenobia doctor`: whether everything is there, and what to do where it is not."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path

import click
from rich.text import Text

from zenobia import api
from zenobia.cli.console import out, print_json, visible
from zenobia.cli.options import store_option

STYLES = {"ok": "green", "note": "yellow", "failed": "bold red"}


@click.command()
@click.option("--online", is_flag=True, help="Try the network too, by one small request to GeoNames.")
@click.option("--json", "as_json", is_flag=True, help="Print every check as JSON.")
@store_option
def doctor(online: bool, as_json: bool, store: Path | None) -> None:
    """Say whether everything is there and sound, and what to do where it is not.

    Looked at are the store, the model, places, parties, the disk and versions. Nothing is changed, built or
    fetched. The exit status is 1 where a check failed.

    \b
    Example: zenobia doctor --json
    """
    checks = api.doctor(store=store, online=online)
    if as_json:
        print_json([asdict(check) for check in checks])
    else:
        width = max(len(check.name) for check in checks)
        for check in checks:
            line = Text(f"{check.health.value:6}", style=STYLES[check.health])
            line.append(f"  {check.name:{width}}  ", style="bold").append(
                visible(check.found), style="default"
            )
            out.print(line)
            if check.advice:
                out.print(Text(f"{'':{width + 10}}→ {visible(check.advice)}", style="dim"))
    if any(check.health == "failed" for check in checks):
        sys.exit(1)
