"""The guard against changes that only a new design feigns: what is held, and how it ends.

How many articles were revisited a day: revisit_days.py.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

import sqlalchemy as sa

from crawlers.archive_tables import captures
from crawlers.revisit import LEAST, Edit, differ_without, judge
from crawlers.revisit_tables import redesigns, revisit_days
from lantoa.article import ZONE
from lantoa.article_rows import articles as article_rows
from lantoa.article_rows import revisions
from lantoa.articles import ArticleStore
from lantoa.database import Database
from lantoa.version_rows import changes

HELD = "redesign"
"""Outcome word of a capture whose change is not applied."""
ENOUGH = 20
"""Revisits below this number tell nothing of what is usual."""


@dataclass(frozen=True, slots=True)
class Redesign:
    """A source under suspicion, or one that was; the columns of `redesigns`."""

    source: str
    since: datetime
    noticed_at: datetime
    settled_at: datetime | None
    extractor: int
    verdict: str
    changed: int
    revisited: int
    lines: tuple[str, ...]


class Guard:
    """What is known of redesigns at one version of the extractor, and the judge of a run's edits."""

    def __init__(self, database: Database, articles: ArticleStore, extractor: int, now: datetime) -> None:
        self._database = database
        self._articles = articles
        self._extractor = extractor
        self._now = now
        self._known: dict[str, list[Redesign]] = {}
        for each in redesigns_of(database):
            if each.extractor == extractor or each.verdict == "accepted":
                self._known.setdefault(each.source, []).append(each)

    def lines(self, source: str) -> frozenset[str]:
        """Lines of this source's pages that are no text."""
        return frozenset(line for each in self._known.get(source, ()) for line in each.lines)

    def holding(self, source: str) -> bool:
        """Is anything of this source held at all?"""
        return any(each.verdict == "held" and each.settled_at is None for each in self._known.get(source, ()))

    def holds(self, source: str, since: datetime, at: datetime) -> bool:
        """Is a change seen `at` of a version that stood since `since` to be held?"""
        return any(
            each.verdict == "held" and each.settled_at is None and since < each.since <= at
            for each in self._known.get(source, ())
        )

    def look(self, touched: Collection[tuple[str, date]]) -> Mapping[str, int]:
        """Judge the days of sources in which changes were applied; take back what is no edit.
        How many captures got which other outcome word."""
        taken: Counter[str] = Counter()
        for source, day in sorted(touched):
            if not any(each.verdict == "accepted" and _covers(each, day) for each in self._known.get(source, ())):
                taken += self._look(source, day)
        return taken

    def supersede(self) -> None:
        """What an earlier extractor made suspicious was read again by this one."""
        with self._database.write() as connection:
            connection.execute(
                sa.update(redesigns)
                .where(redesigns.c.settled_at.is_(None), redesigns.c.extractor < self._extractor)
                .values(settled_at=self._now, verdict="reread")
            )

    def _look(self, source: str, day: date) -> Counter[str]:
        start = datetime.combine(day, time(), ZONE)
        edits = _edits(self._database, self._articles, source, start, start + timedelta(days=1), LEAST)
        if not edits:
            return Counter()
        revisited, usual = _usual(self._database, source, day)
        found = judge(edits, revisited, usual)
        if not found.void and not found.held:
            return Counter()
        # The new design may have come late on the day before, to too few pages to be noticed.
        differ = differ_without(found.lines)
        eve = _edits(self._database, self._articles, source, start - timedelta(days=1), start)
        void = [*found.void, *(each for each in eve if not differ(each.before, each.after))]
        since = min(each.at for each in (*found.held, *void))
        held = list(found.held)
        if held:  # the same change seen on later days, on fewer pages
            later = _edits(self._database, self._articles, source, start + timedelta(days=1), None)
            held += [each for each in later if each.since < since and "body" in differ(each.before, each.after)]
        record = Redesign(
            source, since, self._now, None if held else self._now, self._extractor,
            "held" if held else "boilerplate", len({each.article for each in edits}), max(revisited, len(edits)), tuple(sorted(found.lines)),
        )  # fmt: skip
        self._known.setdefault(source, []).append(record)
        self._take_back(void, "unchanged", found.lines)
        self._take_back(held, HELD, found.lines)
        with self._database.write() as connection:
            connection.execute(sa.insert(redesigns).values(**_columns(record)))
        return Counter({"unchanged": len(void), HELD: len(held)})

    def _take_back(self, edits: Iterable[Edit], outcome: str, lines: Collection[str]) -> None:
        refs: dict[int, list[str]] = {}
        for each in edits:
            refs.setdefault(each.article, []).append(each.ref)
        for article, some in refs.items():
            self._articles.unsee(article, some, differ_without(lines))
            with self._database.write() as connection:
                connection.execute(
                    sa.update(captures).where(captures.c.ref.in_(some)).values(outcome=outcome)
                )


