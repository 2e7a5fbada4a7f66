"""Articles in a store, as far as the index wants them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from lantoa.article import Article, Kind, Moment, Origin, Tags
from lantoa.articles import ArticleStore, Grouping
from lantoa.database import Database

NOON = datetime(2025, 9, 6, 5, tzinfo=UTC)


def grouped_articles(database: Database, count: int) -> ArticleStore:
    """A store with so many articles, a day each, tagged and grouped, none of them indexed."""
    store = ArticleStore(database)
    for number in range(count):
        moment = Moment.of(NOON + timedelta(days=number), "meta", 1)
        article = Article(f"http://bao.test/{number}", Kind.ARTICLE, f"Đại hội {number}", "", f"Thân {number}", moment)
        store.save(article, source="bao", origin=Origin.CAPTURE, ref=str(number), seen_at=NOON, extractor=1)
    store.save_tags([(due, Tags(1)) for due in store.untagged(1, count)])
    due = store.ungrouped(1, count)
    store.save_groups(1, due, [Grouping(one.stored.id, one.stored.id, one.stored.id, True) for one in due])
    return store
