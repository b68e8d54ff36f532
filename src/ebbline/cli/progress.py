"""The progress line that `ebbline read` shows on a terminal."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from ebbline.cli.read import PlainVoice, problem_lines
from ebbline.cli.terminal import shown

if TYPE_CHECKING:
    from ebbline.pipeline import Outcome


class ProgressVoice(PlainVoice):
    """A moving bar with counts on standard error; problems above it."""

    names_all = True

    def __init__(self, progress: Progress, task: TaskID) -> None:
        self._progress, self._task = progress, task
        self._claims = 0

    def outcome(self, outcome: Outcome) -> None:
        """Move the bar on, and print a problem above it."""
        self._claims += len(outcome.reading.claims) if outcome.reading else 0
        self._progress.update(self._task, advance=1, claims=self._claims, name=escape(shown(outcome.name[-40:])))
        for line in problem_lines(outcome):
            self.note(line)

    def note(self, words: str) -> None:
        """One line above the bar."""
        self._progress.console.print(shown(words), markup=False, highlight=False)


@contextmanager
def progress_voice() -> Iterator[ProgressVoice]:
    """A voice that owns the terminal's last line until the block ends."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.completed} inputs · {task.fields[claims]} claims"),
        BarColumn(bar_width=20),
        TimeElapsedColumn(),
        TextColumn("{task.fields[name]}"),
    )
    # no-color.org: no colour, and nothing in bold either.
    console = Console(stderr=True, color_system=None) if os.environ.get("NO_COLOR") else Console(stderr=True)
    with Progress(*columns, console=console, transient=True) as progress:
        yield ProgressVoice(progress, progress.add_task("reading", total=None, claims=0, name=""))
