"""Which incident each claim is in: what grouping asks of a store, and what it puts back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby, islice
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, delete, func, insert, select, union_all

from zenobia.model import Claim, Reason
from zenobia.store import queries, rows
from zenobia.store.briefs import bump
from zenobia.store.loading import load_claims
from zenobia.store.tables import articles, briefs, claims, codings, former_ids, incidents, members

# Well under the 32,766 values that SQLite takes in one statement.
_AT_A_TIME = 500


@dataclass(frozen=True, slots=True)
class CodedReport:
    """The claims of the newest coding of one article, with what grouping asks of the article."""

    key: int
    published_on: date | None
    outlet: str | None
    claims: tuple[Claim, ...]
    claim_keys: tuple[int, ...]
    sentences: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where others look for a claim: a cell of the map or else a party, a person, a site, and days; see pairing."""

    cell: int
    party: int
    person: int
    site: int
    first: int
    last: int


Days = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """The first and last day in which each cell, party, person and site is to be looked at."""

    cells: dict[int, Days]
    parties: dict[int, Days]
    persons: dict[int, Days]
    sites: dict[int, Days]


@dataclass(frozen=True, slots=True)
class GroupedClaim:
    """A claim's place in an incident; `keys` are its rows, more than one where it was read twice."""

    keys: tuple[int, ...]
    whereabouts: Whereabouts
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class GroupedIncident:
    """An incident as it is kept: its claims, and what lists and regrouping look at."""

    id: str
    component: int
    members: tuple[GroupedClaim, ...]
    part_of: str | None = None
    first_day: date | None = None
    last_day: date | None = None


# ---- what grouping asks


def articles_to_group(connection: Connection) -> list[int]:
    """Articles with a claim of the newest coding that is in no incident yet."""
    ungrouped = (
        select(codings.c.article)
        .join(claims, claims.c.coding == codings.c.key)
        .outerjoin(members, members.c.claim == claims.c.key)
        .where(queries.is_current, members.c.claim.is_(None))
    )
    return list(connection.execute(ungrouped.distinct().order_by(codings.c.article)).scalars())


every_component = select(incidents.c.component).distinct()
"""The numbers of all components."""


def every_article(connection: Connection) -> list[int]:
    return list(connection.execute(select(articles.c.key).order_by(articles.c.key)).scalars())


def stale_components(connection: Connection) -> set[int]:
    """Components with a claim that a newer coding has replaced, or that was grouped when less was looked at."""
    stale = _member_rows(incidents.c.component).where(~queries.is_current | members.c.site.is_(None))
    return set(connection.execute(stale.distinct()).scalars())


def components_of(connection: Connection, claim_ids: Iterable[str]) -> set[int]:
    found: set[int] = set()
    for some in _batches(claim_ids):
        there = _member_rows(incidents.c.component).where(claims.c.id.in_(some))
        found.update(connection.execute(there).scalars())
    return found


def components_near(connection: Connection, around: Neighbourhood) -> set[int]:
    """Components with a claim in one of the cells, of one of the parties, persons or sites, in its days."""
    found: set[int] = set()
    for is_near, _ in _wanted(around):
        near = (
            select(incidents.c.component)
            .join(members, members.c.incident == incidents.c.key)
            .where(is_near)
            .distinct()
        )
        found.update(connection.execute(near).scalars())
    return found


def claims_near(
    connection: Connection, incident_id: str, around: Neighbourhood, limit: int
) -> dict[str, tuple[str, int]]:
    """Claims of other incidents that are near: their incident and article.

    Of each cell, party, person and site the nearest in days come first, and no more than `limit` come in all.
    """
    found: dict[str, tuple[str, int]] = {}
    for is_near, middle in _wanted(around):
        near = _member_rows(claims.c.id, incidents.c.id, codings.c.article).where(
            is_near, incidents.c.id != incident_id
        )
        nearest = near.order_by(func.abs(members.c.first - middle), claims.c.id).limit(limit)
        for id, incident, article in connection.execute(nearest):
            if len(found) < limit:
                found.setdefault(id, (incident, article))
    return found


def _wanted(around: Neighbourhood) -> Iterator[tuple[ColumnElement[bool], int]]:
    """For each cell, party, person and site, whether a member is there in its days, and the middle of these."""
    for where, wanted in (
        (members.c.cell, around.cells),
        (members.c.party, around.parties),
        (members.c.person, around.persons),
        (members.c.site, around.sites),
    ):
        for key, (first, last) in wanted.items():
            is_near = and_(where == key, members.c.first <= last, members.c.last >= first)
            yield is_near, (first + last) // 2


