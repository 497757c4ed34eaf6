"""Confidences are how often the reader is right, and no order changes on the way to them."""

from hypothesis import given
from hypothesis import strategies as st

from zenobia.model import ActorMention, Claim, Kind, Span, WhenMention
from zenobia.reading.calibration import CLAIM, Calibration

CHANCES = st.floats(0, 1)
TEXT = "The army shelled Ortakale on Tuesday."


def shelling() -> Claim:
    return Claim(
        article_id="a1",
        kind=Kind.SHELLING,
        evidence=(Span(0, len(TEXT)),),
        actors=(ActorMention(text="The army", span=Span(0, 8), confidence=0.9),),
        when=WhenMention(text="on Tuesday", span=Span(26, 36), confidence=0.6),
        confidence=0.8,
        reader="test",
    )


def test_a_reader_that_is_too_sure_is_believed_less() -> None:
    """At a slope of a half and no shift, 0.9 (nine to one) is three to one."""
    calibration = Calibration({CLAIM: (0.5, 0.0)})
    assert round(calibration.confidence(CLAIM, 0.9), 3) == 0.75


def test_what_was_not_counted_keeps_its_chance() -> None:
    claim = shelling()
    assert Calibration().of_claims([claim]) == [claim]


def test_claims_and_mentions_each_have_their_own_line() -> None:
    claim = shelling()
    [found] = Calibration({CLAIM: (1.0, -1.0), "actors": (1.0, 1.0)}).of_claims([claim])
    assert found.confidence < claim.confidence
    assert found.actors[0].confidence > claim.actors[0].confidence
    assert found.when == claim.when
    assert (found.kind, found.evidence, found.actors[0].span) == (
        claim.kind,
        claim.evidence,
        claim.actors[0].span,
    )


@given(CHANCES, CHANCES, st.floats(0.05, 5), st.floats(-5, 5))
def test_the_surer_stays_the_surer(one: float, other: float, slope: float, shift: float) -> None:
    calibration = Calibration({CLAIM: (slope, shift)})
    low, high = sorted((one, other))
    assert 0 <= calibration.confidence(CLAIM, low) <= calibration.confidence(CLAIM, high) <= 1
