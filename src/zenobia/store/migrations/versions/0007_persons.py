"""By which person a claim is looked for; what was grouped before is stale, and is grouped anew."""

from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.execute("ALTER TABLE members ADD COLUMN person INTEGER")
    op.execute("CREATE INDEX members_by_person ON members (person, first)")
