"""Stories: a reprint group with its original, its spread over outlets and its lag."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from campaigns.counted import Counted
from campaigns.desk import Desk
from campaigns.reach import Measured
from lantoa.article import StoredArticle


@dataclass(frozen=True, slots=True)
class Story:
    """original: first published; reprints: other articles of the group; lag: from the original
    to the latest reprint, None when there is none with a known hour."""

    original: StoredArticle
    reprints: int
    outlets: int
    lag: timedelta | None


def top_stories(desk: Desk, measured: Measured, rows: Counted, limit: int) -> list[Story]:
    """The stories of these rows with most articles in the whole campaign, largest first."""
    return [story(desk.articles.group_members(group)) for group in largest(measured, rows, limit)]


def largest(measured: Measured, rows: Counted, limit: int) -> list[int]:
    """The reprint groups of these rows with most articles in the whole campaign, largest first."""
    sizes = np.bincount(measured.totals.group)
    groups = np.flatnonzero(np.bincount(rows.group))
    groups = groups[groups > 0]
    found: list[int] = groups[np.argsort(-sizes[groups], kind="stable")[:limit]].tolist()
    return found


def story(members: Sequence[StoredArticle]) -> Story:
    """A group's story; members in order of publication, at least one."""
    original = next((one for one in members if one.is_original), members[0])
    others = [one for one in members if one.id != original.id]
    first = original.article.published.at
    later = [one.article.published.at for one in others if one.article.published.at is not None]
    lag = max(later) - first if later and first else None
    return Story(original, len(others), len({one.source for one in members}), lag)
