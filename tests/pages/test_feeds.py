"""Feeds and sitemaps: the addresses they list, and nothing that their XML asks for."""

from __future__ import annotations

import contextlib
import gzip
import socket
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zenobia.errors import NoFeed, PageError
from zenobia.pages.feeds import MOST_ENTRIES, Entry, Feed, looks_like_feed, parse_feed

AT = "https://news.example/feeds/world.xml"

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>World</title>
<link>https://news.example/</link>
<item><title>Troops retake &lt;b&gt;Qasr&lt;/b&gt; &amp;amp; Tell</title><link>https://news.example/qasr</link>
<pubDate>Mon, 28 Mar 2016 23:15:00 -0500</pubDate></item>
<item><title>&Eacute;lite unit bombed</title><guid>https://news.example/cafe</guid><dc:date>2016-03-29</dc:date></item>
<item><title>Relative</title><link>/tell?a=1&b=2</link><guid isPermaLink="false">8</guid></item>
<item><title>Again</title><link>https://news.example/qasr</link></item>
<item><title>No link</title></item>
<item><title>Elsewhere</title><link>file:///etc/passwd</link></item>
</channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://news.example/a/">
<entry><title type="html">Shells hit &lt;i&gt;Tell&lt;/i&gt;</title>
<link rel="enclosure" href="https://news.example/photo.jpg"/><link href="tell"/>
<published>2016-03-28T09:15:00Z</published><updated>2016-03-29T10:00:00Z</updated></entry></feed>"""

SITEMAP = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc> https://news.example/qasr </loc><lastmod>2016-03-29</lastmod><news:news>
<news:publication_date>2016-03-28</news:publication_date><news:title>Qasr</news:title></news:news></url></urlset>"""


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """No name is looked up and no connection made while this is asked for."""
    tried: list[str] = []

    def refuse(*arguments: object, **_: object) -> None:
        tried.append(str(arguments))
        raise OSError("no network in this test")

    for name in ("getaddrinfo", "create_connection"):
        monkeypatch.setattr(socket, name, refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    yield tried
    assert not tried


def test_rss_lists_each_address_once_with_what_it_says_of_the_page() -> None:
    assert parse_feed(RSS.encode(), AT) == Feed(
        "feed",
        (
            Entry("https://news.example/qasr", "Troops retake Qasr & Tell", date(2016, 3, 28)),
            Entry("https://news.example/cafe", "Élite unit bombed", date(2016, 3, 29)),
            Entry("https://news.example/tell?a=1&b=2", "Relative"),
        ),
    )


def test_atom_links_to_the_page_and_not_to_its_enclosure() -> None:
    [entry] = parse_feed(ATOM.encode(), AT).entries
    updated = "2016-03-29T10:00:00Z"
    assert entry == Entry("https://news.example/a/tell", "Shells hit Tell", date(2016, 3, 28), updated)


@pytest.mark.parametrize("pack", [lambda content: content, gzip.compress])
def test_sitemaps_are_read_gzipped_or_not(pack) -> None:  # type: ignore[no-untyped-def]
    feed = parse_feed(pack(SITEMAP.encode()), AT)
    assert feed == Feed(
        "sitemap", (Entry("https://news.example/qasr", "Qasr", date(2016, 3, 28), "2016-03-29"),)
    )
    index = (
        SITEMAP.replace("urlset", "sitemapindex")
        .replace("<url>", "<sitemap>")
        .replace("</url>", "</sitemap>")
    )
    assert parse_feed(pack(index.encode()), AT).kind == "sitemap index"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32", "windows-1252"])
def test_feeds_come_in_many_encodings(encoding: str) -> None:
    declared = encoding.replace("-sig", "")
    content = (
        RSS.replace('encoding="utf-8"', f'encoding="{declared}"').replace("&Eacute;", "É").encode(encoding)
    )
    assert parse_feed(content, AT).entries[1].title == "Élite unit bombed"


def test_broken_feeds_are_read_as_far_as_they_go() -> None:
    assert len(parse_feed(RSS[: RSS.index("Relative")].encode(), AT).entries) == 2
    assert len(parse_feed(RSS.replace("</title>", "", 1).encode(), AT).entries) >= 1
    assert len(parse_feed(RSS.replace("World", "World & others \x0b <").encode(), AT).entries) >= 1


def test_an_entity_is_never_declared() -> None:
    bomb = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    outside = '<!ENTITY x SYSTEM "file:///etc/hostname"><!ENTITY % y SYSTEM "http://127.0.0.1/"> %y;'
    content = RSS.replace("<rss", f'<!DOCTYPE rss [<!ENTITY a "{"a" * 1000}">{bomb}{outside}]>\n<rss', 1)
    content = content.replace("<title>Again", '<title a="&i;">&i;&x;').replace(
        "/qasr</link>", "/qasr&i;</link>", 1
    )
    feed = parse_feed(content.encode(), AT)
    assert feed.entries[0].url == "https://news.example/qasr"
    assert all(len(entry.title or "") < 100 for entry in feed.entries)


@pytest.mark.parametrize(
    "content",
    [b"", b"<", b"<!--", b"<?xml", b"Troops retook Qasr.", b"<html><body>News</body></html>", b"<rss"],
)
def test_what_is_no_feed_says_so(content: bytes) -> None:
    if content != b"<rss":
        with pytest.raises(NoFeed, match=r"no feed \(RSS, Atom\)"):
            parse_feed(content, AT)


def test_what_begins_as_feeds_do() -> None:
    for feed in (RSS, ATOM, SITEMAP):
        assert looks_like_feed(feed.encode())
        assert looks_like_feed(feed.encode("utf-16"))
    assert not looks_like_feed(b"<!DOCTYPE html><html><head><title>RSS</title></head></html>")
    assert not looks_like_feed(b"Troops retook Qasr on Sunday.")


@pytest.mark.parametrize(
    "attack",
    [
        "<rss>" + "<a>" * 200_000,
        "<rss " + " ".join(f'a{n}="b"' for n in range(100_000)) + "/>",
        "<rss><item><author>" + "a@" * 100_000,
        "<rss><item><title>" + "<" * 200_000,
        "<rss><item><title>" + "&" * 200_000,
        "<rss><item><title>" + "&amp" * 200_000,
        "<!" * 200_000,
        "<!--" * 100_000,
        "<?" * 200_000,
        "<!DOCTYPE a [" + '<!ENTITY a "b">' * 50_000,
        "<rss><item>" + "<link>x</link>" * 100_000 + "</item></rss>",
        "<rss>" + f"<item><link>{AT}</link></item>" * 100_000,
        "<rss>" + "".join(f"<item><link>{AT}/{n}</link></item>" for n in range(60_000)),
        "<rss>" + "<item>" * 250 + "<link>https://news.example/</link>" + "</item>" * 250,
        '<rss xml:base="' + "../" * 50_000 + '"><item><link>x</link></item></rss>',
    ],
    ids=range(15),
)
def test_attacks_end_in_two_seconds(attack: str) -> None:
    began = time.process_time()
    with contextlib.suppress(PageError):
        assert len(parse_feed(attack.encode(), AT).entries) <= MOST_ENTRIES
    assert time.process_time() - began < 2


def test_every_sample_of_bad_feeds_is_survived(shared: Path, no_network: list[str]) -> None:
    folder = shared / "bad_inputs"
    paths = [
        path for name in ("feeds", "xml") for path in sorted((folder / name).rglob("*")) if path.is_file()
    ]
    assert len(paths) >= 2_100
    read = 0
    for path in paths:
        began = time.process_time()
        with contextlib.suppress(PageError):
            read += bool(parse_feed(path.read_bytes(), AT))
        assert time.process_time() - began < 2, path
    assert read >= 2_080


@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: f"<rss><item>{text}".encode()))
def test_any_bytes_are_a_feed_or_none(content: bytes) -> None:
    try:
        parse_feed(content, AT)
    except PageError:
        return
