"""Judgements of every sort, the codings that they made, and what lists show of each incident."""

import hashlib

from alembic import op

revision = "0003"
down_revision = "0002"

TABLES = (
    "ALTER TABLE judgements RENAME TO judgements_of_pairs",
    """
    CREATE TABLE judgements (
        key INTEGER NOT NULL PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        batch TEXT NOT NULL,
        act TEXT NOT NULL,
        verdict TEXT NOT NULL CHECK (
            verdict IN ('same', 'not same', 'accept', 'reject', 'correct', 'add', 'note', 'undo')
        ),
        claim TEXT,
        other TEXT,
        article TEXT,
        other_article TEXT,
        incident TEXT,
        undoes TEXT,
        slot TEXT,
        at_start INTEGER,
        at_stop INTEGER,
        filling TEXT,
        subject TEXT,
        other_subject TEXT,
        reviewer TEXT NOT NULL,
        made_at TEXT NOT NULL,
        why TEXT NOT NULL
    )""",
    "CREATE INDEX judgements_by_claim ON judgements (claim)",
    "CREATE INDEX judgements_by_other ON judgements (other)",
    "CREATE INDEX judgements_by_article ON judgements (article)",
    "CREATE INDEX judgements_by_incident ON judgements (incident)",
    "CREATE INDEX judgements_by_batch ON judgements (batch)",
    "CREATE INDEX judgements_by_undone ON judgements (undoes)",
    """
    CREATE TABLE reviews (
        key INTEGER NOT NULL PRIMARY KEY,
        article INTEGER NOT NULL REFERENCES articles (key),
        base INTEGER NOT NULL REFERENCES codings (key),
        coding INTEGER NOT NULL REFERENCES codings (key),
        last_judgement INTEGER NOT NULL
    )""",
    "CREATE INDEX reviews_by_article ON reviews (article)",
    "CREATE INDEX reviews_by_coding ON reviews (coding)",
    """
    CREATE TABLE tags (
        key INTEGER NOT NULL PRIMARY KEY,
        facet TEXT NOT NULL,
        value TEXT NOT NULL,
        UNIQUE (facet, value)
    )""",
    """
    CREATE TABLE briefs (
        incident INTEGER NOT NULL PRIMARY KEY REFERENCES incidents (key),
        first INTEGER,
        last INTEGER,
        lat REAL,
        lon REAL,
        killed_low INTEGER,
        killed_best INTEGER,
        killed_high INTEGER,
        claims INTEGER NOT NULL,
        weight REAL NOT NULL,
        tags TEXT NOT NULL,
        card TEXT NOT NULL
    )""",
    """
    CREATE TABLE versions (
        name TEXT NOT NULL PRIMARY KEY,
        number INTEGER NOT NULL
    ) WITHOUT ROWID""",
)
APPEND_ONLY = ("judgements", "reviews")


def upgrade() -> None:
    for statement in TABLES:
        op.execute(statement)
    _carry_over()
    op.execute("DROP TABLE judgements_of_pairs")
    for table in APPEND_ONLY:
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_refuse_{act.lower()} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, 'the ledger only grows: no {act} on {table}'); END"
            )


def _carry_over() -> None:
    """The pairs that were judged before; their ids are made as `Judgement.id` makes them."""
    asked = "SELECT key, claim, other, verdict, reviewer, made_at, why FROM judgements_of_pairs"
    for key, *said in op.get_bind().exec_driver_sql(asked).all():
        claim, other, verdict, reviewer, made_at, why = said
        parts = (verdict, claim, other, None, None, None, None, None, reviewer, made_at, why)
        joined = "\x00".join(map(str, parts))
        id_ = hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:16]
        op.get_bind().exec_driver_sql(
            "INSERT INTO judgements (key, id, batch, act, verdict, claim, other, reviewer, made_at, why) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (key, id_, id_, verdict, verdict, claim, other, reviewer, made_at, why),
        )
