"""The page works for people who use a screen reader or a keyboard: axe-core finds nothing, in light and in dark."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.browser.conftest import open_all

AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"

# WCAG 2.2 up to AA, and what axe counts as good practice.
RULES = "{runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}"


def complaints(page: Any) -> list[str]:
    """What axe-core holds against the page as it is now. It is run apart from the page's policy, which forbids it."""
    page.evaluate(AXE.read_text("utf-8") + "\n;0")
    found = page.evaluate(f"async () => (await axe.run(document, {RULES})).violations")
    return [
        f"{each['id']}: {each['help']}: {node['html'][:160]} {node.get('failureSummary', '')[:200]}"
        for each in found
        for node in each["nodes"]
    ]


@pytest.fixture(autouse=True)
def _axe() -> None:
    if not AXE.exists():
        pytest.skip("no axe-core here: make browser-test")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("view", ["list", "evidence", "report", "correcting", "control", "queue", "help"])
def test_axe_finds_nothing(demo: Any, open_page: Any, scheme: str, view: str) -> None:
    page = open_page(demo, "/?sort=claims", color_scheme=scheme, reduced_motion="reduce")
    page.wait_for_selector("button.incident")
    if view in ("evidence", "report", "correcting"):
        page.click("button.incident >> nth=0")
        page.wait_for_selector("#evidence article.claim")
    if view == "evidence":
        open_all(page, "#evidence")
    if view == "report":
        page.click("#evidence article.claim >> nth=0 >> button:has-text('In the report')")
        page.wait_for_selector("#article .article-text")
    if view == "correcting":
        page.locator("#evidence button.correct").first.click()
        page.locator("#evidence .choices button").first.click()
    if view == "control":
        page.keyboard.press("t")
        page.wait_for_selector("#control-body:not([hidden])")
    if view == "queue":
        page.keyboard.press("q")
        page.wait_for_selector(".incident .why")
    if view == "help":
        page.keyboard.press("?")
    assert complaints(page) == []


def test_everything_is_reached_by_tab_in_the_order_it_is_read(demo: Any, open_page: Any) -> None:
    """Skip link, head, filters, map, timeline, list."""
    page = open_page(demo)
    page.wait_for_selector("button.incident")
    seen = []
    for _ in range(120):
        page.keyboard.press("Tab")
        part = page.evaluate(
            "() => { const at = document.activeElement;"
            " return (at.closest('#header, #filters, #map, #timeline, #list') ?? at).id || at.className; }"
        )
        if part and part not in seen:
            seen.append(part)
        if part == "list":
            break
    assert seen == ["skip", "header", "filters", "map", "timeline", "list"]
