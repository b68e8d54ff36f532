"""Which web addresses may be asked: the form of the URL, the spelling of the host, and what the name resolves to."""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from ebbline.errors import FetchError

if TYPE_CHECKING:
    import httpx

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolver = Callable[[str, int], Sequence[str]]
"""Host name and port to the spelled-out IP addresses; raises OSError where the name has none."""

# RFC 6052 and RFC 8215: addresses that a translator turns into the IPv4 address in their last 32 bits.
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
# Names that only mean something inside one network (RFC 6761, RFC 6762, RFC 8375, ICANN's .internal).
_LOCAL_NAMES = ("localhost", "local", "localdomain", "internal", "intranet", "lan", "home.arpa", "onion")
_NUMBER = re.compile(r"(?:\d+|0x[0-9a-f]*)", re.IGNORECASE)
_ALLOW = "if you trust it, say --allow-private"


def system_resolver(host: str, port: int) -> Sequence[str]:
    """The addresses the operating system gives for a name, in its order."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError as error:
        raise OSError("a name that no host can have") from error
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


def parse_address(url: str) -> httpx.URL:
    """The address in its parts. Raises FetchError for one that is not a plain http(s) address with a host."""
    import httpx

    try:
        parsed = httpx.URL(url.strip())
        parsed.host.encode("utf-8")  # Names in other scripts are taken apart here, and may turn out to be none.
    except (httpx.InvalidURL, ValueError, TypeError):
        raise FetchError(printable(url), "not an address that can be read", "check how it is spelled") from None
    if parsed.userinfo:
        which = printable(str(parsed.copy_with(username=None, password=None)))
        raise FetchError(which, "carries a user name or password", "remove it: a page behind a login is saved by hand")
    if parsed.scheme not in ("http", "https"):
        raise FetchError(printable(url), "only http and https are fetched", "save it to a file and read that")
    if not parsed.host:
        raise FetchError(printable(url), "an address without a host", "check how it is spelled")
    if parsed.port is not None and not 0 < parsed.port < 65536:
        raise FetchError(printable(url), "a port that does not exist", "check how it is spelled")
    return parsed


def host_of(url: httpx.URL) -> str:
    """The host in the letters that go over the wire, an IPv6 address without brackets."""
    return url.raw_host.decode("ascii")


def check_host(url: httpx.URL) -> None:
    """Raises FetchError where the host as spelled is an inside address, or a number written in an odd way."""
    host = host_of(url).rstrip(".")
    try:
        literal = ipaddress.ip_address(host)
    except ValueError:
        literal = None
    if literal is not None:
        why = why_not_public(literal)
        if why is None and isinstance(literal, ipaddress.IPv6Address) and literal in _NAT64:
            why = "an IPv4 address in disguise"
        if why is not None:
            raise FetchError(printable(str(url)), f"{host} is {why}", _ALLOW)
    elif _NUMBER.fullmatch(host.rpartition(".")[2]) or "%" in host:
        raise FetchError(printable(str(url)), "a host spelled as an odd number", "write the host's name")


def check_local_name(url: httpx.URL) -> None:
    """Raises FetchError for a name that has meaning only inside a network, for when a proxy resolves it."""
    host = host_of(url).rstrip(".").lower()
    inside = "." not in host and ":" not in host
    if inside or any(host == name or host.endswith("." + name) for name in _LOCAL_NAMES):
        raise FetchError(printable(str(url)), f"{printable(host)} is a name of an inside network", _ALLOW)


def public_addresses(which: str, host: str, port: int, resolver: Resolver) -> tuple[str, ...]:
    """The addresses of a host, all of them public. Raises FetchError where one is not, OSError where there are none."""
    found = tuple(resolver(host, port))
    if not found:
        raise OSError(f"no address for {host}")
    for spelled in found:
        try:
            why = why_not_public(ipaddress.ip_address(spelled.partition("%")[0]))
        except ValueError:
            why = "no IP address"
        if why is not None:
            raise FetchError(which, f"{printable(host)} is at {spelled}, {why}", _ALLOW)
    return found


def why_not_public(address: IPAddress) -> str | None:
    """Why an address is not on the public internet, in words; None for one that is."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None or address.sixtofour is not None or address.teredo is not None:
            return "an IPv4 address in disguise"
        if address in _NAT64:
            # What networks without IPv4 give for every IPv4 site: as public as the address inside.
            return why_not_public(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
        if address.is_site_local:
            return "a private address"
    kinds = (
        (address.is_loopback, "this machine's own address"),
        (address.is_link_local, "a link-local address"),
        (address.is_multicast, "a multicast address"),
        (address.is_unspecified, "no real address"),
        (address.is_private, "a private address"),
        (address.is_reserved, "a reserved address"),
        (not address.is_global, "not a public address"),
    )
    return next((words for holds, words in kinds if holds), None)


def printable(text: str, limit: int = 200) -> str:
    """Text from outside made fit for one line of a terminal: no control characters, not endless."""
    clean = "".join(char if char.isprintable() else "�" for char in text)
    return clean if len(clean) <= limit else clean[: limit - 1] + "…"
