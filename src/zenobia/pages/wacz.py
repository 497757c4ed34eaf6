"""Pages from WACZ files: the WARC files in a zip file that must not swell, nor be believed about names.

A WARC file in it is copied to a nameless temporary file, bounded, and read from there as any other.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import PurePosixPath
from typing import IO, Any, BinaryIO

from zenobia.errors import BadArchive, PageError, PageTooLarge
from zenobia.pages.arrivals import Arrival
from zenobia.pages.encodings import HARMLESS_BYTES, LARGEST_RATIO
from zenobia.pages.warc import is_warc, read_warc

SUFFIX = ".wacz"
# Archives of a whole site have some thousands of files in them, most of them indexes.
MOST_FILES = 10_000
LARGEST_WARC_BYTES = 50_000_000_000
LARGEST_MANIFEST_BYTES = 10_000_000
_COPIED_BYTES = 1 << 20
_IN_MEMORY_BYTES = 1 << 24
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    OSError,
    EOFError,
    ValueError,
)


def read_wacz(file: BinaryIO, name: str, starts: dict[str, int] | None = None) -> Iterator[Arrival]:
    """What comes of each record of the WARC files in a WACZ file.

    `starts` says where to begin in each of them (by the name it has there); 0 where it says nothing. A WARC file that
    is not what the manifest says comes with an error of its own, and its records are read all the same.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            warcs = _warcs(archive)
            digests = _digests(archive)
            if not warcs:
                raise BadArchive("There is no WARC file in it.")
            for entry in warcs:
                where = f"{name}/{PurePosixPath(entry.filename).name}"
                start = (starts or {}).get(entry.filename, 0)
                yield from _entry(archive, entry, where, start, digests.get(entry.filename))
    except PageError as error:
        yield Arrival(name=name, error=error)
    except _UNREADABLE as error:
        yield Arrival(name=name, error=BadArchive(f"It is no sound zip file ({str(error)[:100]})."))


def _entry(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, where: str, start: int, digest: str | None
) -> Iterator[Arrival]:
    crc, entry.CRC = entry.CRC, None  # type: ignore[assignment]  # else zipfile keeps the last bytes back
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY_BYTES) as copy:
        try:
            copied = _copy(archive, entry, copy)
            if copied.crc != crc or digest not in (None, copied.sha256):
                raise BadArchive("It is not what it was when it was packed.")
        except PageTooLarge as error:
            yield Arrival(name=where, error=error)
            return
        except PageError as error:
            yield Arrival(name=where, error=error)
        except _UNREADABLE as error:
            yield Arrival(
                name=where, error=BadArchive(f"It is damaged in the zip file ({str(error)[:100]}).")
            )
        for arrival in read_warc(copy, where, start):  # type: ignore[arg-type]
            yield replace(arrival, part=entry.filename)


@dataclass(frozen=True, slots=True)
class _Copied:
    """What a copy is known by."""

    crc: int
    sha256: str


def _copy(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, copy: IO[bytes]) -> _Copied:
    """Copy an entry within limits. What was copied before something failed is there to be read."""
    if entry.flag_bits & 0x1:
        raise BadArchive("It is encrypted in the zip file.")
    most = min(LARGEST_WARC_BYTES, max(HARMLESS_BYTES, LARGEST_RATIO * entry.compress_size))
    if entry.file_size > most:
        raise PageTooLarge(f"It swells from {entry.compress_size:,} bytes to {entry.file_size:,}.")
    sha256, crc, copied = hashlib.sha256(), 0, 0
    with archive.open(entry) as content:
        while piece := content.read(_COPIED_BYTES):
            copied += len(piece)
            if copied > most:
                raise PageTooLarge(f"It swells to more than {most:,} bytes.")
            copy.write(piece)
            sha256.update(piece)
            crc = zlib.crc32(piece, crc)
    return _Copied(crc, sha256.hexdigest())


def _warcs(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """The WARC files in the folder archive/, by name. Raises BadArchive for what is made to swell."""
    entries = archive.infolist()
    if len(entries) > MOST_FILES:
        raise BadArchive(f"It holds {len(entries):,} files; up to {MOST_FILES:,} are looked at.")
    # Entries that lie over each other hold the same bytes many times: the trick of most zip bombs.
    stretches = sorted((entry.header_offset, entry.header_offset + entry.compress_size) for entry in entries)
    if any(end > start for (_, end), (start, _) in pairwise(stretches)):
        raise BadArchive("Its files lie over each other.")
    inside = (entry for entry in entries if entry.filename.startswith("archive/") and is_warc(entry.filename))
    return sorted(inside, key=lambda entry: entry.filename)


def _digests(archive: zipfile.ZipFile) -> dict[str, str]:
    """The sha256 of each file that datapackage.json gives one for."""
    try:
        entry = archive.getinfo("datapackage.json")
        if entry.file_size > LARGEST_MANIFEST_BYTES:
            return {}
        with archive.open(entry) as content:
            manifest = json.loads(content.read(LARGEST_MANIFEST_BYTES))
    except (KeyError, RecursionError, *_UNREADABLE):
        return {}
    resources = manifest.get("resources") if isinstance(manifest, dict) else None
    return dict(filter(None, map(_digest, resources if isinstance(resources, list) else [])))


def _digest(resource: Any) -> tuple[str, str] | None:
    if not isinstance(resource, dict):
        return None
    path, words = resource.get("path"), str(resource.get("hash", ""))
    kind, _, value = words.rpartition(":")
    return (str(path), value.casefold()) if path and kind in ("", "sha256") and value else None
