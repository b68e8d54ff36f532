"""The only way to the network: one address at a time, guarded, polite, and never without a warning first."""

from __future__ import annotations

import datetime as dt
import email.utils
import ssl
import time
import urllib.request
import urllib.robotparser
from collections.abc import Callable
from dataclasses import dataclass, field

import httpcore
import httpx

from ebbline.errors import FetchError
from ebbline.ingest.addresses import (
    Resolver,
    check_host,
    check_local_name,
    host_of,
    parse_address,
    printable,
    public_addresses,
    system_resolver,
)
from ebbline.ingest.transport import (
    CURE_BROWSER,
    CURE_DEAD,
    CURE_LATER,
    Answer,
    ConnectionLostError,
    Deadline,
    PinnedBackend,
    closing_response,
    content_type,
    port_of,
    raise_for,
    require_readable,
    unpacked,
)

MAX_PAGE_BYTES = 20 * 1024 * 1024
"""A page larger than this, packed or unpacked, is refused while it arrives."""
MAX_REDIRECTS = 5
_MAX_ROBOTS_BYTES = 512 * 1024  # RFC 9309 asks for at least 500 KiB

_ACCEPT = (
    "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,application/xml,text/plain,*/*;q=0.1"
)


@dataclass(frozen=True, slots=True)
class Fetched:
    """The answer of an address: its bytes, and where they came from in the end."""

    url: str
    final_url: str
    """After redirects."""
    media_type: str
    """Lower case, without parameters; empty where the server names none."""
    data: bytes
    """Without the packing of the way (gzip), otherwise as sent."""
    fetched_at: dt.datetime
    charset: str | None = None
    """What the server declared."""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Limits:
    """How much, how long and how fast. Times in seconds."""

    page_bytes: int = MAX_PAGE_BYTES
    timeout: float = 60.0
    """For one request from connecting to the last byte; redirects and retries are requests of their own."""
    read_timeout: float = 20.0
    delay: float = 1.0
    """Between two pages of one host; a longer Crawl-delay of the host's robots.txt is kept, up to `max_wait`."""
    max_wait: float = 30.0
    """The longest Retry-After or Crawl-delay that is waited for."""
    redirects: int = MAX_REDIRECTS


def proxy_from_environment(url: httpx.URL) -> str | None:
    """The proxy that HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY (or the system's settings) name for an address."""
    proxies = urllib.request.getproxies()
    if urllib.request.proxy_bypass(url.netloc.decode("ascii")):
        return None
    return proxies.get(url.scheme) or proxies.get("all")


