"""Plain text is read letter for letter, and its furniture is labelled."""

from __future__ import annotations

import json
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zenobia.articles.plain import article_from_text
from zenobia.errors import NoText, PageError, UnsupportedLanguage
from zenobia.model import Article, BlockLabel

SCRAPED = """Army retakes the river town from rebels

Government troops entered Qasr on Sunday after three weeks of fighting, the state news agency said. A \
monitor put the dead at more than forty.

soldiers qasr retaken
Soldiers stand beside a burnt-out car in the centre of Qasr

The town had been in rebel hands since May. Its bridge and two schools were hit by shells, residents said.

Read here : Market bombing kills nine in the capital

The rebels withdrew towards the hills in the east. Their spokesman denied that any fighter had been captured.

Share this:
Facebook Twitter

Related stories
Talks on prisoners fail again
Drone hits fuel depot at port

Leave a Reply

Your email address will not be published. Required fields are marked *
I do not believe a word of this. They killed my cousin in Qasr.
"""


def labelled(article: Article) -> list[tuple[str, str]]:
    return [(block.label.value, block.span.of(article.text)) for block in article.blocks]


def said_as(article: Article, label: BlockLabel) -> list[str]:
    return [block.span.of(article.text) for block in article.blocks if block.label is label]


def test_the_furniture_of_a_scraped_report_is_labelled() -> None:
    article = article_from_text(SCRAPED, published_on=date(2016, 3, 28), outlet="Courier")

    assert said_as(article, BlockLabel.HEADLINE) == ["Army retakes the river town from rebels"]
    assert said_as(article, BlockLabel.CAPTION) == [
        "soldiers qasr retaken",
        "Soldiers stand beside a burnt-out car in the centre of Qasr",
    ]
    assert said_as(article, BlockLabel.LINK) == ["Read here : Market bombing kills nine in the capital"]
    assert said_as(article, BlockLabel.SHARE) == ["Share this:", "Facebook Twitter"]
    assert said_as(article, BlockLabel.RELATED) == [
        "Related stories",
        "Talks on prisoners fail again",
        "Drone hits fuel depot at port",
    ]
    assert said_as(article, BlockLabel.COMMENT)[0] == "Leave a Reply"
    assert said_as(article, BlockLabel.COMMENT)[-1].startswith("I do not believe")
    assert len(said_as(article, BlockLabel.BODY)) == 3
    assert article.title == "Army retakes the river town from rebels"
    assert (article.published_on, article.published_how) == (date(2016, 3, 28), "given")


def test_the_text_is_kept_letter_for_letter() -> None:
    assert article_from_text(SCRAPED).text == SCRAPED
    assert article_from_text("\r\n  The army\tleft. \r\n", title="Army  leaves").text == (
        "Army leaves\n\n\r\n  The army\tleft. \r\n"
    )


def test_a_title_given_apart_is_the_headline_and_one_in_the_text_is_not_sought() -> None:
    article = article_from_text(
        "Heavy fighting near Qasr\n\nTroops shelled the village.", title="Clashes in the east"
    )
    assert labelled(article) == [
        ("headline", "Clashes in the east"),
        ("body", "Heavy fighting near Qasr"),
        ("body", "Troops shelled the village."),
    ]


def test_a_first_line_that_repeats_the_title_is_headline_too() -> None:
    article = article_from_text(
        "Clashes in the East\nTroops shelled the village.", title="Clashes in the east"
    )
    assert [label for label, _ in labelled(article)] == ["headline", "headline", "body"]


def test_bulletins_of_one_line_each_are_body() -> None:
    bulletins = (
        "Two die as a mine explodes near Qasr.\nA drone hits a fuel depot.\nTalks resume in the capital."
    )
    assert [label for label, _ in labelled(article_from_text(bulletins))] == ["body"] * 3


def test_crossheads_and_lists_belong_to_the_report() -> None:
    text = (
        "Troops entered the town on Sunday after three weeks of heavy fighting, the agency said.\n\n"
        "Heavy losses\n\n"
        "The rebels lost more than forty men in the battle for the town, a monitor said on Sunday.\n\n"
        "- 12 killed in the north of the town on Friday\n- 9 killed at the bridge\n- 4 wounded\n\n"
        "The army did not say how many of its own soldiers had been killed in the fighting for the town."
    )
    assert {label for label, _ in labelled(article_from_text(text))} == {"body"}


