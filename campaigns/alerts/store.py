"""Alerts in the database: each once, with what became of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Literal

import sqlalchemy as sa

from campaigns.alert_tables import alert_watches, alerted_articles, alerts
from lantoa.database import PARAMETERS, Database, chunks, in_turn, upsert


class AlertKind(StrEnum):
    """What an alert is about, what wants an answer most first."""

    REMOVAL = "removal"
    SILENCE = "silence"
    SPIKE = "spike"
    EDIT = "edit"
    NEW_STORY = "new_story"


KINDS = tuple(AlertKind)


class Fate(StrEnum):
    """What became of an alert.

    new: not decided yet; sent: a letter carries it; over: the day's budget was spent; event: of its
    event a letter went that day already; page: there is nobody to send to; baseline: it stood
    when watching began.
    """

    NEW = "new"
    SENT = "sent"
    OVER = "over"
    EVENT = "event"
    PAGE = "page"
    BASELINE = "baseline"


@dataclass(frozen=True, slots=True)
class Alert:
    """Something to tell. key: unique in its campaign and kind; at: when it happened (aware); lines:
    the facts, and for tests the rule; path: the page of ours behind it; topic: what one letter a
    day tells of, however many alerts; members: of a story, the ids of its articles."""

    kind: AlertKind
    key: str
    at: datetime
    title: str
    lines: tuple[str, ...]
    path: str
    topic: str
    members: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class KeptAlert:
    """An alert as it is kept. letter: key of the letter that carries it; digest: the day whose
    digest told of it; read_at: when somebody marked it as read."""

    id: int
    campaign: str
    kind: AlertKind
    at: datetime
    made_at: datetime
    title: str
    lines: tuple[str, ...]
    path: str
    topic: str
    fate: Fate
    letter: str
    digest: date | None
    read_at: datetime | None


class Alerts:
    """The alerts of all campaigns. Every method is one transaction."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def watched_since(self, campaign: str) -> datetime | None:
        """When watching began; None before the first look."""
        query = sa.select(alert_watches.c.began_at).where(alert_watches.c.campaign == campaign)
        with self.database.read() as connection:
            return connection.scalar(query)

    def known(self, campaign: str, keys: Collection[str]) -> set[tuple[AlertKind, str]]:
        """Which of these keys have an alert."""
        row = alerts.c
        found: set[tuple[AlertKind, str]] = set()
        with self.database.read() as connection:
            for some in chunks(sorted(keys), PARAMETERS):
                query = sa.select(row.kind, row.key).where(row.campaign == campaign, row.key.in_(some))
                found |= {(AlertKind(kind), key) for kind, key in connection.execute(query)}
        return found

    def told_of(self, campaign: str, articles: Sequence[int]) -> set[int]:
        """Which of these articles belong to stories that were told of."""
        with self.database.read() as connection:
            return _told_of(connection, campaign, articles)

    def keep(self, campaign: str, found: Iterable[Alert], stories: Iterable[int], now: datetime) -> int:
        """Keep what is new, and the articles of stories told of; at the first look all of it is what
        stood before. How many alerts there are to decide on."""
        with self.database.write() as connection:
            in_turn(connection, "alerts")
            watch = alert_watches.c
            first = connection.scalar(sa.select(watch.began_at).where(watch.campaign == campaign)) is None
            fate = Fate.BASELINE if first else Fate.NEW
            before = _count(connection)
            for one in found:
                if not _told_of(connection, campaign, one.members):
                    upsert(connection, alerts, [_row(campaign, one, fate, now)], ["campaign", "kind", "key"])
            told = [{"campaign": campaign, "article": article} for article in stories]
            upsert(connection, alerted_articles, told, ["campaign", "article"])
            looked = {"campaign": campaign, "began_at": now, "looked_at": now}
            upsert(connection, alert_watches, [looked], ["campaign"], ["looked_at"])
            return 0 if first else _count(connection) - before

    def listed(
        self, campaign: str = "", kind: AlertKind | None = None, unread: bool = False, limit: int = 100,
        before: int | None = None,
    ) -> list[KeptAlert]:  # fmt: skip
        """The latest alerts, newest first; before: only those older than this id."""
        query = _filtered(sa.select(alerts), campaign, kind, unread)
        if before is not None:
            query = query.where(alerts.c.id < before)
        with self.database.read() as connection:
            return [kept(row) for row in connection.execute(query.order_by(alerts.c.id.desc()).limit(limit))]

    def count(self, campaign: str = "", kind: AlertKind | None = None, unread: bool = False) -> int:
        """How many `listed` would list without a limit."""
        query = _filtered(sa.select(sa.func.count()).select_from(alerts), campaign, kind, unread)
        with self.database.read() as connection:
            return connection.scalar(query) or 0

    def counts(
        self, by: Literal["campaign", "kind"], campaign: str, kind: AlertKind | None, unread: bool
    ) -> dict[str, int]:
        """`count` by every campaign or kind that has any."""
        query = _filtered(sa.select(alerts.c[by], sa.func.count()), campaign, kind, unread).group_by(alerts.c[by])
        with self.database.read() as connection:
            return {str(value): int(count) for value, count in connection.execute(query)}

    def mark_read(self, campaign: str, until: int, now: datetime) -> None:
        """Everything of the campaign ("" = of all) up to this id is read."""
        row = alerts.c
        query = sa.update(alerts).where(row.id <= until, row.read_at.is_(None))
        with self.database.write() as connection:
            connection.execute((query.where(row.campaign == campaign) if campaign else query).values(read_at=now))

    def messages(self, campaign: str, day: date) -> int:
        """Letters of alerts on a local day."""
        with self.database.read() as connection:
            return messages_in(connection, campaign, day)


