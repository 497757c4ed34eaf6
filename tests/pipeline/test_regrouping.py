"""Incidents in a store: reading one more report gives what grouping everything would."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zenobia import api
from zenobia.dates import DateRange
from zenobia.errors import BadInput, NotFound
from zenobia.model import (
    ActorMention,
    Article,
    Block,
    BlockLabel,
    Claim,
    Kind,
    Page,
    PlaceMention,
    PlacePrecision,
    Span,
    WhenMention,
)
from zenobia.pipeline.regrouping import regroup
from zenobia.store import check, open_view, open_writer

PLACES = {"Manbij": (36.53, 37.95), "Palmyra": (34.56, 38.28)}
TOWN_OF = {"Cedar Street": "Manbij", "Tallis Street": "Manbij"}
SUNDAY = date(2016, 3, 27)
# Somebody whom no registry knows.
UNKNOWN = "Sami Haddad"
Report = tuple[Page, Article, list[Claim]]


def report(
    number: int,
    *acts: tuple[Kind, str | None, int | None, str | None],
    reader: str = "test",
    printed: int = 1,
) -> Report:
    """A report of a sentence for each act: kind, place, days after Sunday, and doer; printed days after it."""
    lines, claims, at = [f"Report {number}"], [], len(f"Report {number}") + 1
    spans = []
    for kind, place, day, doer in acts:
        line = f"{doer or 'Somebody'} {kind} {place or 'somewhere'} {'then' if day is not None else ''}."
        spans.append((at, line))
        lines.append(line)
        at += len(line) + 1
    text = "\n".join(lines)
    blocks = (Block(BlockLabel.BODY, Span(0, len(text))),)
    printed_on = SUNDAY + timedelta(printed)
    article = Article(text=text, blocks=blocks, outlet=f"Outlet {number}", published_on=printed_on)
    for (start, line), (kind, place, day, doer) in zip(spans, acts, strict=True):
        claims.append(_claim(article.id, start, line, kind, place, day, doer, reader))
    page = Page(f"{number}.txt", text.encode(), datetime(2016, 3, 29, tzinfo=UTC))
    return page, replace(article, page_sha256=page.sha256), claims


def _claim(
    article_id: str,
    start: int,
    line: str,
    kind: Kind,
    place: str | None,
    day: int | None,
    doer: str | None,
    reader: str,
) -> Claim:
    def span(words: str) -> Span:
        at = start + line.index(words)
        return Span(at, at + len(words))

    where = when = None
    if place is not None:
        town = TOWN_OF.get(place, place)
        lat, lon = PLACES[town]
        where = PlaceMention(
            text=place,
            span=span(place),
            name=town,
            lat=lat,
            lon=lon,
            precision=PlacePrecision.SITE if place in TOWN_OF else PlacePrecision.TOWN,
            place_id=town,
        )
    if day is not None:
        when = WhenMention(text="then", span=span("then"), days=DateRange.of_day(SUNDAY + timedelta(day)))
    known = None if doer == UNKNOWN else doer
    actors = () if doer is None else (ActorMention(text=doer, span=span(doer), name=known, actor_id=known),)
    evidence = (Span(start, start + len(line)),)
    return Claim(
        article_id=article_id,
        kind=kind,
        evidence=evidence,
        actors=actors,
        place=where,
        when=when,
        reader=reader,
    )


def keep(store: Path, reports: Sequence[Report], *, reader: str = "test") -> None:
    with open_writer(store, "test") as writer:
        for page, article, claims in reports:
            writer.keep(page, article, claims, reader=reader)
        regroup(writer, store)


def groups(store: Path) -> set[frozenset[str]]:
    with open_view(store) as view:
        return {frozenset(f.claim.id for f in each.claims) for each in view.incidents().found}


STRIKE = (Kind.AIRSTRIKE, "Manbij", 0, "Russia")
_ACTS = st.tuples(
    st.sampled_from([Kind.AIRSTRIKE, Kind.ATTACK, Kind.CASUALTIES, Kind.CLASH]),
    st.sampled_from([None, "Manbij", "Manbij", "Palmyra", *TOWN_OF]),
    st.sampled_from([None, 0, 0, 1, 4, 9]),
    st.sampled_from([None, "Russia", "Turkey", UNKNOWN]),
)
_REPORTS = st.lists(st.lists(_ACTS, max_size=4), min_size=1, max_size=6)


@settings(max_examples=25, deadline=None)
@given(_REPORTS, st.data())
def test_reading_report_by_report_groups_as_reading_all_at_once(
    tmp_path_factory: pytest.TempPathFactory, acts: list, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("stores")
    reports = [report(number, *some) for number, some in enumerate(acts)]
    one_by_one, at_once = folder / "one.sqlite", folder / "all.sqlite"
    keep(at_once, reports)
    for each in data.draw(st.permutations(reports)):
        keep(one_by_one, [each])
    assert groups(one_by_one) == groups(at_once)
    assert sum(map(len, groups(at_once))) == sum(len(claims) for _, _, claims in reports)
    with open_writer(one_by_one, "test") as writer:
        regroup(writer, one_by_one, whole=True)
    assert groups(one_by_one) == groups(at_once)
    assert check(one_by_one) == []


def test_an_incident_keeps_its_id_when_one_more_report_tells_of_it(tmp_path: Path) -> None:
    store = tmp_path / "ledger.sqlite"
    keep(store, [report(1, STRIKE), report(2, STRIKE)])
    (before,) = api.incidents(api.ClaimQuery(), store=store).found
    keep(store, [report(3, STRIKE)])
    (after,) = api.incidents(api.ClaimQuery(), store=store).found
    assert after.id == before.id
    assert len(after.members) == 3


def test_a_person_named_in_both_brings_reports_on_two_towns_together(tmp_path: Path) -> None:
    """The second report has it that the same man fired, but in another town."""
    store = tmp_path / "ledger.sqlite"
    keep(store, [report(1, (Kind.ATTACK, "Manbij", 0, UNKNOWN))])
    keep(store, [report(2, (Kind.ATTACK, "Palmyra", 0, UNKNOWN))])
    assert sorted(map(len, groups(store))) == [2]


def test_a_street_told_again_days_later_brings_two_reports_together(tmp_path: Path) -> None:
    """The second is printed a week later, and tells no day."""
    store = tmp_path / "ledger.sqlite"
    shot = (Kind.ATTACK, "Cedar Street", 0, "Russia")
    keep(store, [report(1, shot)])
    keep(store, [report(2, (*shot[:2], None, shot[3]), printed=9)])
    assert sorted(map(len, groups(store))) == [2]
    keep(store, [report(3, (Kind.ATTACK, "Tallis Street", 9, "Russia"))])
    assert sorted(map(len, groups(store))) == [1, 2]


def test_what_was_grouped_before_sites_were_looked_at_is_grouped_anew(tmp_path: Path) -> None:
    store = tmp_path / "ledger.sqlite"
    keep(store, [report(1, STRIKE)])
    (before,) = api.incidents(api.ClaimQuery(), store=store).found
    with sqlite3.connect(store) as older:
        older.execute("UPDATE members SET site = NULL")
    with open_writer(store, "test") as writer:
        assert regroup(writer, store) == 1
        assert regroup(writer, store) == 0
    (after,) = api.incidents(api.ClaimQuery(), store=store).found
    assert after.id == before.id


def test_nothing_new_changes_nothing(tmp_path: Path) -> None:
    store = tmp_path / "ledger.sqlite"
    keep(store, [report(1, STRIKE)])
    with open_writer(store, "test") as writer:
        assert regroup(writer, store) == 0


def test_a_newer_readers_claims_take_the_place_of_the_older_ones(tmp_path: Path) -> None:
    store = tmp_path / "ledger.sqlite"
    keep(store, [report(1, STRIKE), report(2, STRIKE)])
    second = report(2, STRIKE, reader="better")
    keep(store, [(second[0], second[1], [])], reader="better")
    (left,) = api.incidents(api.ClaimQuery(), store=store).found
    assert [member.claim_id for member in left.members] == [report(1, STRIKE)[2][0].id]


def test_an_incident_opens_into_its_account_and_claims(tmp_path: Path) -> None:
    store = tmp_path / "ledger.sqlite"
    keep(store, [report(1, STRIKE), report(2, STRIKE)])
    (found,) = api.incidents(api.ClaimQuery(place="Manbij"), store=store).found
    answer = api.incident(found.id[:6], store=store)
    assert answer.incident == found
    assert answer.incident.account.kind is Kind.AIRSTRIKE
    assert answer.incident.account.days == DateRange.of_day(SUNDAY)
    assert {each.claim.id for each in answer.claims} == {m.claim_id for m in found.members}
    assert all(member.reasons for member in found.members)
    assert api.incidents(api.ClaimQuery(place="Palmyra"), store=store).total == 0
    with pytest.raises(NotFound, match="there is no incident"):
        api.incident("beef", store=store)


def test_undated_incidents_are_counted_where_days_are_asked_for(tmp_path: Path) -> None:
    store = tmp_path / "ledger.sqlite"
    keep(store, [report(1, STRIKE), report(2, (Kind.ARREST, "Palmyra", None, None))])
    page = api.incidents(api.ClaimQuery(since=SUNDAY), store=store)
    assert (len(page.found), page.total, page.undated) == (1, 1, 1)


def test_a_judgement_parts_and_joins_and_outlives_a_regrouping(tmp_path: Path) -> None:
    store = tmp_path / "ledger.sqlite"
    keep(store, [report(1, STRIKE), report(2, STRIKE)])
    (found,) = api.incidents(api.ClaimQuery(), store=store).found
    one, other = (member.claim_id for member in found.members)
    api.judge_same(one, other[:8], False, reviewer="R. Reader", why="two raids", store=store)
    assert groups(store) == {frozenset({one}), frozenset({other})}
    keep(store, [report(3, STRIKE)])
    assert not any({one, other} <= group for group in groups(store))
    api.judge_same(one, other, True, reviewer="R. Reader", store=store)
    assert any({one, other} <= group for group in groups(store))
    with pytest.raises(BadInput):
        api.judge_same(one, one, True, reviewer="R. Reader", store=store)


def test_an_id_that_an_incident_had_leads_to_the_one_it_is_in(tmp_path: Path) -> None:
    """Two incidents that a person joins: the id of either finds the whole."""
    store = tmp_path / "ledger.sqlite"
    keep(store, [report(1, STRIKE), report(2, (Kind.ARREST, "Palmyra", 4, None))])
    first, second = api.incidents(api.ClaimQuery(), store=store).found
    api.judge_same(
        first.members[0].claim_id, second.members[0].claim_id, True, reviewer="R. Reader", store=store
    )
    assert api.incident(first.id, store=store).incident == api.incident(second.id, store=store).incident
