"""Tell "Islamic State holds Raqqa" from "held Raqqa": only the first says who has it on the day of the report.

The rule is narrow on purpose: a present verb in the same clause as the place, right before it or right after it.
"Rebel-held Raqqa", "in control of Raqqa" and headlines in the historical present ("Army takes Raqqa") have no
tense of their own, and stay undated.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from zenobia.model import Claim

# "Holds the strategic northern city of Raqqa": so many words between the verb and the place, at most.
_WORDS_BETWEEN = 5
# How far before the verb a doubt is looked for.
_WORDS_BEFORE = 4
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+){0,3}|[^\w\s]")


def tells_of_the_present(claim: Claim, sentences: Sequence[str]) -> bool:
    """Whether a claim that names no day at all says of its place who holds it now, in these words.

    `sentences` are those of the claim's evidence.
    """
    if claim.when is not None or claim.place is None:
        return False
    for span, sentence in zip(claim.evidence, sentences, strict=False):
        start, end = claim.place.span.start - span.start, claim.place.span.end - span.start
        if start >= 0 and sentence[start:end] == claim.place.text:
            return _holds_before(_words_of(sentence[:start])) or _is_held_after(_words_of(sentence[end:]))
    return False


def _holds_before(words: Sequence[str]) -> bool:
    """ "Islamic State still controls the city of" """
    table = _table()
    for back, word in enumerate(reversed(words[-_WORDS_BETWEEN - 1 :]), start=1):
        if not word[0].isalnum():
            return False
        before = words[max(0, len(words) - back - _WORDS_BEFORE) : len(words) - back]
        is_verb = word in table["verbs"] or (
            word in table["plural_verbs"] and bool(before) and before[-1] in table["before_plural"]
        )
        if is_verb:
            return table["doubts"].isdisjoint(before)
    return False


def _is_held_after(words: Sequence[str]) -> bool:
    """ "city, which is still held by" """
    table, at = _table(), 0
    for optional in (table["kinds_of_place"], {","}, table["relatives"]):
        at += at < len(words) and words[at] in optional
    if at >= len(words) or words[at] not in table["auxiliaries"]:
        return False
    at += 1
    at += at < len(words) and words[at] in table["adverbs"]
    return any(" ".join(words[at : at + said.count(" ") + 1]) == said for said in table["held"])


def _words_of(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


@lru_cache(maxsize=1)
def _table() -> dict[str, frozenset[str]]:
    read = tomllib.loads(Path(__file__).with_name("present.toml").read_text("utf-8"))
    return {name: frozenset(words) for name, words in read.items()}
