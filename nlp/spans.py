"""A found name."""

from __future__ import annotations

from dataclasses import dataclass

from lantoa.article import EntityType


@dataclass(frozen=True, slots=True)
class Span:
    """A name in the clean text. rule: which rule found it; link: id of what it names; score: 0..1."""

    start: int
    end: int
    type: EntityType
    rule: str
    link: str = ""
    score: float = 1.0
