"""What grouping asks and writes: signatures, bands, and who stands in which group."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

import numpy as np
import sqlalchemy as sa

from lantoa.article import ZONE, CongressKey, Origin
from lantoa.article_rows import articles
from lantoa.articles import COUNTED
from lantoa.database import Database, chunks, upsert
from lantoa.serial import congress_from_json
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


def forget_joined(database: Database) -> None:
    """Signatures of ids that turned out to be another article, or none, match nothing."""
    counted = articles.c.kind.in_([str(kind) for kind in COUNTED])
    no_article = (
        sa.select(signatures.c.article)
        .outerjoin(articles, sa.and_(articles.c.id == signatures.c.article, counted))
        .where(articles.c.id.is_(None))
    )
    with database.write() as connection:
        gone = list(connection.scalars(no_article))
        for chunk in chunks(gone, CHUNK):
            for table in (bands, signatures, event_keys, event_terms):
                connection.execute(sa.delete(table).where(table.c.article.in_(chunk)))


def with_groups(connection: sa.Connection, ids: Iterable[int]) -> dict[int, Member]:
    """These articles and everybody in their reprint groups, by article id."""
    return {row.id: row for row in _select(connection, _WITH_GROUPS, ids)}


def with_events(connection: sa.Connection, ids: Iterable[int]) -> dict[int, Member]:
    """Everybody in the event groups of these articles, by article id."""
    return {row.id: row for row in _select(connection, _WITH_EVENTS, ids)}


def facts(connection: sa.Connection) -> list[Member]:
    """Everybody who came as a stated fact, without text."""
    return [_member(row) for row in connection.execute(_FACTS).all()]


def _select(connection: sa.Connection, query: sa.Select[Any], values: Iterable[int]) -> list[Member]:
    found: list[Member] = []
    for chunk in chunks(sorted(set(values)), CHUNK):
        found += map(_member, connection.execute(query, {"values": chunk}).all())
    return sorted(found, key=lambda row: row.id)


def meeting(connection: sa.Connection, keys: Iterable[int]) -> dict[int, set[int]]:
    """Band key -> ids of articles that have it."""
    met: dict[int, set[int]] = defaultdict(set)
    for chunk in chunks(sorted(set(keys)), CHUNK):
        for key, article in connection.execute(_MEETING, {"values": chunk}).all():
            met[key].add(article)
    return met


def shingles(connection: sa.Connection, ids: Iterable[int]) -> dict[int, Shingles]:
    """Stored shingles by article id."""
    found: dict[int, Shingles] = {}
    for chunk in chunks(sorted(set(ids)), CHUNK):
        for article, blob in connection.execute(_SHINGLES, {"values": chunk}).all():
            found[article] = np.frombuffer(blob, dtype="<u8")
    return found


def save_signatures(
    connection: sa.Connection, rows: Mapping[int, Signature], known: Iterable[int]
) -> None:
    """Write signatures and their bands. known: those of them that may have some already."""
    blobs = [{"article": one, "shingles": row.shingles.astype("<u8").tobytes()} for one, row in rows.items()]
    keys = [{"key": key, "article": one} for one, row in rows.items() for key in set(row.bands)]
    for chunk in chunks(list(known), CHUNK):
        connection.execute(_FORGET_BANDS, {"values": chunk})
    upsert(connection, signatures, blobs, ["article"], ["shingles"])
    upsert(connection, bands, keys, ["key", "article"])


def found_group(database: Database, founder: int) -> int:
    """A new group id."""
    with database.write() as connection:
        return int(connection.execute(_FOUND, {"first": founder}).scalar_one())


_VALUES: sa.BindParameter[Any] = sa.bindparam("values", expanding=True)
"""Statements are built once: building them costs more than most answers."""
_MEMBERS = sa.select(
    *(
        articles.c[name]
        for name in ("id", "reprint_group", "event_group", "published_at", "published_day", "credit", "labels")
    ),
    articles.c.tags["congresses"].label("congresses"),  # names and dates of a long article cost more to read
)
_GIVEN = articles.c.id.in_(_VALUES)
_WITH_GROUPS = _MEMBERS.where(
    sa.or_(_GIVEN, articles.c.reprint_group.in_(sa.select(articles.c.reprint_group).where(_GIVEN)))
)
_WITH_EVENTS = _MEMBERS.where(articles.c.event_group.in_(sa.select(articles.c.event_group).where(_GIVEN)))
_FACTS = _MEMBERS.where(articles.c.origin == str(Origin.FACTS))
_MEETING = sa.select(bands).where(bands.c.key.in_(_VALUES))
_SHINGLES = sa.select(signatures).where(signatures.c.article.in_(_VALUES))
_FORGET_BANDS = sa.delete(bands).where(bands.c.article.in_(_VALUES))
_FOUND = sa.insert(groups).values(founder=sa.bindparam("first")).returning(groups.c.id)


def _member(row: Any) -> Member:
    told = (congress_from_json(one) for one in row.congresses or ())
    about = frozenset(one.resolved or one.stated for one in told if one.about)
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
