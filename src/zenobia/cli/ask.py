"""`zenobia claims` and `zenobia articles`: what the ledger says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from zenobia import api
from zenobia.cli import words
from zenobia.cli.console import SHOWN_ON_A_TERMINAL, err, out, print_json, print_table
from zenobia.cli.options import claim_filters, listing_options
from zenobia.errors import BadInput

CLAIM_HEADINGS = ("CLAIM", "WHEN", "KIND", "WHO", "WHERE", "TOLL", "ACCORDING TO")


@click.command()
@claim_filters
@listing_options
def claims(
    query: api.ClaimQuery,
    limit: int | None,
    as_json: bool,
    store: Path | None,
) -> None:
    """List claims: what is said to have been done, and who says so.

    \b
    Examples:
      zenobia claims --place Palmyra --from 2016-03-01 --to 2016-04-30
      zenobia claims --kind airstrike --actor Russia --json
    """
    query = replace(query, limit=limit_of(limit, as_json))
    answer = api.claims(query, store=store)
    if as_json:
        print_json([api.claim_record(found.claim, found.article, found.sentences) for found in answer.found])
    else:
        rows = [claim_row(found.claim) for found in answer.found]
        print_table(CLAIM_HEADINGS, rows)
    tell_what_is_not_shown(len(answer.found), answer.total, answer.undated, "claims")


@click.command()
@click.option("--words", "said", metavar="WORDS", help="With each of these words in the title or the outlet.")
@click.option(
    "--passed-over", is_flag=True, help="Instead, list the pages left unread as not about conflict."
)
@listing_options
def articles(
    said: str | None,
    passed_over: bool,
    since: date | None,
    until: date | None,
    limit: int | None,
    as_json: bool,
    store: Path | None,
) -> None:
    """List the reports that were read, by day of publication.

    \b
    Example: zenobia articles --words Palmyra --from 2016-03-01
    """
    if passed_over:
        if said or since or until:
            raise BadInput(
                "pages that were left unread have no known day or outlet; --passed-over goes alone"
            )
        _list_passed_over(limit_of(limit, as_json), as_json, store)
        return
    query = api.ArticleQuery(words=said, since=since, until=until, limit=limit_of(limit, as_json))
    answer = api.articles(query, store=store)
    if as_json:
        print_json([{**api.article_record(header), "claims": header.claims} for header in answer.found])
    else:
        rows = [
            (h.id[:8], str(h.published_on or "unknown"), h.outlet or "", str(h.claims), h.title or "")
            for h in answer.found
        ]
        print_table(("ARTICLE", "PUBLISHED", "OUTLET", "CLAIMS", "TITLE"), rows)
    tell_what_is_not_shown(len(answer.found), answer.total, answer.undated, "articles")


def _list_passed_over(limit: int | None, as_json: bool, store: Path | None) -> None:
    answer = api.passed_over(limit=limit, store=store)
    if as_json:
        print_json(
            [
                {
                    "name": page.name,
                    "title": page.title,
                    "url": page.url,
                    "sha256": page.sha256,
                    "score": page.score,
                    "reason": page.reason,
                }
                for page in answer.found
            ]
        )
    else:
        rows = [(page.name, f"{page.score:.2f}", page.reason, page.title or "") for page in answer.found]
        print_table(("PAGE", "SCORE", "WHY", "TITLE"), rows, flexible="WHY")
    tell_what_is_not_shown(len(answer.found), answer.total, 0, "pages")


def claim_row(claim: api.Claim) -> tuple[str, ...]:
    return (
        claim.id[:8],
        words.when(claim.when),
        words.kind(claim),
        words.who(claim),
        words.place(claim.place),
        words.tolls(claim.toll),
        words.said_by(claim),
    )


def limit_of(limit: int | None, as_json: bool) -> int | None:
    return limit or (SHOWN_ON_A_TERMINAL if out.is_terminal and not as_json else None)


def tell_what_is_not_shown(shown: int, total: int, undated: int, noun: str) -> None:
    """On standard error: nothing is left out in silence."""
    if total == 0 and undated == 0:
        err.print(f"No {noun} match.")
    if shown < total:
        err.print(f"{shown} of {total} {noun} shown; --limit {total} shows all.")
    if undated:
        err.print(f"{undated} more {noun} match but have no day; leave out --from and --to to see them.")
