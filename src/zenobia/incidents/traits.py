"""Depositions as columns of numbers, one row a claim, so that a million of them can be compared.

Rows are in the order of claim ids, whatever order they came in: nothing made from them can depend on it.
"""

from __future__ import annotations

import csv
import zlib
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from zenobia.dates import DateRange
from zenobia.incidents.depositions import Deposition, persons_among
from zenobia.incidents.kinds import KINDS, families
from zenobia.incidents.sites import site_of
from zenobia.incidents.words import known_words, names_of, stems_of
from zenobia.model import ActorMention, Claim, Outcome, PlacePrecision

Column: TypeAlias = NDArray[Any]

# How far from its point the act may have been, in km, by what the place was told as. None: too wide to say.
RADIUS_KM = {
    PlacePrecision.SITE: 3.0,
    PlacePrecision.TOWN: 5.0,
    PlacePrecision.NEAR: 15.0,
    PlacePrecision.DISTRICT: 20.0,
    PlacePrecision.PROVINCE: 80.0,
}
WIDEST_KM = 1000.0
# Days further than this after the first are not compared: "since 2011" is no day of an act.
LONGEST_DAYS = 62
# A shorter range may be one vaguely dated act ("last week"); a longer one is a battle with days inside it.
LONG_DAYS = 8
UNKNOWN_DAY = 0
PARTIES_A_SIDE = 4
_OF_PARTIES = ("actors", "targets", "persons", "victims", "report_persons", "site", "report_sites")
# Bits that words are hashed to: names of the evidence, its stems, names of the whole report.
_BITS = {"words": 512, "stems": 512, "report_words": 1024}


@dataclass(frozen=True, slots=True)
class Traits:
    """One array a trait, all of one length; codes mean something only within one Traits."""

    ids: tuple[str, ...]
    depositions: tuple[int, ...]
    kind: Column
    family: Column
    article: Column
    lat: Column
    lon: Column
    radius_km: Column
    place: Column
    owns_place: Column
    first: Column
    last: Column
    owns_days: Column
    is_span: Column
    actors: Column
    targets: Column
    knows_actors: Column
    knows_targets: Column
    persons: Column
    victims: Column
    report_persons: Column
    site: Column
    report_sites: Column
    is_street: Column
    killed_low: Column
    killed_high: Column
    objects: Column
    words: Column
    stems: Column
    stem_count: Column
    report_words: Column
    report_count: Column

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def has_place(self) -> Column:
        return self.place > 0

    @property
    def has_days(self) -> Column:
        return self.first > UNKNOWN_DAY

    @classmethod
    def of(cls, depositions: Iterable[Deposition]) -> Traits:
        """The columns of the depositions; a claim that comes twice counts once."""
        rows = _Rows()
        for at, deposition in enumerate(depositions):
            rows.add(at, deposition)
        return rows.sorted()


