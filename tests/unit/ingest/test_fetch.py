from __future__ import annotations

import contextlib
import datetime as dt
import gzip
import threading
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpcore
import pytest

from ebbline.errors import FetchError
from ebbline.ingest.fetch import Fetcher, Limits, content_type, proxy_from_environment, retry_after

NOW = dt.datetime(2016, 3, 1, 12, 0, tzinfo=dt.UTC)
PUBLIC = "198.45.48.7"
FAST = Limits(timeout=5, read_timeout=2, delay=1.0)


@dataclass
class Reply:
    status: int = 200
    body: bytes = b"<p>Fighters left the town.</p>"
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "text/html; charset=utf-8"})
    declared_length: int | None = None
    drip: float = 0.0
    drop: bool = False


class Site:
    """A web server on the loopback address whose answers a test sets by path."""

    def __init__(self) -> None:
        self.replies: dict[str, list[Reply]] = {}
        self.asked: list[tuple[str, str, dict[str, str]]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append((self.headers["Host"], self.path, dict(self.headers.items())))
                queue = site.replies.get(self.path, [Reply(404, b"none")])
                reply = queue.pop(0) if len(queue) > 1 else queue[0]
                if reply.drop:
                    self.close_connection = True
                    return
                self.send_response(reply.status)
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                length = len(reply.body) if reply.declared_length is None else reply.declared_length
                self.send_header("Content-Length", str(length))
                self.end_headers()
                with contextlib.suppress(OSError):
                    if reply.drip:
                        for byte in reply.body:
                            self.wfile.write(bytes([byte]))
                            self.wfile.flush()
                            stop.wait(reply.drip)
                    else:
                        self.wfile.write(reply.body)

            def log_message(self, *_: Any) -> None:
                pass

        stop = self.stop = threading.Event()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port: int = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def url(self, path: str, host: str = "news.example") -> str:
        return f"http://{host}:{self.port}{path}"

    def set(self, path: str, *replies: Reply) -> None:
        self.replies[path] = list(replies)

    def paths(self) -> list[str]:
        return [path for _, path, _ in self.asked if path != "/robots.txt"]


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    yield site
    site.stop.set()
    site.server.shutdown()
    site.server.server_close()


class LoopbackNetwork(httpcore.SyncBackend):
    """Stands for the internet: whatever public address is asked, the test's own server answers."""

    def __init__(self) -> None:
        self.connected: list[str] = []

    def connect_tcp(self, host: str, port: int, *args: Any, **kwargs: Any) -> httpcore.NetworkStream:
        self.connected.append(host)
        return super().connect_tcp("127.0.0.1", port, *args, **kwargs)


@dataclass
class World:
    names: dict[str, list[str]] = field(
        default_factory=lambda: {"news.example": [PUBLIC], "other.example": ["2600:1406::17"]}
    )
    warnings: list[str] = field(default_factory=list)
    slept: list[float] = field(default_factory=list)
    now: float = 0.0
    network: LoopbackNetwork = field(default_factory=LoopbackNetwork)
    looked_up: list[str] = field(default_factory=list)

    def resolve(self, host: str, port: int) -> list[str]:
        self.looked_up.append(host)
        if host not in self.names:
            raise OSError(-2, "Name or service not known")
        return self.names[host]

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    def fetcher(self, **changes: Any) -> Fetcher:
        settings: dict[str, Any] = {
            "clock": lambda: NOW,
            "warn": self.warnings.append,
            "user_agent": "ebbline/test",
            "limits": FAST,
            "sleep": self.sleep,
            "resolver": self.resolve,
            "network": self.network,
            "proxy_for": lambda url: None,
        }
        return Fetcher(**(settings | changes))


@pytest.fixture
def world() -> World:
    return World()


def refused(fetcher: Fetcher, url: str) -> FetchError:
    with pytest.raises(FetchError) as caught:
        fetcher.fetch(url)
    assert caught.value.cure, "every refusal names a cure"
    return caught.value


def test_a_page_comes_with_its_type_charset_and_time(site: Site, world: World) -> None:
    site.set("/a", Reply(body="<p>Жители</p>".encode("cp1251"), headers={"Content-Type": "Text/HTML; Charset=cp1251"}))
    fetched = world.fetcher().fetch(site.url("/a#part"))
    assert fetched.data.decode("cp1251") == "<p>Жители</p>"
    assert (fetched.media_type, fetched.charset, fetched.fetched_at) == ("text/html", "cp1251", NOW)
    assert fetched.final_url == site.url("/a")


def test_the_first_fetch_of_a_run_warns_and_only_the_first(site: Site, world: World) -> None:
    site.set("/a", Reply())
    fetcher = world.fetcher()
    fetcher.fetch(site.url("/a"))
    fetcher.fetch(site.url("/a"))
    assert len(world.warnings) == 1
    assert "news.example" in world.warnings[0]


def test_offline_refuses_before_anything_leaves(world: World) -> None:
    error = refused(world.fetcher(offline=True), "http://news.example/a")
    assert "--offline" in error.what
    assert not world.looked_up
    assert not world.warnings


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "10.1.2.3",
        "192.168.0.1",
        "172.16.0.9",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "198.18.0.1",
        "2130706433",
        "0x7f000001",
        "0x7f.0.0.1",
        "0177.0.0.1",
        "127.1",
        "127.0.0.1.",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:8.8.8.8]",
        "[64:ff9b::127.0.0.1]",
        "[64:ff9b::8.8.8.8]",
        "[64:ff9b:1::7f00:1]",
        "[2002:7f00:1::]",
        "[2001:0:7f00:1::]",
        "[fe80::1]",
        "[fc00::1]",
        "[fec0::1]",
        "[ff02::1]",
        "[::127.0.0.1]",
    ],
)
def test_inside_and_oddly_spelled_hosts_are_refused_without_a_request(host: str, world: World) -> None:
    refused(world.fetcher(), f"http://{host}/latest/meta-data")
    assert not world.network.connected


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.0.0.5", "169.254.169.254", "::1", "::ffff:10.0.0.5", "64:ff9b::a00:5", "fe80::1%eth0", "fd00::5"],
)
def test_a_name_that_resolves_to_an_inside_address_is_refused(address: str, world: World) -> None:
    world.names["news.example"] = [PUBLIC, address]
    error = refused(world.fetcher(), "http://news.example/a")
    assert "--allow-private" in error.cure
    assert not world.network.connected


