"""Back a store up while it is written to, and put a backup in its place: both are checked before they count.

A backup is one file, and beside it its SHA-256 as `sha256sum --check` reads it. A plain copy of the file of a
store is no backup while something writes to it: what is in the log is missing from it, or half there.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from zenobia.errors import BadInput, NotFound, StoreError, StoreInUse
from zenobia.store.answers import Backup
from zenobia.store.database import close, connect_writer, reading_uri, refuse_foreign, saying, sync_folder
from zenobia.store.integrity import check
from zenobia.store.lock import WriteLock
from zenobia.store.view import View

_HASHED_AT_ONCE = 1 << 20
# What SQLite keeps beside a store. Each belongs to its own file, and would damage any other of that name.
_BESIDE = ("-wal", "-shm", "-journal")


def back_up(store: Path, target: Path, *, force: bool = False) -> Backup:
    """See `zenobia.store.back_up`."""
    refuse_foreign(store)
    if not store.exists():
        raise NotFound(f"there is no store at {store}; name it with --store")
    if target.exists() and target.samefile(store):
        raise BadInput("a store cannot be backed up into itself; name another file")
    if target.exists() and not force:
        raise BadInput(f"{target} is there already; name another file, or write over it with --force")
    with _draft(target) as draft:
        _copy(store, draft)
        _refuse_unsound(draft, f"the backup of {store} is not sound and was not kept")
        done = _told(draft, target, _sha256(draft))
        # The seal first: a kill in between leaves a backup that is refused, and never a wrong one believed.
        _seal(target).write_text(f"{done.sha256}  {target.name}\n", "utf-8")
        draft.replace(target)
    sync_folder(target.parent)
    return done


def restore(backup: Path, store: Path, *, force: bool = False) -> Backup:
    """See `zenobia.store.restore`."""
    if not backup.exists():
        raise NotFound(f"there is no backup at {backup}")
    refuse_foreign(backup)
    if store.exists() and backup.samefile(store):
        raise BadInput("the backup is the store itself; name the file that “zenobia backup” made")
    if store.exists() and not force:
        raise BadInput(
            f"there is a store at {store}; --force puts the backup in its place and keeps the old one aside"
        )
    store = Path(os.path.realpath(store))
    store.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = WriteLock.take(store, f"zenobia restore {backup.name}")
    try:
        with _draft(store) as draft:
            digest = _unbroken(backup)
            _copy(backup, draft)
            close(connect_writer(draft))  # a backup of an earlier version is brought up to date
            _settle(draft)
            _refuse_unsound(draft, f"{backup} is damaged and was not restored")
            done = _told(draft, store, digest, _move_aside(store) if store.exists() else None)
            draft.replace(store)
        sync_folder(store.parent)
    finally:
        lock.release()
    return done


@contextlib.contextmanager
def _draft(target: Path) -> Iterator[Path]:
    """A name beside `target` for what becomes it when it is whole; nothing of it stays where that fails."""
    draft = target.with_name(target.name + ".part")
    try:
        _remove(draft)
        yield draft
    except OSError as error:
        raise StoreError(
            f"{target} cannot be written ({error.strerror or error}); what was there before is still there"
        ) from error
    finally:
        with contextlib.suppress(OSError):
            _remove(draft)


def _remove(draft: Path) -> None:
    for name in ("", *_BESIDE):
        draft.with_name(draft.name + name).unlink(missing_ok=True)


def _copy(source: Path, draft: Path) -> None:
    """One state of the store in one file, whatever is written to the store meanwhile."""
    os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    with (
        saying(source),
        contextlib.closing(sqlite3.connect(reading_uri(source), uri=True)) as reading,
        contextlib.closing(sqlite3.connect(draft)) as writing,
    ):
        reading.backup(writing)  # all in one step, so that later writes neither show nor start it anew
    _settle(draft)


def _settle(draft: Path) -> None:
    """Without a log, so that the one file is all of it, and on the disk."""
    with saying(draft), contextlib.closing(sqlite3.connect(draft)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    descriptor = os.open(draft, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _refuse_unsound(draft: Path, what: str) -> None:
    issues = check(draft)
    if issues:
        raise StoreError(f"{what}: {issues[0].message}; “zenobia check --store FILE” tells all")


def _told(draft: Path, path: Path, digest: str, replaced: Path | None = None) -> Backup:
    with View(draft) as view:
        counts = view.counts()
    return Backup(path, digest, counts.articles, counts.claims, replaced)


def _seal(backup: Path) -> Path:
    return backup.with_name(backup.name + ".sha256")


def _unbroken(backup: Path) -> str:
    """The SHA-256 of the backup. Raises StoreError where its seal says another; one may have none."""
    digest = _sha256(backup)
    with contextlib.suppress(FileNotFoundError):
        sealed = _seal(backup).read_text("utf-8", "replace").split(maxsplit=1)[:1]
        if sealed != [digest]:
            raise StoreError(
                f"{backup} is not what was backed up: its SHA-256 is not that in {_seal(backup)}"
            )
    return digest


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while part := file.read(_HASHED_AT_ONCE):
            digest.update(part)
    return digest.hexdigest()


def _move_aside(store: Path) -> Path:
    """Rename a store that is to be replaced; nothing is deleted, and a damaged one can be moved as well."""
    with contextlib.suppress(StoreError):
        close(connect_writer(store))  # the last one to close it empties the log into it
    log = store.with_name(store.name + "-wal")
    if log.exists() and _is_open(store):
        raise StoreInUse(f"{store} is being looked at by another program; close that first")
    aside = store.with_name(f"{store.name}.replaced-{datetime.now(UTC):%Y%m%dT%H%M%SZ}")
    # The log before the store: a log must never lie beside a store that is not its own.
    for name in (*_BESIDE, ""):
        with contextlib.suppress(FileNotFoundError):
            store.with_name(store.name + name).rename(aside.with_name(aside.name + name))
    return aside


def _is_open(store: Path) -> bool:
    """Whether another connection holds the store: then it cannot be had for oneself alone."""
    with contextlib.closing(sqlite3.connect(store, timeout=0.0)) as connection:
        try:
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            return True
        except sqlite3.DatabaseError:
            return False
        connection.rollback()
    return False
