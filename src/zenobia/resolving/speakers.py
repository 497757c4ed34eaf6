"""Of which kind a speaker is: by who they are, by their words, and by what the article calls them.

"Pentagon spokesman Peter Cook ... Cook" speaks for the military wherever he is named.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from zenobia.model import Reason, SourceKind
from zenobia.resolving.coreference import Report
from zenobia.resolving.registry import Registry
from zenobia.resolving.tables import Actor
from zenobia.resolving.wording import bare

KIND_OF_ACTOR = {
    "state": SourceKind.GOVERNMENT,
    "government": SourceKind.GOVERNMENT,
    "legislature": SourceKind.GOVERNMENT,
    "court": SourceKind.GOVERNMENT,
    "police": SourceKind.GOVERNMENT,
    "intelligence": SourceKind.GOVERNMENT,
    "military": SourceKind.MILITARY,
    "paramilitary": SourceKind.MILITARY,
    "private military": SourceKind.MILITARY,
    "coalition": SourceKind.MILITARY,
    "armed group": SourceKind.ARMED_GROUP,
    "criminal group": SourceKind.ARMED_GROUP,
    "un": SourceKind.UN,
    "aid": SourceKind.AID,
    "medical": SourceKind.MEDICAL,
    "monitor": SourceKind.MONITOR,
    "media": SourceKind.MEDIA,
    "state media": SourceKind.STATE_MEDIA,
    "expert": SourceKind.EXPERT,
    "intergovernmental": SourceKind.OTHER,
    "party": SourceKind.OTHER,
    "opposition": SourceKind.OTHER,
    "people": SourceKind.OTHER,
}

# How far before and after a name the article's description of a person may reach.
_BEFORE, _AFTER = 90, 110
# A person named more often than this has been described by then.
_MOST_MENTIONS = 12
_CLAUSE_OR_COMMA = re.compile(
    r"[,;:!?\n\"“”]|\.(?=\s+[A-Z]|\n|$)(?<![A-Z]\.)|\b(?:said|says|told|that|who|which|added)\b"
)
_APPOSITION = re.compile(r"\s?(?:,|\(|–|—|-)\s?|\s(?:of|from|with|at|in)\s(?:the\s)?")
_PLURAL_OFFICIALS = re.compile(r"\bofficials$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SourceWords:
    """The lists of source_words.toml: phrases per kind, in the order they are asked."""

    kinds: tuple[tuple[SourceKind, re.Pattern[str]], ...]
    unnamed: frozenset[str]
    passing_on: re.Pattern[str]
    to: re.Pattern[str]
    outlets: re.Pattern[str]


@lru_cache(maxsize=1)
def source_words() -> SourceWords:
    table = tomllib.loads((Path(__file__).parent / "source_words.toml").read_text("utf-8"))
    chains = table["chains"]
    return SourceWords(
        tuple((SourceKind(row["name"]), _any_of(row["words"])) for row in table["kind"]),
        frozenset(table["unnamed"].split("|")),
        _any_of(chains["passing_on"]),
        _any_of(chains["to"]),
        _any_of(chains["outlets"]),
    )


def _any_of(phrases: str) -> re.Pattern[str]:
    longest_first = sorted(phrases.split("|"), key=len, reverse=True)
    return re.compile(r"(?<![\w.])(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\w)", re.IGNORECASE)


def kind_in(words: str) -> tuple[SourceKind, str] | None:
    """The kind the words themselves say, and the phrase that says it."""
    for kind, pattern in source_words().kinds:
        match = pattern.search(words)
        if match is not None:
            return kind, match.group()
    return None


def is_unnamed(words: str) -> bool:
    """ "a military source", "two US officials", "officials in Kyiv": nobody is named."""
    head = re.split(r"\s(?:of|in|at|from|within|close|familiar|with)\s", bare(words), maxsplit=1)[0]
    tokens = head.lower().split()
    return bool(tokens) and tokens[-1] in source_words().unnamed


def kind_of_actor(actor: Actor, registry: Registry) -> SourceKind | None:
    """What the registry's kind makes of a speaker; a person speaks for what they are part of."""
    for above in registry.lineage(actor):
        if above.kind != "person":
            return KIND_OF_ACTOR.get(above.kind)
    return None


