"""Read out of Claims what each tells of who holds a place.

takeover → took    control → holds    withdrawal → left    clash → fought    siege → besieged
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from zenobia.dates import DateRange
from zenobia.holdings.present import tells_of_the_present
from zenobia.holdings.sides import Lineage, Sides
from zenobia.model import (
    Claim,
    Extent,
    HeldPlace,
    Kind,
    PlaceMention,
    PlacePrecision,
    Side,
    SourceKind,
    SourceMention,
    Telling,
    Told,
)

_TOLD_BY = {
    Kind.TAKEOVER: Told.TOOK,
    Kind.CONTROL: Told.HOLDS,
    Kind.WITHDRAWAL: Told.LEFT,
    Kind.CLASH: Told.FOUGHT,
    Kind.SIEGE: Told.BESIEGED,
}
CONTROL_KINDS = tuple(_TOLD_BY)
"""The kinds of claim that tell of control."""

_POINTS = frozenset({PlacePrecision.SITE, PlacePrecision.TOWN, PlacePrecision.NEAR})


@dataclass(frozen=True, slots=True)
class Background:
    """What is known of parties and places beyond the claims; without it, names stand for themselves.

    `lineage` is an actor and what it is part of, upwards. `areas` are the ids of the larger places that one
    lies within. `is_site` tells places that are sites themselves ("T4 air base") from parts of a town.
    `publisher` is the id of the party whose organ published an article ("SANA" is the government's), and
    `published_on` is its day. `sentences` are those of a claim's evidence.
    """

    lineage: Lineage = lambda actor_id: ()
    areas: Callable[[HeldPlace], Sequence[str]] = lambda place: ()
    is_site: Callable[[HeldPlace], bool] = lambda place: False
    publisher: Callable[[str], str | None] = lambda article_id: None
    published_on: Callable[[str], date | None] = lambda article_id: None
    sentences: Callable[[Claim], Sequence[str]] = lambda claim: ()


def place_of(claim: Claim) -> HeldPlace | None:
    """The place that a claim tells of; a town, its sites and its surroundings are one place.

    None where the claim tells nothing of control, or its place is words that nobody could name.
    """
    mention = claim.place
    if claim.kind not in _TOLD_BY or mention is None or mention.name is None:
        return None
    precision = mention.precision or PlacePrecision.TOWN
    if precision in _POINTS:
        precision = PlacePrecision.TOWN
    return HeldPlace(mention.name, mention.country, mention.place_id, precision)


def place_key(place: HeldPlace) -> tuple[str, ...]:
    """What makes two places one: the id, or else name, country and precision."""
    if place.place_id is not None:
        return (place.place_id,)
    return (place.name.casefold(), place.country or "", place.precision)


def claims_by_place(claims: Iterable[Claim]) -> list[tuple[HeldPlace, list[Claim]]]:
    """The claims about each place, under the name that most of them give it; places in order of name."""
    found: dict[tuple[str, ...], list[tuple[HeldPlace, Claim]]] = {}
    for claim in claims:
        place = place_of(claim)
        if place is not None:
            found.setdefault(place_key(place), []).append((place, claim))
    grouped = [
        (_usual([place for place, _ in told]), [claim for _, claim in told]) for told in found.values()
    ]
    return sorted(grouped, key=lambda each: (each[0].name.casefold(), place_key(each[0])))


def inherited(
    grouped: Iterable[tuple[HeldPlace, Sequence[Claim]]], background: Background
) -> Callable[[HeldPlace], list[Claim]]:
    """The claims that a place inherits: those that say all of a larger place around it is taken or held."""
    by_area = {
        place.place_id: [claim for claim in claims if _tells_of_all(claim)]
        for place, claims in grouped
        if place.place_id is not None and place.precision is not PlacePrecision.TOWN
    }
    told = {area: claims for area, claims in by_area.items() if claims}

    def of(place: HeldPlace) -> list[Claim]:
        areas = background.areas(place) if told else ()
        return [claim for area in areas if area != place.place_id for claim in told.get(area, ())]

    return of


def read_tellings(place: HeldPlace, claims: Sequence[Claim], background: Background) -> list[Telling]:
    """What the claims tell of one place, each claim once, in an order that does not depend on theirs."""
    unique = {claim.id: claim for claim in claims}
    ordered = sorted(unique.items())
    sides = Sides([claim for _, claim in ordered], background.lineage)
    return [_telling(place, claim_id, claim, sides, background) for claim_id, claim in ordered]


def _telling(place: HeldPlace, claim_id: str, claim: Claim, sides: Sides, background: Background) -> Telling:
    told_of = place_of(claim) or place
    is_inherited = place_key(told_of) != place_key(place)
    is_site = background.is_site(place)
    doers = sides.of(claim.actors)
    day_of_report = _day_of_report(claim, background)
    return Telling(
        claim_id=claim_id,
        # What lay in the province may have been theirs before all of it was.
        told=Told.HOLDS if is_inherited else _TOLD_BY[claim.kind],
        sides=doers,
        against=tuple(side for side in sides.of(claim.targets) if side not in doers),
        days=day_of_report or (claim.when.days if claim.when else None),
        realis=claim.realis,
        extent=_extent(claim.place, is_site) if claim.place else Extent.WHOLE,
        own_word=_is_own_word(claim, doers, sides, background.publisher(claim.article_id)),
        area=told_of.name if is_inherited else None,
        is_day_of_report=day_of_report is not None,
    )


def _day_of_report(claim: Claim, background: Background) -> DateRange | None:
    """The day of publication, for "Islamic State holds Raqqa" in a dated report; None for all else."""
    if claim.kind is not Kind.CONTROL or not tells_of_the_present(claim, background.sentences(claim)):
        return None
    published_on = background.published_on(claim.article_id)
    return DateRange.of_day(published_on) if published_on is not None else None


def _tells_of_all(claim: Claim) -> bool:
    """ "The whole of Raqqa province", and not "Raqqa province", which may be any part of it."""
    is_told = claim.kind in (Kind.TAKEOVER, Kind.CONTROL) and claim.place is not None
    return is_told and claim.place is not None and _extent(claim.place, is_site=False) is Extent.WHOLE


def _extent(mention: PlaceMention, is_site: bool) -> Extent:
    if mention.precision is PlacePrecision.NEAR:
        return Extent.NEAR
    if mention.precision is PlacePrecision.SITE and not is_site:
        return Extent.PART
    if _has_words(mention.text, "part"):
        return Extent.PART
    if mention.precision in (None, *_POINTS) or _has_words(mention.text, "whole"):
        return Extent.WHOLE
    # "Took the province" may be any part of it; only "all of the province" is all.
    return Extent.PART


def _is_own_word(claim: Claim, doers: Sequence[Side], sides: Sides, publisher: str | None) -> bool:
    """Whether nobody but the doers says so. A loser who tells of the loss is not the doer."""
    if not claim.sources:
        return publisher is not None and sides.speaks_for(publisher, doers)
    return all(_is_of(source, doers, sides) for source in claim.sources)


def _is_of(source: SourceMention, doers: Sequence[Side], sides: Sides) -> bool:
    if sides.speaks_for(source, doers):
        return True
    if source.actor_id is not None:
        return False
    # Whose state media they are is not told: they are taken to speak for the side that gains by it.
    return source.relation == "party" or source.kind is SourceKind.STATE_MEDIA


def _usual(places: Sequence[HeldPlace]) -> HeldPlace:
    counted = Counter(places)
    return min(counted, key=lambda place: (-counted[place], place.name, place.country or "", place.precision))


def _has_words(text: str, extent: str) -> bool:
    folded = f" {' '.join(text.casefold().replace('-', ' ').split())} "
    return any(f" {words} " in folded for words in _extents()[extent])


@lru_cache(maxsize=1)
def _extents() -> dict[str, list[str]]:
    return tomllib.loads(Path(__file__).with_name("extents.toml").read_text("utf-8"))
