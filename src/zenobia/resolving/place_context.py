"""What an article's other places say about one: the names found in its text, and what they point to."""

from __future__ import annotations

import csv
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from zenobia.resolving.gazetteer import Gazetteer, Match, Place, PlaceKind
from zenobia.resolving.place_sightings import find_names

if TYPE_CHECKING:
    from zenobia.resolving.place_ranking import PlaceCandidate
    from zenobia.resolving.place_scene import Scene

HERE = Path(__file__).parent
MAX_TEXT = 60_000
EARTH_KM = 12_742

_TOO_WIDE = (PlaceKind.COUNTRY, PlaceKind.REGION, PlaceKind.SEA)

# A name points to one place where the largest place of that name is this many times the next.
PLAIN_RATIO = 20
# A name tells its country where no place abroad has more than this share of the people of its largest.
COUNTRY_RATIO = 10
MAX_ANCHORS = 40
SAME_SPOT_KM = 100

# A country that is named weighs as much as this many of its towns.
NAMED_COUNTS = 3
TOWN_IN_VIEW = 10_000
# Share of the foremost country's count from which another is in view.
IN_VIEW_SHARE = 0.15

# Between a place and what it lies within: "Marib, Yemen", "Sarmin in the Idlib province", "Bama (Borno)".
_WITHIN = re.compile(r",?\s{0,2}(?:\(|(?:in|of|,)\s)?\s{0,2}(?:the\s)?(?:\w{1,12}ern\s|rural\s)?$", re.I)
MAX_GAP = 30


def cell(lat: float, lon: float) -> tuple[int, int]:
    """The square of one degree that a point lies in."""
    return math.floor(lat), math.floor(lon)


