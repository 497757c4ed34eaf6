"""Who held which place, by what the store tells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from zenobia.api.opening import as_day, opened_registry
from zenobia.errors import BadInput, NotFound
from zenobia.holdings import CONTROL_KINDS, Background, holding_on, place_key, place_of, trace_timelines
from zenobia.model import Holding, Timeline
from zenobia.resolving.registry import Registry
from zenobia.settings import Settings
from zenobia.store import ClaimQuery, FoundClaim, open_view


@dataclass(frozen=True, slots=True)
class Control:
    """Who held a place, by what the store tells; `found` holds the claims, by id.

    `holding` is that of `on`, the day asked for, and None where no day was, or nothing is told of it by then.
    """

    timeline: Timeline
    found: Mapping[str, FoundClaim]
    holding: Holding | None = None
    on: date | None = None

    @property
    def holdings(self) -> tuple[Holding, ...]:
        """The periods asked for: all of them, or that of the day."""
        if self.on is None:
            return self.timeline.holdings
        return (self.holding,) if self.holding is not None else ()


def control(
    place: str,
    on: date | str | None = None,
    *,
    country: str | None = None,
    horizon_days: int | None = None,
    store: Path | None = None,
) -> list[Control]:
    """Who held a place, by its name or id; each place of that name, the one that most is told of first.

    Raises NotFound where nothing is told of who holds it, BadInput for a day that is none or a horizon of
    less than a day, and StoreError where there is no store.
    """
    day, horizon = as_day(on), _horizon(horizon_days)
    asked = ClaimQuery(kinds=CONTROL_KINDS, country=country)
    asked = replace(asked, place_ids=(place,)) if ":" in place else replace(asked, place=place)
    registry = opened_registry()
    with open_view(store or Settings.from_environment().store) as view:
        named = view.claims(asked).found
        meant = Counter(known for found in named if (known := place_of(found.claim)) is not None)
        areas = _background(registry, {}).areas
        ids = {id_ for known in meant for id_ in (known.place_id, *areas(known)) if id_ is not None}
        told = view.claims(ClaimQuery(kinds=CONTROL_KINDS, place_ids=tuple(ids))).found if ids else ()
    exact = Counter(known for known in meant.elements() if known.name.casefold() == place.casefold())
    keys = {place_key(known): (exact[known], count) for known, count in meant.items()}
    answers = _trace({found.claim.id: found for found in (*named, *told)}, day, horizon, registry)
    wanted = [answer for answer in answers if place_key(answer.timeline.place) in keys]
    if not wanted:
        raise NotFound(
            f"nothing is told of who holds “{place[:40]}”; “zenobia claims --place” tells what else is"
        )
    return sorted(wanted, key=lambda answer: keys[place_key(answer.timeline.place)], reverse=True)


def control_on(
    day: date | str,
    *,
    country: str | None = None,
    horizon_days: int | None = None,
    store: Path | None = None,
) -> list[Control]:
    """Who held each place on a day, in one country or in all of them; places that nothing is told of by then
    are left out.

    Raises BadInput and StoreError as `control` does.
    """
    on, horizon = as_day(day), _horizon(horizon_days)
    with open_view(store or Settings.from_environment().store) as view:
        told = view.claims(ClaimQuery(kinds=CONTROL_KINDS, country=country)).found
    answers = _trace({found.claim.id: found for found in told}, on, horizon, opened_registry())
    return [answer for answer in answers if answer.holding is not None]


def every_timeline(*, horizon_days: int | None = None, store: Path | None = None) -> list[Control]:
    """Who held each place that anything is told of, on every day. Raises BadInput and StoreError."""
    with open_view(store or Settings.from_environment().store) as view:
        told = view.claims(ClaimQuery(kinds=CONTROL_KINDS)).found
    return _trace({each.claim.id: each for each in told}, None, _horizon(horizon_days), opened_registry())


def timelines(
    query: ClaimQuery, *, published_until: date | None = None, store: Path | None = None
) -> list[Timeline]:
    """The timeline of each place that the claims asked for tell of; those published later than a day aside."""
    asked = replace(query, kinds=CONTROL_KINDS)
    with open_view(store or Settings.from_environment().store) as view:
        told = view.claims(asked).found
    if published_until is not None:
        told = tuple(f for f in told if f.article.published_on and f.article.published_on <= published_until)
    answers = _trace({found.claim.id: found for found in told}, None, _horizon(None), opened_registry())
    return [answer.timeline for answer in answers]


def _trace(
    found: Mapping[str, FoundClaim], day: date | None, horizon_days: int, registry: Registry
) -> list[Control]:
    background = _background(registry, found)
    timelines = trace_timelines([each.claim for each in found.values()], background, horizon_days)
    return [
        Control(
            timeline,
            {telling.claim_id: found[telling.claim_id] for telling in timeline.tellings},
            holding_on(timeline.holdings, day) if day is not None else None,
            day,
        )
        for timeline in timelines
    ]


def _background(registry: Registry, found: Mapping[str, FoundClaim]) -> Background:
    from zenobia.pipeline.background import open_background

    return open_background(registry, Settings.from_environment().gazetteer, found)


def _horizon(days: int | None) -> int:
    horizon = days if days is not None else Settings.from_environment().horizon_days
    if horizon < 1:
        raise BadInput(f"a horizon of {horizon} days is none; it must be a day or more")
    return horizon
