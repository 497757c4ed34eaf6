"""Where things are kept, read once from the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from zenobia.errors import BadInput

# Half a year: the default of docs/control.md.
HORIZON_DAYS = 180


@dataclass(frozen=True, slots=True)
class Settings:
    """`store` is the file of the ledger; `cache` is a folder that may be deleted at any time.

    `actors` is the user's own table of parties and `places` the folder of places that were added; neither need
    exist. `horizon_days` is for how long a side holds a place when nothing more is told of it (docs/control.md).
    """

    store: Path
    cache: Path
    actors: Path
    places: Path
    horizon_days: int = HORIZON_DAYS

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """ZENOBIA_STORE, _CACHE, _ACTORS and _PLACES where they are set, else the user's own folders.

        Raises BadInput where ZENOBIA_HORIZON is not a number of days.
        """
        data = platformdirs.user_data_path("zenobia", appauthor=False)
        cache = platformdirs.user_cache_path("zenobia", appauthor=False)
        return cls(
            store=Path(environment.get("ZENOBIA_STORE") or data / "ledger.sqlite"),
            cache=Path(environment.get("ZENOBIA_CACHE") or cache),
            actors=Path(environment.get("ZENOBIA_ACTORS") or data / "actors.csv"),
            places=Path(environment.get("ZENOBIA_PLACES") or data / "places"),
            horizon_days=_days(environment.get("ZENOBIA_HORIZON") or str(HORIZON_DAYS)),
        )

    @property
    def gazetteer(self) -> Path:
        """The file of known places, built on first use."""
        return self.cache / "gazetteer.sqlite"


def _days(words: str) -> int:
    if not words.isdecimal() or len(words) > len("100000") or int(words) < 1:
        raise BadInput(
            f"ZENOBIA_HORIZON is “{words[:40]}”; it must be a number of days, such as {HORIZON_DAYS}"
        )
    return int(words)
