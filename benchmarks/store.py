"""Keep claims and ask for them: the store beside plain sqlite3 writing the same rows, a report a transaction.

    python -m benchmarks.store --claims 100000

The rows for plain sqlite3 are made beforehand, so the ratio is what SQLAlchemy, the checks at the door and
the making of rows cost together. The last line is JSON.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from zenobia.dates import DateRange
from zenobia.model import (
    ActorMention,
    Article,
    Block,
    BlockLabel,
    Claim,
    Kind,
    Outcome,
    Page,
    PlaceMention,
    SourceMention,
    Span,
    Toll,
    WhenMention,
)
from zenobia.store import ClaimQuery, open_view, open_writer
from zenobia.store.search import search_columns

CLAIMS_A_REPORT = 5
PLACES = ("Palmyra", "Raqqa", "Deir Ezzor", "Al-Qaryatayn", "Idlib", "Aleppo")
FIRST_DAY, MONTH_END = date(2011, 3, 15), date(2011, 4, 14)
Report = tuple[Page, Article, list[Claim]]


def reports(count: int) -> Iterator[Report]:
    """Made-up bulletins of 900 characters, each with five shellings."""
    for number in range(count):
        place, day = PLACES[number * 7 % len(PLACES)], FIRST_DAY + timedelta(days=number % 3000)
        sentences = [
            f"Rockets fired by the rebels killed at least {at + 2} soldiers in {place} on Monday, the monitor"
            f" said in report {number}, and nothing else was heard that day from the front: it was calm."
            for at in range(CLAIMS_A_REPORT)
        ]
        text = "\n".join(sentences)
        page = Page(f"{number}.txt", text.encode(), datetime(2026, 1, 1, tzinfo=UTC))
        block = Block(BlockLabel.BODY, Span(0, len(text)))
        article = Article(text, (block,), f"Report {number}", "Daily", None, day, "given", page.sha256)
        starts = [sum(len(s) + 1 for s in sentences[:at]) for at in range(CLAIMS_A_REPORT)]
        yield page, article, [shelling(article, start, place, day) for start in starts]


def shelling(article: Article, start: int, place: str, day: date) -> Claim:
    def mention(noun: Callable[..., Any], words: str, **values: Any) -> Any:
        at = article.text.index(words, start)
        return noun(text=words, span=Span(at, at + len(words)), **values)

    return Claim(
        article_id=article.id,
        kind=Kind.SHELLING,
        evidence=(Span(start, article.text.index(".", start) + 1),),
        actors=(mention(ActorMention, "the rebels", name="Free Syrian Army", actor_id="fsa"),),
        targets=(mention(ActorMention, "soldiers", name="Syrian Army", actor_id="saa"),),
        place=mention(
            PlaceMention, place, name=place, country="SY", lat=34.5, lon=38.3, place_id=f"g:{place}"
        ),
        when=mention(WhenMention, "Monday", days=DateRange.of_day(day)),
        toll=(mention(Toll, "at least", outcome=Outcome.KILLED, low=2),),
        sources=(mention(SourceMention, "the monitor", name="Syrian Observatory for Human Rights"),),
        reader="benchmark",
    )


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds on the clock and of CPU."""
    clock, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - clock, time.process_time() - cpu


def keep_all(path: Path, coded: list[Report]) -> None:
    with open_writer(path, "benchmark") as writer:
        for page, article, claims in coded:
            writer.keep(page, article, claims)


def copy_plainly(kept: Path, copy: Path) -> tuple[float, float]:
    """Write the rows of a store into an empty one through sqlite3 alone, in the same transactions."""
    open_writer(copy, "benchmark").close()
    batches = list(_batches(kept))
    connection = sqlite3.connect(copy, isolation_level=None)
    for pragma in ("foreign_keys = ON", "synchronous = FULL", "recursive_triggers = ON"):
        connection.execute(f"PRAGMA {pragma}")

    def write() -> None:
        for batch in batches:
            connection.execute("BEGIN IMMEDIATE")
            for statement, rows in batch:
                connection.executemany(statement, rows)
            connection.execute("COMMIT")
        connection.close()

    return timed(write)


OF_REPORT = {
    "pages": "key IN (SELECT page FROM articles WHERE key = ?)",
    "articles": "key = ?",
    "blocks": "article = ?",
    "codings": "article = ?",
    "claims": "coding IN (SELECT key FROM codings WHERE article = ?)",
    "evidence": "claim IN (SELECT c.key FROM claims c JOIN codings d ON d.key = coding WHERE article = ?)",
    "slots": "claim IN (SELECT c.key FROM claims c JOIN codings d ON d.key = coding WHERE article = ?)",
}
INTO_INDEX = (
    "INSERT INTO claim_search (rowid, places, actors, targets, sources, evidence) VALUES (?, ?, ?, ?, ?, ?)"
)

Batch = list[tuple[str, list[tuple[Any, ...]]]]


def _batches(kept: Path) -> Iterator[Batch]:
    """The rows of each report as statements for executemany; of the index, what the store gives it."""
    connection = sqlite3.connect(kept)
    with open_view(kept) as view:
        for key, id in connection.execute("SELECT key, id FROM articles").fetchall():
            batch = []
            for table, where in OF_REPORT.items():
                rows = connection.execute(f"SELECT * FROM {table} WHERE {where}", (key,)).fetchall()  # noqa: S608
                marks = ", ".join("?" * len(rows[0]))
                batch.append((f"INSERT INTO {table} VALUES ({marks})", rows))  # noqa: S608
                if table == "claims":
                    keys = [row[0] for row in rows]
            article = view.article(id)
            each = zip(keys, article.claims, strict=True)
            batch.append((INTO_INDEX, [(k, *search_columns(c, article.text).values()) for k, c in each]))
            yield batch
    connection.close()


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--claims", type=int, default=100_000)
    wanted = arguments.parse_args().claims
    coded = list(reports(wanted // CLAIMS_A_REPORT))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "store.sqlite"
        ours = timed(lambda: keep_all(path, coded))
        again = timed(lambda: keep_all(path, coded))
        opened = min(timed(lambda: open_view(path).close())[0] for _ in range(5))
        asked = {}
        with open_view(path) as view:
            for name, query in (
                ("place", ClaimQuery(place="deir ezzor", limit=50)),
                (
                    "place and month",
                    ClaimQuery(place="palmyra", since=FIRST_DAY, until=date(2011, 4, 14), limit=50),
                ),
                ("all, first 50", ClaimQuery(limit=50)),
            ):
                asked[name] = min(timed(lambda q=query: view.claims(q))[0] for _ in range(3))
        plain = copy_plainly(path, Path(folder) / "plain.sqlite")
        size = path.stat().st_size
    figures = {
        "claims": len(coded) * CLAIMS_A_REPORT,
        "reports": len(coded),
        "store_seconds": round(ours[0], 2),
        "store_cpu_seconds": round(ours[1], 2),
        "plain_seconds": round(plain[0], 2),
        "plain_cpu_seconds": round(plain[1], 2),
        "ratio": round(ours[0] / plain[0], 2),
        "cpu_ratio": round(ours[1] / plain[1], 2),
        "reports_a_second": round(len(coded) / ours[0]),
        "duplicates_a_second": round(len(coded) / again[0]),
        "open_ms": round(opened * 1000, 2),
        "ask_ms": {name: round(seconds * 1000, 1) for name, seconds in asked.items()},
        "megabytes": round(size / 1e6, 1),
    }
    for name, figure in figures.items():
        print(f"{name:22} {figure}")
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
