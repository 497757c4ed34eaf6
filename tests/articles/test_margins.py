"""Furniture is found in the tree by its tag and marks, and stands between the right paragraphs."""

from __future__ import annotations

from lxml import html

from zenobia.articles.margins import MOST_MARGINS, Margins, find_margins
from zenobia.model import BlockLabel

FIRST = "Government troops entered Qasr on Sunday after three weeks of fighting."
SECOND = "A monitor put the dead at more than forty, most of them rebels."
TITLE = "Army retakes river town of Qasr"


def margins(body: str, report: tuple[str, ...] = (FIRST, SECOND)) -> Margins:
    return find_margins(html.document_fromstring(f"<html><body>{body}</body></html>"), report, TITLE)


def said(found: Margins) -> list[tuple[str, str, int]]:
    return [(piece.label.value, piece.text, piece.position) for piece in found.pieces]


def test_a_margin_stands_after_the_paragraphs_it_follows() -> None:
    found = margins(
        f"<h1>{TITLE}</h1><p>{FIRST}</p>"
        f"<figure><img alt='soldiers'><figcaption>Soldiers in Qasr</figcaption></figure><p>{SECOND}</p>"
        "<ul class='relatedArticles'><li>Talks fail</li><li>Port burns</li></ul>"
    )
    assert said(found) == [
        ("caption", "Soldiers in Qasr", 1),
        ("related", "Talks fail", 2),
        ("related", "Port burns", 2),
    ]


def test_marks_are_whole_words() -> None:
    found = margins(
        f"<p>{FIRST}</p><div class='unrelated shared-layout'>Shells fell on Mahin too.</div><p>{SECOND}</p>"
    )
    assert said(found) == []


def test_the_report_itself_is_no_margin_however_it_is_marked() -> None:
    found = margins(f"<div class='social comments related'><p>{FIRST}</p><p>{SECOND}</p></div>")
    assert (found.pieces, found.relabelled) == ([], {})


def test_a_caption_that_the_extractor_kept_is_pointed_out() -> None:
    caption = "Soldiers in Qasr"
    found = margins(
        f"<p>{FIRST}</p><p class='wp-caption-text'>{caption}</p><p>{SECOND}</p>", (FIRST, caption, SECOND)
    )
    assert found.relabelled == {1: BlockLabel.CAPTION}
    assert found.pieces == []


def test_a_reader_who_quotes_the_report_does_not_make_it_comment() -> None:
    third = (
        "The rebels withdrew towards the hills in the east; their spokesman denied that anyone was captured."
    )
    report = (FIRST, SECOND, third, third.replace("rebels", "guards"))
    body = "".join(f"<p>{paragraph}</p>" for paragraph in report)
    found = margins(f"{body}<ol class='comment-list'><li>{FIRST}</li><li>Is it so?</li></ol>", report)
    assert found.relabelled == {}
    assert said(found) == [("comment", FIRST, 4), ("comment", "Is it so?", 4)]


def test_pictures_tell_what_they_show_inside_the_report_only() -> None:
    picture = "<img alt='a tank by the burnt-out bridge'>"
    assert said(margins(f"{picture}<p>{FIRST}</p><p>{SECOND}</p>{picture}")) == []
    assert said(margins(f"<p>{FIRST}</p>{picture}<p>{SECOND}</p>")) == [
        ("caption", "a tank by the burnt-out bridge", 1)
    ]
    assert said(margins(f"<p>{FIRST}</p><img alt='Site logo'><p>{SECOND}</p>")) == []


def test_the_names_and_days_of_other_reports_are_left_alone() -> None:
    teaser = "<div class='teaser'><span class='byline'>By A. Nother</span><time>1 April 2016</time></div>"
    own = "<span class='byline'>By Rana Haddad</span><time>28 March 2016</time>"
    found = margins(f"{teaser}<h1>{TITLE}</h1>{own}<p>{FIRST}</p><p>{SECOND}</p>{teaser}")
    assert said(found) == [("byline", "By Rana Haddad", 0), ("dateline", "28 March 2016", 0)]


def test_a_time_that_is_no_day_is_no_dateline() -> None:
    assert said(margins(f"<h1>{TITLE}</h1><time>5 min read</time><p>{FIRST}</p><p>{SECOND}</p>")) == []


def test_what_scripts_say_is_not_said() -> None:
    found = margins(
        f"<p>{FIRST}</p><p>{SECOND}</p><div class='share'>Share<script>var a = 1;</script><b>Tweet</b></div>"
    )
    assert said(found) == [("share", "Share Tweet", 2)]


def test_thousands_of_comments_are_cut_and_counted() -> None:
    comments = "".join(f"<li>comment number {number}</li>" for number in range(MOST_MARGINS + 50))
    found = margins(f"<p>{FIRST}</p><p>{SECOND}</p><ol class='comment-list'>{comments}</ol>")
    assert len(found.pieces) == MOST_MARGINS
    assert [issue.message for issue in found.issues] == [
        "50 pieces of comment and other furniture were left out"
    ]
