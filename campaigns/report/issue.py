"""Issue a report: frozen once its week is over; before that only a preview."""

from __future__ import annotations

from campaigns.campaign import Campaign
from campaigns.desk import Desk
from campaigns.report.content import content_to_json
from campaigns.report.render import docx_of, html_of
from campaigns.report.weekly import weekly
from campaigns.store import Issued
from campaigns.weeks import week_span
from lantoa.article import ZONE


def issue_weekly(desk: Desk, campaign: Campaign, period: str, demo: str = "") -> tuple[Issued, bool]:
    """The report of a week, and whether it is frozen.

    Issued before: the very bytes that were issued. The week not over yet: made now and not
    kept. Raises Misuse for a period that is no week.
    """
    _, sunday = week_span(period)
    kept = desk.store.issued(campaign.id, period)
    if kept is not None:
        return kept, True
    content = weekly(desk, campaign, period, demo)
    now = desk.clock.now()
    report = Issued(0, campaign.id, period, now, content_to_json(content), html_of(content), docx_of(content))
    if now.astimezone(ZONE).date() <= sunday:
        return report, False
    return desk.store.issue(report), True
