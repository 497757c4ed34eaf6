"""Keep Pages, Articles and Claims in one SQLite file, and answer questions about them.

Importing this is light; SQLAlchemy is loaded when a store is opened.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from zenobia.model import Issue
from zenobia.store.answers import (
    Added,
    ArticleHeader,
    ArticlePage,
    ArticleQuery,
    Backup,
    ClaimPage,
    ClaimQuery,
    Counts,
    FoundClaim,
    FoundIncident,
    IncidentPage,
    Kept,
    PassedOver,
    PassedOverPage,
    Reading,
    Repeated,
    SetAside,
    Sifted,
)

if TYPE_CHECKING:
    from zenobia.store.view import View
    from zenobia.store.writer import Writer

__all__ = [
    "Added",
    "ArticleHeader",
    "ArticlePage",
    "ArticleQuery",
    "Backup",
    "ClaimPage",
    "ClaimQuery",
    "Counts",
    "FoundClaim",
    "FoundIncident",
    "IncidentPage",
    "Kept",
    "PassedOver",
    "PassedOverPage",
    "Reading",
    "Repeated",
    "SetAside",
    "Sifted",
    "back_up",
    "check",
    "open_view",
    "open_writer",
    "quick_check",
    "restore",
]


def open_writer(path: Path, holder: str) -> Writer:
    """The one writer of the store at `path`, which is made where there is none; use it with `with`.

    `holder` is told to whoever wants to write meanwhile ("zenobia read reports/"). Raises StoreInUse,
    StoreIsNewer, or StoreError for a file that is no store, is damaged, or cannot be written.
    """
    from zenobia.store.writer import Writer

    return Writer(path, holder)


def open_view(path: Path) -> View:
    """The store at `path` for reading, also while another process writes to it; use it with `with`.

    Raises StoreError where there is no store, StoreIsNewer where a later version wrote it.
    """
    from zenobia.store.view import View

    return View(path)


def check(path: Path) -> list[Issue]:
    """Everything in the store that is not as it was kept; an empty list is a clean bill of health.

    Reads the whole file: pages against their sha256, ids against content, mentions against the text.
    """
    from zenobia.store.integrity import check

    return check(path)


def quick_check(path: Path) -> list[str]:
    """What SQLite finds wrong with the file, in its own words; seconds where `check` takes minutes."""
    from zenobia.store.integrity import quick_check

    return quick_check(path)


def back_up(store: Path, target: Path, *, force: bool = False) -> Backup:
    """Copy one state of the store into the file `target`, also while another process writes to the store.

    The copy is checked before it takes its name; beside it lies its SHA-256, in `target`.sha256. Raises
    NotFound where there is no store, BadInput where `target` is there already and `force` is not given, and
    StoreError where the copy is not sound or cannot be written.
    """
    from zenobia.store.backup import back_up

    return back_up(store, target, force=force)


def restore(backup: Path, store: Path, *, force: bool = False) -> Backup:
    """Put a copy of `backup` where the store is, after checking it against its SHA-256 and from end to end.

    With `force`, a store that is there is renamed first, damaged or not; nothing is deleted. Raises NotFound,
    BadInput where a store is there, StoreInUse while another process has it open, and StoreError for a
    backup that is damaged.
    """
    from zenobia.store.backup import restore

    return restore(backup, store, force=force)
