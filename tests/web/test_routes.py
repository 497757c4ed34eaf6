"""What the page asks is answered: numbers, lists, the map, evidence, control; and text is never anything but text."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from ledgers import FIRST, article_of, page_of, strike
from starlette.testclient import TestClient

from zenobia import api
from zenobia.model import SourceKind
from zenobia.pipeline.regrouping import regroup
from zenobia.store import open_writer
from zenobia.web.app import make_app
from zenobia.web.guard import Keys

HOME = "http://127.0.0.1:8765"


def get(browser: TestClient, path: str, **asked: Any) -> Any:
    answer = browser.get(f"/api/{path}", params=asked)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_the_words_to_code_with_and_what_there_is(browser: TestClient) -> None:
    told = get(browser, "about")
    assert told["counts"]["incidents"] == 2
    assert (told["reviewer"], told["first_day"], told["last_day"]) == ("ana", "2016-03-27", "2016-03-27")
    assert {"id": "airstrike", "label": "air strike", "family": "combat"} in told["kinds"]
    assert told["box"] == [37.95, 36.53, 37.95, 36.53]


def test_a_summary_counts_what_has_no_day_and_no_place(browser: TestClient) -> None:
    told = get(browser, "summary")
    assert [told[name] for name in ("total", "dated", "undated", "placed", "unplaced")] == [2, 1, 1, 1, 1]
    assert told["killed"] == {"low": 12, "best": 12, "high": 20}
    assert told["days"] == [["2016-03-27", 1, 12]]
    assert told["facets"]["outlet"] == [["Desert Post", 2], ["River Wire", 1]]
    assert "without_day" not in told


def test_days_leave_out_what_has_none_and_say_so(browser: TestClient) -> None:
    told = get(browser, "summary", since="2016-03-01", until="2016-03-31")
    assert (told["total"], told["without_day"]) == (1, 1)
    assert get(browser, "summary", since="2016-03-28")["total"] == 0


@pytest.mark.parametrize(
    ("asked", "total"),
    [
        ({"kind": "airstrike"}, 1),
        ({"kind": ["airstrike", "talks"]}, 2),
        ({"kind": "siege"}, 0),
        ({"side": "Russian Air Force"}, 1),
        ({"origin": "a hospital"}, 1),
        ({"source_kind": "report"}, 1),
        ({"source_kind": ["report", "monitor"]}, 2),
        ({"outlet": "River Wire"}, 1),
        ({"grade": "single origin"}, 1),
        ({"precision": "town"}, 1),
        ({"place": "Manbij"}, 1),
        ({"words": "hospital bombed"}, 1),
        ({"words": "Elders"}, 1),
        ({"words": "!!!"}, 0),
        ({"min_killed": "12"}, 1),
        ({"min_killed": "13"}, 0),
        ({"box": "37,36,38,37"}, 1),
        ({"box": "38,36,37,37"}, 0),
        ({"box": "170,-10,-170,10"}, 0),
        ({"reviewed": "no"}, 2),
        ({"coded_by": "hand"}, 0),
        ({"kind": "airstrike", "outlet": "Desert Post", "words": "market"}, 0),
    ],
)
def test_filters_mean_the_same_in_every_answer(
    browser: TestClient, asked: dict[str, Any], total: int
) -> None:
    assert get(browser, "summary", **asked)["total"] == total
    assert get(browser, "incidents", **asked)["total"] == total
    assert get(browser, "queue", **asked)["total"] == total
    assert len(browser.get("/api/download", params={"format": "json", **asked}).json()) == total


def test_a_facet_is_counted_under_the_other_filters(browser: TestClient) -> None:
    told = get(browser, "summary", kind="talks")
    assert told["facets"]["kind"] == [["airstrike", 1], ["talks", 1]]
    assert told["facets"]["outlet"] == [["Desert Post", 1]]
    assert get(browser, "values", facet="outlet", named="wire")["values"] == [["River Wire", 1]]


def test_the_map_draws_one_alone_and_never_mixes_precisions(browser: TestClient) -> None:
    told = get(browser, "map", box="30,30,45,40", zoom="5")
    assert (told["total"], told["cells"]) == (1, [])
    assert told["incidents"][0]["line"].startswith("Air strike in Manbij, 27 March 2016: 12–20 killed")


def test_what_has_no_day_or_place_has_a_list_of_its_own(browser: TestClient) -> None:
    for only in ("undated", "unplaced"):
        assert [each["kind"] for each in get(browser, "incidents", only=only)["incidents"]] == ["talks"]


def test_an_incident_opens_into_sentences_with_their_slots(browser: TestClient) -> None:
    id_ = get(browser, "incidents", kind="airstrike")["incidents"][0]["id"]
    opened = get(browser, f"incidents/{id_[:8]}")
    sentence = opened["claims"][0]["sentences"][0]
    said = {slot["slot"]: sentence["text"][slot["start"] - sentence["start"] : slot["end"] - sentence["start"]]
            for slot in sentence["slots"]}  # fmt: skip
    assert said["place"] == "Manbij"
    assert said["when"] == "Sunday"
    assert {claim["incident_id"] for claim in opened["claims"]} == {id_}


def test_a_report_opens_whole_and_its_bytes_come_as_a_file(browser: TestClient) -> None:
    id_ = get(browser, "incidents", kind="airstrike")["incidents"][0]["id"]
    claims = get(browser, f"incidents/{id_}")["claims"]
    article = next(c["article"]["id"] for c in claims if c["article"]["outlet"] == "Desert Post")
    told = get(browser, f"articles/{article}")
    assert told["text"] == FIRST
    assert told["article"]["title"] == "Report of Desert Post"
    assert told["original"]["bytes"] == len(FIRST)
    answer = browser.get(told["original"]["href"])
    assert answer.content == FIRST.encode()
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment;")


@pytest.mark.parametrize(
    "asked",
    [
        "incidents?sort=colour",
        "incidents?limit=x",
        "incidents?offset=-1",
        "map?zoom=x",
        "map?zoom=nan",
        "map?box=1,2,3",
        "map?box=1,2,3,nan",
        "map?box=1,9,3,4",
        "summary?since=yesterday",
        "summary?within=geonames:nowhere",
        "summary?words=" + "x" * 501,
        "summary?" + "&".join(f"side={n}" for n in range(201)),
        "values?facet=id",
        "places",
        "actors?named=" + "x" * 201,
        "control?on=2016-13-01",
        "download?format=xlsx",
    ],
)
def test_what_cannot_be_answered_is_refused_in_words(browser: TestClient, asked: str) -> None:
    answer = browser.get(f"/api/{asked}")
    assert answer.status_code == 400
    assert len(answer.json()["error"]) > 10


@pytest.mark.parametrize(
    "path", ["incidents/0000000000000000", "articles/zz", "articles/0000000000000000/original", "history/gg"]
)
def test_what_is_not_there_is_not_found(browser: TestClient, path: str) -> None:
    assert browser.get(f"/api/{path}").status_code == 404


def test_without_a_store_the_page_says_what_to_do(tmp_path: Path, keys: Keys) -> None:
    app = make_app(api.Ledger(tmp_path / "none.sqlite"), keys)
    client = TestClient(app, base_url=HOME, cookies={keys.cookie_name: keys.cookie})
    answer = client.get("/api/summary")
    assert answer.status_code == 503
    assert "zenobia read" in answer.json()["error"]


def test_the_page_sees_what_was_read_meanwhile(browser: TestClient, store: Path) -> None:
    assert get(browser, "summary")["facets"]["outlet"][0] == ["Desert Post", 2]
    text = f"{FIRST} Seen from afar."
    page = page_of(text, "new.txt")
    article = article_of(page, text, "Hill Times")
    with open_writer(store, "test") as writer:
        claim = strike(article, "12 people", 12, 12, "the Observatory", SourceKind.MONITOR)
        writer.keep(page, article, [claim], reader="r")
        assert get(browser, "about")["counts"]["articles"] == 4
        regroup(writer, store)
    assert ["Hill Times", 1] in get(browser, "summary")["facets"]["outlet"]


def test_no_cell_of_a_table_is_a_formula(tmp_path: Path, keys: Keys) -> None:
    browser = hostile(tmp_path, keys, "=HYPERLINK(1)")
    rows = list(csv.DictReader(io.StringIO(browser.get("/api/download").text)))
    assert rows[0]["actors"].startswith("'=HYPERLINK")


def hostile(tmp_path: Path, keys: Keys, payload: str) -> TestClient:
    """A ledger in which a stranger wrote the same words into everything that they can write into."""
    path = tmp_path / "hostile.sqlite"
    text = f"{FIRST} {payload}"
    page = page_of(text, f"{payload}.html")
    article = article_of(page, text, payload, payload)
    claim = strike(article, "12 people", 12, 12, "the Observatory", SourceKind.MONITOR)
    actor = replace(claim.actors[0], name=payload)
    place = replace(claim.place, name=payload) if claim.place else None
    with open_writer(path, "test") as writer:
        writer.keep(page, article, [replace(claim, actors=(actor,), place=place)], reader="r")
        regroup(writer, path)
    app = make_app(api.Ledger(path), keys, reviewer="ana")
    client = TestClient(app, base_url=HOME, raise_server_exceptions=False, follow_redirects=False)
    client.cookies.set(keys.cookie_name, keys.cookie)
    return client


def test_what_strangers_write_is_never_html(tmp_path: Path, keys: Keys, shared: Path) -> None:
    """Every answer with their words in it is JSON or a file to be saved, and browsers are told to keep to that."""
    payloads = (shared / "bad_inputs" / "xss" / "h5sc.txt").read_text("utf-8", "replace")
    browser = hostile(tmp_path, keys, payloads[:4000])
    id_ = get(browser, "incidents")["incidents"][0]["id"]
    opened = get(browser, f"incidents/{id_}")
    article = opened["claims"][0]["article"]["id"]
    assert opened["claims"][0]["article"]["title"] == payloads[:4000]
    for path in (
        "about", "summary", "incidents", f"incidents/{id_}", f"articles/{article}", "map", "queue", "history",
        f"articles/{article}/original", "download?format=csv", "download?format=geojson", "control",
    ):  # fmt: skip
        answer = browser.get(f"/api/{path}")
        assert answer.status_code == 200, path
        kind = answer.headers["content-type"].partition(";")[0]
        is_file = answer.headers.get("content-disposition", "").startswith("attachment")
        assert kind == "application/json" or is_file
        assert answer.headers["x-content-type-options"] == "nosniff"
    assert "\n" not in browser.get(f"/api/articles/{article}/original").headers["content-disposition"]
