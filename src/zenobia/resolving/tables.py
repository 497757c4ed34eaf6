"""The tables of parties: what a row says of an actor, and what a user's own table must look like."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from zenobia.errors import BadInput

KINDS = (
    "state",
    "government",
    "legislature",
    "court",
    "military",
    "police",
    "intelligence",
    "paramilitary",
    "armed group",
    "criminal group",
    "private military",
    "coalition",
    "un",
    "intergovernmental",
    "party",
    "opposition",
    "aid",
    "medical",
    "monitor",
    "media",
    "state media",
    "expert",
    "people",
    "person",
)
REQUIRED = ("id", "name", "kind")
COLUMNS = (
    *REQUIRED,
    "country",
    "part_of",
    "active_from",
    "active_to",
    "inter",
    "sector",
    "aliases",
    "source",
)

# Years a name may be used before and after the years the table gives.
_YEARS_OF_GRACE = 1


@dataclass(frozen=True, slots=True)
class Actor:
    """A known party. `inter` is ACLED's code, `sector` PLOVER's; `source` says what the row rests on."""

    id: str
    name: str
    kind: str
    country: tuple[str, ...] = ()
    part_of: str | None = None
    active_from: int | None = None
    active_to: int | None = None
    inter: str = ""
    sector: str = ""
    aliases: tuple[str, ...] = ()
    source: str = ""

    def is_active(self, year: int) -> bool:
        """Whether the party existed in that year, give or take one."""
        begun = self.active_from is None or self.active_from - _YEARS_OF_GRACE <= year
        ended = self.active_to is not None and self.active_to + _YEARS_OF_GRACE < year
        return begun and not ended


def read_actors(path: Path) -> list[Actor]:
    """The actors of a user's table. Raises BadInput with the line that is wrong and what it should be."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            missing = [column for column in REQUIRED if column not in (reader.fieldnames or ())]
            if missing:
                raise BadInput(
                    f"{path}: no column {', '.join(missing)}; the columns are {', '.join(COLUMNS)}."
                )
            return [_checked(row, f"{path}, line {reader.line_num}") for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadInput(f"{path}: cannot be read as a table in UTF-8 ({error}).") from error


def write_actors(actors: Iterable[Actor], path: Path) -> None:
    """Write a table that `read_actors` reads; a table that was there is replaced whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    written = path.with_name(path.name + ".part")
    with written.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(as_row(actor) for actor in actors)
    written.replace(path)


def _checked(row: Mapping[str, str | None], where: str) -> Actor:
    cells = {column: (row.get(column) or "").strip() for column in COLUMNS}
    empty = [column for column in REQUIRED if not cells[column]]
    if empty:
        raise BadInput(f"{where}: {empty[0]} is empty.")
    if cells["kind"] not in KINDS:
        raise BadInput(f"{where}: kind is {cells['kind']!r}; it must be one of {', '.join(KINDS)}.")
    if not all(letter.isalnum() or letter in "-._" for letter in cells["id"]):
        raise BadInput(f"{where}: id is {cells['id']!r}; letters, digits, '-', '.' and '_' only.")
    for country in split(cells["country"]):
        if not (len(country) == len("SY") and country.isascii() and country.isupper()):
            raise BadInput(
                f"{where}: country is {country!r}; it must be a code like SY, several parted by |."
            )
    for column in ("active_from", "active_to"):
        if cells[column] and not (cells[column].isdecimal() and len(cells[column]) == len("2011")):
            raise BadInput(f"{where}: {column} is {cells[column]!r}; it must be a year like 2011, or empty.")
    return as_actor(cells)


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def as_actor(row: Mapping[str, str]) -> Actor:
    return Actor(
        id=row["id"],
        name=row["name"],
        kind=row["kind"],
        country=split(row["country"]),
        part_of=row["part_of"] or None,
        active_from=int(row["active_from"]) if row["active_from"] else None,
        active_to=int(row["active_to"]) if row["active_to"] else None,
        inter=row["inter"],
        sector=row["sector"],
        aliases=split(row["aliases"]),
        source=row["source"],
    )


def as_row(actor: Actor) -> dict[str, object]:
    """The cells of an actor, by column."""
    row = {column: getattr(actor, column) for column in COLUMNS}
    return row | {"country": "|".join(actor.country), "aliases": "|".join(actor.aliases)}


def split(cell: str) -> tuple[str, ...]:
    """The values of a cell that holds several, parted by bars."""
    return tuple(value.strip() for value in cell.split("|") if value.strip())
