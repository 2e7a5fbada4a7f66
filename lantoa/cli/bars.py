"""Progress bars for people; silence for programs and pipes."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as RichProgress

from lantoa.progress import Progress, Silent

ERRORS = Console(stderr=True, highlight=False)
"""Bars and remarks go to standard error: standard output is for results."""


class Bar:
    """One rich bar as the rooms see it."""

    def __init__(self, drawn: RichProgress, task: TaskID) -> None:
        self.drawn = drawn
        self.task = task

    def total(self, count: int) -> None:
        self.drawn.update(self.task, total=count, completed=0)

    def advance(self, count: int = 1) -> None:
        self.drawn.advance(self.task, count)


class Listener:
    """Who hears of the progress of steps in place of a terminal; nobody, but in the processes that
    `lantoa up` has its steps done by."""

    progress: Progress | None = None


@contextmanager
def bar(label: str, silent: bool = False) -> Iterator[Progress]:
    """A bar for one step; on a pipe nothing is drawn."""
    if Listener.progress is not None:
        yield Listener.progress
        return
    if silent or not sys.stderr.isatty():
        yield Silent()
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with RichProgress(*columns, console=ERRORS) as drawn:
        task = drawn.add_task(label.ljust(12), total=None)
        yield Bar(drawn, task)
        finished = drawn.tasks[0].completed
        drawn.update(task, total=finished or 1, completed=finished or 1)


def remark(text: str) -> None:
    """One line for the person at the terminal."""
    ERRORS.print(text, markup=False, soft_wrap=True)
