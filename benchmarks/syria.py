"""News on the war in Syria (FA-KES), read whole, beside UCDP's coding of the same war.

    python benchmarks/syria.py [--data DIR] [--misses N]

DIR holds `fa_kes/articles.csv` and `ucdp_ged_syria/ged_syria.csv`. The reports are read, coded and grouped; then

* `matched`: of our lethal incidents (best of at least one killed) in the years that UCDP's file has, up to 2018,
  dated to a week or better and placed to a site, a town, its surroundings or a district: those for which UCDP has
  an event within a day and 25 km (50 for a district) in which a side that we name takes part. What we give no side
  cannot be held against us or for us: `matched_side_told` counts only those with one, `near` leaves sides aside.
* `toll_interval_met`: of the matched, those where the low to high of such an event meets ours. UCDP parts a day's
  fighting in a town into many events, of which a report tells the sum or one; `toll_interval_met_nearest` takes
  the event nearest in days, then km.
* `province`: of the articles whose main incident has a province, those where it is the one in FA-KES's column;
  `province_told` is how many have one. `date`: those whose main incident lies within three days of its column.

Prints the table of outlets (tolls below, within and above UCDP's interval), and JSON.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import re
import statistics
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from benchmarks.readings import coded_articles

from zenobia import api
from zenobia.articles.plain import article_from_text
from zenobia.articles.published import read_day
from zenobia.errors import PageError
from zenobia.incidents.account import give_account
from zenobia.incidents.depositions import Deposition, tell
from zenobia.incidents.grouping import group_claims
from zenobia.model import (
    Account,
    ActorMention,
    Article,
    CodedArticle,
    Figure,
    Kind,
    Outcome,
    PlaceMention,
    PlacePrecision,
    Realis,
)
from zenobia.resolving.registry import Registry

CORPORA = ROOT.parent / "shared" / "corpora"
WAR_FROM, LAST_YEAR = 2011, 2018
LONGEST_DAYS = 7
REACH_KM = {
    PlacePrecision.SITE: 25,
    PlacePrecision.TOWN: 25,
    PlacePrecision.NEAR: 25,
    PlacePrecision.DISTRICT: 50,
}
DAYS_APART = 1
DATE_WITHIN = 3
STAMP_WITHIN = 120
# A point further than this from every event that UCDP coded lies in no province that it could tell us.
PROVINCE_WITHIN_KM = 30
TABLE = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
VIOLENT = frozenset(
    (Kind.CLASH, Kind.TAKEOVER, Kind.AIRSTRIKE, Kind.SHELLING, Kind.BOMBING, Kind.CHEMICAL, Kind.ATTACK)
) | {Kind.CASUALTIES, Kind.SIEGE, Kind.DESTRUCTION}


@dataclass(frozen=True, slots=True)
class Event:
    """One row of UCDP: the camps of both its sides, and its low and high of all killed."""

    id: str
    first: date
    last: date
    lat: float
    lon: float
    province: str
    camps: frozenset[str]
    low: int
    high: int
    told: str


@dataclass(frozen=True, slots=True)
class Ours:
    """One of our incidents: what it is made of, and what is compared."""

    depositions: tuple[Deposition, ...]
    account: Account

    @property
    def killed(self) -> Figure | None:
        totals = (figure for figure in self.account.toll if figure.is_total)
        return next((figure for figure in totals if figure.outcome is Outcome.KILLED), None)


def read_reports(path: Path) -> list[tuple[Article, str, date]]:
    """Each article that can be read, with its columns of province and day.

    Most texts begin with their own day of publication ("Published October 2 2016"), which is believed before
    the column: the two are more than five days apart in every fifth report, often with day and month swapped.
    """
    reports = []
    with path.open(encoding="utf-8", errors="replace", newline="") as lines:
        for row in csv.DictReader(lines):
            day = datetime.strptime(row["date"], "%m/%d/%Y").date()
            try:
                article = article_from_text(
                    row["article_content"],
                    title=row["article_title"],
                    published_on=stamped_day(row["article_content"]) or day,
                    outlet=row["source"],
                )
            except PageError:
                continue
            reports.append((article, row["location"].strip().casefold(), day))
    return reports


def stamped_day(text: str) -> date | None:
    """The day that a text begins with; "Jun 132016" has lost its comma and its space."""
    day = read_day(re.sub(r"\b(\d\d)(20\d\d)\b", r"\1 \2", text[:STAMP_WITHIN]))
    return day if day is not None and WAR_FROM <= day.year <= LAST_YEAR else None


def read_events(path: Path) -> list[Event]:
    """UCDP's events up to the last year compared."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if int(row["date_start"][:4]) <= LAST_YEAR]
    return [
        Event(
            row["id"].split(".")[0],
            date.fromisoformat(row["date_start"][:10]),
            date.fromisoformat(row["date_end"][:10]),
            float(row["latitude"]),
            float(row["longitude"]),
            row["adm_1"],
            camps_of_dyad(row["side_a"]) | camps_of_dyad(row["side_b"]),
            int(float(row["low"])),
            int(float(row["high"])),
            f"{row['dyad_name']}; {row['where_coordinates']}; {row['source_headline'][:80]}",
        )
        for row in rows
    ]


