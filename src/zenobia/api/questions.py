"""A ledger to work with in scripts and notebooks: the questions of the command line, as keyword arguments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, TypeVar, Unpack

from zenobia.api.answers import Accounts, Articles, Claims, Controls, Fetched
from zenobia.api.control import Control, control, control_on
from zenobia.api.incidents import FoundAccount, incident
from zenobia.api.opening import as_day
from zenobia.api.reading import read_paths
from zenobia.errors import BadInput
from zenobia.model import CodedArticle, Kind, Realis
from zenobia.settings import Settings
from zenobia.store import ArticleHeader, ArticleQuery, ClaimQuery, FoundClaim, open_view

if TYPE_CHECKING:
    from zenobia.pipeline.local import InputResult

Day = date | str | None
_E = TypeVar("_E", Kind, Realis)


class Filters(TypedDict, total=False):
    """Which claims are asked for, as on the command line (`--from` and `--to` are `since` and `until`)."""

    place: str | None
    kind: Kind | str | None
    actor: str | None
    source: str | None
    realis: Realis | str | None
    words: str | None
    country: str | None
    since: date | str | None
    until: date | str | None
    limit: int | None


class OpenLedger:
    """What is kept in one store. Nothing is opened before it is asked, and nothing is held open afterwards."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def claims(self, **filters: Unpack[Filters]) -> Claims:
        """Who is said to have done what, and who says so; by day of publication.

        Raises BadInput for a kind, realis or day that is none.
        """
        query = _query(filters)

        def fetch(limit: int, offset: int) -> Fetched[FoundClaim]:
            with open_view(self.path) as view:
                page = view.claims(replace(query, limit=limit, offset=offset))
            return page.found, page.total, page.undated

        return Claims(fetch, query.limit)

    def incidents(self, **filters: Unpack[Filters]) -> Accounts:
        """What happened, by all that is said of it: incidents with a claim that is asked for."""
        from zenobia.pipeline.briefing import incident_of

        query = _query(filters)

        def fetch(limit: int, offset: int) -> Fetched[FoundAccount]:
            with open_view(self.path) as view:
                page = view.incidents(replace(query, limit=limit, offset=offset))
            accounts = [FoundAccount(incident_of(each), each.claims, each.parts) for each in page.found]
            return accounts, page.total, page.undated

        return Accounts(fetch, query.limit)

    def articles(
        self, *, words: str | None = None, since: Day = None, until: Day = None, limit: int | None = None
    ) -> Articles:
        """The reports that were read, by day of publication."""
        query = ArticleQuery(words=words, since=as_day(since), until=as_day(until), limit=_limit(limit))

        def fetch(limit: int, offset: int) -> Fetched[ArticleHeader]:
            with open_view(self.path) as view:
                page = view.articles(replace(query, limit=limit, offset=offset))
            return page.found, page.total, page.undated

        return Articles(fetch, query.limit)

    def control(
        self,
        place: str | None = None,
        *,
        on: Day = None,
        country: str | None = None,
        horizon: int | None = None,
    ) -> Controls:
        """Who held a place from hand to hand, or on a day; or, without a place, who held what on a day.

        Raises NotFound where nothing is told of who holds the place, BadInput where neither is given.
        """
        answers: Sequence[Control]
        if place is not None:
            answers = control(place, on, country=country, horizon_days=horizon, store=self.path)
        elif on is not None:
            answers = control_on(on, country=country, horizon_days=horizon, store=self.path)
        else:
            raise BadInput("name a place, or a day with on=, or both")
        return Controls(lambda limit, offset: (answers[offset : offset + limit], len(answers), 0))

    def claim(self, id_: str) -> FoundClaim:
        """The claim whose id begins so. Raises NotFound."""
        with open_view(self.path) as view:
            return view.claim(id_)

    def incident(self, id_: str) -> FoundAccount:
        """The incident whose id, present or former, begins so. Raises NotFound."""
        return incident(id_, store=self.path)

    def article(self, id_: str) -> CodedArticle:
        """The report whose id begins so, with its text and its claims. Raises NotFound."""
        with open_view(self.path) as view:
            return view.article(id_)

    def read(self, *paths: str | Path, published: Day = None, outlet: str | None = None) -> list[InputResult]:
        """Read files and folders into the ledger, which is made where there is none; what became of each.

        `published` and `outlet` hold for pages that do not say them.
        """
        return list(read_paths(paths, published=published, outlet=outlet, store=self.path))

    def __repr__(self) -> str:
        return f"Ledger({str(self.path)!r})"


def open_ledger(store: Path | str | None = None) -> OpenLedger:
    """The ledger in the file `store`, or your own; there need be none yet."""
    return OpenLedger(Path(store) if store is not None else Settings.from_environment().store)


def _query(filters: Filters) -> ClaimQuery:
    kind, realis, country = filters.get("kind"), filters.get("realis"), filters.get("country")
    return ClaimQuery(
        place=filters.get("place"),
        kind=_one_of(Kind, kind) if kind is not None else None,
        actor=filters.get("actor"),
        source=filters.get("source"),
        realis=_one_of(Realis, realis) if realis is not None else None,
        words=filters.get("words"),
        country=country.upper() if country else None,
        since=as_day(filters.get("since")),
        until=as_day(filters.get("until")),
        limit=_limit(filters.get("limit")),
    )


def _one_of(words: type[_E], value: str) -> _E:
    try:
        return words(value)
    except ValueError as error:
        known = ", ".join(word.value for word in words)
        raise BadInput(f"“{value[:40]}” is no {words.__name__.lower()}; it is one of {known}") from error


def _limit(limit: int | None) -> int | None:
    if limit is not None and limit < 1:
        raise BadInput(f"a limit of {limit} shows nothing; it must be 1 or more")
    return limit
