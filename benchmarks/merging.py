"""Which articles tell of one incident, on news of shootings in the United States (shared/corpora/gva).

Read, code, group; the incident of an article is that of its first claim of force. Articles meet within a
month, by the day in the address, or else by the day they were archived. B³, MUC, CEAF by entities and their
mean (CoNLL F1) stand beside two baselines: same town and day, and nearest by words.

    python benchmarks/merging.py [--data DIR] [--months 2016-01 ...]

Prints JSON: b3.f1, muc.f1, ceaf.f1, conll.f1 of ours and (baseline_city_day., baseline_text.) of the baselines;
baseline_city_day.f1 and baseline_text.f1 are their B³; counting.exact, counting.error, articles. The months of even
number were used to fit the points of findings (python -m training.incidents).
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from benchmarks.coreference import Clusters, b_cubed, ceaf_e, muc
from benchmarks.readings import coded_articles

from zenobia import api
from zenobia.articles.plain import article_from_text
from zenobia.errors import PageError
from zenobia.incidents.depositions import Deposition, tell
from zenobia.incidents.grouping import group_claims
from zenobia.model import Article, Claim, CodedArticle, Kind

DATA = ROOT.parent / "shared" / "corpora" / "gva"
FORCE = (Kind.ATTACK, Kind.CASUALTIES, Kind.CLASH, Kind.BOMBING)
# "/2016/01/25/", "/20160125", "-2016-01-25": an archive's own stamp comes first and is no day of publication.
ARCHIVED = re.compile(r"^https?://web\.archive\.org/web/(\d{4})(\d\d)(\d\d)\d*/")
DAY_IN_ADDRESS = re.compile(r"(20\d\d)[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?!\d)")
# Tuned on nothing: the nearest article with at least this cosine is the same incident.
NEAREST_FROM = 0.3


def day_of(address: str) -> date | None:
    """The day in the page's own address, else the day on which it was archived."""
    archived = ARCHIVED.match(address)
    found = DAY_IN_ADDRESS.search(address[archived.end() :] if archived else address) or archived
    try:
        return date(*map(int, found.groups()[:3])) if found else None
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Report:
    """One article: its incident by gold, the day it is filed under, and what it says."""

    id: str
    incident: str
    day: date
    coded: CodedArticle

    @property
    def month(self) -> str:
        return f"{self.day:%Y-%m}"


