"""From corpora to the weights of the gate (zenobia.articles.relevance), cross-validated.

    python -m training.relevance --corpora FOLDER --gold FOLDER [--out FILE]

For: coded reports with a claim in gold's train/ and in training/coded, FA-KES, MUC-4 texts with a template.
Against: coded reports without a claim, news in which places are marked (LGL, GWN, GeoVirus), political news
(PolNeAR), the article extraction benchmark, bulletins of all other sections than conflict, law and
international relations (Wikipedia Current Events). Texts against that the others say are about conflict are
left out: they were never looked at for it, and some are. gold's dev/ is scored at the end and never trained on.

A linear support vector machine over plain words, names left out. The line is drawn where cross-validation
keeps KEPT of gold and of FA-KES; the bias is moved so that it lies at zero.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import numpy.typing as npt

from training.coded import standoff
from training.reports import read_reports
from zenobia.articles.language import function_words
from zenobia.articles.relevance import FEWEST_WORDS, THEATRE, WORDS_READ, cues, vector

HERE = Path(__file__).parent
OUT = HERE.parent / "src" / "zenobia" / "articles" / "relevance.toml"
NAME = "relevance-1"

# Words of fewer texts, or of one corpus alone, are about a happening or a desk and not about conflict.
FEWEST_TEXTS = 15
FEWEST_CORPORA = 3
# Weights that move no verdict only make the file longer.
LEAST_WEIGHT = 0.05
FOLDS = 5
ROUNDS = 20
STRENGTH = 1.0
# A text against that lies this far on the other side, by weights fitted without it, is about conflict after all.
MISLABELLED = 0.5
# How much of gold, and how much of FA-KES, the line keeps.
KEPT = 0.995

Floats = npt.NDArray[np.float32]
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_LINK = re.compile(r"\[([^\[\]]{0,300})\]\([^()]{0,600}\)")
_CONFLICT_SECTION = re.compile(r"armed|attack|law|inter", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Text:
    corpus: str
    is_relevant: bool
    title: str
    body: str

    def words(self) -> list[str]:
        return _WORD.findall(f"{self.title}\n{self.body}")[:WORDS_READ]


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    options.add_argument("--corpora", type=Path, required=True)
    options.add_argument("--gold", type=Path, required=True)
    options.add_argument("--out", type=Path, default=OUT)
    asked = options.parse_args()
    texts = _each_once(read_texts(asked.corpora, asked.gold))
    vocabulary = choose_words([text for text in texts if text.corpus != "gold dev"])
    train = [text for text in texts if text.corpus != "gold dev"]
    shares = np.stack([row(text, vocabulary) for text in train])
    labels = np.array([text.is_relevant for text in train], np.float32)
    never = cues()["never_against"]
    floor = np.array([0.0 if word in never else -np.inf for word in vocabulary], np.float32)
    everything = np.ones(len(train), bool)
    clean = labels.astype(bool) | (cross_validated(shares, labels, everything, floor) < MISLABELLED)
    print(f"{(~clean).sum()} texts against are about conflict and are left out")
    scores = cross_validated(shares, labels, clean, floor)
    corpora = np.array([text.corpus for text in train])
    relevant = labels.astype(bool)
    of_gold, of_fa_kes = (scores[relevant & (corpora == name)] for name in ("gold", "fa_kes"))
    line = float(min(np.quantile(of_gold, 1 - KEPT), np.quantile(of_fa_kes, 1 - KEPT)))
    tell("cross-validated", corpora[clean], labels[clean], scores[clean] - line)
    weights = fit(shares[clean], labels[clean], floor)
    dev = [text for text in texts if text.corpus == "gold dev"]
    of_dev = np.stack([row(text, vocabulary) for text in dev]) @ weights[:-1] + weights[-1] - line
    tell("not trained on", np.array([t.corpus for t in dev]), np.array([t.is_relevant for t in dev]), of_dev)
    write(asked.out, vocabulary, weights, line)


def read_texts(corpora: Path, gold: Path) -> Iterator[Text]:
    for part in ("train", "dev"):
        name = "gold" if part == "train" else "gold dev"
        for report in read_reports(gold / part):
            yield Text(name, bool(report.claims), "", report.article.text)
    with tempfile.TemporaryDirectory() as folder:
        for path in sorted((HERE / "coded").glob("*.json")):
            here = Path(folder) / path.stem
            standoff.main(
                ["restore", str(path), "--corpus-folder", str(corpora / path.stem), "--out", str(here)]
            )
            for report in read_reports(here):
                yield Text(path.stem, bool(report.claims), "", report.article.text)
    csv.field_size_limit(1 << 30)
    with (corpora / "fa_kes" / "articles.csv").open(encoding="utf-8", errors="replace") as file:
        for line in csv.DictReader(file):
            yield Text("fa_kes", True, line["article_title"], line["article_content"])
    for entry in (corpora / "muc4" / "gtt" / "train.json").read_text("utf-8").splitlines():
        told = json.loads(entry)
        if told["templates"]:
            yield Text("muc4", True, "", told["doctext"])
    yield from _against(corpora)


def _against(corpora: Path) -> Iterator[Text]:
    for name in ("lgl", "GWN", "GeoVirus"):
        for article in ElementTree.parse(corpora / "geoparsing" / f"{name}.xml").getroot():  # noqa: S314
            yield Text(name, False, article.findtext("title") or "", article.findtext("text") or "")
    for path in sorted((corpora / "polnear" / "train" / "text").rglob("*.txt")):
        yield Text("polnear", False, "", path.read_text("utf-8"))
    pages = json.loads((corpora / "article_extraction" / "ground-truth.json").read_bytes())
    for page in pages.values():
        yield Text("article_extraction", False, "", page["articleBody"])
    for path in sorted((corpora / "wiki_current_events").glob("*.md")):
        for section in re.split(r"^#### ", path.read_text("utf-8"), flags=re.MULTILINE)[1:]:
            heading, _, body = section.partition("\n")
            if not _CONFLICT_SECTION.match(heading):
                yield Text("bulletins", False, "", re.sub(r"[*#]", "", _LINK.sub(r"\1", body)))


def _each_once(texts: Iterator[Text]) -> list[Text]:
    """Each text once, by its letters, the first corpus that has it; those too short to be judged are left out."""
    kept: dict[str, Text] = {}
    for text in texts:
        if len(text.words()) >= FEWEST_WORDS:
            kept.setdefault("".join(filter(str.isalnum, text.body[-400:].casefold()))[-150:], text)
    return list(kept.values())


def choose_words(texts: Sequence[Text]) -> list[str]:
    """Words written small more often than not: names would tie the gate to the wars it was trained on."""
    small: Counter[str] = Counter()
    great: Counter[str] = Counter()
    found_in: defaultdict[str, set[str]] = defaultdict(set)
    in_texts: Counter[str] = Counter()
    for text in texts:
        words = text.words()
        for word in words:
            (small if word[0].islower() else great)[word.casefold()] += text.corpus != "muc4"
        for word in {word.casefold() for word in words}:
            in_texts[word] += 1
            found_in[word].add(text.corpus)
    common = function_words()
    chosen = (
        word
        for word, count in in_texts.items()
        if count >= FEWEST_TEXTS
        and len(found_in[word]) >= FEWEST_CORPORA
        and small[word] > great[word]
        and word not in common
    )
    return [THEATRE, *sorted(chosen)]


def row(text: Text, vocabulary: Sequence[str]) -> Floats:
    shares = vector(word.casefold() for word in text.words())
    return np.array([shares.get(word, 0.0) for word in vocabulary], np.float32)


def cross_validated(shares: Floats, labels: Floats, used: npt.NDArray[np.bool_], floor: Floats) -> Floats:
    """The score of each text by weights that were fitted without it."""
    fold = np.random.default_rng(1).integers(0, FOLDS, len(labels))
    scores = np.zeros(len(labels), np.float32)
    for at in range(FOLDS):
        weights = fit(shares[used & (fold != at)], labels[used & (fold != at)], floor)
        scores[fold == at] = shares[fold == at] @ weights[:-1] + weights[-1]
    return scores


def fit(shares: Floats, labels: Floats, floor: Floats) -> Floats:
    """Weights, none below its floor, and last the bias of a support vector machine; both sides count the same.

    Dual coordinate descent (Hsieh and others 2008, algorithm 1, with squared loss). Words weigh by rarity
    while they are fitted, so that rare ones are not held back, and plainly afterwards.
    """
    rarity = np.log(len(labels) / np.maximum((shares > 0).sum(axis=0), 1)).astype(np.float32) + 1
    rows = np.c_[shares * rarity, np.ones(len(labels), np.float32)]
    signs = np.where(labels > 0, 1.0, -1.0)
    relevant = float(labels.sum())
    allowed = np.where(labels > 0, len(labels) / (2 * relevant), len(labels) / (2 * (len(labels) - relevant)))
    slack = 1 / (2 * STRENGTH * allowed)
    lengths = (rows * rows).sum(axis=1) + slack
    alphas = np.zeros(len(labels))
    weights = np.zeros(rows.shape[1], np.float32)
    order = np.random.default_rng(2)
    for _ in range(ROUNDS):
        for at in order.permutation(len(labels)):
            slope = signs[at] * float(rows[at] @ weights) - 1 + slack[at] * alphas[at]
            after = max(alphas[at] - slope / lengths[at], 0.0)
            if after != alphas[at]:
                weights += np.float32((after - alphas[at]) * signs[at]) * rows[at]
                alphas[at] = after
    weights[:-1] = np.maximum(weights[:-1] * rarity, floor)
    return weights


def tell(how: str, corpora: npt.NDArray[np.str_], labels: Floats, scores: Floats) -> None:
    for name in sorted(set(corpora.tolist())):
        for relevant, word in ((True, "kept"), (False, "rejected")):
            these = scores[(corpora == name) & (labels.astype(bool) == relevant)]
            if len(these):
                right = float(np.mean((these >= 0) == relevant))
                print(f"{how}: {name:20} {len(these):5} texts, {word} {right:.3f}")


def write(path: Path, vocabulary: Sequence[str], weights: Floats, line: float) -> None:
    lines = [
        "# Made by `python -m training.relevance`: words and what each weighs for a text about armed conflict.",
        f'name = "{NAME}"',
        f"bias = {weights[-1] - line:.3f}",
        "",
        "[weights]",
    ]
    for word, weight in zip(vocabulary, weights[:-1].tolist(), strict=True):
        if abs(weight) >= LEAST_WEIGHT:
            lines.append(f'"{word}" = {weight:.2f}')
    path.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
