"""What a person puts into a slot of a claim, made into a mention: the words it stands on, and its value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, TypeVar

from zenobia.api.opening import as_day, opened_gazetteer, opened_registry
from zenobia.dates import DatePrecision, DateRange
from zenobia.errors import BadInput
from zenobia.model import (
    ActorMention,
    Article,
    Category,
    Claim,
    Kind,
    Mention,
    Outcome,
    PlaceMention,
    PlacePrecision,
    Realis,
    Reason,
    SourceKind,
    SourceMention,
    Span,
    Toll,
    WhenMention,
)
from zenobia.reviewing.correcting import WORDS, Value

Given = Mapping[str, Any]
_E = TypeVar("_E", bound=StrEnum)

SCOPES = ("incident", "running", "part")
BY_HAND = "corrected by hand"
"""The rule that a corrected value names as its reason."""

_LONGEST_NAME, _LONGEST_MENTION, _LARGEST_TOLL = 200, 5_000, 10**9
# Lengths of a time in days, up to which it is told as such (codebook).
_LENGTHS = ((1, DatePrecision.DAY), (6, DatePrecision.DAYS), (13, DatePrecision.WEEK))
_LONGER_LENGTHS = ((31, DatePrecision.MONTH), (366, DatePrecision.YEAR))


@dataclass(frozen=True, slots=True)
class Hand:
    """Whose hand it is, and why, as a reason beside the value."""

    reviewer: str
    why: str = ""

    @property
    def reason(self) -> Reason:
        return Reason(BY_HAND, 0.0, f"{self.reviewer}: {self.why}" if self.why else self.reviewer)


def filling(
    slot: str,
    value: object,
    span: Span | None,
    now: Mention | None,
    claim: Claim,
    article: Article,
    hand: Hand,
) -> Value:
    """What is to stand in the slot. Without `span` the words of `now`, the mention that is there, stay.

    Raises BadInput where no words carry the value, or it is none that the slot can have.
    """
    if slot in WORDS:
        return one_of(Kind, value, slot) if slot == "kind" else one_of(Realis, value, slot)
    if slot not in _MAKERS:
        raise BadInput(f"a claim has no slot “{slot[:40]}”; it has kind, realis, {', '.join(_MAKERS)}")
    if span is None and now is None:
        raise BadInput(f"mark the words that say it: what fills an empty {slot} stands in the report")
    if not isinstance(value, Mapping):
        raise BadInput(f"the value of {slot} is a record of named values")
    words = {
        **(
            _words(span, article) if span is not None else {"text": now.text, "span": now.span} if now else {}
        ),
        "confidence": 1.0,
        "reasons": (hand.reason,),
    }
    return _MAKERS[slot](words, value, now, claim)


def _words(span: Span, article: Article) -> dict[str, Any]:
    """The selected words, without the white space around them."""
    if span.end > len(article.text) or span.end - span.start > _LONGEST_MENTION:
        raise BadInput("the words selected lie outside the report, or are too many")
    selected = span.of(article.text)
    start = span.start + len(selected) - len(selected.lstrip())
    text = selected.strip()
    if not text:
        raise BadInput("no words are selected")
    return {"text": text, "span": Span(start, start + len(text))}


def _party(words: dict[str, Any], value: Given, now: Mention | None, claim: Claim) -> Mention:
    actor_id, name = _actor(value)
    return ActorMention(**words, name=name, actor_id=actor_id)


def _actor(value: Given) -> tuple[str | None, str | None]:
    """The id and the name of a party; one that the registry knows goes by the registry's name."""
    actor_id, name = _text(value, "actor_id"), _text(value, "name")
    if actor_id is None:
        return None, name
    actor = opened_registry().get(actor_id)
    if actor is None:
        raise BadInput(f"no party has the id “{actor_id}”; pick one of the candidates")
    return actor.id, actor.name


def _plain(words: dict[str, Any], value: Given, now: Mention | None, claim: Claim) -> Mention:
    return Mention(**words)


def _place(words: dict[str, Any], value: Given, now: Mention | None, claim: Claim) -> Mention:
    precision = one_of(PlacePrecision, value["precision"], "precision") if value.get("precision") else None
    place_id = _text(value, "place_id")
    if place_id is not None:
        place = opened_gazetteer(None).by_id(place_id)
        if place is None:
            raise BadInput(f"no place has the id “{place_id}”; pick one of the candidates")
        told: dict[str, Any] = {
            "name": place.name,
            "country": place.country,
            "lat": place.lat,
            "lon": place.lon,
        }
        precision = precision or PlacePrecision(place.kind.value)
        return PlaceMention(**words, **told, precision=precision, place_id=place_id)
    name, country = _text(value, "name"), _text(value, "country")
    lat, lon = _degrees(value, "lat", 90), _degrees(value, "lon", 180)
    if name is None:
        raise BadInput("a place has a place_id from the gazetteer, or at least a name")
    if (lat is None) is not (lon is None):
        raise BadInput("a place has both lat and lon, or neither")
    if country is not None and not (len(country) == 2 and country.isascii() and country.isupper()):
        raise BadInput(f"“{country}” is not the code of a country; write it like SY")
    precision = precision or PlacePrecision.TOWN
    return PlaceMention(**words, name=name, country=country, lat=lat, lon=lon, precision=precision)


