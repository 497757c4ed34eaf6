"""The names of a site inside its town: "Perris" and "2900" of "the 2900 block of Perris Boulevard, Moreno Valley"."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from zenobia.incidents.words import tells_nobody, tells_nothing
from zenobia.model import PlaceMention, PlacePrecision

_LONGEST_WORDS = 200
# "Perris", "Raising Cane's", "8th", "F" of "F Street"; an initial is no name, nor is "Daesh" of "Daesh-held".
_NAME = re.compile(
    r"\b(?:[A-Z][\w'’]{0,30}\w|[A-Z](?= (?:Street|Avenue|St|Ave)\b)|\d{1,3}(?:st|nd|rd|th))\b(?!-[a-z])"
)
# "the 2900 block of", "at 85 Saint John St.": a number that no name follows is a count.
_NUMBER = re.compile(r"\b\d{2,5}(?= blocks? of\b| (?:[NSEW]\.? )?[A-Z])")
_WORD = re.compile(r"[a-z]{2,20}")
# "Halifax County", "the 6th District": what the site lies in.
_WIDE = re.compile(r"\b[A-Z][\w'’-]{0,30} (?:County|Parish|Township|Province|Governorate|District)\b")
# "Baba Amr in Homs city", "Mallah north of Aleppo": the town, or one by which the way is told.
_TOWN_BEHIND = re.compile(
    r" (?:in|(?:north|south|east|west)[a-z]{0,4} of)((?: [A-Z][\w'’-]{1,30}){1,4})(?: [a-z]{1,12})?$"
)
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
# From so many letters on, a name goes by its consonants: "Masharqa" is "Mashariqa", "Oak" is not "Oke".
_CONSONANTS = 3


@dataclass(frozen=True, slots=True)
class Site:
    """Names, each as it sounds, and numbers of a site; `is_street` where it is told as an address."""

    names: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    is_street: bool = False


_NOWHERE = Site()


def site_of(place: PlaceMention | None) -> Site:
    """What the words of the place tell beside the town, and nothing where they tell the town alone.

    "Elm Street in Flint, Mich.": the town's own name is no site's, nor is what stands behind it. Near a town is
    no site, near a street is one.
    """
    if place is None or place.precision not in (PlacePrecision.SITE, PlacePrecision.NEAR):
        return _NOWHERE
    site = _told(place.text[:_LONGEST_WORDS], place.name or "")
    return site if site.is_street or place.precision is PlacePrecision.SITE else _NOWHERE


@lru_cache(maxsize=1 << 16)
def _told(words: str, town: str) -> Site:
    words = _WIDE.sub(" ", _inside(words, town))
    towns = frozenset(_consonants(_bare(name)).rstrip("s") for name in re.split(r"[\s-]", town))
    names = {_bare(name) for name in _NAME.findall(words)}
    own = frozenset(
        sound_of(name)
        for name in names
        if not _is_common(name) and _consonants(name).rstrip("s") not in towns
    )
    if not own:
        return _NOWHERE
    small = _WORD.findall(words.casefold())
    return Site(own, frozenset(_NUMBER.findall(words)), not _streets().isdisjoint(small))


def _inside(words: str, town: str) -> str:
    """The words up to the comma behind the town's name, or to the town that stands last."""
    at = words.find(f"{town},") if town else -1
    words = words if at < 0 else words[:at]
    behind = _TOWN_BEHIND.search(words)
    if behind is None or not _streets().isdisjoint(behind.group(1).casefold().split()):
        return words
    return words[: behind.start()]


def _bare(name: str) -> str:
    return re.sub(r"['’]s?$", "", name.casefold())


def sound_of(name: str) -> str:
    """The name as every spelling of it has it: "hsk" of "Hasakeh" and "Ḩasakah"; "7th" of "seventh"."""
    if name in _ORDINALS:
        number = _ORDINALS.index(name) + 1
        return {1: "1st", 2: "2nd", 3: "3rd"}.get(number, f"{number}th")
    heard = _consonants(name)
    return heard if len(heard) >= _CONSONANTS else name


def _consonants(name: str) -> str:
    """The first letter and the consonants behind it, doubled ones once."""
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", name) if letter.isalnum())
    if plain[:1].isdigit():
        return plain
    return re.sub(r"(.)\1+", r"\1", plain[:1] + re.sub(r"[aeiouy]|h$", "", plain[1:]))


def _is_common(name: str) -> bool:
    return name in _streets() or name in _no_names() or tells_nothing(name) or tells_nobody(name)


@cache
def _table() -> dict[str, list[str]]:
    return tomllib.loads(Path(__file__).with_name("site_words.toml").read_text("utf-8"))


@cache
def _streets() -> frozenset[str]:
    return frozenset(_table()["streets"])


@cache
def _no_names() -> frozenset[str]:
    return frozenset(_table()["others"])
