"""`ebbline gazetteer`: from a file, a folder and a server on the loopback address."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from ebbline.cli.gazetteer import gazetteer_app
from ebbline.errors import EbblineError, UsageError
from ebbline.places import Gazetteer
from tests.unit.places.geonames_rows import text, zipped


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("EBBLINE_DATA", str(tmp_path / "data"))
    return tmp_path / "data/gazetteer"


def gazetteer(*arguments: str | Path) -> Result:
    result = CliRunner().invoke(gazetteer_app, list(map(str, arguments)))
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "dump"
    folder.mkdir()
    (folder / "SY.zip").write_bytes(zipped(text()))
    (folder / "IQ.txt").write_bytes(text().replace(b"\tSY\t", b"\tIQ\t"))
    return folder


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def server(files: Path) -> Iterator[str]:
    site = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(files)))
    threading.Thread(target=site.serve_forever, args=(0.02,), daemon=True).start()
    yield f"http://127.0.0.1:{site.server_address[1]}/"
    site.shutdown()
    site.server_close()


def test_a_country_is_fetched_after_a_warning_and_used_from_then_on(server: str, data: Path) -> None:
    result = gazetteer("add", "sy", "--server", server, "--allow-private")
    assert result.exit_code == 0
    assert result.stderr.startswith("going to the network, first to 127.0.0.1")
    assert "SY: 4 places" in result.stdout
    assert str(data / "SY.bin") in result.stdout
    assert Gazetteer.open().named("Qurqaniya")


def test_private_servers_are_refused_unless_allowed(server: str, data: Path) -> None:
    result = gazetteer("add", "SY", "--server", server)
    assert result.exit_code == 1
    assert "--from SY.zip" in result.stderr
    assert not data.exists()


def test_a_country_the_server_has_not_is_told_and_the_others_are_added(server: str, data: Path) -> None:
    result = gazetteer("add", "YE", "SY", "--server", server, "--allow-private")
    assert result.exit_code == 1
    assert "YE.zip: no such page (status 404)" in result.stderr
    assert [path.name for path in data.iterdir()] == ["SY.bin"]


def test_from_a_folder_and_from_a_file(files: Path, data: Path) -> None:
    assert gazetteer("add", "SY", "IQ", "--from", files).exit_code == 0
    assert sorted(path.name for path in data.iterdir()) == ["IQ.bin", "SY.bin"]
    first = (data / "IQ.bin").read_bytes()
    result = gazetteer("add", "IQ", "--from", files / "IQ.txt")
    assert (result.exit_code, result.stderr) == (0, "")
    assert (data / "IQ.bin").read_bytes() == first


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["add", "YE", "--from", "{files}"], "no YE.zip or YE.txt in it"),
        (["add", "SY", "--from", "{files}/none.txt"], "cannot be read"),
        (["add", "SY", "IQ", "--from", "{files}/SY.zip"], "one file for several countries"),
    ],
)
def test_what_is_not_there_is_told(files: Path, arguments: list[str], said: str) -> None:
    result = gazetteer(*[argument.format(files=files) for argument in arguments])
    assert result.exit_code == 1
    assert said in result.stderr


def test_wrong_codes_are_told_before_anything_is_done(data: Path) -> None:
    with pytest.raises(UsageError, match="the code of Yemen is YE"):
        gazetteer("add", "SY", "Yemen")
    assert not data.exists()


def test_list_shows_what_reports_are_read_with(files: Path, data: Path) -> None:
    gazetteer("add", "SY", "--from", files)
    rows = [json.loads(line) for line in gazetteer("list", "--json").stdout.splitlines()]
    assert [row["layer"] for row in rows] == ["base", "supplement", "SY"]
    assert rows[2]["places"] == 4
    assert rows[2]["made_from"].keys() == {"GeoNames SY"}
    assert f"SY {Gazetteer.open().signature.split()[1]}" == Gazetteer.open().signature
    assert "264,301 places" in gazetteer("list").stdout


def test_list_shows_a_damaged_layer_with_its_cure_and_remove_takes_it_away(files: Path, data: Path) -> None:
    gazetteer("add", "SY", "--from", files)
    (data / "SY.bin").write_bytes((data / "SY.bin").read_bytes()[:-9])
    assert "cut short" in gazetteer("list").stdout
    with pytest.raises(EbblineError, match="cut short; make it anew: ebbline gazetteer add SY"):
        Gazetteer.open()
    assert gazetteer("remove", "SY").exit_code == 0
    assert list(data.iterdir()) == []
    with pytest.raises(UsageError, match="not added"):
        gazetteer("remove", "SY")
