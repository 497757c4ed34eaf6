"""Tell English from other languages: by script and commonest words first, by a model in doubt."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, cast

from zenobia.errors import UnsupportedLanguage

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

# Only this much of a text is looked at.
CHARACTERS_READ = 20_000
# Share of function words above which a text is English beyond doubt; below it the model is asked.
# Over 476 coded reports: lowest 0.19, median 0.36; in German or Spanish below 0.1.
SURE_SHARE = 0.2
# How sure the model must be that a text in Latin letters is not English, and how many words it needs for it.
# Lists of place names come out as "Latin" at 0.25; two whole sentences of Spanish as Spanish at 0.96.
SURE_FOREIGN = 0.9
FEWEST_WORDS = 8
# A report in another script still holds names and numbers in Latin letters.
OTHER_SCRIPT_SHARE = 0.5

_WORD = re.compile(r"[^\W\d_]+")


def require_english(text: str) -> None:
    """Raise UnsupportedLanguage if `text` is beyond doubt not English."""
    language = foreign_language(text)
    if language is not None:
        raise UnsupportedLanguage(f"It is written in {language}; only English can be read so far.")


def foreign_language(text: str) -> str | None:
    """The name of the language of `text`, or None where that is English or may be."""
    sample = text[:CHARACTERS_READ]
    if not _is_in_latin_letters(sample):
        return str(_table()["names"].get(_guess(sample)[0], "a script that is not Latin"))
    words = _WORD.findall(sample.casefold())
    common = _table()["english"]["function_words"]
    if len(words) < FEWEST_WORDS or sum(word in common for word in words) >= SURE_SHARE * len(words):
        return None
    code, confidence = _guess(sample)
    if code == "en" or confidence < SURE_FOREIGN:
        return None
    return cast("str | None", _table()["names"].get(code))


def function_words() -> frozenset[str]:
    """The commonest words of English, which say nothing of what a text is about."""
    return frozenset(_table()["english"]["function_words"])


def _is_in_latin_letters(sample: str) -> bool:
    counts = Counter(character for character in sample if character.isalpha())
    other = sum(
        n for letter, n in counts.items() if not unicodedata.name(letter, "LATIN").startswith("LATIN")
    )
    return other < OTHER_SCRIPT_SHARE * max(1, counts.total())


def _guess(sample: str) -> tuple[str, float]:
    return cast("tuple[str, float]", _identifier().classify(sample))


@cache
def _identifier() -> LanguageIdentifier:
    """The model, loaded when a text is in doubt first (0.6 s); English reports never need it."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


@cache
def _table() -> Mapping[str, Any]:
    """The words and names in languages.toml."""
    return tomllib.loads(resources.files(__package__).joinpath("languages.toml").read_text("utf-8"))
