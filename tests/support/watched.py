"""Sources watched for a month: what their channels, frontier and readings would hold."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import sqlalchemy as sa
from fastapi import FastAPI

from crawlers.frontier import Frontier
from crawlers.frontier_rows import Found
from crawlers.health_tables import reading_days
from crawlers.routes import router
from crawlers.sources import Sources, load_sources, register
from crawlers.tables import channel_days, frontier
from lantoa.article import ZONE
from lantoa.clock import FixedClock
from lantoa.database import Database
from lantoa.outlets import OutletStore

NOW = datetime(2025, 9, 29, 5, 0, tzinfo=UTC)
TODAY = date(2025, 9, 29)
DAY = timedelta(days=1)
DAYS = 30
NAMES = {"deu": "Báo Đều", "im": "Báo Im", "lech": "Cổng Lệch", "dut": "Đài Đứt", "moi": "Trang Mới"}
"""Steady; silent for three days; drifting; failing; new."""
STANZA = """
[source.{id}]
name = "{name}"
home = "https://{id}.test/"
kind = "local_press"
level = "province"
province = "Hà Nội"
feeds = ["https://{id}.test/rss"]
checked = "xem ngày 2025-08-20"
"""


def watched(database: Database, folder: Path) -> Sources:
    """Fill an empty database with the month of five sources, one panel and one that is off."""
    text = "".join(STANZA.format(id=key, name=name) for key, name in NAMES.items())
    text += STANZA.format(id="tat", name="Báo Tắt") + "enabled = false\n"
    text += '[panel.thu]\nname = "Bảng thử"\nsources = ["deu", "lech"]\n'
    (folder / "sources.toml").write_text(text, encoding="utf-8")
    sources = load_sources([folder / "sources.toml"])
    register(sources, OutletStore(database), NOW)
    for key in NAMES:
        _watch(database, key, 3 if key == "moi" else DAYS)
    return sources


def pages_of(database: Database, sources: Sources) -> FastAPI:
    """The pages and routes of sources alone."""
    app = FastAPI()
    app.include_router(router(database, sources, FixedClock(NOW)))
    return app


def _watch(database: Database, key: str, days: int) -> None:
    feed, home = f"https://{key}.test/rss", f"https://{key}.test/"
    first = TODAY - days * DAY
    found, rows, read = [], [], []
    for number in range(days + 1):
        day = first + number * DAY
        quiet = key == "im" and day > TODAY - 4 * DAY
        count = 0 if quiet else 10 + number % 3
        found += _articles(key, day, count)
        for url, role in ((feed, "feed"), (home, "home")):
            rows.append(_reads(url, role, key, day, count if role == "feed" else 0))
        lost = count if key == "lech" and day == TODAY else 0
        if count:
            read.append({"source": key, "day": day, "read": count, "empty": 0, "no_sapo": 0, "undated": lost, "unknown": 0, "length": 2000.0 + 10 * (number % 7)})
    book = Frontier(database)
    channels = [Found(url, role, key, "sources", every=timedelta(minutes=30)) for url, role in ((feed, "feed"), (home, "home"))]
    book.discovered([*channels, *found], NOW)
    with database.write() as connection:
        connection.execute(sa.insert(channel_days), rows)
        connection.execute(sa.insert(reading_days), read)
        fate, note = ("timeout", "30 giây") if key == "dut" else ("read", "")
        mine = frontier.c.source == key
        connection.execute(sa.update(frontier).where(mine, frontier.c.role != "article").values(fate=fate, note=note, tries=3 if note else 0, last_fetched=NOW))
        connection.execute(sa.update(frontier).where(mine, frontier.c.role == "article").values(fate="stored", first_seen=frontier.c.listed_at, stored_at=frontier.c.listed_at, due=None, lane=None))


def _articles(key: str, day: date, count: int) -> list[Found]:
    """Nine of ten stand in the feed, six of ten on the home page."""
    at = datetime.combine(day, time(9), ZONE)
    found = []
    for number in range(count):
        url = f"https://{key}.test/bai-viet-ve-dai-hoi-dang-bo-{day:%Y%m%d}{number:02d}.html"
        channels = [f"https://{key}.test/rss"] if number != 9 else []
        channels += [f"https://{key}.test/"] if number % 5 < 3 or number == 9 else []
        found.append(Found(url, "article", key, channels[0], "Bài", at, also=tuple(channels[1:])))
    return found


def _reads(url: str, role: str, key: str, day: date, fresh: int) -> dict[str, object]:
    at = datetime.combine(day, time(20), ZONE)
    failing = key == "dut" and day == TODAY
    return {
        "url": url, "day": day, "source": key, "role": role, "reads": 0 if failing else 40,
        "failures": 4 if failing else 0, "shown": 20, "fresh": fresh, "first_at": at - timedelta(hours=19), "last_at": at,
        "trouble": "timeout" if failing else "",
    }  # fmt: skip
