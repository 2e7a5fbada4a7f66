"""Composition: what a command works with is opened here, in one visible place, and closed here."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cached_property, partial
from pathlib import Path

from campaigns.definition import campaign_from
from campaigns.desk import Desk
from campaigns.membership import membership
from campaigns.store import CampaignStore
from crawlers.archive import Archive
from crawlers.sources import SHIPPED, Sources, files_in_force, load_sources, register
from lantoa.article import ZONE, StoredArticle
from lantoa.articles import ArticleStore
from lantoa.cli.collected import collected
from lantoa.clock import Clock, FixedClock, SystemClock
from lantoa.correction_rows import in_force
from lantoa.corrections import CorrectionLog
from lantoa.database import Database, open_database
from lantoa.demo.campaign import CAMPAIGN, DemoCampaign
from lantoa.demo.clock import DemoClock
from lantoa.demo.planned import keep_plan
from lantoa.errors import Misuse
from lantoa.migrations import migrate
from lantoa.outlets import OutletStore
from lantoa.settings import Settings
from lantoa.words import word
from lantoa.workspace import Content, claim_database, content_of, fact, prepare_folder
from search_api.index import Query, SearchIndex
from search_api.open_index import open_index
from search_api.query_text import parse
from search_api.vocabulary import Known

DEMO_SOURCES = Path(__file__).parent.parent / "demo" / "sources.toml"
DEMO_CAMPAIGN = DEMO_SOURCES.with_name("campaign.toml")
LOCAL_SOURCES = Path("sources.local.toml")
"""The user's own stanzas, taken where LANTOA_SOURCES names no other file."""

BEFORE, AFTERMATH = timedelta(days=28), timedelta(days=10)
"""Of the demonstration. An article of the last day is looked at a week later, and a removal found
then takes two more visits over a day to be sure of."""


@dataclass(frozen=True)
class House:
    """Everything opened for one command. content: whether this is the demonstration."""

    settings: Settings
    content: Content
    database: Database
    clock: Clock
    sources: Sources
    source_files: tuple[Path, ...]

    @cached_property
    def articles(self) -> ArticleStore:
        """The article store."""
        return ArticleStore(self.database)

    @cached_property
    def outlets(self) -> OutletStore:
        """Outlets and panels."""
        return OutletStore(self.database)

    @cached_property
    def campaigns(self) -> CampaignStore:
        """Campaigns and issued reports."""
        return CampaignStore(self.database)

    @cached_property
    def bare_index(self) -> SearchIndex:
        """The search index as it is, though it be broken: to build another in its place."""
        return open_index(self.settings.index)

    @cached_property
    def index(self) -> SearchIndex:
        """The search index, made when it is not there. Closed with the house."""
        self.bare_index.ensure()
        return self.bare_index

    @cached_property
    def desk(self) -> Desk:
        """Where reach is counted."""
        return Desk(
            self.campaigns, self.articles, self.outlets, self.index, partial(collected, self.database), self.clock,
            layouts=self.settings.layouts, panel_names=self.sources.panel_names, asked=self._asked,
            population=self.settings.population,
        )  # fmt: skip

    @property
    def banner(self) -> str:
        """What pages, reports and letters say of the demonstration; "" where it is none."""
        return word("web.banner_demo") if self.content == "demo" else ""

    @property
    def watch(self) -> Clock:
        """By which sources are judged: the demonstration's press falls silent when its campaign
        is over, and is not blamed for it."""
        if self.content == "live":
            return self.clock
        over = datetime.combine(CAMPAIGN.end + timedelta(days=1), time(), ZONE) - timedelta(seconds=1)
        return FixedClock(min(self.clock.now(), over))

    def archive(self) -> Archive:
        """The archive; a context manager of its own."""
        settings = self.settings
        return Archive(settings.archive, self.database, self.clock, settings.contact, settings.archive_compression)

    def phases(self, found: Sequence[StoredArticle]) -> Sequence[Mapping[str, str]]:
        """Of each article its phase by campaign."""
        return list(map(self.phaser(), found))

    def phaser(self) -> Callable[[StoredArticle], Mapping[str, str]]:
        """Article -> campaign id -> phase, of the campaigns that it belongs to as things stand now."""
        campaigns = self.campaigns.all()
        standing = in_force(CorrectionLog(self.database).entries(scopes=("membership",)))

        def phases(stored: StoredArticle) -> Mapping[str, str]:
            found = (membership(one, stored, standing) for one in campaigns)
            return {one.campaign.id: str(one.phase) for one in found if one is not None and one.member}

        return phases

    def _asked(self, text: str) -> Query:
        """A campaign's query, with what outlets, kinds and congresses are called."""
        return parse(text, Known(self.outlets.all(), self.index))


