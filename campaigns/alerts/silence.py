"""Silence: nothing where something was expected, so many hours after the event."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from campaigns.alerts.store import Alert, AlertKind
from campaigns.alerts.stories import one_line
from campaigns.campaign import CampaignCongress
from campaigns.desk import Desk
from campaigns.measured import Measured
from campaigns.plan.items import Expectation, PlanItem
from campaigns.plan.progress import plan_progress
from campaigns.plan.status import Standing, State
from lantoa.article import ZONE
from lantoa.web.formats import day as shown_day
from lantoa.web.formats import number
from lantoa.words import word
from search_api.index import day_number

HOUR = timedelta(hours=1)


def silences(desk: Desk, measured: Measured, now: datetime, still: timedelta) -> Iterator[Alert]:
    """Whose hours were over since `now - still`: outlets of the panel after the leading congress
    opened, other congresses of which nobody wrote, and what the plan had fall due."""
    campaign = measured.campaign
    for place, one in enumerate(campaign.congresses):
        over = _over(one.fixed[0], campaign.silence) if one.fixed else None
        if over is not None and now - still <= over <= now:
            yield from (_outlets(measured, over) if place == 0 else _congress(measured, place, over))
    yield from _plan(desk, measured, now, still)


def _over(day: date, hours: timedelta) -> datetime:
    """Only the day of an event is known: its hours count from the day's beginning."""
    return datetime.combine(day, time(), ZONE) + hours


def _outlets(measured: Measured, over: datetime) -> Iterator[Alert]:
    """Outlets of the panel without an article about the leading congress since it opened."""
    campaign, congress = measured.campaign, measured.campaign.leading
    opened = _opening(congress)
    heard = set(_since(measured, 0, opened))
    for source in measured.panel:
        if source in heard:
            continue
        days = measured.exposure[source]
        read = sum(count for day, count in days.items() if day >= opened)
        collected = word("alerts.silent_others", count=number(read)) if read else word("alerts.silent_uncollected")
        yield Alert(
            AlertKind.SILENCE, f"{congress.id}:{source}", over, word("alerts.silent", outlet=measured.name(source), congress=congress.name),
            (_rule(measured, opened), collected), f"/chien-dich/{campaign.id}/khoang-trong", f"silence:{congress.id}",
        )  # fmt: skip


def _congress(measured: Measured, place: int, over: datetime) -> Iterator[Alert]:
    campaign, congress = measured.campaign, measured.campaign.congresses[place]
    opened = _opening(congress)
    if not _since(measured, place, opened):
        yield Alert(
            AlertKind.SILENCE, f"{congress.id}:", over, word("alerts.nobody", congress=congress.name),
            (_rule(measured, opened),), f"/chien-dich/{campaign.id}/khoang-trong", f"silence:{congress.id}",
        )  # fmt: skip


def _plan(desk: Desk, measured: Measured, now: datetime, still: timedelta) -> Iterator[Alert]:
    """What the plan had fall due, and nothing is there."""
    campaign = measured.campaign
    for one in plan_progress(desk, campaign, measured, now.astimezone(ZONE).date()).standings:
        over = _over(one.due + timedelta(days=1), campaign.silence) if one.due else None
        if one.state is State.MISSING and over is not None and now - still <= over <= now:
            title = word(f"alerts.plan.{one.kind}", what=_named(measured, one))
            lines = [word("alerts.plan.due", day=shown_day(one.due), hours=number(campaign.silence / HOUR))]
            if one.unit:
                lines.append(word("alerts.plan.unit", unit=one.unit))
            yield Alert(
                AlertKind.SILENCE, f"plan:{one.kind}:{one.entry.code}:{one.due}", over, title, tuple(lines),
                "/ke-hoach", f"plan:{one.due}",
            )  # fmt: skip


def _named(measured: Measured, one: Standing) -> str:
    entry = one.entry
    if isinstance(entry, Expectation):
        return word("alerts.plan.outlet", outlet=measured.name(entry.outlet), phase=word(f"phase.{entry.phase}"))
    return one_line(entry.activity if isinstance(entry, PlanItem) else entry.name)


def _since(measured: Measured, place: int, opened: date) -> list[str]:
    """The outlets of the articles about a congress since that day."""
    rows = measured.counted
    return rows.where((rows.congress == place) & (rows.day >= day_number(opened))).source.tolist()


def _opening(congress: CampaignCongress) -> date:
    assert congress.fixed is not None
    return congress.fixed[0]


def _rule(measured: Measured, opened: date) -> str:
    return word("alerts.silence_rule", hours=number(measured.campaign.silence / HOUR), day=shown_day(opened))
