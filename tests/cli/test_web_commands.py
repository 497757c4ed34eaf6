"""Reading from the web and from archives at the terminal: addresses, feeds that are followed, records."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from shell import Zenobia

sys.path.append(str(Path(__file__).parents[1] / "pages"))
from archives import answer, news, record, zipped
from servers import Site, serving

import zenobia.pages.manners as manners

RSS = """<rss version="2.0"><channel>{items}</channel></rss>"""
ITEM = """<item><title>Qasr ({n})</title><link>{url}/{n}</link>
<pubDate>Mon, 28 Mar 2016 09:00:00 GMT</pubDate></item>"""


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setattr(manners, "DELAY_SECONDS", 0.0)
    with serving() as site:
        for number in range(3):
            site.put(f"/{number}", news(number), Content_Type="text/html; charset=utf-8", ETag=f'"{number}"')
        feed(site, 2)
        yield site


def feed(site: Site, count: int) -> str:
    items = "".join(ITEM.format(n=number, url=site.url) for number in range(count))
    return site.put("/feed", RSS.format(items=items), Content_Type="application/rss+xml", ETag=f'"{count}"')


def test_a_page_is_read_from_its_address_and_never_without_being_allowed(
    zenobia: Zenobia, site: Site
) -> None:
    refused = zenobia("read", f"{site.url}/0", "--json")
    assert refused.status == 3
    [told] = json.loads(refused.out)
    assert (told["fate"], told["reason"]) == ("set aside", "address refused")
    assert "--allow-private" in told["message"]
    assert not site.asked

    said = zenobia("read", f"{site.url}/0", "--allow-private", "--published", "2016-03-28", "--json")
    assert said.status == 0, said.err
    assert "1 inputs = 1 read + 0 duplicate + 0 set aside" in said.err
    assert json.loads(said.out)[0]["name"] == f"{site.url}/0"
    assert site.paths == ["/robots.txt", "/0"]
    assert "troops" in zenobia("claims").out.casefold()


def test_a_feed_is_read_as_the_pages_it_lists_with_its_day_where_they_have_none(
    zenobia: Zenobia, site: Site
) -> None:
    said = zenobia("read", f"{site.url}/feed", "--allow-private")
    assert "3 inputs = 2 read + 0 duplicate + 0 set aside + 1 no report (1 feed)" in said.err
    listed = json.loads(zenobia("articles", "--json").out)
    assert {article["published"] for article in listed} == {"2016-03-28"}
    again = zenobia("read", f"{site.url}/feed", "--allow-private")
    assert "3 inputs = 0 read + 2 duplicate" in again.err
    assert site.paths.count("/0") == 2


def test_what_is_new_in_a_followed_feed_is_read_once(zenobia: Zenobia, site: Site) -> None:
    url = f"{site.url}/feed"
    assert zenobia("follow", "--update").status == 2
    assert zenobia("follow", "ftp://news.example/").status == 1
    assert "followed: " in zenobia("follow", url, "--allow-private").err
    assert "followed already" in zenobia("follow", url, "--allow-private").err
    assert json.loads(zenobia("follow", "--list", "--json").out) == [url]

    assert "3 inputs = 2 read" in zenobia("follow", "--update", "--allow-private").err
    asked = len(site.asked)
    assert "1 no report (1 feed without news)" in zenobia("follow", "--update", "--allow-private").err
    assert site.paths[asked:] == ["/robots.txt", "/feed"]

    feed(site, 3)
    asked = len(site.asked)
    assert "4 inputs = 1 read + 2 duplicate" in zenobia("follow", "--update", "--allow-private").err
    assert site.paths[asked:] == ["/robots.txt", "/feed", "/2"]

    assert zenobia("follow", "--remove", url).status == 0
    assert zenobia("follow", "--remove", url).status == 1
    assert zenobia("follow", "--list").out == ""


def test_what_fails_for_a_while_is_asked_for_again(zenobia: Zenobia, site: Site) -> None:
    url = f"{site.url}/feed"
    zenobia("follow", url, "--allow-private")
    site.put("/1", "broken", status=500)
    said = zenobia("follow", "--update", "--allow-private", "--json")
    assert said.status == 3
    assert [told["fate"] for told in json.loads(said.out)] == ["no report", "read", "set aside"]
    site.put("/1", news(1), Content_Type="text/html")
    assert "1 read + 1 duplicate + 0 set aside" in zenobia("follow", "--update", "--allow-private").err
    site.put("/2", "gone", status=410)
    feed(site, 3)
    assert "1 not fetched" in zenobia("follow", "--update", "--allow-private").err
    assert "without news" in zenobia("follow", "--update", "--allow-private").err


def test_a_sitemap_index_leads_to_the_pages_of_its_sitemaps(zenobia: Zenobia, site: Site) -> None:
    rows = "".join(f"<url><loc>{site.url}/{number}</loc></url>" for number in range(3))
    site.put("/map.xml", f"<urlset>{rows}</urlset>", Content_Type="text/xml")
    index = f"<sitemapindex><sitemap><loc>{site.url}/map.xml</loc></sitemap></sitemapindex>"
    site.put("/index.xml", index, Content_Type="text/xml")
    said = zenobia("read", f"{site.url}/index.xml", "--allow-private")
    assert (
        "5 inputs = 3 read + 0 duplicate + 0 set aside + 2 no report (1 sitemap index, 1 sitemap)" in said.err
    )


def test_robots_txt_keeps_pages_out_and_says_so(zenobia: Zenobia, site: Site) -> None:
    site.put("/robots.txt", "User-agent: *\nDisallow: /1\n")
    said = zenobia("read", f"{site.url}/feed", "--allow-private")
    assert said.status == 3
    assert "1 read + 0 duplicate + 1 set aside (1 robots.txt)" in said.err


def test_the_records_of_an_archive_are_read_and_the_broken_ones_set_aside(
    zenobia: Zenobia, tmp_path: Path
) -> None:
    request = record(b"GET / HTTP/1.1\r\n\r\n", kind="request")
    broken = record(answer(news(7)), length=90_000)
    picture = record(answer(b"...", content_type="image/png"))
    path = tmp_path / "crawl-1.warc.gz"
    path.write_bytes(zipped(request, record(answer(news(0))), broken, picture, record(answer(news(1)))))
    said = zenobia("read", str(tmp_path / "crawl-*.warc.gz"))
    assert said.status == 3
    counted = "5 inputs = 2 read + 0 duplicate + 1 set aside (1 incomplete) + 2 no report"
    assert counted in said.err
    again = zenobia("read", str(path))
    assert again.status == 0
    assert "1 inputs = 0 read + 1 duplicate + 0 set aside" in again.err
    os.utime(path, (1, 1))
    assert "2 duplicate + 1 set aside" in zenobia("read", str(path)).err


def test_a_pattern_that_nothing_is_called_by_is_refused(zenobia: Zenobia, tmp_path: Path) -> None:
    assert "no file that is called as in" in zenobia("read", str(tmp_path / "*.warc")).err


def test_the_headers_of_a_page_are_kept(zenobia: Zenobia, site: Site, tmp_path: Path) -> None:
    from zenobia.store import open_view

    zenobia("read", f"{site.url}/0", "--allow-private")
    [listed] = json.loads(zenobia("articles", "--json").out)
    with open_view(tmp_path / "kept" / "ledger.sqlite") as view:
        page = view.page(listed["id"])
    assert ("ETag", '"0"') in page.headers
