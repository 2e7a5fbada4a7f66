"""Where the campaign pages, the API, the commands and the reports get their figures: one place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from threading import Lock
from types import MappingProxyType

import numpy as np

from campaigns.campaign import Campaign, Phase
from campaigns.columns import Codes
from campaigns.corrections import Corrections
from campaigns.counted import PHASE_ORDER, Counted, members, membership
from campaigns.measured import Collected, Measured
from campaigns.overlay import Overlay
from campaigns.splits import split
from campaigns.store import CampaignStore
from campaigns.verdicts import Verdicts
from campaigns.weeks import week_span
from lantoa.article import ZONE, StoredArticle
from lantoa.articles import ArticleStore
from lantoa.clock import Clock
from lantoa.database import EPOCH
from lantoa.errors import Misuse
from lantoa.outlets import OutletStore, Panel
from lantoa.population import Population
from lantoa.words import word
from search_api.index import And, Ids, Not, Or, Query, SearchIndex, Text
from search_api.query_text import parse

FRESH = timedelta(seconds=60)
"""So long the books of the crawl are not asked again while nothing else has changed."""
PART = 200
"""Articles of a list shown at once."""
MOST_ROWS = 3_000_000
"""Rows of all campaigns whose columns are kept in memory, about 100 bytes each."""
Token = tuple[object, ...]
"""What the columns of a campaign were made from."""


@dataclass(frozen=True, slots=True)
class ListedBy:
    """Which member articles a figure counted; None = not narrowed by it."""

    phase: Phase | None = None
    dimension: str = "all"
    value: str = ""
    originals: bool = False


class Desk:
    """Figures of campaigns over the stores and the index handed in.

    collected: asked, as of a local day, what was collected of the outlets; layouts: folder of the
    user's own layouts of reports; panel_names: what panels are called; asked: reads a campaign's query;
    population: whom outlets could reach at all.
    """

    def __init__(
        self, store: CampaignStore, articles: ArticleStore, outlets: OutletStore, index: SearchIndex,
        collected: Callable[[date], Collected], clock: Clock, layouts: Path | None = None,
        panel_names: Mapping[str, str] = MappingProxyType({}), asked: Callable[[str], Query] = parse,
        population: Population | None = None,
    ) -> None:  # fmt: skip
        self.store = store
        self.articles = articles
        self.outlets = outlets
        self.index = index
        self.collected = collected
        self.clock = clock
        self.layouts = layouts
        self.panel_names = panel_names
        self.asked = asked
        self.population = population
        self.corrections = Corrections(store.database)
        self.verdicts = Verdicts(store.database)
        self._kept: dict[str, tuple[Token, datetime, Measured]] = {}
        self._books: tuple[datetime, tuple[date, str, int], Collected] | None = None
        self._lock = Lock()

    def measured(self, campaign: Campaign) -> Measured:
        """Everything that the pure measures need. Without a panel: every outlet that was counted.
        Kept until anything that was counted changes."""
        overlay = self.corrections.overlay(campaign.id)
        panel = self._panel(campaign)
        info, now, today = self.index.info(), self.clock.now(), self.today()
        precision, outlets = self.verdicts.precisions(campaign.id), self.outlets.all()
        token = (campaign, overlay, panel, (info.token, info.documents), (today, precision), outlets)
        kept = self._kept.get(campaign.id)
        if kept is not None and kept[0] == token and timedelta(0) <= now - kept[1] < FRESH:
            return kept[2]
        same = kept is not None and kept[0][:-2] == token[:-2]
        counted = kept[2].counted if kept and same else self._members(campaign, overlay)
        messages = kept[2].messages if kept and same else self._messages(campaign)
        collected = self._collected_lately(now, (today, info.token, info.documents))
        measured = Measured(
            campaign, counted, panel.sources if panel else tuple(sorted(counted.source.present())),
            collected.per_day, (None, today), outlets, collected.incomplete, collected.since,
            messages, collected.fronted, collected.recall, panel.version if panel else None, self.population,
            precision,
        )  # fmt: skip
        self._keep(campaign.id, token, now, measured)
        return measured

    def _collected_lately(self, now: datetime, held: tuple[date, str, int]) -> Collected:
        """The same for every campaign that asks within FRESH; held: today, and what the index holds."""
        kept = self._books
        if kept is None or kept[1] != held or not timedelta(0) <= now - kept[0] < FRESH:
            kept = self._books = (now, held, self.collected(held[0]))
        return kept[2]

    def _panel(self, campaign: Campaign) -> Panel | None:
        panel = self.outlets.panel(campaign.panel, campaign.panel_version) if campaign.panel else None
        if panel is None and campaign.panel_version is not None:
            raise Misuse(word("reach.no_version", name=campaign.panel, version=campaign.panel_version))
        return panel

    def _members(self, campaign: Campaign, overlay: Overlay) -> Counted:
        return members(campaign, self.index, overlay, self.asked(campaign.query) if campaign.query else None)

    def _messages(self, campaign: Campaign) -> dict[str, Codes]:
        """Of every message the articles that carry one of its phrases."""
        found: dict[str, Codes] = {}
        for one in campaign.messages:
            phrases = Or(tuple(Text(phrase, mode="phrase") for phrase in one.phrases))
            found[one.id] = np.asarray(self.index.export(phrases, ("id",))["id"], dtype=np.int64)
        return found

    def _keep(self, campaign: str, token: Token, now: datetime, measured: Measured) -> None:
        """The one used last stands last; the first ones go when there are too many rows."""
        with self._lock:
            self._kept.pop(campaign, None)
            self._kept[campaign] = (token, now, measured)
            while len(self._kept) > 1 and sum(len(one[2].counted) for one in self._kept.values()) > MOST_ROWS:
                self._kept.pop(next(iter(self._kept)))

    def member_query(self, campaign: Campaign) -> Query:
        """What finds the campaign's articles in the index, whatever their day."""
        overlay = self.corrections.overlay(campaign.id)
        found = membership(campaign, self.asked(campaign.query) if campaign.query else None)
        found = Or((found, Ids(tuple(overlay.included)))) if overlay.included else found
        return And((found, Not(Ids(tuple(overlay.excluded))))) if overlay.excluded else found

    def today(self) -> date:
        """The local day."""
        return self.clock.now().astimezone(ZONE).date()

    def listed(self, measured: Measured, by: ListedBy) -> list[StoredArticle]:
        """The articles behind a figure, first published first."""
        return self.in_order(select(measured, by))

    def listed_part(self, measured: Measured, by: ListedBy, part: int) -> tuple[list[StoredArticle], int]:
        """One part (from 1 on) of the articles behind a figure, first published first and undated
        ones last, and how many there are in all. Only its articles are loaded."""
        rows = select(measured, by)
        order = np.argsort(rows.day == 0, kind="stable")  # the index exports undated ones first
        taken = rows.id[order[(part - 1) * PART : part * PART]]
        return self.articles.many(taken.tolist()), len(rows)

    def latest(self, measured: Measured, count: int) -> list[StoredArticle]:
        """The last published dated articles, the latest first. Only their days are loaded."""
        rows = measured.totals.where(measured.totals.day > 0)
        days = np.sort(rows.day)[-count:]
        return self.in_order(rows.where(rows.day >= days[0]))[: -count - 1 : -1] if len(days) else []

    def in_order(self, rows: Counted) -> list[StoredArticle]:
        """The articles of these rows, first published first."""
        return sorted(self.articles.many(rows.id.tolist()), key=_published)


def select(measured: Measured, by: ListedBy) -> Counted:
    """The rows that a figure of `reach` counts; none for a value that does not occur. Raises Misuse
    for an unknown dimension or congress, and for what is no week or day."""
    _check(measured, by)
    parted = split(measured, by.dimension)
    at = parted.having(by.value)
    if by.phase is not None:
        at = at[parted.base.phase[at] == PHASE_ORDER.index(by.phase)]
    if by.originals:
        at = at[parted.base.original[at]]
    return parted.base.take(at)


def _check(measured: Measured, by: ListedBy) -> None:
    ids = [one.id for one in measured.campaign.congresses]
    if by.dimension == "congress" and by.value not in ids:
        raise Misuse(word("campaign.congress_unknown", id=by.value, known=", ".join(ids)))
    if by.dimension == "week":
        week_span(by.value)
    if by.dimension == "day":
        try:
            date.fromisoformat(by.value)
        except ValueError:
            raise Misuse(word("reach.day", value=by.value)) from None


def _published(stored: StoredArticle) -> tuple[bool, date, bool, datetime, int]:
    moment = stored.article.published
    return (moment.day is None, moment.day or date.max, moment.at is None, moment.at or EPOCH, stored.id)
