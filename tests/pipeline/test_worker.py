"""A child process that hangs, swells, crashes or lies costs one page and no more."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import errands
import pytest

from zenobia.errors import NoText, PageError, PageTookTooLong, PageTooLarge
from zenobia.model import BlockLabel, Page
from zenobia.pipeline.worker import PARSING_MODULES, PageParser, Worker

READ_AT = datetime(2016, 4, 2, tzinfo=UTC)
SENTENCE = "Government troops entered Qasr on Sunday after three weeks of fighting, the agency said."
linux = pytest.mark.skipif(sys.platform != "linux", reason="limits of memory and computing are Linux's")


@pytest.fixture
def worker() -> Iterator[Worker]:
    with Worker(["errands"], cpu_seconds=10, memory_bytes=errands.MEMORY_BYTES) as worker:
        yield worker


def is_running(pid: int) -> bool:
    """Whether there is such a process, a zombie included."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_the_child_is_used_for_call_after_call(worker: Worker) -> None:
    assert worker.call(errands.double, 4) == 8
    first = worker.pid
    assert [worker.call(errands.double, number) for number in range(50)] == [
        2 * number for number in range(50)
    ]
    assert worker.pid == first


@pytest.mark.parametrize(
    ("function", "error", "words"),
    [
        (errands.leave, PageError, "exit code 3"),
        (errands.crash, PageError, "SIGSEGV|exit code"),
        pytest.param(errands.swell, PageTooLarge, "1,000 MB", marks=linux),
    ],
)
def test_a_call_that_ends_the_child_is_told_and_the_next_is_served(
    worker: Worker, function: Any, error: type[PageError], words: str
) -> None:
    worker.call(errands.double, 1)
    broken = worker.pid
    assert broken is not None
    with pytest.raises(error, match=words):
        worker.call(function)
    assert not is_running(broken)
    assert worker.call(errands.double, 4) == 8


def test_a_call_that_hangs_is_stopped_and_the_next_is_served() -> None:
    with Worker(["errands"], wall_seconds=3) as worker:
        with pytest.raises(PageTookTooLong, match="3 seconds"):
            worker.call(errands.hang)
        assert worker.call(errands.double, 4) == 8


@linux
def test_computing_is_limited_call_by_call() -> None:
    with Worker(["errands"], cpu_seconds=1) as worker:
        with pytest.raises(PageTookTooLong, match="1 seconds of computing"):
            worker.call(errands.compute)
        assert worker.call(errands.double, 4) == 8


@pytest.mark.parametrize(
    ("function", "error", "words"),
    [
        (errands.find_no_text, NoText, "It is empty."),
        (errands.fail, PageError, "ValueError: no such thing"),
        (errands.answer_with_no_noun, PageError, "cannot hold Fraction"),
    ],
)
def test_an_error_is_passed_on_and_the_child_kept(
    worker: Worker, function: Any, error: type[PageError], words: str
) -> None:
    worker.call(errands.double, 1)
    child = worker.pid
    with pytest.raises(error, match=words):
        worker.call(function)
    assert worker.pid == child


def test_what_is_called_cannot_meddle_with_the_pipes(worker: Worker) -> None:
    assert worker.call(errands.write_and_read) == ""
    assert worker.call(errands.double, 4) == 8


def test_a_child_that_died_between_calls_is_replaced(worker: Worker) -> None:
    worker.call(errands.double, 1)
    assert worker.pid is not None
    os.kill(worker.pid, signal.SIGTERM)
    time.sleep(0.2)
    assert worker.call(errands.double, 4) == 8


def test_no_child_is_left_behind() -> None:
    with Worker() as worker:
        worker.call(errands.double, 1)
        child = worker.pid
    assert child is not None
    assert not is_running(child)
    worker.close()


def test_a_child_that_cannot_start_says_why() -> None:
    with Worker(["zenobia.no_such_module"]) as worker, pytest.raises(PageError, match="no_such_module"):
        worker.call(errands.double, 1)


PROGRAM = """
import sys, time
from zenobia.pipeline.worker import Worker
from errands import double, hang
with Worker() as worker:
    print(worker.call(double, 4), worker.pid, flush=True)
    if sys.argv[1:]:
        worker.call(hang)
print(sys.stdin.read())
"""


