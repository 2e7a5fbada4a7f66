"""What a revisit shows: an edit, the same article elsewhere, or only a new design. Pure.

A redesign changes nearly every page of an outlet at once: the reading loses the text, or takes
what the new frame says for text. Edits are single. So where an unusual share of a day's
revisited articles change in body, lines that came to or went from most of them are no text, and
what still differs then is held until somebody looked or a better extractor has read it again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from crawlers.lines import is_related
from lantoa.article import Article
from lantoa.changes import Differ, kinds_between, lines_of, normal

LEAST = 5
"""Fewer changed articles are never suspected."""
SHARE = 0.6
TIMES = 3.0
"""An unusual share: of the day's revisited articles, and against what the source usually does."""
MOST = 0.5
"""A line on so many of the changed pages belongs to the frame."""
ALIKE = 0.5
_SHINGLE = 4
_TELLING = 20
"""Fewer runs of words are alike by chance."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of body as it was applied. ref: the record that showed it; since: when the
    version before it was seen first; at: when this one was."""

    article: int
    ref: str
    before: Article
    after: Article
    since: datetime
    at: datetime


@dataclass(frozen=True, slots=True)
class Judgement:
    """lines: belong to the frame of the pages; void: edits that were nothing else; held: edits
    that may be the work of a redesign. All empty: these are edits."""

    lines: frozenset[str] = frozenset()
    void: tuple[Edit, ...] = ()
    held: tuple[Edit, ...] = ()


def differ_without(lines: Collection[str]) -> Differ:
    """How readings are compared where these lines are no text; leads to other articles never are."""
    return partial(kinds_between, ignore=lambda line: line in lines or is_related(line))


def judge(edits: Sequence[Edit], revisited: int, usual: float) -> Judgement:
    """Are these, all changes of body of one source on one day, the outlet's edits?

    revisited: articles of the source seen again that day; usual: the share of them that changes
    on other days, 0..1.
    """
    if not _unusual(edits, revisited, usual):
        return Judgement()
    lines = frame_lines(edits)
    differ = differ_without(lines)
    real = [each for each in edits if "body" in differ(each.before, each.after)]
    void = tuple(each for each in edits if not differ(each.before, each.after))
    held = tuple(real) if _unusual(real, revisited, usual) else ()
    return Judgement(lines, void, held)


def frame_lines(edits: Sequence[Edit]) -> frozenset[str]:
    """The lines that came to, or went from, most of the changed pages."""
    moved: Counter[str] = Counter()
    for each in edits:
        moved.update(set(lines_of(each.before.text)) ^ set(lines_of(each.after.text)))
    least = max(LEAST, MOST * len(edits))
    return frozenset(line for line, count in moved.items() if count >= least)


def same_article(known: Article, found: Article) -> bool:
    """Is what stands at a known address, or where it leads now, still the same article?"""
    if normal(known.title) == normal(found.title) != "":
        return True
    one, other = _shingles(known.text), _shingles(found.text)
    shorter = min(len(one), len(other))
    return shorter >= _TELLING and len(one & other) / shorter >= ALIKE


def _unusual(edits: Sequence[Edit], revisited: int, usual: float) -> bool:
    changed = len({each.article for each in edits})
    return changed >= LEAST and changed >= max(SHARE, min(TIMES * usual, 0.95)) * max(revisited, changed)


def _shingles(text: str) -> set[tuple[str, ...]]:
    words = normal(text).casefold().split()
    return {tuple(words[at : at + _SHINGLE]) for at in range(len(words) - _SHINGLE + 1)}
