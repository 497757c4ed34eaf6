"""The body of scraped pages beside plain trafilatura, by the measure of the article extraction benchmark.

python -m benchmarks.pages [CORPUS]

CORPUS holds ground-truth.json and html/*.html.gz (scrapinghub/article-extraction-benchmark, 181 pages);
without it, ../shared/corpora/article_extraction is read. Published there: trafilatura 0.958 to 0.964, the
best 0.970.

The measure: runs of four words, each page weighing the same; precision and recall are means over the pages.
Our text is that of the body blocks. 21 of the pages are not in English: the check of the language is left out
here. The last line is JSON; time_to_trafilatura is ours (with title, outlet, day and furniture) divided by
that of trafilatura's text alone, time_to_with_metadata by that of its text with its title, outlet and
day. bulk_to_resiliparse is that of benchmarks/bulk.py.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from statistics import mean
from unittest.mock import patch

from benchmarks.bulk import measure
from trafilatura import bare_extraction, extract

from zenobia.articles.extract import extract_article
from zenobia.errors import PageError
from zenobia.model import BlockLabel, Page

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpora" / "article_extraction"
READ_AT = datetime(2026, 11, 28, tzinfo=UTC)
ROUNDS = 3
SHINGLE_WORDS = 4

_WORD = re.compile(r"\w+")


def main() -> None:
    corpus = Path(sys.argv[1]) if sys.argv[1:] else CORPUS
    truth = {
        name: page["articleBody"]
        for name, page in json.loads((corpus / "ground-truth.json").read_bytes()).items()
    }
    pages = {name: gzip.decompress((corpus / "html" / f"{name}.html.gz").read_bytes()) for name in truth}
    with patch("zenobia.articles.extract.require_english"):
        f1 = report("zenobia", truth, {name: our_body(content) for name, content in pages.items()})
        plain = report("trafilatura", truth, {name: plain_body(content) for name, content in pages.items()})
        with_metadata = partial(
            bare_extraction, favor_precision=True, include_comments=False, with_metadata=True
        )
        ours, text_alone, text_and_metadata = seconds_for(pages, our_body, plain_body, with_metadata)
    print(
        json.dumps(
            {
                "pages": len(pages),
                "f1": round(f1, 4),
                "f1_trafilatura": round(plain, 4),
                "ms_a_page": round(1000 * ours / len(pages), 1),
                "time_to_trafilatura": round(ours / text_alone, 2),
                "time_to_with_metadata": round(ours / text_and_metadata, 2),
                "bulk_to_resiliparse": measure(corpus)["bulk_to_resiliparse"],
            }
        )
    )


def our_body(content: bytes) -> str:
    try:
        article = extract_article(Page("page.html", content, READ_AT))
    except PageError:
        return ""
    return "\n".join(
        block.span.of(article.text) for block in article.blocks if block.label is BlockLabel.BODY
    )


def plain_body(content: bytes) -> str:
    return extract(content, favor_precision=True, include_comments=False) or ""


def report(name: str, truth: Mapping[str, str], found: Mapping[str, str]) -> float:
    precisions, recalls = [], []
    for page, body in truth.items():
        true, said = shingles(body), shingles(found[page])
        both = (true & said).total()
        if said:
            precisions.append(both / said.total())
        if true:
            recalls.append(both / true.total())
    precision, recall = mean(precisions), mean(recalls)
    f1 = 2 * precision * recall / (precision + recall)
    print(f"{name:12} precision {precision:.4f}  recall {recall:.4f}  f1 {f1:.4f}")
    return f1


def shingles(text: str) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(text)
    starts = range(max(1, len(words) - SHINGLE_WORDS + 1)) if words else ()
    return Counter(tuple(words[start : start + SHINGLE_WORDS]) for start in starts)


def seconds_for(pages: Mapping[str, bytes], *readers: Callable[[bytes], object]) -> list[float]:
    """Seconds of computing for all pages, the least of some rounds that take turns: other work disturbs."""
    best = [float("inf")] * len(readers)
    for _ in range(ROUNDS):
        for index, reader in enumerate(readers):
            began = time.process_time()
            for content in pages.values():
                reader(content)
            best[index] = min(best[index], time.process_time() - began)
    return best


if __name__ == "__main__":
    main()
