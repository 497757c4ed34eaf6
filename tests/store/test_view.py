"""Asking: by place, party, source, kind, day and words; by id; in a stable order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from news import TEXT, article_of, page_of, shelling, talks

from zenobia.dates import DatePrecision, DateRange
from zenobia.errors import BadInput, NotFound, StoreError
from zenobia.model import ActorMention, Claim, Kind, Realis, WhenMention
from zenobia.store import ArticleQuery, ClaimQuery, open_view, open_writer
from zenobia.store.queries import matching_claims
from zenobia.store.view import View

OCTOBER = DateRange(date(2015, 10, 1), None, DatePrecision.LONGER)


def since_october(claim: Claim, days: DateRange | None) -> Claim:
    return (
        replace(claim, when=WhenMention(text="Monday", span=claim.when.span, days=days))
        if claim.when
        else claim
    )


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> Iterator[View]:
    """Three reports: of 28 March with two claims, of 1 May with one, and one without a day."""
    path = tmp_path_factory.mktemp("view") / "ledger.sqlite"
    with open_writer(path, "test") as writer:
        for text, day, make in (
            (TEXT + " Undated.", None, lambda a: [shelling(a)]),
            (TEXT + " Later.", date(2016, 5, 1), lambda a: [since_october(shelling(a), OCTOBER)]),
            (TEXT, date(2016, 3, 28), lambda a: [shelling(a), talks(a)]),
        ):
            page = page_of(text)
            article = article_of(page, text, day)
            writer.keep(page, article, make(article))
    with open_view(path) as view:
        yield view


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, 4),
        ({"place": "al-qaryatayn"}, 3),
        ({"place": "Al Qaryatayn"}, 3),
        ({"place": "QARYATAYN"}, 3),
        ({"place": "Qaryat"}, 0),
        ({"place": "deir ezzor"}, 1),
        ({"place": "Déir  Ezzór"}, 1),
        ({"place": "ezzor deir"}, 0),
        ({"actor": "rebel"}, 3),
        ({"actor": "desert army"}, 3),
        ({"actor": "syrian army"}, 3),
        ({"actor": "army syrian"}, 0),
        ({"actor": "army rebel"}, 0),
        ({"source": "observatory"}, 3),
        ({"source": "army"}, 0),
        ({"words": "elders mayor"}, 1),
        ({"words": "elders rockets"}, 0),
        ({"kind": Kind.TALKS}, 1),
        ({"kinds": (Kind.TALKS, Kind.SHELLING)}, 4),
        ({"kinds": (Kind.CLASH,)}, 0),
        ({"place_ids": ("geonames:167900", "geonames:1")}, 3),
        ({"place_ids": ("geonames:1",)}, 0),
        ({"country": "SY"}, 3),
        ({"country": "SY", "kind": Kind.TALKS}, 0),
        ({"country": "IQ"}, 0),
        ({"realis": Realis.DENIED}, 0),
        ({"place": "qaryatayn", "actor": "elders"}, 0),
        ({"place": "deir ezzor", "actor": "elders", "kind": Kind.TALKS}, 1),
        ({"place": "%"}, 0),
        ({"place": "_"}, 0),
        ({"place": "*"}, 0),
        ({"place": ""}, 0),
    ],
)
def test_filters(view: View, asked: dict[str, str], found: int) -> None:
    page = view.claims(ClaimQuery(**asked))  # type: ignore[arg-type]
    assert (page.total, len(page.found)) == (found, found)


def test_two_names_side_by_side_are_no_phrase(view: View) -> None:
    """The parties "Rebel" and "soldiers" do not make a party "Army Rebel" or "Rebel Free"."""
    assert view.claims(ClaimQuery(actor="Rebel Free")).total == 0
    assert view.claims(ClaimQuery(actor="Rebel")).total == 3


@given(words=st.text(st.characters() | st.sampled_from("'\"%_*^(){}:+-\0\ud800 NEAR AND OR NOT")))
def test_no_words_break_a_question(view: View, words: str) -> None:
    for asked in (ClaimQuery(place=words), ClaimQuery(actor=words, source=words), ClaimQuery(words=words)):
        assert view.claims(asked).total <= 4
    assert view.articles(ArticleQuery(words=words)).total <= 3


def test_words_too_many_to_look_for_are_refused(view: View) -> None:
    with pytest.raises(BadInput, match="too long"):
        view.claims(ClaimQuery(words="army " * 1000))


@pytest.mark.parametrize(
    ("since", "until", "total"),
    [
        (date(2016, 3, 28), date(2016, 3, 28), 3),
        (date(2016, 3, 29), None, 1),
        (None, date(2016, 3, 27), 1),
        (None, date(2015, 9, 30), 0),
        (date(2030, 1, 1), date(2030, 1, 1), 1),
    ],
)
def test_days_of_the_act_and_the_undated_are_counted_and_not_shown(
    view: View, since: date | None, until: date | None, total: int
) -> None:
    """What holds "since October" meets every day after; talks without a day meet none, and are counted."""
    page = view.claims(ClaimQuery(since=since, until=until))
    assert (page.total, page.undated) == (total, 1)
    assert all(found.claim.when and found.claim.when.days.meets(since, until) for found in page.found)
    assert view.claims(ClaimQuery(place="qaryatayn", since=since, until=until)).undated == 0
    assert view.claims(ClaimQuery()).undated == 0


def test_the_order_is_by_day_article_and_position(view: View) -> None:
    found = view.claims().found
    assert [f.article.published_on for f in found] == [
        date(2016, 3, 28),
        date(2016, 3, 28),
        date(2016, 5, 1),
        None,
    ]
    assert [f.claim.kind for f in found[:2]] == [Kind.SHELLING, Kind.TALKS]
    paged = [view.claims(ClaimQuery(limit=1, offset=at)) for at in range(4)]
    assert tuple(page.found[0] for page in paged) == found
    assert {page.total for page in paged} == {4}


def test_a_claim_comes_with_its_sentences_and_its_report(view: View) -> None:
    (found,) = view.claims(ClaimQuery(kind=Kind.TALKS)).found
    assert found.sentences == ("The mayor met elders in Deir Ezzor.",)
    assert (found.article.title, found.article.outlet, found.article.claims) == (
        "Town hall shelled",
        "Desert Post",
        2,
    )


def test_articles_by_words_and_day(view: View) -> None:
    assert [a.published_on for a in view.articles().found] == [date(2016, 3, 28), date(2016, 5, 1), None]
    assert view.articles(ArticleQuery(words="hall DESERT")).total == 3
    assert view.articles(ArticleQuery(words="h_ll")).total == 0
    may = view.articles(ArticleQuery(since=date(2016, 4, 1)))
    assert (may.total, may.undated) == (1, 1)


def test_an_id_or_a_prefix_that_only_one_has(view: View) -> None:
    for found in view.claims().found:
        assert view.claim(found.claim.id) == found
        assert view.article(found.article.id[:8]).id == found.article.id


@pytest.mark.parametrize("id", ["", "ffffffffffffffff0", "%", "g", "0' OR 1=1", "ABC"])
def test_no_such_id(view: View, id: str) -> None:
    with pytest.raises(NotFound, match="there is no claim"):
        view.claim(id)


def test_an_ambiguous_prefix_names_the_candidates(tmp_path: Path) -> None:
    ids = set()
    with open_writer(tmp_path / "ledger.sqlite", "test") as writer:
        for number in range(17):  # one more than there are first digits
            page = page_of(f"{TEXT} {number}")
            article = article_of(page, f"{TEXT} {number}")
            ids.add(article.id)
            writer.keep(page, article, [])
    digit = next(d for d in "0123456789abcdef" if sum(id.startswith(d) for id in ids) > 1)
    with open_view(tmp_path / "ledger.sqlite") as view, pytest.raises(NotFound) as refused:
        view.article(digit)
    assert all(id in str(refused.value) for id in sorted(id for id in ids if id[0] == digit)[:5])


def test_counts(view: View) -> None:
    counts = view.counts()
    assert (counts.pages, counts.articles, counts.claims, counts.undated) == (3, 3, 4, 1)
    assert counts.kinds == {Kind.SHELLING: 3, Kind.TALKS: 1}


def test_a_party_named_twice_is_one_claim(tmp_path: Path) -> None:
    page = page_of()
    article = article_of(page)
    claim = shelling(article)
    rebel = ActorMention(text="Rebel", span=claim.actors[0].span, name="Rebel")
    claim = replace(claim, actors=(rebel, rebel))
    with open_writer(tmp_path / "ledger.sqlite", "test") as writer:
        writer.keep(page, article, [claim])
    with open_view(tmp_path / "ledger.sqlite") as view:
        assert view.claims(ClaimQuery(actor="rebel")).total == 1


def test_days_and_ids_are_looked_up_in_an_index(view: View) -> None:
    """A filter by place goes into the index of words first, and not through every claim."""
    asked = matching_claims(ClaimQuery(place="palmyra"))
    with view.snapshot() as connection:
        from sqlalchemy import text

        statement = str(asked.compile(connection, compile_kwargs={"literal_binds": True}))
        plan = " / ".join(row[-1] for row in connection.execute(text(f"EXPLAIN QUERY PLAN {statement}")))
    assert "VIRTUAL TABLE INDEX" in plan
    assert "SCAN claims" not in plan
    assert "SEARCH claims USING INTEGER PRIMARY KEY" in plan


def test_there_is_no_store_yet(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"there is no store at .*; read something first: zenobia read PATH"):
        open_view(tmp_path / "none.sqlite")
    assert list(tmp_path.iterdir()) == []
