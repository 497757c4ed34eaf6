"""The names that stand in a text, found from left to right; those of streets are left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from zenobia.model import Span
from zenobia.resolving.gazetteer import Gazetteer, PlaceKind
from zenobia.resolving.place_names import folded
from zenobia.resolving.streets import is_bare_street_word, is_direction, is_side, of_streets

HERE = Path(__file__).parent
MAX_NAMES = 300
MAX_WORDS = 5
LONGEST_ACRONYM = 4
# A name of so few letters that is not a place's own is more often another word.
LONGEST_ALIAS = 3
# What may stand between two words of one name; the point only behind a short word ("St. Louis").
JOINED = (" ", ". ", "\n", ".\n")

_WORD = re.compile(r"[^\W\d_]+(?:['’`ʿʾʻ.-][^\W\d_]+){0,6}")
_ARTICLED = re.compile(r"(?:al|el|as|ash|ar|ad|az|an|at|ath|ed|ez|es|et|er|en|ud|ul|de|d)['’-][^\W\d_]", re.I)
_LINKS = frozenset(
    [
        "of",
        "de",
        "del",
        "la",
        "le",
        "les",
        "du",
        "des",
        "al",
        "el",
        "az",
        "ez",
        "ed",
        "es",
        "as",
        "ash",
        "ar",
        "ad",
        "at",
        "an",
        "ul",
        "and",
        "upon",
        "on",
        "den",
        "van",
        "von",
        "da",
        "do",
    ]
)


@dataclass(frozen=True, slots=True)
class Sighting:
    """A name that stands in the text.

    `whole` when no other capitalised word touches it ("Paris Hilton"); `led` when one goes before it or a
    title does ("Secretary Carter"), so that it is likely a person's.
    """

    key: str
    span: Span
    whole: bool
    led: bool


class Word(NamedTuple):
    text: str
    start: int
    end: int
    named: bool


def words_of(text: str) -> list[Word]:
    """The words of a text, each with whether it is written as a name ("Sukhna", "al-Bab")."""
    return [Word(found.group(), *found.span(), _is_named(found.group())) for found in _WORD.finditer(text)]


def _is_named(word: str) -> bool:
    return (
        word[0].isupper()
        or (not word[0].isascii() and not word[0].islower())
        or (bool(_ARTICLED.match(word)) and not word.islower())
    )


@cache
def never_places() -> frozenset[str]:
    """Words that are written large for other reasons than being a place: months, titles, first names."""
    return _words("not_places.txt") | person_titles()


@cache
def person_titles() -> frozenset[str]:
    return _words("person_titles.txt")


@cache
def first_names() -> frozenset[str]:
    return _words("first_names.txt")


def _words(name: str) -> frozenset[str]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def find_names(text: str, gazetteer: Gazetteer) -> list[Sighting]:
    """The names that the gazetteer knows, from left to right; "Zara Street" is none of Zara."""
    words = words_of(text)
    windows = [window for run in _runs(words, text) for window in _windows(run, text)]
    known = gazetteer.knows(key for key, *_ in windows)
    common = _common_words(known, words)
    sightings: list[Sighting] = []
    end = -1
    for key, span, whole, led in windows:
        if span.start < end or key not in known or _is_plain_word(key) or key in common:
            continue
        if _may_be_meant(key, text[span.start : span.end], gazetteer):
            sightings.append(Sighting(key, span, whole, led))
            end = span.end
            if len(sightings) == MAX_NAMES:
                break
    return sightings


def _may_be_meant(key: str, words: str, gazetteer: Gazetteer) -> bool:
    """Not by a short form: "SANA" is no town of Peru, nor is "Gun" Guna in India; those of countries are meant."""
    if not _is_acronym(words) and len(key) > LONGEST_ALIAS:
        return True
    matches = gazetteer.matches(key)
    if any(match.place.kind is PlaceKind.COUNTRY for match in matches):
        return True
    return not _is_acronym(words) and any(match.own_name for match in matches)


def _is_acronym(words: str) -> bool:
    """ "SANA" is no town of Peru; a dateline ("BEIRUT") is longer."""
    return words.isupper() and words.isascii() and len(words) <= LONGEST_ACRONYM


def _is_plain_word(key: str) -> bool:
    return len(key) < 2 or key in never_places() or is_side(key) or is_bare_street_word(key)


def _common_words(known: Iterable[str], words: list[Word]) -> frozenset[str]:
    """Names that are written small as often as large: no "Hit" of a headline is the town of Hit in Iraq."""
    told = Counter(word.text for word in words)
    return frozenset(key for key in known if told[key] and told[key.capitalize()] <= told[key] * 2)


def _runs(words: list[Word], text: str) -> Iterator[list[Word]]:
    """Stretches of names with nothing but a space, or a linking word, between them."""
    run: list[Word] = []
    for word, after in pairwise([*words, Word("", len(text) + 9, len(text) + 9, False)]):
        if word.named or (run and word.text in _LINKS):
            run.append(word)
            gap = text[word.end : after.start]
            is_joined = gap in (" ", "\n") or (gap in JOINED and len(word.text) <= 3)
            if is_joined and (after.named or after.text in _LINKS):
                continue
        if run:
            yield run
        run = []


def _windows(run: list[Word], text: str) -> Iterator[tuple[str, Span, bool, bool]]:
    """The names a stretch may hold, from left to right, the longest first."""
    while run and not run[-1].named:
        run = run[:-1]
    streets = of_streets(run, text)
    for start, first in enumerate(run):
        if not first.named:
            continue
        for stop in range(min(len(run), start + MAX_WORDS), start, -1):
            if run[stop - 1].named and not _is_part_of_street(start, stop, streets):
                span = Span(first.start, run[stop - 1].end)
                led = start > 0 and _leads(run[start - 1].text)
                yield folded(text[span.start : span.end]), span, not led and _is_end(run[stop:]), led


def _is_part_of_street(start: int, stop: int, streets: frozenset[int]) -> bool:
    """Whether the words are some of a street's, not all: "Castello Road" may be known, its Castello is no town."""
    if streets.isdisjoint(range(start, stop)):
        return False
    return start - 1 in streets or stop in streets or stop - start < 2


def _leads(word: str) -> bool:
    """Whether a name behind the word is a person's or another's: "Secretary Carter", but "South Toledo"."""
    before = folded(word)
    if before in person_titles() or before in first_names():
        return True
    return before not in never_places() and not is_direction(word)


def _is_end(rest: list[Word]) -> bool:
    """Whether nothing that could belong to the name stands behind it: "Aleppo on Sunday" ends with Aleppo."""
    return all(word.text in _LINKS or folded(word.text) in never_places() for word in rest)
