"""Open the SQLite file of a store: make it, tell whose and how new it is, say in words what SQLite refuses.

One connection writes and checkpoints, under the lock; all others are read-only and cannot checkpoint
(docs/decisions/0031).
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool

from zenobia.errors import StoreError, StoreIsNewer
from zenobia.store.migrations import NEWEST, migrate

APPLICATION_ID = 0x5A4E4F42  # "ZNOB", as migration 0001 writes it

# Readers never wait for the writer in WAL mode; this waits for whoever is recovering the log after a crash.
BUSY_SECONDS = 10.0

# FULL: a kept article survives a power cut, not only a crash. recursive_triggers: else INSERT OR REPLACE
# deletes without asking the triggers. trusted_schema, cell_size_check: the file may come from a stranger.
_PRAGMAS = ("foreign_keys = ON", "trusted_schema = OFF", "cell_size_check = ON")
_WRITER_PRAGMAS = (*_PRAGMAS, "journal_mode = WAL", "synchronous = FULL", "recursive_triggers = ON")
_READER_PRAGMAS = (*_PRAGMAS, "query_only = ON")


def connect_writer(path: Path) -> Connection:
    """The writing connection of a store that this process has locked; makes or upgrades the store first."""
    if not path.exists() or path.stat().st_size == 0:
        _make(path)
    connection = _connect(path, f"{_uri(path)}?mode=rw", _WRITER_PRAGMAS, "BEGIN IMMEDIATE")
    try:
        with saying(path):
            if _revision(connection, path) != NEWEST:
                with connection.begin():
                    migrate(connection)
    except BaseException:
        close(connection)
        raise
    return connection


def connect_reader(path: Path) -> Connection:
    """A read-only connection, also while a writer is at work or has just crashed."""
    refuse_foreign(path)
    if not path.exists() or path.stat().st_size == 0:
        raise StoreError(f"there is no store at {path}; read something first: zenobia read PATH")
    connection = _connect(path, reading_uri(path), _READER_PRAGMAS, "BEGIN")
    try:
        with saying(path):
            if _revision(connection, path) != NEWEST:
                raise StoreError(
                    f"{path} was written by an earlier version of Zenobia; "
                    "bring it up to date by serving it or reading into it: zenobia serve, zenobia read PATH"
                )
    except BaseException:
        close(connection)
        raise
    return connection


def close(connection: Connection) -> None:
    """Close the connection and the file; a writer's last close empties the log into the store."""
    with contextlib.suppress(DBAPIError):
        connection.close()
    connection.engine.dispose()


def refuse_foreign(path: Path) -> None:
    """Raise StoreError where the file is no store; it is looked at and never opened by SQLite."""
    try:
        with path.open("rb") as file:
            header = file.read(100)
    except FileNotFoundError:
        return
    except OSError as error:
        raise StoreError(f"{path} cannot be read: {error.strerror}") from error
    if not header:
        return
    if header[:16] != b"SQLite format 3\0" or int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        raise StoreError(
            f"{path} is not a Zenobia store and is left as it is; name another file with --store"
        )


@contextlib.contextmanager
def saying(path: Path) -> Iterator[None]:
    """Turn what SQLite refuses into a StoreError that says what to do."""
    try:
        yield
    except DBAPIError as error:
        raise StoreError(_explanation(path, error.orig or error)) from error
    except sqlite3.Error as error:
        raise StoreError(_explanation(path, error)) from error
    except UnicodeDecodeError as error:
        raise StoreError(damaged(path, error)) from error
    except OverflowError as error:
        raise StoreError(f"{path} cannot keep a number that is too large for 64 bits") from error


def _explanation(path: Path, error: BaseException) -> str:
    name = getattr(error, "sqlite_errorname", "")
    if name.startswith(("SQLITE_FULL", "SQLITE_IOERR")):
        return f"{path} cannot be written or read ({error}): is the disk full? What was kept before is safe"
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return (
            f"{path} is damaged ({error}); restore it from a copy, or read the reports into another --store"
        )
    if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_AUTH")):
        return f"{path} cannot be opened ({error}); check who may write to it and its folder"
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return f"{path} is busy: another program has it open for writing; try again when it is done"
    return f"{path} refused it: {error}"


def damaged(path: Path, error: BaseException) -> str:
    return f"{path} is damaged ({error}); restore it from a copy, or read the reports into another --store"


def _make(path: Path) -> None:
    """A new, empty store, all of it or nothing: made under another name and moved into place."""
    draft = path.with_name(path.name + ".new")
    try:
        for stale in (draft, draft.with_name(draft.name + "-journal")):
            stale.unlink(missing_ok=True)
        os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        connection = _connect(draft, f"{_uri(draft)}?mode=rw", (), "BEGIN IMMEDIATE")
        try:
            with saying(path), connection.begin():
                migrate(connection)
        finally:
            close(connection)
        draft.replace(path)
    except OSError as error:
        raise StoreError(f"cannot make a store at {path}: {error.strerror}; use another --store") from error
    finally:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """The new name of the file survives a power cut; systems that cannot sync a folder do without."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def reading_uri(path: Path) -> str:
    """How SQLite is told to read the store and never to write.

    Reading a write-ahead log needs two small files beside the store. Where the folder does not allow to make
    them and there is no log to read, the file is all there is and is opened as immutable.
    """
    return f"{_uri(path)}?mode=ro{_immutable(path)}"


def _uri(path: Path) -> str:
    return path.absolute().as_uri()


def _immutable(path: Path) -> str:
    """A log means that a writer is at work or has crashed: then the file alone is not what is kept."""
    log = path.with_name(path.name + "-wal")
    return "" if log.exists() or os.access(path.parent, os.W_OK) else "&immutable=1"


def _connect(path: Path, uri: str, pragmas: tuple[str, ...], begin: str) -> Connection:
    """One connection that begins transactions by our own word; sqlite3's habit leaves DDL outside them."""

    def connect() -> sqlite3.Connection:
        # One thread at a time uses it, and not always the one that opened it: the page's views are pooled.
        connection = sqlite3.connect(
            uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        try:
            for pragma in pragmas:
                connection.execute(f"PRAGMA {pragma}")
        except BaseException:
            connection.close()
            raise
        return connection

    engine = create_engine("sqlite://", creator=connect, poolclass=StaticPool)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    with saying(path):
        return engine.connect()


def _revision(connection: Connection, path: Path) -> str:
    """The revision of the store, by a plain query: Alembic need not be loaded to learn that it is idle."""
    with connection.begin():
        revision = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    if revision is None:
        raise StoreError(damaged(path, ValueError("it does not say which revision it is")))
    if revision > NEWEST:
        raise StoreIsNewer(
            f"{path} was written by a later version of Zenobia (its revision is {revision}, this program "
            f"knows {NEWEST}); install the newer Zenobia, or use another --store"
        )
    return str(revision)
