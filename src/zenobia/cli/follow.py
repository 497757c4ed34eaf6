"""`zenobia follow`: a list of feeds and sitemaps, and what is new in them."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from zenobia import api
from zenobia.cli.console import err, out, print_json, visible
from zenobia.cli.options import private_option, store_option
from zenobia.cli.tally import tally_with_bar


@click.command()
@click.argument("feeds", nargs=-1, metavar="FEED…")
@click.option("--update", "act", flag_value="update", help="Read what is new in the feeds of the list.")
@click.option("--list", "act", flag_value="list", help="Print the list.")
@click.option("--remove", "act", flag_value="remove", help="Take these feeds off the list.")
@click.option(
    "--outlet", metavar="NAME", help="With --update: who published it, where a page does not say it."
)
@private_option
@click.option("--json", "as_json", is_flag=True, help="Print the list, or what became of each page, as JSON.")
@store_option
def follow(
    feeds: tuple[str, ...],
    act: str | None,
    outlet: str | None,
    allow_private: bool,
    as_json: bool,
    store: Path | None,
) -> None:
    """Follow feeds (RSS, Atom) and sitemaps: put them on a list that is kept in the ledger, and read what is new.

    Each page that a feed lists is asked for once, and again only when the feed says that it changed. Run --update
    as often as you like: a feed without news is one short question.

    \b
    Examples:
      zenobia follow https://example.org/world.xml
      zenobia follow --update
      zenobia follow --remove https://example.org/world.xml
    """
    if bool(feeds) == (act in ("update", "list")):
        raise click.UsageError(
            "--update and --list go without FEED." if feeds else "Give a FEED, or one of --update and --list."
        )
    if act == "update":
        _update(outlet, allow_private, as_json, store)
    elif act == "remove":
        for feed in feeds:
            api.unfollow(feed, store=store)
            err.print(f"no longer followed: {visible(feed)}", markup=False)
    elif act is None:
        for feed in feeds:
            is_new = api.follow(feed, store=store, allow_private=allow_private)
            err.print(f"{'followed' if is_new else 'followed already'}: {visible(feed)}", markup=False)
        err.print("“zenobia follow --update” reads what is new")
    elif as_json:
        print_json(api.followed_feeds(store=store))
    else:
        for feed in api.followed_feeds(store=store):
            out.print(visible(feed), markup=False)


def _update(outlet: str | None, allow_private: bool, as_json: bool, store: Path | None) -> None:
    if not api.followed_feeds(store=store):
        raise click.UsageError("No feed is followed yet; begin with “zenobia follow FEED”.")
    tally = tally_with_bar(
        lambda count, progress: api.read_followed(
            outlet=outlet, store=store, count=count, progress=progress, allow_private=allow_private
        ),
        keep=as_json,
    )
    if as_json:
        print_json(tally.records)
    tally.tell()
    if tally.has_set_aside:
        sys.exit(3)