@dataclass(slots=True)
class Fetcher:
    """Gets pages and feeds. Not for use by two threads at once: one request at a time is the point.

    `warn` is called once, before the first byte leaves the machine. Everything outside is an argument: the clock,
    waiting, name resolution and the choice of proxy.
    """

    clock: Callable[[], dt.datetime]
    warn: Callable[[str], None]
    user_agent: str = "ebbline"
    allow_private: bool = False
    offline: bool = False
    limits: Limits = field(default_factory=Limits)
    sleep: Callable[[float], None] = time.sleep
    monotonic: Callable[[], float] = time.monotonic
    resolver: Resolver = system_resolver
    proxy_for: Callable[[httpx.URL], str | None] = proxy_from_environment
    network: httpcore.NetworkBackend = field(default_factory=httpcore.SyncBackend)
    ssl_context: ssl.SSLContext | None = None
    """None: the certificates httpx trusts, or those of SSL_CERT_FILE."""
    any_type: bool = False
    """Take what is no text too: a packed file that was asked for by name."""
    _warned: bool = field(default=False, init=False)
    _last_page: dict[str, float] = field(default_factory=dict, init=False)
    _robots: dict[str, urllib.robotparser.RobotFileParser] = field(default_factory=dict, init=False)

    def fetch(self, url: str) -> Fetched:
        """The page or feed at an address, after redirects. Raises FetchError with the cause and a cure."""
        target = self._checked(url)
        self._warn_once(target)
        answer = self._follow(target, self._page, self.limits.page_bytes)
        _require_success(answer)
        media_type, charset = content_type(answer.headers.get("content-type", ""))
        return Fetched(url, str(answer.url), media_type, answer.data, self.clock(), charset, answer.notes)

    def _checked(self, url: str) -> httpx.URL:
        target = parse_address(url)
        if self.offline:
            raise FetchError(
                printable(str(target)), "not fetched: --offline", "leave --offline out, or read a saved copy"
            )
        if not self.allow_private:
            check_host(target)
        return target.copy_with(fragment=None)

    def _warn_once(self, target: httpx.URL) -> None:
        if self._warned:
            return
        self._warned = True
        self.warn(
            f"going to the network, first to {printable(host_of(target))}: "
            "the sites asked see your address (or your proxy's) and what you read"
        )

    def _page(self, target: httpx.URL, limit: int) -> Answer:
        """One page, if its site's robots.txt lets us, not too soon after the last, tried twice."""
        self._wait_turn(target, self._require_allowed(target))
        try:
            answer = self._once(target, limit, readable_only=not self.any_type)
            if answer.status not in (429, 503):
                return answer
            self._wait_retry(answer)
        except ConnectionLostError:
            self.sleep(self.limits.delay)
        finally:
            self._last_page[host_of(target)] = self.monotonic()
        return self._once(target, limit, readable_only=not self.any_type)

    def _wait_turn(self, target: httpx.URL, crawl_delay: float) -> None:
        last = self._last_page.get(host_of(target))
        if last is None:
            return
        pause = last + max(self.limits.delay, min(crawl_delay, self.limits.max_wait)) - self.monotonic()
        if pause > 0:
            self.sleep(pause)

    def _wait_retry(self, answer: Answer) -> None:
        asked = retry_after(answer.headers.get("retry-after"), self.clock())
        self.sleep(min(self.limits.delay if asked is None else asked, self.limits.max_wait))

    def _follow(self, target: httpx.URL, ask: Callable[[httpx.URL, int], Answer], limit: int) -> Answer:
        """The answer after redirects, each new address checked like the first."""
        notes: tuple[str, ...] = ()
        here = target
        for _ in range(self.limits.redirects + 1):
            answer = ask(here, limit)
            location = answer.headers.get("location")
            if answer.status not in (301, 302, 303, 307, 308) or not location:
                return Answer(answer.url, answer.status, answer.headers, answer.data, notes)
            there = self._next_address(here, location)
            if here.scheme == "https" and there.scheme == "http":
                notes += (f"sent on from https to unprotected http by {printable(host_of(here))}",)
            here = there
        raise FetchError(printable(str(target)), f"redirected more than {self.limits.redirects} times", CURE_BROWSER)

    def _next_address(self, here: httpx.URL, location: str) -> httpx.URL:
        try:
            there = str(here.join(location))
        except (httpx.InvalidURL, ValueError):
            raise FetchError(printable(str(here)), "redirects to something that is no address", CURE_BROWSER) from None
        try:
            return self._checked(there)
        except FetchError as error:
            raise FetchError(printable(str(here)), f"redirects to {error.which}: {error.what}", error.cure) from None

    def _require_allowed(self, target: httpx.URL) -> float:
        """Raises FetchError where robots.txt refuses the page; otherwise its Crawl-delay in seconds."""
        site = str(target.copy_with(raw_path=b"/"))
        if site not in self._robots:
            self._robots[site] = self._read_robots(target)
        robots = self._robots[site]
        if not robots.can_fetch(self.user_agent, str(target)):
            raise FetchError(
                printable(str(target)),
                "the site's robots.txt asks programs not to read it",
                "open it in a browser, save it and read the file",
            )
        return float(robots.crawl_delay(self.user_agent) or 0)

    def _read_robots(self, target: httpx.URL) -> urllib.robotparser.RobotFileParser:
        """The site's rules, read as RFC 9309 says: none (4xx) allows all, a server in trouble (5xx) allows nothing."""
        robots = urllib.robotparser.RobotFileParser()
        address = target.copy_with(raw_path=b"/robots.txt")
        try:
            answer = self._follow(address, self._once, _MAX_ROBOTS_BYTES)
        except ConnectionLostError as error:
            raise FetchError(error.which, error.what, error.cure) from None
        if answer.status >= 500:
            raise FetchError(printable(str(target)), f"the site is in trouble (status {answer.status})", CURE_LATER)
        lines = answer.data.decode("utf-8", "replace").splitlines() if answer.status == 200 else []
        robots.parse(lines)
        return robots

    def _once(self, target: httpx.URL, limit: int, readable_only: bool = False) -> Answer:
        """One request and its answer; nothing of it is kept for the next: no cookies, no open connection."""
        which = printable(str(target))
        request = httpcore.Request(
            "GET",
            httpcore.URL(
                scheme=target.raw_scheme, host=target.raw_host, port=target.port, target=target.raw_path or b"/"
            ),
            headers=self._headers(target),
            extensions={"timeout": dict.fromkeys(("connect", "read", "write", "pool"), self.limits.read_timeout)},
        )
        try:
            with self._pool(target) as pool, closing_response(pool.handle_request(request)) as response:
                headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}
                if readable_only and response.status == 200:
                    require_readable(which, headers)
                data = b"".join(unpacked(which, response.iter_stream(), headers, limit))
                return Answer(target, response.status, headers, data)
        except (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError, httpcore.ProxyError) as error:
            raise_for(which, host_of(target), error)
        except OSError as error:
            raise FetchError(which, f"cannot be reached ({error.strerror or error})", CURE_DEAD) from None

    def _headers(self, target: httpx.URL) -> list[tuple[bytes, bytes]]:
        return [
            (b"Host", target.netloc),
            (b"User-Agent", self.user_agent.encode("ascii", "replace")),
            (b"Accept", _ACCEPT.encode()),
            (b"Accept-Encoding", b"gzip"),
            (b"Connection", b"close"),
        ]

    def _pool(self, target: httpx.URL) -> httpcore.ConnectionPool:
        which = printable(str(target))
        proxy = self.proxy_for(target)
        if target.scheme == "https" and self.ssl_context is None:
            self.ssl_context = httpx.create_ssl_context()
        deadline = Deadline(self.monotonic() + self.limits.timeout, self.monotonic)
        if proxy is None:
            backend = PinnedBackend(self.network, self.resolver, deadline, None if self.allow_private else which)
            return httpcore.ConnectionPool(ssl_context=self.ssl_context, network_backend=backend)
        if not self.allow_private:
            self._check_for_proxy(target)
        return self._proxy_pool(which, proxy, PinnedBackend(self.network, self.resolver, deadline, None))

    def _check_for_proxy(self, target: httpx.URL) -> None:
        """A proxy resolves the name itself; what can be known here is checked before it is asked."""
        check_local_name(target)
        try:
            public_addresses(printable(str(target)), host_of(target), port_of(target), self.resolver)
        except OSError:
            return  # Behind many proxies there is no DNS: the proxy's own rules then hold.

    def _proxy_pool(self, which: str, proxy: str, backend: PinnedBackend) -> httpcore.ConnectionPool:
        try:
            address = httpx.Proxy(proxy if "://" in proxy else f"http://{proxy}")
        except (httpx.InvalidURL, ValueError):
            raise FetchError(which, "the proxy set in the environment is no address", "check HTTP_PROXY") from None
        if address.url.scheme not in ("http", "https"):
            raise FetchError(which, f"a {address.url.scheme} proxy is not supported", "set an http proxy in HTTP_PROXY")
        return httpcore.HTTPProxy(
            httpcore.URL(scheme=address.url.raw_scheme, host=address.url.raw_host, port=address.url.port, target=b"/"),
            proxy_auth=address.raw_auth,
            ssl_context=self.ssl_context,
            proxy_ssl_context=httpx.create_ssl_context() if address.url.scheme == "https" else None,
            network_backend=backend,
        )


