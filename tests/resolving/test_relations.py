"""Alliances hold for their years, and every row of the table is of known parties."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from told import registry

import zenobia.resolving.relations as relations
from zenobia.model import SourceKind
from zenobia.resolving.relations import relation_of


@pytest.mark.parametrize(
    ("speaker", "party", "year", "relation"),
    [
        ("russia", "syria.army", 2016, "ally"),
        ("russia", "syria.army", 2012, "other"),
        ("russia.defence_ministry", "syria.air_force", 2016, "ally"),
        ("syrian-arab-news-agency", "syria.army", 2012, "party"),
        ("hezbollah", "hezbollah", 2012, "party"),
        ("sweden", "syria.army", 2016, "other"),
    ],
)
def test_a_speaker_is_a_party_an_ally_or_neither(speaker: str, party: str, year: int, relation: str) -> None:
    actors = registry()
    parties = [actors.get(party)]
    assert relation_of(actors.get(speaker), SourceKind.GOVERNMENT, parties, actors, year) == relation


def test_without_a_known_speaker_the_kind_decides() -> None:
    assert relation_of(None, SourceKind.WITNESS, [], registry(), None) == "witness"
    assert relation_of(None, None, [], registry(), None) is None


def test_every_ally_is_known() -> None:
    table = Path(relations.__file__).parent / "allies.csv"
    with table.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            assert registry().get(row["actor"]) is not None, row
            assert registry().get(row["ally"]) is not None, row
            assert row["source"], row
