"""What the newsroom hands to the press: pieces with their ground truth."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lantoa.article import About, CongressKey


@dataclass(frozen=True, slots=True)
class Truth:
    """What a perfect reader would say of a piece.

    congresses: keys as the city knows them, each with about (True) or mention (False);
    phase: before, during, after (of its primary congress, inside the demonstration
    campaign), outside (not about one of its congresses), undated;
    reprint_group, event: names of the generator's own; is_original: first of its group;
    reachable: False for what a polite crawler may not fetch (robots).
    """

    about: About
    congresses: tuple[tuple[CongressKey, bool], ...]
    phase: str
    reprint_group: str
    event: str
    is_original: bool
    reachable: bool = True


@dataclass(frozen=True, slots=True)
class Edit:
    """A later version of a piece."""

    at: datetime
    title: str
    sapo: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """One article as one outlet publishes it. Times are aware, Asia/Ho_Chi_Minh."""

    id: str
    outlet: str
    section: str
    slug: str
    published: datetime
    title: str
    sapo: str
    paragraphs: tuple[str, ...]
    captions: tuple[str, ...]
    author: str
    credit: str
    truth: Truth
    edit: Edit | None = None
    removed_at: datetime | None = None
    dated: bool = True
