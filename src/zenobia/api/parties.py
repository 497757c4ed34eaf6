"""The parties that are known, and adding one's own."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from zenobia.api.opening import as_day, opened_registry
from zenobia.model import Reason
from zenobia.resolving.registry import Candidate
from zenobia.resolving.tables import KINDS, Actor
from zenobia.settings import Settings

ACTOR_KINDS = KINDS
"""The kinds of party there are (docs/actors.md)."""


def known_actors(
    name: str, *, on: date | str | None = None, country: str | None = None
) -> tuple[Candidate, ...]:
    """Whom a name, an alias, an id or words like "Syrian troops" may mean, the likeliest first.

    `on` is a day and `country` a code like SY that settle names which several parties have borne.
    """
    from zenobia.resolving.actors import known_as

    registry = opened_registry()
    actor = registry.get(name)
    if actor is not None:
        return (Candidate(actor, (Reason("id", 1.0, name),)),)
    return known_as(name, registry, as_day(on), country)


def actors(*, kind: str | None = None, country: str | None = None, organs: bool = False) -> tuple[Actor, ...]:
    """The parties that are known, by name; the organs of states only where they are asked for."""
    found = (actor for actor in opened_registry() if organs or "." not in actor.id)
    chosen = (actor for actor in found if kind in (None, actor.kind) and country in (None, *actor.country))
    return tuple(sorted(chosen, key=lambda actor: actor.name.casefold()))


def lineage(actor: Actor) -> tuple[Actor, ...]:
    """What an actor is part of, upwards, itself left out."""
    return opened_registry().lineage(actor)[1:]


def add_actors(path: Path) -> tuple[int, int]:
    """Keep the rows of a table of one's own; how many are new, and how many replace a known actor.

    Raises BadInput, and keeps nothing, where a row is not as docs/actors.md has it.
    """
    from zenobia.resolving.registry import add_actors as add

    return add(path, Settings.from_environment().actors)
