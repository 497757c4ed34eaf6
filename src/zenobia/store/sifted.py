"""What the gate said of pages, and which article repeats which: how that is kept and asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Select, func, insert, select

from zenobia.model import Article, Copy, Page, Relevance
from zenobia.store import rows
from zenobia.store.loading import load_article
from zenobia.store.queries import whole_article
from zenobia.store.tables import articles, bands, copies, pages, verdicts

# A band that more articles share is a notice of some site, and no report that they repeat.
MOST_IN_A_BAND = 20


def verdict_row(page: Page, relevance: Relevance, reading: int | None, *, with_bytes: bool) -> dict[str, Any]:
    return {
        "reading": reading,
        "sha256": page.sha256,
        "gate": relevance.gate,
        "relevant": int(relevance.is_relevant),
        "score": relevance.score,
        "reason": relevance.reason,
        "name": page.name,
        "url": page.url,
        "title": relevance.title,
        **(rows.zipped(page.content) if with_bytes else {"size": len(page.content), "zipped": None}),
        "at": datetime.now(UTC),
    }


def keep_verdicts(connection: Connection, made: Sequence[dict[str, Any]]) -> None:
    """Keep verdicts, each page's once for each gate, however often the page is met."""
    if made:
        connection.execute(insert(verdicts).prefix_with("OR IGNORE"), list(made))


def passed_over() -> Select[Any]:
    """Pages that no gate let through and that were not read for all that, the nearest to it first."""
    was_read = select(pages.c.sha256).where(pages.c.sha256 == verdicts.c.sha256).exists()
    names = ("name", "title", "url", "sha256", "score", "reason", "at")
    asked = select(*(verdicts.c[name] for name in names)).where(verdicts.c.relevant == 0, ~was_read)
    return asked.order_by(verdicts.c.score.desc(), verdicts.c.key)


def keep_copy(connection: Connection, key: int, band_keys: Iterable[int], copy: Copy | None) -> None:
    """Link an article to the one it repeats, or have later ones find it by its bands."""
    if copy is None:
        made = [{"band": band, "article": key} for band in band_keys]
        if made:
            connection.execute(insert(bands).prefix_with("OR IGNORE"), made)
        return
    original = connection.execute(
        select(articles.c.key).where(articles.c.id == copy.of_article_id)
    ).scalar_one()
    row = {"article": key, "original": original, "how": copy.how.value, "share": copy.share}
    connection.execute(insert(copies).values(row | {"adds_nothing": int(copy.adds_nothing)}))


def near(connection: Connection, article: Article, band_keys: Sequence[int]) -> list[Article]:
    """Earlier articles that may be what this one repeats: of a band of its own, or of its address.

    An article that is kept already has only those before it, so that two never repeat each other.
    """
    own = connection.execute(select(articles.c.key).where(articles.c.id == article.id)).scalar()
    shared = select(bands.c.article).where(bands.c.band.in_(band_keys)).group_by(bands.c.article)
    often = select(bands.c.band).where(bands.c.band.in_(band_keys)).group_by(bands.c.band)
    crowded = often.having(func.count() > MOST_IN_A_BAND)
    found = set(connection.execute(shared.where(bands.c.band.not_in(crowded))).scalars())
    if article.url is not None:
        same = select(articles.c.key).where(articles.c.url == article.url)
        found |= {_original(connection, key) for key in connection.execute(same).scalars()}
    before = sorted(key for key in found if own is None or key < own)
    asked = whole_article.where(articles.c.key.in_(before)).order_by(articles.c.key)
    return [load_article(connection, row) for row in connection.execute(asked).mappings().all()]


def _original(connection: Connection, key: int) -> int:
    found = connection.execute(select(copies.c.original).where(copies.c.article == key)).scalar()
    return key if found is None else int(found)