def redesigns_of(database: Database) -> list[Redesign]:
    """What was noticed, newest first."""
    query = sa.select(redesigns).order_by(redesigns.c.id.desc())
    with database.read() as connection:
        return [
            Redesign(
                row.source, row.since, row.noticed_at, row.settled_at, row.extractor, row.verdict, row.changed,
                row.revisited, tuple(row.lines),
            )
            for row in connection.execute(query)
        ]  # fmt: skip


def accept(database: Database, source: str, now: datetime) -> int:
    """Somebody looked: the changes held of this source are edits. How many captures; they are
    applied by the next extract step."""
    with database.write() as connection:
        connection.execute(
            sa.update(redesigns)
            .where(redesigns.c.source == source, redesigns.c.verdict == "held")
            .values(settled_at=now, verdict="accepted", lines=[])
        )
        held = sa.and_(captures.c.source == source, captures.c.outcome == HELD)
        return int(connection.execute(sa.update(captures).where(held).values(extracted_v=0)).rowcount)


def read_again(database: Database, source: str, now: datetime) -> int:
    """Read every capture of this source once more, by a template that its stanza now has. How
    many; the next extract step does it, in the order of their visits."""
    with database.write() as connection:
        connection.execute(
            sa.update(redesigns)
            .where(redesigns.c.source == source, redesigns.c.settled_at.is_(None))
            .values(settled_at=now, verdict="reread", lines=[])
        )
        own = sa.select(article_rows.c.id).where(article_rows.c.source == source)
        connection.execute(sa.update(article_rows).where(article_rows.c.source == source).values(extracted_v=0))
        connection.execute(sa.update(revisions).where(revisions.c.article.in_(own)).values(extractor=0))
        due = sa.and_(captures.c.source == source, captures.c.role == "article")
        return int(connection.execute(sa.update(captures).where(due).values(extracted_v=0)).rowcount)


def _edits(
    database: Database, articles: ArticleStore, source: str, start: datetime, end: datetime | None, least: int = 1
) -> list[Edit]:
    """The changes of body that were applied in this time; none when they are of fewer articles."""
    ids = {each.article for each in changes(database, source, start, end) if "body" in each.kinds}
    if len(ids) < least:
        return []
    return [
        Edit(article, after.ref, before.article, after.article, before.since, after.since)
        for article in sorted(ids)
        for history in [articles.history(article)]
        for before, after in pairwise(history)
        if "body" in after.kinds and start <= after.since and (end is None or after.since < end)
    ]


def _usual(database: Database, source: str, day: date) -> tuple[int, float]:
    """How many articles were revisited that day, and the share that changed before it."""
    counted = revisit_days.c
    start = datetime.combine(day, time(), ZONE)
    before = sa.select(sa.func.sum(counted.visits)).where(counted.source == source, counted.day < day)
    that_day = sa.select(counted.visits).where(counted.source == source, counted.day == day)
    changed = sum("body" in each.kinds for each in changes(database, source, end=start))
    with database.read() as connection:
        visits = connection.scalar(before) or 0
        return connection.scalar(that_day) or 0, changed / visits if visits >= ENOUGH else 0.0


def _covers(accepted: Redesign, day: date) -> bool:
    end = accepted.settled_at or accepted.noticed_at
    return accepted.since.astimezone(ZONE).date() <= day <= end.astimezone(ZONE).date()


def _columns(record: Redesign) -> dict[str, object]:
    return asdict(record) | {"lines": list(record.lines)}
