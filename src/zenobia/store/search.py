"""Words that a filter looks for, in and out of the full-text index."""

from __future__ import annotations

from collections.abc import Iterable

from zenobia.errors import BadInput
from zenobia.model import Claim, Mention

# A letter of no language, which the index takes for a word: two names side by side are no phrase.
_BETWEEN_NAMES = " \ue000 "

_LONGEST = 500


def search_columns(claim: Claim, text: str) -> dict[str, str]:
    """What is indexed: words and names of the claim's parties, place and sources, and its sentences."""
    place = () if claim.place is None else (claim.place,)
    columns = {
        "places": [*_names(place)],
        "actors": [*_names(claim.actors)],
        "targets": [*_names(claim.targets)],
        "sources": [*_names(claim.sources), *(n for s in claim.sources for n in (s.via, s.origin) if n)],
        "evidence": [span.of(text) for span in claim.evidence],
    }
    return {column: encodable(_BETWEEN_NAMES.join(names)) for column, names in columns.items()}


def phrase(columns: str, words: str) -> str | None:
    """The expression that finds `words` together in one of the columns; None where they are no words."""
    _refuse_long(words)
    return f"{{{columns}}} : {_quoted(words)}" if _has_letters(words) else None


def all_words(columns: str, words: str) -> str | None:
    """The expression that finds every one of the words, in any order."""
    _refuse_long(words)
    each = [_quoted(word) for word in words.split() if _has_letters(word)]
    return f"{{{columns}}} : ({' AND '.join(each)})" if each else None


def _names(mentions: Iterable[Mention]) -> Iterable[str]:
    for mention in mentions:
        yield mention.text
        name = getattr(mention, "name", None)
        if name and name != mention.text:
            yield name


def _refuse_long(words: str) -> None:
    if len(words) > _LONGEST:
        raise BadInput(f"“{words[:30]}…” is too long to look for; {_LONGEST} letters are the most")


def _has_letters(words: str) -> bool:
    return any(letter.isalnum() for letter in words)


def _quoted(words: str) -> str:
    """A string of FTS5, in which nothing but the quotation mark has a meaning."""
    return '"' + encodable(words).replace("\0", " ").replace('"', '""') + '"'


def encodable(words: str) -> str:
    return words.encode("utf-8", "replace").decode("utf-8")
