"""Grouping in the article table: what waits for it, and where it puts the articles.

The statements are built once: an article is often grouped alone, and building costs more than running.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from lantoa.article_history import COUNTED
from lantoa.article_rows import articles


@dataclass(frozen=True, slots=True)
class Grouping:
    """Where grouping puts one article."""

    id: int
    reprint_group: int
    event_group: int
    is_original: bool


_UNGROUPED = (
    sa.select(articles)
    .where(
        articles.c.kind.in_([str(kind) for kind in COUNTED]),
        articles.c.tagged_v != 0,  # no range: that of grouped_v is the one to look up
        articles.c.grouped_v < sa.bindparam("version"),
    )
    .order_by(articles.c.published_at.nulls_last(), articles.c.id)
    .limit(sa.bindparam("most"))
)
_MARK = (
    sa.update(articles)
    .where(articles.c.id == sa.bindparam("row"), articles.c.stamp == sa.bindparam("seen"))
    .values(grouped_v=sa.bindparam("version"))
)
_NEW = {
    name: sa.bindparam(f"new_{name}", type_=articles.c[name].type)
    for name in ("reprint_group", "event_group", "is_original")
}
_REGROUP = (
    sa.update(articles)
    .where(
        articles.c.id == sa.bindparam("row"),
        sa.or_(*(articles.c[name].is_distinct_from(new) for name, new in _NEW.items())),
    )
    .values(**_NEW, indexed_v=0, stamp=articles.c.stamp + 1)
)


def ungrouped_rows(connection: sa.Connection, version: int, most: int) -> list[Any]:
    """Rows of tagged countable articles not grouped at `version`, in order of publication, then id."""
    return list(connection.execute(_UNGROUPED, {"version": version, "most": most}))


def write_groups(
    connection: sa.Connection, version: int, seen: Iterable[tuple[int, int]], groupings: Iterable[Grouping]
) -> None:
    """Mark as grouped the articles whose row is as it was seen (id, stamp), and write every grouping;
    rows that it changes become due for the index."""
    if marked := [{"row": row, "seen": stamp, "version": version} for row, stamp in seen]:
        connection.execute(_MARK, marked)
    if placed := [
        {"row": one.id} | {f"new_{name}": getattr(one, name) for name in _NEW} for one in groupings
    ]:
        connection.execute(_REGROUP, placed)
