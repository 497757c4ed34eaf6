"""Nothing that a report, a source or a colleague writes can act in the page (PROMISES T13)."""

from __future__ import annotations

import html
import itertools
import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from tests.browser.conftest import eventually, open_all, zenobia

# Names of fields that a machine makes and the page goes by; every other text in an answer is replaced.
MADE_BY_THE_MACHINE = {
    "id",
    "incident_id",
    "claim_id",
    "article_id",
    "batch",
    "href",
    "sha256",
    "kind",
    "grade",
    "realis",
    "precision",
    "slot",
    "start",
    "end",
    "first",
    "last",
    "on",
    "published",
    "told_on",
    "made_at",
    "state",
    "reviewed",
    "coded_by",
    "class",
    "bin",
    "first_day",
    "last_day",
    "days",
    "claims",
    "pair",
    "part_of",
    "parts",
    "claim",
    "was",
    "is",
    "version",
    "outcome",
    "category",
    "scope",
    "verdict",
    "act",
}
VIEWS = 6


@pytest.fixture(scope="module")
def payloads(shared: Path) -> list[str]:
    folder = shared / "bad_inputs" / "xss"
    lines = (folder / "payloadbox.txt").read_text("utf-8", "replace").splitlines()
    h5sc = (folder / "h5sc.txt").read_text("utf-8", "replace").split("//[\"'`-->]]>]</div>")
    return [line for line in [*h5sc, *lines] if line.strip()]


def poisoned(answer: Any, payload: Iterator[str]) -> Any:
    """The same answer with an attack in place of every text."""
    if isinstance(answer, dict):
        return {
            key: value if key in MADE_BY_THE_MACHINE and not isinstance(value, dict) else poisoned(value, payload)
            for key, value in answer.items()
        }  # fmt: skip
    if isinstance(answer, list):
        if len(answer) == 2 and isinstance(answer[0], str) and isinstance(answer[1], int):
            return [next(payload), answer[1]]
        return [poisoned(each, payload) for each in answer]
    return next(payload) if isinstance(answer, str) else answer


def claims_too(answer: Any, payload: Iterator[str]) -> Any:
    """As `poisoned`; lists of claims are gone through, lists of their ids are left."""
    answer = poisoned(answer, payload)
    for key in ("claims", "rejected"):
        if isinstance(answer, dict) and isinstance(answer.get(key), list):
            answer[key] = [
                poisoned(each, payload) if isinstance(each, dict) else each for each in answer[key]
            ]
    return answer


def poison(page: Any, payload: Iterator[str]) -> None:
    def answer(route: Any) -> None:
        response = route.fetch()
        if "json" not in response.headers.get("content-type", ""):
            return route.fulfill(response=response)
        return route.fulfill(response=response, json=claims_too(response.json(), payload))

    page.route("**/api/**", answer)


def walk(page: Any) -> None:
    """Open everything that shows text."""
    page.wait_for_selector("button.incident")
    for tab in ("undated", "unplaced", "queue", "incidents"):
        page.click(f".tabs [data-tab={tab}]")
    open_all(page, "main")
    page.locator("button.incident").first.click()
    page.wait_for_selector("#evidence article.claim")
    open_all(page, "#evidence")
    page.locator("#evidence button:has-text('History')").first.click()
    page.locator("#evidence button.correct").first.click()
    page.locator("#evidence .choices button").first.click()
    page.locator("#evidence button:has-text('In the report')").first.click()
    page.wait_for_selector("#article .article-text")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")


def nothing_acts(page: Any) -> bool:
    """No script, handler, frame or foreign address has come into the page."""
    return bool(
        page.evaluate(
            """() => [...document.querySelectorAll('*')].every((element) =>
                 !['IFRAME', 'OBJECT', 'EMBED', 'BASE', 'MARQUEE', 'VIDEO', 'AUDIO'].includes(element.tagName)
                 && (element.tagName !== 'SCRIPT' || element.src.endsWith('/assets/page.js'))
                 && [...element.attributes].every(({name, value}) => !name.startsWith('on')
                   && !(/^(href|src|action|formaction)$/.test(name)
                        && /^\\s*(javascript|data|vbscript):/i.test(value))))"""
        )
    )


