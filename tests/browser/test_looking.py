"""Look around: map, list, filters, timeline, evidence, the report, and who holds what."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from tests.browser.conftest import eventually

PALMYRA = "/?map=6.2/34.7/37.8"


def query(page: Any) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def shown(page: Any) -> int:
    words = page.inner_text("#list-count")
    return int(re.findall(r"[\d,]+", words)[-1].replace(",", ""))


def wait_for_count(page: Any, count: int) -> None:
    eventually(page, lambda: shown(page) == count)


def test_the_first_view_shows_all_of_the_ledger(demo: Any, open_page: Any, pictures: Path) -> None:
    page = open_page(demo)
    page.wait_for_selector("#map[data-marks]")
    assert page.inner_text(".tabs [data-tab=incidents] .count") == str(shown(page))
    assert page.locator("#filters .facet-kind .value").count() > 5
    assert page.locator("#timeline rect.count").count() > 5
    assert page.locator("#timeline .bar").count() > 20
    page.screenshot(path=pictures / "first-view.png")


def test_a_filter_counts_before_it_is_set_and_stands_in_the_address(demo: Any, open_page: Any) -> None:
    page = open_page(demo)
    everything = shown(page)
    value = page.locator('#filters label.value:has([data-key="kind:takeover"])')
    promised = int(value.locator(".count").inner_text())
    value.click()
    wait_for_count(page, promised)
    assert promised < everything
    assert query(page)["kind"] == ["takeover"]
    page.reload()
    page.wait_for_selector("body[data-ready]")
    wait_for_count(page, promised)
    page.click("#reset")
    wait_for_count(page, everything)
    assert "kind" not in query(page)


def test_back_takes_a_step_back(demo: Any, open_page: Any) -> None:
    page = open_page(demo)
    everything = shown(page)
    page.click('#filters label.value:has([data-key="kind:takeover"])')
    eventually(page, lambda: "kind=takeover" in page.url)
    page.go_back()
    wait_for_count(page, everything)


def test_words_are_looked_for_in_the_reports(demo: Any, open_page: Any) -> None:
    page = open_page(demo)
    everything = shown(page)
    page.keyboard.press("/")
    page.keyboard.type("temple")
    eventually(page, lambda: "words=temple" in page.url)
    page.wait_for_selector('.chips button:has-text("temple")')
    eventually(page, lambda: shown(page) != everything)
    assert 0 < shown(page) < everything


def test_nothing_is_hidden_because_it_lacks_a_day_or_a_place(demo: Any, open_page: Any) -> None:
    page = open_page(demo)
    for tab in ("undated", "unplaced"):
        promised = int(page.inner_text(f".tabs [data-tab={tab}] .count"))
        page.click(f".tabs [data-tab={tab}]")
        wait_for_count(page, promised)
        assert promised > 0


def test_brushing_the_timeline_filters_by_days(demo: Any, open_page: Any) -> None:
    page = open_page(demo)
    everything = shown(page)
    stage = page.locator(".stage").bounding_box()
    page.mouse.move(stage["x"] + stage["width"] * 0.3, stage["y"] + 20)
    page.mouse.down()
    page.mouse.move(stage["x"] + stage["width"] * 0.45, stage["y"] + 20, steps=4)
    page.mouse.up()
    eventually(page, lambda: "since=" in page.url)
    since, until = query(page)["since"][0], query(page)["until"][0]
    assert since < until
    eventually(page, lambda: shown(page) != everything)
    assert page.input_value('#filters input[aria-label="From"]') == since
    page.focus(".handle.since")
    page.keyboard.press("ArrowRight")
    eventually(page, lambda: f"since={since}" not in page.url)


def test_evidence_opens_from_the_list_down_to_the_report(demo: Any, open_page: Any, pictures: Path) -> None:
    page = open_page(demo, "/?sort=claims&map=6.2/34.7/37.8")
    page.click("button.incident >> nth=0")
    page.wait_for_selector("#evidence article.claim")
    assert query(page)["incident"]
    card = page.locator("#evidence article.claim").first
    assert card.locator(".speaker strong").first.inner_text()
    marked = card.locator(".sentence mark.slot")
    assert marked.count() > 0
    assert card.locator("ul.legend mark").count() > 0
    card.locator(".reasons summary").click()
    eventually(page, lambda: card.locator(".points li, .reasons section").count() > 0)
    page.screenshot(path=pictures / "evidence.png")
    card.get_by_role("button", name="In the report").click()
    page.wait_for_selector("#article:not([hidden]) .article-text mark.slot")
    assert page.locator(".article-text .told").count() > 0
    page.screenshot(path=pictures / "report.png")
    page.keyboard.press("Escape")
    page.wait_for_selector("#article", state="hidden")


def test_words_are_marked_where_they_stand(demo: Any, open_page: Any) -> None:
    """Each mark of a sentence shows the very words of a value below it."""
    page = open_page(demo, "/?sort=claims")
    page.click("button.incident >> nth=0")
    page.wait_for_selector("#evidence article.claim")
    for card in page.locator("#evidence article.claim").all():
        values = set(card.locator(".values q").all_inner_texts())
        tolls = card.locator(".sentence mark.toll").all_inner_texts()
        joined = " ".join(values)
        assert all(words in joined for words in tolls)


def test_the_original_is_a_download(demo: Any, open_page: Any) -> None:
    page = open_page(demo, "/?sort=claims")
    page.click("button.incident >> nth=0")
    page.click("#evidence article.claim >> nth=0 >> button:has-text('In the report')")
    page.wait_for_selector("#article a[download]")
    with page.expect_download() as download:
        page.click("#article a[download]")
    assert download.value.path().stat().st_size > 500


@pytest.mark.parametrize("form", ["csv", "geojson", "json"])
def test_what_is_shown_can_be_taken_away(demo: Any, open_page: Any, form: str) -> None:
    page = open_page(demo, "/?kind=takeover")
    page.click("summary:has-text('Download')")
    with page.expect_download() as download:
        page.click(f'.menu a[href*="format={form}"]')
    text = download.value.path().read_text("utf-8")
    assert "takeover" in text
    if form != "csv":
        json.loads(text)


def test_who_holds_what_on_a_day(demo: Any, open_page: Any, pictures: Path) -> None:
    page = open_page(demo, PALMYRA)
    page.click(".control-open")
    page.wait_for_selector("#control-body:not([hidden]) .day:not(:empty)")
    assert query(page)["on"]
    page.goto(demo.origin + PALMYRA + "&on=2016-03-28")
    page.wait_for_selector("#control-body:not([hidden]) .sides li")
    assert "Islamic State" not in page.inner_text(".sides")
    page.screenshot(path=pictures / "control.png")
    page.click(".play")
    eventually(page, lambda: "on=2016-03-28" not in page.url)


def test_a_link_to_a_claim_shows_the_claim(demo: Any, open_page: Any) -> None:
    page = open_page(demo, "/?sort=claims")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=demo.origin)
    page.click("button.incident >> nth=0")
    page.click("#evidence article.claim >> nth=1 >> text=Copy link")
    page.wait_for_selector("#notices .notice")
    link = page.evaluate("navigator.clipboard.readText()")
    page.goto(link)
    page.wait_for_selector("#evidence article.claim.chosen")
    assert query(page)["claim"] == parse_qs(urlsplit(link).query)["claim"]


def test_without_webgl_a_plain_map_shows_the_same(demo: Any, open_page: Any) -> None:
    page = open_page(demo, PALMYRA)
    page.wait_for_selector('#map[data-surface="plain"][data-marks]')
    eventually(page, lambda: int(page.get_attribute("#map", "data-marks")) > 0)
    page.focus("#map canvas")
    page.keyboard.press("+")
    eventually(page, lambda: "map=7.2" in page.url)
    page.keyboard.press("ArrowRight")
    eventually(page, lambda: "/37.800" not in page.url)


def test_with_webgl_the_map_is_drawn_by_it(demo: Any, open_page: Any, webgl: Any, pictures: Path) -> None:
    page = open_page(demo, PALMYRA + "&on=2016-03-20", browser=webgl)
    page.wait_for_selector('#map[data-surface="webgl"][data-marks] canvas.maplibregl-canvas')
    page.wait_for_selector('#map[data-drawn="true"]')
    page.screenshot(path=pictures / "webgl.png")
    middle = page.locator("#map").bounding_box()
    page.mouse.move(middle["x"] + middle["width"] / 2, middle["y"] + middle["height"] / 2)
    page.mouse.wheel(0, -200)
    eventually(page, lambda: "map=6.20/" not in page.url)


def test_a_narrow_screen_shows_one_part_at_a_time(demo: Any, open_page: Any, pictures: Path) -> None:
    page = open_page(demo, viewport={"width": 420, "height": 800})
    page.wait_for_selector("#map[data-marks]")
    page.screenshot(path=pictures / "narrow-map.png")
    page.click("#places [data-name=list]")
    page.click("button.incident >> nth=0")
    page.wait_for_selector("#evidence article.claim")
    page.screenshot(path=pictures / "narrow-evidence.png")
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 420
