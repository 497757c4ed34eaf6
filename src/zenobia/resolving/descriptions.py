"""Read the words that tell of a place: "20 km east of Sukhna", "the Homs province", "northern Syria"."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from pathlib import Path

from zenobia.resolving.place_names import ARTICLES, folded
from zenobia.resolving.streets import is_direction, is_numbered, is_ordinal, is_side, is_street_word

HERE = Path(__file__).parent
MAX_WORDS_IN_DESCRIPTION = 40
MAX_WORDS_IN_NAME = 6

# Where in a land "northern" and the rest point to, as shares of the way from south to north and from west to
# east: the middle of the outer third on that side.
DIRECTIONS = {
    "north": (5 / 6, 1 / 2),
    "south": (1 / 6, 1 / 2),
    "east": (1 / 2, 5 / 6),
    "west": (1 / 2, 1 / 6),
    "northeast": (5 / 6, 5 / 6),
    "northwest": (5 / 6, 1 / 6),
    "southeast": (1 / 6, 5 / 6),
    "southwest": (1 / 6, 1 / 6),
    "centre": (1 / 2, 1 / 2),
}

# Which folded names are known, and whether they name a people and not a place.
Knows = Callable[[Sequence[str]], Mapping[str, bool]]

# "Syrias army": where a page lost its apostrophes, a last s may be a genitive in names longer than this.
LOST_APOSTROPHE = 5

# Arabic articles that stand alone before a name ("al Mallah") and are no English words.
BARE_ARTICLES = frozenset({"al", "el", "ul"})

_TOKEN = re.compile(r"[^\W_]+(?:['’`ʿʾʻ.-][^\W_]+){0,6}|,|[–—/(]")
_POSSESSIVE = re.compile(r"['’`]s?$")
_ADJECTIVE = re.compile(
    r"-(?:held|backed|controlled|occupied|besieged|run|led|ruled|administered|majority|wide)$"
)


class Noun(StrEnum):
    """What sort of place the words say it is."""

    TOWN = "town"
    PROVINCE = "province"
    DISTRICT = "district"
    COUNTRY = "country"
    REGION = "region"
    SEA = "sea"
    QUARTER = "quarter"
    STREET = "street"
    BUILDING = "building"
    SITE = "site"
    AREA = "area"
    CAPITAL = "capital"


@dataclass(frozen=True, slots=True)
class Named:
    """A name in the words, with what was said about it. `known` is whether the gazetteer has it.

    `titled` when the sort is part of the name: "Lincoln Park", not "a Lincoln park".
    """

    text: str
    known: bool
    noun: Noun | None = None
    direction: str | None = None
    countryside: bool = False
    titled: bool = False


@dataclass(frozen=True, slots=True)
class Description:
    """What the words say of a place.

    `head` is the place itself, or the place it is told by; `containers` are what it lies within, the nearest
    first; `peoples` are adjectives ("the Syrian capital"); `others` are further places told on a par with the
    head ("between Hama and Aleppo"). `nouns` are all the sorts of place mentioned, in order, for words with
    no name ("the city").
    """

    head: Named | None
    containers: tuple[Named, ...] = ()
    others: tuple[Named, ...] = ()
    peoples: tuple[str, ...] = ()
    nouns: tuple[Noun, ...] = ()
    direction: str | None = None
    near: bool = False
    countryside: bool = False
    between: bool = False
    border: bool = False
    coast: bool = False


@dataclass(slots=True)
class _Reading:
    """The state of reading from left to right."""

    names: list[Named]
    roles: list[str]
    nouns: list[Noun]
    peoples: list[str]
    noun: Noun | None = None
    direction: str | None = None
    countryside: bool = False
    near: bool = False
    between: bool = False
    border: bool = False
    coast: bool = False
    behind: bool = False  # whether what follows lies around the head ("in", ",")
    last: int = -1  # the token right behind the last name


def read_description(words: str, knows: Knows) -> Description:
    """Take the words apart.

    "the outskirts of Qardaha" is near Qardaha; "the town of Sarmin in the Idlib province" has a container;
    "Ukraine's Donetsk region" has one too, in front.
    """
    tokens = [found.group() for found in _TOKEN.finditer(words)][:MAX_WORDS_IN_DESCRIPTION]
    spans = _name_spans(tokens, knows)
    reading = _Reading([], [], [], [])
    index = 0
    while index < len(tokens):
        if index in spans:
            stop, known = spans[index]
            if known is _PEOPLE:
                reading.peoples.append(_POSSESSIVE.sub("", " ".join(tokens[index:stop])))
            else:
                _take_name(reading, tokens, index, stop, known is _PLACE)
            index = stop
        else:
            _take_word(reading, tokens, index)
            index += 1
    return _finish(reading)


_UNKNOWN, _PLACE, _PEOPLE = "unknown", "place", "people"


def _name_spans(tokens: list[str], knows: Knows) -> dict[int, tuple[int, str]]:
    """Where names stand: start → (end, known). The longest known name wins; unknown ones are kept whole."""
    windows = [
        (start, stop, folded(_POSSESSIVE.sub("", " ".join(tokens[start:stop]))))
        for start, token in enumerate(tokens)
        if _begins_name(token, tokens, start)
        for stop in range(min(len(tokens), start + MAX_WORDS_IN_NAME), start, -1)
        if "," not in tokens[start:stop]
    ]
    known = knows([key for _, _, key in windows if key])
    lost = [
        (start, stop, key[:-1])
        for start, stop, key in windows
        if key[-1:] == "s" and len(key) > LOST_APOSTROPHE
    ]
    windows += [window for window in lost if f"{window[2]}s" not in known]
    known = {**knows([key for _, _, key in lost]), **known}
    windows.sort(key=lambda window: (window[0], -window[1]))
    spans: dict[int, tuple[int, str]] = {}
    end = 0
    for start, stop, key in windows:
        only_cue = is_side(key) or (stop == start + 1 and _cue_at(tokens, start) is not None)
        if start >= end and key in known and not only_cue:
            spans[start] = (stop, _PEOPLE if known[key] else _PLACE)
            end = stop
    return _with_unknown(tokens, spans)


def _with_unknown(tokens: list[str], known: dict[int, tuple[int, str]]) -> dict[int, tuple[int, str]]:
    """Add the names the gazetteer has not; a known name inside a longer one is no name of its own.

    In "Bab al-Nairab" the town of Bab is not meant, nor are two towns in "Khan Tuman".
    """
    taken = {index: start for start, (stop, _) in known.items() for index in range(start, stop)}
    spans: dict[int, tuple[int, str]] = {}
    index = 0
    while index < len(tokens):
        stop = index
        while stop < len(tokens) and (stop in taken or _is_name_part(tokens, stop, stop > index)):
            if known.get(stop, (0, ""))[1] == _PEOPLE:
                break
            stop += 1
            if _POSSESSIVE.search(tokens[stop - 1]):
                break
        inside = {start: known[start] for start in range(index, stop) if start in known}
        if len(inside) == 1 and all(at in taken for at in range(index, stop)):
            spans |= inside
        elif stop > index:
            spans[index] = (stop, _UNKNOWN)
        if stop in known and known[stop][1] == _PEOPLE:
            spans[stop] = known[stop]
            stop = known[stop][0]
        index = max(stop, index + 1)
    return spans


def _is_name_part(tokens: list[str], at: int, inside: bool) -> bool:
    token = tokens[at]
    if _cue_at(tokens, at) is not None or not token[:1].isalpha() or _ADJECTIVE.search(token):
        return False
    if token[0].isupper() or not token[0].isascii():
        return True
    return (inside and token in BARE_ARTICLES) or ("-" in token and token.split("-")[0].lower() in ARTICLES)


def _begins_name(token: str, tokens: list[str], index: int) -> bool:
    if not token[0].isalpha():
        return False
    if token[0].isupper() or not token[0].isascii():
        return True
    if token.lower() in BARE_ARTICLES:
        return index + 1 < len(tokens) and tokens[index + 1][0].isupper()
    return token.split("-")[0].split("'")[0].lower() in ARTICLES and not token.islower()


def _take_name(reading: _Reading, tokens: list[str], start: int, stop: int, known: bool) -> None:
    text = " ".join(tokens[start:stop])
    possessive = bool(_POSSESSIVE.search(text)) and text[-1] in "s'’"
    noun = Noun.STREET if _meets_numbered(tokens, start, stop) else reading.noun
    named = Named(_POSSESSIVE.sub("", text), known, noun, reading.direction, reading.countryside)
    if noun is Noun.STREET:
        reading.nouns.append(noun)
    reading.names.append(named)
    behind = reading.behind and "head" in reading.roles
    reading.roles.append("container" if possessive else "behind" if behind else "head")
    reading.noun = reading.direction = None
    reading.countryside = False
    reading.last = stop


def _meets_numbered(tokens: list[str], start: int, stop: int) -> bool:
    """ "13th and Grove", "137th & Broadway", "Wallace and 33rd": a corner with a street that has a number."""
    before = start - 2 if start > 1 and tokens[start - 1] == "and" else start - 1
    after = stop + 1 if tokens[stop : stop + 1] == ["and"] else -1
    return (before >= 0 and is_ordinal(tokens[before])) or (
        0 < after < len(tokens) and is_ordinal(tokens[after])
    )


def _take_word(reading: _Reading, words: list[str], index: int) -> None:
    word = _POSSESSIVE.sub("", words[index]).lower()
    cue = _cue_at(words, index)
    if word in (",", "("):
        reading.behind = True
    if cue is None:
        return
    kind, value = cue
    right_behind = reading.last == index and bool(reading.names)
    if kind == "kind" or kind == "capital":
        _take_noun(reading, Noun(value), right_behind, words[index][0].isupper())
        if Noun(value) is Noun.STREET and right_behind:
            _take_corner(reading, words, index)
    elif kind == "direction":
        if index + 1 < len(words) and words[index + 1] in ("of", "from") and word in DIRECTIONS:
            reading.near = reading.near or not reading.names
        reading.direction = value
        if right_behind and words[index][0].isupper():  # "Lowell Central bus station"
            reading.last += 1
    elif kind == "countryside":
        reading.countryside = True
        if right_behind:
            reading.names[-1] = replace(reading.names[-1], countryside=True)
    elif kind == "within":
        reading.behind = True
        if word != "of":
            reading.noun = None
    elif kind == "near":
        if not reading.names or right_behind:
            reading.near = True
        else:
            reading.behind = True
        reading.noun = None
        reading.between = reading.between or word == "between"
    elif kind == "road":
        reading.between = True
    elif kind == "border":
        reading.border = True
    elif kind == "coast":
        reading.coast = True


def _take_corner(reading: _Reading, words: list[str], index: int) -> None:
    """ "Alma and Grove streets": what is joined to a street by "and" is one too."""
    behind = reading.names[-1].text.split()
    joined = index - len(behind) - 1
    if len(reading.names) > 1 and joined > 0 and words[joined] in ("and", "at"):
        before = reading.names[-2].text.split()
        if words[joined - len(before) : joined] == before:
            reading.names[-2] = replace(reading.names[-2], noun=Noun.STREET)


def _take_noun(reading: _Reading, noun: Noun, right_behind: bool, titled: bool) -> None:
    reading.nouns.append(noun)
    if right_behind:
        titled = titled or reading.names[-1].titled
        reading.names[-1] = replace(reading.names[-1], noun=noun, titled=titled)
        reading.last += 1
    elif noun is not Noun.AREA:
        reading.noun = noun


def _finish(reading: _Reading) -> Description:
    heads = [name for name, role in zip(reading.names, reading.roles, strict=True) if role == "head"]
    owners = [name for name, role in zip(reading.names, reading.roles, strict=True) if role == "container"]
    behind = [name for name, role in zip(reading.names, reading.roles, strict=True) if role == "behind"]
    if not heads and owners:
        heads, owners = owners[-1:], owners[:-1]
    return Description(
        head=heads[0] if heads else None,
        containers=(*behind, *owners),
        others=tuple(heads[1:]),
        peoples=tuple(reading.peoples),
        nouns=tuple(reading.nouns),
        direction=reading.direction,
        near=reading.near,
        countryside=reading.countryside,
        between=reading.between and len(heads) > 1,
        border=reading.border,
        coast=reading.coast,
    )


def _cue_at(tokens: Sequence[str], at: int) -> tuple[str, str] | None:
    """What a word says of the place; some words say it only behind a name ("Archer Road", "Reef Bar")."""
    token = _POSSESSIVE.sub("", tokens[at])
    if at > 0 and _may_be_name(tokens[at - 1]):
        after = tokens[at + 1] if at + 1 < len(tokens) else ""
        is_saint = token == "St" and after[:1].isupper() and not is_direction(after)  # noqa: S105
        if is_street_word(token) and not is_saint:
            return "kind", Noun.STREET
        if token.lower() in _behind_names():
            return "kind", Noun.BUILDING
    if is_numbered(token) and at + 1 < len(tokens) and tokens[at + 1].isdecimal():
        return "kind", Noun.STREET
    if is_direction(token) and token.isupper() and len(token) < 3:  # "S. Lois Avenue", "F Street SE"
        return "filler", "filler"
    if is_side(token) and not is_direction(token):
        return "kind", Noun.QUARTER
    return _cues().get(token.lower())


def _may_be_name(token: str) -> bool:
    return token[0].isupper() and token.lower() not in _cues()


@cache
def _behind_names() -> frozenset[str]:
    table = tomllib.loads((HERE / "descriptions.toml").read_text(encoding="utf-8"))
    return frozenset(table["behind_names"]["words"])


@cache
def _cues() -> dict[str, tuple[str, str]]:
    table = tomllib.loads((HERE / "descriptions.toml").read_text(encoding="utf-8"))
    cues: dict[str, tuple[str, str]] = {}
    for group in ("near", "countryside", "within", "filler", "road", "border", "coast", "capital"):
        cues |= dict.fromkeys(table[group]["words"], (group, group))
    for group in ("direction", "kind"):
        for value, words in table[group].items():
            cues |= dict.fromkeys(words, (group, value))
    return cues
