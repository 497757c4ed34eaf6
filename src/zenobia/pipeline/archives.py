"""Read web archives into arrivals, and note in the store how far, so that reading goes on at the record."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from zenobia.errors import PageError
from zenobia.pages.arrivals import Arrival
from zenobia.pages.wacz import SUFFIX as WACZ
from zenobia.pages.wacz import read_wacz
from zenobia.pages.warc import is_warc, open_archive, read_warc
from zenobia.store import web
from zenobia.store.web import ArchiveMark
from zenobia.store.writer import Writer

# How many records a reading that was killed reads again at most; they are duplicates then.
_RECORDS_BETWEEN_MARKS = 50


def is_archive(path: Path) -> bool:
    """Whether a file is read as a web archive, by its name."""
    return is_warc(path) or path.name.casefold().endswith(WACZ)


def read_archive(path: Path, writer: Writer, reader: str) -> Iterator[Arrival]:
    """What comes of each record that `reader` has not read yet.

    Records before that are one arrival together. The last record is noted as read when the next is asked for.
    """
    try:
        file = open_archive(path)
    except PageError as error:
        yield Arrival(name=str(path), error=error)
        return
    with file:
        marks = _Marks(path, os.fstat(file.fileno()), writer, reader)
        if marks.records:
            first = f"the first {marks.records:,} records" if marks.records > 1 else "the first record"
            yield Arrival(name=f"{path}: {first}", read_before="An earlier run has read them.")
        starts = marks.read_to
        is_wacz = path.name.casefold().endswith(WACZ)
        arrivals = (
            read_wacz(file, str(path), starts) if is_wacz else read_warc(file, str(path), starts.get("", 0))
        )
        with closing(marks):
            for arrival in arrivals:
                yield arrival
                marks.note(arrival)


class _Marks:
    """How far each file of an archive is read."""

    def __init__(self, path: Path, stat: os.stat_result, writer: Writer, reader: str) -> None:
        self._path = os.path.realpath(path)
        self._state = (stat.st_size, stat.st_mtime_ns)
        self._writer = writer
        self._reader = reader
        kept = writer.web(web.marks_of, self._path, reader)
        known = {part: mark for part, mark in kept.items() if (mark.size, mark.changed) == self._state}
        self.read_to = {part: mark.read_to for part, mark in known.items()}
        self._records = Counter({part: mark.records for part, mark in known.items()})
        self._no_report = {part: Counter(mark.no_report) for part, mark in known.items()}
        self._unkept: dict[str, int] = {}
        self.records = self._records.total()

    def note(self, arrival: Arrival) -> None:
        """Count an arrival that is dealt with."""
        if arrival.end is None:
            return
        part = arrival.part or ""
        self.read_to[part] = arrival.end
        self._records[part] += 1
        if arrival.no_report is not None:
            self._no_report.setdefault(part, Counter())[arrival.no_report] += 1
        self._unkept[part] = self._unkept.get(part, 0) + 1
        if self._unkept[part] >= _RECORDS_BETWEEN_MARKS:
            self.close()

    def close(self) -> None:
        """Keep what was noted."""
        for part in self._unkept:
            mark = ArchiveMark(
                self._path,
                part,
                self._reader,
                *self._state,
                self.read_to[part],
                self._records[part],
                self._no_report.get(part, {}),
            )
            self._writer.web(web.keep_mark, mark)
        self._unkept.clear()