def camps_of_dyad(side: str) -> frozenset[str]:
    """The camps of one side of a dyad; civilians are none."""
    if side == "Civilians":
        return frozenset()
    named = {
        camp
        for camp, rows in TABLE["camps"].items()
        if any(name in rows["ucdp"] for name in side.split(", "))
    }
    return frozenset(named or {"insurgents"})


@dataclass(frozen=True, slots=True)
class Camps:
    """The camp of a party by its id or what it is part of; of one that is not known, by its words."""

    registry: Registry

    def of(self, depositions: Iterable[Deposition]) -> frozenset[str]:
        """The camps of all who are named as doing it or having it done to them."""
        claims = (deposition.claim for deposition in depositions)
        mentions = (mention for claim in claims for mention in (*claim.actors, *claim.targets))
        return frozenset(camp for each in mentions if (camp := self._camp(each)) is not None)

    def _camp(self, mention: ActorMention) -> str | None:
        actor = self.registry.get(mention.actor_id) if mention.actor_id else None
        if actor is None:
            said = set(re.findall(r"[a-z-]+", mention.text.casefold()))
            return next((camp for camp, rows in TABLE["camps"].items() if said & set(rows["words"])), None)
        ids = [each.id for each in self.registry.lineage(actor)]
        for id in ids:
            for camp, rows in TABLE["camps"].items():
                if id in rows.get("organs", ()):
                    return str(camp)
        for id in ids:
            for camp, rows in TABLE["camps"].items():
                if id.split(".")[0] in rows["actors"]:
                    return str(camp)
        return None


class Reference:
    """UCDP's events, found by place."""

    def __init__(self, events: Sequence[Event]) -> None:
        self._cells: dict[tuple[int, int], list[Event]] = defaultdict(list)
        for event in events:
            self._cells[math.floor(event.lat), math.floor(event.lon)].append(event)
        self.years = {event.first.year for event in events}

    def near(self, lat: float, lon: float, within_km: float) -> list[tuple[float, Event]]:
        """Events within so many kilometres (less than 80), the nearest first."""
        row, column = math.floor(lat), math.floor(lon)
        cells = ((row + north, column + east) for north in (-1, 0, 1) for east in (-1, 0, 1))
        measured = ((distance_km(lat, lon, e.lat, e.lon), e) for cell in cells for e in self._cells[cell])
        return sorted(
            (each for each in measured if each[0] <= within_km), key=lambda each: (each[0], each[1].id)
        )

    def candidates(self, account: Account) -> list[Event]:
        """Events that may be the same by day and place alone, the nearest in days first, then in km."""
        place, days = account.place, account.days
        if place is None or place.lat is None or place.lon is None or days is None or days.start is None:
            return []
        last = days.end or days.start
        found = []
        for km, event in self.near(place.lat, place.lon, REACH_KM[place.precision or PlacePrecision.TOWN]):
            apart = max((event.first - last).days, (days.start - event.last).days, 0)
            if apart <= DAYS_APART:
                found.append((apart, km, event))
        return [event for _, _, event in sorted(found, key=lambda each: (each[0], each[1], each[2].id))]

    def province_at(self, place: PlaceMention | None) -> str | None:
        """The province of a place in Syria that is no larger than one, as FA-KES calls it."""
        if place is None or place.lat is None or place.lon is None or place.country != "SY":
            return None
        if place.precision is PlacePrecision.PROVINCE:
            return _province(place.name or "")
        if place.precision not in REACH_KM:
            return None
        near = self.near(place.lat, place.lon, PROVINCE_WITHIN_KM)
        return next((word for _, event in near if (word := _province(event.province))), None)


