"""A page becomes an article: report and furniture told apart, in one text, with the day it says."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zenobia.articles.extract import extract_article
from zenobia.errors import NoText, PageError, PageIsBinary, PageTooDeep, PageTooLarge, UnsupportedLanguage
from zenobia.model import Article, BlockLabel, Page

READ_AT = datetime(2016, 4, 2, 12, 0, tzinfo=UTC)

SENTENCES = (
    "Government troops entered Qasr on Sunday after three weeks of fighting, the state news agency said.",
    "A monitor put the dead at more than forty, most of them rebels, and said clashes went on in the north.",
    "The rebels withdrew towards the hills in the east; their spokesman denied that anyone was captured.",
)

BLOG = f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<title>Army retakes river town of Qasr - The Courier</title>
<meta property="og:title" content="Army retakes river town of Qasr">
<meta property="og:site_name" content="The Courier">
<meta property="article:published_time" content="2016-03-28T01:30:00+03:00">
<link rel="canonical" href="https://courier.example/2016/03/28/army-retakes-qasr/">
</head><body class="single-post">
<nav><ul><li><a href="/">Home</a></li><li><a href="/war">War</a></li></ul></nav>
<article class="post">
<h1 class="entry-title">Army retakes river town of Qasr</h1>
<div class="entry-meta"><span class="byline">By Rana Haddad</span>
<time class="entry-date">28 March 2016</time></div>
<div class="sharedaddy"><ul><li>Share on Facebook</li><li>Tweet</li></ul></div>
<div class="entry-content">
<p>{SENTENCES[0]}</p>
<div id="attachment_7" class="wp-caption"><img src="a.jpg" alt="soldiers qasr retaken from rebels">
<p class="wp-caption-text">Soldiers stand beside a burnt-out car in the centre of Qasr</p></div>
<p>{SENTENCES[1]}</p>
<p>Read here : <a href="/other">Market bombing kills nine in the capital</a></p>
<p><strong><a href="/third">Drone hits fuel depot at the northern port</a></strong></p>
<p>{SENTENCES[2]}</p>
</div>
<div class="jp-relatedposts"><h3>Related</h3>
<ul><li><a href="/x">Talks on prisoners fail again</a></li></ul></div>
</article>
<div id="respond" class="comment-respond"><h3 id="reply-title">Leave a Reply</h3>
<p>Your email address will not be published. Required fields are marked *</p></div>
</body></html>"""


def page(content: str | bytes, name: str = "report.html", content_type: str | None = None) -> Page:
    content = content.encode() if isinstance(content, str) else content
    return Page(name, content, READ_AT, content_type=content_type)


def said_as(article: Article, label: BlockLabel) -> list[str]:
    return [block.span.of(article.text) for block in article.blocks if block.label is label]


def bare(body: str) -> str:
    return f"<html><head><title>Report</title></head><body><article>{body}</article></body></html>"


REPORT = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)


def test_report_and_furniture_of_a_blog_are_told_apart() -> None:
    article = extract_article(page(BLOG))
    assert said_as(article, BlockLabel.HEADLINE) == ["Army retakes river town of Qasr"]
    assert said_as(article, BlockLabel.BODY) == list(SENTENCES)
    assert said_as(article, BlockLabel.CAPTION) == [
        "Soldiers stand beside a burnt-out car in the centre of Qasr"
    ]
    assert said_as(article, BlockLabel.LINK) == [
        "Read here : Market bombing kills nine in the capital",
        "Drone hits fuel depot at the northern port",
    ]
    assert said_as(article, BlockLabel.RELATED) == ["Related", "Talks on prisoners fail again"]
    assert said_as(article, BlockLabel.COMMENT) == [
        "Leave a Reply",
        "Your email address will not be published. Required fields are marked *",
    ]
    assert said_as(article, BlockLabel.SHARE) == ["Share on Facebook Tweet"]
    assert said_as(article, BlockLabel.BYLINE) == ["By Rana Haddad"]
    assert said_as(article, BlockLabel.DATELINE) == ["28 March 2016"]


def test_furniture_stands_where_it_stood_on_the_page() -> None:
    article = extract_article(page(BLOG))
    labels = [block.label.value for block in article.blocks]
    assert labels == [
        *("headline", "byline", "dateline", "share", "body", "caption", "body", "link", "link", "body"),
        *("related", "related", "comment", "comment"),
    ]
    assert article.text.startswith("Army retakes river town of Qasr\n\nBy Rana Haddad\n\n")


def test_the_page_says_its_outlet_address_and_day() -> None:
    article = extract_article(page(BLOG))
    assert article.title == "Army retakes river town of Qasr"
    assert article.outlet == "The Courier"
    assert article.url == "https://courier.example/2016/03/28/army-retakes-qasr/"
    assert (article.published_on, article.published_how) == (date(2016, 3, 28), "meta tag")
    assert article.page_sha256 == page(BLOG).sha256
    assert article.issues == ()


def test_what_is_given_is_used_where_the_page_does_not_say() -> None:
    article = extract_article(page(bare(REPORT)), published_on=date(2016, 3, 27), outlet="Agency")
    assert (article.published_on, article.published_how, article.outlet) == (
        date(2016, 3, 27),
        "given",
        "Agency",
    )
    article = extract_article(page(BLOG), published_on=date(2016, 3, 28), outlet="Agency", title="Qasr taken")
    assert (article.published_on, article.published_how) == (date(2016, 3, 28), "meta tag")
    assert article.outlet == "The Courier"
    assert article.issues == ()
    assert article.text.startswith("Qasr taken\n\n")


