"""What others coded beside the ledger: one map in two colours, and a table with both tolls."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.browser.conftest import Served, eventually
from tests.browser.test_accessible import AXE, complaints

STATUSES = ("matched", "only theirs", "only ours")
HEADER = (
    "id,date_start,date_end,date_prec,latitude,longitude,where_prec,country,side_a,side_b,low,best,high,"
    "source_headline\n"
)
ROWS = """\
1,2016-03-27,2016-03-27,1,36.20,37.16,1,Syria,IS,Syrian insurgents,3,3,3,<img src=x onerror=alert(1)> Aleppo
2,2016-10-08,2016-10-08,1,15.40,44.30,1,Yemen,Government of Yemen,Houthis,132,140,155,Funeral hall in Sanaa
3,2018-02-01,2018-02-02,1,34.80,38.90,3,Syria,Government of Syria,IS,20,24,31,Fighting east of Palmyra
4,2022-04-08,2022-04-08,1,48.74,37.58,1,Ukraine,Government of Russia,Civilians,52,58,61,Station of Kramatorsk
"""


@pytest.fixture(scope="session")
def beside(
    serve: Callable[..., Served], demo_store: Path, tmp_path_factory: pytest.TempPathFactory
) -> Served:
    """The demo ledger beside four events: two that it tells of too, and two that it does not."""
    table = tmp_path_factory.mktemp("theirs") / "ged.csv"
    table.write_text(HEADER + ROWS)
    return serve(demo_store, "--compare", str(table))


def group(page: Any, status: str) -> Any:
    return page.locator(f'#comparing label:has([data-status="{status}"])')


def counts(page: Any) -> list[int]:
    return [int(group(page, each).locator(".count").inner_text()) for each in STATUSES]


def test_two_codings_on_one_map_and_in_one_table(beside: Any, open_page: Any, pictures: Path) -> None:
    page = open_page(beside, "/?map=3.2/30/40")
    page.focus("#control button:has-text('Compare')")
    page.keyboard.press("Enter")
    page.wait_for_selector("#comparing tbody")
    assert "compare=1" in page.url
    matched, theirs, ours = counts(page)
    assert (matched, theirs) == (2, 2)
    assert ours > 0
    assert page.get_attribute("#map", "data-marks") == str(matched + theirs + ours)
    both = page.locator("#comparing tbody").first.locator("tr").nth(1)
    assert both.locator("td.number").all_inner_texts() == ["140+", "132–155 (best 140)"]
    page.screenshot(path=pictures / "comparing.png")
    group(page, "only ours").locator("input").press("Space")
    eventually(page, lambda: page.get_attribute("#map", "data-marks") == "4")
    both.locator("button").press("Enter")
    page.wait_for_selector("#evidence article.claim")
    page.click("#comparing button:has-text('Close')")
    eventually(page, lambda: page.get_attribute("#map", "data-marks") != "4")
    assert "compare=1" not in page.url


def test_days_narrow_both_sides(beside: Any, open_page: Any) -> None:
    page = open_page(beside, "/?compare=1&since=2018-01-01")
    page.wait_for_selector("#comparing tbody")
    assert counts(page) == [1, 1, 0]


def test_webgl_joins_both_points(beside: Any, open_page: Any, webgl: Any, pictures: Path) -> None:
    page = open_page(beside, "/?compare=1&map=9.5/15.354/44.207", browser=webgl)
    page.wait_for_selector("#comparing tbody")
    page.wait_for_selector("#map[data-drawn]")
    eventually(page, lambda: page.get_attribute("#map", "data-marks") == str(sum(counts(page))))
    box = page.locator("#map").bounding_box()

    def tells_both_tolls() -> bool:
        for aside in (-1, 1):
            page.mouse.move(box["x"] + box["width"] / 2 + aside, box["y"] + box["height"] / 2)
        return "ours: 140+; theirs: 132–155 (best 140)" in (page.text_content(".map-hover") or "")

    eventually(page, tells_both_tolls)
    page.screenshot(path=pictures / "comparing-webgl.png")


def test_without_a_table_there_is_nothing_to_compare(demo: Any, open_page: Any) -> None:
    page = open_page(demo, "/?compare=1")
    assert page.locator("text=Compare").count() == 0
    assert page.is_hidden("#comparing")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(beside: Any, open_page: Any, scheme: str, pictures: Path) -> None:
    if not AXE.exists():
        pytest.skip("no axe-core here: make browser-test")
    page = open_page(beside, "/?compare=1", color_scheme=scheme, reduced_motion="reduce")
    page.wait_for_selector("#comparing tbody")
    page.click("#legend summary")
    page.screenshot(path=pictures / f"comparing-{scheme}.png")
    assert complaints(page) == []
