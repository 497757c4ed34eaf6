"""Judgements as rows and back, and what is asked of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, func, insert, or_, select

from zenobia.model import Claim, Judgement, Kind, Mention, Realis, Span, Verdict
from zenobia.store import queries, rows
from zenobia.store.loading import load_claims
from zenobia.store.tables import articles, claims, codings, judgements, reviews

PAIRS = (Verdict.SAME, Verdict.NOT_SAME)
"""Verdicts on two claims."""

_AT_A_TIME = 500


def keep_judgements(connection: Connection, made: Iterable[Judgement]) -> None:
    """Keep judgements in order; none is ever changed or taken away."""
    connection.execute(insert(judgements), [_row(judgement) for judgement in made])


def pairs_judged(connection: Connection) -> list[Judgement]:
    """Every judgement on pairs, and those that take one back, in the order in which they were made."""
    return _found(connection, select(judgements).where(judgements.c.verdict.in_((*PAIRS, Verdict.UNDO))))


def judgements_in(connection: Connection, article_ids: Sequence[str]) -> list[Judgement]:
    """Every judgement that speaks of a claim of the articles, with those that take one back."""
    found: dict[int, Judgement] = {}
    for start in range(0, len(article_ids), _AT_A_TIME):
        some = article_ids[start : start + _AT_A_TIME]
        there = or_(judgements.c.article.in_(some), judgements.c.other_article.in_(some))
        found.update(_keyed(connection, select(judgements).where(there)))
    return [found[key] for key in sorted(found)]


def last_judgements(connection: Connection, limit: int) -> list[Judgement]:
    """The last judgements of all, the newest first."""
    newest = select(judgements).order_by(judgements.c.key.desc()).limit(limit)
    return [judgement_from(row) for row in connection.execute(newest).mappings()]


def notes_on(connection: Connection, incident_ids: Sequence[str]) -> list[Judgement]:
    """What was said of incidents themselves, and taken back, in order."""
    return _found(connection, select(judgements).where(judgements.c.incident.in_(incident_ids)))


def judgement_at(connection: Connection, id: str) -> list[Judgement]:
    """The judgement with this id and those made at one stroke with it, in order; none where there is none."""
    batch = select(judgements.c.batch).where(judgements.c.id == id).scalar_subquery()
    return _found(connection, select(judgements).where(judgements.c.batch == batch))


def judgements_on(connection: Connection, claim_ids: Sequence[str]) -> list[Judgement]:
    """Every judgement that names one of the claims, with those that take one back, in order."""
    there = or_(judgements.c.claim.in_(claim_ids), judgements.c.other.in_(claim_ids))
    return _found(connection, select(judgements).where(there))


def judged_articles(connection: Connection, article_ids: Sequence[str] | None = None) -> dict[str, int]:
    """The ids of the articles that anything was judged in, with the row of the last judgement in each."""
    last = (
        select(judgements.c.article, func.max(judgements.c.key))
        .where(judgements.c.article.is_not(None), judgements.c.verdict.not_in(PAIRS))
        .group_by(judgements.c.article)
    )
    if article_ids is None:
        return dict(connection.execute(last).all())
    found: dict[str, int] = {}
    for start in range(0, len(article_ids), _AT_A_TIME):
        some = article_ids[start : start + _AT_A_TIME]
        found.update(connection.execute(last.where(judgements.c.article.in_(some))).all())
    return found


def unreviewed(connection: Connection) -> list[str]:
    """The articles whose judgements are not applied, or to an older reader's coding than the newest."""
    last = judged_articles(connection)
    done = {
        id: (base, judgement)
        for id, base, judgement in connection.execute(
            select(articles.c.id, reviews.c.base, reviews.c.last_judgement)
            .join(articles, articles.c.key == reviews.c.article)
            .order_by(reviews.c.key)
        )
    }
    bases = base_codings(connection, list(last))
    return [id for id, judgement in last.items() if done.get(id) != (bases.get(id), judgement)]


def with_undoings(connection: Connection, made: Sequence[Judgement]) -> list[Judgement]:
    """The judgements with those that take them back, and those that take these back, in order."""
    found = {judgement.id: judgement for judgement in made}
    asked = [judgement.id for judgement in made]
    while asked:
        some, asked = asked[:_AT_A_TIME], asked[_AT_A_TIME:]
        undoing = _found(connection, select(judgements).where(judgements.c.undoes.in_(some)))
        new = [each for each in undoing if each.id not in found]
        found.update((each.id, each) for each in new)
        asked += [each.id for each in new]
    return sorted(found.values(), key=lambda each: each.made_at)


def base_codings(connection: Connection, article_ids: Sequence[str]) -> dict[str, int]:
    """The newest coding of each article that a reader made."""
    made = select(reviews.c.coding).where(reviews.c.coding != reviews.c.base)
    found: dict[str, int] = {}
    for start in range(0, len(article_ids), _AT_A_TIME):
        newest = (
            select(articles.c.id, func.max(codings.c.key))
            .join(codings, codings.c.article == articles.c.key)
            .where(articles.c.id.in_(article_ids[start : start + _AT_A_TIME]), codings.c.key.not_in(made))
        )
        found.update(connection.execute(newest.group_by(articles.c.id)).all())
    return found


