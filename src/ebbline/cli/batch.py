"""`ebbline batch`: many archives on many processes or machines, a Parquet file each."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ebbline.cli.options import CoderOption, check_named
from ebbline.cli.terminal import say, shown
from ebbline.config import DEFAULT_CODER
from ebbline.errors import EbblineError, InputError, UsageError

if TYPE_CHECKING:
    from ebbline.batch import Result, Task


def batch_command(
    inputs: Annotated[list[str], typer.Argument(metavar="INPUT...", help="Files, or folders of files.")],
    out: Annotated[Path, typer.Option(metavar="FOLDER", help="Where the Parquet files go.")],
    scheduler: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Use the workers of this Dask scheduler.")
    ] = None,
    workers: Annotated[int | None, typer.Option(min=1, max=256, help="Processes on this machine.")] = None,
    coder: CoderOption = DEFAULT_CODER,
    keep_empty: Annotated[bool, typer.Option(help="Keep pages without an article too.")] = False,
) -> None:
    """Read each file into a Parquet file of its own, for `ebbline merge`; files read before are passed over."""
    from ebbline.api import utc_now
    from ebbline.batch import Job, plan
    from ebbline.batch.cluster import check_installed, run_tasks
    from ebbline.cli.read import passed_words
    from ebbline.ingest.inputs import passed_over
    from ebbline.pipeline import CODERS

    if coder not in CODERS:
        raise UsageError("--coder", f"there is no coder {coder!r}", f"choose one of: {', '.join(sorted(CODERS))}")
    if scheduler is not None and workers is not None:
        raise UsageError("--workers", "a scheduler has workers of its own", "leave out one of the two")
    check_named("INPUT", inputs)
    check_installed()
    started = time.perf_counter()
    extractor = CODERS[coder]().extractor
    planned = list(plan(inputs, out, extractor=extractor, keep_empty=keep_empty))
    tasks = [task for task in planned if not isinstance(task, InputError)]
    problems = [str(found) for found in planned if isinstance(found, InputError)]
    passed = passed_over(inputs, apart=out)
    _note(problems + ([passed_words(passed)] if passed else []))
    _make(out)
    job = Job(str(out.absolute()), utc_now(), coder, keep_empty)
    results: list[Result] = []
    try:
        for result in run_tasks(tasks, job, scheduler=scheduler, workers=workers or 1):
            if isinstance(result, InputError):
                problems.append(str(result))
                _note([str(result)])
            else:
                results.append(result)
                _note(_lines(result))
    except KeyboardInterrupt:
        _note(["stopped; the files already written are kept, the same command goes on from here"])
        raise typer.Exit(130) from None
    for line in _summary(tasks, results, out, len(problems), time.perf_counter() - started):
        print(shown(line))
    if problems or any(result.problems or result.kept for result in results):
        raise typer.Exit(1)


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as error:
        raise UsageError("--out", f"{str(folder)!r} leads to a file", "name a folder") from error
    except OSError as error:
        what = f"cannot be made ({error.strerror or error})"
        raise EbblineError(str(folder), what, "name another --out") from error


def _note(lines: list[str]) -> None:
    for line in lines:
        say(line)


def _lines(result: Result) -> list[str]:
    said = list(result.said)
    unread = result.problems + result.kept
    if unread > len(said):
        before, more = "read before, " if result.skipped else "", " more" if said else ""
        left = unread - len(said)
        said.append(f"{result.task.origin}: {before}{left:,}{more} not readable; `ebbline merge` tells which")
    return said


def _summary(tasks: list[Task], results: list[Result], out: Path, problems: int, seconds: float) -> list[str]:
    read = [result for result in results if not result.skipped]
    unread = problems + sum(result.problems + result.kept for result in results)
    remarks = [
        f"{len(results) - len(read):,} read before" if len(results) > len(read) else "",
        f"{unread:,} not readable" if unread else "",
    ]
    found = ", ".join(remark for remark in remarks if remark)
    reports, claims = sum(result.reports for result in read), sum(result.claims for result in read)
    files = "1 file" if len(tasks) == 1 else f"{len(tasks):,} files"
    return [
        files + (f": {found}" if found else ""),
        f"{reports:,} reports read, {claims:,} claims            out: {out} ({seconds:.1f} s)",
        f"next: ebbline merge {out}",
    ]
