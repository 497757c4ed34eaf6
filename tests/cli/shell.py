"""What a test of the terminal sees of one command."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class Said(NamedTuple):
    status: int
    out: str
    err: str


Zenobia = Callable[..., Said]
