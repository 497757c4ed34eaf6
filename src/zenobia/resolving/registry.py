"""The registry of parties: states and their organs, armed groups, coalitions, bodies, media and people.

    words -> candidates (an alias, or a state and the word for its organ) -> the one that fits day and country

`actors.csv` and `people.csv` hold the parties by name; a user's own table has the same columns.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from zenobia.errors import BadInput
from zenobia.model import Reason
from zenobia.resolving.states import States
from zenobia.resolving.tables import Actor, as_actor, read_actors, rows_of, write_actors
from zenobia.resolving.wording import bare, key_of, needs_its_case, same_case

_TABLES = Path(__file__).parent

# Points of a match, highest first; a candidate wins only by more than _MARGIN. Tuned on gold/train.
_EXACT, _NORMAL, _ORGAN, _ALONE = 1.0, 0.9, 0.85, 0.6
_OUT_OF_TIME, _IN_COUNTRY, _MARGIN = -0.3, 0.2, 0.05

_ADJECTIVE, _CAPITAL = "adjective of the state", "capital"
# "Assad's forces" are the forces of his government, whichever they are.
_OF_A_LEADER = frozenset({"armed_forces", "army", "troops"})
# A state's name is at most this many words ("Democratic Republic of the Congo"), an organ's two fewer.
_LONGEST_STATE, _LONGEST_ORGAN = 6, 4
# Words that were looked up are remembered, the last so many of them (2 MB): a report names its parties again and
# again, and is asked for them once to find all that it names, then for every claim. A third of the time of parties.
_REMEMBERED = 8192
# "Iran's" may be "Irans" where a feed lost its apostrophes; shorter words are left alone.
_SHORTEST_POSSESSIVE = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """An actor the words may mean, with the points for and against."""

    actor: Actor
    reasons: tuple[Reason, ...]

    @property
    def points(self) -> float:
        return sum(reason.points for reason in self.reasons)


@dataclass(frozen=True, slots=True)
class _Entry:
    actor_id: str
    alias: str
    how: str


class Registry:
    """All known actors, found by id or by words. Read-only once built."""

    def __init__(self, actors: Iterable[Actor], states: States) -> None:
        self._states = states
        self._actors: dict[str, Actor] = {}
        self._entries: dict[str, list[_Entry]] = {}
        self._matches = lru_cache(_REMEMBERED)(self._match)
        for state in states:
            self._add(state)
            for word in states.adjectives(state.id):
                self._index(state.id, word, _ADJECTIVE)
            for word in states.capitals(state.id):
                self._index(state.id, word, _CAPITAL)
            for organ_id, name in states.own_names(state.id):
                self._index(organ_id, name, "alias")
        for actor in actors:
            self._add(actor)
        self.nationalities = frozenset(
            key_of(word) for state in states for word in (state.name, *states.adjectives(state.id))
        )

    def _add(self, actor: Actor) -> None:
        self._actors[actor.id] = actor
        self._index(actor.id, actor.name, "name")
        for alias in actor.aliases:
            self._index(actor.id, alias, "alias")

    def _index(self, actor_id: str, alias: str, how: str) -> None:
        self._entries.setdefault(key_of(alias), []).append(_Entry(actor_id, alias, how))

    # ---- what it holds

    def __iter__(self) -> Iterator[Actor]:
        """Every actor: those of the tables, then every organ of every state."""
        yield from self._actors.values()
        yield from (organ for organ in self._states.organs() if organ.id not in self._actors)

    def get(self, actor_id: str) -> Actor | None:
        """The actor of that id; organs of states are made when asked for ("syria.army")."""
        return self._actors.get(actor_id) or self._states.find_organ(actor_id)

    def lineage(self, actor: Actor) -> tuple[Actor, ...]:
        """The actor and what it is part of, upwards."""
        found = [actor]
        while found[-1].part_of is not None:
            above = self.get(found[-1].part_of)
            if above is None or above in found:
                break
            found.append(above)
        return tuple(found)

    def of_kind(self, kind: str, country: str, day: date | None) -> tuple[Actor, ...]:
        """The actors of a kind in a country that are active on that day, or at all where there is no day."""
        found = (actor for actor in self._actors.values() if actor.kind == kind and country in actor.country)
        return tuple(actor for actor in found if day is None or actor.is_active(day.year))

    # ---- words into actors

    def candidates(
        self, words: str, day: date | None = None, country: str | None = None
    ) -> tuple[Candidate, ...]:
        """Every actor that goes by these words, the likeliest first."""
        found: dict[str, Candidate] = {}
        for actor, reason in self._matches(words):
            if actor.id not in found or reason.points > found[actor.id].reasons[0].points:
                found[actor.id] = Candidate(actor, (reason, *_fits(actor, day, country)))
        return tuple(sorted(found.values(), key=lambda candidate: (-candidate.points, candidate.actor.id)))

    def find(self, words: str, day: date | None = None, country: str | None = None) -> Candidate | None:
        """The one actor these words mean, or None where there is none or where two fit alike."""
        ranked = self.candidates(words, day, country)
        if not ranked or (len(ranked) > 1 and ranked[0].points - ranked[1].points < _MARGIN):
            return None
        return ranked[0]

    def organ_alone(self, words: str, country: str) -> Candidate | None:
        """The organ of a country, told without its name ("the army" in a report on Mali)."""
        actor = self._states.organ_alone(words, country)
        return Candidate(actor, (Reason("country of the report", _ALONE, country),)) if actor else None

    def is_organ_word(self, words: str) -> bool:
        return self._states.organ_called(words.split()) is not None

    def nation(self, words: str) -> Actor | None:
        """The state whose people these are: "Turks", "Iraqis"."""
        if not words.endswith("s") or not words[:1].isupper():
            return None
        entries = self._entries.get(key_of(words.removesuffix("s")), ())
        return next((self._actors[entry.actor_id] for entry in entries if entry.how == _ADJECTIVE), None)

    def _match(self, words: str) -> tuple[tuple[Actor, Reason], ...]:
        return tuple(self._told_by(words))

    def _told_by(self, words: str) -> Iterator[tuple[Actor, Reason]]:
        for entry in self._named(words):
            actor = self.get(entry.actor_id)
            if actor is not None:
                points = _EXACT if same_case(words, entry.alias) else _NORMAL
                yield actor, Reason(entry.how, points, entry.alias)
        organ = self._organ_in(words)
        if organ is not None:
            yield self._actors.get(organ.id, organ), Reason("state and organ", _ORGAN, words)

    def _named(self, words: str) -> list[_Entry]:
        """The entries of the words, else of the words without a possessive s; "Syrians" is not Syria's."""
        for form in _without_s(words):
            named = (entry for entry in self._entries.get(key_of(form), ()) if _may_mean(form, entry.alias))
            entries = [entry for entry in named if form == words or entry.how != _ADJECTIVE]
            if entries:
                return entries
        return []

    def _organ_in(self, words: str) -> Actor | None:
        """ "Syrian government troops", "Assad's forces", "the army of Mali", "forces of Ukraine"."""
        tokens = words.split()
        if not 2 <= len(tokens) <= _LONGEST_STATE + _LONGEST_ORGAN:
            return None
        for cut in range(min(len(tokens) - 1, _LONGEST_STATE), 0, -1):
            found = self._organ_of(tokens[:cut], tokens[cut:])
            if found is not None:
                return found
        for at in range(1, len(tokens) - 1):
            if tokens[at] in ("of", "in"):
                found = self._organ_of(tokens[at + 1 :], tokens[:at])
                if found is not None:
                    return found
        return None

    def _organ_of(self, state: Sequence[str], organ: Sequence[str]) -> Actor | None:
        called = self._states.organ_called(organ)
        if called is None:
            return None
        for form in _without_s(" ".join(state)):
            for entry in self._entries.get(key_of(form), ()):
                if not _may_mean(form, entry.alias):
                    continue
                if entry.actor_id in self._states:
                    return self._states.organ(entry.actor_id, called)
                governed = self._governed_by(entry.actor_id)
                if governed is not None:
                    return self._states.organ(
                        governed, "government_forces" if called in _OF_A_LEADER else called
                    )
        return None

    def _governed_by(self, actor_id: str) -> str | None:
        """The state whose government a person stands for."""
        actor = self._actors.get(actor_id)
        if actor is None or actor.kind != "person" or actor.part_of is None:
            return None
        state_id, _, organ = actor.part_of.partition(".")
        return state_id if organ == "government" and state_id in self._states else None


