"""Others' coded events beside the ledger's incidents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from zenobia.api.opening import as_day, opened_registry
from zenobia.api.placing import written_whole
from zenobia.exports.atlas import Atlas
from zenobia.exports.cells import write_table
from zenobia.exports.coded_tables import CodedEvent, Unread, read_events
from zenobia.exports.comparison import COLUMNS, Beside, compare_events, comparison_row
from zenobia.exports.told import ToldIncident
from zenobia.settings import Settings
from zenobia.store import ClaimQuery, open_view


@dataclass(frozen=True, slots=True)
class Compared:
    """A table beside the ledger: its rows are those compared, those not asked for, and those not read.

    `lines` are in order of days; `not_compared` counts our incidents that a table of this kind would not hold.
    """

    lines: tuple[Beside, ...]
    rows: int
    not_asked_for: int
    unread: tuple[Unread, ...]
    not_compared: Mapping[str, int]

    def count(self, status: str) -> int:
        """How many lines are "matched", "only theirs", "only ours"."""
        return sum(line.status == status for line in self.lines)


def compare(
    path: Path,
    *,
    since: date | str | None = None,
    until: date | str | None = None,
    country: str | None = None,
    store: Path | None = None,
) -> Compared:
    """Lay a table with UCDP GED's or ACLED's columns beside the ledger (docs/exports.md, "Comparing").

    `country` is a code like SY. Raises BadInput where the table has neither set of columns, and StoreError.
    """
    from zenobia.pipeline.briefing import incident_of

    first, last = as_day(since), as_day(until)
    events: list[CodedEvent] = []
    unread: list[Unread] = []
    others = 0
    for row in read_events(path):
        if isinstance(row, Unread):
            unread.append(row)
        elif _is_asked_for(row, first, last, country):
            events.append(row)
        else:
            others += 1
    settings = Settings.from_environment()
    with open_view(store or settings.store) as view:
        page = view.incidents(ClaimQuery(since=first, until=last, country=country))
    told = [ToldIncident(incident_of(found), found.claims) for found in page.found]
    atlas = Atlas(opened_registry(), settings.gazetteer)
    compared = compare_events(told, events, atlas, datetime.now(UTC))
    left = Counter(compared.not_compared)
    if page.undated:
        left["no day, and days were asked for"] += page.undated
    return Compared(compared.lines, len(events) + others + len(unread), others, tuple(unread), dict(left))


def _is_asked_for(event: CodedEvent, first: date | None, last: date | None, country: str | None) -> bool:
    in_time = (last is None or event.first <= last) and (first is None or event.last >= first)
    return in_time and country in (None, event.country)


def write_comparison(lines: Sequence[Beside], path: Path, *, force: bool = False) -> None:
    """Write lines as a table in CSV. Raises BadInput where the file is there and `force` is not given."""
    with written_whole(path, force=force) as stream:
        write_table(stream, COLUMNS, map(comparison_row, lines))
