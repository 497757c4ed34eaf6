"""A writer killed at any moment has kept each report whole or not at all, and what it told of for good."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from news import TEXT, article_of, page_of, shelling, talks

from zenobia.store import check, open_view, open_writer

KILLS = 30
REPORTS = 250

# Forked from one process that has everything loaded, so that a kill costs milliseconds and not an import.
CHILDREN = """
import os, sys
from pathlib import Path
import alembic.command, sqlalchemy.dialects.sqlite, zenobia.store.writer
sys.path.insert(0, sys.argv[2])
from test_kill import write
for line in sys.stdin:
    child = os.fork()
    if child == 0:
        write(Path(sys.argv[1]))
        os._exit(0)
    print("child", child, flush=True)
    print("ended", os.waitpid(child, 0)[1], flush=True)
"""


def report(number: int) -> str:
    return f"{TEXT}\nReport {number}."


def write(path: Path) -> None:
    """Keep every report anew, telling of each when it is kept."""
    with open_writer(path, "child") as writer:
        for number in range(REPORTS):
            page = page_of(report(number))
            article = article_of(page, report(number))
            added = writer.keep(page, article, [shelling(article), talks(article)]).added
            if added != "nothing":
                os.write(1, f"kept {number}\n".encode())


def test_thirty_kills_lose_and_halve_nothing(tmp_path: Path) -> None:
    path, seeded = tmp_path / "ledger.sqlite", random.Random(20160327)  # noqa: S311
    told: set[int] = set()
    command = [sys.executable, "-c", CHILDREN, str(path), str(Path(__file__).parent)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as parent:
        killed = [kill_one(parent, told, seeded.choice((-1, 1, 2, 4, 7)), seeded, path) for _ in range(KILLS)]
        assert parent.stdin is not None
        parent.stdin.close()
    assert sum(killed) > KILLS / 2, "most were killed at work"
    assert len(told) > KILLS, "and had kept something before"
    assert check(path) == []
    write(path)
    told_and_whole(path, set(range(REPORTS)))


def kill_one(
    parent: subprocess.Popen[str], told: set[int], reports: int, seeded: random.Random, path: Path
) -> bool:
    """Start a writer and kill it soon after it told of so many reports; below 0, while it opens the store."""
    assert parent.stdin is not None
    assert parent.stdout is not None
    parent.stdin.write("go\n")
    parent.stdin.flush()
    child = int(parent.stdout.readline().split()[1])
    enough = len(told) + reports
    if reports < 0:
        time.sleep(seeded.uniform(0.0, 0.1))
        kill(child)
    for line in iter(parent.stdout.readline, ""):
        what, number = line.split()
        if what == "ended":
            break
        told.add(int(number))
        if len(told) == enough:
            time.sleep(seeded.uniform(0.0, 0.02))
            kill(child)
    if path.exists():
        told_and_whole(path, told)
    return int(number) == signal.SIGKILL


def kill(child: int) -> None:
    with contextlib.suppress(ProcessLookupError):  # it was done before
        os.kill(child, signal.SIGKILL)


def told_and_whole(path: Path, told: set[int]) -> None:
    """Everything told of is there, once, with both its claims; nothing is there by half."""
    with open_view(path) as view:
        found = view.articles().found
        counts = view.counts()
        assert {article.claims for article in found} <= {2}
        assert counts.pages == counts.articles == len({article.id for article in found})
        kept = {article.id for article in found}
        assert {article_of(page_of(report(n)), report(n)).id for n in told} <= kept
