"""The keys that place names are looked up by: folded spelling, and sound."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache, lru_cache

MAX_NAME = 120
MOST_ALIKE = 20

# "al-Sukhnah", "As Sukhnah" and "Sukhna" are one name; so are "Deir ez-Zor" and "Deir al-Zour". The French
# and Spanish articles are left alone: they seldom come and go from one newspaper to the next.
ARTICLES = frozenset(
    [
        "al",
        "el",
        "ul",
        "as",
        "ash",
        "ar",
        "ad",
        "az",
        "an",
        "at",
        "ath",
        "adh",
        "es",
        "esh",
        "er",
        "ed",
        "ez",
        "en",
        "et",
        "il",
        "ush",
        "us",
        "ud",
        "ur",
        "the",
    ]
)
LONG_FORMS = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort", "&": "and"}

_ARABIC_ARTICLE = re.compile(r"(?<!\w)ال(?=\w\w)")
_SILENT = re.compile(r"['’‘ʿʾʻʼ`´\"“”.]")
_PARTS = re.compile(r"[a-z0-9]+")


@lru_cache(maxsize=65536)
def folded(name: str) -> str:
    """The name in plain lower-case letters, without accents, points, hyphens and Arabic articles.

    A name that is nothing but articles keeps them; a name without letters folds to nothing.
    """
    return fold(name)[0]


def fold(name: str) -> tuple[str, bool]:
    """The folded name, and whether an article was dropped: "El Salvador" is not the town of Salvador."""
    plain = name[:MAX_NAME]
    if not plain.isascii():
        plain = _anyascii()(_ARABIC_ARTICLE.sub("", plain))
    parts = _PARTS.findall(_SILENT.sub("", plain.lower()))
    kept = [LONG_FORMS.get(part, part) for part in parts if part not in ARTICLES]
    if not kept:
        return " ".join(parts), False
    return " ".join(kept), len(kept) < len(parts)


def sound(key: str) -> str:
    """How a folded name sounds: "palymra" and "palmyra" are alike, so are "rakka" and "raqqah"."""
    letters = key.replace(" ", "")
    return _metaphone()(letters) if letters.isalpha() else ""


def alike(key: str, others: Sequence[str], least: float) -> list[tuple[str, float]]:
    """Those of the folded names that are at least so much alike, 0 to 1; swapping two letters is one slip."""
    from rapidfuzz import process
    from rapidfuzz.distance import DamerauLevenshtein

    scorer = DamerauLevenshtein.normalized_similarity
    return [
        (other, score)
        for other, score, _ in process.extract(
            key, others, scorer=scorer, score_cutoff=least, limit=MOST_ALIKE
        )
    ]


@cache
def _metaphone() -> Callable[[str], str]:
    from jellyfish import metaphone

    return metaphone


@cache
def _anyascii() -> Callable[[str], str]:
    from anyascii import anyascii

    return anyascii
