"""Asking who goes by a name, and adding one's own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from shell import Zenobia

from zenobia import api

OWN = "id,name,kind,country,part_of,aliases\nwadi-guard,Wadi Guard,paramilitary,YE,yemen,Guards of the Wadi\n"


def test_a_name_is_answered_with_who_and_why(zenobia: Zenobia) -> None:
    shown = zenobia("actor", "Daesh").out
    assert shown.startswith("Islamic State")
    assert "+1 alias: Daesh" in shown
    (first,) = json.loads(zenobia("actor", "Syrian troops", "--json").out)
    assert (first["id"], first["lineage"]) == ("syria.army", ["syria.government", "syria"])


def test_words_of_a_report_are_asked_for_by_what_they_name(zenobia: Zenobia) -> None:
    assert zenobia("actor", "suspected IS fighters").out.startswith("Islamic State")


def test_a_shared_name_shows_the_others_and_the_country_chooses(zenobia: Zenobia) -> None:
    shown = zenobia("actor", "ISF", "--country", "lb").out
    assert shown.startswith("Internal Security Forces")
    assert "iraq.security_forces" in shown


def test_nobody_is_said_with_the_nearest_name(zenobia: Zenobia) -> None:
    said = zenobia("actor", "Hezbolla")
    assert said.status == 1
    assert "did you mean “Hezbollah”?" in said.err


def test_the_list_is_narrowed_by_country_and_kind(zenobia: Zenobia) -> None:
    listed = json.loads(zenobia("actors", "--country", "ML", "--kind", "armed group", "--json").out)
    assert {actor["kind"] for actor in listed} == {"armed group"}
    assert "National Movement for the Liberation of Azawad" in {actor["name"] for actor in listed}
    organs = json.loads(zenobia("actors", "--country", "ML", "--organs", "--json").out)
    assert "mali.army" in {actor["id"] for actor in organs}
    assert zenobia("actors", "--kind", "wizard").status == 2


def test_a_table_of_ones_own_is_kept_and_read_with(zenobia: Zenobia, tmp_path: Path) -> None:
    (tmp_path / "own.csv").write_text(OWN, "utf-8")
    assert "1 actors added, 0 replaced" in zenobia("actors", "add", tmp_path / "own.csv").out
    assert zenobia("actor", "guards of the Wadi").out.startswith("Wadi Guard")
    again = zenobia("actors", "add", tmp_path / "own.csv").out
    assert "0 actors added, 1 replaced" in again
    assert api.known_actors("Wadi Guard")[0].actor.country == ("YE",)


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ("a,A,wizards,,,", "line 3: kind is 'wizards'"),
        ("a,A,military,Mali,,", "line 3: country is 'Mali'"),
        ("a,A,military,ML,nowhere,", "a is part of 'nowhere', which is no id"),
    ],
)
def test_a_wrong_row_is_named_and_nothing_is_kept(
    zenobia: Zenobia, tmp_path: Path, row: str, complaint: str
) -> None:
    (tmp_path / "own.csv").write_text(OWN + row + "\n", "utf-8")
    said = zenobia("actors", "add", tmp_path / "own.csv")
    assert said.status == 1
    assert complaint in said.err
    assert not (tmp_path / "kept" / "actors.csv").exists()