@contextmanager
def open_house(settings: Settings, content: Content | None = None) -> Iterator[House]:
    """Open the data folder. content None: whatever the folder holds, live when it is new.

    Raises Misuse for a folder or database of the other content, one that cannot be written,
    a database that does not answer, and sources that are wrong.
    """
    content = content or content_of(settings.data) or "live"
    files = source_files(settings, content)
    sources = load_sources(files)
    prepare_folder(settings.data, content)
    database = open_database(settings.database)
    try:
        migrate(database)
        claim_database(database, content)
        house = House(settings, content, database, _clock(settings, content), sources, files)
        register(sources, house.outlets, house.clock.now())
        if content == "demo" and not house.campaigns.all():
            house.campaigns.save(campaign_from(demo_campaign_table(CAMPAIGN)), house.clock.now())
            keep_plan(database, CAMPAIGN.id, house.clock.now())
        try:
            yield house
        finally:
            if "bare_index" in vars(house):
                house.bare_index.close()
    finally:
        database.close()


def clock_file(settings: Settings) -> Path:
    """Where the demonstration's clock stands."""
    return settings.data / "demo-clock"


def demo_start() -> datetime:
    """The demonstration's first instant: four weeks before the congress; earlier pieces are
    found by backfill."""
    return datetime.combine(CAMPAIGN.congresses[0].opening - BEFORE, time(), ZONE)


def demo_end() -> datetime:
    """Its last instant: long enough after the campaign to be sure of late removals."""
    return datetime.combine(CAMPAIGN.end + AFTERMATH, time(), ZONE)


def demo_seed(house: House) -> int | None:
    """The seed this demonstration was begun with."""
    seed = fact(house.database, "demo_seed")
    return int(seed) if seed else None


def demo_campaign_table(campaign: DemoCampaign) -> dict[str, object]:
    """The demonstration's campaign in the form of a campaign file: days and congresses as its press
    knows them, everything else from a file."""
    ids = {one.key: f"dai-hoi-{number}" for number, one in enumerate(campaign.congresses, 1)}
    return {
        **tomllib.loads(DEMO_CAMPAIGN.read_text(encoding="utf-8")),
        "id": campaign.id,
        "name": campaign.name,
        "start": campaign.start,
        "end": campaign.end,
        "congress": [
            {
                "id": ids[one.key],
                "name": one.name,
                "level": one.key.level,
                "place": one.key.place,
                "ordinal": one.key.ordinal,
                "term": list(one.key.term) if one.key.term else None,
                "opening": one.opening,
                "closing": one.closing,
                "parent": ids[one.parent] if one.parent else "",
                "venue": one.venue,
            }
            for one in campaign.congresses
        ],
    }


def source_files(settings: Settings, content: Content) -> tuple[Path, ...]:
    """The sources files in force, in order. Raises Misuse for one that is missing."""
    if content == "demo":
        return (DEMO_SOURCES,)
    if settings.sources is not None:
        if not settings.sources.exists():
            raise Misuse(word("cli.no_sources", file=settings.sources))
        return files_in_force((SHIPPED, settings.sources))
    return files_in_force((SHIPPED, LOCAL_SOURCES)) if LOCAL_SOURCES.exists() else (SHIPPED,)


def _clock(settings: Settings, content: Content) -> Clock:
    if content == "live":
        return SystemClock()
    return DemoClock.open(clock_file(settings), demo_start())
