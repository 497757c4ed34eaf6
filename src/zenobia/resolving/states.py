"""States and what they act through: "Syrian troops", "the army of Mali", "the regime" in a report on Syria.

Every organ of every state is an actor of its own, made from `states.csv` and `organs.toml` when asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from zenobia.resolving.tables import Actor, split
from zenobia.resolving.wording import key_of

# Columns of states.csv that give a state's organ its own name and aliases, the name first.
_NAMED_ORGANS = ("armed_forces", "army", "air_force", "police", "intelligence")
# Organs that are in the country but not of its government.
_NOT_OF_THE_STATE = frozenset({"opposition", "rebels", "red_crescent", "red_cross"})
_BEFORE_ORGAN = frozenset({"regime", "government", "army", "military", "arab", "state", "national"})


@dataclass(frozen=True, slots=True)
class _Shape:
    name: str
    kind: str
    inter: str
    sector: str


class States:
    """The states of the world and what each acts through."""

    def __init__(self, rows: Sequence[Mapping[str, str]], organs: Mapping[str, Mapping[str, object]]) -> None:
        self._rows = {row["id"]: row for row in rows}
        self._ids = {row["country"]: row["id"] for row in rows}
        self._made: dict[str, Actor] = {}
        self._shapes: dict[str, _Shape] = {}
        self._words: dict[str, str] = {}
        self._alone: dict[str, str] = {}
        for organ, row in organs.items():
            self._shapes[organ] = _Shape(
                *(str(row[column]) for column in ("name", "kind", "inter", "sector"))
            )
            for column, index in (("words", self._words), ("alone", self._alone)):
                listed = row[column]
                index.update(
                    {key_of(str(word)): organ for word in (listed if isinstance(listed, list) else ())}
                )

    def __contains__(self, actor_id: str) -> bool:
        return actor_id in self._rows

    def __iter__(self) -> Iterator[Actor]:
        """The states themselves."""
        for row in self._rows.values():
            yield Actor(
                row["id"],
                row["name"],
                "state",
                (row["country"],),
                inter="1",
                sector="GOV",
                aliases=split(row["aliases"]),
                source="ISO 3166",
            )

    def id_of(self, country: str) -> str | None:
        """The state of an ISO 3166 code."""
        return self._ids.get(country)

    def adjectives(self, state_id: str) -> tuple[str, ...]:
        return split(self._rows[state_id]["adjectives"])

    def capitals(self, state_id: str) -> tuple[str, ...]:
        return split(self._rows[state_id]["capitals"])

    def own_names(self, state_id: str) -> Iterator[tuple[str, str]]:
        """The names that only this state's organs have, with the organ's id: "Bundeswehr", "IDF"."""
        for organ in _NAMED_ORGANS:
            for name in split(self._rows[state_id][organ]):
                yield self._organ_id(state_id, organ), name

    def organs(self) -> Iterator[Actor]:
        """Every organ of every state, once."""
        for state_id in self._rows:
            for organ in self._shapes:
                if self._organ_id(state_id, organ) == f"{state_id}.{organ}":
                    yield self.organ(state_id, organ)

    def organ(self, state_id: str, organ: str) -> Actor:
        actor_id = self._organ_id(state_id, organ)
        if actor_id not in self._made:
            self._made[actor_id] = self._make(state_id, actor_id.partition(".")[2])
        return self._made[actor_id]

    def find_organ(self, actor_id: str) -> Actor | None:
        state_id, _, organ = actor_id.partition(".")
        return self.organ(state_id, organ) if state_id in self._rows and organ in self._shapes else None

    def organ_called(self, words: Sequence[str]) -> str | None:
        """The organ of these words; "regime" and the like may stand before it ("the regime's air force")."""
        organ = self._words.get(key_of(" ".join(words)))
        if organ is None and len(words) > 1 and key_of(words[0]).removesuffix("s") in _BEFORE_ORGAN:
            organ = self._words.get(key_of(" ".join(words[1:])))
        return organ

    def organ_alone(self, words: str, country: str) -> Actor | None:
        """The organ of a country, told without its name ("the army" in a report on Mali)."""
        organ, state_id = self._alone.get(key_of(words)), self._ids.get(country)
        return self.organ(state_id, organ) if organ is not None and state_id is not None else None

    def _organ_id(self, state_id: str, organ: str) -> str:
        """Troops are the army's or the armed forces'; where those are one, both words mean one actor."""
        row = self._rows[state_id]
        if organ == "troops":
            organ = row["troops"] or "armed_forces"
        forces = split(row["armed_forces"])[:1]
        if organ == "army" and forces and split(row["army"])[:1] == forces:
            organ = "armed_forces"
        return f"{state_id}.{organ}"

    def _make(self, state_id: str, organ: str) -> Actor:
        row, shape = self._rows[state_id], self._shapes[organ]
        own = split(row[organ]) if organ in _NAMED_ORGANS else ()
        words = {
            "the country": f"{row['article']} {row['name']}".strip(),
            "adjective": row["in_names"] or (split(row["adjectives"]) or (row["name"],))[0],
        }
        part_of = state_id if organ == "government" else f"{state_id}.government"
        return Actor(
            f"{state_id}.{organ}",
            own[0] if own else shape.name.format_map(words),
            shape.kind,
            (row["country"],),
            None if organ in _NOT_OF_THE_STATE else part_of,
            inter=shape.inter,
            sector=shape.sector,
            aliases=own[1:],
            source="states.csv and organs.toml",
        )