def test_networks_without_ipv4_reach_public_sites_through_their_translator(site: Site, world: World) -> None:
    world.names["news.example"] = ["64:ff9b::c62d:3007"]
    site.set("/a", Reply())
    assert world.fetcher().fetch(site.url("/a")).data


def test_the_connection_goes_to_the_address_that_was_checked(site: Site, world: World) -> None:
    """A name that changes its answer between the check and the connection gains nothing."""
    answers = iter([[PUBLIC], ["127.0.0.1"]])
    site.set("/a", Reply())
    fetcher = world.fetcher(resolver=lambda host, port: next(answers))
    error = refused(fetcher, site.url("/a"))
    assert world.network.connected == [PUBLIC], "robots.txt was asked at the address checked; the page no more"
    assert "127.0.0.1" in error.what


@pytest.mark.parametrize(
    "target",
    ["http://127.0.0.1/", "http://169.254.169.254/latest", "//localhost/x", "file:///etc/passwd", "http://[::1]/"],
)
def test_a_redirect_inside_is_refused(target: str, site: Site, world: World) -> None:
    world.names["localhost"] = ["127.0.0.1"]
    site.set("/a", Reply(302, b"", {"Location": target}))
    refused(world.fetcher(), site.url("/a"))
    assert len(world.network.connected) == 2
    assert site.paths() == ["/a"]


