"""The words that tell days: their tokens, small numbers and units, and the clock they are counted from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from zenobia.dates import DateRange
from zenobia.resolving.calendars import time_lists
from zenobia.resolving.numbers import Token, spell

# A day later than publication by at most this is this year's; beyond it the year before is meant.
AHEAD_DAYS = 2


# Days are told in a few words; a stretch of text has no more than this.
MAX_TOKENS = 400
# Rules that others ask for.
COUNTED = "counted from the last day told"
NAMED = "named day"
NEAR = "near publication"
LAST_WEEKDAY = "last such weekday"
YEAR = "year"


_TOKEN = re.compile(
    r"\d{4}-\d{1,2}-\d{1,2}(?!\d)|\d{1,2}[./]\d{1,2}[./]\d{4}(?!\d)|9 ?/ ?11(?!\d)|7/7(?!\d)"
    r"|\d+(?:st|nd|rd|th|s)?(?![^\W\d_])|[^\W\d_]+(?:['’][^\W\d_]+)?|\d+|[-‐‑–—,;/().]"  # codespell:ignore nd
)


_DASHES = frozenset("-‐‑–—")


@dataclass(frozen=True, slots=True)
class Clock:
    """What relative words are counted from: the day of publication, and the days last told before them.

    `ahead` says that the act is still to come, `inverse` that "a day after" is followed by the act that
    is dated ("the raid came a day after [a truce was agreed]": the truce is the day before). `year_hint` is
    a day told with its year elsewhere in a report that has no day of publication.
    """

    published_on: date | None = None
    told: DateRange | None = None
    year_hint: DateRange | None = None
    then: DateRange | None = None
    ahead: bool = False
    inverse: bool = False

    @property
    def base(self) -> DateRange | None:
        """The last days told, or else the day of publication."""
        if self.told is not None:
            return self.told
        return DateRange.of_day(self.published_on) if self.published_on else None


@dataclass(frozen=True, slots=True)
class Found:
    """Days told by tokens `first`..`last` (its end excluded); `days` is None where the clock is missing."""

    first: int
    last: int
    days: DateRange | None
    rule: str
    dated: bool = False
    year_told: bool = False


def tokens_of(words: str) -> list[Token]:
    """Words, numbers and marks in lower case; the hyphen of "mid-May" is dropped, that of "11-13" kept."""
    tokens: list[Token] = []
    for match in _TOKEN.finditer(words):
        text = match[0].lower().replace("’", "'")
        text = text[:-2] if text.endswith("'s") else text
        if text in _DASHES:
            around = words[match.start() - 1 : match.start()], words[match.end() : match.end() + 1]
            if not (around[0].isdecimal() or around[0] == " ") or around[1].isalpha():
                continue
            text = "-"
        if text == ".":
            continue
        tokens.append(Token(_weekday_name(text.replace(" ", "")), *match.span()))
        if len(tokens) >= MAX_TOKENS:
            break
    return tokens


def _weekday_name(text: str) -> str:
    """ "Saturdays" stands for "Saturday's" where apostrophes were lost."""
    return text[:-1] if text.endswith("days") and text[:-1] in time_lists()["weekdays"] else text


def word(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].text if 0 <= at < len(tokens) else ""


def number_at(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    """A small whole number and the token after it; "a week" is one."""
    if word(tokens, at) in ("a", "an") and word(tokens, at + 1) in time_lists()["units"]:
        return 1, at + 1
    if word(tokens, at) == "couple" or word(tokens, at) in ("a", "an"):
        return None
    spelt = spell(tokens, at)
    if spelt is None or spelt[0].denominator != 1 or spelt[0] > 10_000:
        return None
    return int(spelt[0]), spelt[1]


def unit_at(tokens: Sequence[Token], at: int) -> str | None:
    text = word(tokens, at)
    units: dict[str, str] = time_lists()["units"]
    if text == "centuries":
        return "century"
    return units.get(text) or (units.get(text[:-1]) if text.endswith("s") else None)


def count_and_unit(tokens: Sequence[Token], at: int) -> tuple[int, str, int] | None:
    """ "two more days", "48 hours", "20-plus months": how many, of what, and the token after."""
    number = number_at(tokens, at)
    if number is None:
        return None
    count, end = number
    while word(tokens, end) in ("more", "plus", "full", "consecutive", "straight", "whole", "-"):
        end += 1
    unit = unit_at(tokens, end)
    return (count, unit, end + 1) if unit else None


@cache
def _phrases(table: str) -> dict[tuple[str, ...], Any]:
    return {tuple(phrase.replace("-", " ").split()): value for phrase, value in time_lists()[table].items()}


@cache
def _openers(table: str) -> frozenset[str]:
    """The words that the phrases of a table begin with; most words begin none, and are passed over at once."""
    return frozenset(phrase[0] for phrase in _phrases(table))


def phrase_at(tokens: Sequence[Token], at: int, table: str) -> tuple[Any, int] | None:
    """The value of the longest phrase of a table that begins here, and the token after it."""
    if word(tokens, at) not in _openers(table):
        return None
    phrases = _phrases(table)
    for length in range(min(6, len(tokens) - at), 0, -1):
        value = phrases.get(tuple(token.text for token in tokens[at : at + length]))
        if value is not None:
            return value, at + length
    return None
