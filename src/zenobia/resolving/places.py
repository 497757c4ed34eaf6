"""Which place is meant: the words of a claim, read with the whole article in view, to a point on the map.

What cannot be resolved keeps its words and has no precision; every value says why it was taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from zenobia.model import Article, Claim, PlaceMention, Reason, Span
from zenobia.resolving.descriptions import read_description
from zenobia.resolving.gazetteer import Gazetteer
from zenobia.resolving.place_context import PlaceContext, abbreviated_state
from zenobia.resolving.place_names import folded
from zenobia.resolving.place_precision import Resolution, resolution
from zenobia.resolving.place_ranking import PlaceCandidate, rank
from zenobia.resolving.place_resolver import Resolver
from zenobia.resolving.place_sightings import Sighting

MAX_PLACE_WORDS = 200


def resolve_places(claims: Sequence[Claim], article: Article, gazetteer: Gazetteer) -> list[Claim]:
    """The claims with their places filled in where they can be; their words, order and number stay."""
    if not any(claim.place for claim in claims):
        return list(claims)
    context = PlaceContext(article.text, gazetteer)
    resolved: dict[PlaceMention, PlaceMention] = {}
    for claim in claims:
        if claim.place is not None and claim.place not in resolved:
            resolved[claim.place] = _resolve_mention(claim.place, context)
    return [claim if claim.place is None else replace(claim, place=resolved[claim.place]) for claim in claims]


def _resolve_mention(mention: PlaceMention, context: PlaceContext) -> PlaceMention:
    found = resolve_words(mention.text, mention.span.start, context)
    if found is None:
        return mention
    return replace(
        mention,
        name=found.place.name,
        country=found.place.country,
        lat=found.lat,
        lon=found.lon,
        precision=found.precision,
        place_id=found.place.place_id,
        confidence=round(mention.confidence * found.confidence, 3),
        reasons=(*mention.reasons, *found.reasons),
    )


def candidates(name: str, gazetteer: Gazetteer, country: str | None = None) -> list[PlaceCandidate]:
    """The places a bare name may mean, the likeliest first, with reasons.

    Where no place has the very name, near spellings are given: of one country, or of the whole world, which
    takes a moment.
    """
    matches = gazetteer.matches(name)
    if country is not None:
        matches = [match for match in matches if match.place.country == country]
    if not matches:
        lands = gazetteer.countries() if country is None else [country]
        matches = [match for land in lands for match in gazetteer.misspelled(name, land)]
    return rank(matches, folded(name), None)


def find_places(text: str, gazetteer: Gazetteer) -> list[tuple[Span, Resolution]]:
    """The places that a text names, with where they stand; neither peoples nor persons."""
    context = PlaceContext(text, gazetteer)
    found = []
    for sighting in context.sightings:
        if not _is_place_name(sighting, context):
            continue
        words = context.text[sighting.span.start : sighting.span.end]
        place = resolve_words(words, sighting.span.start, context)
        if place is not None:
            found.append((sighting.span, place))
    return found


def resolve_words(words: str, at: int, context: PlaceContext) -> Resolution | None:
    """Where the words point to, at that offset of the article; None where nothing says."""
    words = words[:MAX_PLACE_WORDS]
    state = abbreviated_state(words)
    if state is not None and (division := context.gazetteer.division_of(*state)):
        return resolution(division, 1.0, (Reason("abbreviation", 0.0, words),))
    description = read_description(words, context.gazetteer.knows)
    return Resolver(context, at, description, len(words)).resolve()


def _is_place_name(sighting: Sighting, context: PlaceContext) -> bool:
    matches = context.matches[sighting.key]
    return sighting.whole and any(not match.demonym for match in matches)
