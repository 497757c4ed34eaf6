"""Put a file in its place only when it is whole."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from zenobia.errors import BadInput


@contextmanager
def written_whole(path: Path, *, force: bool = False) -> Iterator[BinaryIO]:
    """A stream whose content is moved to `path` at the end; where anything fails, what was there stays.

    Raises BadInput, before anything is written, where the file is there and `force` is not given.
    """
    refuse_to_replace(path, force)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def refuse_to_replace(path: Path, force: bool) -> None:
    """Raise BadInput where a file is there, unless it may be replaced."""
    if path.exists() and not force:
        raise BadInput(f"{path} is there already; --force replaces it")
