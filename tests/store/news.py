"""A report of our own, and what is claimed in it."""

from __future__ import annotations

from datetime import UTC, date, datetime

from zenobia.dates import DateRange
from zenobia.model import (
    ActorMention,
    Article,
    Block,
    BlockLabel,
    Claim,
    Kind,
    Mention,
    Outcome,
    Page,
    PlaceMention,
    PlacePrecision,
    Reason,
    SourceKind,
    SourceMention,
    Span,
    Toll,
    WhenMention,
)

TEXT = (
    "Town hall shelled\n"
    "Rebel rockets hit the town hall of Al-Qaryatayn on Monday and killed at least 12 soldiers, "
    "the Observatory said.\n"
    "The mayor met elders in Deir Ezzor."
)


def span_of(words: str, text: str = TEXT) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def page_of(text: str = TEXT, name: str = "reports/hall.txt") -> Page:
    return Page(
        name,
        text.encode(),
        datetime(2016, 3, 29, 7, 30, tzinfo=UTC),
        "https://news.example/hall",
        "text/plain",
    )


def article_of(page: Page, text: str = TEXT, published_on: date | None = date(2016, 3, 28)) -> Article:
    headline, _, _ = text.partition("\n")
    return Article(
        text=text,
        blocks=(
            Block(BlockLabel.HEADLINE, Span(0, len(headline))),
            Block(BlockLabel.BODY, Span(len(headline), len(text))),
        ),
        title=headline,
        outlet="Desert Post",
        published_on=published_on,
        published_how="given" if published_on else None,
        page_sha256=page.sha256,
    )


def shelling(article: Article, reader: str = "cues-1") -> Claim:
    return Claim(
        article_id=article.id,
        kind=Kind.SHELLING,
        evidence=(span_of("Rebel rockets hit", article.text), span_of("Town hall shelled", article.text)),
        actors=(ActorMention(text="Rebel", span=span_of("Rebel"), name="Free Desert Army", actor_id="fda"),),
        targets=(ActorMention(text="soldiers", span=span_of("soldiers"), name="Syrian Army"),),
        objects=(Mention(text="town hall", span=span_of("town hall")),),
        place=PlaceMention(
            text="Al-Qaryatayn",
            span=span_of("Al-Qaryatayn"),
            confidence=0.75,
            reasons=(Reason("only town of that name in Syria", 2.0, "of two"), Reason("near Palmyra", 0.5)),
            name="Al Qaryatayn",
            country="SY",
            lat=34.2289,
            lon=37.2406,
            precision=PlacePrecision.TOWN,
            place_id="geonames:167900",
        ),
        when=WhenMention(text="Monday", span=span_of("Monday"), days=DateRange.of_day(date(2016, 3, 28))),
        toll=(
            Toll(
                text="at least 12",
                span=span_of("at least 12"),
                outcome=Outcome.KILLED,
                who="soldiers",
                low=12,
            ),
        ),
        sources=(
            SourceMention(
                text="the Observatory",
                span=span_of("the Observatory"),
                name="Desert Observatory",
                kind=SourceKind.MONITOR,
            ),
        ),
        confidence=0.875,
        reader=reader,
    )


def talks(article: Article, reader: str = "cues-1") -> Claim:
    return Claim(
        article_id=article.id,
        kind=Kind.TALKS,
        evidence=(span_of("The mayor met elders in Deir Ezzor."),),
        actors=(ActorMention(text="The mayor", span=span_of("The mayor")),),
        targets=(ActorMention(text="elders", span=span_of("elders")),),
        place=PlaceMention(text="Deir Ezzor", span=span_of("Deir Ezzor")),
        confidence=0.5,
        reader=reader,
    )
