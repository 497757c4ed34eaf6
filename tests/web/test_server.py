"""The server as it runs: on this machine alone, on a port that is free, behind headers that the wire carries."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from zenobia import api
from zenobia.errors import BadInput
from zenobia.web.server import DEFAULT_PORT, HOST, PageServer


@pytest.fixture
def server(store: Path) -> Iterator[PageServer]:
    server = PageServer(api.Ledger(store), reviewer="ana")
    serving = threading.Thread(target=server.run, daemon=True)
    serving.start()
    yield server
    server.stop()
    serving.join(timeout=10)
    assert not serving.is_alive()


def ask(server: PageServer, raw: str) -> str:
    """What the server sends back for these very bytes."""
    with socket.create_connection((HOST, server.port), timeout=10) as wire:
        wire.sendall(raw.encode("latin-1"))
        told = b""
        while more := wire.recv(65536):
            told += more
        return told.decode("latin-1")


def test_the_printed_link_opens_the_page(server: PageServer) -> None:
    with httpx.Client(trust_env=False) as browser:
        answer = browser.get(server.link)
        assert (answer.status_code, answer.headers["location"]) == (303, "/")
        answer = browser.get(f"http://{HOST}:{server.port}/api/summary")
        assert answer.json()["total"] == 2
        assert "server" not in answer.headers


def test_it_listens_to_this_machine_alone(server: PageServer) -> None:
    assert server._socket.getsockname()[0] == "127.0.0.1"
    with socket.socket() as other, pytest.raises(OSError, match="refused"):
        other.connect(("127.0.0.2", server.port))


@pytest.mark.parametrize(
    "line",
    [
        "GET http://evil.example/api/summary HTTP/1.1\r\nHost: evil.example",
        "GET /api/summary HTTP/1.1\r\nHost: evil.example",
        "GET /api/summary HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nHost: evil.example",
        "GET /api/summary HTTP/1.0",
        "GET //evil.example/ HTTP/1.1\r\nHost: [::1]:{port}",
        "OPTIONS * HTTP/1.1\r\nHost: 127.0.0.1:{port}",
        "CONNECT evil.example:80 HTTP/1.1\r\nHost: evil.example:80",
    ],
)
def test_odd_requests_get_nothing(server: PageServer, line: str) -> None:
    cookie = f"Cookie: {server.keys.cookie_name}={server.keys.cookie}"
    answer = ask(server, f"{line.format(port=server.port)}\r\n{cookie}\r\nConnection: close\r\n\r\n")
    assert answer.startswith("HTTP/1.1 400")
    assert "total" not in answer


def test_an_address_in_absolute_form_is_refused_even_with_the_right_host(server: PageServer) -> None:
    cookie = f"Cookie: {server.keys.cookie_name}={server.keys.cookie}"
    host = f"127.0.0.1:{server.port}"
    raw = f"GET http://{host}/api/summary HTTP/1.1\r\nHost: {host}\r\n{cookie}\r\nConnection: close\r\n\r\n"
    assert ask(server, raw).startswith("HTTP/1.1 400")


def test_two_pages_are_served_side_by_side(store: Path) -> None:
    one, other = PageServer(api.Ledger(store)), PageServer(api.Ledger(store))
    try:
        assert one.port != other.port
        assert one.keys.cookie_name != other.keys.cookie_name
        with pytest.raises(BadInput, match=f"port {one.port} is taken"):
            PageServer(api.Ledger(store), port=one.port)
    finally:
        for server in (one, other):
            server._socket.close()


def test_the_usual_port_is_tried_first(store: Path) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, DEFAULT_PORT))
        except OSError:
            pytest.skip("something else listens on the usual port")
    server = PageServer(api.Ledger(store))
    server._socket.close()
    assert server.port == DEFAULT_PORT
