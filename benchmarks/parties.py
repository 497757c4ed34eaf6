"""Parties and source kinds on a coded set, the gold words given: how many come out as the coders have them.

python -m benchmarks.parties [SET ...] [--json] [--errors]

A set is a folder of gold files; without one, ../shared/gold/dev is scored.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from zenobia.model import (
    ActorMention,
    Article,
    Block,
    BlockLabel,
    Claim,
    Kind,
    Realis,
    SourceMention,
    Span,
)
from zenobia.resolving.actors import resolve_actors
from zenobia.resolving.registry import Registry, open_registry
from zenobia.resolving.sources import resolve_sources

GOLD = Path(__file__).resolve().parents[2] / "shared" / "gold" / "dev"
_SMALL = frozenset(
    ["the", "a", "an", "of", "in", "on", "at", "to", "for", "and", "its", "his", "her", "their", "s"]
)


@dataclass
class Score:
    """What came of one set. `misses` pairs the words, the coders' value and ours."""

    named: int = 0
    equal: int = 0
    alike: int = 0
    same: int = 0
    unnamed: int = 0
    invented: int = 0
    sources: int = 0
    kinds: int = 0
    milliseconds: list[float] = field(default_factory=list)
    misses: Counter[tuple[str, str, str | None, str | None]] = field(default_factory=Counter)

    def figures(self) -> dict[str, float]:
        return {
            "parties": _share(self.equal, self.named),
            "parties_lenient": _share(self.alike, self.named),
            "parties_same_actor": _share(self.same, self.named),
            "parties_named_where_gold_is_not": _share(self.invented, self.unnamed),
            "source_kinds": _share(self.kinds, self.sources),
            "parties_counted": self.named,
            "sources_counted": self.sources,
            "milliseconds_median": round(sorted(self.milliseconds)[len(self.milliseconds) // 2], 2),
            "milliseconds_worst": round(max(self.milliseconds), 2),
        }


def score(folder: Path, registry: Registry) -> Score:
    """Resolve every report of the folder and compare mention by mention."""
    result = Score()
    for path in sorted(folder.glob("*.json")):
        coded = json.loads(path.read_text("utf-8"))
        article, claims = as_claims(coded)
        begun = time.perf_counter()
        resolved = resolve_sources(resolve_actors(claims, article, registry), article, registry)
        result.milliseconds.append((time.perf_counter() - begun) * 1000)
        for claim, gold in zip(resolved, coded["claims"], strict=True):
            _compare(claim, gold, result, registry)
    return result


def _compare(claim: Claim, gold: dict[str, Any], result: Score, registry: Registry) -> None:
    for slot in ("actors", "targets", "sources"):
        for mention, wanted in zip(getattr(claim, slot), gold.get(slot) or [], strict=True):
            _compare_name(slot, mention, wanted.get("name"), result, registry)
            if isinstance(mention, SourceMention):
                result.sources += 1
                result.kinds += mention.kind == wanted["kind"]
                if mention.kind != wanted["kind"]:
                    result.misses["kind", mention.text, wanted["kind"], mention.kind] += 1


def _compare_name(
    slot: str, mention: ActorMention | SourceMention, name: str | None, result: Score, registry: Registry
) -> None:
    if name is None:
        result.unnamed += 1
        result.invented += mention.name is not None
        if mention.name is not None:
            result.misses[slot, mention.text, None, mention.name] += 1
        return
    meant = registry.find(name) if mention.actor_id else None
    equal = name.casefold() == (mention.name or "").casefold()
    result.named += 1
    result.equal += equal
    result.alike += _alike(name, mention.name)
    result.same += equal or (meant is not None and meant.actor.id == mention.actor_id)
    if not equal:
        result.misses[slot, mention.text, name, mention.name] += 1


def _alike(left: str, right: str | None) -> bool:
    """The content words of one name are all in the other, as the score of the gold set has it."""
    a, b = (
        {w for w in re.findall(r"\w+", (name or "").lower()) if w not in _SMALL} for name in (left, right)
    )
    return bool(a and b and (a <= b or b <= a))


def as_claims(coded: dict[str, Any]) -> tuple[Article, list[Claim]]:
    """A gold file as an Article and Claims that hold its words and nothing else."""
    text = coded["text"]
    article = Article(
        text=text,
        blocks=(Block(BlockLabel.BODY, Span(0, len(text))),),
        title=coded.get("title"),
        outlet=coded.get("publisher"),
        published_on=date.fromisoformat(coded["published"][:10]) if coded.get("published") else None,
    )
    return article, [_as_claim(article, claim) for claim in coded["claims"]]


def _as_claim(article: Article, gold: dict[str, Any]) -> Claim:
    evidence = tuple(_span(article.text, sentence, ()) for sentence in gold["evidence"])
    where: dict[str, Any] = {"article": article, "evidence": evidence}
    return Claim(
        article_id=article.id,
        kind=Kind(gold["kind"]),
        realis=Realis(gold["realis"]),
        evidence=evidence,
        actors=tuple(ActorMention(text=m, span=s) for m, s in _words(gold.get("actors"), **where)),
        targets=tuple(ActorMention(text=m, span=s) for m, s in _words(gold.get("targets"), **where)),
        sources=tuple(SourceMention(text=m, span=s) for m, s in _words(gold.get("sources"), **where)),
    )


def _words(
    mentions: list[dict[str, Any]] | None, article: Article, evidence: Sequence[Span]
) -> Iterator[tuple[str, Span]]:
    for mention in mentions or []:
        yield mention["text"], _span(article.text, mention["text"], evidence)


def _span(text: str, words: str, within: Sequence[Span]) -> Span:
    """Where the words stand: in a sentence of the evidence where they do, else anywhere."""
    for sentence in within:
        at = text.find(words, sentence.start, sentence.end)
        if at >= 0:
            return Span(at, at + len(words))
    at = max(0, text.find(words))
    return Span(at, at + len(words))


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0


def main(arguments: Sequence[str]) -> int:
    flags = {argument for argument in arguments if argument.startswith("--")}
    folders = [Path(argument) for argument in arguments if not argument.startswith("--")] or [GOLD]
    registry = open_registry()
    results = {folder.name: score(folder, registry) for folder in folders}
    if "--errors" in flags:
        for result in results.values():
            for (slot, words, wanted, given), count in result.misses.most_common():
                print(f"{count:3} {slot:8} {words!r}: {wanted!r}, not {given!r}")
    print(json.dumps({folder: result.figures() for folder, result in results.items()}))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
