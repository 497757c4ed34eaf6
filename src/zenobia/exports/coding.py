"""Claims as JSON records: in the codebook's shape, and with everything Zenobia knows about them.

The codebook's shape is that of hand-coded reports, so that a machine's coding and a person's can be laid
side by side. It quotes the body of a report and knows no headline, so words that stand only there are left
out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Protocol

from zenobia.model import (
    ActorMention,
    Article,
    BlockLabel,
    Claim,
    Mention,
    PlaceMention,
    SourceMention,
    Toll,
    WhenMention,
)

Record = dict[str, Any]


class Published(Protocol):
    """What a record says of an article: an Article, or the header that a store answers with."""

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str | None: ...
    @property
    def outlet(self) -> str | None: ...
    @property
    def url(self) -> str | None: ...
    @property
    def published_on(self) -> date | None: ...
    @property
    def published_how(self) -> str | None: ...


def coded_claims(article: Article, claims: Iterable[Claim]) -> list[Record]:
    """Claims in the codebook's shape; one that is told in the headline alone has no place there."""
    records = []
    for claim in (_told_in_body(article, claim) for claim in claims):
        if claim.evidence:
            records.append(
                {**claim_slots(claim), "evidence": [span.of(article.text) for span in claim.evidence]}
            )
    return records


def claim_record(claim: Claim, article: Published, sentences: Sequence[str]) -> Record:
    """One claim with its id, its article, its confidence, and the span of every value in the article's text.

    `sentences` are the words of `claim.evidence`, one for each span.
    """
    record = claim_slots(claim)
    for slot in ("actors", "targets", "objects", "toll", "sources"):
        record[slot] = [mention_record(mention) for mention in getattr(claim, slot)]
    for slot in ("place", "when"):
        if (mention := getattr(claim, slot)) is not None:
            record[slot] = mention_record(mention)
    if claim.quote is not None:
        record["quote_span"] = [claim.quote.span.start, claim.quote.span.end]
    evidence = zip(sentences, claim.evidence, strict=True)
    return {
        "id": claim.id,
        "article": article_record(article),
        **record,
        "evidence": [{"text": words, "span": [span.start, span.end]} for words, span in evidence],
        "confidence": round(claim.confidence, 4),
        "reader": claim.reader,
    }


def mention_record(mention: Mention) -> Record:
    """A mention with its value, where its words stand, and how sure it is and why."""
    match mention:
        case ActorMention():
            value: Record = {"name": mention.name, "actor_id": mention.actor_id}
        case PlaceMention():
            value = {**_place(mention), "place_id": mention.place_id}
        case WhenMention():
            value = _when(mention)
        case Toll():
            value = {**_toll(mention), "scope": mention.scope}
        case SourceMention():
            kind = mention.kind and mention.kind.value
            value = {"name": mention.name, "kind": kind, "actor_id": mention.actor_id}
            value |= {"via": mention.via, "origin": mention.origin, "relation": mention.relation}
        case _:
            value = {}
    return {"text": mention.text, **value, **_provenance(mention)}


def article_record(article: Published) -> Record:
    """An article without its text."""
    return {
        "id": article.id,
        "title": article.title,
        "outlet": article.outlet,
        "url": article.url,
        "published": article.published_on.isoformat() if article.published_on else None,
        "published_how": article.published_how,
    }


def _told_in_body(article: Article, claim: Claim) -> Claim:
    """The claim with no more than what the body of the report says of it."""
    headlines = [block.span.end for block in article.blocks if block.label is BlockLabel.HEADLINE]
    body = max(headlines, default=0)

    def told(mention: Mention | None) -> bool:
        return mention is not None and (mention.span.start >= body or mention.text in article.text[body:])

    return replace(
        claim,
        evidence=tuple(span for span in claim.evidence if span.start >= body),
        actors=tuple(filter(told, claim.actors)),
        targets=tuple(filter(told, claim.targets)),
        objects=tuple(filter(told, claim.objects)),
        toll=tuple(filter(told, claim.toll)),
        sources=tuple(filter(told, claim.sources)),
        place=claim.place if told(claim.place) else None,
        when=claim.when if told(claim.when) else None,
        quote=claim.quote if told(claim.quote) else None,
    )


def claim_slots(claim: Claim) -> Record:
    return {
        "kind": claim.kind.value,
        "realis": claim.realis.value,
        "actors": [{"text": m.text, "name": m.name} for m in claim.actors],
        "targets": [{"text": m.text, "name": m.name} for m in claim.targets],
        "objects": [{"text": m.text} for m in claim.objects],
        "place": claim.place and _place(claim.place),
        "when": claim.when and _when(claim.when),
        "toll": [_toll(m) for m in claim.toll],
        "sources": [{"text": m.text, "name": m.name, "kind": m.kind and m.kind.value} for m in claim.sources],
        "quote": claim.quote and claim.quote.text,
    }


def _place(place: PlaceMention) -> Record:
    return {
        "text": place.text,
        "name": place.name,
        "country": place.country,
        "lat": place.lat,
        "lon": place.lon,
        "precision": place.precision and place.precision.value,
    }


def _when(when: WhenMention) -> Record:
    days = when.days
    return {
        "text": when.text,
        "start": days.start.isoformat() if days and days.start else None,
        "end": days.end.isoformat() if days and days.end else None,
        "precision": days.precision.value if days else None,
    }


def _toll(toll: Toll) -> Record:
    return {
        "outcome": toll.outcome.value,
        "who": toll.who,
        "category": toll.category.value,
        "low": toll.low,
        "high": toll.high,
        "text": toll.text,
    }


def _provenance(mention: Mention) -> Record:
    extra: Record = {
        "span": [mention.span.start, mention.span.end],
        "confidence": round(mention.confidence, 4),
    }
    if mention.reasons:
        extra["reasons"] = [{"rule": r.rule, "points": r.points, "detail": r.detail} for r in mention.reasons]
    return extra
