"""A page on a small ledger, as a browser that followed the printed link sees it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from ledgers import make_ledger
from starlette.testclient import TestClient

from zenobia import api
from zenobia.web.app import make_app
from zenobia.web.guard import Keys

HOME = "http://127.0.0.1:8765"


@pytest.fixture
def keys() -> Keys:
    return Keys(8765)


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_ledger(tmp_path_factory.mktemp("ledger") / "ledger.sqlite")


@pytest.fixture
def store(made_once: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(made_once, tmp_path / "ledger.sqlite"))


@pytest.fixture
def stranger(store: Path, keys: Keys) -> TestClient:
    """Somebody who reaches the port and has no key."""
    app = make_app(api.Ledger(store), keys, reviewer="ana")
    return TestClient(app, base_url=HOME, raise_server_exceptions=False, follow_redirects=False)


@pytest.fixture
def browser(stranger: TestClient, keys: Keys) -> TestClient:
    """The user's browser, which followed the link."""
    stranger.cookies.set(keys.cookie_name, keys.cookie)
    return stranger


@pytest.fixture
def judge(browser: TestClient) -> Callable[..., Any]:
    """Send a judgement as the page does, and give what is answered."""

    def send(expect: int = 201, to: str = "/api/judgements", **sent: Any) -> Any:
        answer = browser.post(to, json=sent, headers={"origin": HOME, "sec-fetch-site": "same-origin"})
        assert answer.status_code == expect, answer.text
        return answer.json()

    return send
