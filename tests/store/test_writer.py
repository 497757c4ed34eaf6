"""Keeping: whole or not at all, once, and only what stands on the words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from news import TEXT, article_of, page_of, shelling, talks

from zenobia.errors import StoreError
from zenobia.model import CodedArticle, Span
from zenobia.store import Added, open_view, open_writer


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.sqlite"


def test_what_is_kept_is_read_back(path: Path) -> None:
    page = page_of()
    article = article_of(page)
    claims = (shelling(article), talks(article))
    with open_writer(path, "test") as writer:
        assert writer.keep(page, article, claims).added is Added.ARTICLE
    with open_view(path) as view:
        assert view.article(article.id) == CodedArticle.of(article, claims)
        assert [claim.reader for claim in view.article(article.id).claims] == ["cues-1", "cues-1"]
        assert view.page(article.id) == page


def test_the_same_page_again_adds_nothing_and_tells_what_is_kept(path: Path) -> None:
    page = page_of()
    article = article_of(page)
    other_day = article_of(page, published_on=date(2016, 3, 29))
    with open_writer(path, "test") as writer:
        writer.keep(page, article, [shelling(article)])
        before = path.read_bytes(), path.with_name("ledger.sqlite-wal").read_bytes()
        again = writer.keep(page_of(name="copy.txt"), article, [shelling(article)])
        dated_anew = writer.keep(page, other_day, [shelling(other_day)])
        assert (path.read_bytes(), path.with_name("ledger.sqlite-wal").read_bytes()) == before
    assert again.is_duplicate
    assert dated_anew.is_duplicate
    assert dated_anew.article.published_on == date(2016, 3, 28)


def test_the_same_words_in_another_page_are_a_duplicate(path: Path) -> None:
    """An agency's report on a page with other advertisements is read once."""
    page, other = page_of(), page_of(TEXT + "\n<!-- advertisement -->")
    article = article_of(page)
    with open_writer(path, "test") as writer:
        writer.keep(page, article, [])
        assert writer.keep(other, replace(article, page_sha256=other.sha256), []).is_duplicate
    with open_view(path) as view:
        assert view.counts().pages == 1


def test_a_newer_reader_adds_a_coding_and_the_older_one_is_kept(path: Path) -> None:
    page = page_of()
    article = article_of(page)
    with open_writer(path, "test") as writer:
        writer.keep(page, article, [shelling(article), talks(article)])
        assert writer.keep(page, article, [talks(article, "model-2")]).added is Added.CODING
        assert writer.keep(page, article, [talks(article, "model-2")]).added is Added.NOTHING
        assert writer.keep(page, article, [shelling(article)]).added is Added.NOTHING
    with open_view(path) as view:
        assert view.article(article.id).claims == (talks(article, "model-2"),)
        assert view.claims().total == 1
        assert list(view.codings(article.id)) == ["cues-1", "model-2"]
        assert view.codings(article.id)["cues-1"] == (shelling(article), talks(article))
        assert view.claim(shelling(article).id).claim == shelling(article), (
            "an older reader's claim can be shown"
        )


def test_a_reader_that_finds_nothing_has_coded_it(path: Path) -> None:
    page = page_of()
    article = article_of(page)
    with open_writer(path, "test") as writer:
        writer.keep(page, article, [shelling(article)])
        assert writer.keep(page, article, [], reader="strict-1").added is Added.CODING
        assert writer.keep(page, article, [], reader="strict-1").is_duplicate
    with open_view(path) as view:
        assert view.article(article.id).claims == ()


@pytest.mark.parametrize("fault", ["other article", "mention", "evidence", "page"])
def test_nothing_without_ground_in_the_text_gets_in(path: Path, fault: str) -> None:
    page = page_of()
    article = article_of(page)
    claim = shelling(article)
    if fault == "other article":
        claim = replace(claim, article_id="0" * 16)
    elif fault == "mention":
        claim = replace(claim, objects=(replace(claim.objects[0], text="town hal"),))
    elif fault == "evidence":
        claim = replace(claim, evidence=(Span(0, len(TEXT) + 1),))
    else:
        page = page_of("something else")
    with open_writer(path, "test") as writer, pytest.raises(StoreError):
        writer.keep(page, article, [talks(article), claim])
    with open_view(path) as view:
        assert (view.counts().pages, view.counts().articles, view.counts().claims) == (0, 0, 0)


def test_a_number_no_column_can_hold_is_refused_whole(path: Path) -> None:
    """ "At least 99999999999999999999 dead" would otherwise end the run with a traceback."""
    page = page_of()
    article = article_of(page)
    claim = shelling(article)
    claim = replace(claim, toll=(replace(claim.toll[0], low=10**20),))
    with open_writer(path, "test") as writer:
        with pytest.raises(StoreError, match="too large"):
            writer.keep(page, article, [claim])
        assert writer.keep(page, article, [shelling(article)]).added is Added.ARTICLE


def test_what_cannot_be_read_is_set_aside_once(path: Path) -> None:
    with open_writer(path, "test") as writer:
        assert writer.set_aside("a.pdf", b"%PDF\x00", "not text", "a.pdf is binary")
        assert not writer.set_aside("a.pdf", b"%PDF\x00", "not text", "a.pdf is binary")
        assert writer.set_aside("a.pdf", b"%PDF\x00\x01", "not text", "a.pdf is binary")
        assert writer.set_aside("gone.txt", None, "unreadable", "no such file")
        assert not writer.set_aside("gone.txt", None, "unreadable", "no such file")
    with open_view(path) as view:
        assert [(row.name, row.code) for row in view.set_aside()] == [
            ("a.pdf", "not text"),
            ("a.pdf", "not text"),
            ("gone.txt", "unreadable"),
        ]


def test_a_reading_accounts_for_every_input(path: Path) -> None:
    page = page_of()
    article = article_of(page)
    with open_writer(path, "test") as writer:
        writer.begin_reading()
        writer.keep(page, article, [])
        writer.keep(page, article, [])
        writer.set_aside("empty.txt", b"", "no text", "empty.txt is empty")
        with pytest.raises(StoreError, match="4 inputs were given but 3"):
            writer.finish_reading(4)
        reading = writer.finish_reading(3)
    assert (reading.read, reading.duplicate, reading.set_aside, reading.inputs) == (1, 1, 1, 3)
    with open_view(path) as view:
        assert view.readings() == (reading,)


def test_a_reading_that_is_broken_off_keeps_its_counts(path: Path) -> None:
    with open_writer(path, "test") as writer:
        writer.begin_reading()
        writer.set_aside("empty.txt", b"", "no text", "empty.txt is empty")
    with open_view(path) as view:
        (reading,) = view.readings()
    assert reading.finished_at is None
    assert reading.set_aside == 1
