"""Answer questions about what is kept; reads only, and sees one state of the store in each answer."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, func, select

from zenobia.errors import NotFound, StoreError
from zenobia.model import Claim, CodedArticle, Kind, Page, Reason, Repeats
from zenobia.store import queries, rows, sifted, tables
from zenobia.store.answers import (
    ArticleHeader,
    ArticlePage,
    ArticleQuery,
    ClaimPage,
    ClaimQuery,
    Counts,
    FoundClaim,
    FoundIncident,
    IncidentPage,
    PassedOver,
    PassedOverPage,
    Reading,
    Repeated,
    SetAside,
)
from zenobia.store.database import close, connect_reader, damaged, saying
from zenobia.store.grouped import current_id, every_incident_id
from zenobia.store.loading import UNREADABLE, load_article, load_claims
from zenobia.store.tables import articles, claims, codings, former_ids, incidents, members, pages

_CANDIDATES_SHOWN = 5
# Well under the 32,766 values that SQLite takes in one statement.
_KEYS_AT_A_TIME = 5000


class View:
    """A store open for reading; see `zenobia.store.open_view`."""

    def __init__(self, path: Path) -> None:
        self._path = Path(os.path.realpath(path))
        self._connection = connect_reader(self._path)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        close(self._connection)

    def claims(self, query: ClaimQuery | None = None) -> ClaimPage:
        """The claims of the newest codings that are asked for."""
        query = query or ClaimQuery()
        matching = queries.matching_claims(query)
        asks_for_days = query.since is not None or query.until is not None
        with self.snapshot() as connection:
            found = self._page(matching, query.limit, query.offset)
            undated = self._count(queries.undated_claims(query)) if asks_for_days else 0
            return ClaimPage(tuple(_found(connection, found)), self._count(matching), undated)

    def incidents(self, query: ClaimQuery | None = None) -> IncidentPage:
        """The incidents with a claim that is asked for, each with all its claims."""
        query = query or ClaimQuery()
        matching = queries.matching_incidents(query)
        asks_for_days = query.since is not None or query.until is not None
        with self.snapshot() as connection:
            found = self._incidents(connection, self._page(matching, query.limit, query.offset))
            undated = self._count(queries.undated_incidents(query)) if asks_for_days else 0
            return IncidentPage(tuple(found), self._count(matching), undated)

    def incident(self, id: str) -> FoundIncident:
        """The incident with this id, or with the only id that begins so; an id it once had leads to it.

        Raises NotFound, which names the candidates where there are several.
        """
        with self.snapshot() as connection:
            whole = self._whole_id("incident", every_incident_id.c.id, id)
            row = connection.execute(
                select(incidents).where(incidents.c.id == current_id(connection, whole))
            ).mappings()
            return self._incidents(connection, [row.one()])[0]

    def several_incidents(self, ids: Sequence[str]) -> list[FoundIncident]:
        """The incidents with these ids, in the order of the store."""
        with self.snapshot() as connection:
            asked = select(incidents).where(incidents.c.id.in_(ids)).order_by(incidents.c.key)
            return self._incidents(connection, list(connection.execute(asked).mappings()))

    def claims_in(self, incident_ids: Sequence[str]) -> dict[str, list[tuple[str, str]]]:
        """The claims of incidents, as ids with the ids of their articles."""
        inside = (
            select(incidents.c.id, claims.c.id, articles.c.id)
            .select_from(incidents)
            .join(members, members.c.incident == incidents.c.key)
            .join(claims, claims.c.key == members.c.claim)
            .join(codings, codings.c.key == claims.c.coding)
            .join(articles, articles.c.key == codings.c.article)
            .where(incidents.c.id.in_(incident_ids))
            .order_by(claims.c.key)
        )
        found: dict[str, list[tuple[str, str]]] = {}
        with self.snapshot() as connection:
            for incident, claim, article in connection.execute(inside):
                found.setdefault(incident, []).append((claim, article))
        return found

    def former_ids(self, id: str) -> list[str]:
        """An incident's id with those that it had, or that others had which became part of it."""
        with self.snapshot() as connection:
            known = [id]
            for each in known:
                led = select(former_ids.c.id).where(former_ids.c.leads_to == each)
                known += [old for old in connection.execute(led).scalars() if old not in known]
            return known

    def incidents_of(self, claim_ids: Sequence[str]) -> dict[str, str]:
        """The ids of the incidents that claims are in now, by the ids of the claims."""
        with self.snapshot() as connection:
            inside = (
                select(claims.c.id, incidents.c.id)
                .join(members, members.c.claim == claims.c.key)
                .join(incidents, incidents.c.key == members.c.incident)
                .where(claims.c.id.in_(claim_ids))
            )
            return dict(connection.execute(inside).all())

    def articles(self, query: ArticleQuery | None = None) -> ArticlePage:
        """The articles that are asked for, without their text."""
        query = query or ArticleQuery()
        matching = queries.matching_articles(query)
        asks_for_days = query.since is not None or query.until is not None
        with self.snapshot():
            found = self._page(matching, query.limit, query.offset)
            undated = self._count(queries.undated_articles(query)) if asks_for_days else 0
            return ArticlePage(tuple(map(_header, found)), self._count(matching), undated)

    def claim(self, id: str) -> FoundClaim:
        """The claim with this id, or with the only id that begins so; also one that a newer coding replaced.

        Raises NotFound, which names the candidates where there are several.
        """
        with self.snapshot() as connection:
            of_claim = queries.any_claim.where(claims.c.id == self._whole_id("claim", claims.c.id, id))
            newest = of_claim.order_by(claims.c.key.desc()).limit(1)
            return next(_found(connection, connection.execute(newest).mappings().all()))

    def article(self, id: str) -> CodedArticle:
        """The article with this id, or with the only id that begins so, with the claims of its newest coding.

        Raises NotFound, which names the candidates where there are several.
        """
        with self.snapshot() as connection:
            whole = queries.whole_article.where(articles.c.id == self._whole_id("article", articles.c.id, id))
            row = connection.execute(whole).mappings().one()
            coded = queries.matching_claims(ClaimQuery(article_id=row["id"]))
            read = load_claims(connection, connection.execute(coded).mappings().all())
            return CodedArticle.of(load_article(connection, row), tuple(read))

    def codings(self, article_id: str) -> dict[str, tuple[Claim, ...]]:
        """Every reader's claims of an article, oldest coding first; the last is what is shown elsewhere."""
        with self.snapshot() as connection:
            id = self._whole_id("article", articles.c.id, article_id)
            readers = select(codings).join(articles).where(articles.c.id == id).order_by(codings.c.key)
            return {
                coding["reader"]: tuple(self._coded(coding["key"]))
                for coding in connection.execute(readers).mappings().all()
            }

    def page(self, article_id: str) -> Page:
        """The page, byte for byte as received, that an article was made from.

        Raises StoreError where the bytes no longer have their sha256.
        """
        with self.snapshot() as connection:
            id = self._whole_id("article", articles.c.id, article_id)
            received = select(pages).join(articles).where(articles.c.id == id)
            return rows.page_from(connection.execute(received).mappings().one())

    def counts(self) -> Counts:
        current = queries.any_claim.where(queries.is_current)
        by_kind = current.with_only_columns(claims.c.kind, func.count()).group_by(claims.c.kind)
        with self.snapshot() as connection:
            kinds = {Kind(kind): count for kind, count in connection.execute(by_kind.order_by(claims.c.kind))}
            return Counts(
                pages=self._count(select(pages)),
                articles=self._count(select(articles)),
                claims=sum(kinds.values()),
                undated=self._count(current.where(~queries.is_dated)),
                set_aside=self._count(select(tables.set_aside)),
                kinds=kinds,
            )

    def set_aside(self) -> tuple[SetAside, ...]:
        """What could not be read, in the order in which it was met."""
        names = ("name", "sha256", "code", "message", "at")
        asked = select(*(tables.set_aside.c[name] for name in names)).order_by(tables.set_aside.c.key)
        with self.snapshot() as connection:
            return tuple(SetAside(**row) for row in connection.execute(asked).mappings())

    def passed_over(self, limit: int | None = None) -> PassedOverPage:
        """Pages that the gate left unread, the nearest to being read first."""
        asked = sifted.passed_over()
        with self.snapshot():
            found = tuple(PassedOver(**row) for row in self._page(asked, limit, 0))
            return PassedOverPage(found, self._count(asked))

    def repeated(self, article_id: str) -> tuple[Repeated, ...]:
        """The article that this one repeats, then those that repeat it."""
        with self.snapshot() as connection:
            id = self._whole_id("article", articles.c.id, article_id)
            return tuple(
                Repeated(_header(row), Repeats(row["how"]), row["share"], bool(row["is_earlier"]))
                for row in connection.execute(queries.repeated(id)).mappings().all()
            )

    def readings(self) -> tuple[Reading, ...]:
        """Every run of reading, oldest first."""
        with self.snapshot() as connection:
            each = connection.execute(select(tables.readings).order_by(tables.readings.c.key))
            return tuple(map(rows.reading_from, each.mappings()))

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """The connection with one state of the store to see; what SQLite refuses is said in words.

        Inside another it sees the state that the outer one sees.
        """
        if self._connection.in_transaction():
            yield self._connection
            return
        with saying(self._path), self._connection.begin():
            try:
                yield self._connection
            except UNREADABLE as error:
                raise StoreError(damaged(self._path, error)) from error

    def _incidents(self, connection: Connection, found: Sequence[RowMapping]) -> list[FoundIncident]:
        """The incidents of rows, a few questions for all of them."""
        inside = select(members.c.claim, members.c.incident, members.c.reasons).where(
            members.c.incident.in_([row["key"] for row in found])
        )
        why = {key: (incident, reasons) for key, incident, reasons in connection.execute(inside)}
        told: dict[int, list[tuple[FoundClaim, tuple[Reason, ...]]]] = {row["key"]: [] for row in found}
        keys = sorted(why)
        for start in range(0, len(keys), _KEYS_AT_A_TIME):
            asked = queries.any_claim.where(claims.c.key.in_(keys[start : start + _KEYS_AT_A_TIME])).order_by(
                articles.c.published_on.is_(None), articles.c.published_on, articles.c.id, claims.c.position
            )
            of_claims = connection.execute(asked).mappings().all()
            for row, claim in zip(of_claims, _found(connection, of_claims), strict=True):
                incident, reasons = why[row["key"]]
                told[incident].append((claim, rows.reasons_from(reasons)))
        within = select(incidents.c.part_of, incidents.c.id).where(
            incidents.c.part_of.in_([row["id"] for row in found])
        )
        parts: dict[str, list[str]] = {}
        for whole, part in connection.execute(within.order_by(incidents.c.first_day)):
            parts.setdefault(whole or "", []).append(part)
        return [
            FoundIncident(
                row["id"],
                row["part_of"],
                tuple(parts.get(row["id"], ())),
                tuple(claim for claim, _ in told[row["key"]]),
                tuple(reasons for _, reasons in told[row["key"]]),
            )
            for row in found
        ]

    def _page(self, matching: Select[Any], limit: int | None, offset: int) -> list[RowMapping]:
        return list(self._connection.execute(matching.limit(limit).offset(offset)).mappings())

    def _count(self, matching: Select[Any]) -> int:
        count: int = self._connection.execute(queries.count_of(matching)).scalar_one()
        return count

    def _coded(self, coding: int) -> Iterator[Claim]:
        read = queries.any_claim.where(claims.c.coding == coding).order_by(claims.c.position)
        return load_claims(self._connection, self._connection.execute(read).mappings().all())

    def _whole_id(self, noun: str, ids: ColumnElement[str], prefix: str) -> str:
        """The one id that begins with `prefix`, by a range of the index and not by a pattern."""
        begins = (ids >= prefix, ids < prefix + "g")
        found: list[str] = []
        if re.fullmatch("[0-9a-f]{1,16}", prefix):
            asked = select(ids).where(*begins).distinct().order_by(ids).limit(_CANDIDATES_SHOWN + 1)
            found = list(self._connection.execute(asked).scalars())
        if not found:
            raise NotFound(
                f"there is no {noun} “{prefix[:40]}” in {self._path}; “zenobia {noun}s” lists them"
            )
        if len(found) > 1:
            more = ", …" if len(found) > _CANDIDATES_SHOWN else ""
            named = ", ".join(found[:_CANDIDATES_SHOWN])
            raise NotFound(f"several {noun}s begin with “{prefix}”: {named}{more}; give more of the id")
        return found[0]


def _found(connection: Connection, found: Sequence[RowMapping]) -> Iterator[FoundClaim]:
    """The claims of rows of `queries.any_claim`, each with its article and its sentences."""
    texts: dict[int, str] = {}
    for row, claim in zip(found, load_claims(connection, found), strict=True):
        if row["article"] not in texts:
            said = select(articles.c.text).where(articles.c.key == row["article"])
            texts = {row["article"]: connection.execute(said).scalar_one()}
        sentences = tuple(span.of(texts[row["article"]]) for span in claim.evidence)
        yield FoundClaim(claim, _header(row), sentences)


def _header(row: RowMapping) -> ArticleHeader:
    names = (
        "article_id",
        "title",
        "outlet",
        "url",
        "published_on",
        "published_how",
        "claim_count",
        "repeats",
    )
    return ArticleHeader(*(row[name] for name in names))
