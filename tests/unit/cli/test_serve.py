from __future__ import annotations

import builtins
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from ebbline.cli.serve import serve_command
from ebbline.errors import EbblineError, LedgerError, MissingExtraError

APP = typer.Typer()
APP.command()(serve_command)


def serve(*arguments: str) -> Result:
    result = CliRunner().invoke(APP, list(arguments))
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What the server was started with; it never runs."""
    calls: list[dict[str, Any]] = []

    def fake(ledger: Path, *, announce: Callable[[str], None], **more: Any) -> None:
        announce("http://127.0.0.1:8765/")
        calls.append({"ledger": ledger, **more})

    monkeypatch.setattr("ebbline.web.server.serve", fake)
    return calls


def test_this_machine_only_unless_asked(sample: Any, started: list[dict[str, Any]]) -> None:
    result = serve("--ledger", str(sample.path))
    assert (started[0]["host"], started[0]["port"]) == ("127.0.0.1", 8765)
    assert result.stdout == f"{sample.path} at http://127.0.0.1:8765/ · stop with Ctrl-C\nstopped\n"
    assert result.stderr == ""


@pytest.mark.parametrize(
    ("host", "warned"),
    [("0.0.0.0", True), ("192.168.1.5", True), ("desk.lan", True), ("localhost", False), ("::1", False)],
)
def test_another_address_is_warned_of(sample: Any, started: list[dict[str, Any]], host: str, warned: bool) -> None:
    result = serve("--ledger", str(sample.path), "--host", host)
    assert ("warning: whoever reaches" in result.stderr) is warned
    assert started[0]["host"] == host


def test_without_the_extra_the_cure_is_told(sample: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def lacking(name: str, *rest: Any) -> Any:
        if name.split(".")[0] in ("uvicorn", "fastapi"):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return real(name, *rest)

    for module in [name for name in sys.modules if name.startswith("ebbline.web")]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setattr(builtins, "__import__", lacking)
    with pytest.raises(MissingExtraError, match=r"pip install 'ebbline\[serve\]'"):
        serve("--ledger", str(sample.path))


def test_no_ledger_no_server(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="no ledger here"):
        serve("--ledger", str(tmp_path / "missing.db"), "--port", "0")


def test_a_port_in_use_and_an_address_that_is_not_ours(sample: Any) -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        with pytest.raises(EbblineError, match="another program has this port; choose another with --port"):
            serve("--ledger", str(sample.path), "--port", port)
    with pytest.raises(EbblineError, match="cannot listen there"):
        serve("--ledger", str(sample.path), "--host", "192.0.2.1", "--port", "0")
