"""One HTTP request: pinned to a checked address, within its time and size, its failures in our words."""

from __future__ import annotations

import email.message
import errno
import ssl
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

import httpcore
import httpx

from ebbline.errors import FetchError
from ebbline.ingest.addresses import Resolver, printable, public_addresses

CURE_DEAD = "check the address and your connection"
CURE_LATER = "try again later"
CURE_BROWSER = "open it in a browser, save it and read the file"

# What may hold a report. Anything else is refused before its body is read.
_READABLE = frozenset(
    {
        "application/xhtml+xml",
        "application/xml",
        "application/jsonl",
        "application/jsonlines",
        "application/x-jsonlines",
        "application/x-ndjson",
        "application/pdf",
        "application/x-pdf",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/octet-stream",
    }
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back for one address; header names are lower case."""

    url: httpx.URL
    status: int
    headers: Mapping[str, str]
    data: bytes
    notes: tuple[str, ...] = ()


class ConnectionLostError(FetchError):
    """The other side hung up: worth one more try."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """The moment a request must be over, steps of it included."""

    at: float
    monotonic: Callable[[], float]

    def left(self, timeout: float | None) -> float:
        """Seconds for the next step; raises where the whole request has had its time."""
        left = self.at - self.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the whole request took too long")
        return left if timeout is None else min(left, timeout)


class PinnedBackend(httpcore.NetworkBackend):
    """Connects to addresses checked a moment ago, never to a name: what was checked is what is asked."""

    def __init__(
        self, network: httpcore.NetworkBackend, resolver: Resolver, deadline: Deadline, checked_for: str | None
    ) -> None:
        self._network = network
        self._resolver = resolver
        self._deadline = deadline
        self._checked_for = checked_for
        """The address the check is for, None for connections that need none (to the user's own proxy)."""

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """A stream to the first address of the host that answers."""
        host = host.strip("[]")
        problem: Exception = NoSuchHostError(f"no address for {host}")
        for address in self._addresses(host, port):
            try:
                stream = self._network.connect_tcp(
                    address, port, self._deadline.left(timeout), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                problem = error
            else:
                return _TimedStream(stream, self._deadline)
        raise problem

    def _addresses(self, host: str, port: int) -> tuple[str, ...]:
        try:
            if self._checked_for is None:
                return tuple(self._resolver(host, port))
            return public_addresses(self._checked_for, host, port, self._resolver)
        except OSError as error:
            raise NoSuchHostError(str(error)) from error


class NoSuchHostError(httpcore.ConnectError):
    """The host's name has no address."""


class _TimedStream(httpcore.NetworkStream):
    """A stream that a slow dripper cannot hold beyond the deadline of the whole request."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._inner = inner
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        stream = self._inner.start_tls(ssl_context, server_hostname, self._deadline.left(timeout))
        return _TimedStream(stream, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class closing_response:
    """Closes a response when its block ends."""

    def __init__(self, response: httpcore.Response) -> None:
        self._response = response

    def __enter__(self) -> httpcore.Response:
        return self._response

    def __exit__(self, *_: object) -> None:
        self._response.close()


def content_type(header: str) -> tuple[str, str | None]:
    """The media type, lower case, and the declared charset of a Content-Type header."""
    header = printable(header.strip(), 500)
    if not header:
        return "", None
    message = email.message.Message()
    message["content-type"] = header
    charset = message.get_param("charset")
    return header.partition(";")[0].strip().lower(), charset.strip("'\" ") if isinstance(charset, str) else None


def port_of(url: httpx.URL) -> int:
    """The port asked, named or usual."""
    return url.port or (443 if url.scheme == "https" else 80)


def require_readable(which: str, headers: Mapping[str, str]) -> None:
    """Raises FetchError for an answer whose declared type holds no text."""
    media_type, _ = content_type(headers.get("content-type", ""))
    if not media_type or media_type.startswith("text/") or media_type.endswith("+xml") or media_type in _READABLE:
        return
    raise FetchError(which, f"not text but {printable(media_type, 60)}", "give the address of the article itself")


def unpacked(which: str, chunks: Iterable[bytes], headers: Mapping[str, str], limit: int) -> Iterator[bytes]:
    """The body without its gzip, never more than `limit` bytes of it in memory, whatever it would unpack to."""
    encoding = headers.get("content-encoding", "").strip().lower()
    if encoding in ("", "identity"):
        unpack = None
    elif encoding in ("gzip", "x-gzip", "deflate"):
        unpack = zlib.decompressobj(zlib.MAX_WBITS | 32)
    else:
        raise FetchError(which, f"packed in a way not asked for ({printable(encoding, 40)})", CURE_BROWSER)
    received = size = 0
    for chunk in chunks:
        received += len(chunk)
        if unpack is not None:
            try:
                chunk = unpack.decompress(chunk, limit - size + 1)
            except zlib.error:
                raise FetchError(which, "its packing (gzip) is damaged", CURE_LATER) from None
        size += len(chunk)
        if size > limit or received > limit:
            raise FetchError(which, f"larger than {limit / (1024 * 1024):g} MB", "save it and read the file")
        yield chunk
    if unpack is not None and received and not unpack.eof:
        raise FetchError(which, "broke off before its end", CURE_LATER)


def raise_for(which: str, host: str, error: Exception) -> NoReturn:
    """The error of the network library in our words."""
    cause = _root(error)
    if isinstance(cause, ssl.SSLError):
        reason = getattr(cause, "verify_message", "") or getattr(cause, "reason", "") or "handshake failed"
        raise FetchError(
            which, f"no secure connection ({printable(str(reason), 80)})", "check the clock, the address and any proxy"
        ) from None
    if isinstance(error, NoSuchHostError):
        raise FetchError(which, f"no such host: {printable(host)}", CURE_DEAD) from None
    if isinstance(error, httpcore.TimeoutException):
        raise FetchError(which, "took too long to answer", CURE_LATER) from None
    if isinstance(error, httpcore.ProxyError):
        raise FetchError(
            which, f"the proxy refused ({printable(str(error), 80)})", "check HTTP_PROXY and its rules"
        ) from None
    if isinstance(error, httpcore.ReadError | httpcore.WriteError | httpcore.RemoteProtocolError) or (
        isinstance(cause, OSError) and cause.errno == errno.ECONNRESET
    ):
        raise ConnectionLostError(which, "the connection broke off", CURE_LATER) from None
    if isinstance(cause, ConnectionRefusedError):
        raise FetchError(which, "nothing answers there (connection refused)", CURE_DEAD) from None
    raise FetchError(which, f"cannot be reached ({printable(str(error), 80)})", CURE_DEAD) from None


def _root(error: BaseException) -> BaseException:
    while (cause := error.__cause__ or error.__context__) is not None:
        error = cause
    return error