def kind_of(
    words: str, name: str | None, actor: Actor | None, report: Report, registry: Registry
) -> tuple[SourceKind, Reason] | None:
    """The kind of a speaker: the unnamed by their words, the known by who they are, others as described."""
    said = kind_in(words)
    if (
        said is not None
        and said[0] is SourceKind.WITNESS
        and (actor is None or actor.kind in ("media", "state"))
    ):
        return said[0], Reason("word for a speaker", 0.9, said[1])
    if is_unnamed(words):
        return _kind_of_unnamed(words, actor, registry)
    if actor is not None:
        kind = kind_of_actor(actor, registry)
        if kind is not None:
            return kind, Reason("kind of the party", 0.9, actor.kind)
    if said is not None and (said[0] not in _UNTELLING or name is None):
        return said[0], Reason("word for a speaker", 0.8, said[1])
    described = _described(name, report, registry) if name is not None else None
    if described is None and said is not None:
        return said[0], Reason("word for a speaker", 0.6, said[1])
    return described


# Words for a speaker that say less than whom they speak for.
_UNTELLING = frozenset({SourceKind.OTHER, SourceKind.UNNAMED_OFFICIAL})


def _described(name: str, report: Report, registry: Registry) -> tuple[SourceKind, Reason] | None:
    """The kind by what the article calls a name; else by the party it is told beside ("Hamas spokesman")."""
    weaker = None
    for start, end in _descriptions(name, report):
        called = kind_in(report.text[start:end])
        if called is not None and called[0] not in _UNTELLING:
            return called[0], Reason("described in the article", 0.6, called[1])
        for named in report.within(start, end):
            kind = kind_of_actor(named.actor, registry) if named.actor is not None else None
            if kind is not None and called is not None:
                return kind, Reason("described in the article", 0.6, named.words)
        if called is not None and called[0] is SourceKind.OTHER:
            weaker = called[0], Reason("described in the article", 0.5, called[1])
    return weaker


def _kind_of_unnamed(words: str, actor: Actor | None, registry: Registry) -> tuple[SourceKind, Reason] | None:
    said = kind_in(words)
    if said is not None and said[0] not in _UNTELLING and said[0] is not SourceKind.GOVERNMENT:
        return said[0], Reason("word for a speaker", 0.8, said[1])
    kind = kind_of_actor(actor, registry) if actor is not None else None
    if actor is not None and kind is not None:
        if kind is SourceKind.GOVERNMENT and not _PLURAL_OFFICIALS.search(bare(words)):
            kind = SourceKind.UNNAMED_OFFICIAL
        return kind, Reason("unnamed, from a party", 0.7, actor.name)
    return (said[0], Reason("word for a speaker", 0.8, said[1])) if said is not None else None


def _descriptions(name: str, report: Report) -> Iterator[tuple[int, int]]:
    """Where the words stand right before and, as an apposition, right after each mention of a name."""
    text, at, seen = report.text, report.text.find(name), 0
    while name and at >= 0 and seen < _MOST_MENTIONS:
        end = at + len(name)
        opening = _APPOSITION.match(text, end)
        if opening is not None:
            stop = _CLAUSE_OR_COMMA.search(text, opening.end(), end + _AFTER)
            yield opening.end(), stop.start() if stop else min(len(text), end + _AFTER)
        begin = max(0, at - _BEFORE)
        for mark in _CLAUSE_OR_COMMA.finditer(text, begin, at):
            begin = mark.end() if text[mark.end() : at].strip() else begin
        yield begin, at
        at, seen = text.find(name, end), seen + 1
