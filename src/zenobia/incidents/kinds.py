"""The table of kinds: families, kin, and which of two kinds names an incident."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from zenobia.model import Kind

KINDS = tuple(Kind)


@cache
def _table() -> dict[str, dict[str, Any]]:
    return tomllib.loads(Path(__file__).with_name("kinds.toml").read_text("utf-8"))


@cache
def families() -> dict[Kind, int]:
    """The number of the family that each kind is of."""
    return {Kind(name): at for at, names in enumerate(_table()["families"].values()) for name in names}


@cache
def are_kin(left: Kind, right: Kind) -> bool:
    """Whether two kinds may be two names for one act."""
    return left == right or any(left in line and right in line for line in _table()["kin"].values())


@cache
def precedence() -> dict[Kind, int]:
    """The rank of each kind, the most telling first."""
    return {Kind(name): at for at, name in enumerate(_table()["precedence"]["order"])}


@cache
def family_names() -> dict[Kind, str]:
    """The name of the family that each kind is of."""
    return {Kind(name): family for family, names in _table()["families"].items() for name in names}


def label(kind: Kind) -> str:
    """What a kind is called in a sentence: "air strike"."""
    words: str = _table()["labels"][kind.value]
    return words
