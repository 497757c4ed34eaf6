"""Judging over the wire: it changes what counts, is kept with who and when, and is taken back by a new row."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from ledgers import FIRST, QUIET, SECOND, read_anew, span_of
from starlette.testclient import TestClient

from zenobia import api
from zenobia.pipeline.regrouping import regroup
from zenobia.store import check, open_writer

Judge = Callable[..., Any]


def short(browser: TestClient, kind: str = "airstrike") -> dict[str, Any]:
    found = browser.get("/api/incidents", params={"kind": kind}).json()["incidents"]
    assert len(found) == 1
    return dict(found[0])


def opened(browser: TestClient, kind: str = "airstrike") -> dict[str, Any]:
    return dict(browser.get(f"/api/incidents/{short(browser, kind)['id']}").json())


def claim_of(browser: TestClient, outlet: str) -> dict[str, Any]:
    return next(c for c in opened(browser)["claims"] if c["article"]["outlet"] == outlet)


def toll_span(words: str, text: str) -> list[int]:
    span = span_of(words, text)
    return [span.start, span.end]


def test_a_corrected_toll_counts_and_the_machines_stays_beside_it(browser: TestClient, judge: Judge) -> None:
    claim = claim_of(browser, "Desert Post")
    at = claim["toll"][0]["span"]
    answer = judge(
        verdict="correct",
        claim_id=claim["id"],
        slot="toll",
        at=at,
        value={"low": 14, "high": 14},
        why="a slip",
    )
    assert answer["changed"]["claims"] == [{"was": claim["id"], "is": claim["id"]}]
    now = claim_of(browser, "Desert Post")
    assert (now["toll"][0]["low"], now["toll"][0]["high"]) == (14, 14)
    assert now["corrected"] == [{"slot": "toll", "span": at, "machine": claim["toll"][0]}]
    assert now["toll"][0]["reasons"][-1] == {
        "rule": "corrected by hand",
        "points": 0.0,
        "detail": "ana: a slip",
    }
    assert (now["coded_by"], now["reviewed"]) == ("hand", "no")
    assert short(browser)["killed"]["low"] == 14
    assert short(browser)["coded_by"] == "hand"


def test_words_selected_anew_give_a_claim_a_new_id_and_the_old_one_still_works(
    browser: TestClient, judge: Judge
) -> None:
    claim = claim_of(browser, "Desert Post")
    at, span = claim["place"]["span"], toll_span("The market", FIRST)
    value = {"name": "Manbij market", "country": "SY", "lat": 36.53, "lon": 37.95, "precision": "site"}
    answer = judge(verdict="correct", claim_id=claim["id"], slot="place", at=at, span=span, value=value)
    (changed,) = answer["changed"]["claims"]
    assert changed["was"] == claim["id"]
    assert changed["is"] not in (None, claim["id"])
    now = claim_of(browser, "Desert Post")
    assert (now["id"], now["place"]["text"], now["place"]["precision"]) == (
        changed["is"],
        "The market",
        "site",
    )
    judge(verdict="accept", claim_id=claim["id"])
    assert claim_of(browser, "Desert Post")["reviewed"] == "yes"
    assert {j["verdict"] for j in browser.get(f"/api/history/{changed['is']}").json()["history"]} == {
        "correct",
        "accept",
    }


def test_a_rejected_claim_counts_no_more_and_comes_back_when_that_is_undone(
    browser: TestClient, judge: Judge
) -> None:
    before = short(browser)
    claim = claim_of(browser, "River Wire")
    rejected = judge(verdict="reject", claim_id=claim["id"], why="not in the report")
    after = short(browser)
    assert (before["claims"], after["claims"]) == (2, 1)
    assert (before["killed"]["best"], after["killed"]) == (12, {"low": 12, "best": 12, "high": 12})
    assert after["grade"] == "single origin"
    (gone,) = browser.get(f"/api/articles/{claim['article']['id']}").json()["rejected"]
    assert (gone["id"], gone["rejected"]) == (claim["id"], True)
    judge(to=f"/api/judgements/{rejected['judgements'][0]['id']}/undo")
    again = short(browser)
    assert {**again, "reviewed": "no"} == before


def test_an_undoing_is_undone(browser: TestClient, judge: Judge, store: Path) -> None:
    claim = claim_of(browser, "River Wire")
    first = judge(verdict="reject", claim_id=claim["id"])["judgements"][0]["id"]
    second = judge(to=f"/api/judgements/{first}/undo", why="no, it is there")["judgements"][0]["id"]
    assert "taken back" in judge(422, to=f"/api/judgements/{first}/undo")["error"]
    judge(to=f"/api/judgements/{second}/undo")
    assert short(browser)["claims"] == 1
    told = browser.get(f"/api/history/{claim['id']}").json()["history"]
    assert [(j["verdict"], j["stands"]) for j in told] == [("undo", True), ("undo", False), ("reject", True)]
    assert told[1]["why"] == "no, it is there"
    with sqlite3.connect(store) as connection:
        assert connection.execute("SELECT count(*) FROM judgements").fetchone() == (3,)


def test_a_claim_that_was_missed_is_added_on_whole_sentences(browser: TestClient, judge: Judge) -> None:
    article = claim_of(browser, "Desert Post")["article"]["id"]
    slots = [
        {"slot": "objects", "span": toll_span("The market", FIRST), "value": {}},
        {
            "slot": "place",
            "span": toll_span("Manbij", FIRST),
            "value": {"name": "Manbij", "lat": 36.53, "lon": 37.95},
        },
    ]
    span = toll_span("market burned", FIRST)
    answer = judge(verdict="add", article_id=article, kind="destruction", span=span, slots=slots)
    made = browser.get(f"/api/incidents/{answer['changed']['incident']}").json()
    claim = next(c for c in made["claims"] if c["id"] == answer["judgements"][0]["claim_id"])
    assert [s["text"] for s in claim["sentences"]] == ["The market burned down."]
    assert (claim["coded_by"], claim["reviewed"], claim["reader"]) == ("hand", "yes", "hand")
    assert claim["objects"][0]["text"] == "The market"
    assert (
        "already"
        in judge(422, verdict="add", article_id=article, kind="destruction", span=span, slots=slots)["error"]
    )


def test_incidents_are_merged_and_that_is_undone_whole(browser: TestClient, judge: Judge) -> None:
    strike, talks = short(browser), short(browser, "talks")
    merged = judge(verdict="merge", incident_ids=[strike["id"], talks["id"]])
    assert browser.get("/api/summary").json()["total"] == 1
    assert {j["act"] for j in merged["judgements"]} == {"merge"}
    assert len({j["batch"] for j in merged["judgements"]}) == 1
    judge(to=f"/api/judgements/{merged['judgements'][-1]['id']}/undo")
    assert browser.get("/api/summary").json()["total"] == 2
    assert short(browser)["id"] == strike["id"]


def test_an_incident_is_split_and_its_claims_stay_apart(
    browser: TestClient, judge: Judge, store: Path
) -> None:
    whole = short(browser)
    judge(verdict="split", incident_id=whole["id"], claim_ids=[claim_of(browser, "River Wire")["id"]])
    assert browser.get("/api/summary").json()["facets"]["kind"] == [["airstrike", 2], ["talks", 1]]
    with open_writer(store, "test") as writer:
        regroup(writer, store, whole=True)
    assert browser.get("/api/summary").json()["total"] == 3


def test_told_apart_pairs_are_suggested_no_more(browser: TestClient, judge: Judge) -> None:
    pair = [claim["id"] for claim in opened(browser)["claims"]]
    judge(verdict="not same", pair=pair)
    assert browser.get("/api/summary").json()["total"] == 3
    found = browser.get("/api/incidents", params={"kind": "airstrike"}).json()["incidents"]
    for each in found:
        assert browser.get(f"/api/incidents/{each['id']}").json()["suggested_pairs"] == []
    judge(verdict="same", pair=pair)
    assert browser.get("/api/summary").json()["total"] == 2


def test_an_accepted_incident_leaves_the_queue(browser: TestClient, judge: Judge) -> None:
    queue = browser.get("/api/queue").json()
    assert [item["incident"]["kind"] for item in queue["items"]] == ["airstrike", "talks"]
    assert "not sure (0.40)" in queue["items"][1]["why"]
    id_ = queue["items"][0]["incident"]["id"]
    judge(verdict="accept", incident_id=id_)
    assert short(browser)["reviewed"] == "yes"
    assert [item["incident"]["kind"] for item in browser.get("/api/queue").json()["items"]] == ["talks"]
    assert browser.get("/api/summary", params={"reviewed": "yes"}).json()["total"] == 1


def test_a_note_changes_no_value(browser: TestClient, judge: Judge) -> None:
    before = short(browser)
    judge(verdict="note", incident_id=before["id"], why="ask the hospital")
    judge(verdict="note", claim_id=claim_of(browser, "River Wire")["id"], why="<script>alert(1)</script>")
    assert short(browser) == before
    notes = [j["why"] for j in opened(browser)["history"]]
    assert notes == ["<script>alert(1)</script>", "ask the hospital"]
    assert "words" in judge(422, verdict="note", incident_id=before["id"])["error"]


def test_judgements_survive_a_reading_by_a_new_model(browser: TestClient, judge: Judge, store: Path) -> None:
    claim = claim_of(browser, "Desert Post")
    at = claim["toll"][0]["span"]
    judge(verdict="correct", claim_id=claim["id"], slot="toll", at=at, value={"low": 14, "high": 14})
    judge(verdict="accept", claim_id=claim["id"])
    read_anew(store, FIRST)
    now = claim_of(browser, "Desert Post")
    assert now["reader"] == "second reader"
    assert (now["toll"][0]["low"], now["reviewed"], now["look"]) == (14, "yes", [])


def test_where_the_words_moved_a_new_look_is_asked_for(
    browser: TestClient, judge: Judge, store: Path
) -> None:
    claim = claim_of(browser, "Desert Post")
    at = claim["toll"][0]["span"]
    judge(verdict="correct", claim_id=claim["id"], slot="toll", at=at, value={"low": 14, "high": 14})
    read_anew(store, FIRST, lambda claims: [replace(claims[0], actors=())])
    now = claim_of(browser, "Desert Post")
    assert now["id"] != claim["id"]
    assert (now["toll"][0]["low"], now["reviewed"]) == (14, "look")
    assert "anew" in now["look"][0]
    assert short(browser)["reviewed"] == "look"
    assert browser.get("/api/queue").json()["items"][0]["why"][0] == "asks for a new look"
    judge(verdict="accept", claim_id=now["id"])
    assert claim_of(browser, "Desert Post")["reviewed"] == "yes"


def test_what_a_person_accepted_is_kept_when_a_new_model_misses_it(
    browser: TestClient, judge: Judge, store: Path
) -> None:
    claim = claim_of(browser, "Desert Post")
    judge(verdict="accept", claim_id=claim["id"])
    read_anew(store, FIRST, lambda claims: [])
    now = claim_of(browser, "Desert Post")
    assert (now["id"], now["reviewed"]) == (claim["id"], "look")
    assert "not read" in now["look"][0]


def test_what_was_rejected_stays_rejected_when_it_is_read_again(
    browser: TestClient, judge: Judge, store: Path
) -> None:
    judge(verdict="reject", claim_id=claim_of(browser, "River Wire")["id"])
    read_anew(store, SECOND)
    assert short(browser)["claims"] == 1


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"slot": "toll", "value": {"low": 3}}, "stands in the report"),
        ({"slot": "place", "value": {"place_id": "geonames:0"}}, "stands in the report"),
        ({"slot": "when", "span": [0, 7], "value": {"start": "yesterday"}}, "not a day"),
        (
            {"slot": "when", "span": [0, 7], "value": {"start": "2016-03-02", "end": "2016-03-01"}},
            "cannot end",
        ),
        ({"slot": "toll", "span": [0, 7], "value": {"low": 5, "high": 3}}, "at most"),
        ({"slot": "toll", "span": [0, 7], "value": {"low": -1}}, "whole number"),
        ({"slot": "toll", "span": [0, 7], "value": {"low": True}}, "whole number"),
        ({"slot": "toll", "span": [0, 9_999], "value": {"low": 1}}, "outside"),
        ({"slot": "toll", "span": [7, 0], "value": {"low": 1}}, "offsets"),
        ({"slot": "toll", "at": [0, 1], "value": {"low": 1}}, "stands at"),
        ({"slot": "actors", "span": [0, 6], "value": {"actor_id": "nobody-at-all"}}, "no party"),
        ({"slot": "actors", "span": [0, 6], "value": {"name": ["x"]}}, "text"),
        ({"slot": "place", "span": [0, 6], "value": {"name": "X", "lat": 91, "lon": 0}}, "degrees"),
        ({"slot": "place", "span": [0, 6], "value": {"name": "X", "lat": 9}}, "neither"),
        ({"slot": "kind", "value": "murder"}, "is no kind"),
        ({"slot": "kind", "value": None}, "is no kind"),
        ({"slot": "colour", "value": {}}, "no slot"),
        ({"slot": "sources", "value": None}, "nothing"),
    ],
)
def test_no_value_without_its_words_and_none_that_the_slot_cannot_have(
    browser: TestClient, judge: Judge, sent: dict[str, Any], words: str
) -> None:
    claim = opened(browser, "talks")["claims"][0]
    assert words in judge(422, verdict="correct", claim_id=claim["id"], **sent)["error"]
    assert browser.get("/api/history").json()["history"] == []


def test_an_empty_slot_is_filled_and_emptied_again(browser: TestClient, judge: Judge) -> None:
    claim = opened(browser, "talks")["claims"][0]
    value = {"start": "2016-03-26", "end": "2016-03-28"}
    judge(verdict="correct", claim_id=claim["id"], slot="when", span=toll_span("met", QUIET), value=value)
    when = opened(browser, "talks")["claims"][0]["when"]
    assert (when["text"], when["start"], when["precision"]) == ("met", "2016-03-26", "days")
    assert short(browser, "talks")["days"] == {
        "start": "2016-03-26",
        "end": "2016-03-28",
        "precision": "days",
    }
    now = opened(browser, "talks")["claims"][0]["id"]
    judge(verdict="correct", claim_id=now, slot="when", value=None)
    assert opened(browser, "talks")["claims"][0]["when"] is None
    assert opened(browser, "talks")["claims"][0]["id"] == claim["id"]


def test_while_a_reading_goes_on_the_answer_says_who_writes(
    browser: TestClient, judge: Judge, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api, "Reviewer", partial(api.Reviewer, wait_s=0.2))
    code = (
        "import sys; from pathlib import Path; from zenobia.store import open_writer\n"
        f"with open_writer(Path({str(store)!r}), 'zenobia read reports/'):\n"
        "    print('held', flush=True); sys.stdin.read()"
    )
    claim = claim_of(browser, "River Wire")
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        assert browser.get("/api/summary").json()["total"] == 2
        error = judge(409, verdict="accept", claim_id=claim["id"])["error"]
        other.communicate("")
    assert "zenobia read reports/" in error
    assert "nothing was changed" in error
    judge(verdict="accept", claim_id=claim["id"])


def test_all_of_it_leaves_a_store_that_is_whole(browser: TestClient, judge: Judge, store: Path) -> None:
    claim = claim_of(browser, "Desert Post")
    judge(verdict="correct", claim_id=claim["id"], slot="kind", value="shelling")
    judge(verdict="reject", claim_id=claim["id"])
    judge(verdict="merge", incident_ids=[e["id"] for e in browser.get("/api/incidents").json()["incidents"]])
    assert check(store) == []
