"""What the library opens for itself: stages, registry, gazetteer, and the days it is asked about."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from zenobia.errors import BadInput
from zenobia.settings import Settings

if TYPE_CHECKING:
    from zenobia.pipeline.stages import Stages
    from zenobia.resolving.gazetteer import Gazetteer
    from zenobia.resolving.registry import Registry

Progress = Callable[[int, int], None]
"""Called with how much is done and how much there is to do."""


def as_day(day: date | str | None) -> date | None:
    """The day meant by `day`. Raises BadInput where the words are not an ISO day."""
    if not isinstance(day, str):
        return day
    try:
        return date.fromisoformat(day)
    except ValueError as error:
        raise BadInput(f"“{day[:40]}” is not a day; write it like 2016-03-28") from error


def bundled_reports() -> Path:
    """The folder of reports that come with Zenobia."""
    return Path(__file__).parents[1] / "bundled" / "reports"


def demo_store() -> Path:
    """Where `zenobia demo` keeps its ledger: a cache, apart from the user's own."""
    return Settings.from_environment().cache / "demo.sqlite"


def opened_stages(progress: Progress | None = None) -> Stages:
    """The stages that code an article, opened once; the gazetteer is built first where there is none yet."""
    from zenobia.resolving.own_places import build_with_own

    settings = Settings.from_environment()
    build_with_own(settings.gazetteer, settings.places, progress)
    return _stages(settings, _written_at(settings.gazetteer, settings.actors))


@lru_cache(maxsize=1)
def _stages(settings: Settings, _written_at: tuple[int, ...]) -> Stages:
    from zenobia.pipeline.stages import open_stages

    return open_stages(settings.gazetteer, settings.places, settings.actors)


def opened_registry() -> Registry:
    """The known parties with the user's own, opened once."""
    own = Settings.from_environment().actors
    return _registry(own, _written_at(own))


@lru_cache(maxsize=1)
def _registry(own: Path, _written_at: tuple[int, ...]) -> Registry:
    from zenobia.resolving.registry import open_registry

    return open_registry([own] if own.exists() else [])


def _written_at(*paths: Path) -> tuple[int, ...]:
    """When each file was last written, so that what was opened from an older one is not used again."""
    return tuple(path.stat().st_mtime_ns if path.exists() else 0 for path in paths)


def opened_gazetteer(progress: Progress | None) -> Gazetteer:
    """The gazetteer with the places that were added, built first where there is none yet."""
    from zenobia.resolving.gazetteer import Gazetteer
    from zenobia.resolving.own_places import build_with_own

    settings = Settings.from_environment()
    build_with_own(settings.gazetteer, settings.places, progress)
    return Gazetteer.open(settings.gazetteer)
