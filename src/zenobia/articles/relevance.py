"""Tell pages about armed conflict from all other news, cheaply, before anything costly is done with them.

score = bias + Σ weight(word) · (1 + ln count(word)) / length of the page's vector of counts

The words and their weights are in relevance.toml, made by `python -m training.relevance`; a page scoring at
least zero is about conflict. They are plain words and no names, so that a war in a country that the training
texts never speak of is known by what happens in it (docs/decisions/0095).
"""

from __future__ import annotations

import math
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from html import unescape
from importlib import resources
from typing import Any

from zenobia.articles.decoding import decode_page
from zenobia.articles.extract import is_markup
from zenobia.articles.language import require_english
from zenobia.model import Article, BlockLabel, Page, Relevance

# News tells what it is about at its head: in 600 words recall is what it is in all of them.
WORDS_READ = 600
CHARACTERS_READ = 8 * WORDS_READ
# A line of news can be about a war in two words of twelve; so few are not enough to say that it is not.
FEWEST_WORDS = 25
# Paragraphs of fewer words in all mean that the page is not laid out in paragraphs.
FEWEST_IN_PARAGRAPHS = 80
# What is said of a verdict: the words that weighed most, on either side.
WORDS_SHOWN = 4

# What every land of a war counts as: "Syria", "Sudanese" and "Gaza" are one word to the gate.
THEATRE = "a land of war"

# Between the score of a page's paragraphs and that of its article lies 0.1 on the bundled reports.
GLANCE_LENIENCE = 0.2

TOO_SHORT = "too little text to tell"

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_TITLE = re.compile(r"<title\b[^<>]{0,500}>([^<>]{1,500})", re.IGNORECASE)
_PARAGRAPH = re.compile(
    r"<p\b[^<>]*>([^<]*(?:<(?!/?(?:p|div|section|script)\b)[^<>]*>[^<]*)*)", re.IGNORECASE
)
_UNSEEN = re.compile(r"<(script|style|noscript|template|svg)\b", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")


def glance(page: Page) -> Relevance:
    """The verdict on a page that nothing has parsed yet, from its title and the paragraphs in its markup.

    It is lenient, since those hold furniture too: what passes is judged again as an article. Raises
    UnsupportedLanguage where they are beyond doubt not English, and a PageError as decoding does.
    """
    text = decode_page(page).text
    if not is_markup(page, text):
        require_english(text)
        first_line, _, rest = text.strip().partition("\n")
        return judge_relevance(first_line, rest, GLANCE_LENIENCE)
    title = _TITLE.search(text)
    body = _paragraphs(text)
    require_english(body)
    return judge_relevance(
        " ".join(unescape(title.group(1)).split()) if title else None, body, GLANCE_LENIENCE
    )


def relevance_of(article: Article) -> Relevance:
    """The verdict on an article, from its headline and body; what stands around them is not asked."""
    body = (block.span.of(article.text) for block in article.blocks if block.label is BlockLabel.BODY)
    return judge_relevance(article.title, "\n".join(body))


def judge_relevance(title: str | None, body: str, lenience: float = 0.0) -> Relevance:
    """Whether a text is about conflict, with the words that say so. What is too short to tell passes."""
    words = _words(f"{(title or '')[:500]}\n{body[:CHARACTERS_READ]}")
    gate = _gate()
    if len(words) < FEWEST_WORDS:
        return Relevance(True, 0.0, TOO_SHORT, gate.name, title)
    points = gate.points(words)
    score = gate.bias + sum(points.values())
    return Relevance(score >= -lenience, round(score, 2), _reason(points), gate.name, title)


def vector(words: Iterable[str]) -> dict[str, float]:
    """Each word's share of the text: its count, dampened, over the length of all of them together."""
    theatres = cues()["theatres"]
    counts = Counter(THEATRE if word in theatres else word for word in words)
    dampened = {word: 1.0 + math.log(count) for word, count in counts.items()}
    length = math.sqrt(sum(value * value for value in dampened.values())) or 1.0
    return {word: value / length for word, value in dampened.items()}


@dataclass(frozen=True, slots=True)
class _Gate:
    name: str
    bias: float
    weights: Mapping[str, float]

    def points(self, words: Iterable[str]) -> dict[str, float]:
        known = self.weights
        return {word: known[word] * share for word, share in vector(words).items() if word in known}


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)[:WORDS_READ]]


def _reason(points: Mapping[str, float]) -> str:
    """ "for: airstrike, militants, killed; against: season"."""
    ranked = sorted(points, key=lambda word: (-points[word], word))
    speaking = [word for word in ranked[:WORDS_SHOWN] if points[word] > 0]
    against = [word for word in ranked[::-1][:WORDS_SHOWN] if points[word] < 0]
    sides = (("for", speaking), ("against", against))
    return (
        "; ".join(f"{side}: {', '.join(words)}" for side, words in sides if words) or "no word speaks for it"
    )


def _paragraphs(markup: str) -> str:
    """The first words of the page's paragraphs, or of all its text where it has none to speak of."""
    pieces: list[str] = []
    characters = 0
    for found in _PARAGRAPH.finditer(markup):
        piece = _TAG.sub("", found.group(1)).strip()
        pieces.append(piece)
        characters += len(piece)
        if characters > CHARACTERS_READ:
            break
    if sum(piece.count(" ") + 1 for piece in pieces if piece) < FEWEST_IN_PARAGRAPHS:
        pieces = [_TAG.sub(" ", _without_unseen(markup))[: 4 * CHARACTERS_READ]]
    return unescape("\n".join(pieces)[: 4 * CHARACTERS_READ])


def _without_unseen(markup: str) -> str:
    """The markup without scripts, styles and drawings; one that is never closed takes the rest with it."""
    kept: list[str] = []
    at = 0
    lowered = markup.lower()
    while (found := _UNSEEN.search(markup, at)) is not None:
        kept.append(markup[at : found.start()])
        end = lowered.find(f"</{found.group(1).lower()}", found.end())
        if end < 0:
            return " ".join(kept)
        at = end
    return " ".join([*kept, markup[at:]])


@cache
def cues() -> Mapping[str, frozenset[str]]:
    """What is known without having been learnt: relevance_cues.toml."""
    return {name: frozenset(words) for name, words in _table("relevance_cues.toml").items()}


def _table(name: str) -> Mapping[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath(name).read_text("utf-8"))


@cache
def _gate() -> _Gate:
    table = _table("relevance.toml")
    return _Gate(table["name"], table["bias"], table["weights"])
