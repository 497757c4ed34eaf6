"""How far coded claims agree with a person's coding of the same reports: claims paired, then slot by slot.

Both are in the codebook's shape. A slot is one filled value of a claim: its kind, each party, place, day, toll
and source, and its realis where that is not plainly "asserted". All figures are over all reports together.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zenobia.errors import BadInput
from zenobia.model import Kind

Record = Mapping[str, Any]

SLOTS = ("kind", "actors", "targets", "place", "when", "toll", "sources", "realis")
MEASURES = ("slots", "found", "family", "whole", *(f"slot {name}" for name in SLOTS))

# The codebook's kinds by what is easily taken for what.
_FAMILIES = (
    {"clash", "airstrike", "shelling", "bombing", "chemical", "attack", "casualties", "destruction"},
    {"takeover", "control", "advance", "withdrawal", "siege"},
    {"abduction", "abuse", "arrest", "displacement"},
    {"agreement", "talks", "support", "aid", "sanction", "protest", "statement"},
)
_FAMILY_OF: dict[Any, Any] = {Kind(name): at for at, names in enumerate(_FAMILIES) for name in names}

# How far two points may lie apart and still be one place, by how exactly the person's coding has it.
# 161 km (100 miles) is what studies of geoparsing count as right.
_REACH_KM = {"province": 161, "district": 50, "country": 500, "region": 500, "sea": 500}
_TOWN_KM = 25
_EARTH_KM = 12_742
# Words that name nobody: "the rebels" and "rebels" are one.
_FILLERS = frozenset(
    "the a an of in on at to for and its his her their some many several that this these those s".split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class Score:
    """How many are right, of how many that were coded and how many that a person coded."""

    right: int
    coded: int
    gold: int

    @property
    def precision(self) -> float:
        return self.right / self.coded if self.coded else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        both = self.coded + self.gold
        return 2 * self.right / both if both and self.right else 0.0


@dataclass(frozen=True, slots=True)
class ScoredReport:
    """One report's text, the claims to be measured, and a person's."""

    text: str
    coded: Sequence[Record]
    gold: Sequence[Record]


def score(reports: Iterable[ScoredReport]) -> dict[str, Score]:
    """Each of MEASURES.

    `found`: claims of one kind that share words of evidence with a claim of the person's; `family`: those of
    one family of kinds; `slots`: filled slots of the claims paired by family, a claim without a partner having
    all of its slots wrong or missed; `whole`: claims with every slot right; then each slot by itself.
    """
    right: Counter[str] = Counter()
    coded: Counter[str] = Counter()
    gold: Counter[str] = Counter()
    for report in reports:
        for side, counts in ((report.coded, coded), (report.gold, gold)):
            counts["claims"] += len(side)
            for claim in side:
                counts.update({name: len(values) for name, values in _slots(claim).items()})
        right["found"] += len(_pairs(report, _kind_of))
        for pair in _pairs(report, _family_of):
            right["family"] += 1
            agreed = _agreed(*pair)
            right.update(agreed)
            sides = [_slots(claim) for claim in pair]
            right["whole"] += all(agreed[s] == len(sides[0][s]) == len(sides[1][s]) for s in SLOTS)
    scores = {name: Score(right[name], coded["claims"], gold["claims"]) for name in MEASURES[1:4]}
    by_slot = {f"slot {name}": Score(right[name], coded[name], gold[name]) for name in SLOTS}
    summed = [sum(counts[name] for name in SLOTS) for counts in (right, coded, gold)]
    return {"slots": Score(*summed), **scores, **by_slot}


def claims_in(record: Any, name: str) -> list[Record]:
    """The claims of a file in the codebook's shape. Raises BadInput, with the file's name, where it has none."""
    claims = record.get("claims") if isinstance(record, Mapping) else None
    if not isinstance(claims, list) or not all(_is_claim(claim) for claim in claims):
        raise BadInput(f"{name} is not coded as the codebook has it: “claims” must be a list of claims")
    return claims


def _is_claim(claim: Any) -> bool:
    """Whether every slot holds what the codebook says: a list of records, or a record, or nothing."""
    if not isinstance(claim, Mapping):
        return False
    lists = [claim.get(slot) or [] for slot in ("actors", "targets", "toll", "sources")]
    single = [claim.get(slot) or {} for slot in ("place", "when")]
    sentences = claim.get("evidence") or []
    return (
        all(isinstance(values, list) and all(isinstance(v, Mapping) for v in values) for values in lists)
        and all(isinstance(value, Mapping) for value in single)
        and isinstance(sentences, list)
        and all(isinstance(sentence, str) for sentence in sentences)
        and isinstance(claim.get("kind"), str)
    )


def _kind_of(claim: Record) -> Any:
    return claim.get("kind")


def _family_of(claim: Record) -> Any:
    return _FAMILY_OF.get(claim.get("kind"), claim.get("kind"))


def _pairs(report: ScoredReport, sort_of: Callable[[Record], Any]) -> list[tuple[Record, Record]]:
    """Claims of one sort with evidence in common, paired one to one, those that agree on most slots first."""
    coded_spans = [_evidence(claim, report.text) for claim in report.coded]
    gold_spans = [_evidence(claim, report.text) for claim in report.gold]
    options = sorted(
        (-sum(_agreed(coded, gold).values()), at, to)
        for at, coded in enumerate(report.coded)
        for to, gold in enumerate(report.gold)
        if sort_of(coded) == sort_of(gold) and _overlap(coded_spans[at], gold_spans[to])
    )
    paired: dict[int, int] = {}
    taken: set[int] = set()
    for _, at, to in options:
        if at not in paired and to not in taken:
            paired[at] = to
            taken.add(to)
    return [(report.coded[at], report.gold[to]) for at, to in paired.items()]


def _evidence(claim: Record, text: str) -> list[tuple[int, int]]:
    """Where the sentences stand; one that is not in the text stands nowhere."""
    found = ((text.find(sentence), len(sentence)) for sentence in claim.get("evidence") or () if sentence)
    return [(start, start + length) for start, length in found if start >= 0]


def _overlap(left: Iterable[tuple[int, int]], right: Sequence[tuple[int, int]]) -> bool:
    return any(
        start < other_end and other_start < end for start, end in left for other_start, other_end in right
    )


def _slots(claim: Record) -> dict[str, list[Any]]:
    filled = {name: list(claim.get(name) or ()) for name in ("actors", "targets", "toll", "sources")}
    single = {name: [claim[name]] if claim.get(name) else [] for name in ("place", "when")}
    realis = claim.get("realis", "asserted")
    told = [] if realis == "asserted" else [realis]
    return {"kind": [claim.get("kind")], "realis": told, **filled, **single}


def _agreed(coded: Record, gold: Record) -> Counter[str]:
    """How many values of each slot pair one to one with a value of the person's that is the same."""
    mine, theirs = _slots(coded), _slots(gold)
    agreed: Counter[str] = Counter()
    for name in SLOTS:
        left = list(theirs[name])
        for value in mine[name]:
            at = next((at for at, other in enumerate(left) if _SAME[name](value, other)), None)
            if at is not None:
                del left[at]
                agreed[name] += 1
    return agreed


