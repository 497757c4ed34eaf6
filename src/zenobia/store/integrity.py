"""Say whether everything in a store is as it was kept."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, RowMapping, func, select

from zenobia.errors import StoreError
from zenobia.model import Article, Issue
from zenobia.store import queries, rows
from zenobia.store.foundation import is_inside, unfounded
from zenobia.store.judged import judgement_from
from zenobia.store.loading import UNREADABLE, load_article, load_claims
from zenobia.store.tables import articles, claims, judgements, pages
from zenobia.store.view import View


def check(path: Path) -> list[Issue]:
    """See `zenobia.store.check`. Raises StoreError where there is no store to look at."""
    issues: list[Issue] = []
    with View(path) as view:
        try:
            with view.snapshot() as connection:
                for look in (
                    _file_issues,
                    _page_issues,
                    _article_issues,
                    _claim_issues,
                    _judgement_issues,
                    _search_issues,
                ):
                    issues.extend(look(connection))
        except StoreError as error:
            issues.append(Issue("store", str(error)))
    return issues


def quick_check(path: Path) -> list[str]:
    """See `zenobia.store.quick_check`. Raises StoreError where there is no store to look at."""
    with View(path) as view, view.snapshot() as connection:
        told = [str(message) for (message,) in connection.exec_driver_sql("PRAGMA quick_check(10)")]
    return [message for message in told if message != "ok"]


def _file_issues(connection: Connection) -> Iterator[Issue]:
    for (message,) in connection.exec_driver_sql("PRAGMA integrity_check"):
        if message != "ok":
            yield Issue("store", f"SQLite: {message}")
    for table, row, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield Issue("store", f"row {row} of {table} points to no row of {parent}")


def _page_issues(connection: Connection) -> Iterator[Issue]:
    for row in connection.execute(select(pages)).mappings():
        try:
            rows.page_from(row)
        except StoreError as error:
            yield Issue("store", str(error), f"page {row['sha256']}")


def _article_issues(connection: Connection) -> Iterator[Issue]:
    for key, id in connection.execute(select(articles.c.key, articles.c.id)).all():
        where = f"article {id}"
        try:
            article = _article_at(connection, key)
        except UNREADABLE as error:
            yield Issue("store", f"cannot be read back: {error}", where)
            continue
        if article.id != id:
            yield Issue("store", f"its content has the id {article.id}", where)
        for block in article.blocks:
            if not is_inside(block.span, article):
                yield Issue(
                    "store", f"a block {block.span.start}..{block.span.end} lies outside the text", where
                )


def _claim_issues(connection: Connection) -> Iterator[Issue]:
    """Claims of every coding; an article that cannot be read back is told of once, by `_article_issues`."""
    for (key,) in connection.execute(select(articles.c.key)).all():
        with contextlib.suppress(*UNREADABLE):
            article = _article_at(connection, key)
            coded = queries.any_claim.where(articles.c.key == key).order_by(claims.c.key)
            for row in connection.execute(coded).mappings().all():
                fault = _claim_fault(connection, row, article)
                if fault:
                    yield Issue("store", fault, f"claim {row['id']}")


def _claim_fault(connection: Connection, row: RowMapping, article: Article) -> str | None:
    try:
        (claim,) = load_claims(connection, [row])
    except UNREADABLE as error:
        return f"cannot be read back: {error}"
    return f"its content has the id {claim.id}" if claim.id != row["id"] else unfounded(claim, article)


def _judgement_issues(connection: Connection) -> Iterator[Issue]:
    """Judgements whose content is not what they were kept under, or that cannot be read back."""
    for row in connection.execute(select(judgements).order_by(judgements.c.key)).mappings():
        where = f"judgement {row['id']}"
        try:
            judgement = judgement_from(row)
        except UNREADABLE as error:
            yield Issue("store", f"cannot be read back: {error}", where)
            continue
        if judgement.id != row["id"]:
            yield Issue("store", f"its content has the id {judgement.id}", where)


def _search_issues(connection: Connection) -> Iterator[Issue]:
    """Every claim is in the index that filters look into, and nothing else is."""
    kept = connection.execute(select(func.count()).select_from(claims)).scalar_one()
    both = "SELECT count(*) FROM claim_search_docsize JOIN claims ON claims.key = claim_search_docsize.id"
    indexed = connection.exec_driver_sql("SELECT count(*) FROM claim_search_docsize").scalar_one()
    if not kept == indexed == connection.exec_driver_sql(both).scalar_one():
        yield Issue("store", f"{kept} claims are kept but {indexed} are in the index of words")


def _article_at(connection: Connection, key: int) -> Article:
    row = connection.execute(queries.whole_article.where(articles.c.key == key)).mappings().one()
    return load_article(connection, row)
