"""Claims as JSON records: in the codebook's shape, and with everything Zenobia knows about them.

The codebook's shape is that of hand-coded reports, so that a machine's coding and a person's can be laid
side by side. It quotes the body of a report and knows no headline, so words that stand only there are left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from zenobia.model import (
    Article,
    BlockLabel,
    Claim,
    Mention,
    PlaceMention,
    SourceMention,
    Span,
    Toll,
    WhenMention,
)

Record = dict[str, Any]


def coded_claims(article: Article, claims: Iterable[Claim]) -> list[Record]:
    """Claims in the codebook's shape; one that is told in the headline alone has no place there."""
    title = _headline_end(article)
    records = (_coded_claim(article, claim, title) for claim in claims)
    return [record for record in records if record["evidence"]]


def claim_record(article: Article, claim: Claim) -> Record:
    """One claim with its id, its article, its confidence, and the span of every value in the article's text."""
    record = _coded_claim(article, claim, title_end=0)
    record["evidence"] = [
        {"text": span.of(article.text), "span": [span.start, span.end]} for span in claim.evidence
    ]
    for slot in ("actors", "targets", "objects", "toll", "sources"):
        for item, mention in zip(record[slot], getattr(claim, slot), strict=True):
            item.update(_provenance(mention))
    for slot in ("place", "when"):
        if (mention := getattr(claim, slot)) is not None:
            record[slot].update(_provenance(mention))
    return {
        "id": claim.id,
        "article": article_record(article),
        **record,
        "confidence": round(claim.confidence, 4),
        "reader": claim.reader,
    }


def article_record(article: Article) -> Record:
    """An article without its text."""
    return {
        "id": article.id,
        "title": article.title,
        "outlet": article.outlet,
        "url": article.url,
        "published": article.published_on.isoformat() if article.published_on else None,
        "published_how": article.published_how,
    }


def _headline_end(article: Article) -> int:
    headlines = [block.span.end for block in article.blocks if block.label is BlockLabel.HEADLINE]
    return max(headlines, default=0)


def _coded_claim(article: Article, claim: Claim, title_end: int) -> Record:
    def in_body(span: Span) -> bool:
        return span.start >= title_end or span.of(article.text) in article.text[title_end:]

    def told(mentions: Iterable[Mention]) -> list[Any]:
        return [mention for mention in mentions if in_body(mention.span)]

    place, when, quote = (
        m if m and in_body(m.span) else None for m in (claim.place, claim.when, claim.quote)
    )
    return {
        "kind": claim.kind.value,
        "realis": claim.realis.value,
        "actors": [{"text": m.text, "name": m.name} for m in told(claim.actors)],
        "targets": [{"text": m.text, "name": m.name} for m in told(claim.targets)],
        "objects": [{"text": m.text} for m in told(claim.objects)],
        "place": _place(place) if isinstance(place, PlaceMention) else None,
        "when": _when(when) if isinstance(when, WhenMention) else None,
        "toll": [_toll(m) for m in told(claim.toll)],
        "sources": [_source(m) for m in told(claim.sources)],
        "quote": quote.text if quote else None,
        "evidence": [span.of(article.text) for span in claim.evidence if span.start >= title_end],
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


def _source(source: SourceMention) -> Record:
    return {"text": source.text, "name": source.name, "kind": source.kind and source.kind.value}


def _provenance(mention: Mention) -> Record:
    extra: Record = {
        "span": [mention.span.start, mention.span.end],
        "confidence": round(mention.confidence, 4),
    }
    if mention.reasons:
        extra["reasons"] = [{"rule": r.rule, "points": r.points, "detail": r.detail} for r in mention.reasons]
    return extra
