"""Serve the page to this machine alone, on a port that is free."""

from __future__ import annotations

import socket

import uvicorn

from zenobia import api
from zenobia.errors import BadInput
from zenobia.web.app import make_app
from zenobia.web.guard import Keys

HOST = "127.0.0.1"
"""Never anything else: who can reach the port can try keys."""

DEFAULT_PORT = 8765
_PORTS_TRIED = 20


class PageServer:
    """Holds a port from the moment it is made; `link` opens the page, `run` serves until it is stopped."""

    def __init__(
        self,
        ledger: api.Ledger,
        *,
        port: int | None = None,
        reviewer: str = "",
        beside: api.CodedTable | None = None,
    ) -> None:
        self._socket = _bound(port)
        self.port: int = self._socket.getsockname()[1]
        self.keys = Keys(self.port)
        config = uvicorn.Config(
            make_app(ledger, self.keys, reviewer=reviewer, beside=beside),
            http="h11",
            ws="none",
            lifespan="off",
            log_level="warning",
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_keep_alive=5,
        )
        self._server = uvicorn.Server(config)

    @property
    def link(self) -> str:
        return f"http://{HOST}:{self.port}/?key={self.keys.link}"

    def run(self) -> None:
        """Serve until interrupted or stopped."""
        try:
            self._server.run(sockets=[self._socket])
        finally:
            self._socket.close()

    def stop(self) -> None:
        self._server.should_exit = True


def _bound(port: int | None) -> socket.socket:
    """A socket on the port; without one, on the first free one from the usual on."""
    tried = [port] if port is not None else [*range(DEFAULT_PORT, DEFAULT_PORT + _PORTS_TRIED), 0]
    for each in tried:
        bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            bound.bind((HOST, each))
            bound.listen(128)
        except (OSError, OverflowError):
            bound.close()
            continue
        return bound
    raise BadInput(f"port {port} is taken or not allowed; give another one, or none and a free one is found")
