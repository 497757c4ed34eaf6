"""Markup is parsed whole, or it is said what was lost."""

from __future__ import annotations

import pytest

from zenobia.articles.markup import MOST_ATTRIBUTES, parse_markup, refuse_hostile
from zenobia.errors import NoText, PageTooLarge


def test_what_no_xml_may_hold_is_left_out() -> None:
    tree, issues = parse_markup("<p>Troops\x00 retook\x0b Qasr\ud800</p>")
    assert tree.text_content() == "Troops retook Qasr?"
    assert issues == []


def test_ordinary_mistakes_are_no_loss() -> None:
    tree, issues = parse_markup("<p>Troops <b>retook <i>Qasr</b></i> & left<p><bogus>again</td>")
    assert tree.text_content() == "Troops retook Qasr & leftagain"
    assert issues == []


def test_text_lost_to_nesting_is_an_issue() -> None:
    _, [issue] = parse_markup("<p>Before.</p>" + "<div>" * 3_000 + "<p>Behind.</p>")
    assert issue.where == "partial parse"
    assert "only in part" in issue.message


@pytest.mark.parametrize("markup", ["<!-- nothing -->", "<!doctype html>"])
def test_markup_without_an_element_is_no_text(markup: str) -> None:
    with pytest.raises(NoText):
        parse_markup(markup)


def test_long_values_are_not_many_attributes() -> None:
    refuse_hostile(f"<p title=\"{'x' * 50_000}\" data-a='{'word ' * (MOST_ATTRIBUTES // 2)}'>")
    with pytest.raises(PageTooLarge, match="6,000 attributes"):
        refuse_hostile("<p" + " aa=1" * 6_000 + ">")
