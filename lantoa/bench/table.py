"""What a benchmark prints: one table, or one JSON document that other programs read."""

from __future__ import annotations

import json
import os
import platform
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from lxml import html
from rich.console import Console
from rich.table import Table

from lantoa.web.formats import number
from lantoa.words import word


@dataclass(frozen=True, slots=True)
class Row:
    """One figure. goal: ">= 0.11" or "" when there is none; met follows from it."""

    name: str
    value: float
    unit: str
    goal: str = ""
    note: str = ""

    @property
    def met(self) -> bool | None:
        """Whether the goal is met; None without one."""
        if not self.goal:
            return None
        sign, bound = self.goal.split()
        return self.value >= float(bound) if sign == ">=" else self.value <= float(bound)


@dataclass(frozen=True, slots=True)
class Bench:
    """A finished benchmark. context: what was measured on what."""

    name: str
    context: Mapping[str, Any]
    rows: Sequence[Row]


def print_bench(bench: Bench, as_json: bool) -> None:
    """The table, or {"bench", "context", "rows"}."""
    context = {**machine(), **bench.context}
    if as_json:
        rows = [{**asdict(row), "met": row.met} for row in bench.rows]
        print(json.dumps({"bench": bench.name, "context": context, "rows": rows}, ensure_ascii=False, indent=1))
        return
    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in ("name", "value", "unit", "goal", "met", "note"):
        table.add_column(word(f"bench.{name}"), justify="right" if name == "value" else "left", no_wrap=name == "name")
    for row in bench.rows:
        met = "" if row.met is None else word("bench.yes" if row.met else "bench.no")
        digits = 4 if row.value % 1 and row.value < 10 else None  # shares are told apart by the fourth
        table.add_row(row.name, number(row.value, digits), row.unit, row.goal, met, row.note)
    console = Console(highlight=False, markup=False)
    console.print(table)
    console.print("; ".join(f"{name}: {value}" for name, value in context.items()))


def machine() -> dict[str, Any]:
    """Where this runs, and how fast it parses one fixed page with lxml now (pages/s)."""
    return {
        "python": platform.python_version(),
        "cores": len(os.sched_getaffinity(0)),
        "calibration": round(calibration(), 1),
    }


def calibration() -> float:
    """Parses a second of the same 170 kB page: figures of different runs can be compared by it."""
    paragraph = "<div class='c'><p>Đại hội đại biểu <a href='/a'>Đảng bộ</a> thành phố lần thứ I, nhiệm kỳ.</p></div>"
    page = f"<html><body>{paragraph * 1500}</body></html>"
    best = 0.0
    for _ in range(5):
        start, count = time.process_time(), 0
        while time.process_time() - start < 0.1:
            html.fromstring(page)
            count += 1
        best = max(best, count / (time.process_time() - start))
    return best
