"""What grouping asks and writes: signatures, bands, and who stands in which group."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

import numpy as np
import sqlalchemy as sa

from lantoa.article import ZONE, CongressKey, Origin
from lantoa.article_rows import articles
from lantoa.articles import COUNTED
from lantoa.database import Database, upsert
from lantoa.serial import tags_from_json
from nlp.likeness import Shingles, Signature
from nlp.tables import bands, event_keys, event_terms, groups, signatures

CHUNK = 5_000


@dataclass(frozen=True, slots=True)
class Member:
    """What grouping must know of an article besides its text."""

    id: int
    reprint_group: int | None
    event_group: int | None
    at: datetime | None
    day: date | None
    credit: str
    about: frozenset[CongressKey]
    cluster: str

    @property
    def precedence(self) -> tuple[bool, datetime, bool, int]:
        """Smallest = published first; undated come last.

        A day without an hour counts from its first second, for offices that print days only
        write their own texts; as its last one when it credits somebody. At the same instant
        the one that credits nobody is first."""
        if self.day is None:
            return (True, datetime.max.replace(tzinfo=UTC), bool(self.credit), self.id)
        assumed = datetime.combine(self.day, time(23, 59, 59) if self.credit else time(), ZONE)
        return (False, self.at or assumed, bool(self.credit), self.id)


class Memberships:
    """The database side of grouping."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def forget_joined(self) -> None:
        """Signatures of ids that turned out to be another article, or none, match nothing."""
        counted = articles.c.kind.in_([str(kind) for kind in COUNTED])
        no_article = (
            sa.select(signatures.c.article)
            .outerjoin(articles, sa.and_(articles.c.id == signatures.c.article, counted))
            .where(articles.c.id.is_(None))
        )
        with self.database.write() as connection:
            gone = list(connection.scalars(no_article))
            for chunk in _chunks(gone):
                for table in (bands, signatures, event_keys, event_terms):
                    connection.execute(sa.delete(table).where(table.c.article.in_(chunk)))

    def members(self, ids: Iterable[int]) -> dict[int, Member]:
        """Members by article id."""
        return {row.id: row for row in self._select(articles.c.id, list(ids))}

    def in_groups(self, reprint_groups: Iterable[int]) -> list[Member]:
        """Everybody in these reprint groups."""
        return self._select(articles.c.reprint_group, list(reprint_groups))

    def in_events(self, event_groups: Iterable[int]) -> list[Member]:
        """Everybody in these event groups."""
        return self._select(articles.c.event_group, list(event_groups))

    def facts(self) -> list[Member]:
        """Everybody who came as a stated fact, without text."""
        return self._select(articles.c.origin, [str(Origin.FACTS)])

    def _select(self, column: sa.ColumnElement[Any], values: Sequence[int] | Sequence[str]) -> list[Member]:
        found = []
        with self.database.read() as connection:
            for chunk in _chunks(sorted(set(values))):
                query = sa.select(*_COLUMNS).where(column.in_(chunk)).order_by(articles.c.id)
                found += [_member(row) for row in connection.execute(query)]
        return found

    def meeting(self, keys: Iterable[int]) -> dict[int, set[int]]:
        """Band key -> ids of articles that have it."""
        met: dict[int, set[int]] = defaultdict(set)
        with self.database.read() as connection:
            for chunk in _chunks(sorted(set(keys))):
                for key, article in connection.execute(sa.select(bands).where(bands.c.key.in_(chunk))):
                    met[key].add(article)
        return met

    def shingles(self, ids: Iterable[int]) -> dict[int, Shingles]:
        """Stored shingles by article id."""
        found: dict[int, Shingles] = {}
        with self.database.read() as connection:
            for chunk in _chunks(sorted(set(ids))):
                query = sa.select(signatures).where(signatures.c.article.in_(chunk))
                for article, blob in connection.execute(query):
                    found[article] = np.frombuffer(blob, dtype="<u8")
        return found

    def save_signatures(self, rows: Mapping[int, Signature]) -> None:
        """Write or replace signatures and their bands."""
        blobs = [
            {"article": one, "shingles": row.shingles.astype("<u8").tobytes()} for one, row in rows.items()
        ]
        keys = [{"key": key, "article": one} for one, row in rows.items() for key in set(row.bands)]
        with self.database.write() as connection:
            for chunk in _chunks(list(rows)):
                connection.execute(sa.delete(bands).where(bands.c.article.in_(chunk)))
            upsert(connection, signatures, blobs, ["article"], ["shingles"])
            upsert(connection, bands, keys, ["key", "article"])

    def found_group(self, founder: int) -> int:
        """A new group id."""
        query = sa.insert(groups).values(founder=founder).returning(groups.c.id)
        with self.database.write() as connection:
            return int(connection.execute(query).scalar_one())


_COLUMNS = [
    articles.c[name]
    for name in (
        "id",
        "reprint_group",
        "event_group",
        "published_at",
        "published_day",
        "credit",
        "tags",
        "labels",
    )
]


def _member(row: Any) -> Member:
    tags = tags_from_json(row.tags) if row.tags else None
    about = (
        frozenset((one.resolved or one.stated) for one in tags.congresses if one.about)
        if tags
        else frozenset()
    )
    cluster = next((value for name, value in row.labels if name == "cluster"), "")
    return Member(
        row.id,
        row.reprint_group,
        row.event_group,
        row.published_at,
        row.published_day,
        row.credit,
        about,
        cluster,
    )


def _chunks(values: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (values[at : at + CHUNK] for at in range(0, len(values), CHUNK))
