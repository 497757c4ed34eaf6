"""What `zenobia read` leaves unread, and what it finds to be said before."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from shell import Zenobia

WAR = """Mortars hit market of Tel Safir

Mortar rounds fell on the covered market of Tel Safir after the noon prayer on Thursday and killed seven people, the
army said. A baker said that the first round struck the fountain and the second a row of cloth shops. Rebels who hold
the ridge above the town denied having fired.
"""
CUP = """Visitors take the cup tie

The visitors took the lead after twenty minutes through a header from the corner, and added a second before the break.
The coach said that his side had deserved the win and would keep the same eleven for the tie at home next weekend.
"""
SPANISH = """El ejército anunció el martes que sus tropas habían entrado en la ciudad después de tres días de combates
con los rebeldes, y que al menos doce personas murieron cuando un proyectil cayó sobre un mercado en el centro.
"""


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "a-war.txt").write_text(WAR, "utf-8")
    (folder / "b-cup.txt").write_text(CUP, "utf-8")
    (folder / "c-copy.txt").write_text(WAR.replace("Mortars hit market", "Seven killed in market"), "utf-8")
    (folder / "d-spanish.txt").write_text(SPANISH, "utf-8")
    return folder


def test_every_page_is_counted_and_what_was_left_unread_is_listed(zenobia: Zenobia, reports: Path) -> None:
    said = zenobia("read", reports, "--published", "2026-03-06", "--json")
    assert "4 inputs = 2 read + 0 duplicate + 2 set aside" in said.err
    assert "1 not about conflict" in said.err
    assert "1 language" in said.err
    assert "1 of them repeat an earlier report" in said.err
    assert said.status == 3, "another language cannot be read, which is a fault; football is none"
    first, _, copy, _ = json.loads(said.out)
    assert first["claims"] > 0
    assert copy["claims"] == 0, "a copy that adds nothing is kept, and read once"
    assert copy["repeats"] == first["article"]

    (left,) = json.loads(zenobia("articles", "--passed-over", "--json").out)
    assert left["title"] == "Visitors take the cup tie"
    assert left["score"] < 0
    assert "against: " in left["reason"]
    assert len(json.loads(zenobia("articles", "--json").out)) == 2
    assert f"repeats {first['article'][:8]}, 100% the same" in zenobia("show", copy["article"]).out
    assert f"is repeated by {copy['article'][:8]}" in zenobia("show", first["article"]).out
    assert zenobia("articles", "--passed-over", "--words", "cup").status == 1
    assert zenobia("check").status == 0


def test_reading_again_changes_nothing_and_all_reads_the_rest(zenobia: Zenobia, reports: Path) -> None:
    (reports / "d-spanish.txt").unlink()
    assert zenobia("read", reports).status == 0
    again = zenobia("read", reports)
    assert "3 inputs = 0 read + 2 duplicate + 1 set aside (1 not about conflict); 0 new claims" in again.err
    assert len(json.loads(zenobia("articles", "--passed-over", "--json").out)) == 1
    assert "3 inputs = 1 read + 2 duplicate + 0 set aside" in zenobia("read", reports, "--all").err
    assert json.loads(zenobia("articles", "--passed-over", "--json").out) == []


def test_code_and_the_library_read_whatever_they_are_given(zenobia: Zenobia, tmp_path: Path) -> None:
    """Whoever hands over one report has decided already that it matters (docs/decisions/0095)."""
    import zenobia as library

    assert library.read(CUP).text == CUP
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "cup.json").write_text(json.dumps({"text": CUP}), "utf-8")
    assert zenobia("code", folder, tmp_path / "out").status == 0
    assert json.loads((tmp_path / "out" / "cup.json").read_text("utf-8"))["set_aside"] is None
