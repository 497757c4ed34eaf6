"""The tables as the newest migration leaves them; a test compares the two.

pages ← articles ← blocks
           ↑
        codings ← claims ← evidence, slots          readings ← set_aside
           ↑          ↑
        reviews     members → incidents ← briefs    former_ids, judgements, tags, versions

What is asked for has columns of its own; what is only ever read whole (reasons, issues) is JSON. Everything
is append-only, by triggers, but `readings`, and what is derived and made anew: incidents, their members,
briefs and tags, and the ids they had. `claim_search` is a full-text index of the words that filters look at;
its rowid is `claims.key`. Spans are `start` and `stop`, because END is a word of SQL.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    REAL,
    Column,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

metadata = MetaData()


class Words(TypeDecorator[str]):
    """Text that comes back as it went in, whatever its code points.

    SQLite keeps NUL in text but cannot encode a lone surrogate (file names hold them); such a string is kept
    as bytes in the same column, which SQLite's typing allows.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> Any:
        if value is None or value.isascii():
            return value
        try:
            value.encode("utf-8")
        except UnicodeEncodeError:
            return value.encode("utf-8", "surrogatepass")
        return value

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        return value.decode("utf-8", "surrogatepass") if isinstance(value, bytes) else value


class Day(TypeDecorator[date]):
    """A day as its ISO text, which sorts as days do."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> date | None:
        return None if value is None else date.fromisoformat(value)


class Moment(TypeDecorator[datetime]):
    """A time as ISO text in UTC."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        return (value.astimezone(UTC) if value.tzinfo else value).isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value)


pages = Table(
    "pages",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("sha256", Text, nullable=False, unique=True),
    Column("size", Integer, nullable=False),
    Column("zipped", LargeBinary, nullable=False),
    Column("name", Words, nullable=False),
    Column("url", Words),
    Column("content_type", Words),
    Column("fetched_at", Moment, nullable=False),
    Column("headers", Text),
)

articles = Table(
    "articles",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("page", Integer, ForeignKey("pages.key"), nullable=False, unique=True),
    Column("text", Words, nullable=False),
    Column("title", Words),
    Column("outlet", Words),
    Column("url", Words),
    Column("published_on", Day),
    Column("published_how", Words),
    Column("issues", Text, nullable=False),
    Index("articles_by_day", "published_on", "id"),
    Index("articles_by_url", "url"),
)

