"""`zenobia read`: reports in, claims kept."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from zenobia import api
from zenobia.cli.console import print_json
from zenobia.cli.options import DAY, private_option, store_option
from zenobia.cli.tally import tally_with_bar


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH…", type=click.Path(allow_dash=True))
@click.option(
    "--published", type=DAY, metavar="DAY", help="Day of publication, where a page does not say it."
)
@click.option("--outlet", metavar="NAME", help="Who published it, where a page does not say it.")
@click.option("--all", "everything", is_flag=True, help="Read pages that are not about armed conflict too.")
@private_option
@click.option("--json", "as_json", is_flag=True, help="Print what became of each input as JSON.")
@store_option
def read(
    paths: tuple[str, ...],
    published: date | None,
    outlet: str | None,
    everything: bool,
    allow_private: bool,
    as_json: bool,
    store: Path | None,
) -> None:
    """Read reports into the ledger: text and HTML files, folders of them, web archives (WARC, WACZ), web
    addresses, feeds and sitemaps, or "-" for standard input.

    Reading the same thing twice changes nothing. What cannot be read is set aside with a reason, and the rest
    goes on; the exit status is then 3. A page that is not about armed conflict is set aside unread and counted,
    which is no fault: “zenobia articles --passed-over” lists those, and --all reads them. An archive is gone on
    with where an earlier run stopped. Sites are asked as a guest asks (docs/reading.md).

    \b
    Examples:
      zenobia read reports/ --outlet "Daily News"
      zenobia read https://example.org/report.html
      zenobia read 'crawl-*.warc.gz'
      zenobia read - --published 2016-03-28 < report.txt
    """
    tally = tally_with_bar(
        lambda count, progress: api.read_paths(
            paths,
            published=published,
            outlet=outlet,
            everything=everything,
            store=store,
            count=count,
            progress=progress,
            allow_private=allow_private,
        ),
        keep=as_json,
    )
    if as_json:
        print_json(tally.records)
    tally.tell()
    if tally.has_set_aside:
        sys.exit(3)
