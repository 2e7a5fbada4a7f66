"""New original stories, and days on which there are too many to be chance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from datetime import date, datetime, time, timedelta

import numpy as np
import numpy.typing as npt

from campaigns.alerts.store import Alert, AlertKind
from campaigns.counted import Counted
from campaigns.desk import Desk
from campaigns.measured import Measured
from campaigns.statistics.spike import MOST_WEEKS, spike
from campaigns.wording import published_text
from lantoa.article import ZONE, StoredArticle
from lantoa.web.formats import day as shown_day
from lantoa.web.formats import number
from lantoa.web.labels import headline
from lantoa.words import word
from search_api.index import day_number, day_of

SHOWN_SAPO = 240


def story_articles(measured: Measured, since: datetime) -> list[int]:
    """Ids of all articles of the stories that had an article since then."""
    rows = measured.totals
    fresh = set(rows.where(_days_since(rows, since)).group.tolist())
    return list(map(int, rows.where(_of(rows, fresh)).id.tolist()))


def new_stories(desk: Desk, measured: Measured, since: datetime, told: Collection[int]) -> Iterator[Alert]:
    """One for each story whose original was published since then, and of which nothing was told."""
    rows = measured.totals
    old = set(rows.where(np.isin(rows.id, list(told))).group.tolist())
    fresh = rows.where(_days_since(rows, since) & rows.original)
    originals = {one: group for one, group in _pairs(fresh) if group not in old}
    members: dict[int, list[int]] = {}
    for one, group in _pairs(rows.where(_of(rows, set(originals.values())))):
        members.setdefault(group, []).append(one)
    for stored in desk.articles.many(sorted(originals)):
        published = stored.article.published.at
        if published is None or published >= since:
            yield _story(stored, members[originals[stored.id]], measured.name(stored.source))


def spikes(measured: Measured, now: datetime) -> Iterator[Alert]:
    """Of yesterday and of today up to now, by the test of campaigns/statistics/spike.py."""
    rows = measured.totals.where(measured.totals.original & (measured.totals.day > 0))
    counts = Counter(day_of(each) for each in rows.day.tolist())
    collected = {day for day, count in measured.exposure[""].items() if count}
    start, today = measured.campaign.start, now.astimezone(ZONE).date()
    for day in (today - timedelta(days=1), today):
        weeks = [day - timedelta(weeks=back) for back in range(MOST_WEEKS, 0, -1)]
        history = [counts[one] for one in weeks if one >= start and (not collected or one in collected)]
        found = spike(history, counts[day])
        if found.fires:
            path = f"/chien-dich/{measured.campaign.id}"
            title = word("alerts.spike", day=shown_day(day), count=number(counts[day]))
            at = min(now, datetime.combine(day, time.max, ZONE))
            yield Alert(AlertKind.SPIKE, day.isoformat(), at, title, (found.rule,), path, f"spike:{day}")


def _story(stored: StoredArticle, members: list[int], outlet: str) -> Alert:
    lines = [word("alerts.first", outlet=outlet, at=published_text(stored))]
    if len(members) > 1:
        lines.append(word("alerts.reprints", count=number(len(members) - 1)))
    sapo = " ".join(stored.article.sapo.split())
    if sapo:
        lines.append(sapo if len(sapo) <= SHOWN_SAPO else sapo[:SHOWN_SAPO].rpartition(" ")[0] + "…")
    return Alert(
        AlertKind.NEW_STORY, str(stored.id), stored.article.published.at or _noon(stored), one_line(headline(stored.article)),
        tuple(lines), f"/bai-viet/{stored.id}", f"event:{stored.event_group or stored.id}", tuple(sorted(members)),
    )  # fmt: skip


def one_line(text: str) -> str:
    """As a subject can hold it: no line breaks, nothing unprintable."""
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())


def _noon(stored: StoredArticle) -> datetime:
    return datetime.combine(stored.article.published.day or date.min, time(12), ZONE)


def _days_since(rows: Counted, since: datetime) -> npt.NDArray[np.bool_]:
    """The rows of that local day or later; undated ones are none."""
    found: npt.NDArray[np.bool_] = rows.day >= day_number(since.astimezone(ZONE).date())
    return found


def _pairs(rows: Counted) -> list[tuple[int, int]]:
    """(article, its group) of the rows that have a group."""
    return [(one, group) for one, group in zip(rows.id.tolist(), rows.group.tolist(), strict=True) if group]


def _of(rows: Counted, groups: set[int]) -> npt.NDArray[np.bool_]:
    return np.isin(rows.group, sorted(groups - {0}))
