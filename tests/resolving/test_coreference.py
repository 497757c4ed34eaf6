"""The parties of an article: where they stand, and which of them is meant."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from told import article_of, registry

from zenobia.model import Block, BlockLabel, Span
from zenobia.resolving.coreference import Report


def report_of(text: str) -> Report:
    return Report(article_of(text), registry())


def test_names_are_cut_out_of_a_run_of_capitals() -> None:
    report = report_of("On Friday Syrian President Bashar al-Assad met Ziad Haddad in Hama. Haddad left.")
    assert [(named.name, named.start) for named in report.named] == [
        ("Syria", 10),
        ("Bashar al-Assad", 27),
        ("Ziad Haddad", 47),
        ("Hama", 62),
        ("Haddad", 68),
    ]


def test_the_country_is_the_one_at_war_not_the_one_most_named() -> None:
    text = "The US spoke. Washington and the United States frowned. Sudanese men fled. Sudan's war goes on."
    assert report_of(text).country == "SD"
    assert report_of("Nothing is said of any land.").country is None


def test_a_headline_weighs_more_than_a_line() -> None:
    text = "Fighting in Chad\nNiger said so, and Niger again."
    article = article_of(text)
    assert Report(article, registry()).country == "NE"
    blocks = (Block(BlockLabel.HEADLINE, Span(0, 16)), Block(BlockLabel.BODY, Span(17, len(text))))
    assert Report(replace(article, blocks=blocks), registry()).country == "TD"


def test_the_nearest_fuller_mention_is_meant() -> None:
    text = "The Valley Council met. The Mountain Council met. The Council voted."
    found = report_of(text).fuller("Council", text.rindex("Council"))
    assert found is not None
    assert found.words == "Mountain Council"


def test_a_part_and_its_whole_are_one() -> None:
    report = report_of("Hamas and the Al-Qassam Brigades spoke. The group withdrew.")
    actor = report.only({"armed group"}, len(report.text))
    assert actor is not None
    assert actor.id == "hamas"


@given(st.text(max_size=300))
def test_every_name_stands_where_it_says(text: str) -> None:
    report = report_of(text)
    for named in report.named:
        assert report.text.startswith(named.words.split(" ")[0], named.start)


@pytest.mark.parametrize("ending", ["Gen. Salim Haddad", "J. Haddad", "U.S. Marines"])
def test_an_abbreviation_ends_no_sentence(ending: str) -> None:
    assert report_of(f"They met {ending} there.").named[-1].words.endswith(ending.split()[-1])
