"""A report in one string and a claim on its words, for tests of parties and sources."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from zenobia.model import (
    ActorMention,
    Article,
    Block,
    BlockLabel,
    Claim,
    Kind,
    PlaceMention,
    SourceKind,
    SourceMention,
    Span,
)
from zenobia.resolving.actors import resolve_actors
from zenobia.resolving.registry import Registry, open_registry
from zenobia.resolving.sources import resolve_sources


@lru_cache(maxsize=1)
def registry() -> Registry:
    return open_registry()


def article_of(text: str, day: date | None = date(2016, 10, 14)) -> Article:
    return Article(text=text, blocks=(Block(BlockLabel.BODY, Span(0, len(text))),), published_on=day)


def span_of(words: str, text: str) -> Span:
    """Where the words stand last: a later mention is the one in question."""
    start = text.rindex(words)
    return Span(start, start + len(words))


def claim_of(
    article: Article,
    actor: str | None = None,
    source: str | None = None,
    kind: SourceKind | None = None,
    country: str | None = None,
) -> Claim:
    """A claim by the one actor or source whose words stand last in the text."""
    text = article.text
    actors = (ActorMention(text=actor, span=span_of(actor, text)),) if actor else ()
    sources = (SourceMention(text=source, span=span_of(source, text), kind=kind),) if source else ()
    place = PlaceMention(text=text[:1], span=Span(0, 1), country=country) if country else None
    evidence = (Span(0, len(text)),)
    return Claim(
        article_id=article.id, kind=Kind.CLASH, evidence=evidence, actors=actors, sources=sources, place=place
    )


def actor_in(
    text: str, words: str, day: date | None = date(2016, 10, 14), country: str | None = None
) -> ActorMention:
    """What the words come to in this report."""
    article = article_of(text, day)
    (claim,) = resolve_actors([claim_of(article, actor=words, country=country)], article, registry())
    return claim.actors[0]


def source_in(
    text: str, words: str, actor: str | None = None, kind: SourceKind | None = None
) -> SourceMention:
    """Whom the words credit in this report, with the acting party resolved first as in the pipeline."""
    article = article_of(text)
    claims = resolve_actors([claim_of(article, actor=actor, source=words, kind=kind)], article, registry())
    (claim,) = resolve_sources(claims, article, registry())
    return claim.sources[0]
