"""Who may ask and what a browser may do with the answer: wrapped around the whole application."""

from __future__ import annotations

import ipaddress
import json
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
DATA_POLICY = "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
PAGE_POLICY = "frame-ancestors 'none'"
"""Pages carry a stricter policy of their own; only this part cannot stand in a page."""


@dataclass(frozen=True, slots=True)
class Hosts:
    """The names under which this server may be asked.

    A page of another site can make its own name point here (DNS rebinding), but not an address: with `any_address`
    every bare address is accepted, otherwise only this machine's own.
    """

    names: frozenset[str]
    any_address: bool = False

    @classmethod
    def of(cls, bound: str) -> Hosts:
        """The names for a server bound to this address or name."""
        address = _address(bound)
        wide = address is not None and address.is_unspecified
        return cls(frozenset({"localhost", "127.0.0.1", "::1", bound.casefold()}), any_address=wide)

    def allow(self, header: str) -> bool:
        """Whether a Host header, with or without a port, names this server."""
        name = _name(header.strip().casefold())
        return name in self.names or (self.any_address and _address(name) is not None)


def _name(header: str) -> str:
    if header.startswith("["):
        inside, closed, rest = header[1:].partition("]")
        return inside if closed and (not rest or _port(rest)) else ""
    name, colon, port = header.partition(":")
    return name if not colon or _port(":" + port) else ""


def _port(text: str) -> bool:
    return text[0] == ":" and text[1:].isascii() and text[1:].isdigit()


def _address(name: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(name)
    except ValueError:
        return None


class Guard:
    """Turns away whoever asks by a foreign name, and puts the security headers on every answer."""

    def __init__(self, app: App, hosts: Hosts) -> None:
        self._app, self._hosts = app, hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            return
        asked = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]

        async def sealed(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *_headers(message.get("headers", ()))]
            await send(message)

        if len(asked) == 1 and self._hosts.allow(asked[0]):
            await self._app(scope, receive, sealed)
        else:
            await _turn_away(sealed)


def _headers(given: Any) -> list[tuple[bytes, bytes]]:
    kind = next((value for name, value in given if name == b"content-type"), b"")
    policy = PAGE_POLICY if kind.startswith(b"text/html") else DATA_POLICY
    wanted = {**HEADERS, "Content-Security-Policy": policy}
    return [(name.lower().encode(), value.encode()) for name, value in wanted.items()]


async def _turn_away(send: Send) -> None:
    what = {
        "what": "asked for by a name that is not this server's",
        "cure": "use the address that `ebbline serve` printed",
    }
    body = json.dumps(what).encode()
    kind = (b"content-type", b"application/json")
    await send({"type": "http.response.start", "status": 421, "headers": [kind]})
    await send({"type": "http.response.body", "body": body})
