"""Pages, articles, the claims read in them, and what was set aside."""

from alembic import op

revision = "0001"
down_revision = None

# The application id, "ZNOB", stands in the header of the file: whose it is can be told without opening it.
TABLES = (
    "PRAGMA application_id = 0x5A4E4F42",
    """
    CREATE TABLE pages (
        key INTEGER NOT NULL PRIMARY KEY,
        sha256 TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
        size INTEGER NOT NULL,
        zipped BLOB NOT NULL,
        name TEXT NOT NULL,
        url TEXT,
        content_type TEXT,
        fetched_at TEXT NOT NULL
    )""",
    """
    CREATE TABLE articles (
        key INTEGER NOT NULL PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        page INTEGER NOT NULL UNIQUE REFERENCES pages (key),
        text TEXT NOT NULL,
        title TEXT,
        outlet TEXT,
        url TEXT,
        published_on TEXT,
        published_how TEXT,
        issues TEXT NOT NULL
    )""",
    "CREATE INDEX articles_by_day ON articles (published_on, id)",
    """
    CREATE TABLE blocks (
        article INTEGER NOT NULL REFERENCES articles (key),
        position INTEGER NOT NULL,
        label TEXT NOT NULL,
        start INTEGER NOT NULL,
        stop INTEGER NOT NULL CHECK (0 <= start AND start <= stop),
        PRIMARY KEY (article, position)
    ) WITHOUT ROWID""",
    """
    CREATE TABLE codings (
        key INTEGER NOT NULL PRIMARY KEY,
        article INTEGER NOT NULL REFERENCES articles (key),
        reader TEXT NOT NULL,
        coded_at TEXT NOT NULL,
        UNIQUE (article, reader)
    )""",
    """
    CREATE TABLE claims (
        key INTEGER NOT NULL PRIMARY KEY,
        coding INTEGER NOT NULL REFERENCES codings (key),
        position INTEGER NOT NULL,
        id TEXT NOT NULL,
        kind TEXT NOT NULL,
        realis TEXT NOT NULL,
        confidence REAL NOT NULL,
        reader TEXT NOT NULL,
        UNIQUE (coding, position)
    )""",
    "CREATE INDEX claims_by_id ON claims (id)",
    "CREATE INDEX claims_by_kind ON claims (kind)",
    """
    CREATE TABLE evidence (
        claim INTEGER NOT NULL REFERENCES claims (key),
        position INTEGER NOT NULL,
        start INTEGER NOT NULL,
        stop INTEGER NOT NULL CHECK (0 <= start AND start <= stop),
        PRIMARY KEY (claim, position)
    ) WITHOUT ROWID""",
    """
    CREATE TABLE slots (
        claim INTEGER NOT NULL REFERENCES claims (key),
        role TEXT NOT NULL,
        position INTEGER NOT NULL,
        text TEXT NOT NULL,
        start INTEGER NOT NULL,
        stop INTEGER NOT NULL CHECK (0 <= start AND start <= stop),
        confidence REAL NOT NULL,
        reasons TEXT,
        name TEXT,
        known_id TEXT,
        country TEXT,
        lat REAL,
        lon REAL,
        precision TEXT,
        first_day TEXT,
        last_day TEXT,
        outcome TEXT,
        who TEXT,
        category TEXT,
        low INTEGER,
        high INTEGER,
        scope TEXT,
        speaker TEXT,
        via TEXT,
        origin TEXT,
        relation TEXT,
        PRIMARY KEY (claim, role, position)
    ) WITHOUT ROWID""",
    "CREATE INDEX slots_by_known_id ON slots (role, known_id) WHERE known_id IS NOT NULL",
    "CREATE INDEX slots_by_day ON slots (role, first_day, last_day) WHERE role = 'when'",
    """
    CREATE TABLE readings (
        key INTEGER NOT NULL PRIMARY KEY,
        started_at TEXT NOT NULL,
        finished_at TEXT,
        inputs INTEGER,
        read INTEGER NOT NULL,
        duplicate INTEGER NOT NULL,
        set_aside INTEGER NOT NULL,
        CHECK (finished_at IS NULL OR inputs = read + duplicate + set_aside)
    )""",
    """
    CREATE TABLE set_aside (
        key INTEGER NOT NULL PRIMARY KEY,
        reading INTEGER REFERENCES readings (key),
        name TEXT NOT NULL,
        sha256 TEXT,
        size INTEGER,
        zipped BLOB,
        code TEXT NOT NULL,
        message TEXT NOT NULL,
        at TEXT NOT NULL
    )""",
    "CREATE INDEX set_aside_by_sha256 ON set_aside (sha256, code)",
    "CREATE INDEX set_aside_by_name ON set_aside (name, code)",
    """
    CREATE VIRTUAL TABLE claim_search USING fts5 (
        places, actors, targets, sources, evidence,
        content = '', tokenize = "unicode61 remove_diacritics 2"
    )""",
)

APPEND_ONLY = ("pages", "articles", "blocks", "codings", "claims", "evidence", "slots", "set_aside")


def upgrade() -> None:
    for statement in TABLES:
        op.execute(statement)
    for table in APPEND_ONLY:
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_refuse_{act.lower()} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, 'the ledger only grows: no {act} on {table}'); END"
            )
