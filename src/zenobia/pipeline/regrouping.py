"""Group what is kept: after reading only what new claims touch, or everything anew.

new claims → the cells they are in, their parties, persons, sites → the components there → both grouped together

A component is closed: no claim of it has to do with one outside. Grouping the touched ones with new claims
therefore gives the incidents that grouping everything would.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import Connection

from zenobia.incidents.depositions import Deposition, tell
from zenobia.incidents.grouping import Group, Grouping, group_claims
from zenobia.incidents.identity import name_groups
from zenobia.incidents.pairing import DAYS_BETWEEN, DAYS_BETWEEN_NAMES, Blocks, neighbours
from zenobia.incidents.traits import Traits
from zenobia.pipeline.briefing import brief_incidents
from zenobia.pipeline.judging import apply_judgements, pairs_that_hold
from zenobia.store import grouped, open_view
from zenobia.store.grouped import (
    CodedReport,
    Days,
    GroupedClaim,
    GroupedIncident,
    Neighbourhood,
    Whereabouts,
)
from zenobia.store.writer import Writer


def regroup(
    writer: Writer,
    store: Path,
    *,
    touched: Iterable[str] = (),
    marked: Sequence[str] = (),
    whole: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> int:
    """Bring the incidents of the store up to its claims and judgements; how many were made anew.

    `touched` are ids of claims that a judgement speaks of, `marked` of claims that only look reviewed now;
    `whole` groups everything. `progress` is called while briefs are made.
    """
    with open_view(store) as view:
        apply_judgements(writer, view)
        with view.snapshot() as connection:
            work = _everything(connection) if whole else _touched(connection, touched)
            has_work = bool(work.articles or work.components)
            made, leads_to = _grouped(connection, work) if has_work else ([], {})
        if has_work:
            writer.replace_incidents(None if whole else work.components, made, leads_to)
        brief_incidents(writer, view, progress=progress)
        if marked and (changed := sorted(set(view.incidents_of(list(marked)).values()))):
            brief_incidents(writer, view, changed)
    return len(made)


@dataclass(frozen=True, slots=True)
class _Work:
    """What is to be grouped: the claims of `ids` (all where it is None) in `articles`."""

    articles: frozenset[int]
    components: frozenset[int]
    ids: frozenset[str] | None
    earlier: Mapping[str, str]


def _everything(connection: Connection) -> _Work:
    before = connection.execute(grouped.every_component).scalars()
    components = frozenset(before)
    earlier = {claim: incident for claim, incident, _ in grouped.members_of(connection, components)}
    return _Work(frozenset(grouped.every_article(connection)), components, None, earlier)


def _touched(connection: Connection, claim_ids: Iterable[str]) -> _Work:
    fresh = frozenset(grouped.articles_to_group(connection))
    components = grouped.stale_components(connection) | grouped.components_of(connection, claim_ids)
    new = [
        deposition
        for report in grouped.coded_reports(connection, fresh)
        for deposition in depositions_of(report)
    ]
    components |= grouped.components_near(connection, neighbourhood(Traits.of(new)))
    components |= grouped.components_of(connection, (deposition.claim.id for deposition in new))
    inside = grouped.members_of(connection, components)
    ids = {claim for claim, _, _ in inside} | {deposition.claim.id for deposition in new}
    return _Work(
        fresh | {article for _, _, article in inside},
        frozenset(components),
        frozenset(ids),
        {claim: incident for claim, incident, _ in inside},
    )


def neighbourhood(traits: Traits) -> Neighbourhood:
    """Where claims that have to do with these may be, and in which days."""
    blocks = Blocks.of(traits)
    around = Neighbourhood({}, {}, {}, {})
    for row in range(len(traits)):
        first, last = int(blocks.first[row]), int(blocks.last[row])
        days = first - DAYS_BETWEEN, last + DAYS_BETWEEN
        if blocks.place[row] >= 0:
            for offset in neighbours():
                _widen(around.cells, int(blocks.place[row]) + offset, days)
        if blocks.parties[row] >= 0:
            _widen(around.parties, int(blocks.parties[row]), days)
        days = first - DAYS_BETWEEN_NAMES, last + DAYS_BETWEEN_NAMES
        if blocks.person[row] >= 0:
            _widen(around.persons, int(blocks.person[row]), days)
        if blocks.site[row] >= 0:
            _widen(around.sites, int(blocks.site[row]), days)
    return around


def _widen(known: dict[int, Days], key: int, days: Days) -> None:
    first, last = known.get(key, days)
    known[key] = min(first, days[0]), max(last, days[1])


def _grouped(connection: Connection, work: _Work) -> tuple[list[GroupedIncident], Mapping[str, str]]:
    keys: dict[str, list[int]] = {}

    def depositions() -> Iterator[Deposition]:
        for report in grouped.coded_reports(connection, work.articles):
            for deposition, key in zip(depositions_of(report), report.claim_keys, strict=True):
                if work.ids is None or deposition.claim.id in work.ids:
                    keys.setdefault(deposition.claim.id, []).append(key)
                    yield deposition

    grouping = group_claims(depositions(), pairs_that_hold(connection))
    groups = list(grouping.groups())
    identities = name_groups(
        [group.claim_ids for group in groups], work.earlier, grouped.used_ids(connection)
    )
    after = grouped.last_component(connection) + 1
    rows = {id: row for row, id in enumerate(grouping.traits.ids)}
    where = _whereabouts(grouping)
    made = [
        GroupedIncident(
            identities.ids[at],
            after + group.component,
            tuple(
                GroupedClaim(tuple(keys[id]), where[rows[id]], why)
                for id, why in zip(group.claim_ids, group.reasons, strict=True)
            ),
            None if group.whole is None else identities.ids[group.whole],
            *_days(group, grouping, rows),
        )
        for at, group in enumerate(groups)
    ]
    return made, identities.leads_to


def depositions_of(report: CodedReport) -> list[Deposition]:
    """The claims of a report as they are grouped: places and days are lent from the whole of it."""
    return tell(report.claims, report.sentences, report.published_on, report.outlet)


def _whereabouts(grouping: Grouping) -> Sequence[Whereabouts]:
    blocks = Blocks.of(grouping.traits)
    columns = (blocks.place, blocks.parties, blocks.person, blocks.site, blocks.first, blocks.last)
    return [Whereabouts(*values) for values in zip(*(column.tolist() for column in columns), strict=True)]


def _days(group: Group, grouping: Grouping, rows: Mapping[str, int]) -> tuple[date | None, date | None]:
    """The days that claims of the group tell themselves, from the first to the last."""
    traits = grouping.traits
    dated = [row for row in (rows[id] for id in group.claim_ids) if traits.owns_days[row]]
    if not dated:
        return None, None
    first = min(int(traits.first[row]) for row in dated)
    last = max(int(traits.last[row]) for row in dated)
    return date.fromordinal(first), date.fromordinal(last)
