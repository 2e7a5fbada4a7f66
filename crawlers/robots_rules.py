"""Which lines of a robots.txt bear on us, and on one address: to show a decision, not to make it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from protego import Protego

from crawlers.robots import PRODUCT

_AGENT = re.compile(r"user[- ]?agent\s*:", re.IGNORECASE)
_WHOLE_SITE = re.compile(r"(?:site-?maps?|host)\s*:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules that hold for us. agent: whom they are addressed to, "" when there are none;
    lines: as written; matching: those of them that speak of the address."""

    agent: str = ""
    lines: tuple[str, ...] = ()
    matching: tuple[str, ...] = ()


def rules_for(body: str, url: str) -> Rules:
    """The group addressed to us by name, else the one for everybody."""
    named, common = list[str](), list[str]()
    for agents, lines in _groups(body):
        if PRODUCT.lower() in agents:
            named += lines
        elif "*" in agents:
            common += lines
    lines = named or common
    agent = (PRODUCT if named else "*") if lines else ""
    return Rules(agent, tuple(lines), tuple(line for line in lines if _speaks_of(line, url)))


def _groups(body: str) -> Iterator[tuple[Sequence[str], Sequence[str]]]:
    """(agents in lower case, rules) of each group, in order."""
    agents, lines = list[str](), list[str]()
    for raw in body.splitlines():
        line = raw.partition("#")[0].strip()
        if not line or _WHOLE_SITE.match(line):
            continue
        if _AGENT.match(line):
            if lines:
                yield agents, lines
                agents, lines = [], []
            agents = [*agents, line.partition(":")[2].strip().lower()]
        elif agents:
            lines.append(line)
    yield agents, lines


def _speaks_of(line: str, url: str) -> bool:
    """Would this line change what an open or a closed site says of the address?"""
    for said, usual in (("", True), ("Disallow: /\n", False)):
        rules = Protego.parse(f"User-agent: *\n{said}{line}\n")
        if rules.can_fetch(url, PRODUCT) is not usual:
            return True
    return False
