"""Score filled templates against the key, text by text, under the best mapping of one onto the other.

A template has an incident type and, for each role, entities; an entity is the strings that name it. A
predicted template maps onto at most one gold template, whose type must contain its own ("attack" lies in
"bombing / attack"). A type mapped counts as right; a predicted entity is right when each of its strings is
among those of one gold entity of that role. Precision counts over what was predicted and recall over the
key, mapped or not, so a mapping changes only what is right; the best mapping of a text is the one with the
highest F1 there.
"""

from __future__ import annotations

import re
import string
from collections.abc import Sequence
from dataclasses import dataclass, field

ROLES = ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon")
TYPE = "incident_type"

_ARTICLES = re.compile(r"\b(?:a|an|the)\b")
_PUNCTUATION = str.maketrans("", "", string.punctuation)


def normalised(text: str) -> str:
    """Lower-case, without punctuation or articles: "The Las Canas Bridge." is "las canas bridge"."""
    return " ".join(_ARTICLES.sub(" ", text.lower().translate(_PUNCTUATION)).split())


@dataclass(frozen=True, slots=True)
class Template:
    """One incident: its type, and for each role the set of its entities, each a set of normalised strings."""

    kind: str
    fillers: tuple[frozenset[frozenset[str]], ...] = (frozenset(),) * len(ROLES)

    @property
    def size(self) -> int:
        return 1 + sum(map(len, self.fillers))


def template_of(record: dict) -> Template:
    """A template in GTT's form: a string or `[string, offset]` for each mention."""
    return Template(
        record[TYPE],
        tuple(frozenset(filter(None, map(_entity_of, record.get(role, ())))) for role in ROLES),
    )


def templates_of(records: Sequence[dict]) -> list[Template]:
    """The distinct templates of one text, in the order given."""
    return list(dict.fromkeys(map(template_of, records)))


def _entity_of(mentions: Sequence) -> frozenset[str]:
    words = (mention if isinstance(mention, str) else mention[0] for mention in mentions)
    return frozenset(filter(None, map(normalised, words)))


@dataclass(slots=True)
class Tally:
    """What was right, of the predicted and of the key: two predictions may name one entity of the key."""

    predicted_right: int = 0
    predicted: int = 0
    gold_right: int = 0
    gold: int = 0

    def add(self, other: Tally) -> None:
        self.predicted_right += other.predicted_right
        self.predicted += other.predicted
        self.gold_right += other.gold_right
        self.gold += other.gold

    @property
    def precision(self) -> float:
        return self.predicted_right / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        return self.gold_right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        return harmonic(self.precision, self.recall)


def harmonic(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


@dataclass(slots=True)
class Score:
    """Tallies over texts, by slot; the total is their micro average."""

    slots: dict[str, Tally] = field(default_factory=lambda: {name: Tally() for name in (TYPE, *ROLES)})

    def add_text(self, predicted: Sequence[Template], gold: Sequence[Template]) -> None:
        """Count one text under its best mapping; a template said twice counts once."""
        predicted, gold = list(dict.fromkeys(predicted)), list(dict.fromkeys(gold))
        for template in predicted:
            for name, size in _sizes(template):
                self.slots[name].predicted += size
        for template in gold:
            for name, size in _sizes(template):
                self.slots[name].gold += size
        for mine, theirs in best_mapping(predicted, gold):
            self.slots[TYPE].predicted_right += 1
            self.slots[TYPE].gold_right += 1
            for role, ours, key in zip(ROLES, mine.fillers, theirs.fillers, strict=True):
                self.slots[role].predicted_right += _within(ours, key)
                self.slots[role].gold_right += _reached(ours, key)

    @property
    def total(self) -> Tally:
        total = Tally()
        for tally in self.slots.values():
            total.add(tally)
        return total

    def figures(self) -> dict[str, float]:
        total = self.total
        figures = {"f1": total.f1, "precision": total.precision, "recall": total.recall}
        for name, tally in self.slots.items():
            figures |= {
                f"slots.{name}.f1": tally.f1,
                f"slots.{name}.precision": tally.precision,
                f"slots.{name}.recall": tally.recall,
            }
        return {name: round(value, 4) for name, value in figures.items()}


def _sizes(template: Template) -> list[tuple[str, int]]:
    return [
        (TYPE, 1),
        *((role, len(entities)) for role, entities in zip(ROLES, template.fillers, strict=True)),
    ]


def _within(ours: frozenset[frozenset[str]], key: frozenset[frozenset[str]]) -> int:
    """How many of our entities lie in an entity of the key."""
    return sum(any(one <= other for other in key) for one in ours)


def _reached(ours: frozenset[frozenset[str]], key: frozenset[frozenset[str]]) -> int:
    """How many entities of the key hold one of ours."""
    return sum(any(one <= other for one in ours) for other in key)


def best_mapping(predicted: Sequence[Template], gold: Sequence[Template]) -> list[tuple[Template, Template]]:
    """The pairs of the mapping with the highest F1 in this text, searched exactly.

    What is predicted and what is in the key is the same under every mapping, so a mapping matters only by
    the two counts of what is right. For each set of gold templates used, only mappings that no other beats in
    both are kept.
    """
    if not predicted or not gold:
        return []
    reach: dict[int, list[_Partial]] = {0: [_Partial(0, 0, ())]}
    for mine in predicted:
        gains = [
            (n, *_gain(mine, theirs), theirs) for n, theirs in enumerate(gold) if mine.kind in theirs.kind
        ]
        after = {used: list(partials) for used, partials in reach.items()}
        for used, partials in reach.items():
            for n, precise, complete, theirs in gains:
                if not used >> n & 1:
                    after.setdefault(used | 1 << n, []).extend(
                        _Partial(one.precise + precise, one.complete + complete, (*one.pairs, (mine, theirs)))
                        for one in partials
                    )
        reach = {used: _undominated(partials) for used, partials in after.items()}
    ours, key = sum(one.size for one in predicted), sum(one.size for one in gold)
    best = max(
        (one for partials in reach.values() for one in partials),
        key=lambda one: (harmonic(one.precise / ours, one.complete / key), one.precise + one.complete),
    )
    return list(best.pairs)


@dataclass(frozen=True, slots=True)
class _Partial:
    precise: int
    complete: int
    pairs: tuple[tuple[Template, Template], ...]


def _gain(mine: Template, theirs: Template) -> tuple[int, int]:
    both = list(zip(mine.fillers, theirs.fillers, strict=True))
    return 1 + sum(_within(*pair) for pair in both), 1 + sum(_reached(*pair) for pair in both)


def _undominated(partials: list[_Partial]) -> list[_Partial]:
    kept: list[_Partial] = []
    for one in sorted(partials, key=lambda one: (-one.precise, -one.complete)):
        if not kept or one.complete > kept[-1].complete:
            kept.append(one)
    return kept
