"""Incidents made of few words, with the claims behind them, for tests of formats."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from zenobia.dates import DateRange
from zenobia.exports.atlas import Atlas
from zenobia.exports.told import ToldIncident
from zenobia.incidents.account import give_account
from zenobia.incidents.depositions import Deposition
from zenobia.model import (
    ActorMention,
    Category,
    Claim,
    Incident,
    Kind,
    Membership,
    Mention,
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
from zenobia.resolving.gazetteer import Place, PlaceKind
from zenobia.resolving.registry import open_registry
from zenobia.store import ArticleHeader, FoundClaim

MADE_AT = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
SUNDAY = date(2016, 3, 27)
HOMS = Place("geonames:169575", "Homs Governorate", PlaceKind.PROVINCE, "SY", "11", 34.5, 38.0, 0)
SYRIA = Place("geonames:163843", "Syria", PlaceKind.COUNTRY, "SY", None, 35.0, 38.0, 0)


class SmallAtlas(Atlas):
    """The registry that ships, and a map on which every place of Syria lies in Homs."""

    def province(self, place: PlaceMention) -> Place | None:
        return HOMS if place.country == "SY" and place.place_id else None

    def country(self, code: str | None) -> Place | None:
        return SYRIA if code == "SY" else None


ATLAS = SmallAtlas(open_registry([]))


def party(words: str, id: str | None = None) -> ActorMention:
    """A mention of a party; one with an id has the registry's name."""
    actor = ATLAS.actor(id)
    return ActorMention(
        text=words,
        span=Span(0, len(words)),
        name=actor.name if actor else None,
        actor_id=id if actor else None,
    )


ARMY = party("Syrian troops", "syria.army")
IS = party("Islamic State", "islamic-state")
REBELS = party("Jaysh al-Islam", "jaysh-al-islam")
RUSSIA = party("Russian jets", "russia")
CIVILIANS = party("civilians")


def palmyra(precision: PlacePrecision = PlacePrecision.TOWN, **changed: Any) -> PlaceMention:
    known: dict[str, Any] = {
        "text": "Palmyra",
        "span": Span(0, 7),
        "name": "Tadmur",
        "country": "SY",
        "lat": 34.56240,
        "lon": 38.28402,
        "precision": precision,
        "place_id": "geonames:163915",
    }
    return PlaceMention(**(known | changed))


def killed(low: int | None, high: int | None = None, **told: Any) -> Toll:
    known: dict[str, Any] = {"text": str(low), "span": Span(0, 1), "outcome": Outcome.KILLED}
    return Toll(**(known | {"low": low, "high": high} | told))


def civilians_killed(count: int) -> Toll:
    return killed(count, count, category=Category.CIVILIAN, text=f"{count} civilians")


def said_by(name: str, kind: SourceKind = SourceKind.MONITOR) -> SourceMention:
    return SourceMention(text=name, span=Span(0, 1), name=name, kind=kind, origin=name)


def claim(
    kind: Kind,
    *,
    actors: tuple[ActorMention, ...] = (),
    targets: tuple[ActorMention, ...] = (),
    place: PlaceMention | None = None,
    days: date | DateRange | None = SUNDAY,
    toll: tuple[Toll, ...] = (),
    sources: tuple[SourceMention, ...] = (),
    realis: Realis = Realis.ASSERTED,
    words: str = "It was told so.",
    quote: str | None = None,
    objects: tuple[str, ...] = (),
    outlet: str | None = "Desert Post",
    title: str | None = "News from the desert",
    url: str | None = "https://news.example/1",
    article: str = "a1",
) -> FoundClaim:
    """A claim with the one sentence that it rests on."""
    told = DateRange.of_day(days) if isinstance(days, date) else days
    made = Claim(
        article_id=article,
        kind=kind,
        evidence=(Span(0, len(words)),),
        realis=realis,
        actors=actors,
        targets=targets,
        objects=tuple(Mention(text=thing, span=Span(0, len(thing))) for thing in objects),
        place=palmyra() if place is None else place,
        when=WhenMention(text="then", span=Span(0, 4), days=told) if told is not None else None,
        toll=toll,
        sources=sources,
        quote=Mention(text=quote, span=Span(0, len(quote))) if quote else None,
        confidence=0.5,
        reader="test-1",
    )
    header = ArticleHeader(article, title, outlet, url, date(2016, 3, 28), "given", 1)
    return FoundClaim(made, header, (words,))


def told(*claims: FoundClaim, id: str = "3f617d82aa01bc23", part_of: str | None = None) -> ToldIncident:
    """The incident that the claims tell together."""
    depositions = [Deposition(f.claim, f.article.published_on, f.article.outlet, f.sentences) for f in claims]
    members = tuple(Membership(found.claim.id) for found in claims)
    return ToldIncident(Incident(id, members, give_account(depositions), part_of), claims)
