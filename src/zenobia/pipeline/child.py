"""The child's side of worker.py: answer calls, within limits, until the parent is gone.

A message is its length in eight bytes and a pickle. The child believes its parent; the parent reads answers
with `read_answer`, which takes nouns and days and refuses all that could act.
"""

from __future__ import annotations

import os
import pickle
import struct
import sys
from collections.abc import Callable, Sequence
from io import BytesIO
from typing import IO, Any

from zenobia.errors import PageError

VALUE = "value"
OUT_OF_MEMORY = "out of memory"

_LENGTH = struct.Struct(">Q")
_NOUNS = ("zenobia.model", "zenobia.dates")
_DAYS = frozenset(("datetime", name) for name in ("date", "datetime", "timedelta", "timezone"))


def serve() -> None:
    """Answer calls until the parent is gone; this is all that the child does."""
    questions, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    # Nothing that is called may read the questions or write among the answers.
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    first = read_message(questions)
    if first is None:
        return
    modules, cpu_seconds, memory_bytes = pickle.loads(first)  # noqa: S301 -- from the parent
    _limit_memory(memory_bytes)
    write_message(answers, _attempt(_import_all, modules))
    while (question := read_message(questions)) is not None:
        _limit_cpu(cpu_seconds)
        module, name, arguments = pickle.loads(question)  # noqa: S301 -- from the parent
        write_message(answers, _attempt(_run, module, name, arguments))


def write_message(pipe: IO[bytes], content: Any) -> None:
    message = pickle.dumps(content)
    pipe.write(_LENGTH.pack(len(message)))
    pipe.write(message)
    pipe.flush()


def read_message(pipe: IO[bytes]) -> bytes | None:
    """The next message, or None where the other side is gone before the end of one."""
    header = pipe.read(_LENGTH.size)
    if len(header) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(header)
    message = pipe.read(length)
    return message if len(message) == length else None


def read_answer(message: bytes) -> tuple[str, Any]:
    """What happened and with what result. Raises PageError for what no honest child answers."""
    try:
        what, result = _Answer(BytesIO(message)).load()
        return str(what), result
    except Exception as error:
        raise PageError("The parser gave an answer that cannot be trusted.") from error


class _Answer(pickle.Unpickler):
    """An answer may come from a child that a page has taken over: it names classes of nouns and no others."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in _DAYS and not (module in _NOUNS and _is_defined_in(module, name)):
            raise pickle.UnpicklingError(f"an answer must not name {module}.{name}")
        return super().find_class(module, name)


def _is_defined_in(module: str, name: str) -> bool:
    """Whether it is a class of the module's own; what the module imports does not count."""
    found = getattr(sys.modules.get(module), name, None)
    return isinstance(found, type) and found.__module__ == module


def _attempt(function: Callable[..., Any], *arguments: Any) -> tuple[str, Any]:
    """VALUE and what the function returned, OUT_OF_MEMORY, or the name of a PageError and its message."""
    try:
        return VALUE, function(*arguments)
    except MemoryError:
        return OUT_OF_MEMORY, None
    except PageError as error:
        return type(error).__name__, str(error)
    except Exception as error:
        return "PageError", f"The parser failed on it ({type(error).__name__}: {str(error)[:200]})."


def _import_all(modules: Sequence[str]) -> None:
    for module in modules:
        __import__(module)


def _run(module: str, name: str, arguments: tuple[Any, ...]) -> Any:
    __import__(module)
    return getattr(sys.modules[module], name)(*arguments)


def _limit_memory(memory_bytes: int) -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits; the limit of time holds there too
        return
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    allowed = memory_bytes if most == resource.RLIM_INFINITY else min(memory_bytes, most)
    resource.setrlimit(resource.RLIMIT_AS, (allowed, most))


def _limit_cpu(seconds: int) -> None:
    """Allow `seconds` more from here on: the system counts a process's time from its start."""
    try:
        import resource
    except ImportError:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    allowed = int(used.ru_utime + used.ru_stime) + 1 + seconds
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    allowed = allowed if most == resource.RLIM_INFINITY else min(allowed, most)
    resource.setrlimit(resource.RLIMIT_CPU, (allowed, most))
