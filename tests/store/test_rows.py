"""Store and read back is the identity, for every noun and whatever letters are in it."""

from __future__ import annotations

import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from news import page_of

from zenobia.dates import DatePrecision, DateRange
from zenobia.model import (
    ActorMention,
    Article,
    Block,
    BlockLabel,
    Category,
    Claim,
    CodedArticle,
    Issue,
    Kind,
    Mention,
    Outcome,
    Page,
    PlaceMention,
    PlacePrecision,
    Realis,
    Reason,
    SourceKind,
    SourceMention,
    Span,
    Toll,
    WhenMention,
)
from zenobia.store import check, open_view, open_writer

# Every code point; lone surrogates, NUL and letters that SQL and its patterns give a meaning to more often.
words = st.text(st.characters() | st.sampled_from("'\"%_\\;-\0\ud800\udfff\ue000"), max_size=12)
maybe_words = st.none() | words
numbers = st.floats(allow_nan=False)
counts = st.none() | st.integers(0, 2**63 - 1)
reasons = st.lists(st.builds(Reason, words, numbers, words), max_size=2).map(tuple)


@st.composite
def day_ranges(draw: st.DrawFn) -> DateRange:
    first, last = sorted((draw(st.dates()), draw(st.dates())))
    start = draw(st.sampled_from((first, None)))
    end = draw(st.sampled_from((last, None)))
    return DateRange(start, end, draw(st.sampled_from(DatePrecision)))


def coded(text: str) -> st.SearchStrategy[CodedArticle]:
    """Articles with this text, and claims on its words."""
    spans = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(
        lambda two: Span(*sorted(two))
    )

    def mentions(noun: type[Mention], **values: st.SearchStrategy[object]) -> st.SearchStrategy[Mention]:
        built = st.fixed_dictionaries({"span": spans, "confidence": numbers, "reasons": reasons, **values})
        return built.map(lambda made: noun(text=made["span"].of(text), **made))

    actors = mentions(ActorMention, name=maybe_words, actor_id=maybe_words)
    places = mentions(
        PlaceMention,
        name=maybe_words,
        country=maybe_words,
        lat=st.none() | numbers,
        lon=st.none() | numbers,
        precision=st.none() | st.sampled_from(PlacePrecision),
        place_id=maybe_words,
    )
    days = mentions(WhenMention, days=st.none() | day_ranges())
    tolls = mentions(
        Toll,
        outcome=st.sampled_from(Outcome),
        who=maybe_words,
        category=st.sampled_from(Category),
        low=counts,
        high=counts,
        scope=words,
    )
    sources = mentions(
        SourceMention,
        name=maybe_words,
        kind=st.none() | st.sampled_from(SourceKind),
        actor_id=maybe_words,
        via=maybe_words,
        origin=maybe_words,
        relation=maybe_words,
    )

    def some(made: st.SearchStrategy[Mention]) -> st.SearchStrategy[tuple[Mention, ...]]:
        return st.lists(made, max_size=2).map(tuple)

    def claims(article: Article) -> st.SearchStrategy[Claim]:
        return st.builds(
            Claim,
            article_id=st.just(article.id),
            kind=st.sampled_from(Kind),
            evidence=st.lists(spans, max_size=3).map(tuple),
            realis=st.sampled_from(Realis),
            actors=some(actors),
            targets=some(actors),
            objects=some(mentions(Mention)),
            place=st.none() | places,
            when=st.none() | days,
            toll=some(tolls),
            sources=some(sources),
            quote=st.none() | mentions(Mention),
            confidence=numbers,
            reader=words,
        )

    articles = st.builds(
        Article,
        text=st.just(text),
        blocks=st.lists(st.builds(Block, st.sampled_from(BlockLabel), spans), max_size=3).map(tuple),
        title=maybe_words,
        outlet=maybe_words,
        url=maybe_words,
        published_on=st.none() | st.dates(),
        published_how=maybe_words,
        issues=st.lists(st.builds(Issue, words, words, maybe_words), max_size=2).map(tuple),
    )
    return articles.flatmap(
        lambda article: st.lists(claims(article), max_size=3).map(lambda some: CodedArticle.of(article, some))
    )


pages = st.builds(
    Page,
    name=words,
    content=st.binary(max_size=200),
    fetched_at=st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),
    url=maybe_words,
    content_type=maybe_words,
)


@settings(max_examples=40, deadline=None)
@given(page=pages, article=st.text(max_size=40).flatmap(coded) | words.flatmap(coded))
def test_store_and_read_back_is_the_identity(page: Page, article: CodedArticle) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.sqlite"
        with open_writer(path, "test") as writer:
            writer.keep(page, article, article.claims)
        with open_view(path) as view:
            found = view.article(article.id)
            assert view.page(article.id) == page
        assert found.page_sha256 == page.sha256
        assert CodedArticle.of(found, found.claims).id == article.id
        assert found.claims == article.claims
        assert [claim.reader for claim in found.claims] == [claim.reader for claim in article.claims]
        for name in ("text", "blocks", "title", "outlet", "url", "published_on", "published_how", "issues"):
            assert getattr(found, name) == getattr(article, name)
        assert check(path) == []


@pytest.mark.parametrize(
    "odd",
    [
        "O'Brien",
        '"); DROP TABLE claims; --',
        "100% _",
        "\\",
        "a\0b",
        "file-\udce9.txt",
        "\u202egnp.exe",
        "هجوم",
        "",
    ],
    ids=ascii,
)
def test_odd_words_come_back_as_they_went_in(odd: str, tmp_path: Path) -> None:
    page = page_of(name=odd)
    text = f"{odd}\nThe mayor met elders in Deir Ezzor. {odd}"
    article = Article(text, (), odd, odd, odd, date(2016, 3, 28), odd, page.sha256, (Issue(odd, odd, odd),))
    met = Span(len(odd) + 1, len(text))
    claim = Claim(
        article_id=article.id,
        kind=Kind.TALKS,
        evidence=(met,),
        quote=Mention(text=odd, span=Span(0, len(odd)), reasons=(Reason(odd, 1.5, odd),)),
        reader=odd,
    )
    with open_writer(tmp_path / "ledger.sqlite", odd) as writer:
        writer.keep(page, article, [claim])
        writer.set_aside(odd, odd.encode("utf-8", "surrogatepass"), odd, odd)
    with open_view(tmp_path / "ledger.sqlite") as view:
        assert view.page(article.id) == page
        assert view.article(article.id) == CodedArticle.of(article, [claim])
        (row,) = view.set_aside()
        assert (row.name, row.code, row.message) == (odd, odd, odd)
