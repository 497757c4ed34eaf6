"""Nobody but the page that was given the key gets an answer, and every answer says what browsers must not do."""

from __future__ import annotations

import hashlib
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.testclient import TestClient

from zenobia.web import review, routes
from zenobia.web.guard import CONTENT_SECURITY_POLICY, HEADERS, LARGEST_BODY_BYTES, Keys

HOME = "http://127.0.0.1:8765"
GOOD = {"origin": HOME, "content-type": "application/json", "sec-fetch-site": "same-origin"}
ROUTES = [*routes.ROUTES, *review.ROUTES]
CHANGING = [route.path for route in ROUTES if "POST" in (route.methods or ())]
READING = [route.path for route in ROUTES if "GET" in (route.methods or ())]
WHATEVER = {"verdict": "note", "claim_id": "0", "why": "hello"}


def filled(path: str) -> str:
    return path.replace("{id}", "0123456789abcdef")


def state_of(store: Path) -> str:
    """Every row of every table."""
    import sqlite3

    with sqlite3.connect(f"file:{store}?mode=ro", uri=True) as connection:
        return hashlib.sha256("\n".join(connection.iterdump()).encode("utf-8", "replace")).hexdigest()


def test_the_link_gives_the_cookie_and_hides_the_key(stranger: TestClient, keys: Keys) -> None:
    answer = stranger.get(f"/?kind=clash&key={keys.link}&words=a+b")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/?kind=clash&words=a+b"
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert keys.link not in cookie
    assert stranger.get("/").status_code == 200


@pytest.mark.parametrize("key", ["", "x", "\u00e9", "0" * 43])
def test_a_wrong_key_opens_nothing(stranger: TestClient, key: str) -> None:
    answer = stranger.get("/", params={"key": key})
    assert answer.status_code == 401
    assert "set-cookie" not in answer.headers


def test_every_launch_has_keys_of_its_own() -> None:
    secrets = {secret for keys in (Keys(1), Keys(1)) for secret in (keys.link, keys.cookie)}
    assert len(secrets) == 4
    assert all(len(secret) >= 43 for secret in secrets)  # 256 bits


@pytest.mark.parametrize("path", ["/", *READING])
def test_without_the_cookie_nothing_is_read(stranger: TestClient, path: str) -> None:
    answer = stranger.get(filled(path))
    assert answer.status_code == 401
    assert set(answer.json()) == {"error"}


@pytest.mark.parametrize("path", ["/", "/assets/none.js", "/nothing", *READING, *CHANGING])
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE", "OPTIONS", "HEAD", "TRACE"])
def test_every_answer_has_the_headers(browser: TestClient, path: str, method: str) -> None:
    answer = browser.request(method, filled(path), headers=GOOD if method != "GET" else {})
    for name, value in HEADERS.items():
        assert answer.headers.get_list(name) == [value]
    assert "server" not in answer.headers
    assert "access-control-allow-origin" not in answer.headers
    assert answer.status_code < 500


