"""Fetching from servers that lie, dawdle, swell and lead astray: always an end, in time, with the right reason."""

from __future__ import annotations

import gzip
import resource
import shutil
import socket
import ssl
import subprocess
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network
from pathlib import Path

import pytest
from servers import Site, answering, serving

import zenobia.pages.addresses as addresses
import zenobia.pages.connection as connection
from zenobia.errors import (
    AddressRefused,
    BadEncoding,
    FetchFailed,
    PageError,
    PageIncomplete,
    PageTooLarge,
    Unreachable,
)
from zenobia.pages.fetch import Fetcher

NEWS = b"<html><body><p>Troops retook the town of Qasr on Sunday.</p></body></html>"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        yield site


@pytest.fixture
def fetcher() -> Fetcher:
    return Fetcher(allow_private=True, seconds=3)


def test_a_page_comes_with_its_address_headers_and_time(site: Site, fetcher: Fetcher) -> None:
    fetched = fetcher.get(site.put("/news", NEWS, Content_Type="text/html", ETag='"a"'))
    assert (fetched.status, fetched.content, fetched.url) == (200, NEWS, f"{site.url}/news")
    assert fetched.header("content-type") == "text/html"
    assert fetched.fetched_at.utcoffset() is not None
    [(_, asked)] = site.asked
    assert asked["User-Agent"].startswith("Zenobia/")
    assert asked["Host"] == f"127.0.0.1:{site.port}"
    assert fetcher.get(f"{site.url}/news", etag='"a"').status == 304


def test_cookies_are_not_kept(site: Site, fetcher: Fetcher) -> None:
    for _ in range(2):
        fetcher.get(site.put("/news", NEWS, Set_Cookie="reader=1"))
    assert "Cookie" not in site.asked[1][1]


def test_proxies_of_the_environment_are_not_asked(
    site: Site, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving() as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY", "https_proxy"):
            monkeypatch.setenv(name, proxy.url)
        assert fetcher.get(site.put("/news", NEWS)).content == NEWS
        assert not proxy.asked


# Redirects


@pytest.fixture
def half_open(site: Site, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Fetcher, Site, Site]]:
    """127.0.0.1 counts as public here and all else that is special does not: a site that is asked, and a canary."""
    special = [each for each in addresses._special_networks() if each[0] != ip_network("127.0.0.0/8")]
    special += [(ip_network(f"127.0.0.{n}/32"), "this machine") for n in range(2, 9)]
    monkeypatch.setattr(addresses, "_special_networks", lambda: tuple(special))
    monkeypatch.setattr(addresses, "PORTS", {"http": site.port, "https": site.port})
    canary = Site(site.port)

    class Canary(BaseHTTPRequestHandler):
        def handle(self) -> None:
            canary.asked.append((str(self.client_address), {}))

    server = ThreadingHTTPServer(("127.0.0.2", site.port), Canary)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    names = {"inside.example": ["127.0.0.2"], "mixed.example": ["127.0.0.1", "127.0.0.2"]}
    yield Fetcher(resolver=lambda host: names[host], seconds=3), site, canary
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.2/",
        "//127.0.0.2/",
        "http://127.2/",
        "http://0x7f.0.0.2/",
        "http://inside.example/",
        "http://mixed.example/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.2]/",
        "file:///etc/passwd",
        "gopher://127.0.0.2/",
        "ftp://127.0.0.2/",
        "data:text/html,news",
        "http://user@127.0.0.2/",
        "http://127.0.0.1:22/",
        "/step",
    ],
)
def test_no_redirect_leads_inside(location: str, half_open: tuple[Fetcher, Site, Site]) -> None:
    fetcher, site, canary = half_open
    site.put("/start", status=302, Location=location)
    site.put("/step", status=307, Location="http://127.0.0.2/")
    with pytest.raises(AddressRefused):
        fetcher.get(f"{site.url}/start")
    assert not canary.asked
    assert site.paths[0] == "/start"


def test_a_name_that_changes_its_address_is_connected_to_where_it_was_judged(
    half_open: tuple[Fetcher, Site, Site],
) -> None:
    """DNS rebinding: every later look would lead to the canary."""
    _, site, canary = half_open
    site.put("/", NEWS)
    answers = [["127.0.0.1"]]
    fetcher = Fetcher(resolver=lambda host: answers.pop() if answers else ["127.0.0.2"], seconds=3)
    assert fetcher.get("http://rebinding.example/").content == NEWS
    assert not canary.asked
    with pytest.raises(AddressRefused):
        fetcher.get("http://rebinding.example/")
    assert not canary.asked


def test_five_redirects_are_followed_and_not_a_sixth(site: Site, fetcher: Fetcher) -> None:
    for step in range(6):
        site.put(f"/{step}", status=301, Location=f"/{step + 1}")
    site.put("/6", NEWS)
    fetched = fetcher.get(f"{site.url}/1")
    assert (fetched.content, fetched.url) == (NEWS, f"{site.url}/6")
    with pytest.raises(FetchFailed, match="more than 5 times"):
        fetcher.get(f"{site.url}/0")


