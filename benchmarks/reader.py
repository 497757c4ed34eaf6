"""How good the claims are that the reader and the resolvers make of reports, beside a person's.

    python benchmarks/reader.py [--data DIR] [--cues]      DIR holds coded reports in the codebook's shape

Reports are scored together and by where they come from (the first word of a file's name). `--cues` scores the
cue-word baseline instead. How far confidences can be believed is told too: claims in bands of confidence, and
how many of each band a person coded as well; `calibration_error` is how far the two lie apart, on average over
claims. The last line is JSON.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from zenobia import api
from zenobia.articles.plain import article_from_text
from zenobia.exports.coding import coded_claims
from zenobia.exports.scoring import ScoredReport, claims_in, score
from zenobia.model import CodedArticle

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT.parent / "shared" / "gold" / "dev"
SHOWN = (
    "found",
    "slots",
    "slot actors",
    "slot targets",
    "slot place",
    "slot when",
    "slot toll",
    "slot sources",
)
# Bands of confidence: below each bound, and above the last.
BANDS = (0.5, 0.65, 0.8, 0.9, 1.01)


def coded(path: Path, cues: bool) -> tuple[ScoredReport, list[float]]:
    """One report, coded anew, beside the person's claims; and how sure the reader is of each claim."""
    record = json.loads(path.read_text("utf-8"))
    article = article_from_text(
        record["text"],
        title=record.get("title"),
        published_on=api.as_day(record.get("published")),
        outlet=record.get("publisher"),
    )
    claims = _of_cues(article) if cues else api.opened_stages().code([article])[0].claims
    # A claim whose sentences are not in the report's text is not coded, so that each is asked for alone.
    told = [(one, claim.confidence) for claim in claims for one in coded_claims(article, [claim])]
    report = ScoredReport(record["text"], [one for one, _ in told], claims_in(record, path.name))
    return report, [confidence for _, confidence in told]


def _of_cues(article: CodedArticle) -> tuple:
    from zenobia.reading.cues import CueReader

    stages = api.opened_stages()
    return tuple(stages.resolve(article, CueReader().read_claims([article])[0]))


@dataclass(slots=True)
class Band:
    """Claims of about one confidence: how many, how sure of them the reader is in sum, how many a person coded."""

    below: float
    claims: int = 0
    confidence: float = 0.0
    coded: int = 0


def bands(reports: list[tuple[ScoredReport, list[float]]]) -> list[Band]:
    found = [Band(bound) for bound in BANDS]
    for report, confidences in reports:
        for claim, confidence in zip(report.coded, confidences, strict=True):
            alone = score([ScoredReport(report.text, [claim], report.gold)])
            band = next(band for band in found if confidence < band.below)
            band.claims += 1
            band.confidence += confidence
            band.coded += alone["found"].right
    return found


def calibration_error(found: list[Band]) -> float:
    """How far the confidence of a claim is from the share that a person coded, on average: 0 is best, 1 worst."""
    apart = sum(abs(band.confidence - band.coded) for band in found)
    return apart / max(1, sum(band.claims for band in found))


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--data", type=Path, default=DATA)
    options.add_argument("--cues", action="store_true")
    given = options.parse_args()
    paths = sorted(given.data.glob("*.json"))
    if not paths:
        raise SystemExit(f"no coded reports in {given.data}")
    reports = [coded(path, given.cues) for path in paths]
    by_origin: defaultdict[str, list[ScoredReport]] = defaultdict(list)
    for path, (report, _) in zip(paths, reports, strict=True):
        by_origin[path.stem.rpartition("-")[0] or path.stem].append(report)
    print(f"{'':20}{'reports':>8}" + "".join(f"{name.removeprefix('slot '):>9}" for name in SHOWN))
    for origin, some in [*sorted(by_origin.items()), ("all", [report for report, _ in reports])]:
        figures = score(some)
        print(f"{origin:20}{len(some):8}" + "".join(f"{figures[name].f1:9.3f}" for name in SHOWN))
    found = bands(reports)
    print("\nclaims by confidence, their mean confidence, and the share of them that a person coded too")
    lower = 0.0
    for band in found:
        shares = (band.confidence / band.claims, band.coded / band.claims) if band.claims else (0.0, 0.0)
        print(f"  {lower:.2f}-{min(band.below, 1):.2f}{band.claims:8}{shares[0]:8.2f}{shares[1]:8.2f}")
        lower = band.below
    everything = score([report for report, _ in reports])
    figures = {name.replace("slot ", ""): round(one.f1, 4) for name, one in everything.items()}
    print(json.dumps(figures | {"calibration_error": round(calibration_error(found), 4)}))


if __name__ == "__main__":
    main()
