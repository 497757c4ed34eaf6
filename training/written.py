"""Read our own written news: reports with their claims in short lines beneath, sentences numbered from one.

# Headline
A sentence a line.
> shelling!possible s=1,2 A=the army T=civilians P=Derna W=on Monday K=killed/civilian:two men S=police/government
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from training.reports import Coded, Report, article_of

_FIELD = re.compile(r"(?:^|\s)([sATOPWKSQ])=")
_NAMES = {"A": "actors", "T": "targets", "O": "objects"}


class BadCoding(ValueError):
    """A line of claims names words that do not stand in its report."""


def read_written(path: Path) -> Iterator[Report]:
    for n, part in enumerate(re.split(r"^# ", path.read_text("utf-8"), flags=re.MULTILINE)[1:]):
        title, *lines = part.strip().split("\n")
        sentences = [line for line in lines if not line.startswith("> ")]
        text = " ".join(sentences)
        claims = tuple(
            _claim(line[2:], sentences, f"{title} {text}") for line in lines if line.startswith("> ")
        )
        yield Report(f"{path.stem}-{n}", article_of(title, text, None), claims)


def _claim(line: str, sentences: list[str], text: str) -> Coded:
    head, *pieces = _FIELD.split(line)
    kind, _, realis = head.strip().partition("!")
    claim: Coded = {"kind": kind, "realis": realis or "asserted", "place": None, "when": None, "quote": None}
    claim |= {"actors": [], "targets": [], "objects": [], "toll": [], "sources": [], "evidence": []}
    for letter, value in zip(pieces[::2], pieces[1::2], strict=True):
        _fill(claim, letter, value.strip(), sentences, text)
    return claim


def _fill(claim: Coded, letter: str, value: str, sentences: list[str], text: str) -> None:
    def words(one: str) -> str:
        if one not in text:
            raise BadCoding(f"{one!r} does not stand in the report that begins {text[:60]!r}")
        return one

    several = [one for one in value.split(";") if one]
    if letter == "s":
        claim["evidence"] = [sentences[int(n) - 1] for n in value.split(",")]
    elif letter == "Q":
        claim["quote"] = sentences[int(value) - 1]
    elif letter == "P":
        claim["place"] = {"text": words(value)}
    elif letter == "W":
        claim["when"] = {"text": words(value)}
    elif letter == "K":
        for one in several:
            labels, _, counted = one.partition(":")
            outcome, _, category = labels.partition("/")
            claim["toll"].append(
                {"outcome": outcome, "category": category or "unknown", "text": words(counted)}
            )
    elif letter == "S":
        for one in several:
            name, _, kind = one.rpartition("/")
            claim["sources"].append({"text": words(name), "kind": kind})
    else:
        claim[_NAMES[letter]] = [{"text": words(one)} for one in several]
