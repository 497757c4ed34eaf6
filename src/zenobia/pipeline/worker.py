"""Parse pages in a child process that can be killed, since some pages hang, crash or swell every parser.

The child is started once and used for page after page; when one page ends it, the next page gets a new one.
It is a plain child and none of multiprocessing's, which run the caller's script anew and unpickle whatever a
child answers.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date
from types import TracebackType
from typing import IO, Any, Self

from zenobia import errors
from zenobia.errors import PageError, PageTookTooLong, PageTooLarge
from zenobia.model import Article, Page, Relevance
from zenobia.pipeline.child import OUT_OF_MEMORY, VALUE
from zenobia.pipeline.messages import BadMessage, read_message, write_message

# A page of news takes 15 ms. No page takes more than ten seconds (docs/decisions/0098): one of 6 MB with nothing but
# paragraphs would take 11 s, and is set aside.
CPU_SECONDS = 8
WALL_SECONDS = 10
START_SECONDS = 60
# The interpreter with all it imports takes 0.4 GB of address space, a page of 20 MB 0.8 GB more.
MEMORY_BYTES = 2_000_000_000
CLOSING_SECONDS = 1

# What takes a second to import, so that it is done while the rest of the program starts.
PARSING_MODULES = ("zenobia.articles.relevance", "trafilatura", "htmldate", "charset_normalizer")

_PROGRAM = "; ".join(
    (
        "import json, sys",
        "sys.path[:] = json.loads(sys.argv[1])",
        "from zenobia.pipeline.child import serve",
        "serve()",
    )
)


class Worker:
    """Runs importable functions in a child process, one call at a time, within limits of time and memory."""

    def __init__(
        self,
        modules: Sequence[str] = (),
        *,
        wall_seconds: float = WALL_SECONDS,
        cpu_seconds: int = CPU_SECONDS,
        memory_bytes: int = MEMORY_BYTES,
    ) -> None:
        """`modules` are imported by the child as it starts."""
        self._modules = tuple(modules)
        self._wall_seconds = wall_seconds
        self._cpu_seconds = cpu_seconds
        self._memory_bytes = memory_bytes
        self._child: _Child | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def pid(self) -> int | None:
        """The child's process id, if there is a child."""
        return self._child.process.pid if self._child is not None else None

    def start(self) -> None:
        """Start the child if there is none, and do not wait: it imports while the caller does other work."""
        if self._child is None or self._child.process.poll() is not None:
            self._discard()
            self._child = _Child()
            self._child.send((self._modules, self._cpu_seconds, self._memory_bytes))

    def call(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """What `function(*arguments)` returns in the child, or the PageError it raises there.

        Raises PageTookTooLong and PageTooLarge when it runs out of time or memory, and PageError when it
        dies or fails in any other way; the next call is served all the same.
        """
        try:
            child = self._ready_child()
            child.send((function.__module__, function.__qualname__, arguments))
            what, result = child.answer(self._wall_seconds, self._cpu_seconds)
        except BaseException:  # Ctrl-C too: a child that is in the middle of something is no use
            self._discard()
            raise
        if what == VALUE:
            return result
        if what == OUT_OF_MEMORY:
            self._discard()
            raise PageTooLarge(f"Reading it took more than {self._memory_bytes // 1_000_000:,} MB of memory.")
        kind = getattr(errors, what, PageError)
        raise kind(str(result)) if issubclass(kind, PageError) else PageError(str(result))

    def close(self) -> None:
        """End the child; it is given a moment to go by itself."""
        if self._child is not None:
            self._child.say_goodbye()
        self._discard()

    def _ready_child(self) -> _Child:
        """A child that has imported what it needs; one that died since the last call is replaced."""
        self.start()
        child = self._child
        if child is None:
            raise PageError("The parser could not be started.")
        if not child.is_ready:
            what, why = child.answer(START_SECONDS, self._cpu_seconds)
            if what != VALUE:
                raise PageError(f"The parser could not be started: {why or what}")
            child.is_ready = True
        return child

    def _discard(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.end()


class PageParser:
    """Makes articles of pages in a child process, which is started on entering and imports meanwhile."""

    def __init__(self, worker: Worker | None = None) -> None:
        self._worker = worker or Worker(PARSING_MODULES)

    def __enter__(self) -> Self:
        self._worker.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._worker.close()

    def parse(
        self,
        page: Page,
        *,
        published_on: date | None = None,
        outlet: str | None = None,
        title: str | None = None,
    ) -> Article:
        """The article on the page (articles.extract_article), or the PageError that says why not."""
        article = self._worker.call(parse, page, published_on, outlet, title)
        if not isinstance(article, Article):
            raise PageError("The parser gave an answer that is no article.")
        return article

    def sift(
        self, page: Page, *, published_on: date | None = None, outlet: str | None = None
    ) -> tuple[Article | None, Relevance]:
        """The article on the page and the verdict of the gate, or the verdict alone where it is not relevant.

        Raises the PageError that says why the page cannot be read.
        """
        answer = self._worker.call(sift, page, published_on, outlet)
        if isinstance(answer, tuple) and len(answer) == len(("article", "verdict")):
            article, relevance = answer
            if isinstance(relevance, Relevance) and (
                isinstance(article, Article) or (article is None and not relevance.is_relevant)
            ):
                return article, relevance
        raise PageError("The parser gave an answer that is no article.")


def parse(page: Page, published_on: date | None, outlet: str | None, title: str | None) -> Article:
    """What the child does with a page."""
    from zenobia.articles.extract import extract_article

    return extract_article(page, published_on=published_on, outlet=outlet, title=title)


def sift(page: Page, published_on: date | None, outlet: str | None) -> tuple[Article | None, Relevance]:
    """What the child does with a page that may be about anything: the cheap look first, and then the article.

    What is no article of any kind is told as that only where the page may be about conflict.
    """
    from zenobia.articles.relevance import glance, relevance_of

    relevance = glance(page)
    if not relevance.is_relevant:
        return None, relevance
    article = parse(page, published_on, outlet, None)
    relevance = relevance_of(article)
    return (article if relevance.is_relevant else None), relevance


class _Child:
    """One child process and the two pipes to it."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(  # noqa: S603 -- our own interpreter and our own words
            [sys.executable, "-c", _PROGRAM, json.dumps(sys.path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
            start_new_session=True,  # Ctrl-C is for the parent, which then ends the child
        )
        self.is_ready = False

    def send(self, question: tuple[Any, ...]) -> None:
        with suppress(BrokenPipeError):  # the child is gone, and waiting for its answer says how
            write_message(self._pipe(self.process.stdin), question)

    def answer(self, wall_seconds: float, cpu_seconds: int) -> tuple[str, Any]:
        """What happened, and the result. Past `wall_seconds` the child is killed, which ends the wait."""
        out_of_time = threading.Event()

        def stop() -> None:
            out_of_time.set()
            self.process.kill()

        timer = threading.Timer(wall_seconds, stop)
        timer.start()
        try:
            what, result = read_message(self._pipe(self.process.stdout))
        except EOFError:
            timer.cancel()
            if not out_of_time.is_set():
                raise _cause_of_death(self.process.wait(), cpu_seconds) from None
        except (BadMessage, TypeError, ValueError) as error:
            raise PageError("The parser gave an answer that cannot be trusted.") from error
        finally:
            timer.cancel()
            timer.join()
        if out_of_time.is_set():  # even if the answer came in the same instant: the child is dead
            raise PageTookTooLong(f"Reading it took longer than {wall_seconds:g} seconds.")
        return str(what), result

    def say_goodbye(self) -> None:
        """Close the pipe of questions, at which the child goes, and wait a moment for it."""
        with suppress(OSError, subprocess.TimeoutExpired):
            self._pipe(self.process.stdin).close()
            self.process.wait(CLOSING_SECONDS)

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            with suppress(OSError):  # what was still to be sent has no reader any more
                self._pipe(pipe).close()

    @staticmethod
    def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
        if pipe is None:
            raise PageError("The parser was started without its pipes.")
        return pipe


def _cause_of_death(code: int, cpu_seconds: int) -> PageError:
    names = {member.value: member.name for member in signal.Signals}
    how = names.get(-code, f"signal {-code}") if code < 0 else f"exit code {code}"
    if how == "SIGXCPU":
        return PageTookTooLong(f"Reading it took more than {cpu_seconds} seconds of computing.")
    return PageError(f"The parser broke down on it ({how}).")
