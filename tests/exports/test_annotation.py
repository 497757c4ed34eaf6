"""What a corrected file says, slot by slot."""

from __future__ import annotations

import copy
import json
from datetime import date
from typing import Any

import pytest

from zenobia.dates import DateRange
from zenobia.errors import BadInput
from zenobia.exports.annotation import Correction, annotation_record, take
from zenobia.model import (
    ActorMention,
    Article,
    Block,
    BlockLabel,
    Claim,
    Kind,
    Outcome,
    PlaceMention,
    Span,
    Toll,
    WhenMention,
)

TEXT = "Rebels shelled Tel Brin on Friday and killed nine people. The army left. Elders met in Tel Brin."


def span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


ARTICLE = Article(text=TEXT, blocks=(Block(BlockLabel.BODY, Span(0, len(TEXT))),), outlet="Desert Post")
CLAIM = Claim(
    article_id=ARTICLE.id,
    kind=Kind.SHELLING,
    evidence=(span("Rebels shelled Tel Brin on Friday and killed nine people."),),
    actors=(
        ActorMention(text="Rebels", span=span("Rebels"), name="Rebels of Syria", actor_id="syria.rebels"),
    ),
    place=PlaceMention(
        text="Tel Brin", span=span("Tel Brin"), name="Tel Brin", country="SY", place_id="own:1"
    ),
    when=WhenMention(text="Friday", span=span("Friday"), days=DateRange.of_day(date(2016, 4, 1))),
    toll=(Toll(text="nine people", span=span("nine people"), outcome=Outcome.KILLED, low=9, high=9),),
)
RECORD = json.loads(json.dumps(annotation_record(ARTICLE, [CLAIM])))


def corrections(**changed: Any) -> list[Correction]:
    record = copy.deepcopy(RECORD)
    record["claims"][0].update(changed)
    taken = take(record, ARTICLE, [CLAIM])
    assert taken.accepted == [CLAIM.id]
    assert taken.rejected == []
    return taken.corrected.get(CLAIM.id, [])


def test_what_goes_out_and_comes_back_is_accepted_without_a_change() -> None:
    assert RECORD["text"] == TEXT
    assert corrections() == []


def test_a_file_without_what_finds_claims_again_is_understood_too() -> None:
    record = copy.deepcopy(RECORD)
    claim = record["claims"][0]
    del claim["id"]
    claim["actors"] = [{"text": "Rebels"}]
    taken = take(record, ARTICLE, [CLAIM])
    assert (taken.accepted, taken.corrected, taken.missed, taken.rejected) == ([CLAIM.id], {}, [], [])


def test_another_name_goes_without_the_id_that_it_does_not_have() -> None:
    actor = {**RECORD["claims"][0]["actors"][0], "name": "Tel Brin Brigade"}
    (change,) = corrections(actors=[actor])
    assert (change.slot, change.value, change.at, change.span) == (
        "actors",
        {"name": "Tel Brin Brigade"},
        span("Rebels"),
        None,
    )


def test_a_value_is_emptied_added_and_moved_to_other_words() -> None:
    assert corrections(place=None) == [Correction("place", None)]
    assert corrections(toll=[]) == [Correction("toll", None, span("nine people"))]
    (added,) = corrections(targets=[{"text": "Tel Brin", "name": None}])
    assert (added.slot, added.at, added.span) == ("targets", None, span("Tel Brin"))
    moved = {**RECORD["claims"][0]["when"], "text": "on Friday"}
    (change,) = corrections(when=moved)
    assert (change.slot, change.span) == ("when", span("on Friday"))
    assert corrections(kind="attack") == [Correction("kind", "attack")]
    assert corrections(realis="denied") == [Correction("realis", "denied")]


def test_a_claim_that_is_gone_is_rejected_and_one_that_was_never_out_is_left_alone() -> None:
    other = Claim(article_id=ARTICLE.id, kind=Kind.WITHDRAWAL, evidence=(span("The army left."),))
    taken = take({**RECORD, "claims": []}, ARTICLE, [CLAIM, other])
    assert taken.rejected == [CLAIM.id]
    assert taken.accepted == []


def test_a_claim_that_was_missed_has_its_words_found() -> None:
    new = {
        "kind": "talks",
        "actors": [{"text": "Elders"}],
        "place": {"text": "Tel Brin", "name": "Tel Brin"},
        "evidence": ["Elders met in Tel Brin."],
    }
    taken = take({**RECORD, "claims": [*RECORD["claims"], new]}, ARTICLE, [CLAIM])
    (missed,) = taken.missed
    assert missed.span == span("Elders met in Tel Brin.")
    place = next(each for each in missed.slots if each.slot == "place")
    assert place.span is not None
    assert place.span.start > TEXT.index("Elders"), "in the claim's own sentence, and not in the first"


@pytest.mark.parametrize(
    ("claim", "reason"),
    [
        ({"kind": "talks"}, "evidence"),
        ({"kind": "talks", "evidence": ["Nobody said so."]}, "does not stand"),
        ({"kind": "talks", "evidence": ["The army left."], "actors": [{"text": "navy"}]}, "does not stand"),
        ({"kind": "talks", "evidence": ["The army left."], "actors": "army"}, "lists of records"),
        ({"evidence": ["The army left."]}, "kind"),
        ("talks", "kind"),
    ],
)
def test_what_cannot_be_taken_is_refused(claim: object, reason: str) -> None:
    with pytest.raises(BadInput, match=reason):
        take({**RECORD, "claims": [claim]}, ARTICLE, [CLAIM])
