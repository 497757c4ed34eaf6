"""The shipped reader: what it must find, and that company, order and odd texts change nothing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zenobia.model import Article, Block, BlockLabel, Kind, Span
from zenobia.reading.reader import TrainedReader

STRIKE = "Russian warplanes bombed a market in the town of Sarmin on Tuesday, killing at least 12 civilians."
MONITOR = "The Syrian Observatory for Human Rights said the raid was carried out at noon."
TAKEN = "Government forces captured the town of Palmyra from Islamic State on Sunday, state media said."
RECIPE = "Whisk the eggs with the sugar until pale. Fold in the flour and bake for forty minutes."


def article(text: str) -> Article:
    return Article(text, (Block(BlockLabel.BODY, Span(0, len(text))),))


@pytest.fixture(scope="module")
def reader() -> TrainedReader:
    return TrainedReader()


def test_an_air_strike_with_its_slots(reader: TrainedReader) -> None:
    """Who, whom, where, when, how many."""
    claims = reader.read_claims([article(f"{STRIKE} {MONITOR}")])[0]
    strike = next(claim for claim in claims if claim.kind is Kind.AIRSTRIKE)
    assert strike.place is not None
    assert "Sarmin" in strike.place.text
    assert any("Russian" in actor.text for actor in strike.actors)
    assert any("12" in toll.text for toll in strike.toll)
    assert strike.when is not None
    assert "Tuesday" in strike.when.text


def test_who_says_so(reader: TrainedReader) -> None:
    claims = reader.read_claims([article(TAKEN)])[0]
    taken = next(claim for claim in claims if claim.kind is Kind.TAKEOVER)
    assert [source.text for source in taken.sources] == ["state media"]


def test_a_recipe_tells_nothing(reader: TrainedReader) -> None:
    assert reader.read_claims([article(RECIPE)]) == [[]]


def test_company_changes_nothing(reader: TrainedReader) -> None:
    texts = [STRIKE, RECIPE, f"{TAKEN} {STRIKE}", " ".join([STRIKE, TAKEN, MONITOR] * 12), TAKEN]
    articles = [article(text) for text in texts]
    alone = [reader.read_claims([one])[0] for one in articles]
    assert reader.read_claims(articles) == alone
    assert reader.read_claims(articles[::-1]) == alone[::-1]
    assert TrainedReader().read_claims(articles) == alone


def test_every_mention_slices_to_its_words(reader: TrainedReader) -> None:
    one = article(f"{STRIKE} {MONITOR} {TAKEN}")
    claims = reader.read_claims([one])[0]
    assert claims
    for claim in claims:
        for mention in claim.mentions():
            assert mention.span.of(one.text) == mention.text
            assert 0 <= mention.confidence <= 1


def test_furniture_is_not_read(reader: TrainedReader) -> None:
    one = Article(STRIKE, (Block(BlockLabel.CAPTION, Span(0, len(STRIKE))),))
    assert reader.read_claims([one]) == [[]]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n ",
        "\x00",
        "\ud800 Rebels fled.",
        "“" * 500,
        STRIKE.upper(),
        "\ufeff" + STRIKE,
        "قصفت الطائرات بلدة سرمين",
        "a" * 20_000,
    ],
)
def test_odd_texts_are_read_without_a_fault(reader: TrainedReader, text: str) -> None:
    assert len(reader.read_claims([article(text)])) == 1


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_read_without_a_fault(text: str) -> None:
    reader = _shared()
    one = article(text)
    for claim in reader.read_claims([one])[0]:
        assert all(mention.span.of(text) == mention.text for mention in claim.mentions())


def _shared(kept: list[TrainedReader] = []) -> TrainedReader:  # noqa: B006
    if not kept:
        kept.append(TrainedReader())
    return kept[0]
