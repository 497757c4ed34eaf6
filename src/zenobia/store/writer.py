"""Write pages, articles and claims: one transaction an article, each kept whole or not at all."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from sqlalchemy import Column, RowMapping, Table, TableClause, column, func, insert, select, table, update

from zenobia.errors import StoreError
from zenobia.model import Article, Claim, Judgement, Page, Relevance
from zenobia.store import briefs, grouped, judged, rows, tables
from zenobia.store import sifted as sifting
from zenobia.store.answers import Added, Kept, Reading, Sifted
from zenobia.store.briefs import Brief
from zenobia.store.database import close, connect_writer, refuse_foreign, saying
from zenobia.store.foundation import unfounded
from zenobia.store.grouped import GroupedIncident
from zenobia.store.loading import load_article
from zenobia.store.lock import WriteLock
from zenobia.store.queries import whole_article
from zenobia.store.search import search_columns
from zenobia.store.tables import articles, blocks, codings, evidence, pages, readings, reviews, slots

# A kill loses that these pages were judged, and the next run judges them again.
PASSED_OVER_TOGETHER = 500

_SEARCH = table("claim_search", *map(column, ("rowid", "places", "actors", "targets", "sources", "evidence")))

_T = TypeVar("_T")


class Writer:
    """The one writer of a store, from opening to closing; see `zenobia.store.open_writer`."""

    def __init__(self, path: Path, holder: str) -> None:
        self._path = Path(os.path.realpath(path))
        self._reading: int | None = None
        self._passed_over: list[dict[str, Any]] = []
        refuse_foreign(self._path)
        _make_folder(self._path.parent)
        self._lock = WriteLock.take(self._path, holder)
        try:
            self._connection = connect_writer(self._path)
        except BaseException:
            self._lock.release()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Empty the log into the store and let others write; closing twice is closing once."""
        if self._passed_over:
            with contextlib.suppress(StoreError):
                self.flush()
        close(self._connection)
        self._lock.release()

    def keep(
        self,
        page: Page,
        article: Article,
        claims: Sequence[Claim],
        *,
        reader: str | None = None,
        sifted: Sifted | None = None,
    ) -> Kept:
        """Keep a page, what it says and the claims read in it, all in one transaction.

        A page or an article that is kept already adds nothing, whatever outlet or day comes with it now; the
        answer then holds the article as it was kept. Only another reader's claims of that very article are
        added, as its newest coding. `reader` names who coded an article in which no claim was found, and
        `sifted` tells what else was found out before it was read.
        Raises StoreError where a claim does not stand on the words of the article.
        """
        _refuse_unfounded(page, article, claims)
        reader = reader or "+".join(sorted({claim.reader for claim in claims})) or "unknown"
        sifted = sifted or Sifted()
        with self._transaction():
            row = self._kept_row(page, article)
            if row is None:
                kept, added = replace(article, page_sha256=page.sha256), Added.ARTICLE
                key = self._add_article(page, article)
                self._add_coding(key, reader, claims, article)
                sifting.keep_copy(self._connection, key, sifted.bands, sifted.copy)
            else:
                kept, added = load_article(self._connection, row), Added.NOTHING
                if kept.id == article.id and not self._is_coded(row["key"], reader):
                    added = Added.CODING
                    self._add_coding(row["key"], reader, claims, article)
            if sifted.relevance is not None:
                verdict = sifting.verdict_row(page, sifted.relevance, self._reading, with_bytes=False)
                sifting.keep_verdicts(self._connection, [verdict])
            self._count(readings.c.duplicate if added is Added.NOTHING else readings.c.read)
        return Kept(kept, added)

    def duplicate_of(self, page: Page, reader: str) -> Article | None:
        """The article that these very bytes gave before, if `reader` has coded it; counted as a duplicate.

        Asking this first spares parsing and reading what would add nothing.
        """
        with saying(self._path), self._connection.begin():
            same_bytes = whole_article.where(pages.c.sha256 == page.sha256)
            row = self._connection.execute(same_bytes).mappings().first()
            if row is None or not self._is_coded(row["key"], reader):
                return None
            self._count(readings.c.duplicate)
            return load_article(self._connection, row)

    def near(self, article: Article, bands: Sequence[int]) -> list[Article]:
        """Articles kept earlier that this one may repeat: under one of its bands, or of its address."""
        with saying(self._path), self._connection.begin():
            return sifting.near(self._connection, article, bands)

    def pass_over(self, page: Page, relevance: Relevance, *, with_bytes: bool = True) -> None:
        """Keep that the gate left a page unread, and count it among what is set aside.

        Kept with the next thing that is kept, or when many have come together: a transaction for each page
        of a million would take longer than judging them. Without bytes for what an archive holds.
        """
        self._passed_over.append(sifting.verdict_row(page, relevance, self._reading, with_bytes=with_bytes))
        if len(self._passed_over) >= PASSED_OVER_TOGETHER:
            self.flush()

    def flush(self) -> None:
        """Keep what was passed over and is not kept yet."""
        with self._transaction():
            pass

    def set_aside(self, page_name: str, content: bytes | None, code: str, message: str) -> bool:
        """Keep what could not be read, with its bytes if there are any; False where that is kept already."""
        sha256 = None if content is None else hashlib.sha256(content).hexdigest()
        same = (
            tables.set_aside.c.name == page_name,
            tables.set_aside.c.sha256.is_not_distinct_from(sha256),
            tables.set_aside.c.code == code,
        )
        with self._transaction():
            is_new = self._connection.execute(select(tables.set_aside.c.key).where(*same)).first() is None
            if is_new:
                self._insert(
                    tables.set_aside,
                    reading=self._reading,
                    name=page_name,
                    sha256=sha256,
                    **({} if content is None else rows.zipped(content)),
                    code=code,
                    message=message,
                    at=datetime.now(UTC),
                )
            self._count(readings.c.set_aside)
        return is_new

    def replace_incidents(
        self,
        components: Iterable[int] | None,
        incidents: Sequence[GroupedIncident],
        leads_to: Mapping[str, str],
    ) -> None:
        """Put incidents in the place of those of some components, or of all for None, in one transaction."""
        with self._transaction():
            grouped.replace_incidents(self._connection, components, incidents, leads_to)

    def keep_briefs(self, made: Iterable[Brief]) -> None:
        """Put briefs in the place of those that their incidents have, in one transaction."""
        with self._transaction():
            briefs.keep_briefs(self._connection, made)

    def note_rules(self, rules: int) -> None:
        """Note by which rules all briefs are made now."""
        with self._transaction():
            briefs.note_rules(self._connection, rules)

    def judge(self, *made: Judgement) -> None:
        """Keep judgements made at one stroke, all or none; none is ever changed or taken away."""
        with self._transaction():
            judged.keep_judgements(self._connection, made)

    def count_duplicate(self) -> None:
        """Count an input that is known to have been read before, without a look at it."""
        with self._transaction():
            self._count(readings.c.duplicate)

    def web(self, act: Callable[..., _T], *arguments: Any) -> _T:
        """What a function of `zenobia.store.web` gives for this store, in one transaction."""
        with self._transaction():
            return act(self._connection, *arguments)

    def keep_review(self, article: Article, base: int, claims: Sequence[Claim], last_judgement: int) -> bool:
        """Keep an article's claims as judgements left them, if they are not so yet; whether they were not.

        `base` is the coding that the judgements were applied to. Raises StoreError where a claim does not
        stand on the words of the article.
        """
        for claim in claims:
            if fault := unfounded(claim, article):
                raise StoreError(f"a correction in “{article.title or article.id}” is refused: {fault}")
        with self._transaction():
            key = self._connection.execute(
                select(articles.c.key).where(articles.c.id == article.id)
            ).scalar_one()
            shown = select(func.max(codings.c.key)).where(codings.c.article == key)
            coding: int = self._connection.execute(shown).scalar_one()
            is_new = judged.claims_of(self._connection, coding) != list(claims)
            if is_new:
                reader = f"review {last_judgement} of coding {base}"
                coding = self._add_coding(key, reader, claims, article)
            self._insert(reviews, article=key, base=base, coding=coding, last_judgement=last_judgement)
        return is_new

    def begin_reading(self) -> None:
        """Count what comes from here on as one run, until `finish_reading`."""
        with self._transaction():
            self._reading = self._insert(
                readings, started_at=datetime.now(UTC), read=0, duplicate=0, set_aside=0
            )

    def finish_reading(self, inputs: int | None = None) -> Reading:
        """Close the run. Raises StoreError where `inputs` is not the sum of read, duplicate and set aside."""
        if self._reading is None:
            raise StoreError("no reading has begun")
        this = readings.c.key == self._reading
        counted = readings.c.read + readings.c.duplicate + readings.c.set_aside
        with self._transaction():
            total = self._connection.execute(select(counted).where(this)).scalar_one()
            if inputs is not None and inputs != total:
                raise StoreError(
                    f"{inputs} inputs were given but {total} accounted for; the reading stays open"
                )
            finished = {"finished_at": datetime.now(UTC), "inputs": total}
            self._connection.execute(update(readings).where(this).values(finished))
            row = self._connection.execute(select(readings).where(this)).mappings().one()
        self._reading = None
        return rows.reading_from(row)

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        with saying(self._path):
            with self._connection.begin():
                sifting.keep_verdicts(self._connection, self._passed_over)
                self._count(readings.c.set_aside, len(self._passed_over))
                yield
            self._passed_over.clear()

    def _kept_row(self, page: Page, article: Article) -> RowMapping | None:
        """The article that is kept of these bytes, or else the one that says the same."""
        for same in (pages.c.sha256 == page.sha256, articles.c.id == article.id):
            row = self._connection.execute(whole_article.where(same)).mappings().first()
            if row is not None:
                return row
        return None

    def _is_coded(self, article: int, reader: str) -> bool:
        same = (codings.c.article == article, codings.c.reader == reader)
        return self._connection.execute(select(codings.c.key).where(*same)).first() is not None

    def _add_article(self, page: Page, article: Article) -> int:
        of_page = self._insert(pages, **rows.page_row(page))
        key = self._insert(articles, page=of_page, **rows.article_row(article))
        self._insert_all(blocks, rows.block_rows(key, article))
        return key

    def _add_coding(self, article_key: int, reader: str, claims: Sequence[Claim], article: Article) -> int:
        """Claims get their keys here, so that they go in together; no other writer could take the same."""
        coding = self._insert(codings, article=article_key, reader=reader, coded_at=datetime.now(UTC))
        last = self._connection.execute(select(func.coalesce(func.max(tables.claims.c.key), 0))).scalar_one()
        keyed = list(enumerate(claims, start=last + 1))
        self._insert_all(
            tables.claims,
            [
                {"key": key, "coding": coding, "position": at, **rows.claim_row(claim)}
                for at, (key, claim) in enumerate(keyed)
            ],
        )
        self._insert_all(evidence, [row for key, claim in keyed for row in rows.evidence_rows(key, claim)])
        self._insert_all(slots, [row for key, claim in keyed for row in rows.slot_rows(key, claim)])
        self._insert_all(_SEARCH, [{"rowid": k, **search_columns(c, article.text)} for k, c in keyed])
        return coding

    def _insert(self, into: Table, **values: Any) -> int:
        key: int = self._connection.execute(insert(into).values(values)).lastrowid
        return key

    def _insert_all(self, into: TableClause, many: list[dict[str, Any]]) -> None:
        if many:
            self._connection.execute(insert(into), many)

    def _count(self, what: Column[int], number: int = 1) -> None:
        if self._reading is not None and number:
            this = update(readings).where(readings.c.key == self._reading)
            self._connection.execute(this.values({what: what + number}))


def _refuse_unfounded(page: Page, article: Article, claims: Sequence[Claim]) -> None:
    """Nothing enters that the text does not carry: the page is the article's, and its claims' words are."""
    if article.page_sha256 not in (None, page.sha256):
        raise StoreError(f"the article was not made from the page “{page.name}”")
    for claim in claims:
        fault = unfounded(claim, article)
        if fault:
            raise StoreError(f"a claim read in “{page.name}” is refused: {fault}")


def _make_folder(folder: Path) -> None:
    """The folder and those above it, open to nobody else where we make them."""
    try:
        for missing in reversed([f for f in (folder, *folder.parents) if not f.exists()]):
            missing.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise StoreError(f"cannot make the folder {folder}: {error.strerror}; use another --store") from error
