"""The town that a report is about, as seen from some words of it: where a street or a club of no known name lies."""

from __future__ import annotations

import math
import re
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path
from typing import NamedTuple

from zenobia.resolving.gazetteer import Match, Place, PlaceKind
from zenobia.resolving.place_context import PlaceContext, only_country
from zenobia.resolving.place_names import alike, folded
from zenobia.resolving.place_ranking import PlaceCandidate, confidence
from zenobia.resolving.place_sightings import Sighting, first_names, person_titles

HERE = Path(__file__).parent
# How sure one must be of a town named in the article before something is said to lie in it.
PLAIN_ENOUGH = 0.3
# A town of fewer people is not meant in a country that the report is not about.
KNOWN_ABROAD = 100_000

# The weights below were tuned by looking, on the even months of news of shootings (shared/corpora/gva).
# A mention gains for each thing that says that the report is set there, and loses for saying where somebody is from.
BEFORE_STATE, BEFORE_POLICE, BEHIND_IN, IN_HEADLINE, IN_DATELINE, BEHIND_FROM = 1.0, 1.0, 0.5, 1.0, 1.0, -0.6
# A mention right beside the words weighs so much more than one far away, and half of that so many characters off.
BESIDE, NEAR_CHARACTERS = 3.0, 250
# A town after the words is so many times as far as one before.
AFTER_IS_FARTHER = 1.5
# A town of a country that the report is less about, and of one that it is not about.
LESS_IN_VIEW, OUT_OF_VIEW = 0.5, 0.2
# Where one name speaks for a country, and another's towns are named more than so many times as often, it is none.
SELDOM = 2
# A smaller town must be vouched for by other names or by the words around it.
KNOWN_BY_ITSELF = 50_000
VOUCHING = {"within", "division_named", "near_others"}
# "Palmyra" for Tadmur or "Slaughter" for Auburn, its former name: the names are less alike than this.
ANOTHER_NAME = 0.6
# What follows these in a page's title names the outlet: "Two shot in Ostrava - Radio Brno".
BEFORE_OUTLET, LONGEST_HEADLINE = (" | ", " - ", " – ", " — "), 300
CUE_REACH = 24
_AGE = re.compile(r",\s\d{1,2}\b")


class _Town(NamedTuple):
    """A mention of a town, with its weight wherever one looks from."""

    candidate: PlaceCandidate
    sighting: Sighting
    weight: float


