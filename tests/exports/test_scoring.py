"""The measures of agreement: on claims of our own, and beside the script that defines them."""

from __future__ import annotations

import copy
import importlib.util
import json
import random
from pathlib import Path
from typing import Any

import pytest

from zenobia.errors import BadInput
from zenobia.exports.scoring import MEASURES, Score, ScoredReport, claims_in, score

TEXT = (
    "Rebels shelled the market of Tel Brin on Friday. Nine people died. The army left Tel Brin on Saturday."
)
GOLD = Path(__file__).parents[3] / "shared" / "gold"


def shelling(**changed: Any) -> dict[str, Any]:
    claim: dict[str, Any] = {
        "kind": "shelling",
        "realis": "asserted",
        "actors": [{"text": "Rebels", "name": None}],
        "targets": [],
        "place": {"text": "Tel Brin", "name": "Tel Brin", "lat": 35.0, "lon": 37.0, "precision": "town"},
        "when": {"text": "Friday", "start": "2016-04-01", "end": "2016-04-01", "precision": "day"},
        "toll": [{"outcome": "killed", "low": 9, "high": 9, "text": "Nine"}],
        "sources": [],
        "evidence": ["Rebels shelled the market of Tel Brin on Friday.", "Nine people died."],
    }
    return claim | changed


def withdrawal() -> dict[str, Any]:
    sentence = "The army left Tel Brin on Saturday."
    return {"kind": "withdrawal", "actors": [{"text": "The army"}], "evidence": [sentence]}


def scored(coded: list[dict[str, Any]], gold: list[dict[str, Any]]) -> dict[str, Score]:
    return score([ScoredReport(TEXT, coded, gold)])


def test_a_coding_like_the_persons_is_all_right() -> None:
    both = [shelling(), withdrawal()]
    assert all(one.f1 == 1.0 for one in scored(both, copy.deepcopy(both)).values() if one.gold)


def test_a_claim_that_is_missing_counts_with_all_its_slots() -> None:
    result = scored([shelling()], [shelling(), withdrawal()])
    assert result["found"] == Score(right=1, coded=1, gold=2)
    assert result["slots"] == Score(right=5, coded=5, gold=7)


def test_a_strike_by_another_name_is_of_the_family_and_not_found() -> None:
    result = scored([shelling(kind="attack")], [shelling()])
    assert result["found"].right == 0
    assert result["family"].right == 1
    assert result["slot kind"].right == 0
    assert result["slot toll"].right == 1
    assert result["whole"].right == 0


def test_without_a_sentence_in_common_two_claims_are_no_pair() -> None:
    assert scored([shelling(evidence=["Nine people died of cold."])], [shelling()])["family"].right == 0


@pytest.mark.parametrize(
    ("changed", "slot", "right"),
    [
        ({"place": {"lat": 35.2, "lon": 37.0}}, "place", 1),
        ({"place": {"lat": 35.3, "lon": 37.0}}, "place", 0),
        ({"place": {"text": "the market of Tel Brin"}}, "place", 1),
        ({"when": {"text": "Friday", "start": None, "end": None}}, "when", 0),
        ({"toll": [{"outcome": "killed", "low": 9, "high": None}]}, "toll", 0),
        ({"actors": [{"text": "the rebels"}]}, "actors", 1),
        ({"actors": [{"text": "the"}]}, "actors", 0),
        ({"realis": "denied"}, "realis", 0),
    ],
)
def test_what_counts_as_the_same(changed: dict[str, Any], slot: str, right: int) -> None:
    assert scored([shelling(**changed)], [shelling()])[f"slot {slot}"].right == right


def test_one_value_is_paired_once() -> None:
    twice = [{"text": "Rebels"}, {"text": "the rebels"}]
    assert scored([shelling(actors=twice)], [shelling()])["slot actors"] == Score(1, 2, 1)


@pytest.mark.parametrize(
    "record",
    [[], {}, {"claims": {}}, {"claims": ["x"]}, {"claims": [{"kind": "clash", "actors": "army"}]}],
)
def test_what_is_not_coded_as_the_codebook_has_it_is_refused(record: Any) -> None:
    with pytest.raises(BadInput, match=r"odd\.json"):
        claims_in(record, "odd.json")


def perturbed(claims: list[dict[str, Any]], chance: random.Random) -> list[dict[str, Any]]:
    """The claims as a poor reader might have them: some gone, some twice, some slots lost or changed."""
    out = []
    for original in claims:
        claim = copy.deepcopy(original)
        if chance.random() < 0.15:
            continue
        if chance.random() < 0.2:
            claim["kind"] = chance.choice(["attack", "clash", "statement", claim["kind"]])
        if chance.random() < 0.2:
            claim["realis"] = chance.choice(["denied", "planned", "asserted"])
        for slot in ("actors", "targets", "toll", "sources", "evidence"):
            if claim.get(slot) and chance.random() < 0.3:
                claim[slot].pop(chance.randrange(len(claim[slot])))
        for slot in ("place", "when"):
            if chance.random() < 0.15:
                claim[slot] = None
        if claim.get("place") and claim["place"].get("lat") is not None and chance.random() < 0.4:
            claim["place"]["lat"] += chance.choice([0.1, 0.3, 1.0])
        for mention in claim.get("actors") or ():
            if chance.random() < 0.3:
                mention["name"] = None
        out.extend([claim] * (2 if chance.random() < 0.1 else 1))
    chance.shuffle(out)
    return out


@pytest.mark.parametrize("seed", [None, 1, 2, 3])
def test_the_figures_are_those_of_the_script_that_defines_them(seed: int | None) -> None:
    if not (GOLD / "score.py").exists():
        pytest.skip("the gold set is not beside the repository")
    spec = importlib.util.spec_from_file_location("defining", GOLD / "score.py")
    assert spec is not None
    assert spec.loader is not None
    defining = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(defining)
    chance = random.Random(seed)  # noqa: S311 - no secret hangs on it
    reports = []
    for path in sorted((GOLD / "dev").glob("*.json")):
        record = json.loads(path.read_bytes())
        coded = record["claims"] if seed is None else perturbed(record["claims"], chance)
        reports.append(ScoredReport(record["text"], coded, record["claims"]))
    wanted = defining.score([(report.text, report.coded, report.gold) for report in reports])
    ours = score(reports)
    assert set(wanted) == set(MEASURES)
    for name, row in wanted.items():
        one = ours[name]
        assert (one.right, one.coded, one.gold) == (row["right"], row["predicted"], row["gold"]), name
        assert [round(x, 4) for x in (one.precision, one.recall)] == [row["p"], row["r"]]
        assert one.f1 == pytest.approx(row["f1"], abs=5e-5)
