"""Coded reports without their texts: labels and offsets here, the words with the corpus.

A coded report (docs/codebook.md) names its actors, places and sentences in the report's own words.
Many corpora may be used but not copied, so what is kept here is *stand-off*: each of those words is a
pair of offsets ``[start, end]`` into the corpus' text, and a SHA-256 tells that it is the same text.

    python -m training.coded.standoff strip CODED_FOLDER --corpus re3d --corpus-folder FOLDER --out re3d.json
    python -m training.coded.standoff restore re3d.json --corpus-folder FOLDER --out CODED_FOLDER
"""

import argparse
import hashlib
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from training.coded.documents import CORPORA, Coded

Span = list[int]

FORMAT = 1
MENTIONS = ("actors", "targets", "objects", "sources")

# The only labels that are ours and so are kept as they are; every other word must be a span of the text.
OWN_LABELS = {
    "actors": ("name",),
    "targets": ("name",),
    "objects": (),
    "sources": ("name", "kind"),
    "place": ("name", "country", "lat", "lon", "precision"),
    "when": ("start", "end", "precision"),
    "toll": ("outcome", "category", "low", "high"),
}


class NotInText(ValueError):
    """A coded value does not stand in its report letter for letter."""


class TextDiffers(ValueError):
    """The corpus holds another text than the one that was coded."""


def fingerprint(text: str) -> str:
    """Which text was coded: the SHA-256 of its UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


# -- finding the words ------------------------------------------------------------------------------


def occurrences(text: str, value: str) -> Iterator[Span]:
    """Everywhere that the value stands in the text, from left to right, overlaps too."""
    at = text.find(value) if value else -1
    while at >= 0:
        yield [at, at + len(value)]
        at = text.find(value, at + 1)


def stands_alone(text: str, span: Span) -> bool:
    """Whether the span begins and ends between words: "EU" does in "the EU said", not in "EUROPE"."""
    start, end = span
    before, after = text[max(0, start - 1) : start + 1], text[end - 1 : end + 1]
    return not re.fullmatch(r"\w\w", before) and not re.fullmatch(r"\w\w", after)


def locate(text: str, value: str, evidence: list[Span]) -> Span:
    """The occurrence that a claim means.

    Whole words before parts of words; then inside the claim's evidence sentences, else the nearest
    before the first of them (a report names a thing before it says more of it), else the first after.
    """
    anchor = evidence[0][0] if evidence else 0

    def rank(span: Span) -> tuple[bool, bool, bool, int]:
        inside = any(start <= span[0] and span[1] <= end for start, end in evidence)
        after = span[0] >= anchor
        distance = span[0] if inside else abs(span[0] - anchor)
        return not stands_alone(text, span), not inside, after and not inside, distance

    found = min(occurrences(text, value), key=rank, default=None)
    if found is None:
        raise NotInText(f"{value[:60]!r} does not stand in the text")
    return found


# -- one claim --------------------------------------------------------------------------------------


def strip_claim(claim: Coded, text: str) -> Coded:
    """The claim with every word of the report turned into its offsets."""
    evidence = sorted(locate(text, sentence, []) for sentence in claim["evidence"])

    def at(value: str | None) -> Span | None:
        return locate(text, value, evidence) if value else None

    def part(slot: str, item: Coded) -> Coded:
        return {"at": at(item["text"])} | {label: item.get(label) for label in OWN_LABELS[slot]}

    return {
        "kind": claim["kind"],
        "realis": claim["realis"],
        **{slot: [part(slot, item) for item in claim.get(slot) or []] for slot in MENTIONS},
        "place": part("place", claim["place"]) if claim.get("place") else None,
        "when": part("when", claim["when"]) if claim.get("when") else None,
        "toll": [part("toll", item) | {"who_at": at(item.get("who"))} for item in claim.get("toll") or []],
        "quote": at(claim.get("quote")),
        "evidence": evidence,
    }


def restore_claim(claim: Coded, text: str) -> Coded:
    """The claim in words again: the reverse of ``strip_claim``."""

    def words(span: Span | None) -> str | None:
        return text[slice(*span)] if span else None

    def part(slot: str, item: Coded) -> Coded:
        return {"text": words(item["at"])} | {label: item[label] for label in OWN_LABELS[slot]}

    return {
        "kind": claim["kind"],
        "realis": claim["realis"],
        **{slot: [part(slot, item) for item in claim[slot]] for slot in MENTIONS},
        "place": part("place", claim["place"]) if claim["place"] else None,
        "when": part("when", claim["when"]) if claim["when"] else None,
        "toll": [part("toll", item) | {"who": words(item["who_at"])} for item in claim["toll"]],
        "quote": words(claim["quote"]),
        "evidence": [words(span) for span in claim["evidence"]],
    }


# -- one report -------------------------------------------------------------------------------------


def strip_report(report: Coded, key: str) -> Coded:
    """The report's labels, the fingerprint of its text, and nothing of the text itself."""
    return {
        "key": key,
        "id": report["id"],
        "published": report["published"],
        "sha256": fingerprint(report["text"]),
        "claims": [strip_claim(claim, report["text"]) for claim in report["claims"]],
    }


