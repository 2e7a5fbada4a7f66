"""A data folder that is older than kinds of change keeps its articles, revisions and signatures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from lantoa.articles import ArticleStore
from lantoa.database import EPOCH, Database
from lantoa.migrations import migrate
from nlp.tables import bands, signatures
from tests.support.databases import database_at, empty_postgres

NOON = datetime(2025, 9, 6, 5, 0, tzinfo=UTC)
ARTICLE = (
    "INSERT INTO articles (id, url, source, origin, first_seen, ref, kind, title, sapo, text, date_provenance,"
    " date_confidence, authors, credit, captions, flags, labels, content_hash, revision, extracted_v, is_original)"
    " VALUES ({id}, 'https://bao.test/{id}', 'bao', 'capture', {at}, 't:9', 'article', 'Mới', '', 'Thân mới', 'none', 0,"
    " '[]', '', '[]', '[]', '[]', 'h', 2, 3, {false})"
)
REVISION = (
    "INSERT INTO article_revisions (article, revision, seen_at, ref, title, sapo, text, content_hash)"
    " VALUES (1, 1, {at}, 't:1', 'Cũ', '', 'Thân cũ', 'g')"
)


@pytest.fixture(params=["sqlite", "postgresql"])
def before(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """At the revision before this one."""
    if request.param == "sqlite":
        yield from database_at(f"sqlite:///{tmp_path / 'old.db'}", "0006_frontier")
    else:
        for url in empty_postgres(request.getfixturevalue("postgres_url")):
            yield from database_at(url, "0006_frontier")


def test_nothing_is_lost(before: Database) -> None:
    at = (NOON - EPOCH) // timedelta(microseconds=1)
    false = "false" if before.engine.dialect.name == "postgresql" else "0"
    with before.write() as connection:
        for one in (1, 2):
            connection.exec_driver_sql(ARTICLE.format(id=one, at=at, false=false))
        connection.exec_driver_sql(REVISION.format(at=at + 3_600_000_000))
        connection.execute(sa.insert(signatures), [{"article": one, "shingles": b"12345678"} for one in (1, 2)])
        connection.execute(sa.insert(bands), [{"article": one, "key": 7} for one in (1, 2)])
    migrate(before)
    store = ArticleStore(before)
    old, new = store.history(1)
    assert (old.article.title, old.ref, old.kinds, old.since) == ("Cũ", "t:1", (), NOON)
    assert (new.article.title, new.extractor, new.since) == ("Mới", 3, NOON + timedelta(hours=1))
    store.join(1, 2)
    with before.read() as connection:
        assert list(connection.scalars(sa.select(signatures.c.article))) == [1]
        assert list(connection.scalars(sa.select(bands.c.article))) == [1]
