"""How long the page waits for its first view of a large ledger, and for the answer to any filter.

The ledger is made up with the skew of news, as in grouping_scale.py, and written straight into the tables;
accounts and briefs are made as reading makes them. Making it is not counted. Then the page's own requests go
to a real server over HTTP, one after the other: first the whole first view on a server that has loaded
nothing, then every kind of filter, each answer timed by itself.

    python benchmarks/page.py [--incidents 100000] [--store FILE]   (a FILE that is there is used again)

Prints a line for each step, and JSON with `first_view_s` and `filter_p95_ms`.
"""

from __future__ import annotations

import argparse
import itertools
import json
import sqlite3
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import httpx
from grouping_scale import CLAIMS_AN_INCIDENT, made_up

from zenobia import api
from zenobia.incidents.account import give_account
from zenobia.incidents.depositions import Deposition
from zenobia.model import Incident
from zenobia.pipeline.briefing import brief_of
from zenobia.store import ArticleHeader, FoundClaim, FoundIncident, open_writer
from zenobia.web.server import PageServer

BATCH = 2_000
ROUNDS = 3
SYRIA = "35.5,32.0,42.5,37.5"
FIRST_VIEW = (
    "/",
    "/api/about",
    "/api/summary",
    f"/api/map?box={SYRIA}&zoom=6",
    "/api/incidents?limit=50",
    "/api/queue?limit=20",
)
FILTERS: tuple[dict[str, str | list[str]], ...] = (
    {},
    {"kind": "airstrike"},
    {"kind": ["clash", "shelling", "takeover"]},
    {"side": "Party 1"},
    {"side": ["Party 3", "Party 40"]},
    {"source_kind": "report"},
    {"origin": "Paper 7"},
    {"outlet": "Paper 1"},
    {"grade": "corroborated"},
    {"realis": "asserted"},
    {"place": "Town 0"},
    {"precision": "town"},
    {"since": "2013-01-01", "until": "2013-02-01"},
    {"since": "2012-02-01"},
    {"min_killed": "50"},
    {"words": "Nameab"},
    {"words": "said there"},
    {"reviewed": "no"},
    {"coded_by": "hand"},
    {"box": "36,34,39,36"},
    {"kind": "airstrike", "side": "Party 2", "since": "2012-06-01", "min_killed": "5", "words": "said"},
)
ANSWERS = (
    "/api/summary?{}",
    "/api/map?zoom=7&{}",
    "/api/incidents?limit=50&sort=killed&{}",
    "/api/queue?limit=20&{}",
)


def incidents_of(count: int) -> Iterator[list[Deposition]]:
    """That many incidents as lists of depositions."""
    made = made_up(int(count * (CLAIMS_AN_INCIDENT + 2)))
    same = itertools.groupby(made, key=lambda each: (each.claim.kind, each.published_on))
    return itertools.islice((list(each) for _, each in same), count)


def make_store(path: Path, count: int) -> None:
    """A ledger of so many incidents, with everything that lists, filters and the map ask for."""
    open_writer(path, "benchmark").close()
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("BEGIN")
    number = 0
    with connection:
        for key, depositions in enumerate(incidents_of(count), start=1):
            days = [each.days for each in depositions if each.days is not None]
            first = min((str(each.start) for each in days), default=None)
            connection.execute(
                "INSERT INTO incidents VALUES (?, ?, ?, NULL, ?, ?)", (key, f"{key:016x}", key, first, first)
            )
            for each in depositions:
                number += 1
                _insert(connection, number, key, each)
    connection.close()
    _brief(path, count)