def distance_km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    north = lat - other_lat
    east = (lon - other_lon) * math.cos(math.radians((lat + other_lat) / 2))
    return 111.2 * math.hypot(north, east)


def _province(name: str) -> str | None:
    return next((word for word, names in TABLE["provinces"].items() if name in names), None)


def group_articles(coded: Iterable[CodedArticle]) -> list[Ours]:
    """The incidents of all the articles, each article once."""
    depositions: list[Deposition] = []
    for article in {article.id: article for article in coded}.values():
        words = [tuple(span.of(article.text) for span in claim.evidence) for claim in article.claims]
        depositions += tell(article.claims, words, article.published_on, article.outlet)
    groups = group_claims(depositions).groups()
    members = [tuple(depositions[at] for at in group.positions) for group in groups]
    return [Ours(told, give_account(told)) for told in members]


def main_incident(article: CodedArticle, by_claim: Mapping[str, Ours]) -> Ours | None:
    """The incident of violence that most of the article's claims speak of, of equals the first told."""
    violent = (claim for claim in article.claims if claim.kind in VIOLENT and claim.realis is Realis.ASSERTED)
    told = [by_claim[claim.id] for claim in violent]
    counted = Counter(map(id, told))
    return max(told, key=lambda ours: counted[id(ours)], default=None)


def is_compared(ours: Ours, years: set[int]) -> bool:
    """Lethal, dated to a week, in the years of the reference, and placed to a town or district of Syria."""
    days, place, killed = ours.account.days, ours.account.place, ours.killed
    if killed is None or killed.best < 1 or days is None or days.start is None or place is None:
        return False
    end = days.end or days.start
    if days.start.year not in years or (end - days.start).days >= LONGEST_DAYS:
        return False
    told = any(each.claim.realis is Realis.ASSERTED for each in ours.depositions)
    return told and place.country == "SY" and place.precision in REACH_KM


def meets(killed: Figure, event: Event) -> bool:
    high = math.inf if killed.high is None else killed.high
    return killed.low <= event.high and event.low <= high


@dataclass(frozen=True, slots=True)
class Compared:
    """One of our incidents with what UCDP has near it, and those of them that its sides allow."""

    ours: Ours
    camps: frozenset[str]
    near: tuple[Event, ...]
    matched: tuple[Event, ...]


def compare(incidents: Iterable[Ours], reference: Reference, camps: Camps) -> Iterator[Compared]:
    for ours in incidents:
        if is_compared(ours, reference.years):
            sides = camps.of(ours.depositions)
            near = tuple(reference.candidates(ours.account))
            yield Compared(
                ours, sides, near, tuple(event for event in near if not sides or sides & event.camps)
            )


def figures(compared: Sequence[Compared]) -> dict[str, float]:
    matched = [each for each in compared if each.matched]
    told = [each for each in compared if each.camps]
    nearest = [meets(each.ours.killed, each.matched[0]) for each in matched if each.ours.killed]
    some = [
        any(meets(each.ours.killed, event) for event in each.matched) for each in matched if each.ours.killed
    ]
    return {
        "incidents": len(compared),
        "matched": _share(len(matched), len(compared)),
        "matched_side_told": _share(sum(bool(each.matched) for each in told), len(told)),
        "side_told": _share(len(told), len(compared)),
        "near": _share(sum(bool(each.near) for each in compared), len(compared)),
        "toll_interval_met": _share(sum(some), len(some)),
        "toll_interval_met_nearest": _share(sum(nearest), len(nearest)),
    }


