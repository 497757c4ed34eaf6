"""Nouns to rows and back: what goes into the tables comes out equal."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from sqlalchemy import RowMapping

from zenobia.dates import DatePrecision, DateRange
from zenobia.errors import StoreError
from zenobia.model import (
    ActorMention,
    Article,
    Block,
    BlockLabel,
    Category,
    Claim,
    Issue,
    Kind,
    Mention,
    Outcome,
    Page,
    PlaceMention,
    PlacePrecision,
    Realis,
    Reason,
    SourceKind,
    SourceMention,
    Span,
    Toll,
    WhenMention,
)
from zenobia.store.answers import Reading
from zenobia.store.tables import slots

Row: TypeAlias = RowMapping | Mapping[str, Any]

NO_SLOT: dict[str, Any] = dict.fromkeys(column.name for column in slots.columns)
"""A slot of which nothing is known."""

ROLES = {
    "actors": "actor",
    "targets": "target",
    "objects": "object",
    "toll": "toll",
    "sources": "source",
    "place": "place",
    "when": "when",
    "quote": "quote",
}
"""What the slots of a claim are called in the table."""


def zipped(content: bytes) -> dict[str, Any]:
    """Bytes as kept: compressed, with the size that they must unpack to."""
    return {"size": len(content), "zipped": zlib.compress(content)}


def unzipped(row: RowMapping) -> bytes:
    """The bytes as received. Raises StoreError where they do not unpack to the size noted, and no further."""
    unpacking = zlib.decompressobj()
    try:
        content = unpacking.decompress(row["zipped"], row["size"] + 1)
    except zlib.error as error:
        raise StoreError(f"the bytes of page “{row['name']}” are damaged: {error}") from error
    if len(content) != row["size"]:
        raise StoreError(f"the bytes of page “{row['name']}” are damaged: {row['size']} were received")
    return content


def page_row(page: Page) -> dict[str, Any]:
    about = {
        "name": page.name,
        "url": page.url,
        "content_type": page.content_type,
        "fetched_at": page.fetched_at,
        "headers": json.dumps(page.headers) if page.headers else None,
    }
    return {"sha256": page.sha256, **zipped(page.content), **about}


def page_from(row: RowMapping) -> Page:
    """The page as received. Raises StoreError where its bytes do not have their sha256."""
    headers = tuple((name, value) for name, value in json.loads(row["headers"] or "[]"))
    page = Page(row["name"], unzipped(row), row["fetched_at"], row["url"], row["content_type"], headers)
    if page.sha256 != row["sha256"]:
        raise StoreError(f"page “{page.name}” is damaged: its bytes do not have the sha256 {row['sha256']}")
    return page


def article_row(article: Article) -> dict[str, Any]:
    issues = json.dumps([[issue.stage, issue.message, issue.where] for issue in article.issues])
    names = ("id", "text", "title", "outlet", "url", "published_on", "published_how")
    return {**{name: getattr(article, name) for name in names}, "issues": issues}


def block_rows(key: int, article: Article) -> list[dict[str, Any]]:
    return [
        {"article": key, "position": at, "label": block.label.value, **_span_columns(block.span)}
        for at, block in enumerate(article.blocks)
    ]


def article_from(row: RowMapping, blocks: Iterable[RowMapping]) -> Article:
    return Article(
        text=row["text"],
        blocks=tuple(Block(BlockLabel(block["label"]), _span(block)) for block in blocks),
        title=row["title"],
        outlet=row["outlet"],
        url=row["url"],
        published_on=row["published_on"],
        published_how=row["published_how"],
        page_sha256=row["sha256"],
        issues=tuple(Issue(*issue) for issue in json.loads(row["issues"])),
    )


def claim_row(claim: Claim) -> dict[str, Any]:
    return {
        "id": claim.id,
        "kind": claim.kind.value,
        "realis": claim.realis.value,
        "confidence": claim.confidence,
        "reader": claim.reader,
    }


def evidence_rows(key: int, claim: Claim) -> list[dict[str, Any]]:
    return [{"claim": key, "position": at, **_span_columns(span)} for at, span in enumerate(claim.evidence)]


def slot_rows(key: int, claim: Claim) -> Iterator[dict[str, Any]]:
    for role, mentions in mentions_by_role(claim):
        for position, mention in enumerate(mentions):
            yield {**mention_row(mention), "claim": key, "role": role, "position": position}


def mention_row(mention: Mention) -> dict[str, Any]:
    return {
        **NO_SLOT,
        "text": mention.text,
        **_span_columns(mention.span),
        "confidence": mention.confidence,
        "reasons": reasons_text(mention.reasons),
        **_values(mention),
    }


def mention_from(role: str, slot: Row) -> Mention:
    return _MENTIONS[role](slot)


def claim_from(row: Row, article_id: str, evidence: Iterable[Row], slots: Iterable[Row]) -> Claim:
    """The claim of a row of `claims` with its evidence and slots, both in order of position."""
    filled: dict[str, list[Any]] = {}
    for slot in slots:
        filled.setdefault(slot["role"], []).append(_MENTIONS[slot["role"]](slot))

    def single(role: str) -> Any:
        return filled[role][0] if role in filled else None

    return Claim(
        article_id=article_id,
        kind=Kind(row["kind"]),
        evidence=tuple(_span(span) for span in evidence),
        realis=Realis(row["realis"]),
        actors=tuple(filled.get("actor", ())),
        targets=tuple(filled.get("target", ())),
        objects=tuple(filled.get("object", ())),
        place=single("place"),
        when=single("when"),
        toll=tuple(filled.get("toll", ())),
        sources=tuple(filled.get("source", ())),
        quote=single("quote"),
        confidence=row["confidence"],
        reader=row["reader"],
    )


def reading_from(row: RowMapping) -> Reading:
    names = ("started_at", "finished_at", "read", "duplicate", "set_aside")
    return Reading(*(row[name] for name in names))


def mentions_by_role(claim: Claim) -> Iterator[tuple[str, Sequence[Mention]]]:
    yield "actor", claim.actors
    yield "target", claim.targets
    yield "object", claim.objects
    yield "toll", claim.toll
    yield "source", claim.sources
    for role, mention in (("place", claim.place), ("when", claim.when), ("quote", claim.quote)):
        if mention is not None:
            yield role, (mention,)


def _values(mention: Mention) -> dict[str, Any]:
    """The columns that only this sort of mention fills."""
    match mention:
        case ActorMention():
            return {"name": mention.name, "known_id": mention.actor_id}
        case PlaceMention():
            values = _same_named(mention, "name", "country", "lat", "lon", "precision")
            return values | {"known_id": mention.place_id}
        case WhenMention() if mention.days is not None:
            days = mention.days
            return {"first_day": days.start, "last_day": days.end, "precision": days.precision}
        case Toll():
            return _same_named(mention, "outcome", "who", "category", "low", "high", "scope")
        case SourceMention():
            values = _same_named(mention, "name", "via", "origin", "relation")
            return values | {"speaker": mention.kind, "known_id": mention.actor_id}
        case _:
            return {}


def _same_named(mention: Mention, *names: str) -> dict[str, Any]:
    return {name: getattr(mention, name) for name in names}


def _words(slot: Row) -> dict[str, Any]:
    """What every mention has."""
    return {
        "text": slot["text"],
        "span": _span(slot),
        "confidence": slot["confidence"],
        "reasons": reasons_from(slot["reasons"]),
    }


def _actor(slot: Row) -> ActorMention:
    return ActorMention(**_words(slot), name=slot["name"], actor_id=slot["known_id"])


def _place(slot: Row) -> PlaceMention:
    precision = None if slot["precision"] is None else PlacePrecision(slot["precision"])
    values = {name: slot[name] for name in ("name", "country", "lat", "lon")}
    return PlaceMention(**_words(slot), **values, precision=precision, place_id=slot["known_id"])


def _when(slot: Row) -> WhenMention:
    if slot["precision"] is None:
        return WhenMention(**_words(slot))
    days = DateRange(slot["first_day"], slot["last_day"], DatePrecision(slot["precision"]))
    return WhenMention(**_words(slot), days=days)


def _toll(slot: Row) -> Toll:
    values = {name: slot[name] for name in ("who", "low", "high", "scope")}
    outcome, category = Outcome(slot["outcome"]), Category(slot["category"])
    return Toll(**_words(slot), outcome=outcome, category=category, **values)


def _source(slot: Row) -> SourceMention:
    kind = None if slot["speaker"] is None else SourceKind(slot["speaker"])
    values = {name: slot[name] for name in ("name", "via", "origin", "relation")}
    return SourceMention(**_words(slot), **values, kind=kind, actor_id=slot["known_id"])


def _plain(slot: Row) -> Mention:
    return Mention(**_words(slot))


_MENTIONS = {
    "actor": _actor,
    "target": _actor,
    "object": _plain,
    "toll": _toll,
    "source": _source,
    "place": _place,
    "when": _when,
    "quote": _plain,
}


def reasons_text(reasons: Sequence[Reason]) -> str | None:
    return json.dumps([[r.rule, r.points, r.detail] for r in reasons]) if reasons else None


def reasons_from(text: str | None) -> tuple[Reason, ...]:
    return () if text is None else tuple(Reason(*reason) for reason in json.loads(text))


def _span(row: Row) -> Span:
    return Span(row["start"], row["stop"])


def _span_columns(span: Span) -> dict[str, int]:
    return {"start": span.start, "stop": span.end}
