"""Judge web addresses: what may be asked, and at which IP address, before any connection is made.

words → Address (scheme, host, port, target) → the host's IP addresses, each of them public → a connection to one
"""

from __future__ import annotations

import csv
import ipaddress
import re
import socket
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from urllib.parse import quote, urljoin, urlsplit

from zenobia.errors import AddressRefused, FetchFailed

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolver = Callable[[str], Sequence[str]]
"""Gives the IP addresses of a host's name; raises OSError where it has none."""

PORTS = {"http": 80, "https": 443}
# Browsers and proxies give up at 2,000 to 8,000; what is longer is no article's address.
LONGEST_ADDRESS = 4_000
RESOLVING_SECONDS = 10

# RFC 6052: how networks without IPv4 write IPv4 addresses; what counts is the address inside.
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
# urlsplit would drop some of these silently, and other programs read a backslash as a slash.
_NEVER_IN_ADDRESSES = re.compile(r"[\x00-\x20\x7f\\]")
_LIKE_A_NUMBER = re.compile(r"(?:0[xX][0-9a-fA-F]*|[0-9]+)")
_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]{0,252}[a-z0-9_])?")


@dataclass(frozen=True, slots=True)
class Address:
    """A web address taken apart; `host` is in lower-case ASCII and `target` is what the server is asked for."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def site(self) -> str:
        """Scheme, host and port: what one robots.txt speaks for."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}" + ("" if self.port == PORTS[self.scheme] else f":{self.port}")

    @property
    def url(self) -> str:
        return self.site + self.target


def is_address(words: str) -> bool:
    """Whether the words are meant as a web address and not as the name of a file."""
    return words[:8].casefold().startswith(("http://", "https://"))


def parse_address(url: str, *, allow_private: bool = False) -> Address:
    """The address in `url`, the fragment left out. Raises AddressRefused, with the reason.

    Refused are other schemes than http and https, credentials, ports other than 80 and 443 (unless
    `allow_private`), and numbers in the host's place that are no plain IP address: "http://2130706433/" and
    "http://0x7f.1/" are 127.0.0.1 to some programs.
    """
    if len(url) > LONGEST_ADDRESS:
        raise AddressRefused(
            f"{url[:60]}… is longer than the {LONGEST_ADDRESS} characters that are asked for."
        )
    if _NEVER_IN_ADDRESSES.search(url):
        raise AddressRefused(f"{url!r} holds a space, a backslash or a control character.")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise AddressRefused(f"{url} is no web address ({error}).") from error
    if parts.scheme not in PORTS or not parts.hostname:
        raise AddressRefused(f"{url} is no web address; only http and https are fetched.")
    if "@" in parts.netloc:
        raise AddressRefused(f"{parts.scheme}://…@{parts.hostname} holds a name or password; leave it out.")
    port = PORTS[parts.scheme] if port is None else port
    if port not in PORTS.values() and not allow_private:
        raise AddressRefused(f"{url} asks port {port}; other ports than 80 and 443 want --allow-private.")
    host = _host(parts.hostname, is_bracketed="[" in parts.netloc, url=url)
    target = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._") + (
        "?" + quote(parts.query, safe="/%:@!$&'()*+,;=~-._?[]") if parts.query else ""
    )
    return Address(parts.scheme, host, port, target)


def follow_redirect(address: Address, location: str, *, allow_private: bool = False) -> Address:
    """Where a redirect leads. Raises AddressRefused as for any address, and where it leads from https to http."""
    try:
        joined = urljoin(address.url, location.strip())
    except ValueError as error:
        raise AddressRefused(f"{address.url} leads to “{location[:80]}”, which is no web address.") from error
    to = parse_address(joined, allow_private=allow_private)
    if address.scheme == "https" and to.scheme == "http":
        raise AddressRefused(
            f"{address.url} sends its readers on to {to.url}, which is not encrypted; give that address to read it."
        )
    return to


