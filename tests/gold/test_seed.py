"""The report that began it all, as it was scraped: its furniture must say nothing."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

from zenobia import api
from zenobia.articles.extract import extract_article
from zenobia.exports.coding import coded_claims
from zenobia.model import BlockLabel, Page


def test_the_scraped_page_gives_the_claims_of_the_clean_text(shared: Path) -> None:
    day = date(2016, 3, 28)
    scraped = Page(
        name="palmyra.txt",
        content=(shared / "seed" / "palmyra.txt").read_bytes(),
        fetched_at=datetime(2016, 3, 28, tzinfo=UTC),
    )
    article = extract_article(scraped, published_on=day)
    clean = json.loads((shared / "gold" / "dev" / "seed-palmyra.json").read_text("utf-8"))
    typed = api.read(clean["text"], title=clean["title"], published=day)
    read = api.opened_stages().code([article])[0]
    assert coded_claims(article, read.claims) == coded_claims(typed, typed.claims)

    reported = [
        block.span for block in article.blocks if block.label in (BlockLabel.BODY, BlockLabel.HEADLINE)
    ]
    evidence = [span for claim in read.claims for span in claim.evidence]
    assert evidence
    assert all(any(block.holds(span) for block in reported) for span in evidence)
