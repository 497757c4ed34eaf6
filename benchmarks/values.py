"""Days, tolls, parties and sources with the gold words given, and the keys of MUC-4; the last line is JSON.

uv run python benchmarks/values.py [--data DIR] [--muc4 DIR] [--errors]

`days` is the share of exact intervals. `tolls` is the share right on outcome, low and high with the coder's
outcome given, as the reader gives its own; `tolls_unaided` is the same with no outcome given. `parties` and
`source_kinds` are measured by parties.py beside this file.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from benchmarks.parties import score as score_parties

from zenobia.model import Article, Block, BlockLabel, Claim, Kind, Outcome, Realis, Span, Toll, WhenMention
from zenobia.resolving.day_grammar import find_days
from zenobia.resolving.day_words import Clock, tokens_of
from zenobia.resolving.outcomes import joint_outcomes
from zenobia.resolving.registry import open_registry
from zenobia.resolving.times import read_days, resolve_days
from zenobia.resolving.toll_words import TollWords
from zenobia.resolving.tolls import read_toll, resolve_tolls

SHARED = ROOT.parent / "shared"
# Texts of MUC-4 that are measured on: 200 in all.
MUC4_PARTS = ("tst1", "tst2")


@dataclass
class Tally:
    """How many were right, and what was wrong."""

    right: Counter[str] = field(default_factory=Counter)
    all: Counter[str] = field(default_factory=Counter)
    wrong: list[tuple[object, ...]] = field(default_factory=list)

    def count(self, name: str, is_right: bool, *shown: object) -> None:
        self.all[name] += 1
        self.right[name] += is_right
        if not is_right:
            self.wrong.append((name, *shown))

    def shares(self) -> dict[str, float]:
        return {name: round(self.right[name] / total, 4) for name, total in self.all.items()}


# --- gold ---


def coded_reports(folder: Path) -> Iterator[tuple[Article, list[Claim], list[dict[str, Any]]]]:
    """Every coded report as an Article, its claims with the coders' words and no values, and the coding."""
    for path in sorted(folder.glob("*.json")):
        coded = json.loads(path.read_text("utf-8"))
        text = coded["text"]
        published = date.fromisoformat(coded["published"]) if coded.get("published") else None
        block = Block(BlockLabel.BODY, Span(0, len(text)))
        article = Article(text=text, blocks=(block,), published_on=published)
        yield article, [_claim_of(article, claim) for claim in coded["claims"]], coded["claims"]


def _claim_of(article: Article, coded: dict[str, Any]) -> Claim:
    evidence = tuple(span for text in coded["evidence"] if (span := _place(article.text, text)) is not None)
    when = coded.get("when")
    when_span = _within(article.text, when["text"], evidence) if when else None
    return Claim(
        article_id=article.id,
        kind=Kind(coded["kind"]),
        realis=Realis(coded.get("realis", "asserted")),
        evidence=evidence,
        when=WhenMention(text=when["text"], span=when_span) if when and when_span else None,
        toll=tuple(
            Toll(text=toll["text"], span=span, outcome=Outcome(toll["outcome"]))
            for toll in coded.get("toll") or ()
            if (span := _within(article.text, toll["text"], evidence)) is not None
        ),
    )


def _place(text: str, words: str) -> Span | None:
    at = text.find(words)
    return Span(at, at + len(words)) if at >= 0 else None


def _within(text: str, words: str, evidence: Sequence[Span]) -> Span | None:
    """Where the words stand in the evidence, or else anywhere."""
    for span in evidence:
        at = text.find(words, span.start, span.end)
        if at >= 0:
            return Span(at, at + len(words))
    return _place(text, words)