def test_a_redirect_to_a_name_that_is_inside_is_refused(site: Site, world: World) -> None:
    world.names["inside.example"] = ["192.168.7.7"]
    site.set("/a", Reply(301, b"", {"Location": site.url("/b", "inside.example")}))
    assert "192.168.7.7" in refused(world.fetcher(), site.url("/a")).what


def test_private_addresses_are_read_when_allowed(site: Site, world: World) -> None:
    site.set("/a", Reply(302, b"", {"Location": "/b"}))
    site.set("/b", Reply(body=b"<p>here</p>"))
    fetcher = world.fetcher(allow_private=True, resolver=lambda host, port: [host])
    fetched = fetcher.fetch(site.url("/a", "127.0.0.1"))
    assert fetched.data == b"<p>here</p>"
    assert fetched.final_url.endswith("/b")


def test_five_redirects_are_followed_and_six_are_not(site: Site, world: World) -> None:
    for step in range(6):
        site.set(f"/{step}", Reply(302, b"", {"Location": f"/{step + 1}"}))
    site.set("/6", Reply())
    assert world.fetcher().fetch(site.url("/1")).final_url == site.url("/6")
    assert "5 times" in refused(world.fetcher(), site.url("/0")).what


def test_a_fall_from_https_to_http_is_noted(world: World) -> None:
    fetcher = world.fetcher()
    answers = {"https": Reply(302, b"", {"location": "http://news.example/b"}), "http": Reply()}

    from ebbline.ingest.transport import Answer

    def ask(target: Any, limit: int) -> Answer:
        reply = answers[target.scheme]
        return Answer(target, reply.status, reply.headers, reply.body)

    answer = fetcher._follow(fetcher._checked("https://news.example/a"), ask, 1000)
    assert any("unprotected" in note for note in answer.notes)


@pytest.mark.parametrize(
    "url",
    [
        "http://user:secret@news.example/",
        "http://user@news.example/",
        "ftp://news.example/a",
        "http:///a",
        "http://a b/",
        "http://xn--/",
        "http://news.example:99999/",
        "http://news.example:0/",
        "http://①②⑦.⓪.⓪.①/",
        "javascript:alert(1)",
    ],
)
def test_addresses_of_another_kind_are_refused(url: str, world: World) -> None:
    error = refused(world.fetcher(), url)
    assert "secret" not in str(error)
    assert not world.looked_up


def test_no_control_character_of_an_address_reaches_the_terminal(world: World) -> None:
    assert refused(world.fetcher(), "http://news.example/\x1b[2Jx\x07").which.isprintable()


@pytest.mark.parametrize(
    ("status", "word"), [(401, "login"), (403, "403"), (404, "no such page"), (410, "gone"), (418, "418"), (500, "500")]
)
def test_a_refusing_answer_becomes_one_clear_line(status: int, word: str, site: Site, world: World) -> None:
    site.set("/a", Reply(status, b"no"))
    assert word in refused(world.fetcher(), site.url("/a")).what


def test_an_unknown_host_and_a_closed_port_are_told_apart(world: World) -> None:
    assert "no such host" in refused(world.fetcher(), "http://gone.example/").what
    closed = world.fetcher(
        allow_private=True, resolver=lambda host, port: ["127.0.0.1"], network=httpcore.SyncBackend()
    )
    assert "refused" in refused(closed, "http://news.example:1/").what


def test_a_server_without_a_good_certificate_is_refused(site: Site, world: World) -> None:
    url = site.url("/a").replace("http:", "https:")
    assert "no secure connection" in refused(world.fetcher(), url).what


def test_an_image_is_refused_by_its_type(site: Site, world: World) -> None:
    site.set("/a", Reply(body=b"\x89PNG", headers={"Content-Type": "image/png"}))
    assert "image/png" in refused(world.fetcher(), site.url("/a")).what


