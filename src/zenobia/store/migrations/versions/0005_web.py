"""The feeds that are followed, what was asked of the web, how far archives are read, and the headers of pages."""

from alembic import op

revision = "0005"
down_revision = "0003"

STATEMENTS = (
    "ALTER TABLE pages ADD COLUMN headers TEXT",
    """
    CREATE TABLE feeds (
        url TEXT NOT NULL PRIMARY KEY,
        added_at TEXT NOT NULL
    ) WITHOUT ROWID""",
    """
    CREATE TABLE visits (
        url TEXT NOT NULL PRIMARY KEY,
        visited_at TEXT NOT NULL,
        etag TEXT,
        modified TEXT,
        updated TEXT,
        outcome TEXT NOT NULL
    ) WITHOUT ROWID""",
    """
    CREATE TABLE archives (
        path TEXT NOT NULL,
        part TEXT NOT NULL,
        reader TEXT NOT NULL,
        size INTEGER NOT NULL,
        changed INTEGER NOT NULL,
        read_to INTEGER NOT NULL,
        records INTEGER NOT NULL,
        no_report TEXT NOT NULL,
        PRIMARY KEY (path, part, reader)
    ) WITHOUT ROWID""",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
