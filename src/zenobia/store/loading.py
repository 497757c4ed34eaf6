"""Fetch whole articles and claims for rows that a query found, many at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice

from sqlalchemy import Connection, RowMapping, Table, select
from sqlalchemy.exc import NoResultFound

from zenobia.model import Article, Claim
from zenobia.store import rows
from zenobia.store.tables import blocks, evidence, slots

# What a damaged row raises when it is made into a noun.
UNREADABLE = (ValueError, KeyError, TypeError, NoResultFound)

# SQLite takes 32,766 values in one statement.
_CLAIMS_AT_A_TIME = 1000


def load_article(connection: Connection, row: RowMapping) -> Article:
    """The article of a row of `queries.whole_article`."""
    of_article = select(blocks).where(blocks.c.article == row["key"]).order_by(blocks.c.position)
    return rows.article_from(row, connection.execute(of_article).mappings())


def load_claims(connection: Connection, found: Sequence[RowMapping]) -> Iterator[Claim]:
    """The claims of rows of `queries.any_claim`, in their order."""
    each = iter(found)
    while batch := list(islice(each, _CLAIMS_AT_A_TIME)):
        keys = [row["key"] for row in batch]
        spans, filled = _of(connection, evidence, keys), _of(connection, slots, keys)
        for row in batch:
            yield rows.claim_from(
                row, row["article_id"], spans.get(row["key"], ()), filled.get(row["key"], ())
            )


def _of(connection: Connection, table: Table, claims: Iterable[int]) -> dict[int, list[RowMapping]]:
    """The rows of a table by claim, in order of position within each role."""
    of_claims = select(table).where(table.c.claim.in_(claims)).order_by(*table.primary_key.columns)
    each = connection.execute(of_claims).mappings()
    return {claim: list(some) for claim, some in groupby(each, key=lambda row: row["claim"])}
