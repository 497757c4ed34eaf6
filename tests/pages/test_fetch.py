"""Fetching from a server on this machine: whole or not at all, going on, within limits."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from zenobia.errors import FetchFailed, PageTooLarge
from zenobia.pages.fetch import download

CONTENT = bytes(range(256)) * 2000
LIMIT = 10_000_000


class Site(BaseHTTPRequestHandler):
    """A server with one file, which can break off, change the file, fail or send elsewhere."""

    break_after: int | None = None
    etag = '"one"'
    failures = 0
    asked: list[str | None] = []  # noqa: RUF012 - reset by the fixture

    def do_GET(self) -> None:
        self.asked.append(self.headers.get("Range"))
        if self.path == "/elsewhere":
            self._answer(302, b"", Location="ftp://127.0.0.1/SY.zip")
        elif self.path == "/missing":
            self._answer(404, b"")
        elif type(self).failures > 0:
            type(self).failures -= 1
            self._answer(503, b"")
        else:
            self._send_file()

    def _send_file(self) -> None:
        wanted = self.headers.get("Range")
        if wanted and self.headers.get("If-Range") == self.etag:
            start = int(wanted.removeprefix("bytes=").rstrip("-"))
            self._answer(206, CONTENT[start:], ETag=self.etag)
        else:
            self._answer(200, CONTENT, ETag=self.etag)

    def _answer(self, status: int, content: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        stop = type(self).break_after
        type(self).break_after = None
        self.wfile.write(content[:stop])

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is told of a test's requests."""


@pytest.fixture
def site() -> Iterator[str]:
    Site.break_after, Site.etag, Site.failures, Site.asked = None, '"one"', 0, []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_file_arrives_whole_and_nothing_is_left_beside_it(site: str, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    download(
        f"{site}/SY.zip",
        tmp_path / "SY.zip",
        limit_bytes=LIMIT,
        allow_private=True,
        progress=lambda *at: told.append(at),
    )
    assert (tmp_path / "SY.zip").read_bytes() == CONTENT
    assert [left.name for left in tmp_path.iterdir()] == ["SY.zip"]
    assert told[-1] == (len(CONTENT), len(CONTENT))


def test_what_broke_off_is_gone_on_with(site: str, tmp_path: Path) -> None:
    Site.break_after = 100_000
    download(f"{site}/SY.zip", tmp_path / "SY.zip", limit_bytes=LIMIT, allow_private=True)
    assert (tmp_path / "SY.zip").read_bytes() == CONTENT
    first, second = Site.asked
    assert first is None
    assert second is not None
    assert 0 < int(second.removeprefix("bytes=").rstrip("-")) <= 100_000


def test_a_file_that_changed_meanwhile_is_fetched_anew(site: str, tmp_path: Path) -> None:
    (tmp_path / "SY.zip.part").write_bytes(b"older bytes")
    (tmp_path / "SY.zip.part.etag").write_text('"zero"')
    download(f"{site}/SY.zip", tmp_path / "SY.zip", limit_bytes=LIMIT, allow_private=True)
    assert (tmp_path / "SY.zip").read_bytes() == CONTENT


def test_a_part_of_unknown_origin_is_not_trusted(site: str, tmp_path: Path) -> None:
    (tmp_path / "SY.zip.part").write_bytes(b"whatever")
    download(f"{site}/SY.zip", tmp_path / "SY.zip", limit_bytes=LIMIT, allow_private=True)
    assert (tmp_path / "SY.zip").read_bytes() == CONTENT


def test_a_server_in_trouble_is_asked_again(site: str, tmp_path: Path) -> None:
    Site.failures = 2
    download(f"{site}/SY.zip", tmp_path / "SY.zip", limit_bytes=LIMIT, allow_private=True)
    assert len(Site.asked) == 3


def test_too_large_a_file_is_refused(site: str, tmp_path: Path) -> None:
    with pytest.raises(PageTooLarge, match="larger than"):
        download(f"{site}/SY.zip", tmp_path / "SY.zip", limit_bytes=1000, allow_private=True)
    assert not (tmp_path / "SY.zip").exists()


def test_what_is_not_there_is_said_at_once(site: str, tmp_path: Path) -> None:
    with pytest.raises(FetchFailed, match="404"):
        download(f"{site}/missing", tmp_path / "SY.zip", limit_bytes=LIMIT, allow_private=True)
    assert len(Site.asked) == 1


@pytest.mark.parametrize(
    "url", ["file:///etc/hostname", "ftp://example.org/SY.zip", "SY.zip", "http:///SY.zip"]
)
def test_only_web_addresses_are_fetched(url: str, tmp_path: Path) -> None:
    with pytest.raises(FetchFailed, match="no web address"):
        download(url, tmp_path / "SY.zip", limit_bytes=LIMIT, allow_private=True)


def test_no_server_leads_away_from_the_web(site: str, tmp_path: Path) -> None:
    with pytest.raises(FetchFailed, match="no web address"):
        download(f"{site}/elsewhere", tmp_path / "SY.zip", limit_bytes=LIMIT, allow_private=True)


def test_a_server_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FetchFailed, match="cannot be reached"):
        download("http://127.0.0.1:9/SY.zip", tmp_path / "SY.zip", limit_bytes=LIMIT, allow_private=True)
