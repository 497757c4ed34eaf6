"""The registry of parties: states and their organs, armed groups, coalitions, bodies, media and people, as data.

    words -> candidates (alias, or a state's name and the word for its organ) -> the one that fits day and country

The tables lie beside this file: `states.csv` and `organs.toml` together give every state its government,
forces and ministries; `actors.csv` and `people.csv` give the rest. A user's own table has the columns of `actors.csv`.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from zenobia.errors import BadInput
from zenobia.model import Reason
from zenobia.resolving.wording import bare, key_of, needs_its_case, same_case

KINDS = (
    "state",
    "government",
    "legislature",
    "court",
    "military",
    "police",
    "intelligence",
    "paramilitary",
    "armed group",
    "criminal group",
    "private military",
    "coalition",
    "un",
    "intergovernmental",
    "party",
    "opposition",
    "aid",
    "medical",
    "monitor",
    "media",
    "state media",
    "expert",
    "people",
    "person",
)
COLUMNS = (
    "id",
    "name",
    "kind",
    "country",
    "part_of",
    "active_from",
    "active_to",
    "inter",
    "sector",
    "aliases",
    "source",
)
REQUIRED = ("id", "name", "kind")

# Columns of states.csv that give a state's organ its own name and aliases, the name first.
_NAMED_ORGANS = ("armed_forces", "army", "air_force", "police", "intelligence")
_TABLES = Path(__file__).parent
_ADJECTIVE = "adjective of the state"
# "Assad's forces" are the forces of his government, whichever they are.
_OF_A_LEADER = frozenset({"armed_forces", "army", "troops"})
_BEFORE_ORGAN = frozenset({"regime", "government", "army", "military", "arab", "state", "national"})
# A state's name is at most this many words ("Democratic Republic of the Congo").
_LONGEST_STATE = 6

# Points of a match, highest first; a candidate wins only by more than _MARGIN. Tuned on gold/train.
_EXACT, _NORMAL, _ORGAN = 1.0, 0.9, 0.85
_OUT_OF_TIME, _IN_COUNTRY, _MARGIN = -0.3, 0.2, 0.05
# "Iran's" may be "Irans" where a feed lost its apostrophes; shorter words are left alone.
_SHORTEST_POSSESSIVE = 3
# Years a name may be used before and after the years the registry gives.
_YEARS_OF_GRACE = 1


@dataclass(frozen=True, slots=True)
class Actor:
    """A known party. `inter` is ACLED's code, `sector` PLOVER's; `source` says what the years rest on."""

    id: str
    name: str
    kind: str
    country: tuple[str, ...] = ()
    part_of: str | None = None
    active_from: int | None = None
    active_to: int | None = None
    inter: str = ""
    sector: str = ""
    aliases: tuple[str, ...] = ()
    source: str = ""

    def is_active(self, year: int) -> bool:
        """Whether the party existed in that year, give or take one."""
        begun = self.active_from is None or self.active_from - _YEARS_OF_GRACE <= year
        ended = self.active_to is not None and self.active_to + _YEARS_OF_GRACE < year
        return begun and not ended


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


@dataclass(frozen=True, slots=True)
class _Organ:
    name: str
    kind: str
    inter: str
    sector: str


class Registry:
    """All known actors, found by id or by words. Read-only once built."""

    def __init__(
        self,
        actors: Iterable[Actor],
        states: Iterable[Mapping[str, str]],
        organs: Mapping[str, Mapping[str, object]],
    ) -> None:
        self._actors: dict[str, Actor] = {}
        self._entries: dict[str, list[_Entry]] = {}
        self._states: dict[str, Mapping[str, str]] = {}
        self._country_ids: dict[str, str] = {}
        self._organs: dict[str, _Organ] = {}
        self._organ_words: dict[str, str] = {}
        self._alone: dict[str, str] = {}
        self._read_organs(organs)
        for row in states:
            self._add_state(row)
        for actor in actors:
            self._add(actor)

    # ---- what it holds

    def __iter__(self) -> Iterator[Actor]:
        """Every actor: those of the tables, then every organ of every state."""
        yield from self._actors.values()
        for state_id in self._states:
            for organ in self._organs:
                actor = self._organ_of(state_id, organ)
                if actor.id.endswith("." + organ):
                    yield actor

    def get(self, actor_id: str) -> Actor | None:
        """The actor of that id; organs of states are made when asked for ("syria.army")."""
        found = self._actors.get(actor_id)
        if found is not None:
            return found
        state_id, _, organ = actor_id.partition(".")
        if state_id in self._states and organ in self._organs:
            return self._organ_of(state_id, organ)
        return None

    def lineage(self, actor: Actor) -> tuple[Actor, ...]:
        """The actor and what it is part of, upwards."""
        found = [actor]
        while found[-1].part_of is not None:
            above = self.get(found[-1].part_of)
            if above is None or above in found:
                break
            found.append(above)
        return tuple(found)

    def state_of(self, country: str) -> Actor | None:
        """The state of an ISO 3166 code."""
        return self._actors.get(self._country_ids.get(country, ""))

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
        if not ranked:
            return None
        if len(ranked) > 1 and ranked[0].points - ranked[1].points < _MARGIN:
            return None
        return ranked[0]

    def organ_alone(self, words: str, country: str) -> Candidate | None:
        """The organ of a country, told without its name ("the army" in a report on Mali)."""
        organ = self._alone.get(key_of(words))
        state_id = self._country_ids.get(country)
        if organ is None or state_id is None:
            return None
        actor = self._organ_of(state_id, organ)
        return Candidate(actor, (Reason("country of the report", 0.6, country),))

    def of_kind(self, kind: str, country: str, day: date | None) -> tuple[Actor, ...]:
        """The actors of a kind in a country that are active on that day, or at all where there is no day."""
        found = (a for a in self._actors.values() if a.kind == kind and country in a.country)
        return tuple(actor for actor in found if day is None or actor.is_active(day.year))

    def nation(self, words: str) -> Actor | None:
        """The state whose people these are: "Turks", "Iraqis"."""
        for entry in self._entries.get(key_of(words.removesuffix("s")), ()):
            if words.endswith("s") and words[:1].isupper() and entry.how == _ADJECTIVE:
                return self._actors.get(entry.actor_id)
        return None

    def is_organ_word(self, words: str) -> bool:
        return key_of(words) in self._organ_words

    def _matches(self, words: str) -> Iterator[tuple[Actor, Reason]]:
        entries: list[_Entry] = []
        for form in _without_s(words):
            named = (entry for entry in self._entries.get(key_of(form), ()) if _may_mean(form, entry.alias))
            entries = [entry for entry in named if form == words or entry.how != _ADJECTIVE]
            if entries:
                break
        for entry in entries:
            points = _EXACT if same_case(words, entry.alias) else _NORMAL
            actor = self.get(entry.actor_id)
            if actor is not None:
                yield actor, Reason(entry.how, points, entry.alias)
        organ = self._organ_in(words)
        if organ is not None:
            yield organ

    def _organ_in(self, words: str) -> tuple[Actor, Reason] | None:
        """ "Syrian government troops", "Assad's forces", "the army of Mali", "forces of Ukraine"."""
        tokens = words.split()
        if not 2 <= len(tokens) <= _LONGEST_STATE + 4:
            return None
        for cut in range(min(len(tokens) - 1, _LONGEST_STATE), 0, -1):
            organ = self._organ_called(tokens[cut:])
            state_id = self._state_named(" ".join(tokens[:cut])) if organ else None
            if organ and state_id:
                if organ in _OF_A_LEADER and self._is_person(" ".join(tokens[:cut])):
                    organ = "government_forces"
                return self._organ_of(state_id, organ), Reason("state and organ", _ORGAN, tokens[-1])
        for at, token in enumerate(tokens[1:-1], start=1):
            if token in ("of", "in"):
                organ = self._organ_called(tokens[:at])
                state_id = self._state_named(" ".join(tokens[at + 1 :])) if organ else None
                if organ and state_id:
                    return self._organ_of(state_id, organ), Reason("state and organ", _ORGAN, tokens[0])
        return None

    def _organ_called(self, tokens: Sequence[str]) -> str | None:
        """The organ of these words; "regime" and the like may stand before it ("the regime's air force")."""
        organ = self._organ_words.get(key_of(" ".join(tokens)))
        if organ is None and len(tokens) > 1 and key_of(tokens[0]).removesuffix("s") in _BEFORE_ORGAN:
            organ = self._organ_words.get(key_of(" ".join(tokens[1:])))
        return organ

    def _is_person(self, words: str) -> bool:
        found = (
            entry.actor_id for form in _without_s(words) for entry in self._entries.get(key_of(form), ())
        )
        first = next(found, None)
        return first is not None and self._actors[first].kind == "person" if first in self._actors else False

    def _state_named(self, words: str) -> str | None:
        """The state of a name, adjective, capital or head of government; an s may be a lost possessive."""
        for form in _without_s(words):
            for entry in self._entries.get(key_of(form), ()):
                if not _may_mean(form, entry.alias):
                    continue
                state_id = self._governed_by(entry.actor_id)
                if state_id:
                    return state_id
        return None

    def _governed_by(self, actor_id: str) -> str | None:
        """The state itself, or the one whose government a person stands for."""
        if actor_id in self._states:
            return actor_id
        actor = self._actors.get(actor_id)
        if actor is not None and actor.kind == "person" and (actor.part_of or "").endswith(".government"):
            return (actor.part_of or "").partition(".")[0]
        return None

    # ---- building

    def _read_organs(self, organs: Mapping[str, Mapping[str, object]]) -> None:
        for organ, row in organs.items():
            self._organs[organ] = _Organ(
                str(row["name"]), str(row["kind"]), str(row["inter"]), str(row["sector"])
            )
            for column, index in (("words", self._organ_words), ("alone", self._alone)):
                listed = row[column]
                for word in listed if isinstance(listed, list) else ():
                    index[key_of(str(word))] = organ

    def _add(self, actor: Actor) -> None:
        self._actors[actor.id] = actor
        self._index(actor.id, actor.name, "name")
        for alias in actor.aliases:
            self._index(actor.id, alias, "alias")

    def _add_state(self, row: Mapping[str, str]) -> None:
        state_id, country = row["id"], row["country"]
        self._states[state_id] = row
        self._country_ids[country] = state_id
        aliases = _split(row["aliases"])
        self._add(
            Actor(state_id, row["name"], "state", (country,), None, inter="1", sector="GOV", aliases=aliases,
                  source="ISO 3166")
        )  # fmt: skip
        for how, column in ((_ADJECTIVE, "adjectives"), ("capital", "capitals")):
            for word in _split(row[column]):
                self._index(state_id, word, how)
        for organ in _NAMED_ORGANS:
            for word in _split(row[organ]):
                self._index(self._organ_id(state_id, organ), word, "alias")

    def _index(self, actor_id: str, alias: str, how: str) -> None:
        entries = self._entries.setdefault(key_of(alias), [])
        if not any(entry.actor_id == actor_id and entry.alias == alias for entry in entries):
            entries.append(_Entry(actor_id, alias, how))

    def _organ_id(self, state_id: str, organ: str) -> str:
        """Where the army is all of the armed forces (Israel, Sudan, Congo), both words mean one actor."""
        row = self._states[state_id]
        if organ == "troops":
            organ = row["troops"] or "armed_forces"
        forces = _split(row["armed_forces"])
        if organ == "army" and forces and (_split(row["army"]) or ("",))[0] == forces[0]:
            organ = "armed_forces"
        return f"{state_id}.{organ}"

    def _organ_of(self, state_id: str, organ: str) -> Actor:
        actor_id = self._organ_id(state_id, organ)
        known = self._actors.get(actor_id)
        if known is not None:
            return known
        organ = actor_id.partition(".")[2]
        row, shape = self._states[state_id], self._organs[organ]
        own = _split(row[organ]) if organ in _NAMED_ORGANS else ()
        adjective = (_split(row["adjectives"]) or (row["name"],))[0]
        if state_id == "united-states":
            adjective = row["name"]
        country = f"{row['article']} {row['name']}".strip()
        name = own[0] if own else shape.name.format_map({"the country": country, "adjective": adjective})
        part_of = state_id if organ == "government" else f"{state_id}.government"
        if organ in ("opposition", "rebels", "red_crescent", "red_cross"):
            part_of = ""
        actor = Actor(
            actor_id, name, shape.kind, (row["country"],), part_of or None, inter=shape.inter, sector=shape.sector,
            aliases=own[1:], source="states.csv, organs.toml",
        )  # fmt: skip
        self._actors[actor_id] = actor
        return actor


def open_registry(extra: Sequence[Path] = ()) -> Registry:
    """The bundled tables and, after them, the user's own; a row with a known id replaces it.

    Raises BadInput, naming file and line, where a user's table is not as it must be.
    """
    rows = [*_rows(_TABLES / "actors.csv"), *_rows(_TABLES / "people.csv")]
    actors = [_actor(row) for row in rows]
    for path in extra:
        actors.extend(read_actors(path))
    organs = tomllib.loads((_TABLES / "organs.toml").read_text("utf-8"))
    return Registry(actors, _rows(_TABLES / "states.csv"), organs)


def read_actors(path: Path) -> list[Actor]:
    """The actors of a user's table. Raises BadInput with the line that is wrong and what it should be."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            missing = [column for column in REQUIRED if column not in (reader.fieldnames or ())]
            if missing:
                raise BadInput(
                    f"{path}: no column {', '.join(missing)}; the columns are {', '.join(COLUMNS)}."
                )
            return [_checked(row, path, reader.line_num) for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadInput(f"{path}: cannot be read as a table in UTF-8 ({error}).") from error


def _checked(row: Mapping[str, str | None], path: Path, line: int) -> Actor:
    cells = {column: (row.get(column) or "").strip() for column in COLUMNS}
    where = f"{path}, line {line}"
    for column in REQUIRED:
        if not cells[column]:
            raise BadInput(f"{where}: {column} is empty.")
    if cells["kind"] not in KINDS:
        raise BadInput(f"{where}: kind is {cells['kind']!r}; it must be one of {', '.join(KINDS)}.")
    if not all(letter.isalnum() or letter in "-._" for letter in cells["id"]):
        raise BadInput(f"{where}: id is {cells['id']!r}; letters, digits, '-', '.' and '_' only.")
    for column in ("active_from", "active_to"):
        if cells[column] and not (cells[column].isdecimal() and len(cells[column]) == 4):
            raise BadInput(
                f"{where}: {column} is {cells[column]!r}; it must be a year of four digits, or empty."
            )
    return _actor(cells)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _actor(row: Mapping[str, str]) -> Actor:
    return Actor(
        id=row["id"],
        name=row["name"],
        kind=row["kind"],
        country=_split(row["country"]),
        part_of=row["part_of"] or None,
        active_from=int(row["active_from"]) if row["active_from"] else None,
        active_to=int(row["active_to"]) if row["active_to"] else None,
        inter=row["inter"],
        sector=row["sector"],
        aliases=_split(row["aliases"]),
        source=row["source"],
    )


def _without_s(words: str) -> Iterator[str]:
    """The words, then without an s that may be a possessive, with or without its apostrophe ("Assads forces")."""
    yield words
    if words.endswith("s") and len(words) > _SHORTEST_POSSESSIVE:
        yield words.removesuffix("s").rstrip("'’")


def _may_mean(words: str, alias: str) -> bool:
    """Whether letter case allows it: a short alias keeps its own, and no common word becomes a name."""
    if needs_its_case(alias):
        return same_case(words, alias)
    name = bare(alias)
    return " " in name or not name[:1].isupper() or not bare(words)[:1].islower()


def _split(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("|")) if cell else ()


def _fits(actor: Actor, day: date | None, country: str | None) -> Iterator[Reason]:
    """Points for the years and the country of the report."""
    if day is not None and not actor.is_active(day.year):
        span = f"{actor.active_from or ''}-{actor.active_to or ''}"
        yield Reason("not active in that year", _OUT_OF_TIME, span)
    if country is not None and country in actor.country:
        yield Reason("country of the report", _IN_COUNTRY, country)
