"""Review by mouse and by keyboard: accept, correct, merge, split, add, undo, and find it all again after a reload."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.browser.conftest import eventually

# A toll that the demo's reports tell in a figure, in an incident of several claims.
TOLL = "/?sort=killed"


def open_first(page: Any) -> None:
    page.click("button.incident >> nth=0")
    page.wait_for_selector("#evidence article.claim")


def tolls(page: Any) -> str:
    """The tolls of the incident's claims, each as its card shows it."""
    return " | ".join(page.locator("#evidence article.claim .values .toll").all_inner_texts())


def notice(page: Any, words: str) -> None:
    page.wait_for_selector(f'#notices .notice:has-text("{words}")')


def queue_size(page: Any) -> int:
    return int(page.inner_text(".tabs [data-tab=queue] .count").replace(",", ""))


def open_claim_with_toll(page: Any) -> Any:
    """The card of the first claim that tells a toll, with its editor open on that toll."""
    open_first(page)
    card = page.locator("#evidence article.claim:has(.values .toll)").first
    card.locator("button.correct").click()
    card.locator(".choices button.toll").first.click()
    return card


def test_a_toll_is_corrected_undone_and_found_again(own_demo: Any, open_page: Any, pictures: Path) -> None:
    page = open_page(own_demo, TOLL)
    card = open_claim_with_toll(page)
    before = tolls(page)
    card.locator('label:has-text("At least") input').fill("7654")
    card.locator('label:has-text("At most") input').fill("7654")
    card.locator('input[aria-label="Why"]').fill("the ministry's own list")
    page.screenshot(path=pictures / "correcting.png")
    card.locator("button[type=submit]").click()
    notice(page, "Corrected")
    eventually(page, lambda: "7,654" in tolls(page))
    page.reload()
    page.wait_for_selector("#evidence article.claim")
    assert "7,654" in tolls(page)
    assert page.locator("#evidence .badge.coded.hand").count() > 0
    history = page.locator("#evidence article.claim button:has-text('History (')").first
    history.click()
    page.wait_for_selector(".claim .history li")
    assert "the ministry's own list" in page.inner_text(".claim .history")
    page.locator(".claim .history button:has-text('Undo')").first.click()
    notice(page, "Undone")
    eventually(page, lambda: tolls(page) == before)


def test_words_are_taken_from_the_sentence_by_selecting_them(own_demo: Any, open_page: Any) -> None:
    page = open_page(own_demo, TOLL)
    card = open_claim_with_toll(page)
    mark = card.locator(".sentence mark.toll").first
    words = mark.inner_text()
    mark.evaluate(
        "(mark) => { const range = document.createRange(); range.setStart(mark.firstChild, 0);"
        " range.setEnd(mark.firstChild, mark.firstChild.length - 1); getSelection().removeAllRanges();"
        " getSelection().addRange(range); }"
    )
    field = card.locator(".words input")
    eventually(page, lambda: field.input_value() == words[:-1].strip())


def test_an_incident_is_reviewed_by_keyboard_alone(own_demo: Any, open_page: Any) -> None:
    page = open_page(own_demo)
    press = page.keyboard.press
    waiting = queue_size(page)
    press("q")
    eventually(page, lambda: "tab=queue" in page.url and page.locator(".incident .why").count() > 0)
    press("j")
    page.wait_for_selector("#evidence article.claim")
    press("j")
    page.wait_for_selector("#evidence article.claim.chosen")
    press("A")
    notice(page, "Accepted")
    eventually(page, lambda: page.locator("#evidence article.claim .looked.yes").count() > 0)
    eventually(page, lambda: queue_size(page) == waiting - 1)
    press("u")
    notice(page, "Undone")
    eventually(page, lambda: queue_size(page) == waiting)
    press("e")
    page.wait_for_selector(".card-editor .choices")
    page.keyboard.press("Escape")
    press("?")
    page.wait_for_selector("dialog[open]")
    press("Escape")
    page.wait_for_selector("dialog", state="hidden")


def test_a_rejected_claim_is_set_aside_and_comes_back(own_demo: Any, open_page: Any) -> None:
    page = open_page(own_demo, "/?sort=claims")
    open_first(page)
    page.keyboard.press("j")
    page.wait_for_selector("#evidence article.claim.chosen")
    chosen = page.locator("#evidence article.claim.chosen").get_attribute("data-claim")
    # How many are left is not said: what hung together by this claim alone falls apart with it.
    counted = page.locator(f'#evidence > article.claim[data-claim="{chosen}"]')
    page.keyboard.press("r")
    notice(page, "Rejected")
    eventually(page, lambda: counted.count() == 0)
    page.keyboard.press("u")
    notice(page, "Undone")
    eventually(page, lambda: counted.count() == 1)


def test_incidents_are_merged_and_split(own_demo: Any, open_page: Any) -> None:
    page = open_page(own_demo, "/?kind=takeover")
    listed = page.locator("button.incident").count()
    for tick in page.locator(".incidents .tick").all()[:2]:
        tick.check(force=True)
    page.keyboard.press("m")
    notice(page, "Merged")
    eventually(page, lambda: page.locator("button.incident").count() == listed - 1)
    page.reload()
    page.wait_for_selector("button.incident")
    assert page.locator("button.incident").count() == listed - 1
    page.goto(own_demo.origin + "/?sort=claims")
    open_first(page)
    claims = page.locator("#evidence > article.claim").count()
    page.locator("#evidence > article.claim .tick").first.check()
    page.click("#split")
    notice(page, "Split")
    # The claim may go to another incident that it fits as well, and is shown there.
    eventually(page, lambda: 0 < page.locator("#evidence > article.claim").count() < claims)
    page.keyboard.press("u")
    notice(page, "Undone")


def test_a_missed_claim_is_added_from_words_of_the_report(own_demo: Any, open_page: Any) -> None:
    page = open_page(own_demo, "/?sort=claims")
    open_first(page)
    page.click("#evidence article.claim >> nth=0 >> button:has-text('In the report')")
    page.wait_for_selector("#article .article-text .body")
    told = int(re.findall(r"\d+", page.inner_text(".article-claims summary"))[0])
    page.locator(".article-text .body").first.evaluate(
        "(paragraph) => { const range = document.createRange(); range.selectNodeContents(paragraph);"
        " getSelection().removeAllRanges(); getSelection().addRange(range); }"
    )
    page.keyboard.press("n")
    form = page.locator("form[aria-label='Add a missed claim']")
    sentence = form.locator(".words input").first.input_value()
    assert len(sentence) > 20
    form.locator('select[aria-label="Kind"]').select_option("statement")
    form.locator("button[type=submit]").click()
    notice(page, "Claim added")
    eventually(page, lambda: f"{told + 1} claims" in page.inner_text(".article-claims summary"))
    assert "article" in parse_qs(urlsplit(page.url).query)