def members_of(connection: Connection, components: Iterable[int]) -> list[tuple[str, str, int]]:
    """The claims of components: id, the id of their incident, and the key of their article."""
    found: list[tuple[str, str, int]] = []
    for some in _batches(components):
        each = _member_rows(claims.c.id, incidents.c.id, codings.c.article)
        rows_ = connection.execute(each.where(incidents.c.component.in_(some)))
        found += [(row[0], row[1], row[2]) for row in rows_]
    return found


def coded_reports(connection: Connection, article_keys: Iterable[int]) -> Iterator[CodedReport]:
    """The newest codings of articles, some hundred at a time."""
    for some in _batches(sorted(set(article_keys))):
        asked = queries.any_claim.where(queries.is_current, articles.c.key.in_(some))
        found = connection.execute(asked.order_by(articles.c.key, claims.c.position)).mappings().all()
        pairs = zip(found, load_claims(connection, found), strict=True)
        for key, of_article in groupby(pairs, key=lambda pair: pair[0]["article"]):
            row_claims = list(of_article)
            text = connection.execute(select(articles.c.text).where(articles.c.key == key)).scalar_one()
            first = row_claims[0][0]
            yield CodedReport(
                key,
                first["published_on"],
                first["outlet"],
                tuple(claim for _, claim in row_claims),
                tuple(row["key"] for row, _ in row_claims),
                tuple(tuple(span.of(text) for span in claim.evidence) for _, claim in row_claims),
            )


def used_ids(connection: Connection) -> frozenset[str]:
    """Ids that are or were some incident's."""
    return frozenset(connection.execute(select(every_incident_id.c.id)).scalars())


every_incident_id = union_all(select(incidents.c.id), select(former_ids.c.id)).subquery("incident_ids")
"""Ids that incidents have, and those that they have had."""


def current_id(connection: Connection, id: str) -> str:
    """The id that an id leads to now: itself where it is still in use."""
    met: set[str] = set()
    while id not in met:
        met.add(id)
        leads_to = connection.execute(select(former_ids.c.leads_to).where(former_ids.c.id == id)).scalar()
        id = leads_to or id
    return id


def last_component(connection: Connection) -> int:
    last: int = connection.execute(select(func.coalesce(func.max(incidents.c.component), 0))).scalar_one()
    return last


# ---- what grouping puts back


def replace_incidents(
    connection: Connection,
    components: Iterable[int] | None,
    grouped: Sequence[GroupedIncident],
    leads_to: Mapping[str, str],
) -> None:
    """Put the incidents in the place of those of the components, or of all where `components` is None."""
    _remove(connection, components)
    last = connection.execute(select(func.coalesce(func.max(incidents.c.key), 0))).scalar_one()
    for batch in _batches(enumerate(grouped, start=last + 1)):
        columns = ("id", "component", "part_of", "first_day", "last_day")
        rows_ = [{"key": key, **{name: getattr(each, name) for name in columns}} for key, each in batch]
        connection.execute(insert(incidents), rows_)
        connection.execute(insert(members), [row for key, each in batch for row in _rows_of(key, each)])
    if leads_to:
        connection.execute(delete(former_ids).where(former_ids.c.id.in_(list(leads_to))))
        connection.execute(
            insert(former_ids), [{"id": old, "leads_to": new} for old, new in leads_to.items()]
        )


def _remove(connection: Connection, components: Iterable[int] | None) -> None:
    bump(connection)
    if components is None:
        connection.execute(delete(briefs))
        connection.execute(delete(members))
        connection.execute(delete(incidents))
        return
    for some in _batches(components):
        gone = select(incidents.c.key).where(incidents.c.component.in_(some))
        connection.execute(delete(briefs).where(briefs.c.incident.in_(gone)))
        connection.execute(delete(members).where(members.c.incident.in_(gone)))
        connection.execute(delete(incidents).where(incidents.c.component.in_(some)))


def _rows_of(incident: int, grouped: GroupedIncident) -> Iterator[dict[str, Any]]:
    for member in grouped.members:
        where = member.whereabouts
        for key in member.keys:
            yield {
                "claim": key,
                "incident": incident,
                "cell": where.cell,
                "party": where.party,
                "person": where.person,
                "site": where.site,
                "first": where.first,
                "last": where.last,
                "reasons": rows.reasons_text(member.reasons),
            }


def _member_rows(*columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .select_from(members)
        .join(incidents, incidents.c.key == members.c.incident)
        .join(claims, claims.c.key == members.c.claim)
        .join(codings, codings.c.key == claims.c.coding)
    )


def _batches(many: Iterable[Any]) -> Iterator[list[Any]]:
    each = iter(many)
    while some := list(islice(each, _AT_A_TIME)):
        yield some