def article_keys(connection: Connection, article_ids: Sequence[str]) -> set[int]:
    """The rows of articles by their ids."""
    return set(connection.execute(select(articles.c.key).where(articles.c.id.in_(article_ids))).scalars())


def current_claims(connection: Connection, ids: Iterable[str]) -> set[str]:
    """Which of the claims are in the newest coding of their article."""
    wanted = list(ids)
    found: set[str] = set()
    for start in range(0, len(wanted), _AT_A_TIME):
        asked = queries.any_claim.where(
            queries.is_current, claims.c.id.in_(wanted[start : start + _AT_A_TIME])
        )
        rows_ = asked.with_only_columns(claims.c.id, maintain_column_froms=True)
        found.update(connection.execute(rows_).scalars())
    return found


def claims_of(connection: Connection, coding: int) -> list[Claim]:
    """The claims of one coding, in order."""
    read = queries.any_claim.where(claims.c.coding == coding).order_by(claims.c.position)
    return list(load_claims(connection, connection.execute(read).mappings().all()))


def judgement_from(row: RowMapping) -> Judgement:
    at = None if row["at_start"] is None else Span(row["at_start"], row["at_stop"])
    return Judgement(
        claim_id=row["claim"] or "",
        other_id=row["other"] or "",
        verdict=Verdict(row["verdict"]),
        reviewer=row["reviewer"],
        made_at=row["made_at"],
        why=row["why"],
        subject=_claim(row["subject"]),
        other=_claim(row["other_subject"]),
        slot=row["slot"],
        at=at,
        filling=_filling(row["slot"], row["filling"]),
        incident_id=row["incident"],
        undoes=row["undoes"],
        act=row["act"],
        batch=row["batch"],
    )


def _row(judgement: Judgement) -> dict[str, Any]:
    subject, other, at = judgement.subject, judgement.other, judgement.at
    return {
        "id": judgement.id,
        "batch": judgement.batch or judgement.id,
        "act": judgement.act or judgement.verdict.value,
        "verdict": judgement.verdict.value,
        "claim": judgement.claim_id or None,
        "other": judgement.other_id or None,
        "article": None if subject is None else subject.article_id,
        "other_article": None if other is None else other.article_id,
        "incident": judgement.incident_id,
        "undoes": judgement.undoes,
        "slot": judgement.slot,
        "at_start": None if at is None else at.start,
        "at_stop": None if at is None else at.end,
        "filling": _filling_text(judgement.filling),
        "subject": None if subject is None else _claim_text(subject),
        "other_subject": None if other is None else _claim_text(other),
        "reviewer": judgement.reviewer,
        "made_at": judgement.made_at,
        "why": judgement.why,
    }


def _found(connection: Connection, asked: Select[Any]) -> list[Judgement]:
    return list(_keyed(connection, asked.order_by(judgements.c.key)).values())


def _keyed(connection: Connection, asked: Select[Any]) -> dict[int, Judgement]:
    return {row["key"]: judgement_from(row) for row in connection.execute(asked).mappings()}


# ---- claims and mentions as JSON: the columns that they have in the tables, those that are empty left out


def _claim_text(claim: Claim) -> str:
    slots = [_without_empty(row) for row in rows.slot_rows(0, claim)]
    evidence = [[span.start, span.end] for span in claim.evidence]
    said = {**rows.claim_row(claim), "article_id": claim.article_id, "evidence": evidence, "slots": slots}
    return _json(said)


def _claim(text: str | None) -> Claim | None:
    if text is None:
        return None
    said = json.loads(text)
    evidence = [{"start": start, "stop": stop} for start, stop in said["evidence"]]
    return rows.claim_from(said, said["article_id"], evidence, map(_whole, said["slots"]))


def _filling_text(filling: Mention | Kind | Realis | None) -> str | None:
    if filling is None:
        return None
    return _json(_without_empty(rows.mention_row(filling)) if isinstance(filling, Mention) else filling.value)


def _filling(slot: str | None, text: str | None) -> Mention | Kind | Realis | None:
    if text is None or slot is None:
        return None
    said = json.loads(text)
    match slot:
        case "kind":
            return Kind(said)
        case "realis":
            return Realis(said)
        case _:
            return rows.mention_from(rows.ROLES[slot], _whole(said))


def _without_empty(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value is not None}


def _whole(said: dict[str, Any]) -> dict[str, Any]:
    days: dict[str, Any] = {
        name: date.fromisoformat(said[name]) for name in ("first_day", "last_day") if name in said
    }
    return {**rows.NO_SLOT, **said, **days}


def _json(said: Any) -> str:
    return json.dumps(said, default=date.isoformat, separators=(",", ":"))