def test_an_error_inside_has_the_headers_and_tells_nothing(
    browser: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr("zenobia.api.summary", fail)
    answer = browser.get("/api/summary")
    assert answer.status_code == 500
    assert answer.headers["content-security-policy"] == CONTENT_SECURITY_POLICY
    assert "secret detail" not in answer.text


def test_the_policy_lets_no_page_run_anything_of_its_own() -> None:
    policy = dict(part.strip().split(" ", 1) for part in CONTENT_SECURITY_POLICY.split(";"))
    for name in ("default-src", "object-src", "base-uri", "frame-ancestors", "form-action"):
        assert policy[name] == "'none'"
    assert policy["script-src"] == policy["connect-src"] == policy["style-src"] == "'self'"
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert "http" not in CONTENT_SECURITY_POLICY
    assert "*" not in CONTENT_SECURITY_POLICY


FOREIGN_HOSTS = [
    "evil.example",
    "evil.example:8765",
    "localhost.evil.example:8765",
    "127.0.0.1.evil.example:8765",
    "127.0.0.1:8766",
    "127.0.0.1",
    "127.0.0.1.:8765",
    "localhost.:8765",
    "[::1]:8765",
    "0.0.0.0:8765",
    "2130706433:8765",
    "127.1:8765",
    "LOCALHOST:8765@evil.example",
    "127.0.0.1:8765, evil.example",
    "127.0.0.1:8765 ",
    "",
]


@pytest.mark.parametrize("host", FOREIGN_HOSTS)
@pytest.mark.parametrize("path", ["/", "/api/summary", "/assets/page.js"])
def test_a_name_rebound_to_this_machine_gets_no_answer(browser: TestClient, host: str, path: str) -> None:
    answer = browser.get(path, headers={"host": host})
    assert answer.status_code == 400
    assert "127.0.0.1" in answer.json()["error"]


def test_two_hosts_are_one_too_many(browser: TestClient) -> None:
    answer = browser.get("/api/summary", headers=[("host", "127.0.0.1:8765"), ("host", "evil.example")])
    assert answer.status_code == 400


BAD = [
    {"origin": "http://evil.example"},
    {"origin": "null"},
    {"origin": ""},
    {"origin": "https://127.0.0.1:8765"},
    {"origin": "http://127.0.0.1:8766"},
    {"origin": "http://127.0.0.1:8765.evil.example"},
    {"origin": "http://localhost:8765"},
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
    {"content-type": "text/plain"},
    {"content-type": "application/x-www-form-urlencoded"},
    {"content-type": "multipart/form-data"},
    {"content-type": ""},
    {"host": "evil.example:8765"},
    {"content-length": "x"},
]


@pytest.mark.parametrize("path", CHANGING)
@pytest.mark.parametrize("bad", BAD, ids=lambda bad: " ".join(f"{k}={v}" for k, v in bad.items()))
def test_nothing_is_changed_from_elsewhere(
    browser: TestClient, store: Path, path: str, bad: dict[str, str]
) -> None:
    before = state_of(store)
    answer = browser.post(filled(path), json=WHATEVER, headers={**GOOD, **bad})
    assert answer.status_code in (400, 403, 413, 415)
    assert state_of(store) == before


@pytest.mark.parametrize("path", CHANGING)
def test_nothing_is_changed_without_an_origin_or_a_cookie(
    browser: TestClient, store: Path, path: str
) -> None:
    before = state_of(store)
    assert browser.post(filled(path), json=WHATEVER).status_code == 403
    browser.cookies.clear()
    assert browser.post(filled(path), json=WHATEVER, headers=GOOD).status_code == 401
    assert state_of(store) == before


@pytest.mark.parametrize("path", READING)
def test_another_site_reads_nothing_even_with_the_cookie(browser: TestClient, path: str) -> None:
    assert browser.get(filled(path), headers={"sec-fetch-site": "cross-site"}).status_code == 403


def test_reading_never_writes(browser: TestClient, store: Path) -> None:
    before = state_of(store)
    ids = [each["id"] for each in browser.get("/api/incidents").json()["incidents"]]
    claims = browser.get(f"/api/incidents/{ids[0]}").json()["claims"]
    for path in READING:
        for id_ in (*ids, claims[0]["id"], claims[0]["article"]["id"]):
            browser.get(path.replace("{id}", id_))
    assert state_of(store) == before


def test_a_body_may_not_be_larger_than_a_judgement(browser: TestClient) -> None:
    large = b'{"why":"' + b"x" * LARGEST_BODY_BYTES + b'"}'
    assert browser.post("/api/judgements", content=large, headers=GOOD).status_code == 413

    def in_pieces():  # type: ignore[no-untyped-def]
        for _ in range(80):
            yield b"x" * 1024

    assert browser.post("/api/judgements", content=in_pieces(), headers=GOOD).status_code == 413


@pytest.mark.parametrize("body", ["", "[]", "null", "1", "{", '{"verdict":[]}', "[" * 50_000, '"\\ud800"'])
def test_what_is_no_judgement_is_refused_in_words(browser: TestClient, body: str) -> None:
    answer = browser.post("/api/judgements", content=body, headers=GOOD)
    assert answer.status_code == 422
    assert answer.json()["error"]


def test_the_key_is_not_in_any_answer(browser: TestClient, keys: Keys) -> None:
    for path in ("/", *READING):
        answer = browser.get(filled(path))
        assert keys.link not in answer.text
        assert keys.cookie not in answer.text


@pytest.mark.parametrize(
    "name",
    [
        "../app.py",
        "..%2fapp.py",
        "%2e%2e/app.py",
        "/etc/passwd",
        "..\\app.py",
        "",
        ".",
        "page.py",
        "%00",
        "x" * 5000,
    ],
)
def test_assets_are_files_of_the_built_page_alone(browser: TestClient, name: str) -> None:
    answer = browser.get(f"/assets/{name}")
    assert answer.status_code in (404, 400)
    assert "import" not in answer.text


def test_the_link_is_one_address_of_this_machine(keys: Keys) -> None:
    assert keys.hosts == ("127.0.0.1:8765", "localhost:8765")
    assert parse_qs(urlsplit(f"http://127.0.0.1:8765/?key={keys.link}").query)["key"] == [keys.link]
