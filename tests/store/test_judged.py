"""Judgements are kept whole and read back equal; those of an earlier store are carried over."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from news import article_of, page_of, shelling, talks

from zenobia.model import Judgement, Kind, Realis, Span, Verdict
from zenobia.store import judged, open_view, open_writer

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


def kept(path: Path, *made: Judgement) -> list[Judgement]:
    with open_writer(path, "test") as writer:
        writer.judge(*made)
    with open_view(path) as view, view.snapshot() as connection:
        return judged.last_judgements(connection, 100)[::-1]


@pytest.mark.parametrize(
    "what",
    [
        {},
        {"why": "because of \ud800 and \0"},
        {"slot": "kind", "filling": Kind.ATTACK},
        {"slot": "realis", "filling": Realis.DENIED},
        {"slot": "toll", "at": Span(3, 9), "filling": None},
        *(
            {"slot": slot, "filling": "its own"}
            for slot in ("actors", "place", "when", "toll", "sources", "objects")
        ),
        {"incident_id": "0123456789abcdef", "undoes": "fedcba9876543210"},
    ],
)
def test_what_is_kept_comes_back_equal(tmp_path: Path, what: dict[str, Any]) -> None:
    page = page_of()
    article = article_of(page)
    claim, other = shelling(article), talks(article)
    if what.get("filling") == "its own":
        value = getattr(claim, what["slot"])
        what = {**what, "filling": value[0] if isinstance(value, tuple) else value}
    made = Judgement(
        claim.id,
        other.id,
        Verdict.CORRECT,
        "ana",
        NOON,
        subject=claim,
        other=other,
        **{"act": "merge", **what},
    )
    (back,) = kept(tmp_path / "ledger.sqlite", made)
    assert back.batch == made.id == back.id
    assert {**vars_of(back), "batch": None} == vars_of(made)
    assert back.subject is not None
    assert back.subject.reader == claim.reader


def vars_of(judgement: Judgement) -> dict[str, Any]:
    return {name: getattr(judgement, name) for name in judgement.__dataclass_fields__}


@pytest.mark.parametrize("act", ["UPDATE judgements SET why = ''", "DELETE FROM judgements"])
def test_no_judgement_is_changed_or_deleted(tmp_path: Path, act: str) -> None:
    path = tmp_path / "ledger.sqlite"
    kept(path, Judgement("a", "b", Verdict.SAME, "ana", NOON))
    with sqlite3.connect(path) as connection, pytest.raises(sqlite3.Error, match="the ledger only grows"):
        connection.execute(act)


def test_judgements_of_an_earlier_store_are_carried_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "ledger.sqlite"
    with monkeypatch.context() as earlier:
        earlier.setattr("zenobia.store.migrations.NEWEST", "0002")
        earlier.setattr("zenobia.store.database.NEWEST", "0002")
        open_writer(path, "test").close()
    made = Judgement("a" * 16, "b" * 16, Verdict.NOT_SAME, "ana", NOON, "two markets")
    row = (made.claim_id, made.other_id, made.verdict.value, made.reviewer, NOON.isoformat(), made.why)
    with sqlite3.connect(path) as connection:
        connection.execute("INSERT INTO judgements VALUES (1, ?, ?, ?, ?, ?, ?)", row)
    connection.close()
    (back, _) = kept(path, Judgement("c", "d", Verdict.SAME, "ben", NOON))
    assert (back.id, back.verdict, back.why) == (made.id, made.verdict, made.why)