def read_corpus(data: Path | None = None, months: Sequence[str] = ()) -> list[Report]:
    """The articles that can be read, those with an address that tells a day; a title alone is read too."""
    records: list[dict[str, Any]] = []
    articles: list[Article] = []
    with gzip.open((data or DATA) / "articles.jsonl.gz", "rt", encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            record["day"] = day = day_of(record["uri"])
            if day is None or (months and f"{day:%Y-%m}" not in months):
                continue
            text = record["content"] if record["content"].strip() else record["title"]
            try:
                article = article_from_text(
                    text, title=record["title"], published_on=day, outlet=record["uri"]
                )
            except PageError:
                continue
            records.append(record)
            articles.append(article)
    coded = coded_articles("gva", articles, api.opened_stages())
    return [
        Report(record["id"], record["incident"], record["day"], article)
        for record, article in zip(records, coded, strict=True)
    ]


def main_claim(coded: CodedArticle) -> Claim | None:
    return next((claim for claim in coded.claims if claim.kind in FORCE), None)


def told_by(article: CodedArticle) -> list[Deposition]:
    words = [tuple(span.of(article.text) for span in claim.evidence) for claim in article.claims]
    return tell(article.claims, words, article.published_on, article.outlet or article.id)


def by_grouping(coded: Mapping[str, CodedArticle]) -> dict[str, Hashable]:
    """The group of each article's first claim of force; an article without one stands alone."""
    unlike = {article.id: article for article in coded.values()}
    depositions = [deposition for article in unlike.values() for deposition in told_by(article)]
    group_of = {
        id: number
        for number, group in enumerate(group_claims(depositions).groups())
        for id in group.claim_ids
    }
    claims = {id: main_claim(article) for id, article in coded.items()}
    return {id: group_of[claim.id] if claim else f"alone {id}" for id, claim in claims.items()}


def by_city_and_day(coded: Mapping[str, CodedArticle]) -> dict[str, Hashable]:
    """Articles whose first claim of force names the same town and day are one."""
    found: dict[str, Hashable] = {}
    for id, article in coded.items():
        claim = main_claim(article)
        place = claim.place.place_id if claim and claim.place else None
        days = claim.when.days if claim and claim.when else None
        day = (days.start if days else None) or article.published_on
        found[id] = (place, day) if place and day else f"alone {id}"
    return found


def by_words(texts: Mapping[str, str]) -> dict[str, Hashable]:
    """Each article is with its nearest by tf-idf, if that is near enough."""
    counts = {id: Counter(re.findall(r"[a-z]{3,}|\d+", text.casefold())) for id, text in texts.items()}
    holders = Counter(word for words in counts.values() for word in words)
    vectors = {
        id: {
            word: (1 + math.log(n)) * math.log(len(texts) / holders[word])
            for word, n in words.items()
            if holders[word] > 1
        }
        for id, words in counts.items()
    }
    index: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for id, vector in vectors.items():
        norm = math.sqrt(sum(weight**2 for weight in vector.values())) or 1.0
        for word, weight in vector.items():
            index[word].append((id, weight / norm))
    label = {id: id for id in texts}

    def root(id: str) -> str:
        while label[id] != id:
            id = label[id]
        return id

    for id, vector in vectors.items():
        norm = math.sqrt(sum(weight**2 for weight in vector.values())) or 1.0
        near: Counter[str] = Counter()
        for word, weight in vector.items():
            for other, strength in index[word]:
                if other != id:
                    near[other] += weight / norm * strength  # type: ignore[assignment]
        if near and near.most_common(1)[0][1] >= NEAREST_FROM:
            one, other = sorted((root(id), root(near.most_common(1)[0][0])))
            label[other] = one
    return {id: root(id) for id in texts}


def counting(answers: Path, ours: Clusters) -> dict[str, float]:
    """Exact answers and mean error of "how many incidents", where every article of the answer was read.

    The articles of an answer are given by the gold; what is counted is how many incidents we make of them.
    """
    exact, error, asked = 0, 0, 0
    for answer in json.loads(answers.read_text("utf-8")).values():
        ids = [id for some in answer["answer_docs"].values() for id in some]
        if not ids or not all(id in ours for id in ids):
            continue
        asked += 1
        off = abs(len({ours[id] for id in ids}) - answer["numerical_answer"])
        exact, error = exact + (off == 0), error + off
    return {
        "counting.asked": asked,
        "counting.exact": round(exact / asked, 4) if asked else 0.0,
        "counting.error": round(error / asked, 4) if asked else 0.0,
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--months", nargs="*", default=[], help="only these, such as 2016-01")
    options = parser.parse_args()
    months: dict[str, list[Report]] = defaultdict(list)
    for report in read_corpus(options.data, options.months):
        months[report.month].append(report)
    print(json.dumps(measure(months, options.data)))


def measure(months: Mapping[str, Sequence[Report]], data: Path) -> dict[str, float]:
    """Every clustering of every month, side by side."""
    gold: dict[str, Hashable] = {}
    answers: dict[str, dict[str, Hashable]] = {"ours": {}, "city_day": {}, "text": {}}
    for month, reports in sorted(months.items()):
        coded = {report.id: report.coded for report in reports}
        gold |= {report.id: (month, report.incident) for report in reports}
        for name, found in (
            ("ours", by_grouping(coded)),
            ("city_day", by_city_and_day(coded)),
            ("text", by_words({id: article.text for id, article in coded.items()})),
        ):
            answers[name] |= {id: (month, cluster) for id, cluster in found.items()}
    return figures(gold, answers, data)


def figures(gold: Clusters, answers: Mapping[str, Clusters], data: Path) -> dict[str, float]:
    ours = b_cubed(gold, answers["ours"])
    told: dict[str, float] = {"articles": len(gold), "b3.precision": ours.precision, "b3.recall": ours.recall}
    for name, prefix in (("ours", ""), ("city_day", "baseline_city_day."), ("text", "baseline_text.")):
        scores = (b_cubed(gold, answers[name]), muc(gold, answers[name]), ceaf_e(gold, answers[name]))
        told[f"{prefix}b3.f1"], told[f"{prefix}muc.f1"], told[f"{prefix}ceaf.f1"] = (s.f1 for s in scores)
        told[f"{prefix}conll.f1"] = sum(score.f1 for score in scores) / len(scores)
    told["baseline_city_day.f1"] = told["baseline_city_day.b3.f1"]
    told["baseline_text.f1"] = told["baseline_text.b3.f1"]
    rounded = {name: round(value, 4) for name, value in told.items()}
    return rounded | counting(data / "answers.json", answers["ours"])


if __name__ == "__main__":
    main()
