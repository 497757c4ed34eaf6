"""What a person named, one arrival after another: files, folders, archives, addresses, feeds and sitemaps."""

from __future__ import annotations

import glob
from collections.abc import Iterator, Sequence
from pathlib import Path

from zenobia.errors import BadInput, PageError, PageNotRead
from zenobia.pages.addresses import is_address
from zenobia.pages.arrivals import Arrival
from zenobia.pages.fetch import Fetcher
from zenobia.pages.files import STANDARD_INPUT, Input, find_inputs, read_page
from zenobia.pages.manners import Guest
from zenobia.pipeline.archives import is_archive, read_archive
from zenobia.pipeline.listings import Listings
from zenobia.store.writer import Writer

UNREAD_ARCHIVES = (".arc", ".arc.gz", ".warc.zst", ".warc.lz4", ".warc.bz2", ".warc.xz")

Named = Input | str
"""A file, or a web address."""


def find_named(paths: Sequence[str | Path]) -> list[Named]:
    """What `paths` name: addresses as they are, patterns such as "news/*.warc.gz" spelled out, and files.

    Raises BadInput for what is not there, before anything is read.
    """
    named: list[Named] = []
    for path in paths:
        if is_address(str(path)):
            named.append(str(path))
        else:
            named += find_inputs(_spelled_out(path))
    return named


class Arriving:
    """Makes arrivals. `known` says how many there are to be, as far as is known by now.

    Each is dealt with when the next is asked for: what is noted in the store about archives and addresses is
    never ahead of what is kept. `reader` names who reads the pages; another reader reads archives anew.
    """

    def __init__(self, writer: Writer, reader: str, *, allow_private: bool = False) -> None:
        self._writer = writer
        self._reader = reader
        self._listings = Listings(Guest(Fetcher(allow_private)), writer)
        self._named = 0
        self._came = 0

    @property
    def known(self) -> int:
        return max(self._named + self._listings.known, self._came)

    def close(self) -> None:
        self._listings.close()

    def of(self, named: Sequence[Named]) -> Iterator[Arrival]:
        """Every arrival of what was named."""
        yield from self._counted(len(named), (arrival for each in named for arrival in self._of(each)))

    def new_in(self, feeds: Sequence[str]) -> Iterator[Arrival]:
        """What is new in feeds and sitemaps."""
        yield from self._counted(
            len(feeds), (arrival for url in feeds for arrival in self._listings.new_in(url))
        )

    def _of(self, named: Named) -> Iterator[Arrival]:
        if isinstance(named, str):
            yield from self._listings.at(named)
        elif named.path is not None and named.skipped is None and is_archive(named.path):
            yield from read_archive(named.path, self._writer, self._reader)
        else:
            yield _of_file(named)

    def _counted(self, named: int, arrivals: Iterator[Arrival]) -> Iterator[Arrival]:
        self._named = named
        for arrival in arrivals:
            self._came += 1
            yield arrival


def _of_file(named: Input) -> Arrival:
    try:
        if named.name.casefold().endswith(UNREAD_ARCHIVES):
            raise PageNotRead(
                "Archives of this kind are not read; make a .warc.gz of it (warcio recompress)."
            )
        return Arrival(name=named.name, page=read_page(named))
    except PageError as error:
        return Arrival(name=named.name, error=error)


def _spelled_out(path: str | Path) -> list[str | Path]:
    words = str(path)
    if words == STANDARD_INPUT or Path(words).exists() or not glob.has_magic(words):
        return [path]
    found = sorted(glob.glob(words, recursive=True))  # noqa: PTH207 - Path cannot start anywhere
    if not found:
        raise BadInput(f"There is no file that is called as in {words}.")
    return list(found)
