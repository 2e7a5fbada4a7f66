"""What the crawl's books say to whoever counts: put together here, for rooms do not know each other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from campaigns.measured import Collected, Recall
from crawlers.backfill import complete_since
from crawlers.completeness import estimate, refused, together
from crawlers.exposure import published_per_day
from crawlers.front_pages import on_front_page
from crawlers.health_rows import windows
from crawlers.outlet_days import incomplete_days
from lantoa.database import Database


def collected(database: Database, today: date) -> Collected:
    """As of a local day; nothing is known of when where nothing was crawled."""
    return Collected(
        published_per_day(database),
        incomplete_days(database, today),
        complete_since(database) or None,
        partial(on_front_page, database),
        partial(recall, database, today),
    )


def recall(database: Database, today: date, outlets: Sequence[str]) -> Recall | None:
    """Of the last weeks, over those outlets whose two kinds of channels allow an estimate."""
    shown = windows(database, today)
    counts = [shown[one].sighted for one in outlets if one in shown]
    found = together(estimate(each) for each in counts if refused(each) is None)
    return Recall(found.seen, found.total, found.low, found.high, found.outlets) if found else None
