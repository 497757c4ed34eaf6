"""What was judged, by whom and when: of a claim, an incident or a report, and lately; nothing is left out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from zenobia.api.ledger import Ledger, Look, Record
from zenobia.errors import NotFound
from zenobia.exports.coding import mention_record
from zenobia.model import Judgement, Mention
from zenobia.reviewing.standing import undone_by

if TYPE_CHECKING:
    from sqlalchemy import Connection

_LATELY = 100


def history(ledger: Ledger, id_: str | None = None) -> list[Record]:
    """Every judgement on a claim, an incident or a report, the newest first; without an id the last of all.

    Raises NotFound where nothing has that id.
    """
    from zenobia.store import judged

    with ledger.look() as look:
        if id_ is not None:
            return records(look.connection, _of(look, id_))
        return records(look.connection, judged.last_judgements(look.connection, _LATELY)[::-1])


def records(connection: Connection, made: Sequence[Judgement]) -> list[Record]:
    """Judgements as records, the newest first, each with what took it back."""
    from zenobia.store import judged

    undone = undone_by(judged.with_undoings(connection, made))
    return [judgement_record(judgement, undone.get(judgement.id)) for judgement in reversed(made)]


def judgement_record(judgement: Judgement, undone: str | None = None) -> Record:
    filling, at, subject = judgement.filling, judgement.at, judgement.subject
    span = filling.span if isinstance(filling, Mention) else None
    return {
        "id": judgement.id,
        "batch": judgement.batch or judgement.id,
        "verdict": judgement.verdict.value,
        "act": judgement.act or judgement.verdict.value,
        "claim_id": judgement.claim_id or None,
        "other_id": judgement.other_id or None,
        "incident_id": judgement.incident_id,
        "article_id": None if subject is None else subject.article_id,
        "kind": None if subject is None else subject.kind.value,
        "slot": judgement.slot,
        "at": None if at is None else [at.start, at.end],
        "span": None if span is None else [span.start, span.end],
        "value": mention_record(filling) if isinstance(filling, Mention) else filling,
        "undoes": judgement.undoes,
        "reviewer": judgement.reviewer,
        "made_at": judgement.made_at.isoformat(),
        "why": judgement.why,
        "stands": undone is None,
        "undone_by": undone,
    }


def of_claims(connection: Connection, claims: Iterable[tuple[str, str]]) -> list[Judgement]:
    """The judgements on claims, given as ids with the ids of their articles, in order."""
    from zenobia.pipeline.judging import reviews_of
    from zenobia.store import judged

    wanted = dict(claims)
    ids = set(wanted)
    for reviewed in reviews_of(connection, sorted(set(wanted.values()))).values():
        for each in reviewed:
            if each.ids & wanted.keys() or (each.claim is not None and each.claim.id in wanted):
                ids |= each.ids
    return judged.judgements_on(connection, sorted(ids))


def of_incident(look: Look, id_: str) -> list[Judgement]:
    """The judgements on an incident and on every claim that it has, in order."""
    from zenobia.store import judged

    found = look.view.incident(id_)
    notes = judged.notes_on(look.connection, look.view.former_ids(found.id))
    of = of_claims(look.connection, ((e.claim.id, e.claim.article_id) for e in found.claims))
    every = {judgement.id: judgement for judgement in (*notes, *of)}
    return sorted(every.values(), key=lambda judgement: judgement.made_at)


def _of(look: Look, id_: str) -> list[Judgement]:
    from zenobia.store import judged

    try:
        claim = look.view.claim(id_).claim
    except NotFound as no_claim:
        try:
            return of_incident(look, id_)
        except NotFound:
            pass
        try:
            article = look.view.article(id_)
        except NotFound:
            raise no_claim from None
        return judged.judgements_in(look.connection, [article.id])
    return of_claims(look.connection, [(claim.id, claim.article_id)])
