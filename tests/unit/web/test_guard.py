from __future__ import annotations

from typing import Any

import pytest

from ebbline.web.guard import HEADERS, Hosts


@pytest.mark.parametrize("path", ["/api/claims", "/nothing", "/api/claims?limit=0", "/openapi.json"])
def test_every_answer_has_the_headers(served: Any, path: str) -> None:
    answer = served(path)
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    assert answer.headers["content-security-policy"].startswith("default-src 'self'")
    assert "access-control-allow-origin" not in answer.headers


def test_a_page_keeps_its_own_policy(served: Any) -> None:
    page = served("/")
    assert page.headers["content-security-policy"] == "frame-ancestors 'none'"
    assert b'http-equiv="Content-Security-Policy" content="default-src \'none\'' in page.body


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8765", "127.0.0.1.evil.example", "10.0.0.7:8765", ""])
def test_a_foreign_name_is_turned_away(served: Any, host: str) -> None:
    answer = served("/api/claims", host=host)
    assert answer.status == 421
    assert set(answer.json) == {"what", "cure"}
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8765", "127.0.0.1:1", "[::1]:8765", "[::1]"])
def test_this_machine_is_let_in(served: Any, host: str) -> None:
    assert served("/health", host=host).status == 200


@pytest.mark.parametrize(
    ("bound", "header", "allowed"),
    [
        ("0.0.0.0", "10.0.0.7:8765", True),
        ("::", "[fe80::1]:8765", True),
        ("0.0.0.0", "evil.example", False),
        ("10.0.0.7", "10.0.0.7", True),
        ("10.0.0.7", "10.0.0.8", False),
        ("Desk.lan", "desk.lan:80", True),
        ("127.0.0.1", "[::1", False),
        ("127.0.0.1", "[::1]x", False),
        ("127.0.0.1", "localhost:", False),
        ("127.0.0.1", "localhost:8x", False),
        ("127.0.0.1", "localhost@evil.example", False),
    ],
)
def test_names_by_the_address_bound(bound: str, header: str, allowed: bool) -> None:
    assert Hosts.of(bound).allow(header) is allowed