def _same_value(left: Any, right: Any) -> bool:
    return bool(left == right)


def _same_name(left: Record, right: Record) -> bool:
    """One resolved name, or the words of one are all among the other's."""
    name, other = (str(mention.get("name") or "").casefold() for mention in (left, right))
    if name and name == other:
        return True
    words, others = _words(left), _words(right)
    return bool(words and others) and (words <= others or others <= words)


def _words(mention: Record) -> set[str]:
    return set(re.findall(r"\w+", str(mention.get("text") or "").lower())) - _FILLERS


def _same_place(left: Record, right: Record) -> bool:
    points = [_point(place) for place in (left, right)]
    if points[0] is None or points[1] is None:
        return _same_name(left, right)
    return _km(points[0], points[1]) <= _REACH_KM.get(str(right.get("precision")), _TOWN_KM)


def _point(place: Record) -> tuple[float, float] | None:
    degrees = place.get("lat"), place.get("lon")
    if not all(isinstance(each, int | float) for each in degrees):
        return None
    return float(degrees[0] or 0), float(degrees[1] or 0)


def _km(left: tuple[float, float], right: tuple[float, float]) -> float:
    """Along the great circle, by the haversine formula."""
    lat, other_lat = math.radians(left[0]), math.radians(right[0])
    east = math.radians(right[1] - left[1])
    chord = (
        math.sin((other_lat - lat) / 2) ** 2 + math.cos(lat) * math.cos(other_lat) * math.sin(east / 2) ** 2
    )
    return _EARTH_KM * math.asin(math.sqrt(min(1.0, chord)))


def _same_when(left: Record, right: Record) -> bool:
    """The very same days; where the person's coding has none, none here and a word in common."""
    if right.get("start") is None:
        return left.get("start") is None and bool(_words(left) & _words(right))
    return (left.get("start"), left.get("end")) == (right.get("start"), right.get("end"))


def _same_toll(left: Record, right: Record) -> bool:
    return all(left.get(name) == right.get(name) for name in ("outcome", "low", "high"))


_SAME: dict[str, Callable[[Any, Any], bool]] = {
    "kind": _same_value,
    "realis": _same_value,
    "actors": _same_name,
    "targets": _same_name,
    "sources": _same_name,
    "place": _same_place,
    "when": _same_when,
    "toll": _same_toll,
}
