"""`zenobia demo`: read the bundled reports and show what they say."""

from __future__ import annotations

from pathlib import Path

import click
from rich.text import Text

from zenobia import api
from zenobia.cli import words
from zenobia.cli.ask import CLAIM_HEADINGS, claim_row
from zenobia.cli.console import out, print_table
from zenobia.cli.incidents import show_incident
from zenobia.cli.tally import tally_with_bar


@click.command()
@click.option("--store", type=click.Path(dir_okay=False, path_type=Path), help="Keep the demo in this file.")
def demo(store: Path | None) -> None:
    """Read the bundled reports into a ledger of their own, and look at it.

    The reports are about real events; their sentences and outlets are ours.
    """
    store = store or api.demo_store()
    reports = [api.bundled_reports()]
    tally_with_bar(
        lambda count, progress: api.read_paths(reports, store=store, count=count, progress=progress)
    ).tell()
    _title("Who took Palmyra, and who says so")
    taken = api.claims(api.ClaimQuery(place="Palmyra", kind=api.Kind.TAKEOVER), store=store)
    print_table(CLAIM_HEADINGS, [claim_row(found.claim) for found in taken.found])
    _title("Rival tolls of its recapture in March 2016")
    tolls = api.claims(
        api.ClaimQuery(words="killed", since=api.as_day("2016-03-01"), until=api.as_day("2016-04-30")),
        store=store,
    )
    rows = [claim_row(found.claim) for found in tolls.found if found.claim.toll]
    print_table(CLAIM_HEADINGS, rows)
    _show_rivals(store)
    _title("One claim in the words that say it")
    if taken.found:
        best = max(taken.found, key=lambda found: (len(found.claim.sources), found.claim.confidence))
        article, claim = api.find(best.claim.id, store=store)
        for span in claim.evidence if claim else ():
            out.print(words.marked(article, span, [claim] if claim else []))
        out.print(words.legend([claim] if claim else []))
    _title("Go on")
    for line in (
        f"zenobia claims --store {store} --kind airstrike",
        f"zenobia incidents --store {store} --place Palmyra",
        f"zenobia show {taken.found[0].claim.id[:8] if taken.found else 'ID'} --store {store} --why",
        f"zenobia serve --store {store}",
        "zenobia read YOUR_REPORTS/",
    ):
        out.print(Text(f"  {line}", style="bold"))


def _show_rivals(store: Path) -> None:
    """The incident that most origins tell of, among those that they count differently."""
    found = api.incidents(api.ClaimQuery(), store=store).found
    rivals = [each for each in found if any(len(f.versions) > 1 for f in each.account.toll if f.is_total)]
    if rivals:
        _title("One incident, and who says what of it")
        most = max(rivals, key=lambda each: (len(each.account.origins), len(each.members), each.id))
        show_incident(api.incident(most.id, store=store))


def _title(words_: str) -> None:
    out.print()
    out.print(Text(words_, style="bold underline"))
