"""What there is to tell of a campaign: look at what is counted, and say what was not said yet.

A look has no memory but what the database keeps: however often and in whatever order looks are
taken, each thing is told once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from campaigns.alerts.changes import changes
from campaigns.alerts.silence import silences
from campaigns.alerts.store import KINDS, Alert, Alerts
from campaigns.alerts.stories import new_stories, spikes, story_articles
from campaigns.campaign import Campaign
from campaigns.desk import Desk
from campaigns.measured import Measured
from lantoa.article import ZONE

FRESH = timedelta(hours=48)
"""What happened longer ago is no news: it was found by backfill, or while nothing ran."""
STILL = timedelta(days=7)
"""So long a silence is told of after its hours were over: it goes on."""
REMEMBERED = timedelta(days=14)
"""Stories of so many days are remembered at every look, for those that are regrouped. No shorter
than FRESH."""
AFTERWARDS = timedelta(days=30)
"""So long after its end a campaign is still watched, for edits and removals."""


@dataclass(frozen=True, slots=True)
class Sight:
    """alerts: not told yet, what wants an answer most first; stories: ids of the articles whose
    stories are no news from now on."""

    alerts: list[Alert]
    stories: list[int]


def is_watched(campaign: Campaign, now: datetime) -> bool:
    """Whether looks are taken: from the campaign's start to some time after its end."""
    today = now.astimezone(ZONE).date()
    return campaign.start <= today and (campaign.end is None or today <= campaign.end + AFTERWARDS)


def look(desk: Desk, campaign: Campaign, now: datetime) -> list[Alert]:
    """What there is to tell and was not told, what wants an answer most first. Keeps nothing."""
    return sight(desk, campaign, now).alerts


def sight(desk: Desk, campaign: Campaign, now: datetime, measured: Measured | None = None) -> Sight:
    """`look`, and what it has seen. measured: of this campaign, where the caller has it."""
    measured = measured or desk.measured(campaign)
    alerts = Alerts(desk.store.database)
    first = alerts.watched_since(campaign.id) is None
    stories = measured.totals.id.tolist() if first else story_articles(measured, now - REMEMBERED)
    told = set() if first else alerts.told_of(campaign.id, stories)
    found = [
        *changes(desk, measured, now - FRESH, now),
        *silences(desk, measured, now, STILL),
        *spikes(measured, now),
        *(() if first else new_stories(desk, measured, now - FRESH, told)),
    ]
    known = alerts.known(campaign.id, {one.key for one in found})
    new = [one for one in found if (one.kind, one.key) not in known]
    new.sort(key=lambda one: (KINDS.index(one.kind), one.at, one.key))
    return Sight(new, [one for one in stories if one not in told])