def _when(words: dict[str, Any], value: Given, now: Mention | None, claim: Claim) -> Mention:
    start, end = as_day(_text(value, "start")), as_day(_text(value, "end"))
    if start is None and end is None:
        return WhenMention(**words)
    if start is not None and end is not None and end < start:
        raise BadInput(f"it cannot end ({end}) before it starts ({start})")
    said = value.get("precision")
    precision = one_of(DatePrecision, said, "precision") if said else _precision(start, end)
    return WhenMention(**words, days=DateRange(start, end, precision))


def _precision(start: date | None, end: date | None) -> DatePrecision:
    if start is None or end is None:
        return DatePrecision.LONGER
    length = (end - start + timedelta(days=1)).days
    every = (*_LENGTHS, *_LONGER_LENGTHS)
    return next((precision for most, precision in every if length <= most), DatePrecision.LONGER)


def _toll(words: dict[str, Any], value: Given, now: Mention | None, claim: Claim) -> Mention:
    before = now if isinstance(now, Toll) else Toll(**words, outcome=Outcome.KILLED)
    changed: dict[str, Any] = {}
    if "outcome" in value:
        changed["outcome"] = one_of(Outcome, value["outcome"], "outcome")
    if "category" in value:
        changed["category"] = one_of(Category, value["category"], "category")
    if "scope" in value:
        if value["scope"] not in SCOPES:
            raise BadInput(f"scope is one of {', '.join(SCOPES)}")
        changed["scope"] = value["scope"]
    if "who" in value:
        changed["who"] = _text(value, "who")
    changed |= {name: _count(value, name) for name in ("low", "high") if name in value}
    toll = replace(before, **words, **changed)
    if toll.low is not None and toll.high is not None and toll.high < toll.low:
        raise BadInput(f"a toll cannot be {toll.high} at most and {toll.low} at least")
    return toll


def _source(words: dict[str, Any], value: Given, now: Mention | None, claim: Claim) -> Mention:
    from zenobia.resolving.relations import relation_of

    actor_id, name = _actor(value)
    kind = one_of(SourceKind, value["kind"], "kind") if value.get("kind") else None
    registry = opened_registry()
    speaker = registry.get(actor_id) if actor_id else None
    ids = (mention.actor_id for mention in (*claim.actors, *claim.targets))
    parties = [actor for actor in (registry.get(id_) for id_ in ids if id_) if actor is not None]
    origin = name
    if speaker is not None:
        body = next((actor for actor in registry.lineage(speaker) if actor.kind != "person"), speaker)
        origin = body.name
    return SourceMention(
        **words,
        name=name,
        kind=kind,
        actor_id=actor_id,
        via=_text(value, "via"),
        origin=origin,
        relation=relation_of(speaker, kind, parties, registry, _year(claim)),
    )


_MAKERS = {
    "actors": _party,
    "targets": _party,
    "objects": _plain,
    "place": _place,
    "when": _when,
    "toll": _toll,
    "sources": _source,
    "quote": _plain,
}


def one_of(words: type[_E], value: object, what: str) -> _E:
    """One of the codebook's words."""
    try:
        return words(str(value))
    except ValueError:
        known = ", ".join(word.value for word in words)
        raise BadInput(f"“{str(value)[:40]}” is no {what}; it is one of {known}") from None


def _text(value: Given, name: str) -> str | None:
    said = value.get(name)
    if said is None or said == "":
        return None
    if not isinstance(said, str) or len(said) > _LONGEST_NAME:
        raise BadInput(f"{name} is text of {_LONGEST_NAME} letters at most")
    return said.strip() or None


def _count(value: Given, name: str) -> int | None:
    said = value[name]
    if said is None:
        return None
    if not isinstance(said, int) or isinstance(said, bool) or not 0 <= said <= _LARGEST_TOLL:
        raise BadInput(f"{name} is a whole number of people, or null")
    return said


def _degrees(value: Given, name: str, most: int) -> float | None:
    said = value.get(name)
    if said is None:
        return None
    if not isinstance(said, int | float) or isinstance(said, bool) or not -most <= said <= most:
        raise BadInput(f"{name} is a number of degrees from {-most} to {most}")
    return float(said)


def _year(claim: Claim) -> int | None:
    days = claim.when.days if claim.when is not None else None
    day = None if days is None else days.start or days.end
    return None if day is None else day.year
