"""Lines in, tagged lines out: in order, with as much in memory as the workers are busy with."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lantoa.article import Outlet
from lantoa.errors import Aside, Later
from lantoa.words import word
from nlp.crf.model import Model
from nlp.records import Record, id_of, read_record, tagged_line
from nlp.step import model_in_force
from nlp.tag import tag

CHUNK, HEAVY = 8, 200_000
"""Lines handed to a worker at once; fewer when they have so many bytes together."""
AHEAD = 16
"""Chunks handed out and not yet written."""

Publisher = Callable[[str], Outlet | None]
"""The outlet at whose address an article stands."""


@dataclass(frozen=True, slots=True)
class LineResult:
    """What became of one line, counted from 1. out: the line of output, None when there is none;
    wrong: what was wrong with it, "" for nothing."""

    line: int
    id: str | int | None
    out: bytes | None
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class _Job:
    line: int
    record: Record
    outlet: Outlet | None


class Here(Executor):
    """Does the work at once and in this process: for a few lines no worker is worth its start."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


def tag_lines(
    lines: Iterable[bytes], run: Executor, publisher: Publisher, model: Path | None = None
) -> Iterator[LineResult]:
    """One result a line, in order. model: the file of another model than the shipped one.

    Raises Later when the pool breaks (a worker was killed).
    """
    waiting: deque[tuple[list[LineResult | None], Future[list[LineResult]]]] = deque()
    for chunk in _chunks(lines):
        read = [_read(number, line, publisher) for number, line in chunk]
        told = [one if isinstance(one, LineResult) else None for one in read]
        jobs = [one for one in read if isinstance(one, _Job)]
        waiting.append((told, run.submit(_tagged, jobs, model)))
        if len(waiting) >= AHEAD:
            yield from _results(*waiting.popleft())
    while waiting:
        yield from _results(*waiting.popleft())


def _chunks(lines: Iterable[bytes]) -> Iterator[list[tuple[int, bytes]]]:
    chunk, size = list[tuple[int, bytes]](), 0
    for number, line in enumerate(lines, 1):
        chunk.append((number, line))
        size += len(line)
        if len(chunk) == CHUNK or size >= HEAVY:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _read(number: int, line: bytes, publisher: Publisher) -> LineResult | _Job:
    try:
        record = read_record(line)
    except Aside as error:
        return LineResult(number, id_of(line), None, str(error))
    return _Job(number, record, publisher(record.article.url))


def _results(told: list[LineResult | None], future: Future[list[LineResult]]) -> Iterator[LineResult]:
    try:
        tagged = iter(future.result())
    except BrokenExecutor as error:
        raise Later(word("tagging.pool_broken", why=error)) from None
    for one in told:
        yield one or next(tagged)


def _tagged(jobs: list[_Job], file: Path | None) -> list[LineResult]:
    """Runs in a worker."""
    model = model_in_force(file)
    return [_line(job, model) for job in jobs]


def _line(job: _Job, model: Model) -> LineResult:
    """A failure of tagging is this line's alone; the others go on."""
    record = job.record
    try:
        out = tagged_line(record, tag(record.article, job.outlet, model), model.trained_on[:12])
    except Exception as error:  # noqa: BLE001 - one text must not stop the others
        return LineResult(job.line, record.id, None, repr(error)[:500])
    return LineResult(job.line, record.id, out, record.doubt)
