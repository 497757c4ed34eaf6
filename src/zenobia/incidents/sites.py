"""The names of a site inside its town: "Perris" and "2900" of "the 2900 block of Perris Boulevard, Moreno Valley"."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from zenobia.model import PlaceMention, PlacePrecision

# A wider place has no site that could be told by its words.
_HAS_SITES = frozenset(
    {PlacePrecision.SITE, PlacePrecision.TOWN, PlacePrecision.NEAR, PlacePrecision.DISTRICT}
)
_LONGEST_WORDS = 200
# "Perris", "Raising Cane's", "8th", "F" of "F Street"; an initial before other names is no name.
_NAME = re.compile(
    r"\b(?:[A-Z][\w'’-]{0,30}\w|[A-Z](?= (?:Street|Avenue|St|Ave)\b)|\d{1,3}(?:st|nd|rd|th)\b)"
)
# "the 2900 block of", "at 85 Saint John St.": a number that no name follows is a count.
_NUMBER = re.compile(r"\b\d{2,5}(?= blocks? of\b| (?:[NSEW]\.? )?[A-Z])")
_WORD = re.compile(r"[a-z]{2,20}")
# "Halifax County", "the 6th District": what the site lies in.
_WIDE = re.compile(r"\b[A-Z][\w'’-]{0,30} (?:County|Parish|Township|Province|Governorate|District)\b")
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


@dataclass(frozen=True, slots=True)
class Site:
    """Names and numbers of a site, in small letters; `is_street` where it is told as an address."""

    names: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    is_street: bool = False


_NOWHERE = Site()


def site_of(place: PlaceMention | None) -> Site:
    """What the words of the place tell beside the town, and nothing where they tell the town alone.

    "Elm Street in Flint, Mich.": the town's own name is no site's, nor is what stands behind it.
    """
    if place is None or place.precision not in _HAS_SITES:
        return _NOWHERE
    return _told(place.text[:_LONGEST_WORDS], place.name or "")


@lru_cache(maxsize=1 << 16)
def _told(words: str, town: str) -> Site:
    words = _WIDE.sub(" ", _inside(words, town))
    towns = frozenset(map(_bare, town.split()))
    names = {_bare(name) for name in _NAME.findall(words)} - towns - _no_names()
    if not names:
        return _NOWHERE
    small = _WORD.findall(words.casefold())
    named = frozenset(_as_number(name) for name in names)
    return Site(named, frozenset(_NUMBER.findall(words)), not _streets().isdisjoint(small))


def _inside(words: str, town: str) -> str:
    """The words up to the comma behind the town's name."""
    at = words.find(f"{town},") if town else -1
    return words if at < 0 else words[: at + len(town)]


def _bare(name: str) -> str:
    return re.sub(r"['’]s?$", "", name.casefold()).strip(".,")


def _as_number(name: str) -> str:
    """ "Seventh Street" is "7th Street"."""
    number = _ORDINALS.index(name) + 1 if name in _ORDINALS else 0
    return {0: name, 1: "1st", 2: "2nd", 3: "3rd"}.get(number, f"{number}th")


@cache
def _table() -> dict[str, list[str]]:
    return tomllib.loads(Path(__file__).with_name("site_words.toml").read_text("utf-8"))


@cache
def _streets() -> frozenset[str]:
    return frozenset(_table()["streets"])


@cache
def _no_names() -> frozenset[str]:
    return _streets() | frozenset(_table()["others"])
