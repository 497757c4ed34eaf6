"""Addresses that lead inside: none of them is ever asked."""

from __future__ import annotations

import ipaddress
import itertools
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zenobia.errors import AddressRefused, FetchFailed
from zenobia.pages.addresses import is_address, judged_ips, parse_address, why_not_public
from zenobia.pages.fetch import Fetcher

PUBLIC = "93.184.216.34"

# What the names of this test resolve to; a real resolver is never asked.
NAMES = {
    "news.example": [PUBLIC],
    "localhost": ["127.0.0.1", "::1"],
    "loopback.example": ["127.0.0.1"],
    "127.0.0.1.nip.example": ["127.0.0.1"],
    "169.254.169.254.nip.example": ["169.254.169.254"],
    "metadata.internal.example": ["169.254.169.254"],
    "router.example": ["192.168.1.1"],
    "ten.example": ["10.0.0.7"],
    "zero.example": ["0.0.0.0"],  # noqa: S104 - an answer, and nothing is bound
    "six.example": ["::1"],
    "mapped.example": ["::ffff:127.0.0.1"],
    "mapped-public.example": [f"::ffff:{PUBLIC}"],
    "nat64.example": ["64:ff9b::7f00:1"],
    "sixtofour.example": ["2002:7f00:1::1"],
    "teredo.example": ["2001:0:7f00:1::1"],
    "ula.example": ["fd00:ec2::254"],
    "link.example": ["fe80::1%lo"],
    "both.example": [PUBLIC, "127.0.0.1"],
    "carrier.example": ["100.100.100.200"],
    "azure.example": ["168.63.129.16"],
    "multicast.example": ["224.0.0.1"],
    "broadcast.example": ["255.255.255.255"],
    "xn--lclhost-jza.example": ["127.0.0.1"],
}

# Addresses as programs have been known to misread them, and the names above; {port} is the canary's.
INSIDE = (
    *json.loads(Path(__file__).with_name("inner_addresses.json").read_text("utf-8")),
    "http://" + "a" * 300 + ".example/",
    "http://news.example/" + "a" * 5_000,
)


def resolve(host: str) -> list[str]:
    if host not in NAMES:
        raise OSError(-2, "Name or service not known")
    return NAMES[host]


@pytest.fixture(scope="module")
def canary() -> Iterator[tuple[int, list[str]]]:
    """A server on this machine that must never be asked, and what it was asked all the same."""
    hits: list[str] = []

    class Canary(BaseHTTPRequestHandler):
        def handle(self) -> None:
            hits.append(str(self.client_address))

    server = ThreadingHTTPServer(("127.0.0.1", 0), Canary)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port, hits
    server.shutdown()
    server.server_close()


def test_there_are_enough_forms() -> None:
    assert len(set(INSIDE)) >= 150


@pytest.mark.parametrize("form", INSIDE, ids=lambda form: ascii(form)[:40])
def test_no_form_of_an_inner_address_is_asked(
    form: str, canary: tuple[int, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ports 80 and 443 stand for the canary's, so that nothing but the judgement keeps it from being asked."""
    port, hits = canary
    import zenobia.pages.addresses as addresses

    monkeypatch.setattr(addresses, "PORTS", {"http": port, "https": port})
    with pytest.raises(FetchFailed):
        Fetcher(resolver=resolve, seconds=2).get(form.format(port=port) if "{port}" in form else form)
    assert not hits


def test_the_canary_sings(canary: tuple[int, list[str]]) -> None:
    """The test above can fail: with private addresses allowed, this machine is asked."""
    port, hits = canary
    with pytest.raises(FetchFailed):
        Fetcher(allow_private=True, resolver=resolve, seconds=2).get(f"http://loopback.example:{port}/")
    assert hits
    hits.clear()


def test_a_name_that_changes_its_address_between_looks_is_looked_up_once() -> None:
    """DNS rebinding: public when it is judged, this machine when it is connected to."""
    answers = itertools.chain([[PUBLIC]], itertools.repeat(["127.0.0.1"]))
    asked = []

    def rebinding(host: str) -> list[str]:
        asked.append(host)
        return next(answers)

    address = parse_address("http://rebinding.example/")
    assert judged_ips(address, rebinding) == (PUBLIC,)
    assert asked == ["rebinding.example"]


@pytest.mark.parametrize(
    ("url", "host", "asked"),
    [
        ("https://news.example", "news.example", "https://news.example/"),
        ("HTTPS://News.Example:443/a?b=c#d", "news.example", "https://news.example/a?b=c"),
        ("http://news.example./2016/", "news.example", "http://news.example/2016/"),
        ("http://bücher.example/köln?ü=1", "xn--bcher-kva.example", None),
        ("http://[2606:2800:220:1:248:1893:25c8:1946]/x", "2606:2800:220:1:248:1893:25c8:1946", None),
        (f"http://{PUBLIC}/", PUBLIC, f"http://{PUBLIC}/"),
    ],
)
def test_honest_addresses_are_asked_for(url: str, host: str, asked: str | None) -> None:
    address = parse_address(url)
    assert address.host == host
    assert asked is None or address.url == asked
    assert address.url.isascii()


def test_an_address_with_everything_escaped_stays_as_it_is() -> None:
    url = "https://news.example/a%20b/%E2%82%AC;v=1?q=a+b%26c&d[]=e"
    assert parse_address(url).url == url


def test_other_ports_are_for_those_who_ask_for_them() -> None:
    with pytest.raises(AddressRefused, match="--allow-private"):
        parse_address("http://news.example:8080/")
    assert parse_address("http://news.example:8080/", allow_private=True).port == 8080


def test_a_password_is_not_repeated_in_the_refusal() -> None:
    with pytest.raises(AddressRefused) as refused:
        parse_address("http://editor:tulip@news.example/")
    assert "tulip" not in str(refused.value)


@given(st.ip_addresses(v=4) | st.ip_addresses(v=6))
def test_what_python_calls_private_is_never_public(ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    if ip.is_private or ip.is_multicast or ip.is_reserved or ip.is_loopback or ip.is_link_local:
        nat64 = ipaddress.ip_address("64:ff9b::") <= ip if ip.version == 6 else False
        assert why_not_public(ip) is not None or nat64


@given(st.text(max_size=80))
def test_any_words_are_judged_without_a_crash(words: str) -> None:
    for url in (words, f"http://{words}/", f"https://news.example/{words}"):
        try:
            assert parse_address(url).url.isascii()
        except AddressRefused:
            continue


def test_what_is_meant_as_an_address() -> None:
    assert is_address("https://news.example/")
    assert is_address("HTTP://news.example/")
    assert not is_address("reports/http.html")
    assert not is_address("C:/reports")
