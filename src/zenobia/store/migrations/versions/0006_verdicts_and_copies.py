"""Verdicts of the gate, with the pages it left unread; and which article repeats which."""

from alembic import op

revision = "0006"
down_revision = "0005"

TABLES = (
    """
    CREATE TABLE verdicts (
        key INTEGER NOT NULL PRIMARY KEY,
        reading INTEGER REFERENCES readings (key),
        sha256 TEXT NOT NULL,
        gate TEXT NOT NULL,
        relevant INTEGER NOT NULL CHECK (relevant IN (0, 1)),
        score REAL NOT NULL,
        reason TEXT NOT NULL,
        name TEXT NOT NULL,
        url TEXT,
        title TEXT,
        size INTEGER,
        zipped BLOB,
        at TEXT NOT NULL,
        UNIQUE (sha256, gate)
    )""",
    "CREATE INDEX verdicts_by_relevance ON verdicts (relevant, key)",
    """
    CREATE TABLE bands (
        band INTEGER NOT NULL,
        article INTEGER NOT NULL REFERENCES articles (key),
        PRIMARY KEY (band, article)
    ) WITHOUT ROWID""",
    """
    CREATE TABLE copies (
        article INTEGER NOT NULL PRIMARY KEY REFERENCES articles (key),
        original INTEGER NOT NULL REFERENCES articles (key),
        how TEXT NOT NULL CHECK (how IN ('copy', 'version')),
        share REAL NOT NULL,
        adds_nothing INTEGER NOT NULL CHECK (adds_nothing IN (0, 1)),
        CHECK (original < article)
    )""",
    "CREATE INDEX copies_by_original ON copies (original)",
    "CREATE INDEX articles_by_url ON articles (url) WHERE url IS NOT NULL",
)

APPEND_ONLY = ("verdicts", "bands", "copies")


def upgrade() -> None:
    for statement in TABLES:
        op.execute(statement)
    for table in APPEND_ONLY:
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_refuse_{act.lower()} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, 'the ledger only grows: no {act} on {table}'); END"
            )
