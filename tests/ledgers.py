"""A small ledger of our own: two reports on one air strike that count the dead differently, and a quiet one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from zenobia.dates import DateRange
from zenobia.model import (
    ActorMention,
    Article,
    Block,
    BlockLabel,
    Claim,
    Kind,
    Outcome,
    Page,
    PlaceMention,
    PlacePrecision,
    SourceKind,
    SourceMention,
    Span,
    Toll,
    WhenMention,
)
from zenobia.pipeline.regrouping import regroup
from zenobia.store import open_writer

SUNDAY = date(2016, 3, 27)
FIRST = (
    "Russian jets bombed Manbij on Sunday, killing 12 people, the Observatory said. The market burned down."
)
SECOND = "At least 20 people died when Russian jets bombed Manbij on Sunday, a hospital said."
QUIET = "Elders met in Hama. Nobody said what about."


def span_of(words: str, text: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def page_of(text: str, name: str = "report.txt") -> Page:
    return Page(name, text.encode("utf-8", "surrogatepass"), datetime(2016, 3, 29, tzinfo=UTC))


def article_of(page: Page, text: str, outlet: str | None, title: str | None = None) -> Article:
    return Article(
        text=text,
        blocks=(Block(BlockLabel.BODY, Span(0, len(text))),),
        title=title,
        outlet=outlet,
        published_on=date(2016, 3, 28),
        published_how="given",
        page_sha256=page.sha256,
    )


def strike(article: Article, toll: str, low: int, high: int | None, source: str, kind: SourceKind) -> Claim:
    text = article.text
    sentence = Span(0, text.index(".") + 1)
    return Claim(
        article_id=article.id,
        kind=Kind.AIRSTRIKE,
        evidence=(sentence,),
        actors=(
            ActorMention(text="Russian jets", span=span_of("Russian jets", text), name="Russian Air Force"),
        ),
        place=PlaceMention(
            text="Manbij",
            span=span_of("Manbij", text),
            name="Manbij",
            country="SY",
            lat=36.53,
            lon=37.95,
            precision=PlacePrecision.TOWN,
        ),
        when=WhenMention(text="Sunday", span=span_of("Sunday", text), days=DateRange.of_day(SUNDAY)),
        toll=(Toll(text=toll, span=span_of(toll, text), outcome=Outcome.KILLED, low=low, high=high),),
        sources=(
            SourceMention(text=source, span=span_of(source, text), name=source, kind=kind, origin=source),
        ),
        confidence=0.9,
        reader="first reader",
    )


def talks(article: Article) -> Claim:
    text = article.text
    return Claim(
        article_id=article.id,
        kind=Kind.TALKS,
        evidence=(Span(0, text.index(".") + 1),),
        actors=(ActorMention(text="Elders", span=span_of("Elders", text)),),
        confidence=0.4,
        reader="first reader",
    )


def make_ledger(path: Path) -> Path:
    """Three reports, three claims, two incidents: the strike, told twice, and talks without place or day."""
    with open_writer(path, "test") as writer:
        for text, outlet in ((FIRST, "Desert Post"), (SECOND, "River Wire"), (QUIET, "Desert Post")):
            page = page_of(text, f"{outlet}.txt")
            article = article_of(page, text, outlet, f"Report of {outlet}")
            writer.keep(page, article, claims_of(article), reader="first reader")
        regroup(writer, path)
    return path


def claims_of(article: Article) -> list[Claim]:
    if article.text == FIRST:
        return [strike(article, "12 people", 12, 12, "the Observatory", SourceKind.MONITOR)]
    if article.text == SECOND:
        return [strike(article, "At least 20 people", 20, None, "a hospital", SourceKind.MEDICAL)]
    return [talks(article)]


def read_anew(path: Path, text: str, change: object = None, reader: str = "second reader") -> None:
    """Another reader reads a report; `change` makes its claims of those of the first."""
    with open_writer(path, "test") as writer:
        outlet = "River Wire" if text == SECOND else "Desert Post"
        page = page_of(text, f"{outlet}.txt")
        article = article_of(page, text, outlet, f"Report of {outlet}")
        claims = [replace(claim, reader=reader) for claim in claims_of(article)]
        read = change(claims) if callable(change) else claims
        writer.keep(page, article, read, reader=reader)
        regroup(writer, path)
