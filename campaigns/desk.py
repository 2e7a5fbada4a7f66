"""Where the campaign pages, the API, the commands and the reports get their figures: one place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from campaigns.campaign import Campaign, Phase
from campaigns.counted import PHASE_ORDER, Counted, members
from campaigns.reach import Measured, PanelDays
from campaigns.store import CampaignStore
from campaigns.weeks import week_span
from lantoa.article import Outlet, StoredArticle
from lantoa.articles import ArticleStore
from lantoa.clock import Clock
from lantoa.database import EPOCH
from lantoa.errors import Misuse
from lantoa.outlets import OutletStore
from lantoa.words import word
from search_api.index import SearchIndex


@dataclass(frozen=True, slots=True)
class ListedBy:
    """Which member articles a figure counted; None = not narrowed by it."""

    phase: Phase | None = None
    dimension: str = "all"
    value: str = ""
    originals: bool = False


class Desk:
    """Figures of campaigns over the stores and the index handed in.

    panel_days: asked for the exposure, distinct article URLs by local day and outlet.
    """

    def __init__(
        self, store: CampaignStore, articles: ArticleStore, outlets: OutletStore, index: SearchIndex,
        panel_days: Callable[[], PanelDays], clock: Clock,
    ) -> None:  # fmt: skip
        self.store = store
        self.articles = articles
        self.outlets = outlets
        self.index = index
        self.panel_days = panel_days
        self.clock = clock

    def measured(self, campaign: Campaign) -> Measured:
        """Everything that the pure measures need. Without a panel: every outlet that was counted."""
        counted = members(campaign, self.index)
        panel = self.outlets.panel(campaign.panel) if campaign.panel else None
        sources = panel.sources if panel else tuple(sorted(set(counted.source.tolist())))
        return Measured(campaign, counted, sources, self.panel_days())

    def outlet_names(self) -> dict[str, Outlet]:
        """Outlets by id."""
        return self.outlets.all()

    def listed(self, measured: Measured, by: ListedBy) -> list[StoredArticle]:
        """The articles behind a figure, first published first."""
        ids = select(measured, by).id.tolist()
        return sorted(self.articles.many(ids), key=_published)


def select(measured: Measured, by: ListedBy) -> Counted:
    """The rows that a figure of `reach` counts. Raises Misuse for an unknown congress or week."""
    rows = measured.counted
    if by.dimension == "congress":
        places = {one.id: place for place, one in enumerate(measured.campaign.congresses)}
        if by.value not in places:
            raise Misuse(word("campaign.congress_unknown", id=by.value, known=", ".join(places)))
        rows = rows.where(rows.congress == places[by.value])
    else:
        rows = rows.where(rows.primary)
    if by.dimension == "week":
        year, week, _ = week_span(by.value)[0].isocalendar()
        rows = rows.where(rows.week == year * 100 + week)
    if by.dimension == "source":
        rows = rows.where(rows.source == by.value)
    if by.dimension == "kind":
        rows = rows.where(rows.kind == by.value)
    if by.phase is not None:
        rows = rows.where(rows.phase == PHASE_ORDER.index(by.phase))
    return rows.where(rows.original) if by.originals else rows


def _published(stored: StoredArticle) -> tuple[bool, date, bool, datetime, int]:
    moment = stored.article.published
    return (moment.day is None, moment.day or date.max, moment.at is None, moment.at or EPOCH, stored.id)
