"""What a daily digest tells of one campaign: some local days, from the same measures as the pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from campaigns.alerts.store import KeptAlert
from campaigns.alerts.stories import one_line
from campaigns.counted import Counted
from campaigns.desk import Desk
from campaigns.measured import Measured
from campaigns.stories import Story, story, top_stories
from campaigns.wording import published_text
from lantoa.article import ZONE
from lantoa.recent_changes import first_seen_between
from lantoa.web.labels import headline
from search_api.index import day_number

TOP, GROWN = 8, 5


@dataclass(frozen=True, slots=True)
class Told:
    """A line of a digest: a story, and where it stands."""

    title: str
    path: str
    outlet: str
    at: str
    reprints: int
    outlets: int


@dataclass(frozen=True, slots=True)
class Digest:
    """first, last: whole local days, published on which articles, originals and outlets are
    counted; stories: of these days, grown: of earlier ones, with as many reprints on these; late:
    articles first seen on these days and published before; changes: edits and removals seen; silent:
    outlets of the panel with nothing on these days, of panel; over: alerts that no letter told of."""

    first: date
    last: date
    articles: int
    originals: int
    outlets: int
    panel: int
    late: int
    stories: Sequence[Told]
    grown: Sequence[Told]
    changes: Sequence[KeptAlert]
    silent: Sequence[str]
    over: Sequence[KeptAlert]

    @property
    def empty(self) -> bool:
        """Whether there is nothing to tell but that nothing was."""
        return not (self.articles or self.late or self.changes or self.over)


def digest_of(
    desk: Desk, measured: Measured, first: date, last: date, changes: Sequence[KeptAlert], over: Sequence[KeptAlert]
) -> Digest:
    """The digest of these days."""
    rows = measured.totals
    days = rows.where((rows.day >= day_number(first)) & (rows.day <= day_number(last)))
    heard = set(days.source.tolist())
    stories = [_told(one, measured, one.reprints) for one in top_stories(desk, measured, days.where(days.original), TOP)]
    return Digest(
        first=first, last=last, articles=len(days), originals=int(days.original.sum()),
        outlets=len(heard & set(measured.panel)), panel=len(measured.panel), late=_late(desk, measured, first, last),
        stories=stories, grown=_grown(desk, measured, days), changes=changes,
        silent=[measured.name(one) for one in measured.panel if one not in heard], over=over,
    )  # fmt: skip


def span(first: date, last: date) -> tuple[datetime, datetime]:
    """From the first instant of these local days to the first one after them."""
    return datetime.combine(first, time(), ZONE), datetime.combine(last + timedelta(days=1), time(), ZONE)


def _told(one: Story, measured: Measured, reprints: int) -> Told:
    original = one.original
    title = one_line(headline(original.article))
    return Told(title, f"/bai-viet/{original.id}", measured.name(original.source), published_text(original), reprints, one.outlets)


def _grown(desk: Desk, measured: Measured, days: Counted) -> list[Told]:
    """The stories of earlier days that were reprinted most on these."""
    counts = Counter(days.where(~days.original).group.tolist())
    fresh = {0, *days.where(days.original).group.tolist()}
    older = [(group, count) for group, count in counts.items() if group not in fresh]
    ranked = sorted(older, key=lambda pair: (-pair[1], pair[0]))[:GROWN]
    return [_told(story(desk.articles.group_members(group)), measured, count) for group, count in ranked]


def _late(desk: Desk, measured: Measured, first: date, last: date) -> int:
    """Dated before these days, and seen only now."""
    rows = measured.totals
    before = set(rows.id[(rows.day > 0) & (rows.day < day_number(first))].tolist())
    return len(before.intersection(first_seen_between(desk.store.database, *span(first, last))))

