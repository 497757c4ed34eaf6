"""Servers on this machine for tests of fetching: one that tells what it was asked, with pages as given."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Site:
    """A server and what it was asked; `pages` are answers by path: status, headers, content."""

    port: int
    pages: dict[str, tuple[int, Mapping[str, str], bytes]] = field(default_factory=dict)
    asked: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]

    def put(self, path: str, content: bytes | str = b"", status: int = 200, **headers: str) -> str:
        """Have the server answer so, and give back the address."""
        body = content.encode() if isinstance(content, str) else content
        self.pages[path] = (status, {key.replace("_", "-"): value for key, value in headers.items()}, body)
        return self.url + path


@contextmanager
def serving() -> Iterator[Site]:
    """A site with nothing on it yet; what is not there is answered with 404."""
    site = Site(0)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append((self.path, dict(self.headers)))
            status, headers, content = site.pages.get(self.path, (404, {}, b"nothing here"))
            if headers.get("ETag") and headers["ETag"] == self.headers.get("If-None-Match"):
                status, content = 304, b""
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if "Content-Length" not in headers:
                self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing is told of a test's requests."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site.port = server.server_port
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def answering(behave: Callable[[socket.socket], None]) -> Iterator[str]:
    """The address of a server that is no good: `behave` has the connection, the request already read."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=_behave, args=(behave, connection), daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
    finally:
        listener.close()


def _behave(behave: Callable[[socket.socket], None], connection: socket.socket) -> None:
    with connection:
        try:
            connection.recv(65536)
            behave(connection)
        except OSError:
            return
