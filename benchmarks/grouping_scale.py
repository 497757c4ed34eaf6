"""How long grouping takes, and how much memory, from ten thousand claims to a million.

Claims are made up with the skew of news: towns and parties by Zipf's law, incidents in bursts of days, some
told once and some thirty times, some without a place, a day or a party. Making them is not counted; comparing
starts from Claims, as they come out of the store. Each size runs in a process of its own, so that its peak of
memory is its own.

    python benchmarks/grouping_scale.py [--sizes 10000 100000 1000000]

Prints a line a size, and JSON with `seconds` and `peak_mb` of the largest and the `exponent` of growth.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta

from zenobia.dates import DatePrecision, DateRange
from zenobia.incidents.depositions import Deposition
from zenobia.incidents.grouping import group_traits
from zenobia.incidents.traits import Traits
from zenobia.model import (
    ActorMention,
    Category,
    Claim,
    Kind,
    Outcome,
    PlaceMention,
    PlacePrecision,
    Span,
    Toll,
    WhenMention,
)

TOWNS = 4000
PARTIES = 60
FIRST_DAY = date(2012, 1, 1)
KINDS = (
    [Kind.AIRSTRIKE] * 5
    + [Kind.SHELLING] * 5
    + [Kind.CLASH] * 6
    + [Kind.ATTACK] * 3
    + [Kind.BOMBING] * 2
    + [Kind.TAKEOVER, Kind.ADVANCE, Kind.WITHDRAWAL, Kind.ARREST, Kind.STATEMENT, Kind.TALKS, Kind.AID]
)
CLAIMS_AN_INCIDENT = 4.0
NAMES = [f"Name{chr(97 + a)}{chr(97 + b)}" for a in range(26) for b in range(26)]


def zipf(draw: random.Random, count: int) -> int:
    """Rank 0 is drawn most often; the chance falls with the rank."""
    return min(int(math.exp(draw.random() * math.log(count + 1))) - 1, count - 1)


def made_up(count: int, seed: int = 1) -> Iterator[Deposition]:
    """That many depositions, the same in every run."""
    return (deposition for incident in made_up_incidents(count, seed) for deposition in incident)


def made_up_incidents(count: int, seed: int = 1) -> Iterator[list[Deposition]]:
    """The same, those of one incident together."""
    draw = random.Random(seed)  # noqa: S311 (nothing is secret here)
    towns = [(draw.uniform(32.5, 37.2), draw.uniform(35.8, 42.2)) for _ in range(TOWNS)]
    # About as many days as the real ledger of a war would have for so many claims.
    days = max(30, min(4000, count // 200))
    made = 0
    while made < count:
        town, kind = zipf(draw, TOWNS), draw.choice(KINDS)
        day = FIRST_DAY + timedelta(days=draw.randrange(days))
        doer, target, dead = zipf(draw, PARTIES), zipf(draw, PARTIES), zipf(draw, 200)
        names = tuple(draw.sample(NAMES, 3))
        told = min(1 + int(draw.expovariate(1 / CLAIMS_AN_INCIDENT)), count - made)
        where, said = (town, *towns[town]), (doer, target, dead)
        yield [deposition(draw, made + at, kind, where, day, said, names) for at in range(told)]
        made += told


def deposition(
    draw: random.Random,
    number: int,
    kind: Kind,
    town: tuple[int, float, float],
    day: date,
    said: tuple[int, int, int],
    names: tuple[str, ...],
) -> Deposition:
    doer, target, dead = said
    place = PlaceMention(
        text="there",
        span=Span(0, 5),
        name=f"Town {town[0]}",
        country="SY",
        lat=town[1],
        lon=town[2],
        precision=PlacePrecision.TOWN,
        place_id=f"town:{town[0]}",
    )
    told = (
        DateRange.of_day(day)
        if draw.random() < 0.8
        else DateRange(day, day + timedelta(3), DatePrecision.DAYS)
    )
    toll = Toll(
        text="dead", span=Span(6, 10), outcome=Outcome.KILLED, category=Category.UNKNOWN, low=dead, high=dead
    )
    claim = Claim(
        article_id=f"article {number // 4}",
        kind=kind,
        evidence=(Span(number, number + 40),),
        actors=(party(doer),) if draw.random() < 0.7 else (),
        targets=(party(target),) if draw.random() < 0.5 else (),
        place=place if draw.random() < 0.85 else None,
        when=WhenMention(text="then", span=Span(11, 15), days=told) if draw.random() < 0.8 else None,
        toll=(toll,) if draw.random() < 0.4 else (),
    )
    words = (f"It was said that {draw.choice(names)} was there.",)
    published = day + timedelta(1)
    return Deposition(claim, published, None, words, claim.place, claim.when.days if claim.when else told)


def party(number: int) -> ActorMention:
    return ActorMention(text="they", span=Span(16, 20), name=f"Party {number}", actor_id=f"party-{number}")


def measure(count: int) -> dict[str, float]:
    """Seconds of making columns and of grouping, without those of making up the claims."""
    making = 0.0

    def counted() -> Iterator[Deposition]:
        nonlocal making
        depositions = made_up(count)
        while True:
            began = time.process_time()
            some = [deposition for _, deposition in zip(range(5000), depositions, strict=False)]
            making += time.process_time() - began
            if not some:
                return
            yield from some

    began = time.process_time()
    traits = Traits.of(counted())
    columns = time.process_time() - began - making
    began = time.process_time()
    grouping = group_traits(traits)
    joined = time.process_time() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "claims": len(traits),
        "incidents": len(grouping),
        "columns_s": round(columns, 2),
        "grouping_s": round(joined, 2),
        "seconds": round(columns + joined, 2),
        "peak_mb": round(peak),
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(measure(options.one)))
        return
    runs = []
    for size in options.sizes:
        command = [sys.executable, __file__, "--one", str(size)]
        run = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        print(run, flush=True)
        runs.append(run)
    first, last = runs[0], runs[-1]
    exponent = (
        math.log(last["seconds"] / first["seconds"]) / math.log(last["claims"] / first["claims"])
        if len(runs) > 1
        else 1.0
    )
    print(
        json.dumps({"seconds": last["seconds"], "exponent": round(exponent, 3), "peak_mb": last["peak_mb"]})
    )


if __name__ == "__main__":
    main()
