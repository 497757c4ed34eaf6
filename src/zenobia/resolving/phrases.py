"""What may stand around a name (titles, numbers, "suspected", "fighters"), and the name itself."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from zenobia.resolving.wording import bare, key_of

# A person's name has at most this many words ("Abdullah bin Zayed bin Sultan Al Nahyan").
LONGEST_PERSON = 7
# Words are taken off phrases of at most this length; a longer one is a clause.
_LONGEST_PHRASE = 16

_NUMBER = re.compile(r"\d[\d,.]*")
_NAME_PART = re.compile(r"(?:(?:al|el|ar|as|an|ash|ad|at|ul)[-‑])?[^\W\d_a-zß-öø-ÿ].*")
_ASIDE = re.compile(r"[\"“”][^\"“”]{1,40}[\"“”]\s?|\([^()]{1,40}\)\s?")
_QUALIFIED = re.compile(
    r"[\w.]+-(?:based|backed|led|linked|run|aligned|held|affiliated|allied|supported|funded)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Words:
    """The lists of party_words.toml."""

    titles: frozenset[str]
    offices: frozenset[str]
    links: frozenset[str]
    after_name: frozenset[str]
    before: frozenset[str]
    after: frozenset[str]
    heads_of: frozenset[str]
    bodies: frozenset[str]
    generic: frozenset[str]
    singular_pronouns: frozenset[str]
    plural_pronouns: frozenset[str]
    speaker_pronouns: frozenset[str]
    small: frozenset[str]
    openers: frozenset[str]
    stand_ins: dict[str, str]


@lru_cache(maxsize=1)
def party_words() -> Words:
    table = tomllib.loads((Path(__file__).parent / "party_words.toml").read_text("utf-8"))
    stand_ins = {
        key_of(phrase): kind
        for kind, phrases in table.pop("stand_ins").items()
        for phrase in phrases.split("|")
    }
    return Words(**{name: frozenset(words.split()) for name, words in table.items()}, stand_ins=stand_ins)


def is_title(token: str) -> bool:
    return token.rstrip(".").lower() in party_words().titles


def is_number(token: str) -> bool:
    return _NUMBER.fullmatch(token) is not None


def is_capital(token: str) -> bool:
    """Whether a word begins as names do; "al-Nusra" does."""
    return _NAME_PART.fullmatch(token) is not None


def without_asides(words: str) -> str:
    """Without a nickname in quotes and what stands in brackets: 'John “J.D.” Smith' is John Smith."""
    return bare(_ASIDE.sub("", words))


def forms(words: str) -> Iterator[tuple[str, bool]]:
    """The words with ever more taken off either side, and whether anything was taken off the end.

    Off the beginning goes any word in lower case that links nothing; off the end only what closes with the
    word for a group or its people: "Peshmerga counter-attack brigades", not "ISIS crimes".
    """
    lists, tokens = party_words(), words.split()
    if len(tokens) > _LONGEST_PHRASE:
        return
    left = 0
    while left < len(tokens) - 1 and _may_precede(tokens[left]):
        left += 1
    right = len(tokens)
    if tokens and tokens[-1].lower().rstrip(".,") in lists.after:
        right -= 1
        while right > 1 and _may_follow(tokens[right - 1]):
            right -= 1
    cuts = [(start, end) for start in range(left + 1) for end in range(right, len(tokens) + 1) if start < end]
    for start, end in sorted(cuts, key=lambda cut: cut[0] - cut[1]):
        yield bare(" ".join(tokens[start:end])), end < len(tokens)


def _may_precede(token: str) -> bool:
    lists, lowered = party_words(), token.lower()
    if is_number(token) or lowered in lists.before or _QUALIFIED.fullmatch(token):
        return True
    if lowered in lists.generic | lists.small | lists.links or lowered.endswith("ing"):
        return False
    return token.islower() and not lowered.startswith(("anti", "non-"))


def _may_follow(token: str) -> bool:
    lists, lowered = party_words(), token.lower()
    return lowered == "and" or lowered in lists.after or (token.islower() and lowered not in lists.small)


def stand_in(words: str) -> str | None:
    """The kind a phrase stands for without naming it: "the watchdog", "other coalition forces"."""
    found = (party_words().stand_ins.get(key_of(form)) for form, _ in forms(words))
    return next((kind for kind in found if kind), None)


def person_in(words: str, nationalities: frozenset[str]) -> str | None:
    """The person's name at the end of the words, after a title or a description; None where there is none.

    "US Secretary of State Marco Rubio", "Observatory director Rami Abdel Rahman", "Mr Colville".
    """
    tokens = _without_degrees(without_asides(words.split(",")[0]).split())
    begin = _name_begins(tokens)
    if begin is None or begin == 0 or _links(tokens[begin - 1]):
        return None
    name = tokens[begin:]
    if not name or name[0].lower() in party_words().links:
        return None
    while len(name) > 1 and (name[0].lower() in party_words().small or key_of(name[0]) in nationalities):
        name = name[1:]
    if len(name) > LONGEST_PERSON:
        return None
    last = name[-1].lower()
    return None if last in party_words().generic or last in party_words().after else " ".join(name)


def _name_begins(tokens: Sequence[str]) -> int | None:
    """Where the capitals at the end begin, past the last title; without a title there must be two of them."""
    begin = len(tokens)
    while begin > 0 and (
        is_capital(tokens[begin - 1])
        or (begin < len(tokens) and tokens[begin - 1].lower() in party_words().small)
    ):
        begin -= 1
    titles = [at for at, token in enumerate(tokens) if is_title(token)]
    if titles:
        return _after_title(tokens, max(begin, titles[-1] + 1))
    described = begin > 0 and tokens[begin - 1].islower()
    return begin if described and sum(map(is_capital, tokens[begin:])) > 1 else None


def _after_title(tokens: Sequence[str], begin: int) -> int:
    """Past what the title is of: "Secretary of | State Marco Rubio"; a place stays and spoils the name."""
    at = begin
    if at < len(tokens) and tokens[at] in ("of", "for"):
        at += 1
        while at < len(tokens) and (
            tokens[at].lower() in party_words().offices or tokens[at] in ("and", "the")
        ):
            at += 1
    return at


def _without_degrees(tokens: list[str]) -> list[str]:
    while len(tokens) > 2 and tokens[-1].lower().strip(".") in party_words().after_name:
        tokens = tokens[:-1]
    return tokens


def _links(token: str) -> bool:
    return token.lower() in party_words().small | party_words().links


def proper_name(words: str) -> str | None:
    """The words as a name, where all of them are written as names are; "Local sources" is none."""
    lists = party_words()
    tokens = _without_degrees(without_asides(words).split())
    if not tokens or is_number(tokens[0]):
        return None
    if tokens[0].lower() in lists.generic and len(tokens) > 1 and tokens[1] in lists.links:
        return None
    if not all(is_capital(token) or token[0].isdigit() or token.lower() in lists.small for token in tokens):
        return None
    telling = [t for t in tokens if t.lower().strip(".,") not in lists.generic | lists.small | lists.titles]
    if not telling or (len(tokens) <= 2 and tokens[-1].lower() in lists.generic | lists.titles):
        return None
    return " ".join(tokens)