def test_no_redirect_leads_out_of_encryption() -> None:
    secure = addresses.parse_address("https://news.example/a")
    with pytest.raises(AddressRefused, match="not encrypted"):
        addresses.follow_redirect(secure, "http://news.example/a")
    assert addresses.follow_redirect(secure, "../b?c").url == "https://news.example/b?c"


def test_a_redirect_in_utf_8_is_followed(site: Site, fetcher: Fetcher) -> None:
    site.put("/old", status=301, Location="/köln".encode().decode("latin-1"))
    site.put("/k%C3%B6ln", NEWS)
    assert fetcher.get(f"{site.url}/old").content == NEWS


# Content that swells, breaks off or does not end


@pytest.mark.parametrize(
    ("name", "encoding", "reason"),
    [
        ("bomb-br.bin", "br", PageTooLarge),
        ("bomb-deflate.bin", "deflate", PageTooLarge),
        ("bomb-gzip.bin", "gzip", PageTooLarge),
        ("bomb-zstd.bin", "zstd", PageTooLarge),
        ("truncated-crc-error.gz", "gzip", PageIncomplete),
        ("truncated-crc-error-short.gz", "gzip", PageIncomplete),
        ("unexpected-eof.gz", "gzip", PageIncomplete),
        ("html-gzip-deflate-gzip.bin", "gzip, deflate, gzip", BadEncoding),
    ],
)
def test_bombs_do_not_go_off(
    name: str, encoding: str, reason: type[PageError], site: Site, fetcher: Fetcher, shared: Path
) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    bomb = (shared / "bad_inputs" / "compressed" / name).read_bytes()
    with pytest.raises(reason):
        fetcher.get(site.put("/bomb", bomb, Content_Encoding=encoding))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 256_000


def test_what_is_larger_than_a_page_is_refused_before_it_comes(site: Site, fetcher: Fetcher) -> None:
    with pytest.raises(PageTooLarge):
        fetcher.get(site.put("/film", b"", Content_Length="99999999999"))


