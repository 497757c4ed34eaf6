"""Let in the page that this launch gave its key to, and nobody else; say to browsers what no answer may do.

Listening on 127.0.0.1 keeps out other machines, but not the other pages in the user's browser: those can send
requests here, and by rebinding a name of theirs to 127.0.0.1 read the answers. So every request must name this
server as its host, everything with data in it needs the cookie, and what changes something must come from here.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode

from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# The map's worker is one of the page's own files; its style sheet has icons in it.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none'; "
    "frame-ancestors 'none'; form-action 'none'"
)
HEADERS = {
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "cache-control": "no-store",
}
_HEADERS = [(name.encode(), value.encode()) for name, value in HEADERS.items()]

# The longest judgement is a note of 2,000 letters and a claim of some dozen slots.
LARGEST_BODY_BYTES = 64 * 1024
_SAFE_METHODS = ("GET", "HEAD")
_FROM_HERE = ("same-origin", "none")


@dataclass(frozen=True, slots=True)
class Keys:
    """What one launch lets in: the key in the link that is printed, and the cookie that it is changed for."""

    port: int
    link: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    cookie: str = field(default_factory=lambda: secrets.token_urlsafe(32))

    @property
    def cookie_name(self) -> str:
        """Cookies know no ports: two servers on one machine must not overwrite each other's."""
        return f"zenobia-{self.port}"

    @property
    def hosts(self) -> tuple[str, ...]:
        return f"127.0.0.1:{self.port}", f"localhost:{self.port}"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request is not answered, in words for the person who may have caused it."""

    status: int
    error: str


class Guard:
    """Stands around the whole application, so that no answer, an error's included, goes out without it."""

    def __init__(self, app: ASGIApp, keys: Keys) -> None:
        self._app = app
        self._keys = keys

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        request = _Request(scope)
        refusal = self._refusal(request)
        sending = _with_headers(send)
        if refusal is not None:
            await _answer(sending, refusal.status, refusal.error)
        elif (address := self._address_without_key(request)) is not None:
            await _redirect(sending, address, self._cookie())
        else:
            await self._app(scope, _limited(receive), sending)

    def _refusal(self, request: _Request) -> Refusal | None:
        if request.header("host") not in self._keys.hosts or not request.path.startswith("/"):
            return Refusal(400, "this server answers to 127.0.0.1 alone; use the link that it printed")
        if request.header("sec-fetch-site") not in (None, *_FROM_HERE) and request.path != "/":
            return Refusal(403, "another site asked for this; open the link that “zenobia serve” printed")
        if request.path.startswith("/assets/") or self._address_without_key(request) is not None:
            return None
        if not self._has_cookie(request):
            return Refusal(401, "open the link that “zenobia serve” printed: it holds the key to this page")
        if request.method not in _SAFE_METHODS:
            return self._refusal_of_change(request)
        return None

    def _refusal_of_change(self, request: _Request) -> Refusal | None:
        if request.header("origin") != f"http://{request.header('host')}":
            return Refusal(403, "only the page itself may change anything")
        if (request.header("content-type") or "").partition(";")[0].strip() != "application/json":
            return Refusal(415, "what changes something is sent as application/json")
        length = request.header("content-length") or "0"
        if not length.isdecimal() or len(length) > 12 or int(length) > LARGEST_BODY_BYTES:
            return Refusal(413, f"a request holds {LARGEST_BODY_BYTES} bytes at most")
        return None

    def _address_without_key(self, request: _Request) -> str | None:
        """Where a first visit with the right key goes on, once it has the cookie."""
        if request.path != "/" or request.method != "GET":
            return None
        asked = parse_qsl(request.query, keep_blank_values=True)
        given = next((value for name, value in asked if name == "key"), None)
        if given is None or not _same(given, self._keys.link):
            return None
        rest = urlencode([(name, value) for name, value in asked if name != "key"])
        return f"/?{rest}" if rest else "/"

    def _has_cookie(self, request: _Request) -> bool:
        given = cookie_parser(request.header("cookie") or "").get(self._keys.cookie_name, "")
        return _same(given, self._keys.cookie)

    def _cookie(self) -> str:
        return f"{self._keys.cookie_name}={self._keys.cookie}; HttpOnly; SameSite=Strict; Path=/"


class _Request:
    """What the guard looks at; a header that is sent twice counts as a wrong one."""

    def __init__(self, scope: Scope) -> None:
        self.method: str = scope["method"]
        self.path: str = scope["path"]
        self.query: str = scope["query_string"].decode("latin-1")
        self._headers: Iterable[tuple[bytes, bytes]] = scope["headers"]

    def header(self, name: str) -> str | None:
        found = [value.decode("latin-1") for key, value in self._headers if key == name.encode()]
        return found[0] if len(found) == 1 else None if not found else "; ".join(["twice", *found])


class BodyTooLarge(Exception):
    """More was sent than was announced."""


def _limited(receive: Receive) -> Receive:
    """Count what comes in: a body that is sent in chunks announces no length."""
    received = 0

    async def counted() -> Message:
        nonlocal received
        message = await receive()
        received += len(message.get("body", b""))
        if received > LARGEST_BODY_BYTES:
            raise BodyTooLarge
        return message

    return counted


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            own = [pair for pair in message["headers"] if pair[0].decode("latin-1").lower() not in HEADERS]
            message = {**message, "headers": [*own, *_HEADERS]}
        await send(message)

    return sending


async def _answer(send: Send, status: int, error: str) -> None:
    body = json.dumps({"error": error}, ensure_ascii=False).encode()
    await _send(send, status, [(b"content-type", b"application/json")], body)


async def _redirect(send: Send, address: str, cookie: str) -> None:
    headers = [(b"location", address.encode("latin-1", "replace")), (b"set-cookie", cookie.encode())]
    await _send(send, 303, headers, b"")


async def _send(send: Send, status: int, headers: list[tuple[bytes, bytes]], body: bytes) -> None:
    length = (b"content-length", str(len(body)).encode())
    await send({"type": "http.response.start", "status": status, "headers": [*headers, length]})
    await send({"type": "http.response.body", "body": body})


def _same(given: str, secret: str) -> bool:
    return secrets.compare_digest(given.encode("utf-8", "replace"), secret.encode())
