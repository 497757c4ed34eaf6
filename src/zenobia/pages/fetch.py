"""Fetch a file over HTTP: only when asked to, with a limit on its size, and going on where a try broke off.

The only file of Zenobia that opens a connection.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from typing import IO
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, Request, build_opener

from zenobia.errors import FetchFailed

Progress = Callable[[int, int], None]

SCHEMES = ("http", "https")
AGENT = "zenobia (reads news on armed conflict)"
TIMEOUT_SECONDS = 30
CHUNK_BYTES = 1 << 16
TRIES = 3


class _NoOtherScheme(HTTPRedirectHandler):
    """Follow redirects to web addresses only: never to a file of this machine."""

    max_redirections = 5

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: object, newurl: str
    ) -> Request | None:
        _check(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)  # type: ignore[arg-type]


def download(url: str, path: Path, *, limit_bytes: int, progress: Progress | None = None) -> None:
    """Fetch `url` into `path`, which appears whole or not at all.

    What came of a broken try is kept beside it and gone on with, if the server still has the same file.
    Raises FetchFailed, with the reason and what to do.
    """
    _check(url)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    opener = build_opener(_NoOtherScheme)
    for last in (False,) * (TRIES - 1) + (True,):
        try:
            _go_on(opener, url, part, limit_bytes, progress)
            break
        except HTTPError as error:
            if error.code < 500 or last:
                raise FetchFailed(f"{url} answered {error.code} {error.reason}.") from error
        except (URLError, HTTPException, TimeoutError, ConnectionError) as error:
            if last:
                reason = getattr(error, "reason", None) or error
                raise FetchFailed(
                    f"{url} cannot be reached ({reason}); run it again to go on, or give a file you have."
                ) from error
    part.replace(path)
    _mark_of(part).unlink(missing_ok=True)


def _go_on(opener: OpenerDirector, url: str, part: Path, limit_bytes: int, progress: Progress | None) -> None:
    """Fetch what is missing from `part`. A server that has another file by now sends it from the start."""
    mark = _mark_of(part)
    done = part.stat().st_size if part.exists() and mark.exists() else 0
    headers = {"User-Agent": AGENT, "Accept-Encoding": "identity"}
    request = Request(url, headers=headers)  # noqa: S310 - the scheme is checked
    if done:
        request.add_header("Range", f"bytes={done}-")
        request.add_header("If-Range", mark.read_text("utf-8"))
    with contextlib.closing(opener.open(request, timeout=TIMEOUT_SECONDS)) as answer:
        resumed = answer.status == 206
        _keep_mark(answer, mark)
        done = done if resumed else 0
        total = done + int(answer.headers.get("Content-Length") or 0)
        _check_size(total, limit_bytes, url)
        with part.open("ab" if resumed else "wb") as out:
            while chunk := answer.read(CHUNK_BYTES):
                done += len(chunk)
                _check_size(done, limit_bytes, url)
                out.write(chunk)
                if progress is not None:
                    progress(done, max(total, done))
    if done < total:
        raise ConnectionError(f"broke off after {done} of {total} bytes")


def _keep_mark(answer: HTTPResponse, mark: Path) -> None:
    """The server's name for this state of the file; without one, a broken try starts anew."""
    etag = answer.headers.get("ETag") or ""
    stands_for = answer.headers.get("Last-Modified") if not etag or etag.startswith("W/") else etag
    if stands_for:
        mark.write_text(stands_for, "utf-8")
    else:
        mark.unlink(missing_ok=True)


def _mark_of(part: Path) -> Path:
    return part.with_name(part.name + ".etag")


def _check(url: str) -> None:
    if urlsplit(url).scheme not in SCHEMES or not urlsplit(url).hostname:
        raise FetchFailed(f"{url} is no web address; only http and https are fetched.")


def _check_size(size: int, limit_bytes: int, url: str) -> None:
    if size > limit_bytes:
        raise FetchFailed(f"{url} is larger than the {limit_bytes // 1_000_000} MB that are allowed.")
