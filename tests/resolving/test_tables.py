"""A user's own table of parties: read, or refused with the line that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from zenobia.errors import BadInput
from zenobia.resolving.tables import read_actors


def table(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "own.csv"
    path.write_text(text, "utf-8")
    return path


def test_three_columns_are_enough(tmp_path: Path) -> None:
    (actor,) = read_actors(table(tmp_path, "id,name,kind\nhill-guard,Hill Guard,armed group\n"))
    assert (actor.id, actor.name, actor.kind, actor.aliases) == (
        "hill-guard",
        "Hill Guard",
        "armed group",
        (),
    )


def test_a_table_saved_by_a_spreadsheet_is_read(tmp_path: Path) -> None:
    text = "\ufeffid,name,kind,active_from,aliases\nhill-guard,Hill Guard,armed group,2014,Guard | HG\n"
    (actor,) = read_actors(table(tmp_path, text))
    assert (actor.active_from, actor.aliases) == (2014, ("Guard", "HG"))


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("name,kind\nHill Guard,armed group\n", "no column id"),
        ("id,name,kind\nhill-guard,,armed group\n", "line 2: name is empty"),
        ("id,name,kind\nhill-guard,Hill Guard,army\n", "line 2: kind is 'army'; it must be one of state"),
        ("id,name,kind\nhill guard,Hill Guard,military\n", "line 2: id is 'hill guard'"),
        (
            "id,name,kind,active_from\na,A,military,2010\nb,B,military,lately\n",
            "line 3: active_from is 'lately'",
        ),
    ],
)
def test_what_is_wrong_is_named_with_its_line(tmp_path: Path, text: str, complaint: str) -> None:
    with pytest.raises(BadInput, match=complaint):
        read_actors(table(tmp_path, text))


def test_what_is_no_table_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "own.csv").write_bytes(b"\xff\xfe\x00id,name")
    with pytest.raises(BadInput, match="cannot be read as a table"):
        read_actors(tmp_path / "own.csv")
    with pytest.raises(BadInput, match="cannot be read as a table"):
        read_actors(tmp_path / "missing.csv")
