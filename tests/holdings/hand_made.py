"""Claims written by hand, as short as the news they stand for."""

from __future__ import annotations

from datetime import date
from itertools import count

from zenobia.dates import DatePrecision, DateRange
from zenobia.holdings import Background
from zenobia.model import (
    ActorMention,
    Claim,
    Kind,
    PlaceMention,
    PlacePrecision,
    Realis,
    Side,
    SourceKind,
    SourceMention,
    Span,
    WhenMention,
)

_HERE = Span(0, 1)
_numbers = count()

GOVERNMENT = Side("Government of Syria", "syria.government")
SYRIA = Side("Syria", "syria")
IRAQ = Side("Iraq", "iraq")
IRAQI_GOVERNMENT = Side("Government of Iraq", "iraq.government")
KURDISTAN = Side("Kurdistan Regional Government", "kurdistan-regional-government")
PESHMERGA = Side("Peshmerga", "peshmerga")
ISLAMIC_STATE = Side("Islamic State", "islamic-state")

_LINEAGES = {
    "syria": (GOVERNMENT, SYRIA),
    "syria.government": (GOVERNMENT, SYRIA),
    "syria.army": (GOVERNMENT, SYRIA),
    "sana": (Side("SANA", "sana"), GOVERNMENT, SYRIA),
    "national-defence-forces": (
        Side("National Defence Forces", "national-defence-forces"),
        GOVERNMENT,
        SYRIA,
    ),
    "iraq.army": (IRAQI_GOVERNMENT, IRAQ),
    "peshmerga": (PESHMERGA, KURDISTAN, IRAQ),
    "kurdistan-regional-government": (KURDISTAN, IRAQ),
    "islamic-state": (ISLAMIC_STATE,),
    "amaq": (Side("Amaq", "amaq"), ISLAMIC_STATE),
    "army-of-conquest": (Side("Army of Conquest", "army-of-conquest"),),
}

KNOWN = Background(lineage=lambda actor_id: _LINEAGES.get(actor_id, ()))

ARMY = ("Syrian Army", "syria.army")
IS = ("Islamic State", "islamic-state")
REBELS = ("Army of Conquest", "army-of-conquest")

Party = tuple[str, str | None] | str
"""A name and an id, or the words of somebody without a name."""


def party(told: Party) -> ActorMention:
    if isinstance(told, str):
        return ActorMention(text=told, span=_HERE)
    return ActorMention(text=told[0], span=_HERE, name=told[0], actor_id=told[1])


def observatory() -> SourceMention:
    return SourceMention(text="the Observatory", span=_HERE, name="Observatory", kind=SourceKind.MONITOR)


def spokesman(actor_id: str) -> SourceMention:
    """One of the party's own."""
    return SourceMention(text=actor_id, span=_HERE, name=actor_id, actor_id=actor_id, relation="party")


def days(told: str) -> DateRange:
    """ "2016-03-27", "2015-05" and "2015" are a day, a month, a year; "a/b" from a to b, "a/" since a."""
    if "/" in told:
        start, end = (date.fromisoformat(day) if day else None for day in told.split("/"))
        return DateRange(start, end, DatePrecision.LONGER)
    numbers = [int(part) for part in told.split("-")]
    match numbers:
        case [year]:
            return DateRange.of_year(year)
        case [year, month]:
            return DateRange.of_month(year, month)
    return DateRange.of_day(date.fromisoformat(told))


def palmyra(words: str = "Palmyra", precision: PlacePrecision = PlacePrecision.TOWN) -> PlaceMention:
    return PlaceMention(
        text=words, span=_HERE, name="Palmyra", country="SY", place_id="geonames:163808", precision=precision
    )


def claim(
    kind: Kind,
    who: Party | list[Party] | None,
    when: str | None,
    *,
    whom: Party | list[Party] | None = None,
    at: PlaceMention | None = None,
    by: SourceMention | list[SourceMention] | None = None,
    realis: Realis = Realis.ASSERTED,
) -> Claim:
    """A claim of a report of its own, so that no two have one id."""
    number = next(_numbers)
    sources = by if isinstance(by, list) else [by or observatory()]
    return Claim(
        article_id=f"{number:016x}",
        kind=kind,
        evidence=(Span(number, number + 1),),
        realis=realis,
        actors=_parties(who),
        targets=_parties(whom),
        place=at or palmyra(),
        when=WhenMention(text=when, span=_HERE, days=days(when)) if when else None,
        sources=tuple(sources),
    )


def _parties(told: Party | list[Party] | None) -> tuple[ActorMention, ...]:
    return tuple(party(each) for each in (told if isinstance(told, list) else [told] if told else []))


def took(who: Party | list[Party] | None, when: str | None, **more: object) -> Claim:
    return claim(Kind.TAKEOVER, who, when, **more)  # type: ignore[arg-type]


def holds(who: Party | list[Party], when: str | None, **more: object) -> Claim:
    return claim(Kind.CONTROL, who, when, **more)  # type: ignore[arg-type]


def left(who: Party | list[Party], when: str | None, **more: object) -> Claim:
    return claim(Kind.WITHDRAWAL, who, when, **more)  # type: ignore[arg-type]


def fought(who: Party | list[Party], when: str | None, **more: object) -> Claim:
    return claim(Kind.CLASH, who, when, **more)  # type: ignore[arg-type]
