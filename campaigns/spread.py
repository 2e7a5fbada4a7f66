"""How a story spread: who had it first, who followed, after how long."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import accumulate

from campaigns import stories
from campaigns.desk import Desk
from campaigns.reach import Measured
from campaigns.stories import Story, story
from lantoa.article import StoredArticle


@dataclass(frozen=True, slots=True)
class Appearance:
    """One article of a story. lag: after the original, None where an hour is not known;
    opens: its outlet had not published the story before; together: outlets that had it by then."""

    stored: StoredArticle
    lag: timedelta | None
    opens: bool
    together: int


@dataclass(frozen=True, slots=True)
class Spread:
    """A story over outlets in time. appearances: the original first, then by publication, those
    without an hour last; half: after so long half of its outlets had it, None where that is not
    known; in_panel: its outlets that belong to the panel of `panel_size`."""

    story: Story
    appearances: Sequence[Appearance]
    half: timedelta | None
    in_panel: int
    panel_size: int

    @property
    def reprints(self) -> Sequence[Appearance]:
        """Every article but the original."""
        return self.appearances[1:]


def spread(members: Sequence[StoredArticle], panel: Collection[str]) -> Spread:
    """Of the articles of one reprint group, in order of publication, at least one."""
    told = story(members)
    first = told.original.article.published.at
    ordered = [told.original, *(one for one in members if one.id != told.original.id)]
    firsts = {one.source: one.id for one in reversed(ordered)}
    opens = [firsts[one.source] == one.id for one in ordered]
    appearances = [
        Appearance(one, one.article.published.at - first if first and one.article.published.at else None, new, count)
        for one, new, count in zip(ordered, opens, accumulate(opens), strict=True)
    ]
    outlets = {one.source for one in members}
    return Spread(told, appearances, _half(appearances, len(outlets)), len(outlets & set(panel)), len(set(panel)))


def largest(desk: Desk, measured: Measured, limit: int) -> list[Spread]:
    """Of the stories of a campaign with most articles."""
    groups = stories.largest(measured, measured.totals, limit)
    return [spread(desk.articles.group_members(group), measured.panel) for group in groups]


def _half(appearances: Sequence[Appearance], outlets: int) -> timedelta | None:
    """None for a story of one outlet, and where that outlet's hour is not known."""
    reached = next((one for one in appearances if 2 * one.together >= outlets and one.together > 1), None)
    return reached.lag if reached else None
