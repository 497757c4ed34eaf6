"""Words of a party brought to one form, so that press spellings of one name meet."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Longer words are no party's name; a reader that hands over a paragraph gets no answer.
LONGEST_MENTION = 240

_DROPPED = str.maketrans("", "", ".'’‘`´ʿʾʼ")
_WORD = re.compile(r"\w+")
_UNSAID = frozenset({"the", "a", "an", "al", "el", "ul", "ad", "ash", "ar", "as", "at"})
_EDGES = " \t\r\n\"“”„«»'‘’,.;:–—-"
_ARTICLE = re.compile(r"(?:the|a|an)\s+", re.IGNORECASE)
_POSSESSIVE = re.compile(r"(?:['’]s?)$")

# A one-word alias this short, or in capitals throughout, is taken only in its own letter case:
# "IS" is the Islamic State, "is" is a verb.
_SHORT = 4


@lru_cache(maxsize=8192)
def key_of(words: str) -> str:
    """The form under which names are compared: no case, accents, dots, apostrophes, hyphens, articles or al-.

    "the al-Nusra Front", "Al Nusra front" -> "nusra front"; "Da'esh" -> "daesh"; "U.N." -> "un".
    """
    plain = words.translate(_DROPPED)
    if not plain.isascii():
        decomposed = unicodedata.normalize("NFKD", plain.replace("ı", "i"))
        plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    tokens = _WORD.findall(plain.casefold())
    kept = [token for token in tokens if token not in _UNSAID]
    return " ".join(kept or tokens)


def bare(words: str) -> str:
    """The words without quotation marks, article, possessive and stray punctuation at the edges."""
    trimmed = words.strip(_EDGES) if not words.rstrip().endswith(".") else words.strip().lstrip(_EDGES)
    trimmed = _ARTICLE.sub("", trimmed, count=1) if _ARTICLE.match(trimmed) else trimmed
    return _POSSESSIVE.sub("", trimmed).strip()


def needs_its_case(alias: str) -> bool:
    """Whether an alias counts only in its own letter case, lest a common word be taken for a party."""
    return " " not in alias and (len(alias) <= _SHORT or alias.isupper())


def same_case(words: str, alias: str) -> bool:
    """Whether the words are the alias letter for letter, but for dots ("U.S.") and a slip ("ISIl")."""
    said, known = bare(words).translate(_DROPPED), alias.translate(_DROPPED)
    if len(known) >= _SHORT and known.isupper() and sum(letter.isupper() for letter in said) > 1:
        return said.upper() == known
    return said == known
