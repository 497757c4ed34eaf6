"""Sentences of newspaper English, as spans of the text they stand in.

A line break always ends a sentence. Within a line a full stop, a question or exclamation mark ends one,
unless what stands on either side of it says otherwise: "Lt. Gen. Haidar", "J. Saleh", "No. 2254", "U.S. aid".
Sentences never overlap, are in order, and together hold every character that is not whitespace.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources

from zenobia.model import Article, BlockLabel, Span

# A "sentence" longer than this is no prose (a list, a table, a dump); no reader meets it whole.
MAX_TOKENS = 2_000

_READABLE = (BlockLabel.HEADLINE, BlockLabel.BODY)

_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
# Marks, an ellipsis set with spaces, closing quotes and brackets, and a quote set apart: 'left. " He'.
# Footnotes stay with the sentence they support: 'left.[3][4]'.
_STOP = re.compile(
    r"""[.!?…](?:[ ]?[.!?…]){0,9}["'”’»)\]]{0,4}(?:\[\d{1,3}\]){0,9}(?:[ ]["”»](?=\s|$))?"""
    r"""|\s(?=[•●▪◦■]\s)"""
)
# Within a line it is a pause of the speaker ("They came... We ran") far more often than an end.
_PAUSE = re.compile(r"(?:[.][ ]?){2,10}|…")
_CLOSERS = "\"'”’»)]"
_LAST_WORD = re.compile(r"[^\W_]+(?:\.[^\W_]+)*$")
_NEXT_WORD = re.compile(r"""["'“‘«(\[]*([^\W_]+)""")
_ARTICLE_NAME = re.compile(r"""["'“‘«(\[]*(?:al|el|an|ar|as|ash|at|az)-[A-Z]""")
# A token of ordinary length, or a piece of a monster without spaces.
_TOKEN = re.compile(r"\S{1,30}")
# How far to look on either side of a stop; no word that matters is longer.
_REACH = 40


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an article, and whether it stands in the headline or the body."""

    span: Span
    label: BlockLabel


def readable_sentences(article: Article) -> tuple[Sentence, ...]:
    """The sentences that may tell of an act, in reading order: those of headline and body blocks only."""
    return tuple(
        Sentence(span, block.label)
        for block in article.blocks
        if block.label in _READABLE
        for span in split_sentences(article.text, block.span)
    )


def split_sentences(text: str, span: Span | None = None) -> list[Span]:
    """The sentences of `text`, or of the stretch `span` of it; no span begins or ends with whitespace."""
    start, end = (span.start, min(span.end, len(text))) if span else (0, len(text))
    return [
        piece
        for line in _LINE.finditer(text, start, end)
        for left, right in _sentences_of_line(text, line.start(), line.end())
        for piece in _pieces(text, left, right)
    ]


def _sentences_of_line(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    left = start
    for stop in _STOP.finditer(text, start, end):
        if _ends_sentence(text, left, stop, end):
            yield left, stop.end()
            left = stop.end()
    yield left, end


def _pieces(text: str, start: int, end: int) -> Iterator[Span]:
    """The stretch without whitespace at its ends: one span, or several if it is over MAX_TOKENS long."""
    first = last = None
    for count, token in enumerate(_TOKEN.finditer(text, start, end)):
        if count % MAX_TOKENS == 0 and first is not None and last is not None:
            yield Span(first, last)
            first = None
        first = token.start() if first is None else first
        last = token.end()
    if first is not None and last is not None:
        yield Span(first, last)


def _ends_sentence(text: str, start: int, stop: re.Match[str], end: int) -> bool:
    """Whether the stop found in `start`..`end` ends the sentence that began at `start`."""
    marks = stop.group()
    if marks.isspace():
        return True  # a bullet follows in the middle of the line
    after = text[stop.end() : min(end, stop.end() + _REACH)]
    if not after.strip():
        return False  # the line ends here anyhow
    before = _word_before(text, start, stop.start())
    if not after[0].isspace():
        return _space_was_lost(before, marks, after)
    return _may_open(after.lstrip()) and _may_end(text, start, stop, before, after.lstrip())


def _word_before(text: str, start: int, stop: int) -> str:
    found = _LAST_WORD.search(text[max(start, stop - _REACH) : stop])
    return found.group() if found else ""


def _space_was_lost(before: str, marks: str, after: str) -> bool:
    """ "They entered the town.The army left." but not "U.S.Army", "example.com", "3.5" or "Yahoo!News"."""
    return (
        marks[0] in ".?"
        and "." not in before
        and len(before) > 2
        and before[-1].islower()
        and before.lower() not in _BOUND
        and re.match(r"[A-Z][a-z]*(?:[\s,'’]|$)", after) is not None
    )


def _may_open(after: str) -> bool:
    """A sentence does not go on in lower case ('"Stop!" he said'), save for a name ("al-Bab fell")."""
    opened = _NEXT_WORD.match(after)
    if opened is None:
        return after[0] in "$€£#@"
    return not opened.group(1)[0].islower() or _ARTICLE_NAME.match(after) is not None


def _may_end(text: str, start: int, stop: re.Match[str], before: str, after: str) -> bool:
    marks = stop.group().rstrip(_CLOSERS)
    if marks != ".":
        return not _PAUSE.fullmatch(stop.group())
    opened = _NEXT_WORD.match(after)
    following = opened.group(1) if opened else ""
    word = before.lower()
    if word in _BOUND:
        return False
    if word in _NUMBERED:
        return not following[:1].isdigit()
    if word.isdigit() and not text[start : stop.start() - len(before)].strip():
        return False  # "1. Rebels entered the town"
    if word in _LOOSE or "." in word or (len(word) == 1 and word.isalpha()):
        return following.lower() in OPENERS
    return True


def _load_words(name: str) -> frozenset[str]:
    table = tomllib.loads(resources.files(__package__).joinpath("sentences.toml").read_text("utf-8"))
    return frozenset(table[name].split())


_BOUND, _NUMBERED, _LOOSE, OPENERS = map(_load_words, ("bound", "numbered", "loose", "openers"))
