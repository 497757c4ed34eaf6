"""Let one process write to a store at a time, and tell the others who it is.

The lock is the operating system's, on a file beside the store, so it ends with the process however that ends.
It is a POSIX record lock and not flock(2): those pass to forked children, and a parsing worker that outlives
a killed reader would go on holding the store.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import sys
import threading
from datetime import datetime
from pathlib import Path
from typing import Self

from zenobia.errors import StoreError, StoreInUse

# A record lock does not keep out the process that has it, and closing any descriptor of the file gives it up.
_held_here: set[Path] = set()
_one_at_a_time = threading.Lock()

_LONGEST_HOLDER = 200


class WriteLock:
    """Held from `take` until `release` or the end of the process."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self._path = path
        self._descriptor: int | None = descriptor

    @classmethod
    def take(cls, store: Path, holder: str) -> Self:
        """The lock of a store. Raises StoreInUse, which says who has it."""
        path = store.with_name(store.name + ".lock")
        with _one_at_a_time:
            if path in _held_here:
                raise StoreInUse(_in_use(store, f"by this process ({os.getpid()}) already"))
            descriptor = _open(path, store)
            if not _lock(descriptor):
                told = _told_by(os.read(descriptor, 4096))
                os.close(descriptor)
                raise StoreInUse(_in_use(store, told))
            _held_here.add(path)
        # A full disk only leaves the holder unnamed.
        with contextlib.suppress(OSError):
            os.ftruncate(descriptor, 0)
            os.write(descriptor, _card(holder))
        return cls(path, descriptor)

    def release(self) -> None:
        """Give the lock up. The file stays: without it, two processes could lock two files of one name."""
        if self._descriptor is None:
            return
        with contextlib.suppress(OSError):
            os.ftruncate(self._descriptor, 0)
        os.close(self._descriptor)
        self._descriptor = None
        _held_here.discard(self._path)


def _open(path: Path, store: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
    except OSError as error:
        raise StoreError(
            f"cannot write beside {store}: {error.strerror}; make its folder writable or use another --store"
        ) from error


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> bool:
        """Lock one byte far behind the text, which others must be able to read: locks bind readers there."""
        os.lseek(descriptor, 1 << 30, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            os.lseek(descriptor, 0, os.SEEK_SET)
        return True

else:
    import fcntl

    def _lock(descriptor: int) -> bool:
        try:
            fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True


def _card(holder: str) -> bytes:
    card = {
        "pid": os.getpid(),
        "host": socket.gethostname(),
        "since": datetime.now().astimezone().isoformat(timespec="seconds"),
        "holder": holder[:_LONGEST_HOLDER],
    }
    return json.dumps(card).encode()


def _told_by(card: bytes) -> str:
    """Who holds it, as "by process 4711 on HOST since 14:02 (zenobia read reports/)", as far as it says."""
    try:
        told = json.loads(card)
        since = datetime.fromisoformat(told["since"])
        day = "" if since.date() == datetime.now(since.tzinfo).date() else f"{since:%Y-%m-%d} "
        words = f"by process {int(told['pid'])} on {told['host']} since {day}{since:%H:%M} ({told['holder']})"
    except (ValueError, KeyError, TypeError):
        return "by another process"
    return "".join(letter for letter in words if letter.isprintable())


def _in_use(store: Path, told: str) -> str:
    return f"{store} is being written to {told}; wait for it or use another --store"