def test_a_page_too_large_is_refused_while_it_arrives(site: Site, world: World) -> None:
    site.set("/a", Reply(body=b"x" * 300_000))
    limits = Limits(page_bytes=200_000)
    assert "larger" in refused(world.fetcher(limits=limits), site.url("/a")).what


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress])
def test_a_packed_page_is_unpacked_and_a_bomb_is_not(pack: Any, site: Site, world: World) -> None:
    headers = {"Content-Type": "text/plain", "Content-Encoding": "gzip"}
    site.set("/a", Reply(body=pack(b"The army withdrew. " * 5000), headers=headers))
    assert world.fetcher().fetch(site.url("/a")).data == b"The army withdrew. " * 5000
    site.set("/bomb", Reply(body=pack(b"\0" * 30_000_000), headers=headers))
    limits = Limits(page_bytes=1_000_000)
    assert "larger than 0.95" in refused(world.fetcher(limits=limits), site.url("/bomb")).what


def test_damaged_or_unasked_packing_is_refused(site: Site, world: World) -> None:
    site.set("/a", Reply(headers={"Content-Encoding": "gzip"}))
    site.set("/b", Reply(headers={"Content-Encoding": "br"}))
    site.set("/c", Reply(body=gzip.compress(b"word " * 900)[:-12], headers={"Content-Encoding": "gzip"}))
    assert "damaged" in refused(world.fetcher(), site.url("/a")).what
    assert "not asked for" in refused(world.fetcher(), site.url("/b")).what
    assert "broke off" in refused(world.fetcher(), site.url("/c")).what


def test_a_page_shorter_than_declared_is_no_page(site: Site, world: World) -> None:
    site.set("/a", Reply(body=b"half", declared_length=4000))
    assert "broke off" in refused(world.fetcher(), site.url("/a")).what


def test_a_dripping_server_is_cut_off_at_the_deadline(site: Site, world: World) -> None:
    site.set("/a", Reply(body=b"x" * 200, drip=0.02))
    limits = Limits(timeout=0.4, read_timeout=2)
    assert "too long" in refused(world.fetcher(limits=limits), site.url("/a")).what


def test_a_busy_site_is_asked_once_more_after_the_time_it_names(site: Site, world: World) -> None:
    site.set("/a", Reply(503, b"", {"Retry-After": "7"}), Reply())
    assert world.fetcher().fetch(site.url("/a")).data
    assert world.slept == [7.0]
    assert site.paths() == ["/a", "/a"]


def test_a_long_retry_after_is_capped_and_a_second_refusal_final(site: Site, world: World) -> None:
    site.set("/a", Reply(503, b"", {"Retry-After": "86400"}))
    assert "503" in refused(world.fetcher(), site.url("/a")).what
    assert world.slept == [30.0]
    assert len(site.paths()) == 2


def test_a_dropped_connection_is_tried_once_more(site: Site, world: World) -> None:
    site.set("/a", Reply(drop=True), Reply())
    assert world.fetcher().fetch(site.url("/a")).data
    site.set("/b", Reply(drop=True))
    assert "broke off" in refused(world.fetcher(), site.url("/b")).what
    assert site.paths() == ["/a", "/a", "/b", "/b"]


def test_pages_of_one_host_are_asked_with_a_pause_between(site: Site, world: World) -> None:
    for path in ("/a", "/b"):
        site.set(path, Reply())
    fetcher = world.fetcher(monotonic=lambda: world.now)
    fetcher.fetch(site.url("/a"))
    fetcher.fetch(site.url("/a", "other.example"))
    assert world.slept == []
    fetcher.fetch(site.url("/b"))
    assert world.slept == [1.0]


