"""ACLED's rules: which type an incident has, which days have a row, and how many dead are counted (acled.toml)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from zenobia.dates import DatePrecision, DateRange
from zenobia.exports.told import LeftOut, Party, ToldIncident, said_words, words_only
from zenobia.model import Kind, PlaceMention, PlacePrecision

# A campaign told as longer than this ("fighting since spring") does not say that each day was an active one.
LONGEST_CAMPAIGN_DAYS = 31


@dataclass(frozen=True, slots=True)
class ActiveDay:
    """One row of an incident: its day and how exactly that is known, on ACLED's scale."""

    day: date
    time_precision: int


@dataclass(frozen=True, slots=True)
class Fatalities:
    """A number of dead by ACLED's rule, and which rule it is by, where it is not the lowest figure told."""

    count: int
    by_rule: str = ""


def active_days(told: ToldIncident) -> list[ActiveDay] | LeftOut:
    """The days that have a row each.

    "From Thursday to Saturday" is three for a battle, and one, in the middle and less exactly known, for a
    strike. A day of a battle is exactly known (1) where a claim tells that very day.
    """
    account = told.incident.account
    days = account.days
    if days is None:
        return LeftOut("no day told")
    if days.start is None or days.end is None:
        return LeftOut("one end of its days is not told")
    count = (days.end - days.start).days + 1
    if _is_campaign(account.kind, days) and count <= LONGEST_CAMPAIGN_DAYS:
        exact = _days_told(told)
        each = (days.start + timedelta(days=at) for at in range(count))
        return [ActiveDay(day, 1 if day in exact or count == 1 else 2) for day in each]
    precision = _table()["time_precision"].get(days.precision)
    if precision is None:
        return LeftOut("dated no closer than a year, or over longer than a month")
    return [ActiveDay(days.start + timedelta(days=(count - 1) // 2), precision)]


def _is_campaign(kind: Kind, days: DateRange) -> bool:
    """Whether the range says how long it lasted, and not within which days it happened."""
    start = days.start
    is_calendar = start is not None and days == DateRange.of_month(start.year, start.month)
    lasts = kind.value in _table()["lasting"]["kinds"]
    return lasts and not is_calendar and days.precision is not DatePrecision.YEAR


def _days_told(told: ToldIncident) -> set[date]:
    whens = (found.claim.when for found in told.asserted if found.claim.when is not None)
    ranges = (when.days for when in whens if when.days is not None)
    return {days.start for days in ranges if days.start is not None and days.start == days.end}


def fatalities(told: ToldIncident) -> Fatalities:
    """The lowest figure told; a word's number where only a word is told; 0 where nobody is told to be dead."""
    killed = told.killed
    if killed is not None:
        only_bound = killed.low == 0 and killed.best > 0
        return (
            Fatalities(killed.best, "told as an upper bound only") if only_bound else Fatalities(killed.low)
        )
    toll = words_only(told)
    if toll is None:
        return Fatalities(0)
    table = _table()
    said = re.findall(r"[a-z]+", toll.text.casefold())
    if any(word in table["no_number"]["words"] for word in said):
        return Fatalities(0, f"ACLED has no number for “{toll.text}”")
    word = next((word for word in table["words"] if word in said), None)
    if word is None and not _is_plural(said):
        return Fatalities(0, f"no number told (“{toll.text}”)")
    return Fatalities(table["words"][word or "plural"], f"ACLED's number for “{toll.text}”")


def _is_plural(words: Sequence[str]) -> bool:
    return any(word in ("people", "men", "women", "children") or word.endswith("s") for word in words)


def divided(total: int, parts: int) -> list[int]:
    """Equal whole shares, what is left over going to the first day."""
    share, left = divmod(total, parts)
    return [share + left, *[share] * (parts - 1)]


def sub_event_of(told: ToldIncident, actors: Sequence[Party], targets: Sequence[Party]) -> str | None:
    """The sub-event type by the first rule that fits."""
    account = told.incident.account
    words = said_words(told)
    code = account.place.country if account.place else None
    doers = {party.inter(code) for party in actors}
    sort = "" if not targets else "civilian" if all(party.is_civilian for party in targets) else "armed"
    for rule in _table()["rule"]:
        fits = account.kind.value in rule["kinds"]
        fits = fits and ("doer" not in rule or bool(doers & set(rule["doer"])))
        fits = fits and ("target" not in rule or rule["target"] == sort)
        if fits and ("words" not in rule or _says(words, rule["words"])):
            return str(rule["sub_event"])
    return None


def _says(text: str, words: Sequence[str]) -> bool:
    return any(re.search(rf"\b{re.escape(word)}\b", text) for word in words)


def types_of(sub_event: str) -> dict[str, str]:
    """The three columns of types."""
    event = event_of(sub_event)
    disorder = _table()["disorder"]
    return {
        "disorder_type": disorder.get(sub_event, disorder[event]),
        "event_type": event,
        "sub_event_type": sub_event,
    }


@cache
def _order() -> dict[str, int]:
    return {event: at for at, event in enumerate(_table()["events"])}


def event_of(sub_event: str) -> str:
    events: dict[str, list[str]] = _table()["events"]
    return next(event for event, subs in events.items() if sub_event in subs)


def rank(event: str, sub_event: str) -> tuple[int, int]:
    """Where a type stands in ACLED's order, the first being lowest."""
    return _order()[event], _table()["events"][event].index(sub_event)


def geo_precision_of(place: PlaceMention) -> int | None:
    """ACLED's precision of a place; None for one that it does not code."""
    precision: int | None = _table()["geo_precision"].get(place.precision or PlacePrecision.COUNTRY)
    return precision


def inter_words(code: str) -> str:
    return str(_table()["inter"].get(code, ""))


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("acled.toml").read_text("utf-8"))
