"""Where the campaign pages, the API, the commands and the reports get their figures: one place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np

from campaigns.campaign import Campaign, Phase
from campaigns.corrections import Corrections
from campaigns.counted import PHASE_ORDER, Counted, members
from campaigns.reach import Measured, PanelDays
from campaigns.store import CampaignStore
from campaigns.weeks import week_span
from lantoa.article import ZONE, StoredArticle
from lantoa.articles import ArticleStore
from lantoa.clock import Clock
from lantoa.database import EPOCH
from lantoa.errors import Misuse
from lantoa.outlets import OutletStore
from lantoa.words import word
from search_api.index import SearchIndex, week_number


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
        self.corrections = Corrections(store.database)

    def measured(self, campaign: Campaign) -> Measured:
        """Everything that the pure measures need. Without a panel: every outlet that was counted."""
        counted = members(campaign, self.index, self.corrections.overlay(campaign.id))
        panel = self.outlets.panel(campaign.panel) if campaign.panel else None
        sources = panel.sources if panel else tuple(sorted(set(counted.source.tolist())))
        return Measured(campaign, counted, sources, self.panel_days(), (None, self.today()))

    def today(self) -> date:
        """The local day."""
        return self.clock.now().astimezone(ZONE).date()

    def listed(self, measured: Measured, by: ListedBy) -> list[StoredArticle]:
        """The articles behind a figure, first published first."""
        return self._in_order(select(measured, by))

    def latest(self, measured: Measured, count: int) -> list[StoredArticle]:
        """The last published dated articles, the latest first. Only their days are loaded."""
        rows = measured.totals.where(measured.totals.day > 0)
        days = np.sort(rows.day)[-count:]
        return self._in_order(rows.where(rows.day >= days[0]))[: -count - 1 : -1] if len(days) else []

    def _in_order(self, rows: Counted) -> list[StoredArticle]:
        return sorted(self.articles.many(rows.id.tolist()), key=_published)


def select(measured: Measured, by: ListedBy) -> Counted:
    """The rows that a figure of `reach` counts. Raises Misuse for an unknown congress or week."""
    rows = measured.totals
    if by.dimension == "congress":
        places = {one.id: place for place, one in enumerate(measured.campaign.congresses)}
        if by.value not in places:
            raise Misuse(word("campaign.congress_unknown", id=by.value, known=", ".join(places)))
        rows = measured.counted.where(measured.counted.congress == places[by.value])
    if by.dimension == "week":
        rows = rows.where(rows.week == week_number(week_span(by.value)[0]))
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
