"""What a page says of itself, checked against what its readers see."""

from __future__ import annotations

import pytest
from lxml import html

from zenobia.articles.metadata import Metadata, outlet_of, read_metadata


def read(head: str, body: str = "<p>News.</p>") -> Metadata:
    return read_metadata(html.document_fromstring(f"<html><head>{head}</head><body>{body}</body></html>"))


def json_ld(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


def test_the_heading_is_the_title_if_machines_are_told_the_like() -> None:
    title = "<title>Army retakes river town - Courier</title>"
    assert (
        read(title, "<h1>Courier</h1><h1>Army retakes river town of Qasr</h1>").title
        == "Army retakes river town of Qasr"
    )
    assert read(title, "<h1>Courier</h1>").title == "Army retakes river town"


def test_a_page_without_a_heading_is_called_by_its_title() -> None:
    assert (
        read("<title>Who holds Qasr - and why it matters</title>").title
        == "Who holds Qasr - and why it matters"
    )
    assert (
        read('<meta property="og:title" content="Army retakes Qasr"><title>Courier</title>').title
        == "Army retakes Qasr"
    )
    assert read("").title is None
    assert read("", "<h1>Army retakes Qasr</h1>").title == "Army retakes Qasr"


def test_json_ld_is_read_wherever_it_nests() -> None:
    described = json_ld(
        '{"@graph": [{"@type": "WebSite", "datePublished": "2001-01-01"},'
        '{"@type": ["NewsArticle"], "headline": "Army retakes Qasr", "datePublished": "2016-03-28",'
        ' "publisher": {"name": "The Courier"}}]}'
    )
    assert read(described) == Metadata("Army retakes Qasr", "The Courier", None, ("2016-03-28",))


@pytest.mark.parametrize(
    "text", ["{", "[" * 100_000, '{"@type": 7}', '{"@type": "NewsArticle", "publisher": 3}', "null"]
)
def test_malformed_json_ld_says_nothing(text: str) -> None:
    assert read(json_ld(text)) == Metadata(None, None, None, ())


def test_outlet_and_address() -> None:
    head = '<meta property="og:site_name" content=" The  Courier "><link rel="canonical" href="https://courier.example/a">'
    assert (read(head).outlet, read(head).url) == ("The Courier", "https://courier.example/a")
    assert read('<link rel="canonical" href="javascript:alert(1)">').url is None


def test_the_host_stands_in_for_an_outlet() -> None:
    assert outlet_of("https://www.courier.example/2016/a") == "courier.example"
    assert outlet_of("file:///tmp/a.html") is None
    assert outlet_of("https://[bad") is None
    assert outlet_of(None) is None
