"""What other data sets call a country: ISO 3166 number and letters, Gleditsch and Ward's number, and regions."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Country:
    """A country by its code; `gwno` is None for what is no state of its own in Gleditsch and Ward's list."""

    code: str
    iso3: str
    iso_numeric: int
    name: str
    gwno: int | None
    acled_region: str
    ucdp_region: str


@cache
def countries() -> dict[str, Country]:
    """Every country, by its ISO 3166 alpha-2 code."""
    with Path(__file__).with_name("countries.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["code"]: Country(
                row["code"],
                row["iso3"],
                int(row["iso_numeric"]),
                row["name"],
                int(row["gwno"]) if row["gwno"] else None,
                row["acled_region"],
                row["ucdp_region"],
            )
            for row in csv.DictReader(file)
        }


def country(code: str | None) -> Country | None:
    return countries().get(code) if code is not None else None


@cache
def _codes() -> dict[str, str]:
    return {one.name.casefold(): code for code, one in countries().items()}


def code_of(name: str) -> str | None:
    """The code of a country by its name, as data sets write it: "Yemen (North Yemen)" is Yemen."""
    return _codes().get(name.casefold()) or _codes().get(name.partition(" (")[0].casefold())