def restore_report(report: Coded, document: Coded) -> Coded:
    """The report as it was coded, with the corpus' text, title and publisher.

    Raises ``TextDiffers`` rather than let offsets point at other words.
    """
    text = document["text"]
    if fingerprint(text) != report["sha256"]:
        raise TextDiffers(f"{report['key']}: the corpus' text is not the one that was coded")
    return {
        "id": report["id"],
        "title": document["title"],
        "published": report["published"],
        "publisher": document["publisher"],
        "url": document["url"],
        "text": text,
        "claims": [restore_claim(claim, text) for claim in report["claims"]],
    }


# -- the command ------------------------------------------------------------------------------------


def strip_folder(folder: Path, corpus: str, documents: dict[str, Coded]) -> Coded:
    """All coded reports of a folder in stand-off form, each paired with the document whose text it has."""
    keys = {fingerprint(document["text"]): key for key, document in documents.items()}
    reports = []
    for path in sorted(folder.glob("*.json")):
        report = json.loads(path.read_text(encoding="utf-8"))
        key = keys.get(fingerprint(report["text"]))
        if key is None:
            raise TextDiffers(f"{path.name}: no document of {corpus} has this text")
        try:
            reports.append(strip_report(report, key))
        except NotInText as fault:
            raise NotInText(f"{path.name}: {fault}") from fault
    return {"format": FORMAT, "corpus": corpus, "reports": reports}


def restore_folder(coded: Coded, documents: dict[str, Coded], out: Path) -> int:
    """Write each report as a coded file of its own; how many were written."""
    out.mkdir(parents=True, exist_ok=True)
    for report in coded["reports"]:
        restored = restore_report(report, documents[report["key"]])
        path = out / f"{report['id']}.json"
        path.write_text(json.dumps(restored, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return len(coded["reports"])


def write_standoff(coded: Coded, out: Path) -> None:
    """One claim a line, so that a change of one claim is a change of one line."""
    blocks = []
    for report in coded["reports"]:
        head = ",\n".join(f" {json.dumps(k)}: {json.dumps(report[k])}" for k in report if k != "claims")
        claims = ",\n".join(f"  {json.dumps(claim, ensure_ascii=False)}" for claim in report["claims"])
        blocks.append(f'{{\n{head},\n "claims": [\n{claims}\n ]\n}}')
    top = f'"format": {coded["format"]},\n"corpus": {json.dumps(coded["corpus"])}'
    out.write_text(f'{{\n{top},\n"reports": [\n' + ",\n".join(blocks) + "\n]\n}\n", encoding="utf-8")


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Coded reports to stand-off labels and back.")
    commands = parser.add_subparsers(dest="command", required=True)
    strip = commands.add_parser("strip", help="coded files to one stand-off file without texts")
    strip.add_argument("source", type=Path, help="folder of coded reports")
    strip.add_argument("--corpus", choices=sorted(CORPORA), required=True)
    restore = commands.add_parser("restore", help="a stand-off file and its corpus to coded files")
    restore.add_argument("source", type=Path, help="stand-off file")
    for command in (strip, restore):
        command.add_argument("--corpus-folder", type=Path, required=True, help="folder of the corpus")
        command.add_argument("--out", type=Path, required=True)
    options = parser.parse_args(arguments)

    if options.command == "strip":
        coded = strip_folder(options.source, options.corpus, CORPORA[options.corpus](options.corpus_folder))
        write_standoff(coded, options.out)
        count = len(coded["reports"])
    else:
        coded = json.loads(options.source.read_text(encoding="utf-8"))
        count = restore_folder(coded, CORPORA[coded["corpus"]](options.corpus_folder), options.out)
    print(f"{count} reports written to {options.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
