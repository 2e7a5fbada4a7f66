"""How commands speak: tables for people, JSON for programs, exit codes for scripts."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from enum import IntEnum

from rich.console import Console
from rich.table import Table

from lantoa.cli.bars import remark
from lantoa.cli.steps import Done
from lantoa.web.formats import number
from lantoa.words import catalogue, word


class Exit(IntEnum):
    """0 done, 1 failed, 2 wrong use, 3 partly done (what failed is listed), 130 interrupted."""

    DONE = 0
    FAILED = 1
    MISUSE = 2
    PARTLY = 3
    INTERRUPTED = 130


def print_json(value: object) -> None:
    """One JSON document on standard output."""
    print(json.dumps(value, ensure_ascii=False, indent=1, default=str))


def print_table(
    columns: Sequence[str], rows: Iterable[Sequence[object]], title: str = "", left: int = 1
) -> None:
    """A plain table; columns from `left` on are aligned right."""
    table = Table(title=title or None, title_justify="left", header_style="bold", box=None, pad_edge=False)
    for position, label in enumerate(columns):
        table.add_column(label, justify="right" if position >= left else "left", overflow="fold")
    for row in rows:
        table.add_row(*(cell if isinstance(cell, str) else _shown(cell) for cell in row))
    width = None if sys.stdout.isatty() else 140
    Console(file=sys.stdout, highlight=False, markup=False, width=width).print(table)


def tell_steps(done: Sequence[Done], as_json: bool) -> Exit:
    """What the steps did, and what was put aside; the exit code that follows."""
    failed = [line for one in done for line in one.failed]
    if as_json:
        print_json([
            {"step": one.step, **one.counts, "failed_items": list(one.failed)}
            | ({"url": one.address} if one.address else {})
            for one in done
        ])  # fmt: skip
    else:
        for one in done:
            counts = ", ".join(f"{_count_name(name)} {number(count)}" for name, count in one.counts.items())
            print(f"{word(f'cli.step.{one.step}')}: {counts} {one.address}".rstrip())
    for line in failed:
        remark(word("cli.put_aside", what=line))
    return Exit.PARTLY if failed else Exit.DONE


def _count_name(name: str) -> str:
    kind, _, fate = name.partition(".")
    return catalogue().get(
        f"sources.fate.{fate}" if kind == "requests" and fate else f"cli.count.{name}", fate or name
    )


def _shown(cell: object) -> str:
    if cell is None:
        return word("web.dash")
    return number(cell) if isinstance(cell, int | float) else str(cell)