def messages_in(connection: sa.Connection, campaign: str, day: date) -> int:
    """`Alerts.messages` inside a transaction of the caller's."""
    row = alerts.c
    query = sa.select(sa.func.count(sa.distinct(row.letter))).where(row.campaign == campaign, row.day == day, row.letter != "")
    return connection.scalar(query) or 0


def kept(row: sa.Row[Any]) -> KeptAlert:
    """From a row of `alerts`."""
    return KeptAlert(
        id=row.id, campaign=row.campaign, kind=AlertKind(row.kind), at=row.at, made_at=row.made_at, title=row.title,
        lines=tuple(row.lines), path=row.path, topic=row.topic, fate=Fate(row.fate), letter=row.letter,
        digest=row.digest, read_at=row.read_at,
    )  # fmt: skip


def _row(campaign: str, one: Alert, fate: Fate, now: datetime) -> dict[str, object]:
    return {
        "campaign": campaign, "kind": str(one.kind), "key": one.key, "at": one.at, "made_at": now,
        "title": one.title, "lines": list(one.lines), "path": one.path, "topic": one.topic,
        "rank": KINDS.index(one.kind), "fate": str(fate), "letter": "", "day": None, "digest": None,
        "read_at": now if fate is Fate.BASELINE else None,
    }  # fmt: skip


def _told_of(connection: sa.Connection, campaign: str, articles: Sequence[int]) -> set[int]:
    row = alerted_articles.c
    found: set[int] = set()
    for some in chunks(articles, PARAMETERS):
        found |= set(connection.scalars(sa.select(row.article).where(row.campaign == campaign, row.article.in_(some))))
    return found


def _count(connection: sa.Connection) -> int:
    return connection.scalar(sa.select(sa.func.count()).select_from(alerts)) or 0


def _filtered(query: sa.Select[Any], campaign: str, kind: AlertKind | None, unread: bool) -> sa.Select[Any]:
    if campaign:
        query = query.where(alerts.c.campaign == campaign)
    if kind is not None:
        query = query.where(alerts.c.kind == str(kind))
    return query.where(alerts.c.read_at.is_(None)) if unread else query