def retry_after(header: str | None, now: dt.datetime) -> float | None:
    """Seconds a server asks to wait, from either form of Retry-After; None where it asks nothing that can be read."""
    if header is None:
        return None
    if header.strip().isdecimal():
        return float(header.strip()[:9])
    try:
        until = email.utils.parsedate_to_datetime(header)
    except ValueError:
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=dt.UTC)
    return max(0.0, (until - now).total_seconds())


_STATUS = {
    401: ("asks for a login (status 401)", CURE_BROWSER),
    402: ("asks for payment (status 402)", CURE_BROWSER),
    403: ("refuses programs or visitors from here (status 403)", CURE_BROWSER),
    404: ("no such page (status 404)", "check the address; an archive may hold a copy"),
    410: ("the page is gone (status 410)", "an archive may hold a copy"),
    429: ("asks for fewer requests (status 429)", CURE_LATER),
    451: ("withheld for legal reasons (status 451)", "an archive may hold a copy"),
    503: ("the site is overloaded or closed (status 503)", CURE_LATER),
}


def _require_success(answer: Answer) -> None:
    if answer.status == 200:
        return
    what, cure = _STATUS.get(answer.status, (f"answered with status {answer.status}", CURE_LATER))
    raise FetchError(printable(str(answer.url)), what, cure)