class Scene:
    """Where a report is set. One is enough for all the words of a report."""

    def __init__(self, context: PlaceContext) -> None:
        self.context = context
        self._mentions = Counter(
            country
            for sighting in context.sightings
            if sighting.whole and (country := only_country(context.matches[sighting.key]))
        )
        self._headline = _end_of_headline(context.text)
        self._towns = [town for sighting in context.sightings if (town := self._town(sighting))]

    def town(self, at: int) -> PlaceCandidate | None:
        """The town that those words most likely lie in: told often, near them, in the headline, with its police."""
        weights: dict[str, float] = {}
        best: dict[str, PlaceCandidate] = {}
        for candidate, sighting, weight in self._towns:
            id = candidate.match.place.place_id
            weights[id] = weights.get(id, 0.0) + weight * _nearness(sighting, at)
            best[id] = candidate
        if not weights:
            return None
        return best[max(weights, key=lambda id: (weights[id], id))]

    def names(self, place: Place, without: tuple[int, int]) -> bool:
        """Whether the report names the town, apart from the words between two offsets."""
        start, stop = without
        return any(
            candidate.match.place.place_id == place.place_id and not start <= sighting.span.start < stop
            for candidate, sighting, _ in self._towns
        )

    def is_quarter(self, key: str) -> bool:
        """Whether the report calls it a part of a town: "the Roxbury neighborhood"."""
        text = self.context.text
        return any(
            _behind("neighbourhood").match(text, self.context.sightings[index].span.end)
            for index in self.context.at.get(key, ())
        )

    def _town(self, sighting: Sighting) -> _Town | None:
        key = sighting.key
        if not sighting.whole or self._is_person(key) or self.is_quarter(key):
            return None
        ranked = [one for one in self.context.ranked(key) if self._at_home(one.match, key)]
        if not ranked or ranked[0].match.place.kind is not PlaceKind.TOWN or ranked[0].match.demonym:
            return None
        match, sure, cues = ranked[0].match, confidence(ranked), self._cues(sighting)
        if sure < PLAIN_ENOUGH:
            return None
        if cues <= 0 and match.place.population < KNOWN_BY_ITSELF and not self._is_vouched_for(ranked[0]):
            return None
        return _Town(ranked[0], sighting, max(0.1, 1.0 + cues) * sure * self._at_home(match, key))

    def _is_vouched_for(self, candidate: PlaceCandidate) -> bool:
        """Whether other names say that the place is meant, or the report names it again."""
        return bool(VOUCHING & {reason.rule for reason in candidate.reasons if reason.points > 0})

    def has_first_name(self, key: str) -> bool:
        """Whether the report tells the name with a person's first name, title or age."""
        seen = (self.context.sightings[index] for index in self.context.at.get(key, ()))
        return any(self._is_behind_first_name(sighting) for sighting in seen)

    def _is_person(self, key: str) -> bool:
        """Whether the name is a person's: introduced by another name, like Gomez by "Ximena Gomez".

        A report that names countries introduces its towns by more than themselves: "the Syrian city Aleppo".
        """
        first = self.context.sightings[self.context.at[key][0]]
        is_introduced = first.led and not first.whole and not self.context.countries
        return is_introduced or self.has_first_name(key)

    def _is_behind_first_name(self, sighting: Sighting) -> bool:
        text, (start, end) = self.context.text, (sighting.span.start, sighting.span.end)
        before = text[max(0, start - CUE_REACH) : start].split()
        if not sighting.led or not before:
            return False
        word = folded(before[-1])
        return word in first_names() or word in person_titles() or _AGE.match(text, end) is not None

    def _cues(self, sighting: Sighting) -> float:
        text, (start, end) = self.context.text, (sighting.span.start, sighting.span.end)
        cues = 0.0
        if end in self.context.abbreviated or self._state_behind(sighting):
            cues += BEFORE_STATE
        if _behind("police").match(text, end):
            cues += BEFORE_POLICE
        before = text[max(0, start - CUE_REACH) : start]
        if re.search(r"\b[Ii]n (?:\w{4,9} )?$", before):
            cues += BEHIND_IN
        elif re.search(r"\b(?:of|from) $", before):
            cues += BEHIND_FROM
        if start < self._headline:
            cues += IN_HEADLINE
        if text[start:end].isupper() and (start == 0 or text[start - 1] == "\n"):
            cues += IN_DATELINE
        return cues

    def _state_behind(self, sighting: Sighting) -> bool:
        place = self.context.ranked(sighting.key)[0].match.place
        return any(
            match.place.kind is PlaceKind.PROVINCE
            and (match.place.country, match.place.division) == (place.country, place.division)
            for _, matches in self.context.containers(sighting.key)
            for match in matches
        )

    def _at_home(self, match: Match, key: str) -> float:
        """How much the report is about the town's country, 0 to 1.

        A name quite other than the place's own is meant only where the country is named: Palmyra in Syria.
        """
        place, view = match.place, self.context.in_view
        if place.country is None or place.country in self.context.countries:
            return 1.0
        if not match.own_name and not alike(key, [folded(place.name)], ANOTHER_NAME):
            return 0.0
        if not view:
            return 1.0
        is_seldom = self._mentions[place.country] * SELDOM < max(self._mentions.values(), default=0)
        if place.country not in view or (view[place.country] <= 1 and is_seldom):
            return OUT_OF_VIEW if match.own_name and place.population >= KNOWN_ABROAD else 0.0
        return 1.0 if view[place.country] == max(view.values()) else LESS_IN_VIEW


def _end_of_headline(text: str) -> int:
    """Where the first line ends, without the outlet's own name behind it."""
    end = text.find("\n", 0, LONGEST_HEADLINE)
    outlet = max(text.rfind(mark, 0, max(end, 0)) for mark in BEFORE_OUTLET)
    return outlet if outlet > 0 else end


def _nearness(sighting: Sighting, at: int) -> float:
    away = (
        at - sighting.span.end if sighting.span.end <= at else (sighting.span.start - at) * AFTER_IS_FARTHER
    )
    return 1 + BESIDE * math.exp2(-max(0.0, away) / NEAR_CHARACTERS)


@cache
def _behind(name: str) -> re.Pattern[str]:
    words = tomllib.loads((HERE / "descriptions.toml").read_text(encoding="utf-8"))[name]["words"]
    return re.compile(rf"(?:['’]s)?\s(?:{'|'.join(map(re.escape, words))})\b")
