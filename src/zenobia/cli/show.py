"""`zenobia show`: a claim in the words that say it, or a report with all its claims."""

from __future__ import annotations

from pathlib import Path

import click
from rich.text import Text

from zenobia import api
from zenobia.cli import words
from zenobia.cli.console import out, print_json
from zenobia.cli.options import store_option
from zenobia.model import Article, BlockLabel, Claim, CodedArticle, Mention

REPORT = (BlockLabel.HEADLINE, BlockLabel.BODY)


@click.command()
@click.argument("id_", metavar="ID")
@click.option("--why", is_flag=True, help="Say how each value was read from its words.")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
@store_option
def show(id_: str, why: bool, as_json: bool, store: Path | None) -> None:
    """Show a claim with its sentence and the words marked, or an article with all its claims.

    ID is what `zenobia claims` or `zenobia articles` prints in its first column; its first characters do.

    \b
    Example: zenobia show 3f2a91c0 --why
    """
    article, claim = api.find(id_, store=store)
    if as_json:
        record = api.article_record(article) if claim is None else _record(article, claim)
        if claim is None:
            record["text"] = article.text
            record["blocks"] = [
                {"label": b.label.value, "span": [b.span.start, b.span.end]} for b in article.blocks
            ]
            record["claims"] = [_record(article, each) for each in article.claims]
            record["repeated"] = [
                {"article": r.article.id, "how": r.how.value, "share": r.share, "is_earlier": r.is_earlier}
                for r in api.repeated(article.id, store=store)
            ]
        print_json(record)
    elif claim is None:
        _show_article(article)
        _show_repeated(api.repeated(article.id, store=store))
    else:
        _show_claim(article, claim, why)


def _show_repeated(repeated: tuple[api.Repeated, ...]) -> None:
    """The report it repeats, and the reports that repeat it."""
    for each in repeated:
        told = "repeats" if each.is_earlier else "is repeated by"
        what = "a later state of" if each.how == "version" and each.is_earlier else told
        line = Text(f"{what} {each.article.id[:8]}, {each.share:.0%} the same: ", style="dim")
        line.append(words.visible_in_place(each.article.outlet or each.article.title or ""))
        out.print(line)


def _record(article: Article, claim: Claim) -> dict[str, object]:
    record: dict[str, object] = api.claim_record(
        claim, article, [span.of(article.text) for span in claim.evidence]
    )
    return record


def _show_claim(article: Article, claim: Claim, why: bool) -> None:
    out.print(Text(words.kind(claim), style="bold"), Text(claim.id, style="dim"))
    out.print(_heading(article))
    for span in claim.evidence:
        out.print()
        out.print(words.marked(article, span, [claim]), soft_wrap=not out.is_terminal)
    out.print()
    for slot, said, value, mention in words.values(claim):
        line = Text(f"{slot:9}", style=words.SLOT_STYLES[slot])
        line.append(f"“{words.visible_in_place(said)}”", style="default")
        if value:
            line.append(f" → {value}", style="bold")
        out.print(line)
        if why:
            _show_reasons(mention)
    if not claim.sources:
        out.print(Text(f"{'sources':9}the report itself"))
    out.print(Text(f"read by {claim.reader}, confidence {claim.confidence:.2f}", style="dim"))


def _show_reasons(mention: Mention) -> None:
    for reason in mention.reasons:
        points = f"{reason.points:+g} " if reason.points else ""
        detail = f": {reason.detail}" if reason.detail else ""
        out.print(Text(f"{'':11}{points}{reason.rule}{words.visible_in_place(detail)}", style="dim"))


def _show_article(article: CodedArticle) -> None:
    out.print(_heading(article), Text(article.id, style="dim"))
    if article.url:
        out.print(Text(words.visible_in_place(article.url), style="dim"))
    for block in article.blocks:
        out.print()
        if block.label in REPORT:
            out.print(words.marked(article, block.span, article.claims))
        else:
            out.print(
                Text(
                    f"[{block.label.value}] {words.visible_in_place(block.span.of(article.text))}",
                    style="dim",
                )
            )
    out.print()
    for claim in article.claims:
        line = "  ".join(
            part
            for part in (
                words.kind(claim),
                words.who(claim),
                words.place(claim.place),
                words.when(claim.when),
            )
            if part
        )
        out.print(Text(f"{claim.id[:8]}  {line}  ({words.said_by(claim)})"))
    out.print(words.legend(article.claims))


def _heading(article: Article) -> Text:
    outlet = words.visible_in_place(article.outlet or "unknown outlet")
    published = f"{article.published_on} ({article.published_how})" if article.published_on else "unknown day"
    title = words.visible_in_place(article.title or "untitled")
    return Text.assemble((title, "italic"), f" · {outlet}, {published}")
