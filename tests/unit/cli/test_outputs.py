"""No command writes over a ledger, over what it reads, or over a device."""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from ebbline.cli.batch import batch_command
from ebbline.cli.brief import brief_command
from ebbline.cli.export import export_command
from ebbline.cli.figure import figure_command
from ebbline.cli.files import check_output, output
from ebbline.cli.picture import picture_command
from ebbline.errors import EbblineError, UsageError

COMMANDS = {
    "export": (export_command,),
    "brief": (brief_command,),
    "picture": (picture_command,),
    "figure": (figure_command, "timeline"),
}


def run(command: Any, *arguments: str | Path) -> None:
    app = typer.Typer()
    app.command()(command)
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception


@pytest.mark.parametrize("name", list(COMMANDS))
def test_a_ledger_is_never_written_over(sample: Any, tmp_path: Path, name: str) -> None:
    command, *more = COMMANDS[name]
    other = tmp_path / "other.db"
    shutil.copy(sample.path, other)
    before = other.read_bytes()
    # A figure's name tells its format: links let it have one.
    links = {"same": sample.path, "hard": sample.path, "other": other, "wal": Path(f"{other}-wal")}
    for link, target in links.items():
        path = tmp_path / f"{link}.svg"
        path.hardlink_to(target) if link == "hard" else path.symlink_to(target)
        with pytest.raises(UsageError, match=r"^--output: .*(this very command|a ledger)"):
            run(command, *more, "--ledger", sample.path, "--output", path)
    outright = [] if name == "figure" else [sample.path, other, Path(f"{other}-journal"), Path(f"{sample.path}-shm")]
    for path in outright:
        with pytest.raises(UsageError, match=r"^--output: "):
            run(command, *more, "--ledger", sample.path, "--output", path)
    assert other.read_bytes() == before
    assert list(sample.store.verify()) == []
    assert list(sample.store.logged()) == []


@pytest.mark.parametrize("name", ["export", "brief", "picture"])
def test_a_folder_is_no_output(sample: Any, tmp_path: Path, name: str) -> None:
    for path in (tmp_path, ""):
        with pytest.raises(UsageError, match="is a folder"):
            run(*COMMANDS[name], "--ledger", sample.path, "--output", path)


def test_names_are_not_logged_as_shown_where_nothing_is_written(sample: Any) -> None:
    with pytest.raises(UsageError):
        run(export_command, "--names", "--ledger", sample.path, "--output", sample.path)
    assert list(sample.store.logged()) == []


def test_a_batch_writes_into_no_file(sample: Any, tmp_path: Path) -> None:
    (tmp_path / "in.txt").write_text("Words.")
    before = Path(sample.path).read_bytes()
    for out in (sample.path, tmp_path / "in.txt"):
        with pytest.raises(UsageError, match="leads to a file"):
            run(batch_command, tmp_path / "in.txt", "--out", out)
    assert Path(sample.path).read_bytes() == before


def test_an_input_is_never_written_over(tmp_path: Path) -> None:
    source = tmp_path / "report.txt"
    source.write_text("Words.")
    with pytest.raises(UsageError, match="read by this very command"):
        check_output(tmp_path / "." / "report.txt", keep=[source])
    check_output(tmp_path / "other.txt", keep=[source])


def test_a_pipe_is_written_to_and_stays_one(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    with output(pipe) as out:
        out.write("words")
    assert os.read(reader, 10) == b"words"
    os.close(reader)
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_link_leads_to_the_file_that_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "real.md").write_text("old")
    (tmp_path / "link.md").symlink_to("real.md")
    with output(tmp_path / "link.md") as out:
        out.write("new")
    assert (tmp_path / "real.md").read_text() == "new"
    assert (tmp_path / "link.md").is_symlink()


def test_a_full_disk_is_no_wrong_usage(sample: Any) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    for command in (picture_command, export_command, brief_command):
        with pytest.raises(EbblineError, match="No space left") as caught:
            run(command, "--ledger", sample.path, "--output", "/dev/full")
        assert not isinstance(caught.value, UsageError)
