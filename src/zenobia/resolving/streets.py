"""Tell the names of streets from those of towns: "Zara Street", "Bourbon and Iberville streets"."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Protocol

HERE = Path(__file__).parent
# "Martin Luther King Jr. Boulevard" is among the longest.
MAX_WORDS_IN_STREET = 4
# How far before a name "the 300 block of" or "13th and" may begin.
REACH = 24
MOST_MENTIONS = 20

# "the 1300 block of North Erie", "near 105th and La Salle"
_LEADS = re.compile(
    r"(?:\bblocks? of (?:the )?|\d(?:st|nd|rd|th)(?: (?:[Ss]treet|[Aa]venue|St\.|Ave\.))? (?:and|&) )$"
)
_BEHIND = re.compile(r"(?: and [A-Z][a-z]{1,20})? ([A-Za-z]{2,10})\b")
_FOLLOWS = re.compile(r" ([a-z]{6,10})\b")
_ORDINAL = re.compile(r"\d(?:st|nd|rd|th) $")
_ORDINAL_WORD = re.compile(r"\d{1,4}(?:st|nd|rd|th)")
_NUMBER = re.compile(r"\.? \d{1,4}\b")


class TextWord(Protocol):
    """A word and where it stands."""

    @property
    def text(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def named(self) -> bool: ...


def is_street_word(word: str, behind_name: bool = True) -> bool:
    """Whether the word makes the name before it a street's: "Road" and "Rd.", not "the Damascus road"."""
    word = word.rstrip(".")
    if word.lower() in _words("always"):
        return True
    return behind_name and (word in _words("large") or word in _words("short"))


def is_direction(word: str) -> bool:
    """ "South" in "South Toledo" and "Penn Avenue South"."""
    return word.lower().rstrip(".") in _words("behind")


def is_side(words: str) -> bool:
    """A side of a town: "South Side", "the east", "Far West Side"."""
    if " " not in words:
        return words.lower() in _sides()
    *ways, side = words.lower().split()
    return side in ("side", "sides") and all(is_direction(way) or way in ("far", "near") for way in ways)


def is_bare_street_word(key: str) -> bool:
    """Whether a folded name is nothing but a word for streets: no "Street" is the town in Somerset."""
    return key in _bare_words()


def is_ordinal(word: str) -> bool:
    """ "13th" in "near 13th and Grove"."""
    return _ORDINAL_WORD.fullmatch(word) is not None


def is_called_street(name: str, text: str) -> bool:
    """Whether the text tells the name as a street's anywhere: "near Clay" after "Clay and Jacob streets"."""
    for count, found in enumerate(re.finditer(rf"\b{re.escape(name)}\b", text)):
        if count == MOST_MENTIONS:
            break
        behind = _BEHIND.match(text, found.end())
        if behind and is_street_word(behind.group(1)):
            return True
        if _LEADS.search(text, max(0, found.start() - REACH), found.start()):
            return True
    return False


def is_numbered(word: str) -> bool:
    """Whether a number behind the word makes it a road: "Highway 90"."""
    return word.rstrip(".") in _words("numbered")


def of_streets(run: Sequence[TextWord], text: str) -> frozenset[int]:
    """Which words of a run of names belong to streets, by their number in it."""
    found: set[int] = set()
    for at in range(len(run)):
        if _ends_street(run, at, text):
            found |= {at, *_name_before(run, at, text)}
    if run and (follows := _FOLLOWS.match(text, run[-1].end)) and follows.group(1) in _words("always"):
        found |= set(_name_before(run, len(run), text))
    if run and _LEADS.search(text, max(0, run[0].start - REACH), run[0].start):
        found |= set(_name_from(run, 0, text))
    return frozenset(found)


def _ends_street(run: Sequence[TextWord], at: int, text: str) -> bool:
    word = run[at].text
    if is_numbered(word) and _NUMBER.match(text, run[at].end):
        return True
    if at == 0 and _ORDINAL.search(text, max(0, run[0].start - REACH), run[0].start):
        return is_street_word(word)
    if at == 0 or not run[at].named or not run[at - 1].named or "\n" in text[run[at - 1].end : run[at].start]:
        return False
    if not is_street_word(word):
        return False
    # "East St. Louis", "Point St. George": a saint has a name behind it
    return word.rstrip(".") != "St" or not (
        at + 1 < len(run)
        and text[run[at].end : run[at + 1].start] in (" ", ". ")
        and run[at + 1].named
        and not is_direction(run[at + 1].text)
    )


def _name_before(run: Sequence[TextWord], end: int, text: str) -> list[int]:
    """The words of the street that ends before `end`, and of the street that it meets: "Alma and Grove"."""
    name: list[int] = []
    at = end - 1
    while at >= 0 and len(name) < MAX_WORDS_IN_STREET and run[at].named and not _is_apart(run, at, text):
        name.append(at)
        at -= 1
    if name and at > 0 and run[at].text in ("and", "at") and run[at - 1].named:
        return [*name, *_name_before(run, at, text)]
    return name


def _is_apart(run: Sequence[TextWord], at: int, text: str) -> bool:
    """Whether a word belongs to no street behind it: "Chicago's Clark Street", or on the line above."""
    if run[at].text.endswith(("'s", "’s")):
        return True
    return at + 1 < len(run) and "\n" in text[run[at].end : run[at + 1].start]


def _name_from(run: Sequence[TextWord], start: int, text: str) -> list[int]:
    stop = start
    while stop < len(run) and run[stop].named and stop - start < MAX_WORDS_IN_STREET:
        stop += 1
        if stop < len(run) and "\n" in text[run[stop - 1].end : run[stop].start]:
            break
    return list(range(start, stop))


@cache
def _sides() -> frozenset[str]:
    ways = _words("behind")
    return ways | {way + side for way in ways if len(way) > 2 for side in ("side", "sides")} | {"side"}


@cache
def _bare_words() -> frozenset[str]:
    return frozenset(word.lower() for name in ("always", "large", "short") for word in _words(name))


@cache
def _words(name: str) -> frozenset[str]:
    table = tomllib.loads((HERE / "streets.toml").read_text(encoding="utf-8"))
    return frozenset(table[name])
