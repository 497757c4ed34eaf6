"""`check` finds whatever is not as it was kept: one test for each thing it promises to look at."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
from news import TEXT, article_of, page_of, shelling, talks

from zenobia.model import Judgement, Verdict
from zenobia.store import check, open_writer

SAME_BYTES = "UPDATE pages SET zipped = (SELECT zipped FROM pages WHERE key = 2) WHERE key = 1"
NO_HASH = "UPDATE pages SET sha256 = replace(hex(zeroblob(32)), '0', 'f') WHERE key = 1"

# What was done to which table, and what is said of it.
TAMPERED = {
    "page bytes": ("pages", SAME_BYTES, "are damaged"),
    "page bytes that do not unpack": ("pages", "UPDATE pages SET zipped = x'00'", "are damaged"),
    "page sha256": ("pages", NO_HASH, "do not have the sha256"),
    "text": ("articles", "UPDATE articles SET text = replace(text, 'Rebel', 'Rebal')", "content has the id"),
    "outlet": ("articles", "UPDATE articles SET outlet = 'Other Post'", "content has the id"),
    "block": ("blocks", "UPDATE blocks SET stop = 99999", "outside the text"),
    "no such label": ("blocks", "UPDATE blocks SET label = 'picnic'", "cannot be read back"),
    "kind": ("claims", "UPDATE claims SET kind = 'siege'", "content has the id"),
    "no such kind": ("claims", "UPDATE claims SET kind = 'picnic'", "cannot be read back"),
    "mention text": ("slots", "UPDATE slots SET text = 'Allies' WHERE role = 'actor'", "not what stands at"),
    "mention span": ("slots", "UPDATE slots SET stop = stop + 1 WHERE role = 'actor'", "content has the id"),
    "evidence": ("evidence", "UPDATE evidence SET stop = 99999", "content has the id"),
    "a slot lost": ("slots", "DELETE FROM slots WHERE role = 'source'", "content has the id"),
    "a claim lost": ("claims", "DELETE FROM claims WHERE key = 1", "points to no row of claims"),
    "who judged": ("judgements", "UPDATE judgements SET reviewer = 'eve'", "content has the id"),
    "what was judged": ("judgements", "UPDATE judgements SET subject = '{}'", "cannot be read back"),
    "a word added": ("", "INSERT INTO claim_search (rowid) VALUES (99)", "in the index of words"),
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "ledger.sqlite"
    with open_writer(path, "test") as writer:
        for text in (TEXT, TEXT + " 2"):
            page = page_of(text)
            article = article_of(page, text)
            writer.keep(page, article, [shelling(article), talks(article)])
        writer.keep(page, article, [talks(article, "model-2")])
        subject = talks(article)
        noon = datetime(2026, 5, 1, 12, tzinfo=UTC)
        writer.judge(Judgement(subject.id, "", Verdict.ACCEPT, "ana", noon, subject=subject))
    return path


def test_a_store_as_it_was_kept_is_clean(path: Path) -> None:
    assert check(path) == []


@pytest.mark.parametrize("what", TAMPERED)
def test_what_was_changed_behind_our_back_is_found(path: Path, what: str) -> None:
    table, change, told = TAMPERED[what]
    connection = sqlite3.connect(path)
    for act in ("update", "delete"):
        connection.execute(f"DROP TRIGGER IF EXISTS {table}_refuse_{act}")
    assert connection.execute(change).rowcount
    connection.commit()
    connection.close()
    messages = [issue.message for issue in check(path)]
    assert any(told in message for message in messages), messages


def test_a_damaged_index_is_found(path: Path) -> None:
    """A row that an index lacks is what integrity_check of SQLite looks for; quick_check does not."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA writable_schema = ON")
    connection.execute(
        "UPDATE sqlite_schema SET sql = sql || ' WHERE kind <> ''x''' WHERE name = 'claims_by_kind'"
    )
    connection.commit()
    connection.close()
    connection = sqlite3.connect(path)
    connection.execute("DROP TRIGGER claims_refuse_update")
    connection.execute("UPDATE claims SET kind = 'x' WHERE key = 1")
    connection.execute("PRAGMA writable_schema = ON")
    whole = "CREATE INDEX claims_by_kind ON claims (kind)"
    connection.execute("UPDATE sqlite_schema SET sql = ? WHERE name = 'claims_by_kind'", (whole,))
    connection.commit()
    connection.close()
    assert any("SQLite: row 1 missing from index" in issue.message for issue in check(path))
