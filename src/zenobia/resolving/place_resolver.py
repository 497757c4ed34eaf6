"""Find the place that a description means, one kind of evidence after the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property

from zenobia.model import PlacePrecision, Reason
from zenobia.resolving.descriptions import LOST_APOSTROPHE, Description, Named, Noun
from zenobia.resolving.gazetteer import Match, Place, PlaceKind
from zenobia.resolving.place_antecedents import Antecedents
from zenobia.resolving.place_context import PlaceContext, distance_km
from zenobia.resolving.place_names import folded
from zenobia.resolving.place_precision import (
    INSIDE_KM,
    PARTS,
    SMALL,
    WIDE,
    Resolution,
    inside,
    lies_in,
    placed,
    resolution,
)
from zenobia.resolving.place_ranking import PlaceCandidate, confidence
from zenobia.resolving.streets import is_called_street

BY_CONTAINER = 0.7
BY_PART = 0.4
BY_BORDER = 0.6
BY_SCENE = 0.5
# A town of that many people is meant wherever it lies; a smaller one only in a country the report is about.
LARGE_ENOUGH_ABROAD = 100_000
# A name of that many letters that is known in one country only is no chance.
LONG_NAME = 5
# Reasons by which other places of the report vouch for one.
VOUCHING = {"within", "division_named", "near_others"}
# What a place said to lie in another gains over its namesakes: more than any size can make up for.
INSIDE_POINTS = 8.0
# What a place of the sort that is named ("the province of Homs") gains over the others.
SORT_POINTS = 6.0

AIRFIELDS = ("airbase", "airport", "military airport", "air base")

_SORTS: dict[Noun, tuple[PlaceKind, ...]] = {
    Noun.TOWN: (PlaceKind.TOWN,),
    Noun.CAPITAL: (PlaceKind.TOWN,),
    Noun.PROVINCE: (PlaceKind.PROVINCE, PlaceKind.REGION),
    Noun.DISTRICT: (PlaceKind.DISTRICT, PlaceKind.PROVINCE),
    Noun.COUNTRY: (PlaceKind.COUNTRY,),
    Noun.REGION: (PlaceKind.REGION,),
    Noun.SEA: (PlaceKind.SEA,),
    Noun.SITE: (PlaceKind.SITE,),
    Noun.QUARTER: (PlaceKind.SITE, PlaceKind.DISTRICT),
    Noun.BUILDING: (PlaceKind.SITE,),
}


class Resolver:
    """One description, on its way to a place."""

    def __init__(self, context: PlaceContext, at: int, description: Description, length: int = 0) -> None:
        self.context = context
        self.gazetteer = context.gazetteer
        self.at = at
        self.length = length
        self.words = description
        self._antecedents = Antecedents(context, at, description)

    def resolve(self) -> Resolution | None:
        steps = (
            self._border,
            self._between,
            self._street,
            self._named,
            self._contained,
            self._part_in_view,
            self._unnamed,
            self._people,
            self._part,
        )
        for step in steps:
            found = step()
            if found is not None:
                return found
        return None

    def _border(self) -> Resolution | None:
        """ "The Turkish border": with the country that the report is most about."""
        if not self.words.border:
            return None
        names = [name.text for name in (self.words.head, *self.words.others, *self.words.containers) if name]
        lands = [land for land in map(self._land, (*self.words.peoples, *names)) if land]
        if not lands:
            return None
        others = lands[1:] or [code for code, _ in self.context.in_view.most_common() if code != lands[0]]
        for other in others:
            for pair in ((lands[0], other), (other, lands[0])):
                known = [self.gazetteer.country(code) for code in pair]
                matches = self.gazetteer.matches(
                    " ".join([*(place.name for place in known if place), "border"])
                )
                if matches:
                    reason = Reason("border", 0.0, matches[0].place.name)
                    return resolution(matches[0].place, BY_BORDER if not lands[1:] else 1.0, (reason,))
        return None

    def _between(self) -> Resolution | None:
        """ "The road between Hama and Aleppo", "the Abu Zabad–Al-Fula road": halfway."""
        head, others = self.words.head, self.words.others
        if not (self.words.between and head and others):
            return None
        ends = [self._best(head), self._best(others[0])]
        if ends[0] is None or ends[1] is None:
            return None
        first, second = ends[0].match.place, ends[1].match.place
        reason = Reason("between", 0.0, f"halfway between {first.name} and {second.name}")
        return replace(
            resolution(first, confidence([ends[0]]), (*ends[0].reasons, reason)),
            precision=PlacePrecision.NEAR,
            lat=round((first.lat + second.lat) / 2, 5),
            lon=round((first.lon + second.lon) / 2, 5),
        )

    def _street(self) -> Resolution | None:
        """ "The 200 block of Spring Street" is not in Spring: it lies in the town told around it."""
        if self.words.head is None or not self._is_street(self.words.head):
            return None
        return self._contained() or self._in_scene()

    def _named(self) -> Resolution | None:
        """The place goes by its own name."""
        head = self.words.head
        if head is None or self._is_street(head):
            return None
        ranked = self._ranked(head)
        alone = (
            not PARTS & set(self.words.nouns)
            and len({one.match.place.country for one in ranked}) == 1
            and len(folded(head.text)) >= LONG_NAME
        )
        if not alone:
            ranked = [one for one in ranked if not self._is_by_chance(one)]
        if not ranked:
            return None
        if self._lies_elsewhere(ranked):
            return self._contained()
        if self._is_quarter(head) and ranked[0].match.place.kind in (*WIDE, PlaceKind.TOWN):
            town = self._town_around(head, ranked[0].match.place)
            if town is not None:
                return town
        place = ranked[0].match.place
        found = resolution(place, confidence(ranked), ranked[0].reasons)
        return placed(found, head, self.words, self.gazetteer)

    def _is_by_chance(self, candidate: PlaceCandidate) -> bool:
        """A small place in a country that the report is not about: more likely another of the same name."""
        if self.words.containers or self.words.peoples:
            return False
        return self._is_namesake_abroad(candidate)

    def _is_namesake_abroad(self, candidate: PlaceCandidate) -> bool:
        place = candidate.match.place
        if place.kind not in SMALL or place.population >= LARGE_ENOUGH_ABROAD or place.country is None:
            return False
        if VOUCHING & {reason.rule for reason in candidate.reasons if reason.points > 0}:
            return False
        town = self._town
        if town is not None and town.match.place.place_id == place.place_id:
            return False
        view = self.context.in_view
        # One town alone does not vouch for itself.
        return bool(view) and view[place.country] <= 1 < view.total()

    def _lies_elsewhere(self, ranked: list[PlaceCandidate]) -> bool:
        """Whether the words name a town around the place, and no place of the name lies in it."""
        around = [match for name in self.words.containers for match in self.gazetteer.matches(name.text)]
        around = [match for match in around if not match.demonym]
        return (
            bool(around)
            and not any(lies_in(one.match.place, match.place) for one in ranked for match in around)
            and ranked[0].match.place.kind in SMALL
        )

    def _contained(self) -> Resolution | None:
        """The name is not known, but what it lies in is: "the Shahba hotel in Aleppo".

        The Arch of Triumph in Palmyra lies in no Triumph of Minnesota.
        """
        for container in self.words.containers:
            best = None if self._is_street(container) or self._is_person(container) else self._best(container)
            if best is not None and not self._is_namesake_abroad(best):
                head = self.words.head
                reason = Reason(
                    "lies in", 0.0, f"{head.text if head else 'it'} is said to lie in {container.text}"
                )
                found = resolution(
                    best.match.place, BY_CONTAINER * best.match.likeness, (*best.reasons, reason)
                )
                return inside(found, container, self.words, self.gazetteer)
        return None

    def _unnamed(self) -> Resolution | None:
        """ "The city", "the country", "a hospital": the nearest place before it that it can stand for."""
        head, nouns = self.words.head, self.words.nouns
        if head is not None and not self._is_quarter(head):
            return None if head.known or Noun.STREET not in nouns else self._in_scene()
        if head is not None and PARTS & set(nouns) and (found := self._in_scene()):
            return found
        if Noun.CAPITAL in nouns and (capital := self._antecedents.capital(self._peoples_lands())):
            return capital
        if Noun.COUNTRY in nouns:
            return self._antecedents.nearest((PlaceKind.COUNTRY,))
        if Noun.TOWN in nouns:
            return self._antecedents.nearest((PlaceKind.TOWN,))
        if Noun.PROVINCE in nouns and not PARTS & set(nouns):
            return self._antecedents.nearest((PlaceKind.PROVINCE,)) or self._antecedents.nearest(
                (PlaceKind.REGION,)
            )
        if Noun.SEA in nouns or Noun.REGION in nouns:
            return self._antecedents.nearest((PlaceKind.SEA, PlaceKind.REGION))
        if self.words.peoples and not PARTS & set(nouns):
            return None
        if PARTS & set(nouns):
            return self._in_scene() or self._antecedents.nearest(SMALL)
        if nouns or self.words.near or self.words.direction:
            return self._antecedents.nearest(SMALL)
        return None

    def _people(self) -> Resolution | None:
        """ "Syrian territory", "the European countryside": the people's land."""
        for people in self.words.peoples:
            for match in self.gazetteer.matches(people):
                if match.demonym:
                    found = resolution(match.place, BY_CONTAINER, (Reason("people", 0.0, f"{people} land"),))
                    named = Named(people, True, None, self.words.direction)
                    return placed(found, named, self.words, self.gazetteer)
        return None

    def _part(self) -> Resolution | None:
        """A known name inside one that is not: "Colorado State University"."""
        for text, best in self._parts():
            if not self._is_by_chance(best) and not self._is_off_scene(best):
                return self._by_part(text, best)
        return None

    def _part_in_view(self) -> Resolution | None:
        """The same where the report names that place elsewhere too."""
        for text, best in self._parts():
            if self._is_named_elsewhere(best.match.place):
                return self._by_part(text, best)
        return None

    def _parts(self) -> Iterator[tuple[str, PlaceCandidate]]:
        """The known names inside a name that is not known, the longest first."""
        head = self.words.head
        if head is None or head.known:
            return
        parts = head.text.split()
        for stop in range(len(parts) - 1, 0, -1):
            for start in range(len(parts) - stop + 1):
                text = " ".join(parts[start : start + stop])
                best = self._best(replace(head, text=text, known=True, noun=None)) if len(text) >= 5 else None
                if best is not None:
                    yield text, best

    def _by_part(self, text: str, best: PlaceCandidate) -> Resolution:
        head = self.words.head
        reason = Reason("part of a name", 0.0, f"{text} in {head.text if head else text}")
        found = resolution(best.match.place, BY_PART, (*best.reasons, reason))
        return inside(found, head, self.words, self.gazetteer)

    @cached_property
    def _town(self) -> PlaceCandidate | None:
        """The town that the report is set in, as seen from the words: asked for every namesake, found once."""
        return self.context.scene.town(self.at)

    def _in_scene(self) -> Resolution | None:
        """The town that the report is about, as seen from the words."""
        best = self._town
        if best is None:
            return None
        place = best.match.place
        reason = Reason("set there", 0.0, f"the report is set in {place.name}")
        found = resolution(place, BY_SCENE * best.match.likeness, (reason,))
        return inside(found, None, self.words, self.gazetteer)

    def _is_off_scene(self, candidate: PlaceCandidate) -> bool:
        """Whether a small place lies far from the town that the report is set in."""
        place, town = candidate.match.place, self._town
        if town is None or place.kind not in SMALL or Noun.SITE in self.words.nouns:
            return False
        return distance_km(place.lat, place.lon, town.match.place.lat, town.match.place.lon) > INSIDE_KM

    def _is_named_elsewhere(self, place: Place) -> bool:
        return self.context.scene.names(place, (self.at, self.at + self.length))

    def _ranked(self, name: Named) -> list[PlaceCandidate]:
        matches = [match for match in self.gazetteer.matches(self._full_name(name)) if not match.demonym]
        for text in (name.text, *self._other_spellings(name)):
            matches = matches or [match for match in self.gazetteer.matches(text) if not match.demonym]
        matches = matches or list(self._misspelled(name))
        ranked = [self._with_description(one, name) for one in self.context.rank(matches, folded(name.text))]
        return sorted(ranked, key=lambda candidate: -candidate.score)

    def _best(self, name: Named) -> PlaceCandidate | None:
        return next(iter(self._ranked(name)), None)

    def _full_name(self, name: Named) -> str:
        return f"{name.text} {name.noun}" if name.noun else name.text

    def _other_spellings(self, name: Named) -> Iterator[str]:
        """ "Shayrat Airfield" is "Shayrat airbase"; a genitive may have lost its apostrophe."""
        if name.noun is Noun.SITE:
            yield from (f"{name.text} {word}" for word in AIRFIELDS)
        if name.text.endswith("s") and len(name.text) > LOST_APOSTROPHE:
            yield name.text[:-1]

    def _misspelled(self, name: Named) -> Iterator[Match]:
        """Near spellings within the two countries the report is most about; a club is named for no town."""
        if name.noun in (Noun.BUILDING, Noun.STREET):
            return
        for country, _ in self.context.in_view.most_common(2):
            yield from self.gazetteer.misspelled(name.text, country)[:5]

    def _with_description(self, candidate: PlaceCandidate, name: Named) -> PlaceCandidate:
        """More points for what the words themselves say: its sort, and what it lies in."""
        place, more = candidate.match.place, []
        if name.noun in _SORTS and place.kind in _SORTS[name.noun]:
            more.append(Reason("sort", SORT_POINTS, f"called a {name.noun}"))
        if name.countryside and place.kind is PlaceKind.PROVINCE:
            more.append(Reason("sort", SORT_POINTS, "the land around, not the town"))
        if name is self.words.head:
            more.extend(self._inside_reasons(place))
        if candidate.match.likeness < 1:
            more.append(Reason("spelling", -4 * (1 - candidate.match.likeness), f"for {name.text}"))
        if not more:
            return candidate
        points = round(candidate.score + sum(reason.points for reason in more), 2)
        return PlaceCandidate(candidate.match, points, (*candidate.reasons, *more))

    def _inside_reasons(self, place: Place) -> Iterator[Reason]:
        for container in self.words.containers:
            for match in self.gazetteer.matches(container.text)[:8]:
                if lies_in(place, match.place):
                    yield Reason("lies in", INSIDE_POINTS, f"said to lie in {container.text}")
                    return
        for people in self.words.peoples:
            if place.country is not None and place.country == self._land(people):
                yield Reason("lies in", INSIDE_POINTS / 2, f"called {people}")
                return

    def _is_street(self, name: Named) -> bool:
        """Whether it is called a street, and is none that the gazetteer knows ("Salaheddin Street")."""
        if self.gazetteer.matches(self._full_name(name)):
            return name.noun is not Noun.STREET and self._is_called_street(name)
        return name.noun is Noun.STREET or self._is_called_street(name)

    def _is_person(self, name: Named) -> bool:
        """ "Rivera's apartment" in a report on Ana Rivera."""
        return self.context.scene.has_first_name(folded(name.text))

    def _is_called_street(self, name: Named) -> bool:
        """Whether the report calls it a street elsewhere, and never a place."""
        return (
            name.noun is None
            and not any(self.context.sightings[index].whole for index in self._seen_elsewhere(name))
            and is_called_street(name.text, self.context.text)
        )

    def _seen_elsewhere(self, name: Named) -> Iterator[int]:
        for index in self.context.at.get(folded(name.text), ()):
            if not self.at <= self.context.sightings[index].span.start < self.at + self.length:
                yield index

    def _is_quarter(self, name: Named) -> bool:
        if self.context.scene.is_quarter(folded(name.text)):
            return True
        return name.noun in (Noun.QUARTER, Noun.BUILDING, Noun.STREET) or (
            name.noun is Noun.DISTRICT
            and not any(m.place.kind in WIDE for m in self.gazetteer.matches(name.text))
        )

    def _town_around(self, name: Named, place: Place) -> Resolution | None:
        """The town that a quarter belongs to, where the only place of the quarter's name lies elsewhere.

        "A Phoenix apartment" is in Phoenix all the same, where the report names Phoenix elsewhere too.
        """
        if name.noun is Noun.BUILDING and not name.titled and self._is_named_elsewhere(place):
            return None
        town = (self._contained() if self.words.containers else None) or self._in_scene()
        if town is None or distance_km(town.lat, town.lon, place.lat, place.lon) < INSIDE_KM / 4:
            return None
        return town

    def _land(self, name: str) -> str | None:
        """The country of that name or of that people."""
        for match in self.gazetteer.matches(name):
            if match.place.kind is PlaceKind.COUNTRY:
                return match.place.country
        return None

    def _peoples_lands(self) -> list[str]:
        return [land for land in map(self._land, self.words.peoples) if land]
