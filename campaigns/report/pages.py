"""What the list of reports and the page of one report show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from campaigns.campaign import Campaign
from campaigns.desk import Desk, ListedBy, select
from campaigns.periods import KINDS, Kind, Period, periods_between
from campaigns.report.compose import period_name
from campaigns.report.store import Listed, ReportStore
from search_api.index import day_of


@dataclass(frozen=True, slots=True)
class Offered:
    """A period a report can be had of. articles: counted now; over: its days have passed; issued:
    the report that was kept, in the layout asked for."""

    period: Period
    name: str
    articles: int
    over: bool
    issued: Listed | None


@dataclass(frozen=True, slots=True)
class Shelf:
    """The reports of one campaign, by kind of period, the latest first; ranges: others issued."""

    campaign: Campaign
    offered: Mapping[Kind, Sequence[Offered]]
    ranges: Sequence[Listed]


def shelf(desk: Desk, campaign: Campaign, layout: str) -> Shelf:
    """What can be had of a campaign, in one layout."""
    issued = {one.period: one for one in ReportStore(desk.store.database).listed(campaign.id) if one.layout == layout}
    measured, today = desk.measured(campaign), desk.today()
    numbers = Counter(select(measured, ListedBy()).day.tolist())
    counts = {day_of(number): count for number, count in numbers.items() if number}
    last = min(today, max([campaign.end or today, *counts]))
    offered: dict[Kind, Sequence[Offered]] = {}
    for kind in KINDS:
        found = []
        for period in periods_between(kind, campaign.start, last):
            articles = sum(count for day, count in counts.items() if day in period)
            found.append(Offered(period, period_name(period), articles, today > period.last, issued.pop(str(period), None)))
        offered[kind] = found[::-1]
    return Shelf(campaign, offered, list(issued.values()))


