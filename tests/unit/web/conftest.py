from __future__ import annotations

import asyncio
import datetime as dt
import importlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from ebbline.web.app import create_app
from ebbline.web.guard import App, Hosts

Ask = Callable[..., "Answer"]


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: httpx.Headers
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


def asking(app: App) -> Ask:
    """A function that asks the application, errors turned into answers as a server would."""

    async def once(path: str, method: str, headers: dict[str, str], params: Any) -> Answer:
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8765") as client:
            answer = await client.request(method, path, headers=headers, params=params)
            return Answer(answer.status_code, answer.headers, answer.content)

    def ask(path: str, *, method: str = "GET", host: str | None = None, **params: Any) -> Answer:
        headers = {} if host is None else {"Host": host}
        return asyncio.run(once(path, method, headers, params or None))

    return ask


@pytest.fixture
def served(sample: Any, clock: Callable[[], dt.datetime]) -> Ask:
    """Asks the application over the sample ledger."""
    return asking(create_app(Path(sample.path), clock=clock, hosts=Hosts.of("127.0.0.1")))


@pytest.fixture
def private() -> tuple[str, ...]:
    """The names in the sample ledger that nothing may show."""
    return tuple(importlib.import_module("sample_claims").PRIVATE)
