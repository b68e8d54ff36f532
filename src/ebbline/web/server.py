"""The server itself: one socket, closed on Ctrl-C."""

from __future__ import annotations

import datetime as dt
import errno
import ipaddress
import socket
from collections.abc import Callable
from pathlib import Path

import uvicorn

from ebbline.errors import EbblineError
from ebbline.ledger.snapshot import Snapshot
from ebbline.web.app import create_app
from ebbline.web.guard import Hosts

_PATIENCE_S = 2
"""How long answers under way may take once the server is asked to stop."""


def serve(
    ledger: Path, *, host: str, port: int, clock: Callable[[], dt.datetime], announce: Callable[[str], None]
) -> None:
    """Answers until interrupted; `announce` gets the address once the socket listens. Port 0 takes any free one.

    Raises LedgerError where there is no ledger to read, EbblineError where the address cannot be had.
    """
    with Snapshot(ledger, clock=clock):
        pass
    app = create_app(ledger, clock=clock, hosts=Hosts.of(host))
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,  # what is asked for may name people
        server_header=False,
        proxy_headers=False,
        lifespan="off",
        ws="none",
        loop="asyncio",
        timeout_graceful_shutdown=_PATIENCE_S,
    )
    with _listening(host, port) as listener:
        announce(_address(host, listener.getsockname()[1]))
        try:
            uvicorn.Server(config).run(sockets=[listener])
        except KeyboardInterrupt:
            return  # uvicorn has closed everything and hands the signal on


def is_loopback(host: str) -> bool:
    """Whether only programs of this machine can reach the address."""
    if host.casefold() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _listening(host: str, port: int) -> socket.socket:
    which = _address(host, port)
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise EbblineError(
                which, "another program has this port", "choose another with --port; --port 0 takes any free one"
            ) from error
        raise EbblineError(which, f"cannot listen there ({error.strerror})", "check --host and --port") from error


def _address(host: str, port: int) -> str:
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
