"""A store that many questions are put to: what lists, filters and the map look at is loaded once and kept."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zenobia.api.opening import Progress
from zenobia.errors import StoreError, StoreInUse
from zenobia.settings import Settings
from zenobia.store import open_view, open_writer

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from sqlalchemy import Connection

    from zenobia.store.overview import Asked, Mask, Overview
    from zenobia.store.view import View

Record = dict[str, Any]
# A browser asks six questions at a time.
_MOST_IDLE = 6


@dataclass(frozen=True, slots=True)
class Look:
    """One state of the store: its columns, and the connection that sees the same state."""

    overview: Overview
    view: View
    connection: Connection

    def mask(self, asked: Asked) -> Mask:
        """The incidents that are asked for."""
        return self.overview.together(self.overview.masks(asked, self.connection))

    def cards(self, rows: Sequence[int] | NDArray[np.int64]) -> list[Record]:
        """Incidents in short, by their rows in the overview."""
        from zenobia.store.briefs import cards

        return cards(self.connection, [int(self.overview.keys[row]) for row in rows])


class Ledger:
    """A store open for many questions; it may be asked from several threads."""

    def __init__(self, store: Path | None = None) -> None:
        self.store = store or Settings.from_environment().store
        self._overview: Overview | None = None
        self._loading = threading.Lock()
        self._idle: list[View] = []
        self._file: tuple[int, int] | None = None

    def prepare(self, progress: Progress | None = None) -> None:
        """Bring an older store up to date, and make what lists show of incidents that lack it.

        While another program writes to the store it is left as it is. What lists look at is loaded then, so
        that the first question is answered as fast as any.
        """
        from zenobia.pipeline.regrouping import regroup

        if not self.store.exists():
            return
        with contextlib.suppress(StoreInUse), open_writer(self.store, "zenobia serve") as writer:
            regroup(writer, self.store, progress=progress)
        with contextlib.suppress(StoreError), self.look():
            pass

    @contextlib.contextmanager
    def look(self) -> Iterator[Look]:
        """See one state of the store. Raises StoreError where there is no store."""
        with self._view() as view, view.snapshot() as connection:
            yield Look(self._current(connection), view, connection)

    def close(self) -> None:
        """Close the views that wait for the next question."""
        while self._idle:
            self._idle.pop().close()

    @contextlib.contextmanager
    def _view(self) -> Iterator[View]:
        """A view for one question: one that is idle, or a new one; opening costs more than most answers."""
        self._forget_other_files()
        try:
            view = self._idle.pop()
        except IndexError:
            view = open_view(self.store)
        try:
            yield view
        except BaseException:
            view.close()
            raise
        if len(self._idle) < _MOST_IDLE:
            self._idle.append(view)
        else:
            view.close()

    def _forget_other_files(self) -> None:
        """Close what looks at a file that is no longer the store: it was deleted, or another took its place."""
        try:
            told = self.store.stat()
        except OSError:
            now = None
        else:
            now = (told.st_dev, told.st_ino)
        if now != self._file:
            self.close()
            self._file, self._overview = now, None

    def _current(self, connection: Connection) -> Overview:
        from zenobia.store.briefs import version
        from zenobia.store.overview import Overview

        overview = self._overview
        if overview is None or overview.number != version(connection):
            with self._loading:
                overview = self._overview
                if overview is None or overview.number != version(connection):
                    overview = self._overview = Overview(connection)
        return overview
