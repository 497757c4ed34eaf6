"""Keep the ledger safe: check it, back it up, put a backup in its place."""

from __future__ import annotations

from pathlib import Path

from zenobia import store as stores
from zenobia.errors import NotFound
from zenobia.model import Issue
from zenobia.settings import Settings
from zenobia.store import Backup


def check(*, store: Path | None = None) -> list[Issue]:
    """Everything in the store that is not as it was kept; an empty list is a clean bill of health.

    Reads all of it. Raises NotFound where there is no store.
    """
    path = store or Settings.from_environment().store
    if not path.exists():
        raise NotFound(f"there is no store at {path}; name it with --store")
    return stores.check(path)


def back_up(target: Path, *, force: bool = False, store: Path | None = None) -> Backup:
    """Copy the store into one file and check the copy, also while another process writes (zenobia.store)."""
    return stores.back_up(store or Settings.from_environment().store, target, force=force)


def restore(backup: Path, *, force: bool = False, store: Path | None = None) -> Backup:
    """Put a checked copy of `backup` where the store is; `force` renames a store that is there first."""
    return stores.restore(backup, store or Settings.from_environment().store, force=force)
