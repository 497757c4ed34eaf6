"""Questions as SQL: every value is a parameter, and nothing that is asked becomes part of a statement."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, column, exists, false, func, literal_column, or_, select, table

from zenobia.store import search
from zenobia.store.answers import ArticleQuery, ClaimQuery
from zenobia.store.tables import articles, claims, codings, copies, incidents, members, pages, slots

_SEARCH = table("claim_search", column("rowid"))
_LATER = codings.alias("later")
_WHEN = slots.alias("when_told")
_WHERE = slots.alias("where_told")

_CLAIMS_THERE = (
    select(func.count())
    .select_from(claims.alias("there"))
    .where(literal_column("there.coding") == codings.c.key)
)
_EARLIER = articles.alias("earlier")
_REPEATED = (
    select(_EARLIER.c.id)
    .join(copies, copies.c.original == _EARLIER.c.key)
    .where(copies.c.article == articles.c.key)
)
_HEADER = (
    articles.c.id.label("article_id"),
    articles.c.title,
    articles.c.outlet,
    articles.c.url,
    articles.c.published_on,
    articles.c.published_how,
    _CLAIMS_THERE.correlate(codings).scalar_subquery().label("claim_count"),
    _REPEATED.correlate(articles).scalar_subquery().label("repeats"),
)
_ARTICLE_ORDER = (articles.c.published_on.is_(None), articles.c.published_on, articles.c.id)

is_current = ~exists().where(_LATER.c.article == codings.c.article, _LATER.c.key > codings.c.key)
"""That a coding is the newest of its article."""

# A claim whose range has neither end tells no day.
_has_days = (
    _WHEN.c.claim == claims.c.key,
    _WHEN.c.role == "when",
    or_(_WHEN.c.first_day.is_not(None), _WHEN.c.last_day.is_not(None)),
)
is_dated = exists().where(*_has_days)
"""That a claim has a day, or one end of a range of days."""

any_claim = select(claims, articles.c.key.label("article"), *_HEADER).select_from(
    claims.join(codings, codings.c.key == claims.c.coding).join(articles, articles.c.key == codings.c.article)
)
"""Claims of every coding with the header of their article."""

any_article = select(articles.c.key, *_HEADER).select_from(
    articles.join(codings, codings.c.article == articles.c.key)
)
"""Headers of articles, once for each coding."""

whole_article = select(articles, pages.c.sha256).select_from(articles.join(pages))
"""Articles as they are kept, blocks aside."""


def repeated(article_id: str) -> Select[Any]:
    """Headers of the article that one repeats, and of those that repeat it."""
    this = select(articles.c.key).where(articles.c.id == article_id).scalar_subquery()
    is_earlier = (copies.c.article == this).label("is_earlier")
    linked = or_(
        (copies.c.article == this) & (articles.c.key == copies.c.original),
        (copies.c.original == this) & (articles.c.key == copies.c.article),
    )
    asked = any_article.add_columns(copies.c.how, copies.c.share, is_earlier).join(copies, linked)
    return asked.where(is_current).order_by(is_earlier.desc(), articles.c.key)


def matching_claims(query: ClaimQuery) -> Select[Any]:
    """The claims that are asked for, in order, before `limit` and `offset`."""
    return _among_claims(query, *_within(query)).order_by(*_ARTICLE_ORDER, claims.c.position)


def undated_claims(query: ClaimQuery) -> Select[Any]:
    """The claims that match but for having no day."""
    return _among_claims(query, ~is_dated)


def matching_incidents(query: ClaimQuery) -> Select[Any]:
    """The incidents with a claim that is asked for, in order of days, before `limit` and `offset`."""
    return _incidents_of(matching_claims(query)).order_by(
        incidents.c.first_day.is_(None), incidents.c.first_day, incidents.c.id
    )


def undated_incidents(query: ClaimQuery) -> Select[Any]:
    """The incidents without a day that a claim matches but for having none either."""
    return _incidents_of(undated_claims(query)).where(incidents.c.first_day.is_(None))


def _incidents_of(asked: Select[Any]) -> Select[Any]:
    keys = asked.order_by(None).with_only_columns(claims.c.key, maintain_column_froms=True)
    return select(incidents).where(
        incidents.c.key.in_(select(members.c.incident).where(members.c.claim.in_(keys)))
    )


def matching_articles(query: ArticleQuery) -> Select[Any]:
    """The headers that are asked for, in order, before `limit` and `offset`."""
    day = articles.c.published_on
    within: list[ColumnElement[bool]] = []
    if query.since is not None:
        within.append(day >= query.since)
    if query.until is not None:
        within.append(day <= query.until)
    return any_article.where(is_current, *_title_words(query), *within).order_by(*_ARTICLE_ORDER)


def undated_articles(query: ArticleQuery) -> Select[Any]:
    """The headers that match but for having no day of publication."""
    return any_article.where(is_current, *_title_words(query), articles.c.published_on.is_(None))


def count_of(matching: Select[Any]) -> Select[Any]:
    one: Select[Any] = matching.order_by(None).with_only_columns(
        literal_column("1"), maintain_column_froms=True
    )
    return select(func.count()).select_from(one.subquery())


def _among_claims(query: ClaimQuery, *days: ColumnElement[bool]) -> Select[Any]:
    return any_claim.where(is_current, *_kinds(query), *_places(query), *_words(query), *days)


def _kinds(query: ClaimQuery) -> list[ColumnElement[bool]]:
    narrowed = (
        (claims.c.kind, query.kind),
        (claims.c.realis, query.realis),
        (articles.c.id, query.article_id),
    )
    among = [claims.c.kind.in_(query.kinds)] if query.kinds else []
    return among + [where == asked for where, asked in narrowed if asked is not None]


def _places(query: ClaimQuery) -> list[ColumnElement[bool]]:
    """Where the place is known to be, by its id or its country."""
    known: list[ColumnElement[bool]] = []
    if query.place_ids:
        known.append(_WHERE.c.known_id.in_(query.place_ids))
    if query.country is not None:
        known.append(_WHERE.c.country == query.country)
    return [claims.c.key.in_(select(_WHERE.c.claim).where(_WHERE.c.role == "place", *known))] if known else []


def _words(query: ClaimQuery) -> list[ColumnElement[bool]]:
    asked = [
        make(columns, words)
        for make, columns, words in (
            (search.phrase, "places", query.place),
            (search.phrase, "actors targets", query.actor),
            (search.phrase, "sources", query.source),
            (search.all_words, "evidence", query.words),
        )
        if words is not None
    ]
    if not asked:
        return []
    if None in asked:
        return [false()]
    expression = " AND ".join(f"({part})" for part in asked)
    found = select(_SEARCH.c.rowid).where(literal_column("claim_search").op("MATCH")(expression))
    return [claims.c.key.in_(found)]


def _within(query: ClaimQuery) -> list[ColumnElement[bool]]:
    """`DateRange.meets` in SQL, for claims that have a day."""
    if query.since is None and query.until is None:
        return []
    told = [*_has_days]
    if query.since is not None:
        told.append(or_(_WHEN.c.last_day.is_(None), _WHEN.c.last_day >= query.since))
    if query.until is not None:
        told.append(or_(_WHEN.c.first_day.is_(None), _WHEN.c.first_day <= query.until))
    return [exists().where(*told)]


def _title_words(query: ArticleQuery) -> list[ColumnElement[bool]]:
    words = search.encodable(query.words or "").split()
    return [
        or_(*(where.icontains(word, autoescape=True) for where in (articles.c.title, articles.c.outlet)))
        for word in words
    ]
