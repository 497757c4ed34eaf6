"""What a ledger answers: sequences that are fetched a page at a time as they are looked at.

Each becomes a table of pandas, Polars or Arrow, and shows itself in a notebook as a small map and a table with
its evidence.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

from zenobia.api.control import Control
from zenobia.api.incidents import FoundAccount
from zenobia.errors import StoreError
from zenobia.exports import notebook
from zenobia.exports.coding import article_record, claim_record
from zenobia.exports.holdings import holding_record, place_record
from zenobia.exports.incidents import incident_record
from zenobia.exports.notebook import cell
from zenobia.exports.point_map import Point
from zenobia.exports.tables import (
    CLAIM_COLUMNS,
    DAY,
    HOLDING_COLUMNS,
    INCIDENT_COLUMNS,
    TEXT,
    WHOLE,
    Row,
    claim_row,
    holding_row,
    incident_row,
)
from zenobia.exports.told import ToldIncident
from zenobia.model import Holding
from zenobia.store import ArticleHeader, FoundClaim

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

T = TypeVar("T")
Fetched = tuple[Sequence[T], int, int]
"""What was found of a page, how many there are in all, and how many more match but for having no day."""

PAGE = 500
SHOWN_IN_A_NOTEBOOK = 20
# A notebook that is saved keeps every dot; a map of 420 pixels has no room for more.
MAPPED_IN_A_NOTEBOOK = 500


class Answer(Sequence[T], ABC, Generic[T]):
    """A sequence of what was asked for, in the order of the ledger; nothing is fetched before it is looked at.

    `fetch` is given a limit and an offset. Looking raises StoreError where there is no store, or where the
    ledger changes while the answer is read: ask again then.
    """

    noun: str
    columns: Mapping[str, str]
    headings: tuple[str, ...]

    def __init__(self, fetch: Callable[[int, int], Fetched[T]], limit: int | None = None) -> None:
        self._fetch = fetch
        self._limit = limit
        self._total: int | None = None
        self._undated = 0
        self._page: tuple[int, Sequence[T]] | None = None

    @property
    def total(self) -> int:
        """How many there are, also beyond the limit."""
        if self._total is None:
            self._page_of(0)
        return self._total or 0

    @property
    def undated(self) -> int:
        """How many more match but have no day; they are left out where `since` or `until` is asked for."""
        _ = self.total
        return self._undated

    def __len__(self) -> int:
        return self.total if self._limit is None else min(self.total, self._limit)

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[T]: ...
    def __getitem__(self, index: int | slice) -> T | Sequence[T]:
        if isinstance(index, slice):
            return [self[number] for number in range(*index.indices(len(self)))]
        number = index + len(self) if index < 0 else index
        if not 0 <= number < len(self):
            raise IndexError(f"there are {len(self)} {self.noun}")
        first = number - number % PAGE
        return self._page_of(first)[number - first]

    def __iter__(self) -> Iterator[T]:
        for first in range(0, len(self), PAGE):
            yield from self._page_of(first)

    def _page_of(self, first: int) -> Sequence[T]:
        if self._page is None or self._page[0] != first:
            size = PAGE if self._limit is None else min(PAGE, self._limit - first)
            found, total, undated = self._fetch(size, first)
            if self._total not in (None, total):
                raise StoreError(f"the ledger has changed since these {self.noun} were asked for; ask again")
            self._total, self._undated = total, undated
            self._page = (first, found)
        return self._page[1]

    def records(self) -> list[dict[str, Any]]:
        """Each with everything that is known of it, as --json prints it."""
        return [self._record(each) for each in self]

    def rows(self) -> Iterator[Row]:
        """Flat rows, as `zenobia export csv` writes them."""
        for each in self:
            yield from self._rows(each)

    def to_pandas(self) -> pandas.DataFrame:
        """A pandas table; needs the extra `zenobia[pandas]`."""
        from zenobia.exports.frames import to_pandas

        return to_pandas(self.columns, self.rows())

    def to_polars(self) -> polars.DataFrame:
        """A Polars table; needs the extra `zenobia[polars]`."""
        from zenobia.exports.frames import to_polars

        return to_polars(self.columns, self.rows())

    def to_arrow(self) -> pyarrow.Table:
        """An Arrow table; needs the extra `zenobia[arrow]`."""
        from zenobia.exports.frames import to_arrow

        return to_arrow(self.columns, self.rows())

    def __repr__(self) -> str:
        return f"<{len(self)} {self.noun}>"

    def _repr_html_(self) -> str:
        return self.to_html()

    def to_html(self) -> str:
        """A small map, and a table of the first of them with their evidence; every word of theirs is escaped."""
        shown = self[:SHOWN_IN_A_NOTEBOOK]
        cells = [cells for each in shown for cells in self._cells(each)]
        points = [point for each in self[:MAPPED_IN_A_NOTEBOOK] for point in self._points(each)]
        told = [f"{len(shown)} of {self.total} {self.noun} shown"]
        if self.undated:
            told.append(f"{self.undated} more match but have no day")
        return notebook.answer_html(self.headings, cells, points, "; ".join(told) + ".")

    @abstractmethod
    def _record(self, each: T) -> dict[str, Any]: ...
    @abstractmethod
    def _rows(self, each: T) -> Iterator[Row]: ...
    @abstractmethod
    def _cells(self, each: T) -> Iterator[Sequence[str]]: ...
    def _points(self, each: T) -> Iterator[Point]:
        return iter(())


class Claims(Answer[FoundClaim]):
    """Claims, each with the report it stands in and the sentences it rests on."""

    noun = "claims"
    columns = CLAIM_COLUMNS
    headings = ("claim", "when", "kind", "who", "where", "toll", "according to", "in these words")

    def _record(self, each: FoundClaim) -> dict[str, Any]:
        return claim_record(each.claim, each.article, each.sentences)

    def _rows(self, each: FoundClaim) -> Iterator[Row]:
        yield claim_row(each)

    def _cells(self, each: FoundClaim) -> Iterator[Sequence[str]]:
        row, claim = claim_row(each), each.claim
        kind = (
            claim.kind.value if claim.realis == "asserted" else f"{claim.kind.value} ({claim.realis.value})"
        )
        yield (
            cell(claim.id[:8]),
            notebook.days_cell(row, "when_words"),
            cell(kind),
            cell(_sides(row)),
            cell(row["place"] or row["place_words"]),
            cell(notebook.toll(row, notebook.bounds)),
            cell(row["sources"] or "the report itself"),
            notebook.marked_sentences(each),
        )

    def _points(self, each: FoundClaim) -> Iterator[Point]:
        return notebook.points_of([each.claim.place])


class Accounts(Answer[FoundAccount]):
    """Incidents, each with its account and the claims that it is made of."""

    noun = "incidents"
    columns = INCIDENT_COLUMNS
    headings = ("incident", "when", "kind", "who", "where", "toll", "grade", "origins", "in these words")

    def _record(self, each: FoundAccount) -> dict[str, Any]:
        return incident_record(each.incident)

    def _rows(self, each: FoundAccount) -> Iterator[Row]:
        yield incident_row(ToldIncident(each.incident, each.claims))

    def _cells(self, each: FoundAccount) -> Iterator[Sequence[str]]:
        (row,) = self._rows(each)
        disputed = f" (disputed: {row['disputed']})" if row["disputed"] else ""
        yield (
            cell(each.incident.id[:8]),
            notebook.days_cell(row),
            cell(row["kind"]),
            cell(_sides(row)),
            cell(row["place"]),
            cell(notebook.toll(row, notebook.figures)),
            cell(f"{row['grade']}{disputed}"),
            cell(row["origins"]),
            notebook.marked_sentences(each.claims[0]) if each.claims else "",
        )

    def _points(self, each: FoundAccount) -> Iterator[Point]:
        return notebook.points_of([each.incident.account.place])


class Articles(Answer[ArticleHeader]):
    """The reports that were read, without their text."""

    noun = "articles"
    columns = {  # noqa: RUF012 - shared by all, and changed by none
        "id": TEXT,
        "published": DAY,
        "outlet": TEXT,
        "title": TEXT,
        "url": TEXT,
        "claims": WHOLE,
    }
    headings = ("article", "published", "outlet", "claims", "title")

    def _record(self, each: ArticleHeader) -> dict[str, Any]:
        return {**article_record(each), "claims": each.claims}

    def _rows(self, each: ArticleHeader) -> Iterator[Row]:
        yield {
            "id": each.id,
            "published": each.published_on,
            "outlet": each.outlet,
            "title": each.title,
            "url": each.url,
            "claims": each.claims,
        }

    def _cells(self, each: ArticleHeader) -> Iterator[Sequence[str]]:
        published = each.published_on or "unknown"
        yield tuple(map(cell, (each.id[:8], published, each.outlet, each.claims, each.title)))


class Controls(Answer[Control]):
    """Who held which place, each with the claims that say so."""

    noun = "places"
    columns = HOLDING_COLUMNS
    headings = ("place", "from", "to", "state", "held by", "others", "in these words")

    def _record(self, each: Control) -> dict[str, Any]:
        return {
            "place": place_record(each.timeline.place),
            "holdings": [holding_record(holding) for holding in each.holdings],
        }

    def _rows(self, each: Control) -> Iterator[Row]:
        return map(holding_row, each.holdings)

    def _cells(self, each: Control) -> Iterator[Sequence[str]]:
        for holding in each.holdings:
            row = holding_row(holding)
            names = ("place", "known_from", "known_to", "state", "held_by", "others")
            yield (*(cell(row[name]) for name in names), _first_words(each, holding))

    def _points(self, each: Control) -> Iterator[Point]:
        places = [found.claim.place for found in each.found.values()]
        return notebook.points_of([p for p in places if p and p.place_id == each.timeline.place.place_id][:1])


def _first_words(control: Control, holding: Holding) -> str:
    return notebook.marked_sentences(control.found[holding.claim_ids[0]])


def _sides(row: Row) -> str:
    return " → ".join(str(side) for side in (row["actors"], row["targets"]) if side)
