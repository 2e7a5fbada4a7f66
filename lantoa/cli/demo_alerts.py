"""The alerts of the demonstration, as they would have come day by day: its weeks pass in a minute,
and one look at their end would only take note of what stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np

from campaigns.alerts.look import is_watched, sight
from campaigns.alerts.steps import decide
from campaigns.alerts.store import Alerts
from campaigns.campaign import Campaign
from campaigns.measured import Measured
from lantoa.article import ZONE
from lantoa.cli.house import House, demo_start
from lantoa.cli.mailing import stationery
from lantoa.database import EPOCH
from lantoa.recent_changes import first_seen_between

LOOKS = timedelta(hours=12)


def replay_alerts(house: House) -> None:
    """Look at every campaign that was never looked at, from the demonstration's beginning to now,
    each time at what had been seen by then."""
    alerts = Alerts(house.database)
    for campaign in house.campaigns.all():
        if alerts.watched_since(campaign.id) is None:
            _replay(house, alerts, campaign)


def _replay(house: House, alerts: Alerts, campaign: Campaign) -> None:
    whole, paper = house.desk.measured(campaign), stationery(house)
    unsent = replace(campaign, mail=(), webhook="")  # nobody is written to about weeks that were played
    seen: list[int] = []
    before, now = EPOCH, demo_start()
    while now <= house.clock.now() and is_watched(campaign, now):
        seen += first_seen_between(house.database, before, now)
        found = sight(house.desk, campaign, now, _as_of(whole, seen, now))
        alerts.keep(campaign.id, found.alerts, found.stories, now)
        decide(house.database, unsent, now, paper)
        before, now = now, now + LOOKS


def _as_of(whole: Measured, seen: list[int], now: datetime) -> Measured:
    """What was counted of the articles seen by then."""
    counted = whole.counted.where(np.isin(whole.counted.id, seen))
    return replace(whole, counted=counted, within=(None, now.astimezone(ZONE).date()))
