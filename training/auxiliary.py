"""Corpora with other schemas but the same skills, as examples for the slots alone: nothing is said of their kinds.

PolNeAR teaches who is credited with saying it, RAMS who did what to whom, where and with what, MUC-4 who was
behind an attack and whom it hit. A claim made from them is silent on the roles that the corpus does not annotate.
"""

from __future__ import annotations

import json
import random
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer

from training.examples import IGNORED, Example, examples_of
from training.reports import Coded, Report, article_of
from zenobia.model import Kind, Span
from zenobia.reading.labels import ROLES
from zenobia.reading.sentences import split_sentences

# A report gives at most so many windows and a window so many questions an epoch: the gold set must not drown.
WINDOWS, QUESTIONS = 2, 14
# Auxiliary labels count half of gold ones.
WEIGHT = 0.5
_TABLE = tomllib.loads((Path(__file__).parent / "auxiliary.toml").read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class Taught:
    """A report of another corpus, and for each of its claims the roles that the corpus annotates."""

    report: Report
    roles: tuple[frozenset[str], ...]


def read_auxiliary(corpora: Path, chance: random.Random) -> list[Taught]:
    """All that the folder holds of the three corpora; one that is missing is left out."""
    return [*_polnear(corpora / "polnear", chance), *_rams(corpora / "rams"), *_muc(corpora / "muc4")]


def auxiliary_examples(
    taught: Sequence[Taught], tokenizer: Tokenizer, chance: random.Random
) -> list[Example]:
    out: list[Example] = []
    for one in taught:
        examples = [e for e in examples_of(one.report, tokenizer, chance=chance) if e.candidates]
        out.extend(chance.sample(examples, min(WINDOWS, len(examples))))
        for example in examples:
            _silence(example, one.roles, chance)
    return out


def _silence(example: Example, roles: Sequence[frozenset[str]], chance: random.Random) -> None:
    example.kinds[:] = IGNORED
    if len(example.candidates) > QUESTIONS:
        example.candidates = chance.sample(example.candidates, QUESTIONS)
    for candidate in example.candidates:
        told = frozenset[str]().union(*(roles[n] for n in candidate.claims))
        candidate.tags[:, [r for r, role in enumerate(ROLES) if role not in told]] = IGNORED
        candidate.sources, candidate.tolls = [], []


def _claim(kind: str, evidence: str, **slots: Any) -> Coded:
    empty: Coded = {role: [] for role in ("actors", "targets", "objects", "toll", "sources")}
    return empty | {"kind": kind, "realis": "asserted", "place": None, "when": None, "quote": None} | {
        "evidence": [evidence], **slots
    }  # fmt: skip


def _taught(name: str, text: str, claims: Sequence[tuple[Coded, frozenset[str]]]) -> Taught:
    report = Report(name, article_of(None, text, None), tuple(claim for claim, _ in claims), WEIGHT)
    return Taught(report, tuple(roles for _, roles in claims))


def _any_kind(chance: random.Random) -> str:
    """A kind as often as the gold set tells it: an attribution may be of anything."""
    often = _TABLE["often"]
    return chance.choices(list(often), list(often.values()))[0]


def _polnear(folder: Path, chance: random.Random) -> Iterator[Taught]:
    """ "X said that …": X is the source of whatever the sentence tells, or the actor of a statement."""
    for path in sorted((folder / "train" / "attributions").glob("*.ann")):
        beside = folder / "train" / "text" / f"{path.stem.rsplit('_', 1)[0]}.txt"
        if not beside.exists():
            continue
        text = beside.read_text("utf-8")
        sentences = split_sentences(text)
        claims, spoken = [], set()
        for source, content in _attributions(path.read_text("utf-8")):
            sentence = next((one for one in sentences if one.start <= content.start < one.end), None)
            if sentence is None or source.end - source.start > 90:
                continue
            spoken.add(sentence)
            role = "actors" if chance.random() < 0.4 else "sources"
            kind = Kind.STATEMENT if role == "actors" else _any_kind(chance)
            mention = {"text": source.of(text), "kind": "other"}
            claims.append((_claim(kind, sentence.of(text), **{role: [mention]}), frozenset({role})))
        for sentence in sentences:
            if sentence not in spoken and chance.random() < 0.25:
                claims.append((_claim(_any_kind(chance), sentence.of(text)), frozenset({"sources"})))
        yield _taught(path.stem, text, claims)


def _attributions(annotation: str) -> Iterator[tuple[Span, Span]]:
    """Source and content of each attribution of a brat file."""
    spans: dict[str, Span] = {}
    rows = [line.split("\t") for line in annotation.splitlines() if "\t" in line]
    for row in rows:
        if row[0].startswith("T"):
            bounds = re.findall(r"\d+", row[1])
            start, end = int(bounds[0]), int(bounds[-1])
            spans[row[0]] = Span(start, max(start, end))  # one span of the corpus ends before it begins
    for row in rows:
        if row[0].startswith("E"):
            parts = [one.split(":") for one in row[1].split()]
            found = {re.sub(r"\d+$", "", name): at for name, at in reversed(parts)}
            if {"Source", "Content"} <= found.keys() and spans[found["Source"]].end > spans[
                found["Source"]
            ].start:
                yield spans[found["Source"]], spans[found["Content"]]


def _rams(folder: Path) -> Iterator[Taught]:
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            kind = next((kind for prefix, kind in _TABLE["rams"]["kinds"].items()
                         if row["evt_triggers"][0][2][0][0].startswith(prefix)), None)  # fmt: skip
            if kind:
                yield _of_rams(row, kind)


def _of_rams(row: Any, kind: str) -> Taught:
    lines = [" ".join(words) for words in row["sentences"]]
    words = [(word, n) for n, sentence in enumerate(row["sentences"]) for word in sentence]
    claim = _claim(kind, lines[words[row["evt_triggers"][0][0]][1]])
    for first, last, roles in row["ent_spans"]:
        mention = {"text": " ".join(word for word, _ in words[first : last + 1])}
        for name, _ in roles:
            role = _TABLE["rams"]["roles"].get(re.sub(r"^evt\d+arg\d+", "", name))
            if role == "place":
                claim["place"] = mention
            elif role:
                claim[role].append(mention)
    roles_told = frozenset({"actors", "targets", "objects", "place"})
    return _taught(row["doc_key"], "\n".join(lines), [(claim, roles_told)])


def _muc(folder: Path) -> Iterator[Taught]:
    """A template's claim is told by the sentence that names most of its fillers."""
    path = folder / "gtt" / "train.json"
    for line in path.read_text("utf-8").splitlines() if path.exists() else ():
        row = json.loads(line)
        lines = [one.strip() for one in re.split(r"(?<=\.)\s+", row["doctext"]) if len(one.strip()) > 2]
        claims = [claim for template in row["templates"] for claim in _of_template(template, lines)]
        if claims:
            told = frozenset({"actors", "targets", "objects"})
            yield _taught(row["docid"], "\n".join(lines), [(claim, told) for claim in claims])


def _of_template(template: Any, lines: Sequence[str]) -> Iterator[Coded]:
    kind = _TABLE["muc"]["kinds"].get(template["incident_type"])
    fillers = [(role, entity) for name, role in _TABLE["muc"]["roles"].items() for entity in template[name]]
    named = [sum(any(words in line for words, *_ in entity) for _, entity in fillers) for line in lines]
    if kind and any(named):
        claim = _claim(kind, lines[named.index(max(named))])
        for role, entity in fillers:
            claim[role].append({"text": entity[0][0]})
        yield claim
