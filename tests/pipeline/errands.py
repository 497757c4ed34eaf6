"""What the worker's tests have their child do; it imports little, as the child does so against the clock."""

from __future__ import annotations

import ctypes
import os
import sys
import time
from fractions import Fraction

from zenobia.errors import NoText

MEMORY_BYTES = 1_000_000_000


def double(number: int) -> int:
    return 2 * number


def hang() -> None:
    time.sleep(60)


def compute() -> None:
    while True:
        pass


def swell() -> int:
    return len(bytearray(4 * MEMORY_BYTES))


def leave() -> None:
    os._exit(3)


def crash() -> None:
    ctypes.string_at(0)


def fail() -> None:
    raise ValueError("no such thing")


def find_no_text() -> None:
    raise NoText("It is empty.")


def write_and_read() -> str:
    sys.stdout.write("noise among the answers")
    sys.stdout.flush()
    return sys.stdin.read()


def answer_with_no_noun() -> Fraction:
    return Fraction(1, 2)
