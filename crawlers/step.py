"""The extract step: captures not read at this EXTRACTOR become articles.

Reading is done in the pool, by ref; writing here, one capture after another in the order in
which they were fetched, so that the latest state of an article is what stands. A capture is
marked when its article is written: after a crash it is read once more and found the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import BrokenExecutor, Executor
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from crawlers.archive import Archive
from crawlers.archive_tables import captures
from crawlers.extract import EXTRACTOR, Hints
from crawlers.reading import Read, read_in_pool
from crawlers.settle import Settler
from crawlers.sources import Sources
from crawlers.tables import frontier
from lantoa.article import ZONE, Origin
from lantoa.article_rows import articles as article_rows
from lantoa.articles import ArticleStore
from lantoa.database import Database
from lantoa.errors import Later
from lantoa.outlets import OutletStore
from lantoa.progress import Progress
from lantoa.words import word

BATCH = 128
"""Captures whose marks are one transaction."""


@dataclass(frozen=True, slots=True)
class StepOutcome:
    """What one run did. done: captures settled; failed: put aside with an error, listed by
    `put_aside`; waiting: not possible now, due again; by_fate: captures by outcome word."""

    done: int
    failed: int
    waiting: int
    by_fate: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AsideCapture:
    """A capture that extraction put aside."""

    ref: str
    url: str
    error: str


def extract_due(
    database: Database,
    archive: Archive,
    articles: ArticleStore,
    sources: Sources,
    pool: Executor,
    progress: Progress,
    now: datetime,
    extractor: int = EXTRACTOR,
) -> StepOutcome:
    """Extract every article capture whose version is below `extractor`, then apply removals.

    What failed is not tried again before the version is raised; a page that kills its worker is
    put aside alone. Raises Later when the pool does no work at all: what was settled until then
    stays settled.
    """
    due = _is_due(extractor)
    with database.read() as connection:
        progress.total(connection.scalar(sa.select(sa.func.count()).where(due).select_from(captures)) or 0)
    settler = Settler(database, articles, OutletStore(database), sources, extractor, now)
    counts: dict[str, int] = {}
    try:
        for rows, results in _read_ahead(database, archive.folder, sources, pool, due):
            settler.begin(rows)
            marks: list[dict[str, Any]] = []
            for row, read in zip(rows, results, strict=True):
                progress.advance()
                mark = settler.settle(row, read.article, read.fate)
                counts[mark.outcome] = counts.get(mark.outcome, 0) + 1
                if mark.outcome != "later":
                    marks.append({
                        "capture": row.id, "version": extractor, "word": mark.outcome,
                        "why": mark.error or read.error, "of": mark.article,
                    })  # fmt: skip
            _mark(database, [mark | {"of": settler.marked(mark["of"])} for mark in marks])
    except BrokenExecutor as error:
        raise Later(word("archive.pool_broken", why=error)) from None
    for outcome, count in settler.finish().items():
        counts[outcome] = counts.get(outcome, 0) + count
        counts["changed"] = max(0, counts.get("changed", 0) - count)
    apply_removals(database, articles)
    failed, waiting = counts.get("failed", 0), counts.pop("later", 0)
    return StepOutcome(sum(counts.values()) - failed, failed, waiting, counts)


def apply_removals(database: Database, articles: ArticleStore) -> int:
    """Mark the articles whose outlet took them down, by the frontier's decision; how many.

    An article that stands under several addresses counts by the one its shown version is from.
    """
    with database.read() as connection:
        removed = connection.execute(_taken_down()).all()
    for url, at in removed:
        articles.removed(url, at)
    return len(removed)


def extract_waits(database: Database, extractor: int = EXTRACTOR) -> int:
    """What `extract_due` would do: captures to read, and removals to apply."""
    with database.read() as connection:
        unread = connection.scalar(sa.select(sa.func.count()).where(_is_due(extractor)).select_from(captures)) or 0
        return unread + len(connection.execute(_taken_down()).all())


def put_aside(database: Database) -> list[AsideCapture]:
    """The captures that extraction could not read, with the reason of each; of what people
    brought also what is no HTML, for somebody meant it to be a page."""
    brought = sa.and_(captures.c.outcome == "not_html", captures.c.origin != str(Origin.CAPTURE))
    query = sa.select(captures.c.ref, captures.c.url, captures.c.error).where(
        sa.or_(captures.c.outcome == "failed", brought)
    )
    with database.read() as connection:
        return [AsideCapture(*row) for row in connection.execute(query.order_by(captures.c.id))]


def _taken_down() -> sa.Select[Any]:
    """The addresses of articles that their outlets took down and that are not marked so yet."""
    return (
        sa.select(article_rows.c.url, frontier.c.removed_at)
        .join(captures, captures.c.url == frontier.c.url)
        .join(article_rows, article_rows.c.ref == captures.c.ref)
        .where(frontier.c.removed_at.is_not(None), article_rows.c.removed_at.is_(None))
        .distinct()
    )


def _is_due(extractor: int) -> sa.ColumnElement[bool]:
    return sa.and_(captures.c.role == "article", captures.c.extracted_v < extractor)


def _read_ahead(
    database: Database, folder: Path, sources: Sources, pool: Executor, due: sa.ColumnElement[bool]
) -> Iterator[tuple[Sequence[Any], Iterable[Read]]]:
    """Batches with their results; the next batch is read while this one is written."""
    ahead: tuple[Sequence[Any], Iterable[Read]] | None = None
    for rows in _batches(database, due):
        hints = [_hints(sources, row) for row in rows]
        jobs = [(row.ref, hint) for row, hint in zip(rows, hints, strict=True)]
        results = read_in_pool(pool, folder, jobs)
        if ahead is not None:
            yield ahead
        ahead = rows, results
    if ahead is not None:
        yield ahead


def _batches(database: Database, due: sa.ColumnElement[bool]) -> Iterator[Sequence[Any]]:
    """Due captures in order of (fetched_at, id)."""
    place = sa.tuple_(captures.c.fetched_at, captures.c.id)
    query = sa.select(captures).where(due).order_by(captures.c.fetched_at, captures.c.id).limit(BATCH)
    after = query
    while True:
        with database.read() as connection:
            rows = connection.execute(after).all()
        if not rows:
            return
        yield rows
        last = rows[-1]
        after = query.where(place > sa.tuple_(sa.literal(last.fetched_at, captures.c.fetched_at.type), last.id))


def _hints(sources: Sources, row: Any) -> Hints:
    source = sources.by_id.get(row.source) or sources.of_url(row.final_url)
    return source.hints(row.fetched_at.astimezone(ZONE).date()) if source else Hints()


def _mark(database: Database, marks: Sequence[Mapping[str, Any]]) -> None:
    if not marks:
        return
    statement = (
        sa.update(captures)
        .where(captures.c.id == sa.bindparam("capture"))
        .values(
            extracted_v=sa.bindparam("version"), outcome=sa.bindparam("word"),
            error=sa.bindparam("why"), article=sa.bindparam("of"),
        )
    )  # fmt: skip
    with database.write() as connection:
        connection.execute(statement, [dict(mark) for mark in marks])
