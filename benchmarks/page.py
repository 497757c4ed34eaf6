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
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
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
from zenobia.store.briefs import Brief
from zenobia.web.server import PageServer

BATCH = 2_000
NOW = "2016-01-01T00:00:00+00:00"
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
    numbers = itertools.count(1)
    with open_writer(path, "benchmark") as writer:
        each = enumerate(incidents_of(count), start=1)
        while some := list(itertools.islice(each, BATCH)):
            rows: dict[str, list[tuple[object, ...]]] = {statement: [] for statement in INSERTS}
            briefs = []
            for key, told in some:
                told = [
                    replace(one, outlet=f"Paper {number % 40}") for one in told if (number := next(numbers))
                ]
                _add_rows(rows, key, told, number)
                briefs.append(_brief(key, told))
            with writer._transaction():
                for statement, values in rows.items():
                    writer._connection.exec_driver_sql(statement, values)
            writer.keep_briefs(briefs)


INSERTS = (
    "INSERT INTO incidents (key, id, component) VALUES (?, ?, ?)",
    "INSERT INTO pages (key, sha256, size, zipped, name, fetched_at) VALUES (?, ?, 0, x'', 'made up', ?)",
    "INSERT INTO articles (key, id, page, text, outlet, published_on, issues) VALUES (?, ?, ?, ?, ?, ?, '[]')",
    "INSERT INTO codings (key, article, reader, coded_at) VALUES (?, ?, 'made up', ?)",
    "INSERT INTO claims (key, coding, position, id, kind, realis, confidence, reader)"
    " VALUES (?, ?, 0, ?, ?, ?, ?, 'made up')",
    "INSERT INTO members (claim, incident, cell, party, first, last) VALUES (?, ?, -1, -1, 0, 0)",
    "INSERT INTO claim_search (rowid, places, actors, targets, sources, evidence) VALUES (?, '', '', '', '', ?)",
)


def _add_rows(
    rows: dict[str, list[tuple[object, ...]]], incident: int, told: list[Deposition], last: int
) -> None:
    """The rows of an incident and its claims, each claim in an article of its own."""
    rows[INSERTS[0]].append((incident, f"{incident:016x}", incident))
    for number, each in enumerate(told, start=last - len(told) + 1):
        claim, words = each.claim, each.sentences[0]
        values = (
            (number, f"{number:064x}", NOW),
            (number, f"{number:016x}", number, words, each.outlet, str(each.published_on)),
            (number, number, NOW),
            (number, number, claim.id, claim.kind.value, claim.realis.value, claim.confidence),
            (number, incident),
            (number, words),
        )
        for statement, row in zip(INSERTS[1:], values, strict=True):
            rows[statement].append(row)


def _brief(key: int, told: list[Deposition]) -> Brief:
    incident = Incident(f"{key:016x}", (), give_account(told))
    claims = tuple(FoundClaim(each.claim, _header(each), each.sentences) for each in told)
    return brief_of(FoundIncident(incident.id, None, (), claims, ()), incident)


def _header(told: Deposition) -> ArticleHeader:
    return ArticleHeader(told.claim.article_id, None, told.outlet, None, told.published_on, "given", 1)


class Browser:
    """Asks one server over one connection, as a page does."""

    def __init__(self, server: PageServer) -> None:
        cookies = {server.keys.cookie_name: server.keys.cookie}
        address = f"http://127.0.0.1:{server.port}"
        self.worked_ms: list[float] = []
        self._client = httpx.Client(base_url=address, cookies=cookies, timeout=60, trust_env=False)

    def seconds(self, path: str) -> float:
        began, worked = time.perf_counter(), time.process_time()
        answer = self._client.get(path)
        if answer.status_code != 200:
            raise SystemExit(f"{path}: {answer.status_code} {answer.text[:200]}")
        self.worked_ms.append((time.process_time() - worked) * 1000)
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
    work = statistics.quantiles(browser.worked_ms[len(FIRST_VIEW) :], n=100)
    print(f"processor time of browser and server together: median {work[49]:.0f} ms, p95 {work[94]:.0f} ms")
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
