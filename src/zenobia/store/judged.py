"""Judgements as rows and back, and what is asked of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, insert, or_, select

from zenobia.model import Claim, Judgement, Kind, Mention, Realis, Span, Verdict
from zenobia.store import rows
from zenobia.store.tables import judgements

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
