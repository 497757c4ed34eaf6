"""The words of a toll in their sentence, and what single words say: people, things, outcomes (tolls.toml)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from zenobia.model import Category, Outcome
from zenobia.resolving.numbers import Figure, Token, read_figures, spell, tokens_of

# A sentence is read this many characters on either side of the words.
SENTENCE_REACH = 300


@cache
def toll_lists() -> dict[str, Any]:
    """The word lists of tolls.toml."""
    return tomllib.loads(resources.files(__package__).joinpath("tolls.toml").read_text("utf-8"))


@cache
def word_set(table: str, name: str) -> frozenset[str]:
    """One list of tolls.toml as a set."""
    return frozenset(toll_lists()[table][name])


@dataclass(frozen=True, slots=True)
class TollWords:
    """The tokens of a sentence; `first`..`last` are a toll's own words, `figures` all counts told."""

    text: str
    tokens: list[Token]
    first: int
    last: int
    figures: list[Figure]

    @classmethod
    def of(cls, words: str, sentence: str, at: int | None) -> TollWords:
        """`words` at character `at` of `sentence`; words that do not stand there are read by themselves."""
        words = words[: 2 * SENTENCE_REACH]
        if at is None:
            at = sentence.find(words)
        if at < 0 or sentence[at : at + len(words)] != words:
            sentence, at = words, 0
        start = max(0, at - SENTENCE_REACH)
        text = sentence[start : at + len(words) + SENTENCE_REACH]
        tokens = tokens_of(text)
        first, last = at - start, at - start + len(words)
        inside = [n for n, token in enumerate(tokens) if token.end > first and token.start < last]
        own = (inside[0], inside[-1] + 1) if inside else (len(tokens), len(tokens))
        if len(inside) > 2 and tokens[inside[1]].text == ".":  # one word too many: "others. A man"
            own = (inside[2], own[1])
        return cls(text, tokens, *own, read_figures(tokens))

    def word(self, at: int) -> str:
        return self.tokens[at].text if 0 <= at < len(self.tokens) else ""

    def own(self) -> list[str]:
        return [token.text for token in self.tokens[self.first : self.last]]

    def told(self, first: int, last: int) -> str:
        """Tokens `first`..`last` as they stand in the text."""
        return self.text[self.tokens[first].start : self.tokens[last - 1].end]

    def is_capital(self, at: int) -> bool:
        return self.text[self.tokens[at].start].isupper()

    def touches(self, at: int) -> bool:
        """Whether token `at` follows the one before it without a space."""
        return 0 < at < len(self.tokens) and self.tokens[at].start == self.tokens[at - 1].end

    def is_number(self, at: int) -> bool:
        return spell(self.tokens, at) is not None if 0 <= at < len(self.tokens) else False


@cache
def _people() -> dict[str, Category]:
    """Every word for people with its category; "minor" before "miner", the first list wins."""
    people: dict[str, Category] = {}
    for name, words in toll_lists()["people"].items():
        for word in words:
            people.setdefault(word, Category(name))
    return people


def people_word(word: str) -> Category | None:
    """The category of a word for people, in the singular or the plural; None for any other word."""
    known = _people()
    for singular in (word, _without(word, "ies", "y"), _without(word, "s"), _without(word, "es")):
        if singular in known:
            return known[singular]
    return None


def _without(word: str, ending: str, instead: str = "") -> str:
    return word[: -len(ending)] + instead if word.endswith(ending) else word


@cache
def _outcomes() -> dict[str, Outcome]:
    return {word: Outcome(name) for name, words in toll_lists()["outcomes"].items() for word in words}


def outcome_word(word: str) -> Outcome | None:
    """What a word says became of people; None for most words."""
    return _outcomes().get(word)


def is_thing(word: str) -> bool:
    return word in word_set("things", "things")


def is_unit(word: str) -> bool:
    """Whether a number before the word measures time, way or weight."""
    return word in word_set("things", "units")


def ends_phrase(word: str) -> bool:
    """Whether a noun phrase stops before the word."""
    return word in word_set("grammar", "breaks")
