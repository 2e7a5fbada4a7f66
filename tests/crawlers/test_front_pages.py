"""An article counts as seen on the home page when a home page of its own outlet showed it."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa

from crawlers.front_pages import on_front_page
from crawlers.tables import frontier
from lantoa.article import Article, Kind, Origin
from lantoa.articles import ArticleStore
from lantoa.database import Database

SEEN = datetime(2025, 9, 1, tzinfo=UTC)


def test_only_what_the_own_home_page_showed_counts(database: Database) -> None:
    store = ArticleStore(database)
    shown = {1: ["http://a.test/"], 2: ["http://a.test/rss", "http://a.test/"], 3: ["http://a.test/rss"], 4: ["http://b.test/"], 5: ["http://a.test/page"]}
    rows = [{"url": "http://a.test/", "source": "a", "role": "home", "channels": []}, {"url": "http://b.test/", "source": "b", "role": "home", "channels": []}]
    for number, channels in shown.items():
        article = Article(f"http://a.test/bai-{number}", Kind.ARTICLE, f"Bài {number}", "", "Thân bài.")
        store.save(article, source="a", origin=Origin.CAPTURE, ref=str(number), seen_at=SEEN, extractor=1)
        rows.append({"url": article.url, "source": "a", "role": "article", "channels": channels})
    with database.write() as connection:
        connection.execute(sa.insert(frontier), [{**row, "host": "a.test", "first_seen": SEEN} for row in rows])
    assert on_front_page(database).tolist() == [1, 2]