def test_robots_txt_is_asked_once_and_kept(site: Site, world: World) -> None:
    site.set("/robots.txt", Reply(body=b"User-agent: *\nDisallow: /private\nCrawl-delay: 4\n"))
    site.set("/a", Reply())
    fetcher = world.fetcher(monotonic=lambda: world.now)
    fetcher.fetch(site.url("/a"))
    fetcher.fetch(site.url("/a"))
    assert "robots.txt" in refused(fetcher, site.url("/private/b")).what
    assert [path for _, path, _ in site.asked].count("/robots.txt") == 1
    assert world.slept == [4.0]


def test_a_site_in_trouble_is_left_alone(site: Site, world: World) -> None:
    site.set("/robots.txt", Reply(500, b""))
    site.set("/a", Reply())
    assert "in trouble" in refused(world.fetcher(), site.url("/a")).what
    assert site.paths() == []


def test_no_cookie_no_referrer_no_address_of_ours_is_sent(site: Site, world: World) -> None:
    site.set("/a", Reply(headers={"Set-Cookie": "id=1; Path=/", "Content-Type": "text/html"}))
    fetcher = world.fetcher()
    fetcher.fetch(site.url("/a"))
    fetcher.fetch(site.url("/a"))
    host, _, headers = site.asked[-1]
    assert host == f"news.example:{site.port}"
    assert set(headers) == {"Host", "User-Agent", "Accept", "Accept-Encoding", "Connection"}
    assert "http" not in headers["User-Agent"]


def test_a_proxy_is_asked_by_name_and_inside_names_are_still_refused(site: Site, world: World) -> None:
    """The test server plays the proxy: it is asked for the whole address."""
    site.set("http://news.example/a", Reply(body=b"through the proxy"))
    site.set("http://unresolvable.example/a", Reply(body=b"only the proxy knows it"))
    world.names["proxy.example"] = ["127.0.0.1"]
    world.names["inside.example"] = ["10.9.9.9"]
    fetcher = world.fetcher(proxy_for=lambda url: f"http://proxy.example:{site.port}")
    assert fetcher.fetch("http://news.example/a").data == b"through the proxy"
    assert fetcher.fetch("http://unresolvable.example/a").data == b"only the proxy knows it"
    asked = len(site.asked)
    for url in ("http://inside.example/a", "http://127.0.0.1/a", "http://intranet/a", "http://db.internal/a"):
        refused(fetcher, url)
    assert len(site.asked) == asked


def test_a_proxy_that_cannot_be_used_is_named(world: World) -> None:
    assert "socks5" in refused(world.fetcher(proxy_for=lambda url: "socks5://127.0.0.1:9"), "http://news.example/").what


def test_the_proxy_of_the_environment_is_honoured(monkeypatch: pytest.MonkeyPatch) -> None:
    import httpx

    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:3128")
    monkeypatch.setenv("no_proxy", "plain.example")
    assert proxy_from_environment(httpx.URL("http://news.example/")) == "http://127.0.0.1:3128"
    assert proxy_from_environment(httpx.URL("http://plain.example/")) is None
    assert proxy_from_environment(httpx.URL("https://news.example/")) is None


def test_both_forms_of_retry_after_are_read() -> None:
    assert retry_after("12", NOW) == 12.0
    assert retry_after("Tue, 01 Mar 2016 12:00:30 GMT", NOW) == 30.0
    assert retry_after("Tue, 01 Mar 2016 11:00:00 GMT", NOW) == 0.0
    assert retry_after("soon", NOW) is None
    assert retry_after("9" * 400, NOW) is not None


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("text/html", ("text/html", None)),
        ("TEXT/HTML;charset='UTF-8'", ("text/html", "UTF-8")),
        ('application/rss+xml; charset="utf-8"', ("application/rss+xml", "utf-8")),
        ("", ("", None)),
        ("text/html; charset", ("text/html", None)),
        ("text/\x00\r\nX: y", ("text/\ufffd\ufffd\ufffdx: y", None)),
    ],
)
def test_content_types_are_read_as_servers_write_them(header: str, expected: tuple[str, str | None]) -> None:
    media_type, charset = content_type(header)
    assert (media_type, charset or None) == expected
