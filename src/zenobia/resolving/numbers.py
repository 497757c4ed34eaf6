"""Read counts in English words and digits, with the bounds that news puts on them.

    "at least two dozen" → 24 and no high      "12 to 15" → 12 and 15      "half a million" → 500,000

A figure that is not whole ("1.5 per cent") is no count. Word lists: numbers.toml.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

# A count with its bounds is told in a few words; anything longer is a text, and is read only so far.
MAX_TOKENS = 400
# "999 trillion" is the most that the words reach; a longer run of digits is an account number.
MAX_DIGITS = 15

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*|[-‐‑–—+~/%$€£#:()]|[.,;](?!\d)")
_DASHES = frozenset("-‐‑–—")
_THOUSANDS_APART = frozenset((" ", "\u00a0", "\u202f", "\u2009", ", "))


class Token(NamedTuple):
    """A word, a run of digits or a mark, in lower case, and where it stands.

    A tuple, since hundreds are made of every article: a frozen dataclass takes three times as long to make.
    """

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Figure:
    """A count: `first`..`last` are its tokens with the bound, `number_at` the first of the number itself."""

    low: int | None
    high: int | None
    rule: str
    first: int
    number_at: int
    last: int


@cache
def word_lists() -> dict[str, Any]:
    """The number words and bounds of numbers.toml."""
    return tomllib.loads(resources.files(__package__).joinpath("numbers.toml").read_text("utf-8"))


def tokens_of(words: str) -> list[Token]:
    """The first `MAX_TOKENS` tokens; digits set apart by thousands ("1 000", "2, 200") are one token."""
    tokens: list[Token] = []
    for match in _TOKEN.finditer(words):
        text = match[0].lower()
        if not text.isascii():  # one letter may stand for two in text from print ("ﬁve")
            text = unicodedata.normalize("NFKC", match[0]).lower().replace("’", "'")
        token = Token(text, *match.span())
        if tokens and _goes_on(tokens, token, words):
            before = tokens.pop()
            if before.text == ",":
                before = tokens.pop()
            token = Token(before.text + token.text, before.start, token.end)
        tokens.append(token)
        if len(tokens) >= MAX_TOKENS:
            break
    return tokens


def _goes_on(tokens: Sequence[Token], token: Token, words: str) -> bool:
    """Whether three digits carry on the number before them; "May 4 120 people" does not."""
    if len(token.text) != 3 or not token.text.isdecimal():
        return False
    at = len(tokens) - (2 if tokens[-1].text == "," else 1)
    if at < 0 or not tokens[at].text.isdecimal() or tokens[at].text.startswith("0"):
        return False
    apart = words[tokens[at].end : token.start]
    short = len(tokens[at].text) <= 3 or (
        len(tokens[at].text) % 3 == 0 and " " in words[tokens[at].start : tokens[at].end]
    )
    return short and apart in _THOUSANDS_APART and not (at and _is_month(tokens[at - 1].text))


def _is_month(word: str) -> bool:
    return word[:3] in {"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}


def read_number(words: str) -> Figure | None:
    """The first count in `words` with its bound, or None where there is none."""
    figures = read_figures(tokens_of(words))
    return figures[0] if figures else None


def read_figures(tokens: Sequence[Token]) -> list[Figure]:
    """Every count in reading order, bounds and ranges taken in."""
    figures: list[Figure] = []
    at = 0
    while at < len(tokens):
        figure = _range_at(tokens, at) or _single_at(tokens, at)
        if figure is None:
            at += 1
            continue
        figures.append(_bounded(tokens, figure))
        at = figure.last
    return figures


def _single_at(tokens: Sequence[Token], at: int) -> Figure | None:
    spelt = spell(tokens, at)
    if spelt is None or spelt[0].denominator != 1 or _is_share(tokens, at, spelt[1]):
        return None
    count = int(spelt[0])
    return Figure(count, count, "number", at, at, spelt[1])


def _is_share(tokens: Sequence[Token], first: int, last: int) -> bool:
    """ "several dozen" and "a couple of hundred" are vague, "two-thirds" and "12%" are no count."""
    end = last + 1 if _word(tokens, last) in _DASHES else last
    per_cent = _word(tokens, last) == "per" and _word(tokens, last + 1) == "cent"
    if per_cent or _word(tokens, end) in word_lists()["shares"]["words"]:
        return True
    if _word(tokens, last - 1) == "couple" and _word(tokens, last) == "of":
        return _word(tokens, last + 1) in ("dozen", "hundred", "thousand", "million")
    return _word(tokens, first) == "dozen" and _word(tokens, first - 1) in ("several", "few", "many", "some")


def _range_at(tokens: Sequence[Token], at: int) -> Figure | None:
    """ "12 to 15", "between 12 and 15", "12-15 thousand", "two or three"."""
    number_at = at + 1 if tokens[at].text in ("between", "from") else at
    left = spell(tokens, number_at)
    if left is None or left[1] >= len(tokens):
        return None
    link = tokens[left[1]].text
    if not (link in ("to", "or") or link in _DASHES or (link == "and" and tokens[at].text == "between")):
        return None
    right = spell(tokens, left[1] + 1)
    if right is None:
        return None
    low, high = left[0], right[0]
    if (
        high > low
        and high >= 1000
        and low * _scale_before(tokens, right[1]) < high
        and not any(_has_scale(tokens, end) for end in range(left[1], right[1]))
    ):
        low *= _scale_before(tokens, right[1])
    if low.denominator != 1 or high.denominator != 1 or low > high:
        return None
    if link == "or" and high - low != 1:
        return None
    return Figure(int(low), int(high), "range", at, number_at, right[1])


def _scale_before(tokens: Sequence[Token], end: int) -> int:
    """The scale that a range shares: "12 to 15 thousand", "two to three million".

    Only where it is the one scale told: "one to twelve thousand five hundred" begins with one.
    """
    lists = word_lists()
    word = tokens[end - 1].text if end > 0 else ""
    shared: int = lists["scales"].get(word) or {"hundred": 100, "dozen": 12}.get(word, 1)
    return shared


def _has_scale(tokens: Sequence[Token], end: int) -> bool:
    return _scale_before(tokens, end) > 1


def _bounded(tokens: Sequence[Token], figure: Figure) -> Figure:
    """The figure with the bound told before or after it."""
    bound, first = _bound_before(tokens, figure.first)
    last = figure.last
    if bound is None:
        bound, last = _bound_after(tokens, figure.last)
    if bound == "low":
        return Figure(figure.low, None, "at least", first, figure.number_at, last)
    if bound == "high":
        return Figure(None, figure.high, "at most", first, figure.number_at, last)
    rule = "about" if bound == "about" and figure.rule == "number" else figure.rule
    return Figure(figure.low, figure.high, rule, first, figure.number_at, last)


@cache
def _phrases(side: str) -> dict[tuple[str, ...], str]:
    """Every bound as its words, and which bound it is."""
    return {
        tuple(phrase.split()): bound for bound, phrases in word_lists()[side].items() for phrase in phrases
    }


@cache
def _longest(side: str) -> int:
    return max(map(len, _phrases(side)))


def _bound_before(tokens: Sequence[Token], at: int, reach: int = 4) -> tuple[str | None, int]:
    """The bound that ends before token `at`, and its first token; "at least another 12" counts."""
    for length in range(min(_longest("before"), at), 0, -1):
        bound = _phrases("before").get(tuple(token.text for token in tokens[at - length : at]))
        if bound in ("low", "high"):
            return bound, at - length
        if bound == "about":
            outer = _bound_before(tokens, at - length, reach - 1)
            return outer if outer[0] in ("low", "high") else (bound, at - length)
    if reach > 0 and at > 0 and tokens[at - 1].text in word_lists()["between"]["words"]:
        outer = _bound_before(tokens, at - 1, reach - 1)
        return outer if outer[0] else (None, at)
    return None, at


def _bound_after(tokens: Sequence[Token], end: int) -> tuple[str | None, int]:
    """The bound that follows within two words: "20 civilians at least", "100-plus", "30 or more"."""
    if end < len(tokens) and tokens[end].text == "+":
        return "low", end + 1
    for at in range(end, min(end + 3, len(tokens))):
        for length in range(min(_longest("after"), len(tokens) - at), 0, -1):
            bound = _phrases("after").get(tuple(token.text for token in tokens[at : at + length]))
            if bound and _word(tokens, at + length) != "than" and not spell(tokens, at + length):
                return bound, at + length
        if tokens[at].text in ",;.:" or tokens[at].text in ("and", "or"):
            break
    return None, end


def spell(tokens: Sequence[Token], at: int) -> tuple[Fraction, int] | None:
    """The number that begins at token `at`, and the token after it; None where none begins.

    "a hundred and five" is 105, "one and a half million" 1,500,000, "a quarter of a million" 250,000.
    """
    word = _word(tokens, at)
    if not word[:1].isdecimal() and word not in _openers():
        return None
    return _fraction_of(tokens, at) or _whole(tokens, at)


@cache
def _openers() -> frozenset[str]:
    """Every word that a number begins with; most words are none, and are passed over at once."""
    lists = word_lists()
    return frozenset(
        ("a", "an", "the", "half", *lists["units"], *lists["teens"], *lists["tens"], *lists["groups"])
    )


def _word(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].text if 0 <= at < len(tokens) else ""


def _fraction_of(tokens: Sequence[Token], at: int) -> tuple[Fraction, int] | None:
    """ "half a million", "half-dozen", "a quarter of a million", "three quarters of a million"."""
    share, end = None, at
    if _word(tokens, at) == "half":
        share, end = Fraction(1, 2), at + 1
    elif _word(tokens, at) in ("a", "one", "three") and _word(tokens, at + 1) in ("quarter", "quarters"):
        share, end = Fraction(3 if _word(tokens, at) == "three" else 1, 4), at + 2
    if share is None:
        return None
    while _word(tokens, end) in ("of", "a", "an") or _word(tokens, end) in _DASHES:
        end += 1
    size = _scale(_word(tokens, end)) or {"dozen": 12, "hundred": 100}.get(_word(tokens, end))
    return (share * size, end + 1) if size else None


def _scale(word: str) -> int | None:
    size: int | None = word_lists()["scales"].get(word)
    return size if len(word) > 2 else None


def _whole(tokens: Sequence[Token], at: int) -> tuple[Fraction, int] | None:
    """Hundreds added up and multiplied by their scales, each scale smaller than the one before."""
    total, scale_left = Fraction(0), None
    end = at
    while True:
        part = _below_thousand(tokens, end, started=end > at)
        if part is None:
            break
        count, after = part
        half = _and_a_half(tokens, after)
        size = _scale_at(tokens, after + half, count)
        if size is not None and (scale_left is None or size < scale_left):
            total += (count + Fraction(1, 2) if half else count) * size
            end, scale_left = after + half + 1, size
            if half == 0 and _and_a_half(tokens, end):
                total += Fraction(size, 2)
                return total, end + 3
            continue
        if scale_left is not None and count >= scale_left:
            break
        if half and end == at and _word(tokens, after + half) in ("dozen", "hundred"):
            size = {"dozen": 12, "hundred": 100}[_word(tokens, after + half)]
            return (count + Fraction(1, 2)) * size, after + half + 1
        total, end = total + count, after
        break
    return (total, end) if end > at else None


def _and_a_half(tokens: Sequence[Token], at: int) -> int:
    """How many tokens say "and a half" (three or none)."""
    return 3 if [_word(tokens, at + step) for step in range(3)] == ["and", "a", "half"] else 0


def _scale_at(tokens: Sequence[Token], at: int, count: Fraction) -> int | None:
    """The scale word at `at`; a letter alone ("1.5m", "40k") only where it touches its digits."""
    word = _word(tokens, at)
    size: int | None = word_lists()["scales"].get(word)
    if size is None or len(word) > 2:
        return size
    touches = tokens[at].start == tokens[at - 1].end
    metres = word == "m" and _word(tokens, at + 1) in (
        "",
        "from",
        "away",
        "long",
        "wide",
        "high",
        "deep",
        "tall",
        "of",
        "to",
    )
    return size if touches and not metres and count.numerator else None


def _below_thousand(tokens: Sequence[Token], at: int, *, started: bool) -> tuple[Fraction, int] | None:
    """A count under a thousand, or digits of any length: "a hundred and five", "two dozen", "1,250"."""
    lists = word_lists()
    if started and _word(tokens, at) == "and":
        if _digits(_word(tokens, at + 1)) is not None or _word(tokens, at + 1) in ("a", "an"):
            return None
        at += 1
    word = _word(tokens, at)
    digits = _digits(word)
    if digits is not None:
        if started and digits >= 1000:
            return None
        return _hundreds(tokens, digits, at + 1) if digits < 100 else (digits, at + 1)
    if word in ("a", "an", "the") or word == "":
        return _one_group(tokens, at)
    if word in lists["groups"]:
        return _group(tokens, Fraction(1), at) if word in ("dozen", "both", "couple", "pair") else None
    small = _below_hundred(tokens, at)
    return None if small is None else _hundreds(tokens, *small)


def _one_group(tokens: Sequence[Token], at: int) -> tuple[Fraction, int] | None:
    """ "a hundred", "a dozen", "a couple of": the article stands for one, and so in "a thousand"."""
    word = _word(tokens, at + 1)
    if word == "hundred":
        return _hundreds(tokens, Fraction(1), at + 1)
    if word in word_lists()["scales"] and len(word) > 2 and _word(tokens, at) != "the":
        return Fraction(1), at + 1
    if word in word_lists()["groups"] and word != "both":
        return _group(tokens, Fraction(1), at + 1)
    return None


def _group(tokens: Sequence[Token], count: Fraction, at: int) -> tuple[Fraction, int]:
    """ "two dozen", "a dozen and a half", "a pair of"."""
    size = Fraction(word_lists()["groups"][_word(tokens, at)])
    end = at + 1
    if _word(tokens, at) == "dozen" and _and_a_half(tokens, end):
        return count * size * Fraction(3, 2), end + 3
    return count * size, end


def _hundreds(tokens: Sequence[Token], count: Fraction, at: int) -> tuple[Fraction, int]:
    """`count`, taken on by "hundred and five", "dozen" or "score" where they follow."""
    if _word(tokens, at) in ("dozen", "score") and count < 100:
        return _group(tokens, count, at)
    if _word(tokens, at) != "hundred":
        return count, at
    rest_at = at + 2 if _word(tokens, at + 1) == "and" else at + 1
    rest = _below_hundred(tokens, rest_at)
    return (count * 100 + rest[0], rest[1]) if rest else (count * 100, at + 1)


def _below_hundred(tokens: Sequence[Token], at: int) -> tuple[Fraction, int] | None:
    """ "seven", "seventeen", "seventy", "seventy-seven", in words."""
    lists = word_lists()
    word = _word(tokens, at)
    if word in lists["units"] or word in lists["teens"]:
        return Fraction(lists["units"].get(word, lists["teens"].get(word))), at + 1
    if word not in lists["tens"]:
        return None
    unit_at = at + 2 if _word(tokens, at + 1) in _DASHES else at + 1
    unit = lists["units"].get(_word(tokens, unit_at), 0)
    return Fraction(lists["tens"][word] + unit), unit_at + 1 if unit else at + 1


def _digits(word: str) -> Fraction | None:
    """Digits as a number: "1,250" and "1.250" are thousands, "1.5" is one and a half."""
    parts = re.split(r"[.,]", word)
    if len(word) > MAX_DIGITS + MAX_DIGITS // 3 or not all(map(str.isdecimal, parts)):
        return None
    if (
        len(parts) > 1
        and all(len(part) == 3 for part in parts[1:])
        and len(parts[0]) <= 3
        and parts[0] != "0"
    ):
        return Fraction(int("".join(parts)))
    if len(parts) == 1:
        return Fraction(int(word))
    if len(parts) == 2 and "." in word and len(parts[1]) <= 2:
        return Fraction(int("".join(parts)), 10 ** len(parts[1]))
    return None