def _insert(connection: sqlite3.Connection, number: int, incident: int, told: Deposition) -> None:
    """A claim in an article of its own, and its place in the incident and in the index of words."""
    words = told.sentences[0]
    claim = told.claim
    connection.execute(
        "INSERT INTO pages VALUES (?, ?, 0, x'', 'made up', NULL, NULL, '2016-01-01T00:00:00+00:00')",
        (number, f"{number:064x}"),
    )
    connection.execute(
        "INSERT INTO articles VALUES (?, ?, ?, ?, NULL, ?, NULL, ?, 'given', '[]')",
        (number, f"{number:016x}", number, words, outlet(number), str(told.published_on)),
    )
    connection.execute(
        "INSERT INTO codings VALUES (?, ?, 'made up', '2016-01-01T00:00:00+00:00')", (number, number)
    )
    connection.execute(
        "INSERT INTO claims VALUES (?, ?, 0, ?, ?, ?, ?, 'made up')",
        (number, number, claim.id, claim.kind.value, claim.realis.value, claim.confidence),
    )
    connection.execute("INSERT INTO members VALUES (?, ?, -1, -1, 0, 0, NULL)", (number, incident))
    connection.execute(
        "INSERT INTO claim_search (rowid, places, actors, targets, sources, evidence) VALUES (?, ?, '', '', '', ?)",
        (number, claim.place.name if claim.place else "", words),
    )


def outlet(number: int) -> str:
    return f"Paper {number % 40}"


def _brief(path: Path, count: int) -> None:
    made = enumerate(incidents_of(count), start=1)
    numbers = itertools.count(1)
    with open_writer(path, "benchmark") as writer:
        while some := list(itertools.islice(made, BATCH)):
            briefs = []
            for key, depositions in some:
                told = [
                    Deposition(e.claim, e.published_on, outlet(next(numbers)), e.sentences)
                    for e in depositions
                ]
                incident = Incident(f"{key:016x}", (), give_account(told))
                claims = tuple(FoundClaim(e.claim, _header(e), e.sentences) for e in told)
                found = FoundIncident(incident.id, None, (), claims, ())
                briefs.append(brief_of(found, incident))
            writer.keep_briefs(briefs)


def _header(told: Deposition) -> ArticleHeader:
    return ArticleHeader(told.claim.article_id, None, told.outlet, None, told.published_on, "given", 1)


class Browser:
    """Asks one server over one connection, as a page does."""

    def __init__(self, server: PageServer) -> None:
        cookies = {server.keys.cookie_name: server.keys.cookie}
        address = f"http://127.0.0.1:{server.port}"
        self._client = httpx.Client(base_url=address, cookies=cookies, timeout=60, trust_env=False)

    def seconds(self, path: str) -> float:
        began = time.perf_counter()
        answer = self._client.get(path)
        if answer.status_code != 200:
            raise SystemExit(f"{path}: {answer.status_code} {answer.text[:200]}")
        return time.perf_counter() - began


def measure(path: Path) -> dict[str, float]:
    server = PageServer(api.Ledger(path))
    serving = threading.Thread(target=server.run, daemon=True)
    serving.start()
    browser = Browser(server)
    each = {asked: browser.seconds(asked) for asked in FIRST_VIEW}
    print("first view:", {asked: round(took, 3) for asked, took in each.items()})
    taken: dict[str, list[float]] = {}
    for _ in range(ROUNDS):
        for filters, answer in itertools.product(FILTERS, ANSWERS):
            asked = answer.format(urlencode(filters, doseq=True))
            taken.setdefault(asked, []).append(browser.seconds(asked) * 1000)
    slowest = sorted(taken, key=lambda asked: -max(taken[asked]))[:5]
    print("slowest answers, ms:", {asked: [round(ms) for ms in taken[asked]] for asked in slowest})
    every = sorted(ms for several in taken.values() for ms in several)
    print(f"{len(every)} answers: median {statistics.median(every):.0f} ms, largest {every[-1]:.0f} ms")
    server.stop()
    serving.join(timeout=10)
    return {
        "first_view_s": round(sum(each.values()), 3),
        "filter_p95_ms": round(statistics.quantiles(every, n=100)[94], 1),
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--incidents", type=int, default=100_000)
    parser.add_argument("--store", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = options.store or Path(folder) / "ledger.sqlite"
        if not path.exists():
            began = time.perf_counter()
            make_store(path, options.incidents)
            print(f"{options.incidents} incidents made up in {time.perf_counter() - began:.0f} s")
        print(json.dumps(measure(path)))


if __name__ == "__main__":
    main()
