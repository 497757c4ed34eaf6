"""Read coded reports: the gold set's form, one JSON file a report with its text and its claims."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from zenobia.model import Article, Block, BlockLabel, Span

Coded = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Report:
    """A report with its codings; `weight` is how much its labels are trusted."""

    id: str
    article: Article
    claims: tuple[Coded, ...]
    weight: float = 1.0


def article_of(title: str | None, text: str, published: str | None) -> Article:
    """The article as a page would give it: the headline, an empty line, the body."""
    head = (title or "").strip()
    whole = f"{head}\n\n{text}" if head else text
    blocks = [Block(BlockLabel.HEADLINE, Span(0, len(head)))] if head else []
    blocks.append(Block(BlockLabel.BODY, Span(len(whole) - len(text), len(whole))))
    day = date.fromisoformat(published) if re.fullmatch(r"\d{4}-\d\d-\d\d", published or "") else None
    return Article(whole, tuple(blocks), title=head or None, published_on=day)


def read_reports(folder: Path) -> list[Report]:
    """Every coded report of the folder, in the order of their names."""
    reports = []
    for path in sorted(folder.glob("*.json")):
        one = json.loads(path.read_text("utf-8"))
        article = article_of(one.get("title"), one["text"], one.get("published"))
        reports.append(Report(one["id"], article, tuple(one["claims"])))
    return reports


def occurrences(text: str, words: str) -> list[Span]:
    """Everywhere that the words stand in the text as words; anywhere at all if nowhere so."""
    if not words:
        return []
    loose = [Span(found.start(), found.end()) for found in re.finditer(re.escape(words), text)]
    whole = [span for span in loose if _stands_alone(text, span)]
    return whole or loose


def _stands_alone(text: str, span: Span) -> bool:
    before, after = text[max(0, span.start - 1) : span.start + 1], text[span.end - 1 : span.end + 1]
    return not re.fullmatch(r"\w\w", before) and not re.fullmatch(r"\w\w", after)


def filled(claim: Coded, slot: str) -> Iterator[Coded]:
    """The mentions that fill a slot of a coded claim, whether it takes one or many."""
    value = claim.get(slot)
    if isinstance(value, dict):
        yield value
    elif isinstance(value, str):
        yield {"text": value}
    elif isinstance(value, Sequence):
        yield from value
