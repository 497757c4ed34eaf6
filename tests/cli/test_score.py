"""`zenobia score` at the terminal."""

from __future__ import annotations

import json
from pathlib import Path

from shell import Zenobia

TEXT = "Rebels shelled Tadmur on Friday, state media said."
CLAIM = {"kind": "shelling", "actors": [{"text": "Rebels"}], "evidence": [TEXT]}


def write(folder: Path, **files: object) -> Path:
    folder.mkdir()
    for name, record in files.items():
        (folder / f"{name}.json").write_text(json.dumps(record))
    return folder


def test_coded_reports_are_measured_beside_a_persons(zenobia: Zenobia, tmp_path: Path) -> None:
    gold = write(tmp_path / "gold", a={"text": TEXT, "claims": [CLAIM]}, b={"text": TEXT, "claims": [CLAIM]})
    coded = write(tmp_path / "coded", a={"claims": [CLAIM]})
    said = zenobia("score", gold, "--coded", coded, "--json")
    answer = json.loads(said.out)
    assert answer["documents"] == 2
    assert answer["missing"] == ["b.json"]
    assert answer["found"] == {"p": 1.0, "r": 0.5, "f1": 0.6667, "right": 1, "predicted": 1, "gold": 2}
    assert "b.json: not coded" in said.err


def test_texts_are_coded_first_where_no_coding_is_given(zenobia: Zenobia, tmp_path: Path) -> None:
    gold = write(tmp_path / "gold", a={"text": TEXT, "published": "2016-04-03", "claims": [CLAIM]})
    rows = [line.split("\t") for line in zenobia("score", gold).out.splitlines()]
    assert rows[0][:4] == ["MEASURE", "PRECISION", "RECALL", "F1"]
    assert next(row for row in rows if row[0] == "found")[-1] == "1"


def test_a_folder_without_reports_is_told(zenobia: Zenobia, tmp_path: Path) -> None:
    said = zenobia("score", write(tmp_path / "empty"))
    assert said.status == 1
    assert "no *.json" in said.err
