"""Messages between a parent and its child: nouns, days and bytes, written as JSON behind their length.

A page may have taken over the child that answers. So an answer can name the nouns of `model.py` and nothing
else: there is no word in it that makes the parent do anything.
"""

from __future__ import annotations

import base64
import dataclasses
import json
import struct
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import IO, Any

from zenobia import dates, model

_LENGTH = struct.Struct(">Q")


class BadMessage(Exception):
    """A message that no honest child sends."""


def write_message(pipe: IO[bytes], content: Any) -> None:
    """Send nouns, days, bytes, text, numbers and lists of these; raises TypeError for anything else."""
    message = json.dumps(_packed(content), separators=(",", ":")).encode("ascii")
    pipe.write(_LENGTH.pack(len(message)))
    pipe.write(message)
    pipe.flush()


def read_message(pipe: IO[bytes]) -> Any:
    """The content of the next message; lists come as tuples.

    Raises EOFError where the other side is gone before the end of one, BadMessage for one that is malformed.
    """
    header = pipe.read(_LENGTH.size)
    if len(header) < _LENGTH.size:
        raise EOFError
    (length,) = _LENGTH.unpack(header)
    message = pipe.read(length)
    if len(message) < length:
        raise EOFError
    try:
        return _unpacked(json.loads(message))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise BadMessage(str(error)) from error


def _packed(value: Any) -> Any:
    """The value in JSON's terms; what JSON has no form for is an object with its type's name as its key."""
    name = type(value).__name__
    if isinstance(value, Enum) and name in _nouns():
        return {name: value.value}
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, tuple | list):
        return [_packed(element) for element in value]
    if isinstance(value, bytes):
        return {"bytes": base64.b64encode(value).decode("ascii")}
    if isinstance(value, datetime):
        return {"datetime": value.isoformat()}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if name in _nouns() and dataclasses.is_dataclass(value):
        return {name: [_packed(getattr(value, f.name)) for f in dataclasses.fields(value)]}
    raise TypeError(f"a message cannot hold {name}")


def _unpacked(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(map(_unpacked, value))
    if not isinstance(value, dict):
        return value
    [(name, content)] = value.items()
    if name == "bytes":
        return base64.b64decode(content, validate=True)
    if name == "datetime":
        return datetime.fromisoformat(content)
    if name == "date":
        return date.fromisoformat(content)
    noun = _nouns()[name]
    if issubclass(noun, Enum):
        return noun(content)
    names = [f.name for f in dataclasses.fields(noun)]
    return noun(**dict(zip(names, map(_unpacked, content), strict=True)))


@cache
def _nouns() -> dict[str, Any]:
    """The classes that `model.py` and `dates.py` define themselves, by name."""
    return {
        name: noun
        for module in (model, dates)
        for name, noun in vars(module).items()
        if isinstance(noun, type)
        and noun.__module__ == module.__name__
        and (issubclass(noun, Enum) or dataclasses.is_dataclass(noun))
    }
