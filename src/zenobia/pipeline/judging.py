"""Apply judgements to claims: after each judgement, and when an article was read anew.

a reader's claims → review_claims → a coding of their own, which is the newest and therefore the one that counts
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Connection

from zenobia.model import Claim, Judgement
from zenobia.reviewing.finding import found_again
from zenobia.reviewing.reviewed import ReviewedClaim, review_claims
from zenobia.reviewing.standing import standing
from zenobia.store import judged
from zenobia.store.view import View
from zenobia.store.writer import Writer


def apply_judgements(writer: Writer, view: View) -> list[str]:
    """Bring the claims that count up to what was judged; the ids of the articles that had to be."""
    with view.snapshot() as connection:
        behind = judged.unreviewed(connection)
        last = judged.judged_articles(connection, behind)
        bases = judged.base_codings(connection, behind)
        reviewed = reviews_of(connection, behind)
        made = [(view.article(id_), bases[id_], reviewed[id_], last[id_]) for id_ in behind if id_ in bases]
    for article, base, claims, judgement in made:
        counted = [each.claim for each in claims if each.claim is not None]
        writer.keep_review(article, base, counted, judgement)
    return behind


def reviews_of(connection: Connection, article_ids: Sequence[str]) -> dict[str, list[ReviewedClaim]]:
    """The claims of articles with what was judged of them; articles that nobody judged are left out."""
    made = judged.judgements_in(connection, article_ids)
    by_article: dict[str, list[Judgement]] = {}
    for judgement in made:
        for claim in (judgement.subject, judgement.other):
            if claim is not None:
                by_article.setdefault(claim.article_id, []).append(judgement)
    wanted = [id_ for id_ in article_ids if id_ in by_article]
    bases = judged.base_codings(connection, wanted)
    return {
        id_: review_claims(judged.claims_of(connection, base), by_article[id_]) for id_, base in bases.items()
    }


def reviewed_in(connection: Connection, article_ids: Iterable[str]) -> dict[str, ReviewedClaim]:
    """What was judged of the claims of articles, by the ids that the claims have now."""
    judged_there = sorted(judged.judged_articles(connection, sorted(article_ids)))
    return {
        each.claim.id: each
        for of_article in reviews_of(connection, judged_there).values()
        for each in of_article
        if each.claim is not None
    }


def pairs_that_hold(connection: Connection) -> list[Judgement]:
    """The judgements on pairs that stand, each on the claims as they are now."""
    pairs = standing(judged.pairs_judged(connection))
    ids = {id_ for pair in pairs for id_ in (pair.claim_id, pair.other_id)}
    gone = ids - judged.current_claims(connection, ids)
    subjects = {
        id_: claim
        for pair in pairs
        for id_, claim in ((pair.claim_id, pair.subject), (pair.other_id, pair.other))
        if claim is not None and id_ in gone
    }
    now = _present_ids(connection, subjects)
    return [
        replace(
            pair,
            claim_id=now.get(pair.claim_id, pair.claim_id),
            other_id=now.get(pair.other_id, pair.other_id),
        )
        for pair in pairs
    ]


def _present_ids(connection: Connection, subjects: Mapping[str, Claim]) -> Mapping[str, str]:
    """The ids that claims go by now, by those that they were judged under."""
    reviewed = reviews_of(connection, sorted({claim.article_id for claim in subjects.values()}))
    found = {id_: now_of(reviewed.get(claim.article_id, ()), id_, claim) for id_, claim in subjects.items()}
    return {id_: now.id for id_, now in found.items() if now is not None}


def now_of(reviewed: Sequence[ReviewedClaim], id_: str, subject: Claim | None = None) -> Claim | None:
    """The claim that counts now for one that was judged, by its id or else by its words."""
    same = [each for each in reviewed if id_ in each.ids or (each.claim is not None and each.claim.id == id_)]
    if not same and subject is not None:
        machines = [each.machine for each in reviewed if each.machine is not None]
        again = found_again(subject, machines)
        same = [each for each in reviewed if again is not None and each.machine is again]
    return next((each.claim for each in same if each.claim is not None), None)
