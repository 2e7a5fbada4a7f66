"""Stories: a reprint group with its original, its spread over outlets and its lag."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

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
    sizes = Counter(measured.totals.group.tolist())
    groups = {int(group) for group in rows.group.tolist() if group}
    ranked = sorted(groups, key=lambda group: (-sizes[str(group)], group))[:limit]
    return [story(desk.articles.group_members(group)) for group in ranked]


def story(members: Sequence[StoredArticle]) -> Story:
    """A group's story; members in order of publication, at least one."""
    original = next((one for one in members if one.is_original), members[0])
    others = [one for one in members if one.id != original.id]
    first = original.article.published.at
    later = [one.article.published.at for one in others if one.article.published.at is not None]
    lag = max(later) - first if later and first else None
    return Story(original, len(others), len({one.source for one in members}), lag)