class _Rows:
    """Columns while they grow."""

    def __init__(self) -> None:
        self.ids: dict[str, int] = {}
        self.columns = {
            name: _column(code)
            for code, names in (
                ("b", "kind family owns_place owns_days is_span knows_actors knows_targets is_street"),
                (
                    "i",
                    "article place first last actors targets persons victims report_persons site report_sites "
                    "killed_low killed_high stem_count report_count",
                ),
                ("d", "lat lon radius_km"),
            )
            for name in names.split()
        }
        self.bits = {name: bytearray() for name in _BITS}
        self.objects = array("Q")

    def add(self, at: int, deposition: Deposition) -> None:
        claim = deposition.claim
        id = claim.id
        if id in self.ids:
            return
        self.ids[id] = at
        put = self.columns
        put["kind"].append(_KIND_CODES[claim.kind])
        put["family"].append(_FAMILY_CODES[claim.kind])
        put["article"].append(_code(claim.article_id))
        self._add_place(deposition)
        self._add_days(deposition)
        for role, mentions in (("actors", claim.actors), ("targets", claim.targets)):
            codes = [_code(side_of(mention)) for mention in mentions[:PARTIES_A_SIDE]]
            put[role].extend(codes + [0] * (PARTIES_A_SIDE - len(codes)))
            put[f"knows_{role}"].append(bool(mentions) and all(m.actor_id is not None for m in mentions))
        for name, persons in (
            ("persons", persons_among((*claim.actors, *claim.targets))),
            ("victims", persons_among(claim.targets)),
            ("report_persons", deposition.report_persons),
        ):
            put[name].extend(_first_codes(persons))
        low, high = _killed(claim)
        put["killed_low"].append(low)
        put["killed_high"].append(high)
        self.objects.append(
            _bits((m.text.casefold().split()[-1] for m in claim.objects if m.text.strip()), 64)
        )
        stems = set(stems_of(deposition.sentences))
        put["stem_count"].append(len(stems))
        put["report_count"].append(len(deposition.report_names))
        for name, words in (
            ("words", _own_names(deposition)),
            ("stems", stems),
            ("report_words", deposition.report_names),
        ):
            self.bits[name] += _bits(words, _BITS[name]).to_bytes(_BITS[name] // 8, "little")

    def _add_place(self, deposition: Deposition) -> None:
        put, place = self.columns, deposition.place
        if place is None or place.lat is None or place.lon is None:
            put["lat"].append(0.0)
            put["lon"].append(0.0)
            put["place"].append(0)
            put["radius_km"].append(WIDEST_KM)
        else:
            put["lat"].append(place.lat)
            put["lon"].append(place.lon)
            put["place"].append(_code(place.place_id or f"{place.lat:.3f} {place.lon:.3f}"))
            put["radius_km"].append(RADIUS_KM.get(place.precision or PlacePrecision.REGION, WIDEST_KM))
        put["owns_place"].append(deposition.owns_place)
        site = site_of(place)
        put["is_street"].append(site.is_street)
        codes = [*sorted(map(_code, site.names)), *sorted(map(_code, site.numbers))]
        put["site"].extend(_filled(codes))
        put["report_sites"].extend(_first_codes(deposition.report_sites))

    def _add_days(self, deposition: Deposition) -> None:
        first, last = bounds(deposition.days, deposition.published_on)
        self.columns["first"].append(first)
        self.columns["last"].append(last)
        self.columns["owns_days"].append(deposition.owns_days)
        self.columns["is_span"].append(deposition.owns_days and is_span(deposition.days, first, last))

    def sorted(self) -> Traits:
        """The columns in the order of claim ids."""
        ids = tuple(sorted(self.ids))
        places = {id: row for row, id in enumerate(self.ids)}
        order = np.fromiter((places[id] for id in ids), dtype=np.int64, count=len(ids))
        columns: dict[str, Column] = {}
        for name, values in self.columns.items():
            column = np.frombuffer(values, dtype=values.typecode) if values else np.zeros(0, values.typecode)
            if name in _OF_PARTIES:
                column = column.reshape(-1, PARTIES_A_SIDE)
            columns[name] = column[order].astype(_KEPT_AS.get(values.typecode, column.dtype))
        for name, size in _BITS.items():
            columns[name] = np.frombuffer(self.bits[name], dtype=np.uint64).reshape(-1, size // 64)[order]
        objects = np.array(self.objects, dtype=np.uint64)
        return Traits(
            ids=ids,
            depositions=tuple(self.ids[id] for id in ids),
            objects=objects[order],
            **columns,
        )


def _first_codes(names: Iterable[str]) -> list[int]:
    """Those of the least codes, so that of two crowds of names the same ones are kept."""
    return _filled(sorted(map(_code, names)))


def _filled(codes: Sequence[int]) -> list[int]:
    some = list(codes[:PARTIES_A_SIDE])
    return some + [0] * (PARTIES_A_SIDE - len(some))


def _column(code: str) -> array[Any]:
    return array(code)


def _code(name: str) -> int:
    """31 bits for a name, the same in every run, so that nothing depends on who was met first."""
    return zlib.crc32(name.encode("utf-8", "surrogatepass")) & 0x7FFFFFFF or 1


_KIND_CODES = {kind: at for at, kind in enumerate(KINDS)}
_FAMILY_CODES = families()
_KEPT_AS = {"d": np.dtype(np.float32)}


# "syria.rebels" are in Syria, and not of it.
_AGAINST_THE_STATE = frozenset({"opposition", "rebels"})


def side_of(mention: ActorMention) -> str:
    """Whose side a party is on: a state's organs are on the state's side, and those who fight it on their own;
    a part of an armed group, or its later name, is on that group's; the unknown go by their words."""
    if mention.actor_id is not None:
        state, _, organ = mention.actor_id.partition(".")
        return mention.actor_id if organ in _AGAINST_THE_STATE else _wholes().get(state, state)
    return "“" + (mention.name or mention.text).casefold()


@cache
def _wholes() -> dict[str, str]:
    """Parts of armed groups of one country to the whole. Parts that fight each other, and the branches of
    movements in many countries, stay apart."""
    with Path(__file__).with_name("wholes.csv").open(encoding="utf-8") as rows:
        return {row["part"]: row["whole"] for row in csv.DictReader(rows)}


def bounds(days: DateRange | None, published_on: date | None) -> tuple[int, int]:
    """First and last day as numbers; "since Thursday" reaches to the day of publication."""
    if days is None or (days.start is None and days.end is None):
        return UNKNOWN_DAY, UNKNOWN_DAY
    if days.start is None:
        last = days.end.toordinal() if days.end else UNKNOWN_DAY
        return last, last
    first = days.start.toordinal()
    end = days.end or published_on
    last = max(first, end.toordinal()) if end else first
    return first, last


def is_span(days: DateRange | None, first: int, last: int) -> bool:
    """Whether the range is how long it lasted, and not one act that is dated to a month or a year."""
    if days is None or days.start is None or last - first + 1 < LONG_DAYS:
        return False
    start = days.start
    return days not in (DateRange.of_month(start.year, start.month), DateRange.of_year(start.year))


def _killed(claim: Claim) -> tuple[int, int]:
    """Least and most people that the claim says were killed in the act itself; -1 where it does not say."""
    told = [t for t in claim.toll if t.outcome is Outcome.KILLED and t.scope == "incident"]
    lows = [t.low for t in told if t.low is not None]
    highs = [t.high for t in told if t.high is not None]
    low = min(sum(lows), _LARGEST) if lows else -1
    return low, min(sum(highs), _LARGEST) if told and len(highs) == len(told) else -1


_LARGEST = 2**31 - 1


def _own_names(deposition: Deposition) -> set[str]:
    """Names and numbers of the evidence that no known party, place, source or day accounts for."""
    return names_of(deposition.sentences) - known_words([deposition.claim])


def _bits(words: Iterable[str], size: int) -> int:
    bits = 0
    for word in words:
        bits |= 1 << (zlib.crc32(word.encode("utf-8", "surrogatepass")) % size)
    return bits


def chosen(traits: Traits, rows: Sequence[int] | Column) -> Traits:
    """Some rows of the traits, which stay in order of id if `rows` is sorted."""
    picked = np.asarray(rows, dtype=np.int64)
    columns = {
        f.name: getattr(traits, f.name)[picked]
        for f in fields(Traits)
        if f.name not in ("ids", "depositions")
    }
    ids = tuple(traits.ids[at] for at in picked)
    return Traits(ids=ids, depositions=tuple(traits.depositions[at] for at in picked), **columns)
