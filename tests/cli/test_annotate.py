"""`zenobia annotate`: out for correction, and back as judgements."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from shell import Zenobia

from zenobia import api

NEWS = """Strike on Palmyra

Russian air strikes killed 12 Islamic State fighters in Palmyra, Syria, on Sunday, Syrian state media said.

The army left the town of Sukhna on Monday. Elders met in Homs.
"""


@pytest.fixture
def out(zenobia: Zenobia, tmp_path: Path) -> tuple[Zenobia, Path]:
    """A ledger with one report, and the file that it was written into."""
    (tmp_path / "news.txt").write_text(NEWS)
    zenobia("read", tmp_path / "news.txt", "--published", "2016-03-29", "--outlet", "Desert Post")
    said = zenobia("annotate", "-o", tmp_path / "out")
    assert "1 reports written" in said.err
    (path,) = (tmp_path / "out").glob("*.json")
    return zenobia, path


def take(zenobia: Zenobia, path: Path, status: int = 0) -> dict[str, Any]:
    said = zenobia("annotate", "--take", path.parent, "--reviewer", "A. Coder", "--json")
    assert said.status == status, said.err
    (answer,) = json.loads(said.out)
    return dict(answer)


def strike_of(record: dict[str, Any]) -> dict[str, Any]:
    return next(claim for claim in record["claims"] if claim["kind"] == "airstrike")


def test_what_is_left_as_it_is_is_accepted_and_changes_nothing(out: tuple[Zenobia, Path]) -> None:
    zenobia, path = out
    record = json.loads(path.read_text())
    assert all(sentence in record["text"] for claim in record["claims"] for sentence in claim["evidence"])
    before = api.claims(api.ClaimQuery()).found
    answer = take(zenobia, path)
    assert answer["accepted"] == len(record["claims"]) == len(before)
    assert (answer["corrected"], answer["rejected"], answer["added"], answer["problem"]) == (0, 0, 0, None)
    after = api.claims(api.ClaimQuery()).found
    assert [found.claim for found in after] == [found.claim for found in before]


def test_what_is_changed_gone_or_new_is_corrected_rejected_or_added(out: tuple[Zenobia, Path]) -> None:
    zenobia, path = out
    record = json.loads(path.read_text())
    strike = strike_of(record)
    strike["toll"][0]["low"] = 10
    strike["sources"] = []
    missed = {
        "kind": "agreement",
        "actors": [{"text": "Elders", "name": None}],
        "place": {
            "text": "Homs",
            "name": "Homs",
            "country": "SY",
            "lat": 34.7,
            "lon": 36.7,
            "precision": "town",
        },
        "evidence": ["Elders met in Homs."],
    }
    kept = [claim for claim in record["claims"] if claim is strike]
    record["claims"] = [*kept, missed]
    path.write_text(json.dumps(record))
    answer = take(zenobia, path)
    assert answer["problem"] is None
    assert (answer["corrected"], answer["added"]) == (1, 1)
    assert answer["rejected"] == len(record["exported"]) - 1
    now = {found.claim.kind.value: found.claim for found in api.claims(api.ClaimQuery()).found}
    assert set(now) == {"airstrike", "agreement"}
    assert (now["airstrike"].toll[0].low, now["airstrike"].toll[0].high) == (10, 12)
    assert now["airstrike"].sources == ()
    assert now["agreement"].place is not None
    assert now["agreement"].place.lat == 34.7
    path.write_text(json.dumps({**record, "claims": [{**strike, "toll": []}, missed]}))
    again = take(zenobia, path)
    assert again["added"] == 0, "a claim that was added is not added twice"


def test_a_file_with_a_fault_is_told_and_nothing_of_it_is_taken(out: tuple[Zenobia, Path]) -> None:
    zenobia, path = out
    record = json.loads(path.read_text())
    before = api.claims(api.ClaimQuery()).found
    record["claims"] = [{"kind": "clash", "evidence": ["Nobody wrote this sentence."]}]
    path.write_text(json.dumps(record))
    answer = take(zenobia, path, status=3)
    assert "does not stand in the text" in answer["problem"]
    assert api.claims(api.ClaimQuery()).found == before


def test_what_was_asked_must_be_clear(zenobia: Zenobia, tmp_path: Path) -> None:
    assert zenobia("annotate").status == 2
    assert "--reviewer" in zenobia("annotate", "--take", tmp_path).err
    assert "no *.json" in zenobia("annotate", "--take", tmp_path, "--reviewer", "A").err
