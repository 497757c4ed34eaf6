"""A table that others coded, beside the ledger: which events are one, and whose toll is which."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from zenobia import api
from zenobia.errors import BadInput
from zenobia.web.app import make_app
from zenobia.web.guard import Keys

HOME = "http://127.0.0.1:8765"
TABLE = """\
id,date_start,date_end,date_prec,latitude,longitude,where_prec,country,side_a,side_b,low,best,high,source_headline
1,2016-03-27,2016-03-27,1,36.52,37.96,1,Syria,Government of Syria,IS,10,14,20,"Jets ""over""
Manbij <script>alert(1)</script>"
2,2016-03-29,2016-03-30,1,36.20,37.16,4,Syria,IS,Syrian insurgents,3,3,3,Fighting in Aleppo
3,,,1,36.20,37.16,1,Syria,IS,Syrian insurgents,3,3,3,No day
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "ged.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


@pytest.fixture
def comparing(store: Path, table: Path, keys: Keys) -> TestClient:
    """The user's browser, on a page that was started with a table."""
    app = make_app(api.Ledger(store), keys, beside=api.read_coded_table(table))
    browser = TestClient(app, base_url=HOME, raise_server_exceptions=False)
    browser.cookies.set(keys.cookie_name, keys.cookie)
    return browser


def compared(browser: TestClient, **asked: Any) -> Any:
    answer = browser.get("/api/comparison", params=asked)
    assert answer.status_code == 200, answer.text
    return answer.json()


def counts(browser: TestClient, **asked: Any) -> list[int]:
    told = compared(browser, **asked)["counts"]
    return [told[status] for status in ("matched", "only theirs", "only ours")]


def test_what_is_matched_has_both_points_and_both_tolls(comparing: TestClient) -> None:
    told = compared(comparing)
    assert told["counts"] == {"matched": 1, "only theirs": 1, "only ours": 0}
    both, theirs = told["lines"]
    assert (both["status"], both["ours"]["killed_best"], both["theirs"]["best"]) == ("matched", 12, 14)
    assert (both["tolls_meet"], told["tolls_meet"]) == (True, 1)
    assert (both["ours"]["longitude"], both["theirs"]["longitude"]) == (37.95, 37.96)
    assert both["theirs"]["headline"].endswith("<script>alert(1)</script>"), (
        "text is text, and JSON carries it"
    )
    assert (theirs["status"], theirs["ours"], theirs["theirs"]["id"]) == ("only theirs", None, "2")
    assert (both["ours"]["precision"], theirs["theirs"]["precision"]) == ("town", "province")
    assert sum(told["ours_not_compared"].values()) == 1


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"since": "2016-03-28"}, [0, 1, 0]),
        ({"until": "2016-03-28"}, [1, 0, 0]),
        ({"since": "2016-03-30", "until": "2016-03-30"}, [0, 1, 0]),
        ({"box": "37.5,36,38,37"}, [1, 0, 0]),
        ({"box": "37.5,36,37.2,37"}, [1, 1, 0]),
        ({"min_killed": "4"}, [1, 0, 0]),
        ({"kind": "siege"}, [0, 1, 0]),
    ],
)
def test_filters_are_put_to_both_sides(
    comparing: TestClient, asked: dict[str, str], expected: list[int]
) -> None:
    assert counts(comparing, **asked) == expected


def test_a_filter_that_their_table_cannot_answer_is_named(comparing: TestClient) -> None:
    assert compared(comparing, since="2016-03-01")["not_asked_of_theirs"] == []
    told = compared(comparing, kind="airstrike", words="bombed")
    assert told["not_asked_of_theirs"] == ["kind", "words"]


def test_the_page_knows_whether_there_is_a_table(comparing: TestClient) -> None:
    beside = comparing.get("/api/about").json()["beside"]
    assert beside == {"name": "ged.csv", "data_set": "ucdp", "rows": 3, "unread": 1}


def test_without_a_table_there_is_no_comparison(browser: TestClient) -> None:
    assert browser.get("/api/about").json()["beside"] is None
    answer = browser.get("/api/comparison")
    assert answer.status_code == 404
    assert "--compare FILE" in answer.json()["error"]


def test_a_stranger_gets_no_comparison(store: Path, table: Path, keys: Keys) -> None:
    app = make_app(api.Ledger(store), keys, beside=api.read_coded_table(table))
    stranger = TestClient(app, base_url=HOME, raise_server_exceptions=False)
    answer = stranger.get("/api/comparison")
    assert answer.status_code in (401, 403)
    assert "Manbij" not in answer.text


def test_a_judgement_is_seen_at_once(store: Path, comparing: TestClient) -> None:
    incident = compared(comparing)["lines"][0]["ours"]["incident"]
    api.reject(api.Reviewer("ana", store=store), incident_id=incident)
    assert counts(comparing) == [0, 2, 0]


@pytest.mark.parametrize(
    ("text", "said"),
    [("a,b\n1,2\n", "columns of neither"), (TABLE.partition("\n")[0] + "\n", "no event"), ("", "columns")],
)
def test_a_table_that_cannot_be_compared_is_refused(table: Path, text: str, said: str) -> None:
    table.write_text(text)
    with pytest.raises(BadInput, match=said):
        api.read_coded_table(table)


def test_a_long_list_is_cut_to_the_deadliest_and_counted_whole(store: Path, table: Path, keys: Keys) -> None:
    rows = "".join(
        f"{at},2016-03-29,2016-03-29,1,36.2,37.16,1,Syria,IS,Others,{at},{at},{at},{'long ' * 200}\n"
        for at in range(1200)
    )
    table.write_text(TABLE.partition("\n")[0] + "\n" + rows)
    app = make_app(api.Ledger(store), keys, beside=api.read_coded_table(table))
    browser = TestClient(app, base_url=HOME)
    browser.cookies.set(keys.cookie_name, keys.cookie)
    told = compared(browser)
    assert told["counts"]["only theirs"] == 1200
    tolls = [line["theirs"]["best"] for line in told["lines"] if line["ours"] is None]
    assert (len(tolls), min(tolls)) == (1000, 200)
    assert max(len(line["theirs"]["headline"]) for line in told["lines"]) == 300