def judged_ips(address: Address, resolver: Resolver, *, allow_private: bool = False) -> tuple[str, ...]:
    """The IP addresses of the host, in the resolver's order, every one public or `allow_private` given.

    The host is resolved here and nowhere else. One address that is not public condemns them all: names that
    answer with both are made to get past checks like this one. Raises AddressRefused, or FetchFailed where
    there is no such host.
    """
    try:
        ips: list[IPAddress] = [ipaddress.ip_address(address.host)]
    except ValueError:
        ips = _resolved(address.host, resolver)
    for ip in ips:
        kind = None if allow_private else why_not_public(ip)
        if kind is not None:
            where = address.host if str(ip) == address.host else f"{address.host} ({ip})"
            raise AddressRefused(f"{where} is not on the public internet ({kind}); --allow-private reads it.")
    return tuple(dict.fromkeys(map(str, ips)))


def why_not_public(ip: IPAddress) -> str | None:
    """What the network of an IP address is for, where that is not the public internet."""
    if isinstance(ip, ipaddress.IPv6Address):
        if ip in _NAT64:
            return why_not_public(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF))
        if ip.scope_id is not None:
            return "an address of one network card"
        if ip not in _GLOBAL_UNICAST:
            return "no global IPv6 address"
    return next((purpose for network, purpose in _special_networks() if ip in network), None)


def system_resolver(host: str) -> Sequence[str]:
    """The addresses that this machine's resolver gives, or OSError, within ten seconds."""
    answer: list[Sequence[str] | OSError] = []

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
            answer.append([str(each[4][0]) for each in found])
        except (OSError, UnicodeError) as error:
            answer.append(error if isinstance(error, OSError) else OSError(str(error)))

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(RESOLVING_SECONDS)
    if not answer:
        raise TimeoutError(f"no answer within {RESOLVING_SECONDS} seconds")
    if isinstance(answer[0], OSError):
        raise answer[0]
    return answer[0]


def _host(host: str, *, is_bracketed: bool, url: str) -> str:
    """The host in the one form that is judged, resolved, and told to the server."""
    if is_bracketed:
        try:
            ip = ipaddress.IPv6Address(host)
        except ValueError as error:
            raise AddressRefused(f"{url} has no IPv6 address between its brackets.") from error
        if ip.scope_id is not None:
            raise AddressRefused(f"{url} names a network card of this machine (%{ip.scope_id}).")
        return str(ip)
    name = _ascii(host, url).removesuffix(".")
    if _LIKE_A_NUMBER.fullmatch(name.rpartition(".")[2]):
        try:
            return str(ipaddress.IPv4Address(name))
        except ValueError as error:
            raise AddressRefused(
                f"{url} has a number for a host that is no IPv4 address like 93.184.216.34."
            ) from error
    if not _HOST.fullmatch(name) or ".." in name:
        raise AddressRefused(f"{url} has no host name that can be looked up.")
    return name


def _ascii(host: str, url: str) -> str:
    """The host name as it is looked up: "bücher.example" as "xn--bcher-kva.example"."""
    if host.isascii():
        return host.casefold()
    import idna

    try:
        return idna.encode(host, uts46=True).decode("ascii")
    except (idna.IDNAError, UnicodeError) as error:
        raise AddressRefused(f"{url} has no host name that can be looked up ({error}).") from error


def _resolved(host: str, resolver: Resolver) -> list[IPAddress]:
    try:
        found = [ipaddress.ip_address(ip) for ip in resolver(host)]
    except ValueError as error:
        raise FetchFailed(f"{host} has an address that is none ({error}).") from error
    except OSError as error:
        raise FetchFailed(
            f"{host} cannot be found ({error.strerror or error}); is it spelled right?"
        ) from error
    if not found:
        raise FetchFailed(f"{host} has no address; is it spelled right?")
    return found


@cache
def _special_networks() -> tuple[tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, str], ...]:
    table = resources.files("zenobia.pages").joinpath("special_networks.csv").read_text("utf-8")
    return tuple(
        (ipaddress.ip_network(row["network"]), row["purpose"]) for row in csv.DictReader(table.splitlines())
    )
