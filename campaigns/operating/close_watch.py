"""Outlets that are looked at more closely now: those of campaigns whose congress is near. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta

from campaigns.campaign import Campaign, CampaignCongress

BEFORE, AFTER = timedelta(days=3), timedelta(days=2)
"""How long before the opening and after the closing."""
NEAR, OPEN = timedelta(minutes=30), timedelta(minutes=15)
"""A channel is looked at at least so often: on the days around, while the congress sits."""


def close_watch(
    campaigns: Iterable[Campaign], today: date, outlets_of: Callable[[Campaign], Iterable[str]]
) -> dict[str, timedelta]:
    """Outlet -> how often its channels are looked at, at least; outlets without a congress near
    are left to their own rhythm. outlets_of: the panel of a campaign. Robots, pauses and the day's
    budget of a host are not touched by this."""
    found: dict[str, timedelta] = {}
    for campaign in campaigns:
        pace = min((one for each in campaign.congresses if (one := _pace(each, today))), default=None)
        if pace is not None:
            for outlet in outlets_of(campaign):
                found[outlet] = min(pace, found.get(outlet, pace))
    return found


def _pace(congress: CampaignCongress, today: date) -> timedelta | None:
    if congress.opening is None:
        return None
    closing = congress.closing or congress.opening
    if congress.opening <= today <= closing:
        return OPEN
    return NEAR if congress.opening - BEFORE <= today <= closing + AFTER else None
