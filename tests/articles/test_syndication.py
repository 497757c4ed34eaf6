"""What repeats what: wire copy, a rewrite, a later state; and what only looks alike."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from zenobia.articles.plain import article_from_text
from zenobia.articles.syndication import bands_of, find_original, same_address
from zenobia.model import Article, Block, BlockLabel, Repeats, Span

SENTENCES = (
    "Mortar rounds fell on the covered market of Tel Safir shortly after the noon prayer on Thursday, "
    "killing seven people.",
    "A baker who had opened early said that the first round struck the fountain, the second the cloth shops.",
    "The district hospital received nineteen wounded, four of them children, its director told reporters.",
    "Both the army and the fighters who hold the ridge above the town denied having fired.",
    "The market had reopened only last month, when a truce between the two sides was signed in the governor's house.",
    "Elders of the town called for the road to the north to be opened so that families could leave before nightfall.",
)
WIRE = " ".join(SENTENCES)


def report(text: str = WIRE, title: str = "Mortars hit market of Tel Safir", **about: str) -> Article:
    return replace(article_from_text(text, title=title, published_on=date(2026, 3, 5)), **about)


def shares_a_band(one: Article, other: Article) -> bool:
    return bool(set(bands_of(one)) & set(bands_of(other)))


def test_a_wire_story_under_another_headline_is_a_copy_that_adds_nothing() -> None:
    first = report(outlet="Orontes Wire")
    second = report(title="Seven killed as mortars hit Tel Safir market", outlet="Desert Post")
    assert shares_a_band(first, second)
    copy = find_original(second, [first])
    assert copy is not None
    assert (copy.of_article_id, copy.how, copy.share, copy.adds_nothing) == (
        first.id,
        Repeats.COPY,
        1.0,
        True,
    )


def test_a_shortened_copy_adds_nothing_and_a_lengthened_one_does() -> None:
    whole, shorter = report(), report(" ".join(SENTENCES[:4]))
    short_copy = find_original(shorter, [whole])
    long_copy = find_original(whole, [shorter])
    assert short_copy is not None
    assert short_copy.adds_nothing
    assert long_copy is not None
    assert not long_copy.adds_nothing


def test_a_changed_toll_is_new() -> None:
    copy = find_original(report(WIRE.replace("killing seven people", "killing nine people")), [report()])
    assert copy is not None
    assert copy.share > 0.8
    assert not copy.adds_nothing


def test_a_day_that_only_the_copy_knows_is_new() -> None:
    copy = find_original(report(), [replace(report(), published_on=None)])
    assert copy is not None
    assert not copy.adds_nothing


def test_two_reports_of_one_attack_in_words_of_their_own_are_no_copies() -> None:
    own = (
        "Seven people died on Thursday when shells landed on a crowded bazaar in Tel Safir, doctors said. "
        "Witnesses counted two explosions near the old fountain. Nineteen people were being treated, among them "
        "four children. Neither the army nor the rebels on the heights said that they were behind the shelling, "
        "which broke a truce of four weeks. Elders asked for a way out of the town before dark."
    )
    assert find_original(report(own), [report()]) is None


def test_the_notice_of_a_site_makes_no_copies() -> None:
    notice = (
        "Thank you for registering! We have sent you a verification email. Please check your email and click on the "
        "link to activate your profile. If you do not receive the message within a few minutes, look in your folder "
        "of unwanted mail, or write to us, and we will send another one as soon as we can."
    )
    one, other = report(notice, "Boy hit by stray bullet"), report(notice, "Officer wounded in shootout")
    assert bands_of(one) == ()
    assert find_original(one, [other]) is None


def test_a_later_state_of_one_address_is_a_version_however_much_was_changed() -> None:
    before = report(url="https://news.example/2026/03/market")
    after = report(
        SENTENCES[0] + " Much was written anew. " * 40, url="http://www.news.example/2026/03/market#live"
    )
    copy = find_original(after, [before])
    assert copy is not None
    assert copy.how is Repeats.VERSION
    assert not same_address("https://news.example/", "https://news.example/"), (
        "a front page is another every hour"
    )
    assert not same_address("https://news.example/a/1", "https://news.example/a/2")
    assert not same_address(None, None)


def test_the_most_alike_of_several_is_the_original() -> None:
    half = report(" ".join(SENTENCES[:3]) + " The rest of it told of the price of wheat along the river.")
    whole = report(outlet="Orontes Wire")
    copy = find_original(report(outlet="Desert Post"), [half, whole])
    assert copy is not None
    assert copy.of_article_id == whole.id


def test_bands_are_the_same_in_every_run() -> None:
    """They are kept in the store: another version of them would find no copy of what is there."""
    assert bands_of(report())[:2] == BANDS_KEPT


BANDS_KEPT = (4186460463000913010, 864578056197244283)


@given(st.text(max_size=400), st.text(max_size=400))
def test_odd_text_never_raises(one: str, other: str) -> None:
    left, right = (
        replace(report(), text=text, blocks=(Block(BlockLabel.BODY, Span(0, len(text))),))
        for text in (one, other)
    )
    bands_of(left)
    find_original(left, [right])


def test_long_texts_cost_no_more_than_their_beginning() -> None:
    long = report(WIRE + "word " * 2_000_000)
    began = time.process_time()
    bands_of(long)
    assert time.process_time() - began < 1
