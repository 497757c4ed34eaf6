"""What the registry and the gazetteer know of the parties and places that are written out."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from zenobia.model import PlaceMention
from zenobia.resolving.gazetteer import Gazetteer, Place, PlaceKind
from zenobia.resolving.registry import Registry
from zenobia.resolving.tables import Actor


class Atlas:
    """Parties by id or name, and the province and country of a place; without a gazetteer no place has one."""

    def __init__(self, registry: Registry, gazetteer: Path | None = None) -> None:
        self.registry = registry
        known = gazetteer is not None and gazetteer.exists()
        self._gazetteer = Gazetteer.open(gazetteer) if gazetteer is not None and known else None
        self._known = lru_cache(maxsize=100_000)(self._look_up)
        self._by_name = lru_cache(maxsize=100_000)(self._find)

    def actor(self, actor_id: str | None) -> Actor | None:
        return self.registry.get(actor_id) if actor_id else None

    def called(self, name: str) -> Actor | None:
        """The one party of that name."""
        return self._by_name(name)

    def side(self, actor: Actor) -> str:
        """Whose side a party is on: a state's organs are on the state's side."""
        return actor.id.split(".", 1)[0]

    def province(self, place: PlaceMention) -> Place | None:
        """The first-level division that a place lies within, or is."""
        known = self._known(place.place_id)
        if self._gazetteer is None or known is None or known.country is None or known.division is None:
            return None
        return self._gazetteer.division_of(known.country, known.division)

    def district(self, place: PlaceMention) -> str | None:
        """The name of the district, where the place is one: the gazetteer does not say which one a town is in."""
        known = self._known(place.place_id)
        is_district = known is not None and known.kind is PlaceKind.DISTRICT
        return known.name if known is not None and is_district else None

    def country(self, code: str | None) -> Place | None:
        return self._gazetteer.country(code) if self._gazetteer is not None and code else None

    def _find(self, name: str) -> Actor | None:
        found = self.registry.find(name)
        return found.actor if found is not None else None

    def _look_up(self, place_id: str | None) -> Place | None:
        return self._gazetteer.by_id(place_id) if self._gazetteer is not None and place_id else None