def distance_km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Great-circle distance."""
    phi, other_phi = math.radians(lat), math.radians(other_lat)
    half = math.sin((other_phi - phi) / 2) ** 2
    half += math.cos(phi) * math.cos(other_phi) * math.sin(math.radians(other_lon - lon) / 2) ** 2
    return EARTH_KM * math.asin(math.sqrt(min(1.0, half)))


class PlaceContext:
    """The places that an article may name, counted once for all the claims read from it."""

    def __init__(self, text: str, gazetteer: Gazetteer) -> None:
        self.text = text[:MAX_TEXT]
        self.gazetteer = gazetteer
        self.sightings = find_names(self.text, gazetteer)
        self.at: dict[str, list[int]] = defaultdict(list)
        for index, sighting in enumerate(self.sightings):
            self.at[sighting.key].append(index)
        self._ranked: dict[tuple[str, tuple[Match, ...]], list[PlaceCandidate]] = {}
        self.matches = {key: gazetteer.matches(key) for key in self.at}

    @cached_property
    def countries(self) -> Counter[str]:
        """How often each country is named, by its name or its people's."""
        count: Counter[str] = Counter()
        for key, seen in self.at.items():
            for match in self.matches[key]:
                if match.place.kind is PlaceKind.COUNTRY and match.place.country:
                    count[match.place.country] += len(seen)
        return count

    @cached_property
    def divisions(self) -> dict[tuple[str, str], set[str]]:
        """The provinces and states that are named, each with the names that may mean it."""
        named: dict[tuple[str, str], set[str]] = defaultdict(set)
        for key in self.at:
            for match in self.matches[key]:
                place = match.place
                if place.kind is PlaceKind.PROVINCE and place.country and place.division:
                    named[place.country, place.division].add(key)
        for country, division in self.abbreviated.values():
            named[country, division].add("")
        return named

    @cached_property
    def abbreviated(self) -> dict[int, tuple[str, str]]:
        """The divisions told by a short name behind a comma ("Fallon, Nev."), by where the name ends."""
        found = {}
        for sighting in self.sightings:
            after = _SHORT_STATE.match(self.text, sighting.span.end)
            if after and (state := _abbreviations().get(after.group(1))):
                found[sighting.span.end] = state
        return found

    @cached_property
    def votes(self) -> tuple[dict[tuple[str, str], dict[str, float]], dict[str, dict[str, float]]]:
        """Which divisions and countries the names could lie in: the fewer, the more a name's vote weighs."""
        divisions: dict[tuple[str, str], dict[str, float]] = defaultdict(dict)
        countries: dict[str, dict[str, float]] = defaultdict(dict)
        for key, matches in self._voters():
            if any(match.place.kind is PlaceKind.COUNTRY for match in matches):
                continue
            within = {where for match in matches if (where := _division_of(match.place)) is not None}
            for where in within:
                divisions[where][key] = 1 / len(within)
            lands = {match.place.country for match in matches if match.place.country}
            for country in lands:
                countries[country][key] = 1 / len(lands)
        return divisions, countries

    @cached_property
    def in_view(self) -> Counter[str]:
        """The countries the report is about: those it names, and those of its plain, larger towns.

        One seen much less than the foremost is left out: a guest, or a word that is no place.
        """
        count = Counter({country: NAMED_COUNTS * times for country, times in self.countries.items()})
        for key, matches in self.matches.items():
            if self._is_whole(key) and (country := only_country(matches)):
                count[country] += 1
        for country, _ in set(self.abbreviated.values()):
            count[country] += 1
        least = IN_VIEW_SHARE * max(count.values(), default=0)
        return Counter({country: times for country, times in count.items() if times >= least})

    def _voters(self) -> Iterator[tuple[str, list[Match]]]:
        """The names that are no person's everywhere: "Carter" in "Secretary Carter" has no say."""
        for key, matches in self.matches.items():
            if not all(self.sightings[index].led for index in self.at[key]):
                yield key, matches

    def _is_whole(self, key: str) -> bool:
        return any(self.sightings[index].whole for index in self.at[key])

    @cached_property
    def _plain(self) -> dict[str, list[Place]]:
        """The names that leave little doubt about which place they mean, and the places of the name."""
        plain = {}
        for key, matches in self.matches.items():
            places = [match.place for match in matches if not match.demonym]
            if not places or places[0].kind in _TOO_WIDE:
                continue
            first = places[0]
            others = [p for p in places[1:] if distance_km(p.lat, p.lon, first.lat, first.lon) > SAME_SPOT_KM]
            if not others or first.population > PLAIN_RATIO * others[0].population + 1:
                plain[key] = places
        return plain

    @cached_property
    def focus(self) -> tuple[str, str] | None:
        """The division that most names could lie in, if any two do."""
        votes = {where: sum(names.values()) for where, names in self.votes[0].items() if len(names) > 1}
        return max(votes, key=lambda where: (votes[where], where)) if votes else None

    @cached_property
    def cells(self) -> dict[tuple[int, int], dict[str, float]]:
        """Which squares of one degree the names could lie in, each with the names' votes."""
        cells: dict[tuple[int, int], dict[str, float]] = defaultdict(dict)
        for key, matches in self._voters():
            within = {cell(m.place.lat, m.place.lon) for m in matches if m.place.kind not in _TOO_WIDE}
            for square in within:
                cells[square][key] = 1 / len(within)
        return cells

    @cached_property
    def scene(self) -> Scene:
        """The towns that the report is about."""
        from zenobia.resolving.place_scene import Scene

        return Scene(self)

    @cached_property
    def anchors(self) -> list[tuple[str, float, float]]:
        """Names that leave little doubt, and where they are."""
        sure = [
            (key, places[0].lat, places[0].lon) for key, places in self._plain.items() if self._is_whole(key)
        ]
        return sure[:MAX_ANCHORS]

    def ranked(self, key: str) -> list[PlaceCandidate]:
        """The places that a name of the article may mean, the likeliest first: one sense per article."""
        return self.rank(self.matches[key], key)

    def rank(self, matches: Iterable[Match], key: str) -> list[PlaceCandidate]:
        """These places as the article ranks them; asked again at every mention of a name, ranked once."""
        from zenobia.resolving.place_ranking import rank

        asked = (key, tuple(matches))
        if asked not in self._ranked:
            self._ranked[asked] = rank(asked[1], key, self)
        return self._ranked[asked]

    def containers(self, key: str) -> list[tuple[str, list[Match]]]:
        """What stands right behind a name as the place it lies within, at any of its mentions."""
        found = []
        for index in self.at.get(key, ()):
            if index + 1 < len(self.sightings):
                here, after = self.sightings[index], self.sightings[index + 1]
                gap = self.text[here.span.end : after.span.start]
                if len(gap) <= MAX_GAP and gap.strip() and _WITHIN.fullmatch(gap):
                    found.append((self.text[after.span.start : after.span.end], self.matches[after.key]))
        return found

    def states(self, key: str) -> set[tuple[str, str]]:
        """The divisions whose short names stand right behind a name."""
        ends = (self.sightings[index].span.end for index in self.at.get(key, ()))
        return {self.abbreviated[end] for end in ends if end in self.abbreviated}


_SHORT_STATE = re.compile(r",\s((?:[A-Z]\.){2}|W\.Va\.|[A-Z][A-Za-z]{1,4})(?![a-z])")


@cache
def _abbreviations() -> dict[str, tuple[str, str]]:
    with (HERE / "abbreviations.csv").open(encoding="utf-8", newline="") as lines:
        return {row["text"]: (row["country"], row["division"]) for row in csv.DictReader(lines)}


def abbreviated_state(words: str) -> tuple[str, str] | None:
    """The state that "Calif." or "W. Va." stands for; two bare letters only stand for one behind a town."""
    short = words.strip().replace(" ", "")
    if "." not in short and short not in ("NSW",):
        return None
    known = _abbreviations()
    return known.get(short) or known.get(short.rstrip("."))


def only_country(matches: Iterable[Match]) -> str | None:
    """The country of the larger towns or provinces of a name, where no other country has one to compare with."""
    places = [match.place for match in matches if not match.demonym]
    if not places or places[0].kind in _TOO_WIDE or places[0].population < TOWN_IN_VIEW:
        return None
    first = places[0]
    abroad = max((one.population for one in places if one.country != first.country), default=0)
    return first.country if first.population > COUNTRY_RATIO * abroad else None


def _division_of(place: Place) -> tuple[str, str] | None:
    return (place.country, place.division) if place.country and place.division else None