def program(*arguments: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent)}
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    )


def test_standard_input_stays_the_parents() -> None:
    printed, _ = program().communicate("news from a pipe", timeout=60)
    assert printed.startswith("8 ")
    assert printed.endswith("news from a pipe\n")


@pytest.mark.skipif(os.name != "posix", reason="signals are Posix's")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_the_child_goes_when_the_parent_is_interrupted(how: signal.Signals) -> None:
    parent = program("hang")
    assert parent.stdout is not None
    child = int(parent.stdout.readline().split()[1])
    time.sleep(0.3)
    parent.send_signal(how)
    parent.communicate(timeout=20)
    assert parent.returncode == -how
    if how is signal.SIGINT:
        assert not is_running(child)
    else:
        os.kill(
            child, signal.SIGKILL
        )  # killed itself, a parent ends nothing; its idle children go by themselves


def report(body: str) -> Page:
    content = f"<html><head><title>Army retakes Qasr</title></head><body>{body}</body></html>"
    return Page("report.html", content.encode(), READ_AT)


def test_a_page_is_parsed_in_the_child() -> None:
    with PageParser() as parser:
        article = parser.parse(
            report(f"<p>{SENTENCE}</p>" * 2 + f"<p>{SENTENCE[:-1]} again.</p>"),
            published_on=date(2016, 3, 28),
            outlet="Courier",
        )
        assert (article.title, article.outlet, article.published_on) == (
            "Army retakes Qasr",
            "Courier",
            date(2016, 3, 28),
        )
        assert article.blocks[-1].label is BlockLabel.BODY
        with pytest.raises(NoText):
            parser.parse(Page("empty.txt", b"", READ_AT))


PARAGRAPHS = "".join(f"<p>{SENTENCE[:-1]} in part {number}.</p>" for number in range(12))
HOSTILE = {
    "nested deep": "<div>" * 100_000 + PARAGRAPHS,
    "unclosed inline": "<b><i><font>" * 20_000 + PARAGRAPHS,
    "attributes": "<p " + " ".join(f"a{number}=1" for number in range(100_000)) + ">" + PARAGRAPHS,
    "attributes behind a bracket": '<p a=">" ' + " ".join(f"a{number}" for number in range(100_000)) + ">",
    "line breaks": "<br>" * 500_000 + PARAGRAPHS,
    "many paragraphs": "".join(f"<p>{SENTENCE} {number}</p>" for number in range(3_000)),
    "one long word": "<p>" + "x" * 5_000_000 + "</p>",
    "one long line": "<p>" + "Read here " * 300_000 + "</p>",
    "open tags": "<" * 2_000_000,
    "open quotes": "<p a='" * 200_000,
    "entities": "&amp;" * 400_000 + "&#1114112;&#xD800;&#0;" * 10_000,
    "comments": "<!--" * 200_000,
    "tables in tables": "<table><tr><td>" * 2_000 + PARAGRAPHS,
    "lists in lists": "<ul><li>" * 2_000 + PARAGRAPHS,
    "captions in captions": "<figure class=caption>" * 500 + PARAGRAPHS,
    "json": "<script type='application/ld+json'>" + "[" * 100_000 + "</script>" + PARAGRAPHS,
    "spaces": "<p>By" + " " * 2_000_000 + "x</p>" + PARAGRAPHS,
    "line ends": "\n\r" * 1_000_000 + PARAGRAPHS,
}


@linux
@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_a_hostile_page_ends_in_an_article_or_a_reason(name: str, parser: PageParser) -> None:
    """And does so in time: past a second of computing the child is ended, which is a reason too."""
    try:
        article = parser.parse(report(HOSTILE[name]))
        assert article.text
    except PageError as error:
        message = str(error)
        assert message[:1].isupper(), message
        assert message.endswith("."), message
        assert "broke down" not in message, message
        assert "failed on it" not in message, message


@pytest.fixture(scope="module")
def parser() -> Iterator[PageParser]:
    with PageParser(Worker(PARSING_MODULES, cpu_seconds=1)) as parser:
        yield parser
