"""The content of a report of any period, from the same measures as pages, commands and API."""

from __future__ import annotations

from campaigns.campaign import Campaign
from campaigns.desk import Desk
from campaigns.periods import Period
from campaigns.report import breakdown, figures, method, missing, planned, told
from campaigns.report.content import Content, Section
from campaigns.report.sheet import Sheet
from lantoa.article import ZONE
from lantoa.web.formats import day as shown_day
from lantoa.web.formats import moment
from lantoa.web.labels import roman
from lantoa.words import word


def compose(desk: Desk, campaign: Campaign, period: Period, demo: str = "") -> Content:
    """What the report of this period says now. demo: the line that a demonstration carries."""
    sheet = Sheet(desk, campaign, desk.measured(campaign), period)
    now, head = desk.clock.now(), campaign.letterhead
    return Content(
        title=word("reports.title_line"),
        subject=subject(campaign, period),
        period=str(period),
        made=moment(now),
        day=now.astimezone(ZONE).date().isoformat(),
        addressee=campaign.addressee or word("report.addressee"),
        demo=demo,
        head={"parent": head.parent, "body": head.body, "symbol": head.symbol, "place": head.place, "signer": head.signer},
        recipients=campaign.recipients or (word("reports.as_addressed"), word("reports.file_copy")),
        sections=_sections(sheet),
        snapshot=method.snapshot(sheet),
    )


def subject(campaign: Campaign, period: Period) -> str:
    """What a report is about, in one line."""
    return word(
        "reports.subject", name=campaign.name, period=period_name(period),
        start=shown_day(period.first), end=shown_day(period.last),
    )  # fmt: skip


def period_name(period: Period) -> str:
    """"tuần 2025-W36", "tháng 9/2025", "quý III/2025", "năm 2025", "kỳ"."""
    match period.kind:
        case "week":
            return word("reports.named.week", week=period)
        case "month":
            return word("reports.named.month", number=period.first.month, year=period.first.year)
        case "quarter":
            return word("reports.named.quarter", number=roman((period.first.month + 2) // 3), year=period.first.year)
        case "year":
            return word("reports.named.year", year=period.first.year)
        case "range":
            return word("reports.named.range", days=period.days)


def _sections(sheet: Sheet) -> tuple[Section, ...]:
    plan = planned.standing_of(sheet)
    found = (
        planned.by_unit(sheet, plan),
        figures.headline(sheet),
        figures.curve(sheet),
        breakdown.by_source(sheet),
        breakdown.by_topic(sheet),
        breakdown.by_place(sheet),
        breakdown.by_message(sheet),
        told.top(sheet),
        planned.against_seen(plan),
        missing.gaps(sheet),
        missing.changes(sheet),
        missing.outages(sheet),
        method.indicators(sheet),
        method.method(sheet),
        method.appendix(sheet),
    )
    return tuple(one for one in found if one is not None)
