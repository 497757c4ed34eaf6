"""One HTTP exchange on one connection to an IP address that was judged before, within a time that is kept.

The only file of Zenobia that opens a connection.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache

from zenobia.errors import PageError, Unreachable
from zenobia.pages.addresses import Address

CONNECT_SECONDS = 10
# The longest silence between two pieces of an answer.
READ_SECONDS = 20


class PinnedConnection(http.client.HTTPConnection):
    """A connection to `ip`, whatever the host's name resolves to by now.

    The server is told the host's name, and under https its certificate has to be for that name. Proxies of the
    environment are not asked: http.client knows none.
    """

    def __init__(self, address: Address, ip: str) -> None:
        super().__init__(address.host, address.port, timeout=READ_SECONDS)
        self._address = address
        self._ip = ip
        self._open: socket.socket | None = None

    def connect(self) -> None:
        self.sock = socket.create_connection((self._ip, self._address.port), CONNECT_SECONDS)
        self.sock.settimeout(READ_SECONDS)
        if self._address.scheme == "https":
            self.sock = trusted().wrap_socket(self.sock, server_hostname=self._address.host)
        self._open = self.sock

    def cut(self) -> None:
        """End the exchange, which may be in the middle of a read in another thread.

        http.client lets go of `sock` itself while an answer without a length is still being read.
        """
        open_socket = self._open or self.sock
        if open_socket is not None:
            with suppress(OSError):
                open_socket.shutdown(socket.SHUT_RDWR)


@cache
def trusted() -> ssl.SSLContext:
    """Whose certificates are believed: what this machine trusts, and Mozilla's list where it has none."""
    context = ssl.create_default_context()
    paths = ssl.get_default_verify_paths()
    if paths.cafile is None and paths.capath is None:
        import certifi

        context.load_verify_locations(certifi.where())
    return context


@contextmanager
def exchange(
    address: Address, ip: str, headers: Mapping[str, str], seconds: float
) -> Iterator[http.client.HTTPResponse]:
    """The answer to a GET; past `seconds` the connection is cut, wherever in the exchange that is.

    A server that sends a byte now and then is cut too. Raises Unreachable where there is no answer in time,
    OSError, HTTPException or ValueError where it breaks off or is none.
    """
    connection = PinnedConnection(address, ip)
    cut = threading.Event()

    def stop() -> None:
        cut.set()
        connection.cut()

    timer = threading.Timer(seconds, stop)
    timer.daemon = True
    timer.start()
    try:
        connection.connect()
        if cut.is_set():  # while there was no socket yet
            raise TimeoutError
        connection.request("GET", address.target, headers=dict(headers))
        yield connection.getresponse()
        if cut.is_set():  # a cut looks like an end
            raise TimeoutError
    except (OSError, http.client.HTTPException, ValueError, PageError) as error:
        if cut.is_set():
            raise Unreachable(f"{address.url} took longer than {seconds:g} seconds.") from error
        raise
    finally:
        timer.cancel()
        connection.close()
