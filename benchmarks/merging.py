"""Which articles tell of one incident, on news of shootings in the United States (shared/corpora/gva).

Read, code, group; the incident of an article is that of its first claim of force. Articles meet within a
month, by the day in the address, or else by the day they were archived. B³ and MUC's F1 of links stand
beside two baselines: same town and day, and nearest by words.

    python benchmarks/merging.py [--months 2016-01 ...]

Prints JSON: b3.f1, muc.f1, baseline_city_day.f1, baseline_text.f1, counting.exact, counting.error, articles.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from zenobia import api
from zenobia.articles.plain import article_from_text
from zenobia.errors import PageError
from zenobia.incidents.depositions import Deposition, tell
from zenobia.incidents.grouping import group_claims
from zenobia.model import Claim, CodedArticle, Kind

SHARED = Path(__file__).parents[2] / "shared"
FORCE = (Kind.ATTACK, Kind.CASUALTIES, Kind.CLASH, Kind.BOMBING)
# "/2016/01/25/", "/20160125", "-2016-01-25": an archive's own stamp comes first and is no day of publication.
ARCHIVED = re.compile(r"^https?://web\.archive\.org/web/(\d{4})(\d\d)(\d\d)\d*/")
DAY_IN_ADDRESS = re.compile(r"(20\d\d)[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?!\d)")
# Tuned on nothing: the nearest article with at least this cosine is the same incident.
NEAREST_FROM = 0.3

Clusters = Mapping[str, Hashable]


def day_of(address: str) -> date | None:
    """The day in the page's own address, else the day on which it was archived."""
    archived = ARCHIVED.match(address)
    found = DAY_IN_ADDRESS.search(address[archived.end() :] if archived else address) or archived
    try:
        return date(*map(int, found.groups()[:3])) if found else None
    except ValueError:
        return None


def b_cubed(gold: Clusters, ours: Clusters) -> tuple[float, float, float]:
    """Precision, recall and F1 over the articles of both."""
    both = [id for id in gold if id in ours]
    ours_of, gold_of = _members(ours, both), _members(gold, both)
    shared = [len(ours_of[ours[id]] & gold_of[gold[id]]) for id in both]
    precision = sum(n / len(ours_of[ours[id]]) for n, id in zip(shared, both, strict=True)) / len(both)
    recall = sum(n / len(gold_of[gold[id]]) for n, id in zip(shared, both, strict=True)) / len(both)
    return precision, recall, _f1(precision, recall)


def links(gold: Clusters, ours: Clusters) -> float:
    """F1 of MUC: how many links would have to be cut or made."""
    both = [id for id in gold if id in ours]

    def share(key: Clusters, answer: Clusters) -> float:
        wanted = found = 0
        for inside in _members(key, both).values():
            wanted += len(inside) - 1
            found += len(inside) - len({answer[id] for id in inside})
        return found / wanted if wanted else 1.0

    return _f1(share(ours, gold), share(gold, ours))


def _members(clusters: Clusters, ids: Sequence[str]) -> dict[Hashable, set[str]]:
    members: dict[Hashable, set[str]] = defaultdict(set)
    for id in ids:
        members[clusters[id]].add(id)
    return members


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def main_claim(coded: CodedArticle) -> Claim | None:
    return next((claim for claim in coded.claims if claim.kind in FORCE), None)


def by_grouping(coded: Mapping[str, CodedArticle]) -> dict[str, Hashable]:
    """The group of each article's first claim of force; an article without one stands alone."""
    depositions: list[Deposition] = []
    for article in coded.values():
        words = [tuple(span.of(article.text) for span in claim.evidence) for claim in article.claims]
        depositions += tell(article.claims, words, article.published_on, article.outlet or article.id)
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
    parser.add_argument("--data", type=Path, default=SHARED / "corpora" / "gva")
    parser.add_argument("--months", nargs="*", help="only these, such as 2016-01")
    options = parser.parse_args()
    months: dict[str, list[dict[str, Any]]] = defaultdict(list)
    with gzip.open(options.data / "articles.jsonl.gz", "rt", encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            day = day_of(record["uri"])
            if day is not None:
                months[f"{day:%Y-%m}"].append({**record, "day": day})
    gold: dict[str, Hashable] = {}
    answers: dict[str, dict[str, Hashable]] = {"ours": {}, "city_day": {}, "text": {}}
    stages = api.opened_stages()
    for month in sorted(options.months or months):
        coded: dict[str, CodedArticle] = {}
        for record in months[month]:
            try:
                article = article_from_text(
                    record["content"], title=record["title"], published_on=record["day"], outlet=record["uri"]
                )
            except PageError:
                continue
            coded[record["id"]] = stages.code([article])[0]
            gold[record["id"]] = record["incident"]
        texts = {id: article.text for id, article in coded.items()}
        for name, found in (
            ("ours", by_grouping(coded)),
            ("city_day", by_city_and_day(coded)),
            ("text", by_words(texts)),
        ):
            answers[name].update({id: (month, cluster) for id, cluster in found.items()})
    gold_by_month = {id: (answers["ours"][id][0], cluster) for id, cluster in gold.items()}  # type: ignore[index]
    print(json.dumps(figures(gold_by_month, answers, options.data)))


def figures(gold: Clusters, answers: Mapping[str, Clusters], data: Path) -> dict[str, float]:
    ours = answers["ours"]
    precision, recall, f1 = b_cubed(gold, ours)
    return {
        "articles": len(gold),
        "b3.precision": round(precision, 4),
        "b3.recall": round(recall, 4),
        "b3.f1": round(f1, 4),
        "muc.f1": round(links(gold, ours), 4),
        "baseline_city_day.f1": round(b_cubed(gold, answers["city_day"])[2], 4),
        "baseline_text.f1": round(b_cubed(gold, answers["text"])[2], 4),
        **counting(data / "answers.json", ours),
    }


if __name__ == "__main__":
    main()