def test_a_page_that_says_another_day_than_the_person_is_flagged() -> None:
    article = extract_article(page(BLOG), published_on=date(2016, 3, 27))
    [issue] = article.issues
    assert (
        issue.message == "the page says 2016-03-28 (meta tag), and 2016-03-27 was given; the page is believed"
    )
    dated = extract_article(
        page("Army retakes Qasr\n\n28 March 2016\n\n" + SENTENCES[0], "a.txt"), published_on=date(2015, 1, 1)
    )
    assert dated.published_on == date(2016, 3, 28)
    assert len(dated.issues) == 1


def test_a_page_that_does_not_say_its_day_has_none() -> None:
    article = extract_article(page(bare(REPORT)))
    assert (article.published_on, article.published_how) == (None, None)


def test_a_day_after_the_reading_is_kept_and_flagged() -> None:
    tomorrow_week = bare('<meta property="article:published_time" content="2016-04-12">' + REPORT)
    article = extract_article(page(tomorrow_week))
    assert article.published_on == date(2016, 4, 12)
    assert [issue.where for issue in article.issues] == ["publication day"]
    time_zones_apart = extract_article(page(bare(REPORT)), published_on=date(2016, 4, 4))
    assert time_zones_apart.issues == ()


def test_plain_text_is_read_letter_for_letter() -> None:
    text = "Army retakes Qasr\n\n28 March 2016\n\n" + "\n\n".join(SENTENCES)
    article = extract_article(page(text, "report.txt"))
    assert article.text == text
    assert (article.published_on, article.published_how) == (date(2016, 3, 28), "text dateline")


def test_html_is_known_by_its_type_its_name_or_its_tags() -> None:
    for name, content_type in (("-", "text/html; charset=utf-8"), ("a.XHTML", None), ("saved.txt", None)):
        article = extract_article(page(BLOG, name, content_type))
        assert said_as(article, BlockLabel.BODY) == list(SENTENCES)


def test_a_linked_sentence_is_still_report() -> None:
    article = extract_article(
        page(bare(REPORT + '<p><a href="/x">The dead were buried on Monday in Qasr.</a></p>'))
    )
    assert said_as(article, BlockLabel.BODY)[-1] == "The dead were buried on Monday in Qasr."


@pytest.mark.parametrize(
    ("content", "name", "error", "words"),
    [
        (b"", "a.html", NoText, "empty"),
        (b" \n ", "a.txt", NoText, "empty"),
        (b"<html><body></body></html>", "a.html", NoText, "No report"),
        (b"<html><body><img src='x'></body></html>", "a.html", NoText, "No report"),
        (b"<!-- nothing -->", "a.html", NoText, "text"),
        (b"%PDF-1.7 \x00\x01", "a.html", PageIsBinary, "PDF"),
        (bytes(range(256)) * 40, "a.txt", PageIsBinary, "not text"),
        (b"x" * 20_000_001, "a.html", PageTooLarge, "20,000,001 bytes"),
        (b"<p " + b"a " * 100_000 + b">" + REPORT.encode(), "a.html", PageTooLarge, "attributes"),
        (b"<br>" * 60_000 + REPORT.encode(), "a.html", PageTooLarge, "line-break"),
        (b"<div>" * 10_000 + REPORT.encode() + b"</div>" * 10_000, "a.html", PageTooDeep, "nested"),
    ],
)
def test_what_cannot_be_read_says_why(content: bytes, name: str, error: type[PageError], words: str) -> None:
    with pytest.raises(error, match=words):
        extract_article(page(content, name))


def test_another_language_is_refused_by_name() -> None:
    arabic = "<p>" + "استعاد الجيش مدينة القصر يوم الأحد بعد ثلاثة أسابيع من القتال العنيف. " * 6 + "</p>"
    with pytest.raises(UnsupportedLanguage, match="Arabic"):
        extract_article(page(bare(arabic)))


def test_a_page_read_in_part_says_so() -> None:
    article = extract_article(page(bare(REPORT + "<div>" * 3_000 + "<p>The end of it.</p>")))
    assert said_as(article, BlockLabel.BODY) == list(SENTENCES)
    assert [issue.where for issue in article.issues] == ["partial parse"]


def test_a_page_nested_deep_is_read_whole() -> None:
    article = extract_article(page(bare("<div>" * 1_500 + REPORT + "</div>" * 1_500)))
    assert said_as(article, BlockLabel.BODY) == list(SENTENCES)
    assert article.issues == ()


TAGS = (
    "p",
    "div",
    "span",
    "li",
    "a",
    "h1",
    "br",
    "figcaption",
    "table",
    "td",
    "blockquote",
    "time",
    "title",
    "article",
)
TEXTS = st.sampled_from(
    [*SENTENCES, "Photo: x", "Leave a Reply", "Related", "&#0;", "<", "&bogus;", "\ufeff", "القصر", "\x0b"]
)
ELEMENTS = st.builds(
    lambda tag, mark, text, close: f"<{tag} class='{mark}'>{text}" + (f"</{tag}>" if close else ""),
    st.sampled_from(TAGS),
    st.sampled_from(["", "caption", "related", "share", "comment", "byline", "date"]),
    TEXTS,
    st.booleans(),
)


@settings(deadline=None)
@given(st.lists(st.one_of(ELEMENTS, TEXTS), max_size=25))
def test_any_markup_ends_in_an_article_or_a_reason(parts: list[str]) -> None:
    try:
        article = extract_article(page("".join(parts)))
    except PageError:
        return
    spans = [block.span for block in article.blocks]
    assert all(left.end < right.start for left, right in pairwise(spans))
    assert "\n\n".join(span.of(article.text) for span in spans) == article.text
