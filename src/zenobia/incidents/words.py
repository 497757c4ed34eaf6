"""Words that tell one happening from another: names, ages, streets, and the stems of sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from pathlib import Path

from zenobia.model import ActorMention, Claim, Mention, SourceMention

# A name has three letters or more; of numbers, ages and house numbers tell most.
_MARKED = re.compile(r"[A-Z][a-z'’-]{1,30}[a-z]|\b\d{1,6}\b")
_YEAR = re.compile(r"(?:19|20)\d\d")
_NAME = re.compile(r"[A-Z][a-z'’-]{1,20}[a-z]")
# "Amina Yusuf", "Michael D. Brown": up to five names, with initials between them.
_FULL_NAME = re.compile(rf"\b{_NAME.pattern}(?:\s(?:[A-Z]\.?\s)?{_NAME.pattern}){{1,4}}")
_WORD = re.compile(r"[a-z]{4,30}")
_LONGEST_SENTENCE = 2000
_MOST_NAMES = 200
_MOST_STEMS = 80
# English ends its words late; five letters are a stem that "killed", "killing" and "kills" share.
_STEM = 5


def names_of(sentences: Iterable[str]) -> set[str]:
    """Capitalised words and numbers of the sentences, without those of the calendar and the trade."""
    found = (word for sentence in sentences for word in _MARKED.findall(sentence[:_LONGEST_SENTENCE]))
    some = islice((word for word in found if word not in _common()), _MOST_NAMES)
    return {word for word in some if not _YEAR.fullmatch(word)}


def known_words(claims: Iterable[Claim]) -> set[str]:
    """The words of the parties, places and sources that are known, and of days: slots account for them."""
    return {word for claim in claims for mention in _known(claim) for word in _MARKED.findall(mention.text)}


def person_of(words: str) -> str | None:
    """ "amina yusuf" of "Amina H. Yusuf, 34": first and last name of who is called by both; None for all others.

    "Cook County" and "Free Army" are written like such names; words that no person is called by give them away.
    """
    for run in _FULL_NAME.findall(words[:_LONGEST_SENTENCE]):
        names = _NAME.findall(run)
        if not any(name in _common() or name in _no_persons() for name in names):
            return f"{names[0]} {names[-1]}".casefold()
    return None


def tells_nothing(word: str) -> bool:
    """Whether a word is of the calendar, of reporting, or among the commonest of the language."""
    return word in _common()


def tells_nobody(word: str) -> bool:
    """Whether a word of a name is one of bodies, places and peoples: "Syrian", "hospital"."""
    return word.capitalize() in _no_persons()


def stems_of(sentences: Iterable[str]) -> Iterator[str]:
    """The words of the sentences, cut to stems, without the commonest of English."""
    found = (
        word for sentence in sentences for word in _WORD.findall(sentence[:_LONGEST_SENTENCE].casefold())
    )
    return islice((word[:_STEM] for word in found if word not in _common()), _MOST_STEMS)


def _known(claim: Claim) -> Iterator[Mention]:
    for mention in (*claim.actors, *claim.targets, *claim.sources, claim.place, claim.when):
        if isinstance(mention, ActorMention | SourceMention):
            if mention.actor_id is not None:
                yield mention
        elif mention is not None:
            yield mention


@cache
def _common() -> frozenset[str]:
    """Words that tell nothing apart: of the calendar, of reporting, and the commonest of the language."""
    words = _words_in("common_words.txt")
    return words | {word.capitalize() for word in words}


@cache
def _no_persons() -> frozenset[str]:
    return frozenset(word.capitalize() for word in _words_in("no_persons.txt"))


def _words_in(name: str) -> frozenset[str]:
    lines = Path(__file__).with_name(name).read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