@pytest.mark.parametrize("view", range(VIEWS))
def test_attacks_in_every_text_of_every_answer_stay_text(
    demo: Any, open_page: Any, payloads: list[str], view: int
) -> None:
    """Each view shows a sixth of the collection, over and over in whatever text it holds."""
    page = open_page(demo)
    poison(page, itertools.cycle(payloads[view::VIEWS]))
    page.goto(demo.origin + "/?map=5/34.7/37.8&on=2016-03-20")
    walk(page)
    assert nothing_acts(page)


def test_attacks_in_reports_stay_text_from_the_file_to_the_page(
    serve: Callable[[Path], Any], open_page: Any, payloads: list[str], tmp_path: Path
) -> None:
    """Reports whose title, outlet, address and sentences carry attacks, read as any others."""
    reports = tmp_path / "reports"
    reports.mkdir()
    for number, payload in enumerate(payloads[:: max(1, len(payloads) // 16)]):
        shown = html.escape(payload[:300])
        (reports / f"{number}.html").write_text(
            f"<html><head><title>{shown}</title><meta property='og:site_name' content='{shown}'>"
            "<meta property='article:published_time' content='2016-03-28'></head><body><article>"
            f"<h1>Rebels shell {shown}</h1>"
            f"<p>Rebels of {shown} shelled the market of Aleppo on Sunday, killing 12 people, {shown} said.</p>"
            f"<p>The army said on Monday that {shown} had killed 20 soldiers near Homs.</p>"
            "</article></body></html>",
            "utf-8",
        )
    store = tmp_path / "attacked.sqlite"
    subprocess.run(zenobia("read", str(reports), "--store", str(store)), check=False, capture_output=True)
    page = open_page(serve(store))
    walk(page)
    assert nothing_acts(page)
    assert page.locator("button.incident").count() > 0


def test_attacks_in_the_address_stay_text(demo: Any, open_page: Any, payloads: list[str]) -> None:
    page = open_page(demo)
    for payload in payloads[:: max(1, len(payloads) // 6)]:
        text = quote(payload[:500])
        page.goto(f"{demo.origin}/?words={text}&side={text}&kind={text}&place={text}&on={text}&map={text}")
        page.wait_for_selector("body[data-ready]")
        page.wait_for_selector(".chips button")
        assert nothing_acts(page)


def test_an_attack_in_a_note_stays_text(own_demo: Any, open_page: Any) -> None:
    page = open_page(own_demo, "/?sort=claims")
    page.click("button.incident >> nth=0")
    page.wait_for_selector("#evidence article.claim")
    attack = "<img src=x onerror=alert(1)>"
    page.fill("#reviewer", attack)
    card = page.locator("#evidence article.claim").first
    card.locator("button.correct").click()
    card.locator(".choices button").filter(has_text="how real").click()
    card.locator("form select").select_option("possible")
    card.locator('input[aria-label="Why"]').fill(attack)
    card.locator("button[type=submit]").click()
    page.wait_for_selector('#notices .notice:has-text("Corrected")')
    page.locator("#evidence button:has-text('History (')").first.click()
    page.wait_for_selector(".history li")
    eventually(page, lambda: attack in page.inner_text(".history"))
    assert nothing_acts(page)


def test_the_policy_is_served_and_the_page_asks_nothing_elsewhere(demo: Any, open_page: Any) -> None:
    """`open_page` fails on any request to elsewhere; this is what the browser was told."""
    page = open_page(demo)
    response = page.goto(demo.origin + "/")
    policy = response.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe-eval" not in policy
    assert "unsafe-inline" not in policy
    assert json.loads(
        page.evaluate("JSON.stringify([...document.scripts].map((script) => script.textContent))")
    ) == [""]
