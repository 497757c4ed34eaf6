"""Depositions made of few words, for tests of grouping."""

from __future__ import annotations

from datetime import date

from zenobia.dates import DateRange
from zenobia.incidents.depositions import Deposition, tell
from zenobia.model import (
    ActorMention,
    Category,
    Claim,
    Kind,
    Outcome,
    PlaceMention,
    PlacePrecision,
    Realis,
    SourceKind,
    SourceMention,
    Span,
    Toll,
    WhenMention,
)

PLACES = {
    "Palmyra": (34.56, 38.28),
    "Manbij": (36.53, 37.95),
    "Sukhna": (34.89, 38.87),
    "Aleppo": (36.2, 37.16),
}
MARCH_27 = date(2016, 3, 27)


def place_of(name: str, precision: PlacePrecision = PlacePrecision.TOWN) -> PlaceMention:
    lat, lon = PLACES[name]
    return PlaceMention(
        text=name,
        span=Span(0, 1),
        name=name,
        country="SY",
        lat=lat,
        lon=lon,
        precision=precision,
        place_id=name,
    )


def party(id: str) -> ActorMention:
    return ActorMention(text=id, span=Span(1, 2), name=id, actor_id=id)


def person(name: str) -> ActorMention:
    """Someone whom no registry knows."""
    return ActorMention(text=name, span=Span(1, 2))


def killed(
    low: int | None, high: int | None = None, category: Category = Category.UNKNOWN, who: str | None = None
) -> Toll:
    return Toll(
        text=str(low), span=Span(2, 3), outcome=Outcome.KILLED, category=category, low=low, high=high, who=who
    )


def source(name: str, kind: SourceKind = SourceKind.MONITOR, relation: str = "monitor") -> SourceMention:
    return SourceMention(
        text=name, span=Span(3, 4), name=name, kind=kind, origin=name, relation=relation, actor_id=name
    )


def claim_of(
    article: str = "a",
    kind: Kind = Kind.AIRSTRIKE,
    place: str | None = "Manbij",
    days: DateRange | date | None = MARCH_27,
    *,
    actors: str = "",
    targets: str = "",
    toll: tuple[Toll, ...] = (),
    sources: tuple[SourceMention, ...] = (),
    realis: Realis = Realis.ASSERTED,
    at: int = 0,
) -> Claim:
    told = DateRange.of_day(days) if isinstance(days, date) else days
    return Claim(
        article_id=article,
        kind=kind,
        realis=realis,
        evidence=(Span(10 * at, 10 * at + 9),),
        actors=tuple(party(id) for id in actors.split()),
        targets=tuple(party(id) for id in targets.split()),
        place=place_of(place) if place else None,
        when=WhenMention(text="then", span=Span(4, 5), days=told) if told else None,
        toll=toll,
        sources=sources,
    )


def in_report(
    claim: Claim,
    published_on: date | None = date(2016, 3, 28),
    sentences: tuple[str, ...] = (),
    outlet: str | None = None,
) -> Deposition:
    (deposition,) = tell([claim], [sentences], published_on, outlet or f"Outlet {claim.article_id}")
    return deposition
