"""By which site a claim is looked for; what was grouped before is stale, and is grouped anew."""

from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.execute("ALTER TABLE members ADD COLUMN site INTEGER")
    op.execute("CREATE INDEX members_by_site ON members (site, first)")
