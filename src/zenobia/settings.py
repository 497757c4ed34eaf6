"""Where things are kept, read once from the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import platformdirs


@dataclass(frozen=True, slots=True)
class Settings:
    """`store` is the file of the ledger; `cache` is a folder that may be deleted at any time.

    `actors` is the user's own table of parties, which need not exist.
    """

    store: Path
    cache: Path
    actors: Path

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """ZENOBIA_STORE, ZENOBIA_CACHE and ZENOBIA_ACTORS where they are set, else the user's own folders."""
        data = platformdirs.user_data_path("zenobia", appauthor=False)
        cache = platformdirs.user_cache_path("zenobia", appauthor=False)
        return cls(
            store=Path(environment.get("ZENOBIA_STORE") or data / "ledger.sqlite"),
            cache=Path(environment.get("ZENOBIA_CACHE") or cache),
            actors=Path(environment.get("ZENOBIA_ACTORS") or data / "actors.csv"),
        )

    @property
    def gazetteer(self) -> Path:
        """The file of known places, built on first use."""
        return self.cache / "gazetteer.sqlite"