def endless_chunks(connection: socket.socket) -> None:
    connection.sendall(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
    while True:
        connection.sendall(b"10000\r\n" + b"x" * 0x10000 + b"\r\n")


def endless_body(connection: socket.socket) -> None:
    connection.sendall(HEAD + b"\r\n")
    while True:
        connection.sendall(b"x" * 65536)


def dripping(start: bytes, drop: bytes) -> Callable[[socket.socket], None]:
    """A byte now and then, so that no single wait is long."""

    def drip(connection: socket.socket) -> None:
        connection.sendall(start)
        while True:
            connection.sendall(drop)
            time.sleep(0.1)

    return drip


def saying(*pieces: bytes) -> Callable[[socket.socket], None]:
    return lambda connection: connection.sendall(b"".join(pieces))


def silent(connection: socket.socket) -> None:
    time.sleep(8)


def resetting(connection: socket.socket) -> None:
    connection.sendall(HEAD + b"Content-Length: 100\r\n\r\nNews")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")


@pytest.mark.parametrize(
    ("behave", "reason"),
    [
        (endless_chunks, PageTooLarge),
        (endless_body, PageTooLarge),
        (silent, Unreachable),
        (resetting, (Unreachable, PageIncomplete)),
        (dripping(b"", b"H"), Unreachable),
        (dripping(b"HTTP/1.1 200 OK\r\n", b"X-A: b\r\n"), Unreachable),
        (dripping(b"HTTP/1.1 200 OK\r\nX-A: ", b"b"), Unreachable),
        (dripping(HEAD + b"\r\n", b"x"), Unreachable),
        (dripping(HEAD + b"Content-Length: 10000\r\n\r\n", b"x"), Unreachable),
        (dripping(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"), Unreachable),
        (dripping(HEAD + b"Transfer-Encoding: chunked\r\n\r\n1;", b"x"), Unreachable),
        (saying(b""), Unreachable),
        (saying(b"SSH-2.0-OpenSSH_9.2\r\n"), Unreachable),
        (saying(b"220 mail.example ESMTP\r\n" * 50), Unreachable),
        (saying(b"\x16\x03\x01\x02\x00\x01\x00"), Unreachable),
        (saying(b"HTTP/1.1 abc OK\r\n\r\n"), Unreachable),
        (saying(b"HTTP/9.9 200 OK\r\n\r\n"), Unreachable),
        (saying(b"HTTP/1.1 200 OK\r\n", b"A: b\r\n" * 5_000, b"\r\n"), Unreachable),
        (saying(b"HTTP/1.1 200 OK\r\nA: ", b"b" * 200_000, b"\r\n\r\n"), Unreachable),
        (saying(b"HTTP/1.1 200 ", b"O" * 200_000, b"\r\n\r\n"), Unreachable),
        (saying(HEAD, b"Content-Length: 100\r\n\r\nNews"), PageIncomplete),
        (saying(HEAD, b"Transfer-Encoding: chunked\r\n\r\n10\r\nNews"), PageIncomplete),
        (saying(HEAD, b"Transfer-Encoding: chunked\r\n\r\n"), (PageIncomplete, Unreachable)),
        (saying(HEAD, b"Transfer-Encoding: chunked\r\n\r\nzz\r\nNews"), (PageIncomplete, Unreachable)),
        (saying(HEAD, b"Transfer-Encoding: chunked\r\n\r\n-5\r\nNews"), (PageIncomplete, Unreachable)),
        (saying(HEAD, b"Content-Encoding: gzip\r\n\r\n", gzip.compress(NEWS)[:-6]), PageIncomplete),
        (saying(HEAD, b"Content-Encoding: gzip\r\n\r\n", NEWS), BadEncoding),
        (saying(HEAD, b"Content-Encoding: deflate\r\n\r\n", NEWS), BadEncoding),
        (saying(HEAD, b"Content-Encoding: snappy\r\n\r\n", NEWS), BadEncoding),
        (saying(HEAD, b"Content-Encoding: gzip\r\n\r\n", gzip.compress(b"") * 5_000), BadEncoding),
        (saying(HEAD, b"Content-Encoding: gzip\r\n\r\n", gzip.compress(b"x" * 1_000_000) * 9), PageTooLarge),
        (
            saying(HEAD, b"Content-Encoding: gzip, gzip\r\n\r\n", gzip.compress(gzip.compress(bytes(90_000_000)))),
            PageTooLarge,
        ),
        (saying(b"HTTP/1.1 302 Found\r\nLocation: http://\r\n\r\n"), FetchFailed),
        (saying(b"HTTP/1.1 302 Found\r\nLocation: //[\r\n\r\n"), AddressRefused),
    ],
)  # fmt: skip
def test_a_bad_server_is_given_up_in_time(
    behave: Callable[[socket.socket], None],
    reason: type[PageError] | tuple[type[PageError], ...],
    fetcher: Fetcher,
) -> None:
    began = time.monotonic()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with answering(behave) as url, pytest.raises(reason):
        fetcher.get(url)
    assert time.monotonic() - began < 5
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 256_000


def test_honest_encodings_are_undone(site: Site, fetcher: Fetcher) -> None:
    for encoding, content in (
        ("gzip", gzip.compress(NEWS)),
        ("x-gzip", gzip.compress(NEWS[:30]) + gzip.compress(NEWS[30:])),
        ("deflate", zlib.compress(NEWS)),
        ("deflate", zlib.compress(NEWS, wbits=-15)),
        ("gzip, deflate", zlib.compress(gzip.compress(NEWS))),
        ("identity", NEWS),
    ):
        assert fetcher.get(site.put("/news", content, Content_Encoding=encoding)).content == NEWS


# Certificates


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if shutil.which("openssl") is None:
        pytest.skip("no openssl to make a certificate with")
    folder = tmp_path_factory.mktemp("certificate")
    asked = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=news.example"
    named = "-addext subjectAltName=DNS:news.example -keyout key.pem -out cert.pem"
    made = ["openssl", *f"{asked} {named}".split()]
    subprocess.run(made, check=True, capture_output=True, cwd=folder)
    return folder


@pytest.fixture
def secure(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """The port of a server with a certificate for news.example, which is trusted."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(f"asked for {self.headers['Host']}".encode())

        def log_message(self, format: str, *args: object) -> None:
            """Nothing is told of a test's requests."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate / "cert.pem", certificate / "key.pem")
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    trusting = ssl.create_default_context(cafile=str(certificate / "cert.pem"))
    monkeypatch.setattr(connection, "trusted", lambda: trusting)
    yield server.server_port
    server.shutdown()
    server.server_close()


def test_the_certificate_is_for_the_name_though_the_connection_is_to_an_ip(secure: int) -> None:
    fetcher = Fetcher(allow_private=True, resolver=lambda host: ["127.0.0.1"], seconds=3)
    url = f"https://news.example:{secure}/"
    assert fetcher.get(url).content == f"asked for news.example:{secure}".encode()


def test_a_certificate_for_another_name_is_not_believed(secure: int) -> None:
    fetcher = Fetcher(allow_private=True, resolver=lambda host: ["127.0.0.1"], seconds=3)
    with pytest.raises(Unreachable, match="be who it says"):
        fetcher.get(f"https://other.example:{secure}/")


def test_a_certificate_of_nobody_known_is_not_believed(secure: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "trusted", ssl.create_default_context)
    fetcher = Fetcher(allow_private=True, resolver=lambda host: ["127.0.0.1"], seconds=3)
    with pytest.raises(Unreachable, match="be who it says"):
        fetcher.get(f"https://news.example:{secure}/")
