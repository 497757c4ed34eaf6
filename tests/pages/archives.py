"""Web archives for tests, with news of our own."""

from __future__ import annotations

import base64
import gzip
import hashlib
import itertools

DAY = "2016-03-28T09:15:00Z"
_serial = itertools.count()


def news(number: int = 0) -> bytes:
    body = f"<p>Troops retook the town of Qasr on Sunday, killing {number} militants, the army said.</p>"
    return (
        f"<html><head><title>Troops retake Qasr ({number})</title></head><body>{body}</body></html>".encode()
    )


def answer(
    body: bytes, status: str = "200 OK", content_type: str | None = "text/html; charset=utf-8", **headers: str
) -> bytes:
    """What a server sends."""
    fields = {key.replace("_", "-"): value for key, value in headers.items()}
    if content_type:
        fields = {"Content-Type": content_type, **fields}
    lines = "".join(f"{key}: {value}\r\n" for key, value in fields.items())
    return f"HTTP/1.1 {status}\r\n{lines}\r\n".encode() + body


def record(
    block: bytes,
    url: str = "https://news.example/qasr",
    kind: str = "response",
    *,
    length: int | None = None,
    digest: bool = True,
    **fields: str,
) -> bytes:
    """One record; `length` is what it says of itself where that is not so."""
    lines = {
        "WARC-Type": kind,
        "WARC-Target-URI": url,
        "WARC-Date": DAY,
        "WARC-Record-ID": f"<urn:uuid:00000000-0000-0000-0000-{next(_serial):012}>",
        "Content-Type": "application/http; msgtype=response",
        "Content-Length": str(len(block) if length is None else length),
    }
    if digest:
        lines["WARC-Block-Digest"] = digest_of(block)
    lines |= {key.replace("_", "-"): value for key, value in fields.items()}
    head = "".join(f"{key}: {value}\r\n" for key, value in lines.items())
    return f"WARC/1.1\r\n{head}\r\n".encode() + block + b"\r\n\r\n"


def digest_of(content: bytes) -> str:
    return "sha1:" + base64.b32encode(hashlib.sha1(content, usedforsecurity=False).digest()).decode()


def zipped(*records: bytes) -> bytes:
    """Each record a gzip member of its own, as archives have them."""
    return b"".join(gzip.compress(each, mtime=0) for each in records)