blocks = Table(
    "blocks",
    metadata,
    Column("article", Integer, ForeignKey("articles.key"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("label", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("stop", Integer, nullable=False),
)

# An article is coded once by each reader; the coding with the highest key is the one that is shown.
codings = Table(
    "codings",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("article", Integer, ForeignKey("articles.key"), nullable=False),
    Column("reader", Words, nullable=False),
    Column("coded_at", Moment, nullable=False),
    UniqueConstraint("article", "reader"),
)

claims = Table(
    "claims",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("coding", Integer, ForeignKey("codings.key"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("realis", Text, nullable=False),
    Column("confidence", REAL, nullable=False),
    Column("reader", Words, nullable=False),
    UniqueConstraint("coding", "position"),
    Index("claims_by_id", "id"),
    Index("claims_by_kind", "kind"),
)

evidence = Table(
    "evidence",
    metadata,
    Column("claim", Integer, ForeignKey("claims.key"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("start", Integer, nullable=False),
    Column("stop", Integer, nullable=False),
)

slots = Table(
    "slots",
    metadata,
    Column("claim", Integer, ForeignKey("claims.key"), primary_key=True),
    Column("role", Text, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("text", Words, nullable=False),
    Column("start", Integer, nullable=False),
    Column("stop", Integer, nullable=False),
    Column("confidence", REAL, nullable=False),
    Column("reasons", Text),
    # parties, places, sources
    Column("name", Words),
    Column("known_id", Words),
    # places; `precision` also of days
    Column("country", Words),
    Column("lat", REAL),
    Column("lon", REAL),
    Column("precision", Text),
    # days
    Column("first_day", Day),
    Column("last_day", Day),
    # tolls
    Column("outcome", Text),
    Column("who", Words),
    Column("category", Text),
    Column("low", Integer),
    Column("high", Integer),
    Column("scope", Words),
    # sources
    Column("speaker", Text),
    Column("via", Words),
    Column("origin", Words),
    Column("relation", Words),
    Index("slots_by_known_id", "role", "known_id"),
    Index("slots_by_day", "role", "first_day", "last_day"),
)

readings = Table(
    "readings",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("started_at", Moment, nullable=False),
    Column("finished_at", Moment),
    Column("inputs", Integer),
    Column("read", Integer, nullable=False),
    Column("duplicate", Integer, nullable=False),
    Column("set_aside", Integer, nullable=False),
)

set_aside = Table(
    "set_aside",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("reading", Integer, ForeignKey("readings.key")),
    Column("name", Words, nullable=False),
    Column("sha256", Text),
    Column("size", Integer),
    Column("zipped", LargeBinary),
    Column("code", Words, nullable=False),
    Column("message", Words, nullable=False),
    Column("at", Moment, nullable=False),
    Index("set_aside_by_sha256", "sha256", "code"),
    Index("set_aside_by_name", "name", "code"),
)

# A component is what regrouping takes together: no claim of it has anything to do with one outside.
incidents = Table(
    "incidents",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("component", Integer, nullable=False),
    Column("part_of", Text),
    Column("first_day", Day),
    Column("last_day", Day),
    Index("incidents_by_component", "component"),
    Index("incidents_by_day", "first_day", "id"),
)

# `cell`, `party`, `person`, `site` and the days: where later claims look for this one (zenobia.incidents.pairing).
# No site (NULL, where none is -1) is a claim grouped before sites were looked at; it is stale.
members = Table(
    "members",
    metadata,
    Column("claim", Integer, ForeignKey("claims.key"), primary_key=True),
    Column("incident", Integer, ForeignKey("incidents.key"), nullable=False),
    Column("cell", Integer, nullable=False),
    Column("party", Integer, nullable=False),
    Column("person", Integer),
    Column("site", Integer),
    Column("first", Integer, nullable=False),
    Column("last", Integer, nullable=False),
    Column("reasons", Text),
    Index("members_by_incident", "incident"),
    Index("members_by_cell", "cell", "first"),
    Index("members_by_party", "party", "first"),
    Index("members_by_person", "person", "first"),
    Index("members_by_site", "site", "first"),
)

former_ids = Table(
    "former_ids",
    metadata,
    Column("id", Text, primary_key=True),
    Column("leads_to", Text, nullable=False),
)

# What a person decided. `claim` and `other` are the ids that the claims had then, `subject` and `other_subject`
# the claims themselves, by which they are found again in another reader's coding.
judgements = Table(
    "judgements",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("batch", Text, nullable=False),
    Column("act", Text, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("claim", Text),
    Column("other", Text),
    Column("article", Text),
    Column("other_article", Text),
    Column("incident", Text),
    Column("undoes", Text),
    Column("slot", Text),
    Column("at_start", Integer),
    Column("at_stop", Integer),
    Column("filling", Text),
    Column("subject", Text),
    Column("other_subject", Text),
    Column("reviewer", Words, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("why", Words, nullable=False),
    Index("judgements_by_claim", "claim"),
    Index("judgements_by_other", "other"),
    Index("judgements_by_article", "article"),
    Index("judgements_by_incident", "incident"),
    Index("judgements_by_batch", "batch"),
    Index("judgements_by_undone", "undoes"),
)

# How far the judgements on an article are applied: to which reader's coding, and which coding that gave, which
# is the same one where they change no value.
reviews = Table(
    "reviews",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("article", Integer, ForeignKey("articles.key"), nullable=False),
    Column("base", Integer, ForeignKey("codings.key"), nullable=False),
    Column("coding", Integer, ForeignKey("codings.key"), nullable=False),
    Column("last_judgement", Integer, nullable=False),
    Index("reviews_by_article", "article"),
    Index("reviews_by_coding", "coding"),
)

# What lists and the map show of an incident: days are ordinals, `tags` are keys of `tags`, `card` is JSON.
briefs = Table(
    "briefs",
    metadata,
    Column("incident", Integer, ForeignKey("incidents.key"), primary_key=True),
    Column("first", Integer),
    Column("last", Integer),
    Column("lat", REAL),
    Column("lon", REAL),
    Column("killed_low", Integer),
    Column("killed_best", Integer),
    Column("killed_high", Integer),
    Column("claims", Integer, nullable=False),
    Column("weight", REAL, nullable=False),
    Column("tags", Text, nullable=False),
    Column("card", Text, nullable=False),
)

tags = Table(
    "tags",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("facet", Text, nullable=False),
    Column("value", Words, nullable=False),
    UniqueConstraint("facet", "value"),
)

# Numbers that go up when what they are named for changes.
versions = Table(
    "versions",
    metadata,
    Column("name", Text, primary_key=True),
    Column("number", Integer, nullable=False),
)

feeds = Table(
    "feeds",
    metadata,
    Column("url", Words, primary_key=True),
    Column("added_at", Moment, nullable=False),
)

visits = Table(
    "visits",
    metadata,
    Column("url", Words, primary_key=True),
    Column("visited_at", Moment, nullable=False),
    Column("etag", Words),
    Column("modified", Words),
    Column("updated", Words),
    Column("outcome", Text, nullable=False),
)

archives = Table(
    "archives",
    metadata,
    Column("path", Words, primary_key=True),
    Column("part", Words, primary_key=True),
    Column("reader", Words, primary_key=True),
    Column("size", Integer, nullable=False),
    Column("changed", Integer, nullable=False),
    Column("read_to", Integer, nullable=False),
    Column("records", Integer, nullable=False),
    Column("no_report", Text, nullable=False),
)

# What the gate said of a page; one it left unread has its bytes here, unless an archive has them.
verdicts = Table(
    "verdicts",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("reading", Integer, ForeignKey("readings.key")),
    Column("sha256", Text, nullable=False),
    Column("gate", Words, nullable=False),
    Column("relevant", Integer, nullable=False),
    Column("score", REAL, nullable=False),
    Column("reason", Words, nullable=False),
    Column("name", Words, nullable=False),
    Column("url", Words),
    Column("title", Words),
    Column("size", Integer),
    Column("zipped", LargeBinary),
    Column("at", Moment, nullable=False),
    UniqueConstraint("sha256", "gate"),
    Index("verdicts_by_relevance", "relevant", "key"),
)

# Keys under which articles that repeat one another are found; an article that repeats an earlier one has none.
bands = Table(
    "bands",
    metadata,
    Column("band", Integer, primary_key=True),
    Column("article", Integer, ForeignKey("articles.key"), primary_key=True),
)

copies = Table(
    "copies",
    metadata,
    Column("article", Integer, ForeignKey("articles.key"), primary_key=True),
    Column("original", Integer, ForeignKey("articles.key"), nullable=False),
    Column("how", Text, nullable=False),
    Column("share", REAL, nullable=False),
    Column("adds_nothing", Integer, nullable=False),
    Index("copies_by_original", "original"),
)
