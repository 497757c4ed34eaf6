"""What "the city", "the country" and "the capital" stand for: the nearest place named before that fits."""

from __future__ import annotations

from zenobia.model import Reason
from zenobia.resolving.descriptions import Description, Noun
from zenobia.resolving.gazetteer import PlaceKind
from zenobia.resolving.place_context import PlaceContext, Sighting
from zenobia.resolving.place_precision import Resolution, inside, resolution
from zenobia.resolving.place_ranking import PlaceCandidate, confidence

# How sure one must be of a place named in the article before "the city" is taken to mean it.
PLAIN_ENOUGH = 0.3
# Sureness kept by a reading that leans on more than the name itself.
BY_ANTECEDENT = 0.6


class Antecedents:
    """The places of the article that words without a name may stand for."""

    def __init__(self, context: PlaceContext, at: int, words: Description) -> None:
        self.context = context
        self.gazetteer = context.gazetteer
        self.at = at
        self.words = words

    def nearest(self, kinds: tuple[PlaceKind, ...]) -> Resolution | None:
        """The nearest place of these sorts that is named before the words, or else the first one after."""
        seen = self.context.sightings
        before = [sighting for sighting in reversed(seen) if sighting.span.end <= self.at]
        after = [sighting for sighting in seen if sighting.span.start >= self.at]
        for sighting in (*before, *after):
            ranked = self.context.ranked(sighting.key)
            place = ranked[0].match.place
            if self._can_stand_for(ranked, sighting, kinds):
                reason = Reason("nearest named", 0.0, f"the {place.kind} named nearest, {place.name}")
                found = resolution(place, BY_ANTECEDENT * confidence(ranked), (reason,))
                return self._told(found)
        return self._most_named() if PlaceKind.COUNTRY in kinds else None

    def _can_stand_for(
        self, ranked: list[PlaceCandidate], sighting: Sighting, kinds: tuple[PlaceKind, ...]
    ) -> bool:
        best = ranked[0].match
        return (
            best.place.kind in kinds
            and sighting.whole
            and not best.demonym
            and confidence(ranked) >= PLAIN_ENOUGH
            and (best.place.country is None or best.place.country in self.context.in_view)
        )

    def _most_named(self) -> Resolution | None:
        """The country whose people are named most, where the country itself is not named."""
        for code, count in self.context.in_view.most_common(1):
            place = self.gazetteer.country(code)
            if place is not None:
                reason = Reason("most named", 0.0, f"{place.name} is named {count} times")
                return self._told(resolution(place, BY_ANTECEDENT, (reason,)))
        return None

    def capital(self, lands: list[str]) -> Resolution | None:
        if not lands and Noun.PROVINCE not in self.words.nouns:
            lands = [code for code, _ in self.context.in_view.most_common(1)]
        for land in lands:
            name = self.gazetteer.capital(land)
            for match in self.gazetteer.matches(name or ""):
                if match.place.country == land and match.place.kind is PlaceKind.TOWN:
                    reason = Reason("capital", 0.0, f"the capital of {land}")
                    return self._told(resolution(match.place, BY_ANTECEDENT, (reason,)))
        return None

    def _told(self, found: Resolution) -> Resolution:
        return inside(found, None, self.words, self.gazetteer)
