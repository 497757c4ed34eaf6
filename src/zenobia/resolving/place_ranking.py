"""Which of the places that share a name is meant: reasons with points, added up."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from zenobia.model import Reason
from zenobia.resolving.gazetteer import Match, PlaceKind
from zenobia.resolving.place_context import PlaceContext, cell, distance_km

HERE = Path(__file__).parent

LARGEST_LOG10 = 7.0
NEAR_KM = 150.0
# A province's bare name means the town of that name where the town is this large.
LARGE_TOWN = 50_000
METROPOLIS = 500_000
# Behind "X in Y" a town may stand for Y: X is then no farther from it than this.
WITHIN_KM = 80.0

_LANDMARKS = (PlaceKind.REGION, PlaceKind.SEA, PlaceKind.SITE)


@dataclass(frozen=True, slots=True)
class PlaceCandidate:
    """A place that may be meant, and why: the points of the reasons add up to `score`."""

    match: Match
    score: float
    reasons: tuple[Reason, ...]


def rank(matches: Iterable[Match], key: str, context: PlaceContext | None) -> list[PlaceCandidate]:
    """The places that share a name, the likeliest first. Equal input gives equal order."""
    matches = list(matches)
    largest = largest_town(matches)
    candidates = [_weigh(match, key, context, largest) for match in matches]
    return sorted(candidates, key=lambda candidate: (-candidate.score, candidate.match.place.place_id))


def largest_town(matches: Iterable[Match]) -> int:
    """How many people live in the largest town among the matches."""
    return max((match.place.population for match in matches if _is_town(match)), default=0)


def confidence(candidates: list[PlaceCandidate]) -> float:
    """How sure the first candidate is, against the others that lie elsewhere (a softmax of the scores)."""
    best = candidates[0]
    here = best.match.place
    rest = sum(
        math.exp(candidate.score - best.score)
        for candidate in candidates[1:]
        if distance_km(here.lat, here.lon, candidate.match.place.lat, candidate.match.place.lon) > NEAR_KM
    )
    return round(best.match.likeness / (1 + rest), 3)


def features(
    match: Match, key: str, context: PlaceContext | None, largest: int
) -> dict[str, tuple[float, str]]:
    """How much of each reason there is for a place, 0 to 1, with the words a reviewer reads."""
    found = {name: measure(match) for name, measure in _OF_THE_PLACE.items()}
    found |= {name: measure(match, largest) for name, measure in _OF_THE_NAMESAKES.items()}
    if context is not None:
        found |= {name: measure(match, key, context) for name, measure in _OF_THE_ARTICLE.items()}
    return {name: value for name, value in found.items() if value[0]}


def _weigh(match: Match, key: str, context: PlaceContext | None, largest: int) -> PlaceCandidate:
    weights = _weights()
    reasons = tuple(
        Reason(name, round(weights[name] * amount, 2), detail)
        for name, (amount, detail) in features(match, key, context, largest).items()
    )
    return PlaceCandidate(match, round(sum(reason.points for reason in reasons), 2), reasons)


@cache
def _weights() -> dict[str, float]:
    return tomllib.loads((HERE / "place_weights.toml").read_text(encoding="utf-8"))


Amount = tuple[float, str]


def _size(match: Match) -> Amount:
    if match.place.kind is PlaceKind.COUNTRY:
        return 0.0, ""
    people = match.place.population
    return min(1.0, math.log10(people + 1) / LARGEST_LOG10), f"{people:,} people" if people else ""


def _metropolis(match: Match) -> Amount:
    people = match.place.population
    return float(
        _is_town(match) and people >= METROPOLIS and match.own_name
    ), "known everywhere by its bare name"


def _own_name(match: Match) -> Amount:
    return float(match.own_name), match.place.name


def _other_article(match: Match) -> Amount:
    return float(not match.same_article), match.place.name


def _demonym(match: Match) -> Amount:
    return float(match.demonym), "names the people, not the land"


def _capital(match: Match) -> Amount:
    return float(match.capital), f"capital of {match.place.country}"


def _is_town(match: Match) -> bool:
    return match.place.kind is PlaceKind.TOWN


def _country_by_name(match: Match) -> Amount:
    return float(match.place.kind is PlaceKind.COUNTRY and match.own_name), match.place.name


def _largest(match: Match, largest: int) -> Amount:
    is_it = _is_town(match) and match.place.population == largest > 0
    return float(is_it), "the largest town of the name"


def _shadowed(match: Match, largest: int) -> Amount:
    is_it = match.place.kind is PlaceKind.PROVINCE and largest >= LARGE_TOWN
    return float(is_it), "a large town has the same name"


def _is(*kinds: PlaceKind) -> Callable[[Match], Amount]:
    def measure(match: Match) -> Amount:
        return float(match.place.kind in kinds), match.place.kind.value

    return measure


def _country_named(match: Match, key: str, context: PlaceContext) -> Amount:
    country = match.place.country
    if country is None:
        return 0.0, ""
    own = (
        len(context.at.get(key, ()))
        if any(_is_country(m, country) for m in context.matches.get(key, ()))
        else 0
    )
    named = context.countries[country] - own
    most = max(context.countries.values(), default=0)
    return (
        (math.log1p(named) / math.log1p(most), f"{country} named {named} times") if named > 0 else (0.0, "")
    )


def _abroad(match: Match, key: str, context: PlaceContext) -> Amount:
    place = match.place
    if place.country is None or place.kind is PlaceKind.COUNTRY or not context.in_view:
        return 0.0, ""
    return float(place.country not in context.in_view), f"the report is not about {place.country}"


def _is_country(match: Match, country: str) -> bool:
    return match.place.kind is PlaceKind.COUNTRY and match.place.country == country


def _division_named(match: Match, key: str, context: PlaceContext) -> Amount:
    place = match.place
    if place.kind is PlaceKind.PROVINCE or place.country is None or place.division is None:
        return 0.0, ""
    named = context.divisions.get((place.country, place.division), set()) - {key}
    return (1.0, "its province is named") if named else (0.0, "")


def _division_votes(match: Match, key: str, context: PlaceContext) -> Amount:
    place = match.place
    if place.country is None or place.division is None:
        return 0.0, ""
    votes = context.votes[0].get((place.country, place.division), {})
    total = sum(votes.values()) - votes.get(key, 0.0)
    return total / (1 + total), f"{max(0, len(votes) - (key in votes))} other names may lie in its province"


def _country_votes(match: Match, key: str, context: PlaceContext) -> Amount:
    if match.place.country is None:
        return 0.0, ""
    votes = context.votes[1].get(match.place.country, {})
    total = sum(votes.values()) - votes.get(key, 0.0)
    return total / (
        1 + total
    ), f"{max(0, len(votes) - (key in votes))} other names may lie in {match.place.country}"


def _within(match: Match, key: str, context: PlaceContext) -> Amount:
    place = match.place
    if place.country and place.division and (place.country, place.division) in context.states(key):
        return 1.0, "its state is named right behind it"
    for words, matches in context.containers(key):
        if any(_holds(container, match) for container in matches):
            return 1.0, f"said to lie in {words}"
    return 0.0, ""


def _holds(container: Match, match: Match) -> bool:
    outer, inner = container.place, match.place
    if outer.place_id == inner.place_id:
        return False
    if outer.kind is PlaceKind.COUNTRY:
        return outer.country == inner.country
    if outer.kind is PlaceKind.PROVINCE:
        return (outer.country, outer.division) == (inner.country, inner.division)
    return distance_km(outer.lat, outer.lon, inner.lat, inner.lon) <= WITHIN_KM


def _near_others(match: Match, key: str, context: PlaceContext) -> Amount:
    place = match.place
    if place.kind in (PlaceKind.COUNTRY, PlaceKind.SEA):
        return 0.0, ""
    away = [
        distance_km(place.lat, place.lon, lat, lon) for other, lat, lon in context.anchors if other != key
    ]
    if not away or (nearest := min(away)) > 4 * NEAR_KM:
        return 0.0, ""
    return math.exp(-nearest / NEAR_KM), f"{nearest:.0f} km from another place named"


def _neighbours(match: Match, key: str, context: PlaceContext) -> Amount:
    place = match.place
    if place.kind in (PlaceKind.COUNTRY, PlaceKind.SEA):
        return 0.0, ""
    lat, lon = cell(place.lat, place.lon)
    votes: dict[str, float] = {}
    for north in (-1, 0, 1):
        for east in (-1, 0, 1):
            for other, vote in context.cells.get((lat + north, lon + east), {}).items():
                votes[other] = max(vote, votes.get(other, 0.0))
    votes.pop(key, None)
    total = sum(votes.values())
    return total / (1 + total), f"{len(votes)} other names may lie nearby"


def _focus(match: Match, key: str, context: PlaceContext) -> Amount:
    """The one province that most other names may lie in: what the paper is about."""
    place = match.place
    if place.country is None or place.division is None or place.kind is PlaceKind.PROVINCE:
        return 0.0, ""
    best = context.focus
    return float(best == (place.country, place.division)), "its province is where most names may lie"


_OF_THE_PLACE: dict[str, Callable[[Match], Amount]] = {
    "size": _size,
    "metropolis": _metropolis,
    "country": _is(PlaceKind.COUNTRY),
    "province": _is(PlaceKind.PROVINCE),
    "district": _is(PlaceKind.DISTRICT),
    "landmark": _is(*_LANDMARKS),
    "own_name": _own_name,
    "other_article": _other_article,
    "demonym": _demonym,
    "capital": _capital,
    "country_by_name": _country_by_name,
}
_OF_THE_NAMESAKES: dict[str, Callable[[Match, int], Amount]] = {
    "largest": _largest,
    "shadowed": _shadowed,
}
_OF_THE_ARTICLE: dict[str, Callable[[Match, str, PlaceContext], Amount]] = {
    "country_named": _country_named,
    "country_votes": _country_votes,
    "division_named": _division_named,
    "division_votes": _division_votes,
    "within": _within,
    "near_others": _near_others,
    "neighbours": _neighbours,
    "focus": _focus,
    "abroad": _abroad,
}
REASONS = (*_OF_THE_PLACE, *_OF_THE_NAMESAKES, *_OF_THE_ARTICLE)
"""The names of all reasons; place_weights.toml has the points of each."""
