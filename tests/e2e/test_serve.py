"""The installed program serves a ledger on a free port and stops when asked to."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

# What would send traces elsewhere if the framework were left to itself.
HOSTILE = {"FASTAPI_OTEL_AUTO_CONFIGURE": "true", "OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:9"}


@pytest.fixture
def server(demo_ledger: Path) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "ebbline", "serve", "--ledger", str(demo_ledger), "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **HOSTILE},
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def test_ask_and_stop(server: subprocess.Popen[str], demo_ledger: Path) -> None:
    assert server.stdout is not None
    first = server.stdout.readline()
    found = re.search(r"http://127\.0\.0\.1:\d+/", first)
    assert found, first
    with httpx.Client(base_url=found[0], trust_env=False, timeout=30) as client:
        assert client.get("/health").json()["status"] == "ok"
        assert client.get("/").headers["content-type"] == "text/html; charset=utf-8"
        claims = client.get("/api/claims", params={"limit": 500}).json()["claims"]
        assert client.get("/health", headers={"Host": "evil.example"}).status_code == 421
        exported = subprocess.run(
            [sys.executable, "-m", "ebbline", "export", "--ledger", str(demo_ledger)],
            capture_output=True,
            text=True,
            check=True,
        ).stdout.splitlines()
        assert [claim["claim_id"] for claim in claims] == [json.loads(line)["claim_id"] for line in exported]
        # The connection is still open: stopping must not wait for it.
        server.send_signal(signal.SIGINT)
        out, err = server.communicate(timeout=20)
    assert (server.returncode, out, err) == (0, "stopped\n", "")