def test_a_dateline_inside_a_paragraph_leaves_it_body() -> None:
    text = "QASR, March 27 (Agency) - Troops entered the town.\n\nA monitor said that 12 people died."
    assert {label for label, _ in labelled(article_from_text(text))} == {"body"}


def test_comments_counted_above_the_report_do_not_end_it() -> None:
    article = article_from_text(
        "Army retakes Qasr\n\n12 comments\n\nTroops entered Qasr on Sunday, the army said."
    )
    assert labelled(article) == [
        ("headline", "Army retakes Qasr"),
        ("comment", "12 comments"),
        ("body", "Troops entered Qasr on Sunday, the army said."),
    ]


def test_text_wrapped_to_a_width_is_read_in_paragraphs() -> None:
    text = (
        "Government troops entered the town of Qasr on Sunday after three\n"
        "weeks of fighting, the state news agency said. A monitor put the\n"
        "dead at more than forty.\n\n"
        "The rebels withdrew towards the hills in the east, their own\n"
        "spokesman said.\n"
    )
    article = article_from_text(text)
    assert [label for label, _ in labelled(article)] == ["body", "body"]
    assert article.blocks[0].span.of(text).endswith("more than forty.")


@pytest.mark.parametrize("text", ["", " \n\t ", "12 — 34 !?"])
def test_no_words_is_no_text(text: str) -> None:
    with pytest.raises(NoText):
        article_from_text(text)


def test_another_language_is_refused() -> None:
    with pytest.raises(UnsupportedLanguage):
        article_from_text("استعاد الجيش مدينة القصر يوم الأحد بعد ثلاثة أسابيع من القتال العنيف")


@settings(deadline=None)
@given(st.text(max_size=600), st.one_of(st.none(), st.text(max_size=60)))
def test_blocks_are_in_order_and_hold_every_letter(text: str, title: str | None) -> None:
    try:
        article = article_from_text(text, title=title)
    except PageError:
        return
    assert article.text.endswith(text)
    spans = [block.span for block in article.blocks]
    assert all(left.end < right.start for left, right in pairwise(spans))
    inside = "".join(span.of(article.text) for span in spans)
    outside = len(article.text.replace(" ", "")) - len(inside.replace(" ", ""))
    assert outside == sum(c != " " for c in _between(article))


def _between(article: Article) -> str:
    """What no block holds; it must be white space."""
    rest, last = [], 0
    for block in article.blocks:
        rest.append(article.text[last : block.span.start])
        last = block.span.end
    rest.append(article.text[last:])
    between = "".join(rest)
    assert not between.strip()
    return between


def test_the_seed_report_as_it_was_scraped(shared: Path) -> None:
    seed = shared / "seed" / "palmyra.txt"
    article = article_from_text(seed.read_text("utf-8"), published_on=date(2016, 3, 28))
    assert [label for label, _ in labelled(article)] == (
        [
            "headline",
            "body",
            "caption",
            "caption",
            "body",
            "body",
            "link",
            "body",
            "body",
            "comment",
            "comment",
        ]
    )


def test_evidence_of_coded_reports_is_never_taken_for_furniture(shared: Path) -> None:
    """Over the coded reports, fewer than 3 in 1,000 evidence sentences lie in furniture."""
    reports = sorted((shared / "gold").glob("*/*.json"))
    total = lost = 0
    for path in reports:
        report = json.loads(path.read_text("utf-8"))
        article = article_from_text(report["text"], title=report["title"])
        shift = len(article.text) - len(report["text"])
        furniture = [
            block.span
            for block in article.blocks
            if block.label not in (BlockLabel.BODY, BlockLabel.HEADLINE)
        ]
        for sentence in {sentence for claim in report["claims"] for sentence in claim["evidence"]}:
            start = report["text"].index(sentence) + shift
            total += 1
            lost += any(span.start < start + len(sentence) and start < span.end for span in furniture)
    assert total > 3000
    assert lost < 0.003 * total
