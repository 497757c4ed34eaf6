"""What is kept and how safely: check the ledger, back it up, restore it; what was left unread, what repeats what."""

from __future__ import annotations

from pathlib import Path

from zenobia import store as stores
from zenobia.errors import NotFound
from zenobia.model import Issue
from zenobia.settings import Settings
from zenobia.store import Backup, PassedOverPage, Repeated, open_view


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


def passed_over(*, limit: int | None = None, store: Path | None = None) -> PassedOverPage:
    """Pages that were set aside unread as not about conflict, the nearest to being read first. Raises StoreError."""
    with open_view(store or Settings.from_environment().store) as view:
        return view.passed_over(limit)


def repeated(article_id: str, *, store: Path | None = None) -> tuple[Repeated, ...]:
    """The earlier article that one repeats, then the later ones that repeat it. Raises NotFound and StoreError."""
    with open_view(store or Settings.from_environment().store) as view:
        return view.repeated(article_id)