def score_days(folder: Path, tally: Tally) -> None:
    for article, claims, coded in coded_reports(folder):
        for claim, gold in zip(resolve_days(claims, article), coded, strict=True):
            if claim.when is None:
                continue
            days, when = claim.when.days, gold["when"]
            found = (_iso(days.start), _iso(days.end)) if days else (None, None)
            told = (when["start"], when["end"])
            shown = (article.published_on, when["text"], told, found, claim.when.reasons[-1].rule)
            tally.count("days", found == told, *shown)
            if days is not None and found == told and when["precision"]:
                tally.count("days_precision", days.precision == when["precision"], *shown, when["precision"])


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def score_tolls(folder: Path, tally: Tally) -> None:
    for article, claims, coded in coded_reports(folder):
        for claim, given, gold in zip(resolve_tolls(claims, article), claims, coded, strict=True):
            for toll, words, told in zip(claim.toll, given.toll, gold.get("toll") or (), strict=True):
                figures = (toll.low, toll.high) == (told["low"], told["high"])
                shown = (toll.text, told["outcome"], (told["low"], told["high"]), (toll.low, toll.high))
                tally.count("tolls", figures and toll.outcome == told["outcome"], *shown, toll.outcome)
                tally.count("tolls_figures", figures, *shown)
                tally.count("tolls_category", toll.category == told["category"], *shown, toll.category)
                unaided = _unaided(article, claim, words)
                tally.count("tolls_unaided", figures and told["outcome"] in unaided, *shown, unaided)


def _unaided(article: Article, claim: Claim, toll: Toll) -> tuple[Outcome, ...]:
    """The outcomes read with none given; both where one count is told for two ("killed or wounded")."""
    sentence = next((span for span in claim.evidence if span.holds(toll.span)), Span(0, len(article.text)))
    text, at = sentence.of(article.text), toll.span.start - sentence.start
    reading = read_toll(toll.text, text, at=at, kind=claim.kind)
    joint = joint_outcomes(TollWords.of(toll.text, text, at))
    nobody = (Outcome.KILLED, Outcome.WOUNDED) if reading.low == 0 else ()
    return joint or nobody or ((reading.outcome,) if reading.outcome else ())


def milliseconds(folder: Path, resolve: Callable[[Sequence[Claim], Article], list[Claim]]) -> float:
    """The mean time of a report, the word lists read."""
    reports = [(article, claims) for article, claims, _ in coded_reports(folder)]
    times = []
    for article, claims in (*reports[:1], *reports):
        start = time.perf_counter()
        resolve(claims, article)
        times.append(1000 * (time.perf_counter() - start))
    return round(sum(times[1:]) / len(reports), 2)


# --- MUC-4 ---


def muc4_messages(folder: Path) -> Iterator[tuple[str, str, list[str]]]:
    """Every message: its text on one line, its dateline's day in words, and the keys of its incidents."""
    for part in MUC4_PARTS:
        texts = next((folder / part).glob(f"{part}-*")).read_text("latin-1")
        keys = "\n".join(path.read_text("latin-1") for path in sorted((folder / part).glob("key-*")))
        templates: dict[str, list[str]] = {}
        for template in re.split(r"\n(?=0\.)", keys):
            if (name := re.search(r"MESSAGE: ID +(\S+)", template)) is not None:
                templates.setdefault(name[1], []).append(template)
        for message in re.split(r"\n(?=TST\d-MUC\d-\d{4})", texts):
            name, _, text = message.partition("\n")
            dateline = re.search(r"\d{1,2} [A-Z]{3} \d{2}", text)
            yield " ".join(text.split()), dateline[0] if dateline else "", templates.get(name.split()[0], [])


def _slot(template: str, name: str) -> str:
    """The fill of one slot, lines joined by a bar."""
    match = re.search(
        rf"^\d+\.\s+{re.escape(name)}\s+(.*?)(?=\n\d+\.|\Z)", template, re.DOTALL | re.MULTILINE
    )
    lines = match[1].split("\n") if match else []
    return "|".join(line.strip() for line in lines if line.strip())


