"""lantoa tag --jsonl: texts from a file or a pipe, tagged and written as lines; nothing is stored."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO

from crawlers.sources import Sources, load_sources
from lantoa.article import Outlet
from lantoa.cli.bars import bar, remark
from lantoa.cli.house import source_files
from lantoa.cli.output import Exit, print_json
from lantoa.errors import Misuse
from lantoa.pool import open_pool
from lantoa.settings import Settings
from lantoa.web.formats import number
from lantoa.words import word
from nlp.records import LONGEST_LINE
from nlp.step import model_in_force
from nlp.stream import Here, LineResult, Publisher, tag_lines

PIPE = Path("-")
FEW = 60
"""Lines that are tagged in this process: starting the pool takes as long."""


@dataclass(frozen=True, slots=True)
class TagFiles:
    """Where texts come from and where their tags go; "-" is standard input or output. model: the
    file of another model than the shipped one."""

    source: Path
    target: Path
    model: Path | None = None


def tag_jsonl(settings: Settings, files: TagFiles, as_json: bool) -> Exit:
    """Tag every line of a file, in order; PARTLY when some were wrong, FAILED when all were.

    The file is written whole or not at all. Raises Misuse for files that cannot be read or
    written, and for what is no model.
    """
    model_in_force(files.model)
    if files.target == PIPE and as_json:
        raise Misuse(word("tagging.two_outputs"))
    wrong: list[dict[str, object]] = []
    written = 0
    with _reading(files.source) as lines, _writing(files.target) as out, bar(word("cli.step.tag"), as_json) as progress:
        progress.total(_count(files.source))
        first = list(islice(lines, FEW))
        with _workers(settings, len(first)) as run:
            for result in tag_lines(chain(first, lines), run, _publisher(settings), files.model):
                if result.out is not None:
                    out.write(result.out)
                    written += 1
                if result.wrong:
                    wrong.append(_wrong(result))
                    remark(_told(files.source, result))
                progress.advance()
    _tell(files, written, wrong, as_json)
    return Exit.DONE if not wrong else Exit.PARTLY if written else Exit.FAILED


def _wrong(result: LineResult) -> dict[str, object]:
    return {"line": result.line, "id": result.id, "tagged": result.out is not None, "why": result.wrong}


def _tell(files: TagFiles, written: int, wrong: list[dict[str, object]], as_json: bool) -> None:
    if as_json:
        print_json({"file": str(files.target), "tagged": written, "wrong": wrong})
    elif files.target != PIPE:
        print(word("tagging.written", count=number(written), file=files.target))


def _told(source: Path, result: LineResult) -> str:
    named = "" if result.id is None else word("tagging.id", id=result.id)
    return word("tagging.line", file=source, line=result.line, id=named, why=result.wrong)


@contextmanager
def _workers(settings: Settings, lines: int) -> Iterator[Executor]:
    if lines < FEW:
        with Here() as run:
            yield run
    else:
        with open_pool(settings.pool, settings.workers) as run:
            yield run


def _publisher(settings: Settings) -> Publisher:
    """Outlets as the sources list them, read when the first address is asked for."""

    @cache
    def sources() -> Sources:
        return load_sources(source_files(settings, "live"))

    def outlet(url: str) -> Outlet | None:
        found = sources().of_url(url) if "://" in url else None
        return found.outlet if found else None

    return outlet


@contextmanager
def _reading(source: Path) -> Iterator[Iterator[bytes]]:
    """The lines of a file, without those that are too long to be held."""
    if source == PIPE:
        yield _lines(sys.stdin.buffer)
        return
    try:
        file = source.open("rb")
    except FileNotFoundError:
        raise Misuse(word("cli.no_file", file=source)) from None
    except OSError as error:
        raise Misuse(word("cli.unreadable", file=source, why=error.strerror)) from None
    with file:
        yield _lines(file)


def _lines(file: BinaryIO) -> Iterator[bytes]:
    """Of a line that is too long its beginning, one byte longer than what is taken."""
    while line := file.readline(LONGEST_LINE + 1):
        yield line
        if len(line) > LONGEST_LINE:
            while line and not line.endswith(b"\n"):
                line = file.readline(LONGEST_LINE)


def _count(source: Path) -> int:
    """Lines of a file, for the bar; 0 of a pipe, which can be read but once."""
    if not source.is_file():
        return 0
    with source.open("rb") as file:
        return sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))


@contextmanager
def _writing(target: Path) -> Iterator[BinaryIO]:
    """Standard output, a device as it is, or a file that takes its name when it is whole."""
    if target == PIPE:
        yield sys.stdout.buffer
        return
    whole = not target.exists() or target.is_file()
    partial = target.with_name(target.name + ".part") if whole else target
    try:
        file = partial.open("wb")
    except OSError as error:
        raise Misuse(word("cli.unwritable", file=target, why=error.strerror)) from None
    try:
        with file:
            yield file
        if whole:
            partial.replace(target)
    finally:
        if whole:
            partial.unlink(missing_ok=True)
