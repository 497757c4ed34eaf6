"""What the registry and the gazetteer know that tracing holdings asks for."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from zenobia.holdings import Background
from zenobia.model import HeldPlace, Side
from zenobia.resolving.gazetteer import Gazetteer, Place, PlaceKind
from zenobia.resolving.registry import Registry
from zenobia.resolving.tables import Actor
from zenobia.store import FoundClaim


def open_background(registry: Registry, gazetteer: Path, found: Mapping[str, FoundClaim]) -> Background:
    """The background of claims found in the store, by claim id.

    Without a gazetteer nothing is known to lie within anything, and no site stands for itself.
    """
    places = _Places(gazetteer)
    articles = {each.article.id: each.article for each in found.values()}
    lineage = lru_cache(maxsize=None)(lambda actor_id: _lineage(actor_id, registry))
    outlet_of = lru_cache(maxsize=None)(lambda outlet: _organ_of_a_party(outlet, registry))
    return Background(
        lineage=lineage,
        publisher=lambda id_: outlet_of((articles[id_].outlet if id_ in articles else None) or ""),
        published_on=lambda id_: articles[id_].published_on if id_ in articles else None,
        sentences=lambda claim: found[claim.id].sentences if claim.id in found else (),
        areas=places.areas,
        is_site=places.is_site,
    )


def _lineage(actor_id: str, registry: Registry) -> tuple[Side, ...]:
    """An actor and what it is part of; forces and ministers hold what they hold for their government."""
    actor = registry.get(actor_id)
    if actor is None:
        return ()
    line = registry.lineage(actor)
    if actor.kind == "state":
        government = registry.get(f"{actor.id}.government")
        line = (government, actor) if government is not None else line
    holders = [each for each in line if not _acts_for_another(each)]
    return tuple(Side(each.name, each.id) for each in holders)


def _acts_for_another(actor: Actor) -> bool:
    is_organ = "." in actor.id and actor.kind != "government"
    return actor.part_of is not None and (is_organ or actor.kind == "person")


def _organ_of_a_party(outlet: str, registry: Registry) -> str | None:
    """The id of an outlet that is some party's ("SANA", "Amaq"), and not a paper of its own."""
    found = registry.find(outlet) if outlet else None
    return found.actor.id if found is not None and found.actor.part_of is not None else None


class _Places:
    """The places that holdings are traced for, as the gazetteer has them, if there is one."""

    def __init__(self, path: Path) -> None:
        self._gazetteer = Gazetteer.open(path) if path.exists() else None

    def areas(self, place: HeldPlace) -> tuple[str, ...]:
        """The ids of the division and the country that a place lies within."""
        found = self._known(place)
        if self._gazetteer is None or found is None or found.country is None:
            return ()
        division = self._gazetteer.division_of(found.country, found.division) if found.division else None
        around = (division, self._gazetteer.country(found.country))
        return tuple(area.place_id for area in around if area is not None and area.place_id != found.place_id)

    def is_site(self, place: HeldPlace) -> bool:
        found = self._known(place)
        return found is not None and found.kind is PlaceKind.SITE

    def _known(self, place: HeldPlace) -> Place | None:
        if self._gazetteer is None or place.place_id is None:
            return None
        matches = self._gazetteer.matches(place.name)
        return next((match.place for match in matches if match.place.place_id == place.place_id), None)
