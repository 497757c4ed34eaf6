"""From answers to claims: names are joined, lists of places split, sentences of one act united."""

import re
from collections.abc import Mapping, Sequence

import numpy as np
import pytest

from zenobia.model import Article, Block, BlockLabel, Claim, Kind, Outcome, Realis, Span
from zenobia.reading.decode import (
    CATEGORIES,
    KINDS,
    OUTCOMES,
    REALIS,
    SOURCE_KINDS,
    Lines,
    Told,
    decode_claims,
)
from zenobia.reading.labels import ROLES
from zenobia.reading.sentences import readable_sentences

Slots = Mapping[str, Sequence[str]]


def article(body: str, title: str = "") -> Article:
    text = f"{title}\n\n{body}" if title else body
    blocks = [Block(BlockLabel.HEADLINE, Span(0, len(title)))] if title else []
    return Article(text, (*blocks, Block(BlockLabel.BODY, Span(len(text) - len(body), len(text)))))


def told(
    one: Article,
    sentence: int,
    kind: Kind,
    slots: Slots,
    *,
    chance: float = 0.9,
    realis: int = 0,
    outcome: int = 0,
) -> Told:
    """What a network would answer that is sure of these words, and of nothing else."""
    words = tuple(Span(m, m + len(w)) for m, w in _tokens(one.text))
    tags = np.zeros((len(words), len(ROLES), 3), dtype=np.float32)
    tags[:, :, 0] = 1
    for role, phrases in slots.items():
        for phrase in phrases:
            start = one.text.index(phrase, readable_sentences(one)[sentence].span.start)
            for n, span in enumerate(words):
                if start <= span.start < start + len(phrase):
                    tags[n, ROLES.index(role)] = (0.1, 0.9, 0) if span.start == start else (0.1, 0, 0.9)
    even = np.full((len(words), 1), 1.0, dtype=np.float32)
    outcomes = np.zeros((len(words), len(OUTCOMES)), dtype=np.float32)
    outcomes[:, outcome] = 1
    real = np.eye(len(REALIS), dtype=np.float32)[realis]
    return Told(
        sentence, KINDS.index(kind), chance, words, tags, outcomes,
        even.repeat(len(CATEGORIES), 1), even.repeat(len(SOURCE_KINDS), 1), real, np.zeros(4, dtype=np.float32),
    )  # fmt: skip


def _tokens(text: str) -> list[tuple[int, str]]:
    return [(m.start(), m.group()) for m in re.finditer(r"\w+|[^\w\s]", text)]


def decode(one: Article, answers: Sequence[Told], same: float = 0.0) -> list[Claim]:
    def joins(earlier: Sequence[Told], later: Told) -> np.ndarray:
        return np.full(len(earlier), same, dtype=np.float32)

    return decode_claims(one, readable_sentences(one), answers, joins, Lines(), "test")


def test_a_title_and_a_name_are_one_actor() -> None:
    one = article("Foreign Secretary Jane Roe condemned the raid.")
    (claim,) = decode(one, [told(one, 0, Kind.STATEMENT, {"actors": ["Foreign Secretary", "Jane Roe"]})])
    assert [actor.text for actor in claim.actors] == ["Foreign Secretary Jane Roe"]


def test_a_dateline_is_no_part_of_a_name() -> None:
    one = article("DAMASCUS - The General Command condemned the raid.")
    (claim,) = decode(one, [told(one, 0, Kind.STATEMENT, {"actors": ["DAMASCUS - The General Command"]})])
    assert [actor.text for actor in claim.actors] == ["The General Command"]


def test_and_parts_two_actors() -> None:
    one = article("France and Britain condemned the raid.")
    (claim,) = decode(one, [told(one, 0, Kind.STATEMENT, {"actors": ["France", "Britain"]})])
    assert [actor.text for actor in claim.actors] == ["France", "Britain"]


def test_each_place_of_a_list_is_a_claim_and_the_toll_is_the_first_ones() -> None:
    one = article("Jets bombed Sarmin and Binnish, killing nine.")
    answer = told(
        one, 0, Kind.AIRSTRIKE, {"place": ["Sarmin", "Binnish"], "actors": ["Jets"], "toll": ["nine"]}
    )
    first, second = decode(one, [answer])
    assert (first.place and first.place.text, second.place and second.place.text) == ("Sarmin", "Binnish")
    assert [toll.outcome for toll in first.toll] == [Outcome.KILLED]
    assert second.toll == ()
    assert first.actors == second.actors


@pytest.mark.parametrize(("same", "claims"), [(0.9, 1), (0.1, 2)])
def test_sentences_of_one_act_are_one_claim(same: float, claims: int) -> None:
    one = article("Rebels shelled Sarmin. The shelling wounded two men.")
    answers = [
        told(one, 0, Kind.SHELLING, {"actors": ["Rebels"], "place": ["Sarmin"]}),
        told(one, 1, Kind.SHELLING, {"toll": ["two men"]}, outcome=1),
    ]
    found = decode(one, answers, same)
    assert len(found) == claims
    assert len(found[0].evidence) == 3 - claims


def test_what_a_doubtful_sentence_adds_to_an_act_weighs_little() -> None:
    one = article("Rebels took Sarmin. Villagers fled at night.")
    answers = [
        told(one, 0, Kind.TAKEOVER, {"actors": ["Rebels"], "place": ["Sarmin"]}, chance=0.95),
        told(one, 1, Kind.TAKEOVER, {"actors": ["Villagers"]}, chance=0.4),
    ]
    (claim,) = decode(one, answers, 0.9)
    assert [actor.text for actor in claim.actors] == ["Rebels"]


def test_nobody_acts_on_himself() -> None:
    one = article("Rebels took Sarmin from Hezbollah.")
    answer = told(one, 0, Kind.TAKEOVER, {"actors": ["Rebels", "Hezbollah"], "targets": ["Hezbollah"]})
    hezbollah = [n for n, word in enumerate(answer.words) if word.of(one.text) == "Hezbollah"]
    answer.tags[hezbollah, ROLES.index("actors")] = (0.4, 0.6, 0)
    (claim,) = decode(one, [answer])
    assert [actor.text for actor in claim.actors] == ["Rebels"]
    assert [target.text for target in claim.targets] == ["Hezbollah"]


def test_another_place_is_another_act_even_if_the_sentences_seem_one() -> None:
    one = article("Rebels shelled Sarmin and Atarib. Rebels shelled Binnish.")
    answers = [
        told(one, 0, Kind.SHELLING, {"place": ["Sarmin", "Atarib"]}),
        told(one, 1, Kind.SHELLING, {"place": ["Binnish"]}),
    ]
    assert len(decode(one, answers, 0.9)) == 3


def test_a_headline_tells_only_what_the_body_does_not() -> None:
    one = article("Rebels shelled Sarmin.", "Rebels shell Sarmin, flee")
    shelled = told(one, 0, Kind.SHELLING, {}), told(one, 1, Kind.SHELLING, {})
    fled = told(one, 0, Kind.WITHDRAWAL, {})
    assert [claim.kind for claim in decode(one, [*shelled, fled])] == [Kind.SHELLING, Kind.WITHDRAWAL]


def test_realis_is_what_the_sentence_says() -> None:
    one = article("The army denied that it shelled Sarmin.")
    (claim,) = decode(one, [told(one, 0, Kind.SHELLING, {}, realis=REALIS.index(Realis.DENIED))])
    assert claim.realis is Realis.DENIED
