"""Keep the list of followed feeds, what was asked of the web and when, and how far archives are read.

None of it is evidence: it spares asking and reading twice, and may change and be forgotten.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select
from sqlalchemy.dialects.sqlite import insert as insert_or

from zenobia.store.tables import archives, feeds, visits


@dataclass(frozen=True, slots=True)
class Visit:
    """The last time that an address was asked for and gave something to keep.

    `etag` and `modified` are the server's names for the state it was in; `updated` is what a feed said of it.
    """

    url: str
    visited_at: datetime
    outcome: str
    etag: str | None = None
    modified: str | None = None
    updated: str | None = None


@dataclass(frozen=True, slots=True)
class ArchiveMark:
    """How far an archive, or a file in one (`part`), is read by one reader.

    Where the file has another size or time by now (`changed`, in nanoseconds), the mark says nothing. `records`
    are those before `read_to`, and `no_report` counts what was none among them.
    """

    path: str
    part: str
    reader: str
    size: int
    changed: int
    read_to: int
    records: int
    no_report: Mapping[str, int] = field(default_factory=dict)


def followed(connection: Connection) -> list[str]:
    """The feeds that are followed, in the order in which they were added."""
    return list(connection.execute(select(feeds.c.url).order_by(feeds.c.added_at, feeds.c.url)).scalars())


def follow(connection: Connection, url: str, now: datetime) -> bool:
    """Add a feed; False where it is followed already."""
    added = insert_or(feeds).values(url=url, added_at=now).on_conflict_do_nothing()
    return connection.execute(added).rowcount > 0


def unfollow(connection: Connection, url: str) -> bool:
    """Take a feed off the list, and forget that it was asked; False where it was not on it."""
    connection.execute(delete(visits).where(visits.c.url == url))
    return connection.execute(delete(feeds).where(feeds.c.url == url)).rowcount > 0


def visit_of(connection: Connection, url: str) -> Visit | None:
    row = connection.execute(select(visits).where(visits.c.url == url)).mappings().first()
    return None if row is None else Visit(**row)


def keep_visit(connection: Connection, visit: Visit) -> None:
    values = {name: getattr(visit, name) for name in visits.columns.keys()}  # noqa: SIM118 - no dict
    connection.execute(insert(visits).prefix_with("OR REPLACE").values(values))


def marks_of(connection: Connection, path: str, reader: str) -> dict[str, ArchiveMark]:
    """The marks of an archive, by part."""
    asked = select(archives).where(archives.c.path == path, archives.c.reader == reader)
    rows = connection.execute(asked).mappings()
    return {row["part"]: ArchiveMark(**{**row, "no_report": json.loads(row["no_report"])}) for row in rows}


def keep_mark(connection: Connection, mark: ArchiveMark) -> None:
    values = {name: getattr(mark, name) for name in archives.columns.keys()}  # noqa: SIM118 - no dict
    values["no_report"] = json.dumps(dict(mark.no_report))
    connection.execute(insert(archives).prefix_with("OR REPLACE").values(values))
