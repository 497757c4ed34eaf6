"""The child's side of worker.py: answer calls, within limits, until the parent is gone."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from zenobia.errors import PageError
from zenobia.pipeline.messages import read_message, write_message

VALUE = "value"
OUT_OF_MEMORY = "out of memory"


def serve() -> None:
    """Answer calls until the parent is gone; this is all that the child does."""
    questions, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    # Nothing that is called may read the questions or write among the answers.
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    with suppress(EOFError):
        modules, cpu_seconds, memory_bytes = read_message(questions)
        _limit_memory(memory_bytes)
        answers.write(_attempt(_import_all, modules))
        while True:
            answers.flush()
            module, name, arguments = read_message(questions)
            _limit_cpu(cpu_seconds)
            answers.write(_attempt(_run, module, name, arguments))


def _attempt(function: Callable[..., Any], *arguments: Any) -> bytes:
    """VALUE and what the function returned, OUT_OF_MEMORY, or the name of a PageError and its message."""
    try:
        return _message(VALUE, function(*arguments))
    except MemoryError:
        return _message(OUT_OF_MEMORY, "")
    except PageError as error:
        return _message(type(error).__name__, str(error))
    except Exception as error:
        return _message("PageError", f"The parser failed on it ({type(error).__name__}: {str(error)[:200]}).")


def _message(what: str, result: Any) -> bytes:
    message = io.BytesIO()
    write_message(message, (what, result))
    return message.getvalue()


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
