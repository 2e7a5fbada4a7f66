"""What the sections of one report share: the campaign measured as of the period's end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from campaigns.campaign import Campaign
from campaigns.counted import Counted
from campaigns.desk import Desk, ListedBy, select
from campaigns.periods import Period, previous_period
from campaigns.reach import Measured, reach
from campaigns.report.content import CellKind
from campaigns.splits import split
from lantoa.article import StoredArticle
from lantoa.article_changes import last_correction, step_versions
from lantoa.outlets import Panel
from lantoa.web.labels import label
from lantoa.words import word
from search_api.index import day_number


@dataclass(frozen=True)
class Sheet:
    """period: the days of the report; measured: everything that is counted now."""

    desk: Desk
    campaign: Campaign
    measured: Measured
    period: Period

    @cached_property
    def within(self) -> Measured:
        """What was published in the period."""
        return between(self.measured, self.period.first, self.period.last)

    @cached_property
    def before(self) -> Measured:
        """What was published in the period before."""
        earlier = previous_period(self.period)
        return between(self.measured, earlier.first, earlier.last)

    @cached_property
    def until(self) -> Measured:
        """The campaign up to the end of the period; undated articles stay."""
        rows = self.measured.counted
        last = self.measured.within[1]
        kept = rows.where(rows.day <= day_number(self.period.last))
        within = (self.measured.within[0], min(last, self.period.last) if last else self.period.last)
        return replace(self.measured, counted=kept, within=within)

    @cached_property
    def rows(self) -> Counted:
        """Every article of the period once."""
        return select(self.within, ListedBy())

    @cached_property
    def articles(self) -> Sequence[StoredArticle]:
        """The articles of the period, first published first."""
        return self.desk.listed(self.within, ListedBy())

    @cached_property
    def panel(self) -> Panel | None:
        """The panel that is measured over; None where every outlet counts."""
        return self.desk.outlets.panel(self.campaign.panel, self.campaign.panel_version) if self.campaign.panel else None

    @cached_property
    def versions(self) -> dict[str, int]:
        """The newest version of each step among the articles of the period."""
        return step_versions(self.desk.articles.database, self.rows.id.tolist())

    @cached_property
    def correction(self) -> int:
        """Number of the last correction: text and snapshot name the same one."""
        return last_correction(self.desk.articles.database)

    def outlet(self, source: str) -> str:
        """Name of an outlet, its id when it has none."""
        return self.measured.name(source)

    @property
    def today(self) -> date:
        """The day the plan and the gaps are judged by: not later than the period's last."""
        return min(self.desk.today(), self.period.last)


@dataclass(frozen=True, slots=True)
class Line:
    """One value of a dimension in the period, over all phases."""

    value: str
    articles: int
    originals: int
    outlets: int


def between(measured: Measured, first: date, last: date) -> Measured:
    """The same with only what was published from `first` to `last`, both included."""
    rows = measured.counted
    kept = rows.where((rows.day >= day_number(first)) & (rows.day <= day_number(last)))
    end = measured.within[1]
    return replace(measured, counted=kept, within=(first, min(end, last) if end else last))


def lines(measured: Measured, dimension: str) -> list[Line]:
    """The values of a dimension with what was counted, largest first; empty ones are left out."""
    sums: dict[str, tuple[int, int]] = {}
    for row in reach(measured, (dimension,)):
        articles, originals = sums.get(row.value, (0, 0))
        sums[row.value] = (articles + row.articles, originals + row.originals)
    parted = split(measured, dimension)
    found = [
        Line(value, articles, originals, outlets_of(measured, parted.base.take(parted.having(value))))
        for value, (articles, originals) in sums.items()
        if articles
    ]
    return sorted(found, key=lambda one: (-one.articles, -one.originals, one.value))


def outlets_of(measured: Measured, rows: Counted) -> int:
    """Outlets of the panel among these rows."""
    return len(set(rows.source.tolist()) & set(measured.panel))


def columns(*named: tuple[str, CellKind]) -> tuple[tuple[str, CellKind], ...]:
    """Columns by the keys of their words."""
    return tuple((word(key), kind) for key, kind in named)


def kind_name(sheet: Sheet, source: str) -> str:
    """What kind of outlet it is."""
    return label("outlet_kind", sheet.measured.outlets[source].kind if source in sheet.measured.outlets else "unknown")


def short(text: str, most: int = 300) -> str:
    """A text that fits a cell."""
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + "…"