def score_muc4_numbers(folder: Path, tally: Tally) -> None:
    """HUM TGT: NUMBER by the key's own words, alone and where they stand in the text."""
    for text, _, templates in muc4_messages(folder):
        for template in templates:
            for line in _slot(template, "HUM TGT: NUMBER").split("|"):
                number, _, strings = line.partition(":")
                words = [part.replace('\\"', '"') for part in re.findall(r'"((?:[^"\\]|\\.)*)"', strings)]
                right = _muc4_counts(number)
                if not words or not right:
                    continue
                alone = [_figures(word, "", None) for word in words]
                tally.count("muc4.number_words", any(figures in right for figures in alone[:1]), line)
                tally.count("muc4.number", _figures_in_text(words, text) in right, line)


def _muc4_counts(number: str) -> set[tuple[int | None, int | None]]:
    """The counts that the key allows: "~100", "23 -" (or more), "- 15" (or fewer), "5 / 6", "PLURAL"."""
    counts: set[tuple[int | None, int | None]] = set()
    for told in number.split("/"):
        digits = re.search(r"\d+", told)
        if "PLURAL" in told:
            counts.add((None, None))
        elif digits:
            count = int(digits[0])
            least = None if told.strip().startswith("-") else count
            counts.add((least, None if told.strip().endswith("-") else count))
    return counts


def _figures(words: str, text: str, at: int | None) -> tuple[int | None, int | None]:
    reading = read_toll(words, text, at=at)
    return reading.low, reading.high


def _figures_in_text(words: Sequence[str], text: str) -> tuple[int | None, int | None]:
    """The first count told with the words anywhere in the text, else what the words imply."""
    places = sorted((match.start(), word) for word in words for match in re.finditer(re.escape(word), text))
    read = [_figures(word, text, at) for at, word in places]
    told = [figures for figures in read if figures not in ((None, None), (1, 1))]
    return (told or read or [_figures(words[0], "", None)])[0]


def score_muc4_dates(folder: Path, tally: Tally) -> None:
    """INCIDENT: DATE: the key's own strings read as days, and whether the text's words give that day."""
    for text, dateline, templates in muc4_messages(folder):
        published = _key_day(dateline)
        told = {
            (found.days.start, found.days.end)
            for n in range(0, len(text), 400)
            for found in find_days(tokens_of(text[n : n + 460]), Clock(published))
            if found.days is not None
        }
        for template in templates:
            fill = _slot(template, "INCIDENT: DATE")
            for string in re.findall(r"\d{2} [A-Z]{3} \d{2}(?: - \d{2} [A-Z]{3} \d{2})?", fill):
                ends = [_key_day(day) for day in string.split(" - ")]
                days, _ = read_days(string, Clock())
                tally.count(
                    "muc4.date", days is not None and [days.start, days.end] == [ends[0], ends[-1]], string
                )
            if re.fullmatch(r"\d{2} [A-Z]{3} \d{2}", fill):
                tally.count("muc4.date_in_text", (_key_day(fill), _key_day(fill)) in told, fill, dateline)


def _key_day(string: str) -> date | None:
    return datetime.strptime(string, "%d %b %y").date() if string else None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--data", type=Path, default=SHARED / "gold" / "dev", help="a folder of coded reports"
    )
    parser.add_argument(
        "--muc4", type=Path, default=SHARED / "corpora" / "muc4", help="MUC-4 with tst1 and tst2"
    )
    parser.add_argument("--errors", action="store_true", help="print what was wrong")
    options = parser.parse_args()
    tally = Tally()
    figures: dict[str, float] = {}
    if options.data.is_dir():
        score_days(options.data, tally)
        score_tolls(options.data, tally)
        figures["days_ms"] = milliseconds(options.data, resolve_days)
        figures["tolls_ms"] = milliseconds(options.data, resolve_tolls)
        figures |= score_parties(options.data, open_registry()).figures()
    if options.muc4.is_dir():
        score_muc4_numbers(options.muc4, tally)
        score_muc4_dates(options.muc4, tally)
    if options.errors:
        for miss in tally.wrong:
            print(*miss, sep=" | ")
    for name, total in tally.all.items():
        print(f"{name:20} {tally.right[name]:5} of {total}")
    print(json.dumps({**tally.shares(), **figures}))


if __name__ == "__main__":
    main()