def open_registry(extra: Sequence[Path] = ()) -> Registry:
    """The bundled tables and, after them, the user's own; a row with a known id replaces it.

    Raises BadInput, naming file and line, where a user's table is not as it must be.
    """
    actors = {
        row["id"]: as_actor(row) for name in ("actors", "people") for row in rows_of(_TABLES / f"{name}.csv")
    }
    for path in extra:
        actors.update({actor.id: actor for actor in read_actors(path)})
    organs = tomllib.loads((_TABLES / "organs.toml").read_text("utf-8"))
    return Registry(actors.values(), States(rows_of(_TABLES / "states.csv"), organs))


def add_actors(given: Path, own: Path) -> tuple[int, int]:
    """Add the rows of a user's table to those kept in `own`; how many are new, and how many replace another.

    Raises BadInput, and changes nothing, where the table is not as it must be or names a whole nobody knows.
    """
    added = {actor.id: actor for actor in read_actors(given)}
    kept = {actor.id: actor for actor in read_actors(own)} if own.exists() else {}
    known = open_registry()
    for actor in added.values():
        if actor.part_of and actor.part_of not in added | kept and known.get(actor.part_of) is None:
            raise BadInput(
                f"{given}: {actor.id} is part of {actor.part_of!r}, which is no id of a known actor."
            )
    write_actors((kept | added).values(), own)
    new = sum(i not in kept and known.get(i) is None for i in added)
    return new, len(added) - new


def _without_s(words: str) -> Iterator[str]:
    """The words, then without an s that may be a possessive, with or without its apostrophe ("Assads")."""
    yield words
    if words.endswith("s") and len(words) > _SHORTEST_POSSESSIVE:
        yield words.removesuffix("s").rstrip("'’")


def _may_mean(words: str, alias: str) -> bool:
    """Whether letter case allows it: a short alias keeps its own, and no common word becomes a name."""
    if needs_its_case(alias):
        return same_case(words, alias)
    name = bare(alias)
    return " " in name or not name[:1].isupper() or not bare(words)[:1].islower()


def _fits(actor: Actor, day: date | None, country: str | None) -> Iterator[Reason]:
    """Points for the years and the country of the report."""
    if day is not None and not actor.is_active(day.year):
        span = f"{actor.active_from or ''}-{actor.active_to or ''}"
        yield Reason("not active in that year", _OUT_OF_TIME, span)
    if country is not None and country in actor.country:
        yield Reason("country of the report", _IN_COUNTRY, country)
