"""Places of one's own: each source is one file of JSON lines, in a folder that outlives every gazetteer.

The gazetteer is a cache: it is built from what comes with the program and from these files, and built again
whenever they and it differ.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, fields
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any

from zenobia.errors import BadInput, NoGazetteer
from zenobia.resolving.gazetteer import CAPITAL, DEMONYM, HAD_ARTICLE, OWN_NAME, PlaceKind
from zenobia.resolving.gazetteer_build import BUNDLED, Part, PlaceRow, Progress, build_gazetteer

LONGEST_SOURCE = 60
# The file has 66 MB, and a new one is made beside it before it takes its place.
NEEDED_MB = 140


def build_with_own(gazetteer: Path, folder: Path, progress: Progress | None = None) -> None:
    """The gazetteer, up to date with the places kept in `folder`; done at once where it is so already.

    What was added by a version that kept it in the gazetteer alone is first put into the folder. Raises
    NoGazetteer where the disk or its owner does not allow it.
    """
    try:
        if not folder.exists():
            _carry_over(gazetteer, folder)
        build_gazetteer(gazetteer, progress, kept_parts(folder))
    except (OSError, sqlite3.OperationalError) as error:
        raise NoGazetteer(
            f"the list of places cannot be made at {gazetteer} ({error}); it takes {NEEDED_MB} MB:"
            " make room, or name another folder with ZENOBIA_CACHE"
        ) from error


def keep_places(folder: Path, part: Part) -> int:
    """Keep the places of one source, in place of what it gave before; how many there are.

    Raises BadInput for a name that cannot be a source's.
    """
    if part.source in BUNDLED:
        raise BadInput(
            f"“{part.source}” is what Zenobia calls its own; give the places another name (--source)"
        )
    if not 0 < len(part.source) <= LONGEST_SOURCE:
        raise BadInput(f"a source needs a name of 1 to {LONGEST_SOURCE} characters (--source)")
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / _file_name(part.source)
    draft = path.with_name(f".{path.name}.part")
    added_at = part.added_at or datetime.now(UTC).isoformat()
    header = {"source": part.source, "attribution": part.attribution, "added_at": added_at}
    count = 0
    try:
        with draft.open("w", encoding="utf-8") as kept:
            kept.write(json.dumps(header, ensure_ascii=False) + "\n")
            for count, row in enumerate(part.rows, 1):  # noqa: B007 - the last number is how many there are
                kept.write(json.dumps(_told(row), ensure_ascii=False) + "\n")
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return count


def _file_name(source: str) -> str:
    """ "wells-2f1c09d4.jsonl": the digits part names that differ only in what a file system does not tell."""
    plain = re.sub(r"[^a-z0-9]+", "-", source.lower())[:40].strip("-")
    return f"{plain}-{blake2b(source.encode(), digest_size=4).hexdigest()}.jsonl"


def kept_parts(folder: Path) -> tuple[Part, ...]:
    """Every source that is kept, by name; its places are read when they are asked for.

    Raises BadInput for a file that is not as `keep_places` left it.
    """
    return tuple(_part(path) for path in sorted(folder.glob("[!.]*.jsonl")))


def _part(path: Path) -> Part:
    with path.open(encoding="utf-8") as kept:
        header = _line(path, 1, kept.readline())
    try:
        return Part(header["source"], _rows(path), header["attribution"], added_at=header["added_at"])
    except KeyError as error:
        raise _damaged(path, 1) from error


def _rows(path: Path) -> Iterator[PlaceRow]:
    with path.open(encoding="utf-8") as kept:
        for number, line in enumerate(kept, 1):
            if number > 1:
                yield _row(path, number, _line(path, number, line))


def _row(path: Path, number: int, told: dict[str, Any]) -> PlaceRow:
    try:
        names, demonyms = (tuple(told.get(name, ())) for name in ("names", "demonyms"))
        return PlaceRow(**(told | {"kind": PlaceKind(told["kind"]), "names": names, "demonyms": demonyms}))
    except (KeyError, TypeError, ValueError) as error:
        raise _damaged(path, number) from error


def _line(path: Path, number: int, line: str) -> dict[str, Any]:
    try:
        told = json.loads(line)
    except ValueError as error:
        raise _damaged(path, number) from error
    if not isinstance(told, dict):
        raise _damaged(path, number)
    return told


def _damaged(path: Path, number: int) -> BadInput:
    return BadInput(
        f"line {number} of {path} is no place as Zenobia keeps them; delete the file and add it again"
    )


def _told(row: PlaceRow) -> dict[str, Any]:
    """A place without the fields that say what they say anyway."""
    usual = {field.name: field.default for field in fields(row)}
    return {name: value for name, value in asdict(row).items() if value != usual[name]}


def _carry_over(gazetteer: Path, folder: Path) -> None:
    """Keep what was added to a gazetteer itself. Its other names are kept as they were looked up: folded."""
    if not gazetteer.is_file():
        return
    with closing(sqlite3.connect(f"{gazetteer.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        try:
            sources = connection.execute("SELECT name, attribution, added_at FROM source").fetchall()
            for name, attribution, added_at in sources:
                if name not in BUNDLED:
                    rows = _rows_of(connection, name)
                    keep_places(folder, Part(name[:LONGEST_SOURCE], rows, attribution, added_at=added_at))
        except sqlite3.DatabaseError:
            return  # of a version with other tables, or no gazetteer: nothing of it can be read


def _rows_of(connection: sqlite3.Connection, source: str) -> Iterator[PlaceRow]:
    names = defaultdict(list)
    for place, folded, how in connection.execute(
        "SELECT n.place, n.folded, n.how FROM name n JOIN place p ON p.id = n.place WHERE p.source = ?",
        (source,),
    ):
        names[place].append((f"al-{folded}" if how & HAD_ARTICLE else folded, how))
    for id_, place_id, name, kind, country, division, lat, lon, population in connection.execute(
        "SELECT id, place_id, name, kind, country, division, lat, lon, population FROM place WHERE source = ?",
        (source,),
    ):
        known = names[id_]
        yield PlaceRow(
            place_id, name, PlaceKind(kind), country, division, lat, lon, population,
            tuple(other for other, how in known if not how & (OWN_NAME | DEMONYM)),
            tuple(other for other, how in known if how & DEMONYM),
            any(how & CAPITAL for _, how in known),
        )  # fmt: skip
