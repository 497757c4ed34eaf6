"""Incidents and the claims in them, made anew by grouping; and judgements, which are kept."""

from alembic import op

revision = "0002"
down_revision = "0001"

TABLES = (
    """
    CREATE TABLE incidents (
        key INTEGER NOT NULL PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        component INTEGER NOT NULL,
        part_of TEXT,
        first_day TEXT,
        last_day TEXT
    )""",
    "CREATE INDEX incidents_by_component ON incidents (component)",
    "CREATE INDEX incidents_by_day ON incidents (first_day, id)",
    """
    CREATE TABLE members (
        claim INTEGER NOT NULL PRIMARY KEY REFERENCES claims (key),
        incident INTEGER NOT NULL REFERENCES incidents (key),
        cell INTEGER NOT NULL,
        party INTEGER NOT NULL,
        first INTEGER NOT NULL,
        last INTEGER NOT NULL,
        reasons TEXT
    )""",
    "CREATE INDEX members_by_incident ON members (incident)",
    "CREATE INDEX members_by_cell ON members (cell, first)",
    "CREATE INDEX members_by_party ON members (party, first)",
    """
    CREATE TABLE former_ids (
        id TEXT NOT NULL PRIMARY KEY,
        leads_to TEXT NOT NULL
    ) WITHOUT ROWID""",
    """
    CREATE TABLE judgements (
        key INTEGER NOT NULL PRIMARY KEY,
        claim TEXT NOT NULL,
        other TEXT NOT NULL,
        verdict TEXT NOT NULL CHECK (verdict IN ('same', 'not same')),
        reviewer TEXT NOT NULL,
        made_at TEXT NOT NULL,
        why TEXT NOT NULL
    )""",
)


def upgrade() -> None:
    for statement in TABLES:
        op.execute(statement)
    for act in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER judgements_refuse_{act.lower()} BEFORE {act} ON judgements "
            f"BEGIN SELECT RAISE(ABORT, 'the ledger only grows: no {act} on judgements'); END"
        )
