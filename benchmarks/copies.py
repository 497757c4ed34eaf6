"""Which articles repeat an earlier one, on news of shootings in the United States (shared/corpora/gva).

python -m benchmarks.copies [CORPUS]

The corpus names the incident of each article, so a link between two incidents is wrong (or the corpus has one
incident twice, or one article of two). Scrapers took the notices of some sites for articles: those are
the traps. Articles come one by one, as in reading, and each is linked to at most one that came before.
The last line is JSON; ms_an_article is all that linking costs, and ms_in_first_half tells whether it grows.
"""

from __future__ import annotations

import gzip
import json
import sys
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from zenobia.articles.plain import article_from_text
from zenobia.articles.syndication import bands_of, find_original
from zenobia.errors import PageError
from zenobia.model import Article

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpora" / "gva"


@dataclass
class Shelf:
    """The articles that came so far, those that repeat none, by band."""

    by_band: dict[int, list[Article]] = field(default_factory=lambda: defaultdict(list))

    def link(self, article: Article) -> str | None:
        bands = bands_of(article)
        near = {other.id: other for band in bands for other in self.by_band[band]}
        copy = find_original(article, near.values())
        if copy is None:
            for band in bands:
                self.by_band[band].append(article)
        return copy.of_article_id if copy else None


def main() -> None:
    corpus = Path(sys.argv[1]) if sys.argv[1:] else CORPUS
    articles, incidents = read_articles(corpus / "articles.jsonl.gz")
    shelf, seconds, links = Shelf(), [], []
    for article in articles:
        began = time.perf_counter()
        original = shelf.link(article)
        seconds.append(time.perf_counter() - began)
        if original is not None:
            links.append((article.id, original))
    right = sum(incidents[one] == incidents[other] for one, other in links)
    largest = Counter(other for _, other in links).most_common(1)
    half = len(articles) // 2
    print(
        json.dumps(
            {
                "articles": len(articles),
                "linked": len(links),
                "same_incident": round(right / max(1, len(links)), 4),
                "largest": largest[0][1] if largest else 0,
                "ms_an_article": round(1000 * sum(seconds) / len(articles), 2),
                "ms_in_first_half": round(1000 * sum(seconds[:half]) / half, 2),
            }
        )
    )


def read_articles(path: Path) -> tuple[list[Article], dict[str, str]]:
    articles, incidents = [], {}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            told = json.loads(line)
            try:
                article = article_from_text(told["content"], title=told["title"], url=told["uri"])
            except PageError:
                continue
            articles.append(article)
            incidents.setdefault(article.id, told["incident"])
    return articles, incidents


if __name__ == "__main__":
    main()
