"""Incidents, claims and reports as a reviewer sees them: each value in the words that say it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from zenobia.api.ledger import Ledger, Look, Record
from zenobia.errors import NotFound
from zenobia.exports.coding import article_record, claim_record
from zenobia.exports.incidents import incident_record
from zenobia.model import Claim, Mention, Page, Span
from zenobia.store import ClaimQuery, FoundClaim

SLOTS = ("quote", "place", "when", "actors", "targets", "objects", "toll", "sources")
"""The slots that words fill, in the order in which they are drawn over one another."""


def incident_opened(ledger: Ledger, id_: str) -> Record:
    """An incident with its account and its claims. Raises NotFound."""
    from zenobia.pipeline.briefing import incident_of

    with ledger.look() as look:
        found = look.view.incident(id_)
        incident = incident_of(found)
        short = short_of(look, [found.id])[0]
        return {
            "incident": {
                **incident_record(incident),
                "line": short["line"],
                "parts": list(found.parts),
                "killed": short["killed"],
            },
            "short": short,
            "claims": [claim_opened(each, found.id) for each in found.claims],
            "rejected": [],
            "suggested_pairs": [],
            "history": [],
        }


def article_opened(ledger: Ledger, id_: str) -> Record:
    """A report with its text, what is furniture in it, and its claims. Raises NotFound."""
    with ledger.look() as look:
        article = look.view.article(id_)
        page = look.view.page(article.id)
        header = article_record(article)
        told = look.view.claims(ClaimQuery(article_id=article.id)).found
        incidents = look.view.incidents_of([claim.id for claim in article.claims])
        return {
            "article": header,
            "text": article.text,
            "blocks": [
                {"label": block.label.value, "start": block.span.start, "end": block.span.end}
                for block in article.blocks
            ],
            "claims": [claim_opened(each, incidents.get(each.claim.id)) for each in told],
            "rejected": [],
            "versions": [],
            "original": {
                "sha256": page.sha256,
                "name": page.name,
                "content_type": page.content_type,
                "bytes": len(page.content),
                "href": f"/api/articles/{article.id}/original",
            },
        }


def original_page(ledger: Ledger, article_id: str) -> Page:
    """The page as it was received, byte for byte. Raises NotFound."""
    with ledger.look() as look:
        return look.view.page(article_id)


def short_of(look: Look, ids: Iterable[str]) -> list[Record]:
    """Incidents in short, by id. Raises NotFound where one is not there any more."""
    from zenobia.store.briefs import cards, keys_of

    wanted = list(ids)
    keys = keys_of(look.connection, wanted)
    if missing := [id_ for id_ in wanted if id_ not in keys]:
        raise NotFound(f"there is no incident “{missing[0][:40]}”")
    return cards(look.connection, [keys[id_] for id_ in wanted])


def claim_opened(found: FoundClaim, incident_id: str | None = None) -> Record:
    """A claim as `claim_record` has it, with the words of each slot in its sentences."""
    claim = found.claim
    return {
        **claim_record(claim, found.article, found.sentences),
        "sentences": [
            {"text": words, "start": span.start, "end": span.end, "slots": list(_inside(claim, span))}
            for words, span in zip(found.sentences, claim.evidence, strict=True)
        ],
        "incident_id": incident_id,
        "coded_by": "machine",
        "reviewed": "no",
        "rejected": False,
        "corrected": [],
        "look": [],
        "judgements": 0,
        "editable": True,
    }


def mentions_of(claim: Claim) -> Iterator[tuple[str, Mention]]:
    """Every mention with the name of its slot."""
    for slot in SLOTS:
        filled: Any = getattr(claim, slot)
        for mention in filled if isinstance(filled, tuple) else (filled,):
            if mention is not None:
                yield slot, mention


def _inside(claim: Claim, sentence: Span) -> Iterator[Record]:
    for slot, mention in mentions_of(claim):
        if mention.span.overlaps(sentence):
            start, end = max(mention.span.start, sentence.start), min(mention.span.end, sentence.end)
            yield {"slot": slot, "start": start, "end": end}
