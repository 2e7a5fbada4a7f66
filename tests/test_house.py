"""The house stays livable: short files and functions, nothing called utils, rooms that hold."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import quantiles

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("lantoa", "crawlers", "nlp", "search_api", "campaigns")
LONGEST_FILE, LONGEST_FUNCTION, MOST_UNDER = 300, 60, 28


def python_files(*folders: str) -> list[Path]:
    return [file for folder in folders for file in (ROOT / folder).rglob("*.py")]


def functions(file: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno is not None:
            yield f"{file.relative_to(ROOT)}:{node.name}", node.end_lineno - node.lineno + 1


def test_files_are_short() -> None:
    lengths = {file: file.read_text(encoding="utf-8").count("\n") for file in python_files(*ROOMS, "tests")}
    assert {str(file.relative_to(ROOT)): count for file, count in lengths.items() if count > LONGEST_FILE} == {}


def test_functions_are_short() -> None:
    lengths = dict(one for file in python_files(*ROOMS) for one in functions(file))
    assert {name: count for name, count in lengths.items() if count > LONGEST_FUNCTION} == {}
    assert quantiles(lengths.values(), n=10)[-1] <= MOST_UNDER


def test_nothing_attracts_everything() -> None:
    names = {file.name for file in python_files(*ROOMS)}
    assert names & {"utils.py", "helpers.py", "common.py", "misc.py"} == set()


def test_the_arrows_between_rooms_hold() -> None:
    done = subprocess.run([Path(sys.executable).with_name("lint-imports"), "--no-logo"], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout
