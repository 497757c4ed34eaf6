"""Records a second of a web archive of mostly irrelevant pages, from its bytes to claims in a store.

python -m benchmarks.bulk [CORPUS] [--records 3000] [--conflict 0.01]

The archive is made of the pages of the article extraction benchmark (../shared/corpora/article_extraction), each
made another page by a comment, with reports of our own about conflict among them; one record in a hundred is.
Beside it stands resiliparse alone (FastWARC reads the records, resiliparse takes the main text out, and nothing is
judged, checked or kept), which the dev requirements install. Both on one core, seconds of computing of all processes.

The last line is JSON; bulk_to_resiliparse is our records a second over theirs, bulk_everything_to_resiliparse the
same with every page read (`--all`).
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import random
import resource
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from zenobia.api import bundled_reports, opened_stages
from zenobia.pipeline.local import Given, read_inputs

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpora" / "article_extraction"
RECORDS = 3_000
CONFLICT = 0.01
HEAD = "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://news.example/{number}\r\n"
DATED = (
    "WARC-Date: 2019-11-20T00:00:00Z\r\nWARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{number:012}>\r\n"
)
LENGTH = "Content-Type: application/http; msgtype=response\r\nContent-Length: {length}\r\n\r\n"
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n"


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    options.add_argument("corpus", nargs="?", type=Path, default=CORPUS)
    options.add_argument("--records", type=int, default=RECORDS)
    options.add_argument("--conflict", type=float, default=CONFLICT)
    options.add_argument(
        "--everything", action="store_true", help="read every page as well, which takes long"
    )
    asked = options.parse_args()
    print(json.dumps(measure(asked.corpus, asked.records, asked.conflict, everything=asked.everything)))


def measure(
    corpus: Path, records: int = RECORDS, conflict: float = CONFLICT, *, everything: bool = False
) -> dict[str, object]:
    opened_stages()
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder) / "crawl.warc.gz"
        size = write_archive(archive, corpus, records, conflict)
        theirs, _ = timed(lambda: resiliparse_alone(archive))
        ours, fates = timed(lambda: read(archive, Path(folder) / "gated.sqlite", everything=False))
        told: dict[str, object] = {
            "records": records,
            "mb": round(size / 1e6, 1),
            "resiliparse_a_second": round(records / theirs),
            "bulk_a_second": round(records / ours),
            "fates": fates,
            "bulk_to_resiliparse": round(theirs / ours, 3),
        }
        if everything:
            all_, _ = timed(lambda: read(archive, Path(folder) / "all.sqlite", everything=True))
            told["bulk_everything_to_resiliparse"] = round(theirs / all_, 3)
    return told


def write_archive(path: Path, corpus: Path, records: int, conflict: float) -> int:
    """One gzip member a record, as Common Crawl has them; the same archive in every run."""
    seeded = random.Random(20191120)  # noqa: S311
    other = [gzip.decompress(page.read_bytes()) for page in sorted((corpus / "html").glob("*.html.gz"))]
    war = [page.read_bytes() for page in sorted(bundled_reports().glob("*.html"))]
    size = 0
    with path.open("wb") as file:
        for number in range(records):
            page = seeded.choice(war if seeded.random() < conflict else other)
            page += f"<!-- {number} -->".encode()
            block = ANSWER % len(page) + page
            head = (HEAD + DATED + LENGTH).format(number=number, length=len(block))
            file.write(gzip.compress(head.encode() + block + b"\r\n\r\n", 6))
            size += len(page)
    return size


def read(archive: Path, store: Path, *, everything: bool) -> dict[str, int]:
    given = Given(everything=everything)
    results = read_inputs([archive], given, stages=opened_stages, store=store)
    return dict(Counter(result.reason or result.fate.value for result in results))


def resiliparse_alone(archive: Path) -> dict[str, int]:
    from fastwarc.warc import ArchiveIterator, WarcRecordType
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.encoding import bytes_to_str, detect_encoding
    from resiliparse.parse.html import HTMLTree

    count = 0
    with archive.open("rb") as file:
        for record in ArchiveIterator(io.BufferedReader(file), record_types=WarcRecordType.response):
            content = record.reader.read()
            extract_plain_text(
                HTMLTree.parse(bytes_to_str(content, detect_encoding(content))), main_content=True
            )
            count += 1
    return {"records": count}


def timed(act: Callable[[], dict[str, int]]) -> tuple[float, dict[str, int]]:
    """Seconds of computing in this process and in children that have ended, and what was told."""
    began = _seconds()
    told = act()
    return _seconds() - began, told


def _seconds() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


if __name__ == "__main__":
    main()
