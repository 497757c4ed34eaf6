"""Incidents, claims and reports as a reviewer sees them: each value in the words that say it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from zenobia.api.history import of_incident, records
from zenobia.api.ledger import Ledger, Look, Record
from zenobia.api.suggesting import suggested_pairs
from zenobia.errors import NotFound
from zenobia.exports.coding import article_record, claim_record, mention_record
from zenobia.exports.incidents import incident_record
from zenobia.model import Claim, Mention, Page, Span
from zenobia.reviewing.correcting import Correction
from zenobia.reviewing.reviewed import ReviewedClaim
from zenobia.store import ClaimQuery, FoundClaim

SLOTS = ("quote", "place", "when", "actors", "targets", "objects", "toll", "sources")
"""The slots that words fill, in the order in which they are drawn over one another."""


def incident_opened(ledger: Ledger, id_: str) -> Record:
    """An incident with its account, its claims as they were read and left, and its history. Raises NotFound."""
    from zenobia.pipeline.briefing import incident_of

    with ledger.look() as look:
        found = look.view.incident(id_)
        incident = incident_of(found)
        short = short_of(look, [found.id])[0]
        reviewed = _reviewed(look, {each.article.id for each in found.claims})
        made = of_incident(look, found.id)
        return {
            "incident": {
                **incident_record(incident),
                "line": short["line"],
                "parts": list(found.parts),
                "killed": short["killed"],
            },
            "short": short,
            "claims": [claim_opened(each, found.id, reviewed.get(each.claim.id)) for each in found.claims],
            "rejected": _rejected(look, {each.article.id: each.article for each in found.claims}, reviewed),
            "suggested_pairs": suggested_pairs(look, found),
            "history": records(look.connection, made),
        }


def article_opened(ledger: Ledger, id_: str) -> Record:
    """A report with its text, what is furniture in it, and its claims. Raises NotFound."""
    with ledger.look() as look:
        article = look.view.article(id_)
        page = look.view.page(article.id)
        told = look.view.claims(ClaimQuery(article_id=article.id)).found
        inside = look.view.incidents_of([claim.id for claim in article.claims])
        reviewed = _reviewed(look, {article.id})
        header = told[0].article if told else article
        return {
            "article": article_record(article),
            "text": article.text,
            "blocks": [
                {"label": block.label.value, "start": block.span.start, "end": block.span.end}
                for block in article.blocks
            ],
            "claims": [
                claim_opened(each, inside.get(each.claim.id), reviewed.get(each.claim.id)) for each in told
            ],
            "rejected": _rejected(look, {article.id: header}, reviewed),
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


def claim_opened(
    found: FoundClaim, incident_id: str | None = None, reviewed: ReviewedClaim | None = None
) -> Record:
    """A claim as `claim_record` has it, with the words of each slot in its sentences and what was judged."""
    claim = found.claim
    return {
        **claim_record(claim, found.article, found.sentences),
        "sentences": [
            {"text": words, "start": span.start, "end": span.end, "slots": list(_inside(claim, span))}
            for words, span in zip(found.sentences, claim.evidence, strict=True)
        ],
        "incident_id": incident_id,
        **_marks(reviewed),
    }


def _marks(reviewed: ReviewedClaim | None) -> Record:
    if reviewed is None:
        untouched = {"coded_by": "machine", "reviewed": "no", "rejected": False, "editable": True}
        return {**untouched, "corrected": [], "look": [], "judgements": 0}
    return {
        "coded_by": "hand" if reviewed.by_hand else "machine",
        "reviewed": "look" if reviewed.look else "yes" if reviewed.is_reviewed else "no",
        "rejected": reviewed.claim is None,
        "corrected": [_correction(each) for each in reviewed.corrections],
        "look": list(reviewed.look),
        "judgements": len(reviewed.judgements),
        "editable": reviewed.claim is not None,
    }


def _correction(correction: Correction) -> Record:
    now, machine = correction.now, correction.machine
    return {
        "slot": correction.slot,
        "span": [now.span.start, now.span.end] if isinstance(now, Mention) else None,
        "machine": mention_record(machine) if isinstance(machine, Mention) else machine,
    }


def _reviewed(look: Look, article_ids: Iterable[str]) -> dict[str, ReviewedClaim]:
    """What was judged in articles, by the ids that claims have now, or had when they were rejected."""
    from zenobia.pipeline.judging import reviews_of

    every = reviews_of(look.connection, sorted(article_ids)).values()
    return {(each.claim or each.subject).id: each for of_article in every for each in of_article}


def _rejected(look: Look, articles: Mapping[str, Any], reviewed: Mapping[str, ReviewedClaim]) -> list[Record]:
    """The claims of articles that count no more."""
    gone = [each for each in reviewed.values() if each.claim is None]
    texts = {id_: look.view.article(id_).text for id_ in {each.subject.article_id for each in gone}}
    found = []
    for each in gone:
        claim = each.subject
        sentences = tuple(span.of(texts[claim.article_id]) for span in claim.evidence)
        found.append(claim_opened(FoundClaim(claim, articles[claim.article_id], sentences), None, each))
    return found


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
