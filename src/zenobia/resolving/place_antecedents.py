"""What "the city", "the country" and "the capital" stand for: the nearest place named before that fits."""

from __future__ import annotations

from zenobia.model import Reason
from zenobia.resolving.descriptions import Description, Noun
from zenobia.resolving.gazetteer import Place, PlaceKind
from zenobia.resolving.place_context import PlaceContext
from zenobia.resolving.place_precision import Resolution, inside, lies_in, resolution
from zenobia.resolving.place_ranking import PlaceCandidate, confidence

# How sure one must be of a place named in the article before "the city" is taken to mean it.
PLAIN_ENOUGH = 0.3
# A town of fewer people is not "the city" of a report that does not name its country.
KNOWN_ABROAD = 100_000
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
            best = self._fitting(ranked, kinds) if sighting.whole else None
            if best is not None:
                place = best.match.place
                reason = Reason("nearest named", 0.0, f"the {place.kind} named nearest, {place.name}")
                return self._told(resolution(place, BY_ANTECEDENT * confidence(ranked), (reason,)))
        return self._most_named() if PlaceKind.COUNTRY in kinds else None

    def _fitting(self, ranked: list[PlaceCandidate], kinds: tuple[PlaceKind, ...]) -> PlaceCandidate | None:
        """The likeliest place of a name that is of these sorts, if it is the place that is meant, or there.

        After "Hasakah", which may be the province, "the city" is the city of that name in it.
        """
        first = ranked[0].match.place
        if confidence(ranked) < PLAIN_ENOUGH:
            return None
        for candidate in ranked:
            match = candidate.match
            if match.place.kind in kinds and not match.demonym and self._is_at_home(match.place):
                is_there = first.kind is not PlaceKind.COUNTRY and lies_in(match.place, first)
                return candidate if is_there or match.place == first else None
        return None

    def _is_at_home(self, place: Place) -> bool:
        """Whether the report is about the place's country; a small town must lie in a country that it names, or in
        the province that most of its names lie in.

        After "the Arch of Triumph" in a report on Syria, "the city" is not Trimont, once Triumph, in Minnesota.
        """
        if place.country is None or place.country in self.context.countries:
            return True
        in_focus = self.context.focus == (place.country, place.division)
        return place.country in self.context.in_view and (place.population >= KNOWN_ABROAD or in_focus)

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
