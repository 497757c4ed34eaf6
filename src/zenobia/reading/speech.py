"""Who is speaking where a sentence does not say it: quotations and statements that go on over sentences.

Foreign minister Jane Roe said:            → she speaks from here on
"The shelling of the town must stop.       → Jane Roe, inside an open quotation
It killed twelve people."                  → Jane Roe
She also said that a school was hit.       → Jane Roe, the last to be named
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from zenobia.model import Article, BlockLabel, Claim, Kind, Reason, SourceMention, Span
from zenobia.reading.sentences import Sentence

# How often a carried speaker is the coders' source, on the training reports (docs/log.md, 2026-11-28).
CARRIED = 0.6
# A quotation that is never closed is forgotten after so many sentences.
LONGEST_QUOTATION = 12

_SAID = (
    r"(?:also\s|then\s|later\s|further\s)?(?:said|says|added|adds|told|stated|states|announced|reported|confirmed|"
    r"warned|explained|noted|continued|commented|insisted|stressed)\b"
)
_TITLED = r"[A-Z][\w.’'-]*(?:\s(?:(?:of|the|for|al|bin|de|van)\s){0,2}[A-Z][\w.’'-]*){0,7}"
_NAMED_BEFORE = re.compile(rf"(?P<who>{_TITLED}),?\s(?:[^:\"“”]{{0,90}},\s)?{_SAID}")
_NAMED_AFTER = re.compile(rf"[,?!][\"”’']{{0,2}}\s(?:said|says|added|stated)\s(?:the\s)?(?P<who>{_TITLED})")
_ACCORDING = re.compile(rf"\b[Aa]ccording to (?:the\s)?(?P<who>{_TITLED})")
_PRONOUN = re.compile(rf"(?:^|[,\"”]\s?)(?:he|she|they|it|the\s[a-z]{{4,14}})\s{_SAID}", re.IGNORECASE)
_STATEMENT_FOLLOWS = re.compile(rf":$|\b{_SAID}:\s")
_OPENS, _CLOSES = "“", "”"
# Words that begin a sentence in capitals and are nobody's name.
_NOBODY = frozenset(
    ["He", "She", "They", "It", "We", "I", "The", "This", "That", "These", "Those", "But", "And", "In", "On"]
) | frozenset(["At", "A", "An", "As", "Speaking", "Earlier"])


@dataclass(slots=True)
class _Floor:
    """Who has the floor: in an open quotation, in a statement begun with a colon, and who was named last."""

    quoted: Span | None = None
    quoted_for: int = 0
    stating: Span | None = None
    last: Span | None = None


def carried_speakers(article: Article, sentences: Sequence[Sentence]) -> dict[int, Span]:
    """Where the speaker is named, for the number of each sentence whose speaker another sentence names."""
    floor, carried = _Floor(), {}
    for number, sentence in enumerate(sentences):
        if sentence.label is BlockLabel.HEADLINE:
            continue
        words = sentence.span.of(article.text)
        named = _speaker_in(words, sentence.span.start)
        speaker = _carried(words, named, floor)
        if speaker is not None:
            carried[number] = speaker
        _pass_the_floor(words, named, floor)
    return carried


def credit_speakers(claims: Sequence[Claim], article: Article, sentences: Sequence[Sentence]) -> list[Claim]:
    """The claims with the speaker as source where no source was read and all that tells them is spoken.

    A statement's speaker is its actor, so that statements are left alone.
    """
    carried = carried_speakers(article, sentences)
    by_span = {sentences[number].span: speaker for number, speaker in carried.items()}
    return [_credited(claim, article, by_span) for claim in claims]


def _credited(claim: Claim, article: Article, by_span: dict[Span, Span]) -> Claim:
    if claim.sources or claim.kind is Kind.STATEMENT:
        return claim
    speaker = next((by_span[span] for span in claim.evidence if span in by_span), None)
    if speaker is None:
        return claim
    reason = Reason("speech that goes on from an earlier sentence", CARRIED)
    source = SourceMention(text=speaker.of(article.text), span=speaker, confidence=CARRIED, reasons=(reason,))
    return replace(claim, sources=(source,))


def _carried(words: str, named: Span | None, floor: _Floor) -> Span | None:
    if named is not None:
        return None
    if floor.quoted is not None:
        return floor.quoted
    if _goes_on(words):
        return floor.last
    return floor.stating


def _goes_on(words: str) -> bool:
    """ "She added that …", or a further quotation of whoever was just quoted."""
    return words.startswith((_OPENS, '"')) or _PRONOUN.search(words) is not None


def _pass_the_floor(words: str, named: Span | None, floor: _Floor) -> None:
    speaker = named or _carried(words, named, floor)
    if named is not None:
        floor.last, floor.stating = named, None
    if speaker is not None and _STATEMENT_FOLLOWS.search(words):
        floor.stating = floor.last = speaker
    if (
        _leaves_open(words, floor.quoted is not None)
        and speaker is not None
        and floor.quoted_for < LONGEST_QUOTATION
    ):
        floor.quoted, floor.quoted_for = speaker, floor.quoted_for + 1
    else:
        floor.quoted, floor.quoted_for = None, 0


def _leaves_open(words: str, is_open: bool) -> bool:
    """Whether a quotation is open where the sentence ends."""
    if _OPENS in words or _CLOSES in words:
        return words.rfind(_OPENS) > words.rfind(_CLOSES)
    return is_open != (words.count('"') % 2 == 1)


def _speaker_in(words: str, start: int) -> Span | None:
    for pattern in (_NAMED_AFTER, _NAMED_BEFORE, _ACCORDING):
        for found in pattern.finditer(words):
            first = found["who"].split()[0]
            if first not in _NOBODY or len(found["who"].split()) > 1:
                who = found["who"].rstrip(".")
                return Span(start + found.start("who"), start + found.start("who") + len(who))
    return None
