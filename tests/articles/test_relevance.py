"""The gate lets news of armed conflict through, and little else; what it cannot tell it lets through."""

from __future__ import annotations

import contextlib
import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zenobia.articles.extract import extract_article
from zenobia.articles.relevance import TOO_SHORT, glance, judge_relevance, relevance_of
from zenobia.errors import PageError, UnsupportedLanguage
from zenobia.model import Page

CONFLICT = {
    "a battle": """Government troops pushed into the eastern districts of the city on Tuesday after heavy shelling.
        Residents said that at least nine civilians were killed when a mortar round struck a bakery. Rebels denied
        that they had withdrawn, and said that their fighters still held the bridge.""",
    "a war of another century": """The guerrillas ambushed an army patrol near the coffee port before dawn, the
        ministry reported. Two soldiers died and a third was kidnapped. Peasants fled the village, which the column
        held for six hours before helicopters arrived.""",
    "a truce": """Both sides accused each other on Friday of breaking the ceasefire that was signed a week ago.
        Monitors counted forty explosions along the front line, and a truck with food for the besieged town was
        turned back at a checkpoint of the militia.""",
}
OTHER = {
    "football": """The visitors took the lead after twenty minutes through a header from the corner, and added a
        second before the break. The coach said that his side had deserved the win and would keep the same eleven
        for the cup tie at home next weekend.""",
    "a harvest": """Growers in the valley expect the largest crop of apricots for ten years after a mild spring.
        Prices at the market have fallen by a third since June, and canneries are taking on extra hands, the
        chamber of agriculture said.""",
    "an election": """The senator told a crowd of supporters that she would run for a third term, and promised lower
        taxes for families. Polls put her four points ahead of her rival. Voters choose in November between five
        candidates for the seat.""",
    "a telephone": """The company showed a thinner telephone with a better camera on Tuesday and said it will be in
        the shops by autumn. Analysts had expected a lower price, and shares slipped by two percent in late
        trading.""",
}


def page(markup: str) -> Page:
    return Page("page.html", markup.encode(), datetime(2026, 11, 28, tzinfo=UTC))


def laid_out(text: str) -> Page:
    paragraphs = "".join(f"<p>{line}</p>" for line in [text] * 3)
    scripts = "<script>var shelling = 'rebels killed soldiers';</script>" * 50
    return page(f"<html><head><title>News</title>{scripts}</head><body>{paragraphs}</body></html>")


@pytest.mark.parametrize("what", CONFLICT)
def test_news_of_conflict_passes(what: str) -> None:
    verdict = judge_relevance(None, CONFLICT[what])
    assert verdict.is_relevant, verdict.reason
    assert glance(laid_out(CONFLICT[what])).is_relevant
    assert relevance_of(extract_article(laid_out(CONFLICT[what]))).is_relevant


@pytest.mark.parametrize("what", OTHER)
def test_other_news_does_not(what: str) -> None:
    verdict = judge_relevance(None, OTHER[what])
    assert not verdict.is_relevant, verdict.reason
    assert not glance(laid_out(OTHER[what])).is_relevant, "what a script holds is not what the page says"


def test_the_reason_names_the_words_that_weighed_most() -> None:
    verdict = judge_relevance("Shelling kills nine", CONFLICT["a battle"])
    assert verdict.reason.startswith("for: ")
    assert "civilians" in verdict.reason
    assert "against: " in judge_relevance(None, OTHER["an election"]).reason


def test_what_is_too_short_to_tell_passes() -> None:
    verdict = judge_relevance(None, "Apricots are cheaper.")
    assert verdict.is_relevant
    assert verdict.reason == TOO_SHORT


def test_a_page_without_paragraphs_is_judged_by_all_its_text() -> None:
    lines = "<br>".join(CONFLICT["a battle"].split(". "))
    assert glance(page(f"<html><body><style>p {{}}</style><div>{lines}</div></body></html>")).is_relevant
    lines = "<br>".join(OTHER["football"].split(". "))
    assert not glance(page(f"<html><body><style>p {{}}</style><div>{lines}</div></body></html>")).is_relevant


def test_no_land_of_war_is_needed_and_one_alone_is_not_enough() -> None:
    wine = "The vineyards of Syria are known for a wine that was drunk at the court of kings. "
    tasting = (
        "Our critic tasted six bottles with lamb, figs and walnuts, and found the youngest of them the best. "
    )
    assert not judge_relevance(None, wine + tasting * 3).is_relevant


def test_another_language_is_told_apart_before_the_gate() -> None:
    spanish = """El ejército anunció el martes que sus tropas habían entrado en la ciudad después de tres días de
        combates con los rebeldes, y que al menos doce personas murieron cuando un proyectil cayó sobre un mercado en
        el centro. Los vecinos dijeron que las explosiones no habían cesado durante toda la noche y que nadie podía
        salir de sus casas para buscar agua ni comida, mientras los hospitales recibían a decenas de heridos."""
    with pytest.raises(UnsupportedLanguage, match="Spanish"):
        glance(laid_out(spanish))


@pytest.mark.parametrize(
    "piece", ["<p", "<p>", "<p><", "<script", "<style>", "</p", "<title", "<p><b", "&#", "<!--"]
)
def test_no_markup_takes_the_gate_long(piece: str) -> None:
    hostile = page("<html>" + piece * (1_000_000 // len(piece)))
    began = time.process_time()
    with contextlib.suppress(PageError):
        glance(hostile)
    assert time.process_time() - began < 2


@given(st.text(max_size=300), st.text(max_size=2000))
def test_odd_text_is_judged_and_never_raises(title: str, body: str) -> None:
    verdict = judge_relevance(title, body)
    assert verdict.reason
    assert verdict == judge_relevance(title, body)
