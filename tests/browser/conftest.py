"""A ledger served, and a browser that notices everything a page must not do."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
# Root may not use Chromium's sandbox, and CI is root; the pages are our own.
ROOT = ("--no-sandbox",)
# Software WebGL is slow: only tests of the map itself have it, all others get the page's plain map.
NO_WEBGL = ("--disable-gpu", "--disable-software-rasterizer", "--disable-3d-apis")
PATIENCE_MS = 60_000

# Runs before any script of the page: what the policy had to stop is a failure too.
WATCH = """
window.violations = [];
document.addEventListener("securitypolicyviolation",
  (event) => window.violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
"""


@dataclass
class Served:
    """A ledger that `zenobia serve` shows, and the link that lets one in."""

    link: str
    store: Path

    @property
    def origin(self) -> str:
        parts = urlsplit(self.link)
        return f"{parts.scheme}://{parts.netloc}"


@dataclass
class Watched:
    """All that went wrong in a page, in words."""

    wrongs: list[str] = field(default_factory=list)


def zenobia(*arguments: str) -> list[str]:
    return [sys.executable, "-c", "from zenobia.cli import main; main()", *arguments]


@pytest.fixture(scope="session")
def playwright() -> Iterator[Any]:
    sync_api = pytest.importorskip("playwright.sync_api", reason="no playwright here: make browser-test")
    if CHROMIUM is None:
        pytest.skip("no Chromium here: make browser-test")
    with sync_api.sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def demo_store(playwright: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo ledger, read once; a test that changes it gets a copy."""
    store = tmp_path_factory.mktemp("demo") / "demo.sqlite"
    subprocess.run(zenobia("demo", "--store", str(store)), check=True, capture_output=True)
    return store


@pytest.fixture(scope="session")
def serve(playwright: Any) -> Iterator[Callable[..., Served]]:
    """Serve ledgers until the tests are over."""
    running: list[subprocess.Popen[str]] = []

    def start(store: Path, *options: str) -> Served:
        command = zenobia("serve", "--store", str(store), "--no-open", "--reviewer", "ana", *options)
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        running.append(process)
        assert process.stdout is not None
        return Served(process.stdout.readline().strip(), store)

    yield start
    for process in running:
        process.terminate()
        process.wait(timeout=20)


@pytest.fixture(scope="session")
def demo(serve: Callable[[Path], Served], demo_store: Path) -> Served:
    """The demo ledger, for tests that only read."""
    return serve(demo_store)


@pytest.fixture(scope="module")
def own_demo(
    serve: Callable[[Path], Served], demo_store: Path, tmp_path_factory: pytest.TempPathFactory
) -> Served:
    """A copy of the demo ledger, for the tests of a file that judge: each stands what the others judged."""
    copy = tmp_path_factory.mktemp("own") / "own.sqlite"
    shutil.copy(demo_store, copy)
    return serve(copy)


@pytest.fixture(scope="session")
def chromium(playwright: Any) -> Iterator[Any]:
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*ROOT, *NO_WEBGL])
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def webgl(playwright: Any) -> Iterator[Any]:
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ROOT))
    yield browser
    browser.close()


def eventually(page: Any, holds: Callable[[], bool]) -> None:
    """Wait until something holds. The page's policy forbids the evaluated waits of the driver."""
    for _ in range(PATIENCE_MS // 100):
        if holds():
            return
        page.wait_for_timeout(100)
    raise AssertionError("waited in vain")


def watch(page: Any, origin: str) -> Watched:
    """Note every dialog, error, stopped script and request to elsewhere."""
    watched = Watched()
    wrong = watched.wrongs.append

    def dialog(opened: Any) -> None:
        wrong(f"dialog: {opened.message}")
        opened.dismiss()

    def told(message: Any) -> None:
        if message.type == "error":
            wrong(f"console: {message.text}")

    def asked(request: Any) -> None:
        if not request.url.startswith((origin, "data:", "blob:")):
            wrong(f"request to elsewhere: {request.url}")

    page.on("dialog", dialog)
    page.on("console", told)
    page.on("pageerror", lambda error: wrong(f"error: {error}"))
    page.on("request", asked)
    page.add_init_script(WATCH)
    return watched


def open_all(page: Any, within: str) -> None:
    """Open everything that opens in a part of the page."""
    page.evaluate(
        "(within) => document.querySelectorAll(`${within} details`).forEach((each) => (each.open = true))",
        within,
    )


@pytest.fixture
def open_page(chromium: Any) -> Iterator[Callable[..., Any]]:
    """Open the page on a ledger; the test fails at its end if anything went wrong in it."""
    opened: list[tuple[Any, Watched]] = []

    def start(served: Served, address: str = "", browser: Any = None, **options: Any) -> Any:
        options = {"viewport": {"width": 1280, "height": 800}, **options}
        page = (browser or chromium).new_context(**options).new_page()
        page.set_default_timeout(PATIENCE_MS)
        watched = watch(page, served.origin)
        opened.append((page, watched))
        page.goto(served.link)
        if address:
            page.goto(served.origin + address)
        page.wait_for_selector("body[data-ready]")
        page.wait_for_selector("#list-count:not(:empty)", state="attached")
        return page

    yield start
    for page, watched in opened:
        if not page.is_closed():
            watched.wrongs.extend(f"policy: {stopped}" for stopped in page.evaluate("window.violations"))
        page.context.close()
    assert [wrong for _, watched in opened for wrong in watched.wrongs] == []


@pytest.fixture(scope="session")
def pictures() -> Path:
    """Where screenshots go, to be looked at."""
    folder = Path(__file__).parents[2] / "out" / "page"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