def provinces(
    reports: Sequence[tuple[CodedArticle, str, date]], incidents: Iterable[Ours], reference: Reference
) -> dict[str, float]:
    by_claim = {each.claim.id: ours for ours in incidents for each in ours.depositions}
    told = right = dated = near = 0
    for article, wanted, day in reports:
        ours = main_incident(article, by_claim)
        if ours is None:
            continue
        province, days = reference.province_at(ours.account.place), ours.account.days
        told += province is not None
        right += province == wanted
        if days is not None and days.start is not None:
            dated += 1
            reach = timedelta(days=DATE_WITHIN)
            near += days.meets(day - reach, day + reach)
    return {
        "province": _share(right, told),
        "province_told": _share(told, len(reports)),
        "date": _share(near, dated),
        "date_told": _share(dated, len(reports)),
    }


def by_outlet(compared: Sequence[Compared]) -> list[tuple[str, int, int, int, int, float]]:
    """For each outlet: matched incidents, its own toll below, within and above UCDP's interval of the event whose
    toll is the least different, and the median of its best figure over the middle of that interval."""
    rows: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for each in compared:
        for outlet in sorted({told.outlet for told in each.ours.depositions if told.outlet}):
            own = tuple(told for told in each.ours.depositions if told.outlet == outlet)
            killed = Ours(own, give_account(own)).killed
            if not each.matched or killed is None:
                continue
            event = min(each.matched, key=lambda event: (not meets(killed, event), _times(killed, event)))
            where = 0 if meets(killed, event) else -1 if killed.best < event.low else 1
            rows[outlet].append((where, killed.best / _middle(event)))
    return [
        (
            outlet,
            len(told),
            *(sum(where == wanted for where, _ in told) for wanted in (-1, 0, 1)),
            statistics.median(ratio for _, ratio in told),
        )
        for outlet, told in sorted(rows.items(), key=lambda row: (-len(row[1]), row[0]))
    ]


def _middle(event: Event) -> float:
    return max((event.low + event.high) / 2, 0.5)


def _times(killed: Figure, event: Event) -> float:
    """How many times the one is the other, as a logarithm without its sign."""
    return abs(math.log(max(killed.best, 0.5) / _middle(event)))


def describe(each: Compared) -> str:
    """One miss, for a person to judge."""
    account, killed = each.ours.account, each.ours.killed
    place = account.place
    first = each.ours.depositions[0]
    words = " | ".join(
        sentence[:300] for told in each.ours.depositions[:3] for sentence in told.sentences[:1]
    )
    days = f"{account.days.start}..{account.days.end}" if account.days else "-"
    best = killed.best if killed else 0
    return (
        f"{first.outlet} {first.published_on} {account.kind.value} {days} best {best}, "
        f"{place.text if place else '-'} -> {place.name if place else '-'} "
        f"({place.precision if place else '-'}), sides {sorted(each.camps)}\n   {words}\n   near: "
        + ("; ".join(event.told for event in each.near[:2]) or "nothing")
    )


def _share(some: int, of: int) -> float:
    return round(some / of, 4) if of else 0.0


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=CORPORA)
    parser.add_argument("--misses", type=int, default=0, help="print so many that are not matched")
    options = parser.parse_args()
    read = read_reports(options.data / "fa_kes" / "articles.csv")
    reference = Reference(read_events(options.data / "ucdp_ged_syria" / "ged_syria.csv"))
    stages = api.opened_stages()
    coded = coded_articles("fa_kes", [article for article, _, _ in read], stages)
    incidents = group_articles(coded)
    compared = list(compare(incidents, reference, Camps(stages.registry)))
    reports = [(article, *row[1:]) for article, row in zip(coded, read, strict=True)]
    misses = [each for each in compared if not each.matched]
    for each in misses[:: max(1, len(misses) // options.misses)][: options.misses] if options.misses else ():
        print(describe(each))
    print(f"{'outlet':14}{'matched':>8}{'below':>8}{'within':>8}{'above':>8}{'ratio':>8}")
    for outlet, count, below, within, above, ratio in by_outlet(compared):
        print(f"{outlet:14}{count:8}{below:8}{within:8}{above:8}{ratio:8.2f}")
    answer = {"articles": len(read), "claims": sum(len(article.claims) for article in coded)}
    print(json.dumps(answer | figures(compared) | provinces(reports, incidents, reference)))


if __name__ == "__main__":
    main()
