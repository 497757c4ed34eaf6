"""Reports as JSON files: `title`, `text`, `published` and `publisher`, the shape of hand-coded reports."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Self

from zenobia.errors import BadInput


@dataclass(frozen=True, slots=True)
class Report:
    """One report as it was handed over; only `text` must be there."""

    text: str
    title: str | None = None
    published: date | None = None
    publisher: str | None = None

    @classmethod
    def load(cls, path: Path) -> Self:
        """The report in a JSON file. Raises BadInput that says which part of it cannot be used."""
        try:
            record = json.loads(path.read_bytes())
        except (ValueError, RecursionError) as error:
            raise BadInput(f"{path.name} is not JSON: {error}") from error
        except OSError as error:
            raise BadInput(f"{path.name} cannot be read: {error.strerror}") from error
        if not isinstance(record, Mapping):
            raise BadInput(
                f"{path.name} holds no JSON object; a report is {{“title”, “text”, “published”, “publisher”}}"
            )
        text = _words(record, "text", path)
        if text is None:
            raise BadInput(f"{path.name} has no “text”")
        return cls(text, _words(record, "title", path), _day(record, path), _words(record, "publisher", path))


def _words(record: Mapping[str, Any], key: str, path: Path) -> str | None:
    value = record.get(key)
    if value is None or isinstance(value, str):
        return value
    raise BadInput(f"{path.name}: “{key}” must be text, not {type(value).__name__}")


def _day(record: Mapping[str, Any], path: Path) -> date | None:
    value = _words(record, "published", path)
    if not value:
        return None
    try:
        return date.fromisoformat(value[:10])
    except ValueError as error:
        raise BadInput(
            f"{path.name}: “published” must be a day such as 2016-03-28, not “{value[:40]}”"
        ) from error
