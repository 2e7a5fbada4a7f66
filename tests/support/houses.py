"""The whole application over one data folder, with a little of everything in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from fastapi import FastAPI

from lantoa.cli.house import open_house
from lantoa.cli.serving import application
from lantoa.settings import Settings
from search_api.fill import rebuild
from search_api.saved import SavedSearches
from tests.support.campaign_corpus import CAMPAIGN
from tests.support.coverage import OUTLETS, seeded


@contextmanager
def whole_application(folder: Path, index_url: str = "", database_url: str = "") -> Iterator[FastAPI]:
    """As `lantoa serve` makes it: the seeded coverage, a campaign over it, a saved search.

    index_url, database_url: as in the settings; where none is given all is inside the folder.
    """
    now = datetime(2025, 10, 12, 3, tzinfo=UTC)
    with open_house(Settings(data=folder, index_url=index_url, database_url=database_url)) as house:
        seeded(house.database)
        rebuild(house.articles, house.outlets.all(), house.index)
        house.outlets.save_panel("main", [one.id for one in OUTLETS], now)
        house.campaigns.save(CAMPAIGN, now)
        SavedSearches(house.database).save("Nhân sự", "/tim-kiem?q=nhân+sự", now)
        yield application(house)
