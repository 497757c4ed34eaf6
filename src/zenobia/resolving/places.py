"""Which place is meant: the words of a claim, read with the whole article in view, to a point on the map.

What cannot be resolved keeps its words and has no precision; every value says why it was taken.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from zenobia.model import Article, Claim, PlaceMention, PlacePrecision, Reason, Span
from zenobia.resolving.descriptions import DIRECTIONS, LOST_APOSTROPHE, Description, Named, Noun, read_description
from zenobia.resolving.gazetteer import Gazetteer, Match, Place, PlaceKind
from zenobia.resolving.place_context import PlaceContext, Sighting, abbreviated_state, distance_km
from zenobia.resolving.place_names import folded
from zenobia.resolving.place_ranking import Candidate, confidence, rank

MAX_PLACE_WORDS = 200

# How sure one must be of a place named in the article before "the city" is taken to mean it.
PLAIN_ENOUGH = 0.3
# Sureness kept by a reading that leans on more than the name itself.
BY_ANTECEDENT = 0.6
BY_CONTAINER = 0.7
BY_PART = 0.4
# How far from the town it is said to lie in a place may be.
INSIDE_KM = 100.0
# A town of that many people is meant wherever it lies; a smaller one only in a country the report is about.
LARGE_ENOUGH_ABROAD = 100_000
# A name of that many letters that is known in one country only is no chance.
LONG_NAME = 5
# What a place said to lie in another gains over its namesakes: more than any size can make up for.
INSIDE_POINTS = 8.0
# What a place of the sort that is named ("the province of Homs") gains over the others.
SORT_POINTS = 6.0

AIRFIELDS = ("airbase", "airport", "military airport", "air base")

_PRECISIONS = {
    PlaceKind.COUNTRY: PlacePrecision.COUNTRY,
    PlaceKind.PROVINCE: PlacePrecision.PROVINCE,
    PlaceKind.DISTRICT: PlacePrecision.DISTRICT,
    PlaceKind.TOWN: PlacePrecision.TOWN,
    PlaceKind.REGION: PlacePrecision.REGION,
    PlaceKind.SEA: PlacePrecision.SEA,
    PlaceKind.SITE: PlacePrecision.SITE,
}
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
}
_SMALL = (PlaceKind.TOWN, PlaceKind.SITE, PlaceKind.DISTRICT)
_WIDE = (PlaceKind.COUNTRY, PlaceKind.PROVINCE, PlaceKind.REGION)


@dataclass(frozen=True, slots=True)
class Resolution:
    """A place on the map, how exactly it is told, how sure that is, and why."""

    place: Place
    precision: PlacePrecision
    lat: float
    lon: float
    confidence: float
    reasons: tuple[Reason, ...]


def resolve_places(claims: Sequence[Claim], article: Article, gazetteer: Gazetteer) -> list[Claim]:
    """The claims with their places filled in where they can be; same claims, same order, same words and spans."""
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


def candidates(name: str, gazetteer: Gazetteer, country: str | None = None) -> list[Candidate]:
    """The places a bare name may mean, the likeliest first, with reasons; misspelled ones where none has the name."""
    matches = gazetteer.matches(name)
    if country is not None:
        matches = [match for match in matches if match.place.country == country]
        matches = matches or gazetteer.misspelled(name, country)
    return rank(matches, folded(name), None)


def find_places(text: str, gazetteer: Gazetteer) -> list[tuple[Span, Resolution]]:
    """The places that a text names, with where they stand: names of places only, not of peoples or persons."""
    context = PlaceContext(text, gazetteer)
    found = []
    for sighting in context.sightings:
        if not _is_place_name(sighting, context):
            continue
        words = context.text[sighting.span.start : sighting.span.end]
        resolution = resolve_words(words, sighting.span.start, context)
        if resolution is not None:
            found.append((sighting.span, resolution))
    return found


def resolve_words(words: str, at: int, context: PlaceContext) -> Resolution | None:
    """Where the words point to, at that offset of the article; None where nothing says."""
    words = words[:MAX_PLACE_WORDS]
    state = abbreviated_state(words)
    if state is not None and (division := context.gazetteer.division_of(*state)):
        return _resolution(division, 1.0, (Reason("abbreviation", 0.0, words),))
    description = read_description(words, context.gazetteer.knows)
    return _Resolver(context, at, description).resolve()


class _Resolver:
    """One description, on its way to a place."""

    def __init__(self, context: PlaceContext, at: int, description: Description) -> None:
        self.context = context
        self.gazetteer = context.gazetteer
        self.at = at
        self.words = description

    def resolve(self) -> Resolution | None:
        steps = (self._border, self._between, self._named, self._contained, self._unnamed, self._people, self._part)
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
                matches = self.gazetteer.matches(" ".join([*(place.name for place in known if place), "border"]))
                if matches:
                    reason = Reason("border", 0.0, matches[0].place.name)
                    return _resolution(matches[0].place, BY_ANTECEDENT if not lands[1:] else 1.0, (reason,))
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
            _resolution(first, confidence([ends[0]]), (*ends[0].reasons, reason)),
            precision=PlacePrecision.NEAR,
            lat=round((first.lat + second.lat) / 2, 5),
            lon=round((first.lon + second.lon) / 2, 5),
        )

    def _named(self) -> Resolution | None:
        """The place goes by its own name."""
        head = self.words.head
        if head is None:
            return None
        ranked = self._ranked(head)
        alone = len({one.match.place.country for one in ranked}) == 1 and len(folded(head.text)) >= LONG_NAME
        if not alone:
            ranked = [one for one in ranked if not self._is_by_chance(one.match.place)]
        if not ranked:
            return None
        if self._lies_elsewhere(ranked):
            return self._contained()
        if self._is_quarter(head) and ranked[0].match.place.kind in (*_WIDE, PlaceKind.TOWN):
            town = self._town_around(ranked[0].match.place)
            if town is not None:
                return town
        place = ranked[0].match.place
        found = _resolution(place, confidence(ranked), ranked[0].reasons)
        return self._placed(found, head)

    def _is_by_chance(self, place: Place) -> bool:
        """A small place in a country that the report is not about: more likely another of the same name."""
        view = self.context.in_view
        small = place.kind in _SMALL and place.population < LARGE_ENOUGH_ABROAD
        return small and bool(view) and place.country is not None and place.country not in view and not (
            self.words.containers or self.words.peoples
        )

    def _lies_elsewhere(self, ranked: list[Candidate]) -> bool:
        """Whether the words name a town around the place, and no place of the name lies in it."""
        around = [match for name in self.words.containers for match in self.gazetteer.matches(name.text)]
        around = [match for match in around if not match.demonym]
        return bool(around) and not any(
            lies_in(one.match.place, match.place) for one in ranked for match in around
        ) and ranked[0].match.place.kind in _SMALL

    def _contained(self) -> Resolution | None:
        """The name is not known, but what it lies in is: "the Shahba hotel in Aleppo"."""
        for container in self.words.containers:
            best = self._best(container)
            if best is not None:
                head = self.words.head
                reason = Reason("lies in", 0.0, f"{head.text if head else 'it'} is said to lie in {container.text}")
                found = _resolution(best.match.place, BY_CONTAINER * best.match.likeness, (*best.reasons, reason))
                return self._inside(found, container)
        return None

    def _unnamed(self) -> Resolution | None:
        """ "The city", "the country", "a hospital": the nearest place before it that it can stand for."""
        head, nouns = self.words.head, self.words.nouns
        if head is not None and not self._is_quarter(head):
            return None
        if Noun.CAPITAL in nouns and (capital := self._capital()):
            return capital
        if Noun.COUNTRY in nouns:
            return self._antecedent((PlaceKind.COUNTRY,))
        if Noun.TOWN in nouns:
            return self._antecedent((PlaceKind.TOWN,))
        if Noun.PROVINCE in nouns and Noun.QUARTER not in nouns:
            return self._antecedent((PlaceKind.PROVINCE,)) or self._antecedent((PlaceKind.REGION,))
        if Noun.SEA in nouns or Noun.REGION in nouns:
            return self._antecedent((PlaceKind.SEA, PlaceKind.REGION))
        if self.words.peoples and not {Noun.QUARTER, Noun.SITE} & set(nouns):
            return None
        if nouns or self.words.near or self.words.direction:
            return self._antecedent(_SMALL)
        return None

    def _people(self) -> Resolution | None:
        """ "Syrian territory", "the Iraqi desert": the people's land."""
        for people in self.words.peoples:
            land = self._land(people)
            place = self.gazetteer.country(land) if land else None
            if place is not None:
                found = _resolution(place, BY_CONTAINER, (Reason("people", 0.0, f"{people} land"),))
                return self._placed(found, Named(people, True, None, self.words.direction))
        return None

    def _part(self) -> Resolution | None:
        """A known name inside one that is not: "Colorado State University"."""
        head = self.words.head
        if head is None or head.known:
            return None
        parts = head.text.split()
        for stop in range(len(parts) - 1, 0, -1):
            for start in range(len(parts) - stop + 1):
                text = " ".join(parts[start : start + stop])
                best = self._best(replace(head, text=text, known=True)) if len(text) >= 5 else None
                if best is not None and not self._is_by_chance(best.match.place):
                    reason = Reason("part of a name", 0.0, f"{text} in {head.text}")
                    found = _resolution(best.match.place, BY_PART, (*best.reasons, reason))
                    return self._inside(found, head)
        return None

    def _ranked(self, name: Named) -> list[Candidate]:
        matches = [match for match in self.gazetteer.matches(self._full_name(name)) if not match.demonym]
        for text in (name.text, *self._other_spellings(name)):
            matches = matches or [match for match in self.gazetteer.matches(text) if not match.demonym]
        matches = matches or list(self._misspelled(name))
        ranked = [self._with_description(one, name) for one in rank(matches, folded(name.text), self.context)]
        return sorted(ranked, key=lambda candidate: -candidate.score)

    def _best(self, name: Named) -> Candidate | None:
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
        """Near spellings within the two countries the report is most about."""
        for country, _ in self.context.in_view.most_common(2):
            yield from self.gazetteer.misspelled(name.text, country)[:5]

    def _with_description(self, candidate: Candidate, name: Named) -> Candidate:
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
        return Candidate(candidate.match, points, (*candidate.reasons, *more))

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

    def _is_quarter(self, name: Named) -> bool:
        return name.noun is Noun.QUARTER or (
            name.noun is Noun.DISTRICT and not any(m.place.kind in _WIDE for m in self.gazetteer.matches(name.text))
        )

    def _town_around(self, place: Place) -> Resolution | None:
        """The town that a quarter belongs to, where the only place of the quarter's name lies elsewhere."""
        town = self._contained() if self.words.containers else self._antecedent((PlaceKind.TOWN,))
        if town is None or distance_km(town.lat, town.lon, place.lat, place.lon) < INSIDE_KM / 4:
            return None
        return town

    def _antecedent(self, kinds: tuple[PlaceKind, ...]) -> Resolution | None:
        """The nearest place of these sorts that is named before the words, or else the first one after."""
        seen = self.context.sightings
        before = [sighting for sighting in reversed(seen) if sighting.span.end <= self.at]
        after = [sighting for sighting in seen if sighting.span.start >= self.at]
        for sighting in (*before, *after):
            ranked = self.context.ranked(sighting.key)
            place = ranked[0].match.place
            if self._can_stand_for(ranked, sighting, kinds):
                reason = Reason("nearest named", 0.0, f"the {place.kind} named nearest, {place.name}")
                found = _resolution(place, BY_ANTECEDENT * confidence(ranked), (reason,))
                return self._inside(found, None)
        return self._most_named() if PlaceKind.COUNTRY in kinds else None

    def _can_stand_for(self, ranked: list[Candidate], sighting: Sighting, kinds: tuple[PlaceKind, ...]) -> bool:
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
                return self._inside(_resolution(place, BY_ANTECEDENT, (reason,)), None)
        return None

    def _capital(self) -> Resolution | None:
        lands = [land for land in map(self._land, self.words.peoples) if land]
        if not lands and Noun.PROVINCE not in self.words.nouns:
            lands = [code for code, _ in self.context.in_view.most_common(1)]
        for land in lands:
            name = self.gazetteer.capital(land)
            for match in self.gazetteer.matches(name or ""):
                if match.place.country == land and match.place.kind is PlaceKind.TOWN:
                    reason = Reason("capital", 0.0, f"the capital of {land}")
                    return self._inside(_resolution(match.place, BY_ANTECEDENT, (reason,)), None)
        return None

    def _land(self, name: str) -> str | None:
        """The country of that name or of that people."""
        for match in self.gazetteer.matches(name):
            if match.place.kind is PlaceKind.COUNTRY:
                return match.place.country
        return None

    def _placed(self, found: Resolution, name: Named) -> Resolution:
        """Move to the part of the land that is told, and say how exactly it is told."""
        direction = name.direction or self.words.direction
        place = found.place
        if direction and place.kind in _WIDE and not self.words.near:
            return self._in_direction(found, direction)
        if place.kind in (PlaceKind.TOWN, PlaceKind.DISTRICT, PlaceKind.SITE):
            if self.words.near or name.countryside or (self.words.countryside and place.kind is PlaceKind.TOWN):
                return replace(found, precision=PlacePrecision.NEAR)
            if name.noun is Noun.DISTRICT:
                return replace(found, precision=PlacePrecision.DISTRICT)
            if direction not in (None, "centre") or {Noun.QUARTER, Noun.SITE} & set(self.words.nouns):
                return replace(found, precision=PlacePrecision.SITE)
        if self.words.coast:
            return replace(found, precision=PlacePrecision.SEA)
        return found

    def _inside(self, found: Resolution, container: Named | None) -> Resolution:
        """The precision of something that is only known to be in a place."""
        nouns = set(self.words.nouns)
        kind = found.place.kind
        if kind in _WIDE:
            direction = (container.direction if container else None) or self.words.direction
            return self._in_direction(found, direction) if direction else found
        if self.words.near or self.words.countryside:
            return replace(found, precision=PlacePrecision.NEAR)
        if container is not None or nouns & {Noun.QUARTER, Noun.SITE, Noun.DISTRICT} or self.words.direction:
            if not (container is None and Noun.DISTRICT not in nouns and self.words.direction == "centre"):
                return replace(found, precision=PlacePrecision.SITE)
        return found

    def _in_direction(self, found: Resolution, direction: str) -> Resolution:
        """ "Northern Syria": the middle of the northern third of where the country's towns lie."""
        place = found.place
        box = None
        if place.kind is PlaceKind.COUNTRY and place.country:
            box = self.gazetteer.country_box(place.country)
        elif place.kind is PlaceKind.PROVINCE and place.country and place.division:
            box = self.gazetteer.division_box(place.country, place.division)
        if box is None:
            return found
        south, west, north, east = box
        up, right = DIRECTIONS[direction]
        wide = place.kind is PlaceKind.COUNTRY
        return replace(
            found,
            precision=PlacePrecision.REGION if wide else PlacePrecision.PROVINCE,
            lat=round(south + up * (north - south), 2),
            lon=round(west + right * (east - west), 2),
            reasons=(*found.reasons, Reason("direction", 0.0, f"{direction} of {place.name}, by where its towns lie")),
        )


def lies_in(inner: Place, outer: Place) -> bool:
    """Whether one place can be said to lie in the other."""
    if inner.place_id == outer.place_id:
        return False
    if outer.kind is PlaceKind.COUNTRY:
        return inner.country == outer.country
    if outer.kind is PlaceKind.PROVINCE and outer.division:
        return (inner.country, inner.division) == (outer.country, outer.division)
    return distance_km(inner.lat, inner.lon, outer.lat, outer.lon) <= INSIDE_KM


def _resolution(place: Place, sureness: float, reasons: tuple[Reason, ...]) -> Resolution:
    return Resolution(place, _PRECISIONS[place.kind], place.lat, place.lon, round(sureness, 3), reasons)


def _is_place_name(sighting: Sighting, context: PlaceContext) -> bool:
    matches = context.matches[sighting.key]
    return sighting.whole and any(not match.demonym for match in matches)
