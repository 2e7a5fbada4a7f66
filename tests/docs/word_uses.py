"""Where the program asks the catalogue for a text: read from its source, nothing is run."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, nodes

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("lantoa", "crawlers", "nlp", "search_api", "campaigns")
ASKING = frozenset({"word", "w"})
HOLE = r"([^.]+)"


@dataclass(frozen=True)
class Asked:
    """One literal key that is asked for. names: the placeholders given, None where they are not literal."""

    where: str
    key: str
    names: frozenset[str] | None


@dataclass(frozen=True)
class Uses:
    """asked: calls with a literal key; strings: every literal; made: keys put together, as
    regular expressions with a hole for each part that varies."""

    asked: tuple[Asked, ...]
    strings: frozenset[str]
    made: frozenset[str]


@cache
def word_uses() -> Uses:
    """All uses in code and templates."""
    asked: list[Asked] = []
    strings: set[str] = set()
    made: set[str] = set()
    for room in ROOMS:
        for file in sorted((ROOT / room).rglob("*.py")):
            tree = ast.parse(file.read_text(encoding="utf-8"))
            asked += _asked_in_code(tree, str(file.relative_to(ROOT)))
            strings |= {one.value for one in ast.walk(tree) if isinstance(one, ast.Constant) and isinstance(one.value, str)}
            made |= {_pattern(one) for one in ast.walk(tree) if isinstance(one, ast.JoinedStr)}
        for file in sorted((ROOT / room).rglob("*.html")):
            tree_of_page = Environment().parse(file.read_text(encoding="utf-8"))
            asked += _asked_in_page(tree_of_page, str(file.relative_to(ROOT)))
            strings |= {one.value for one in tree_of_page.find_all(nodes.Const) if isinstance(one.value, str)}
            made |= {_pattern_of_page(one) for one in tree_of_page.find_all((nodes.Concat, nodes.Add))}
    likely = {one for one in made if re.match(r"[a-z_]+\\\.", one)}
    return Uses(tuple(asked), frozenset(strings), frozenset(likely))


def _asked_in_code(tree: ast.AST, where: str) -> Iterator[Asked]:
    for call in ast.walk(tree):
        if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in ASKING):
            continue
        if not call.args:
            continue
        names = [one.arg for one in call.keywords]
        given = None if None in names else frozenset(name for name in names if name)
        for key in _literals(call.args[0]):
            yield Asked(f"{where}:{call.lineno}", key, given)


def _literals(argument: ast.expr) -> list[str]:
    if isinstance(argument, ast.IfExp):
        return _literals(argument.body) + _literals(argument.orelse)
    return [argument.value] if isinstance(argument, ast.Constant) and isinstance(argument.value, str) else []


def _asked_in_page(tree: nodes.Template, where: str) -> Iterator[Asked]:
    for call in tree.find_all(nodes.Call):
        if not (isinstance(call.node, nodes.Name) and call.node.name in ASKING and call.args):
            continue
        given = None if call.dyn_kwargs else frozenset(one.key for one in call.kwargs)
        first = call.args[0]
        choices = [first.expr1, first.expr2] if isinstance(first, nodes.CondExpr) else [first]
        for one in choices:
            if isinstance(one, nodes.Const):
                yield Asked(f"{where}:{call.lineno}", one.value, given)


def _pattern(made: ast.JoinedStr) -> str:
    return "".join(re.escape(one.value) if isinstance(one, ast.Constant) else HOLE for one in made.values)


def _pattern_of_page(made: nodes.Node) -> str:
    parts = made.nodes if isinstance(made, nodes.Concat) else [made.left, made.right]  # type: ignore[attr-defined]
    return "".join(re.escape(one.value) if isinstance(one, nodes.Const) and isinstance(one.value, str) else HOLE for one in parts)
