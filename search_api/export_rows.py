"""Articles as rows of a table: read without their texts, in batches, in the order asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, time
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa

from lantoa.article import ZONE, Outlet
from lantoa.article_rows import articles
from lantoa.database import Database
from lantoa.serial import congress_from_json
from lantoa.web.labels import congress_name, label
from lantoa.words import word
from search_api.cells import cell_text

Cell = str | int | date | time
"""A day is a `date`, a time of the day a `time`; "" is an empty cell."""
Row = tuple[Cell, ...]

_TAKEN = sa.select(
    *(
        articles.c[name]
        for name in (
            "id", "published_at", "published_day", "source", "title", "sapo", "url", "reprint_group",
            "event_group", "is_original", "removed_at", "origin",
        )
    ),
    articles.c.tags["congresses"].label("congresses"),
    articles.c.tags["topics"].label("topics"),
)  # fmt: skip
"""Neither the text nor the names found in it: they are most of an article."""


def table_rows(
    database: Database, outlets: Mapping[str, Outlet], ids: Sequence[int]
) -> Iterator[Row]:
    """One batch: the cells of COLUMNS of each article, in the order of `ids`; unknown ids are
    left out. Every text is harmless in a table (cells.py)."""
    with database.read() as connection:
        found = {row.id: row for row in connection.execute(_TAKEN.where(articles.c.id.in_(ids)))}
    for one in ids:
        if (row := found.get(one)) is not None:
            cells = (read(row, outlets.get(row.source)) for read in COLUMNS.values())
            yield tuple(cell_text(cell) if isinstance(cell, str) else cell for cell in cells)


def header() -> Row:
    """The names of the columns."""
    return tuple(word(f"export.column.{name}") for name in COLUMNS)


def _congresses(row: Any, about: bool) -> str:
    found = (congress_from_json(one) for one in row.congresses or ())
    names = (congress_name(one.resolved or one.stated) for one in found if one.about is about)
    return "; ".join(dict.fromkeys(names))


def _original(row: Any) -> str:
    if row.reprint_group is None:
        return ""
    return word("export.original_yes" if row.is_original else "export.original_no")


def _filled(value: int | date | None) -> Cell:
    return "" if value is None else value


COLUMNS: Mapping[str, Callable[[Any, Outlet | None], Cell]] = MappingProxyType(
    {
        "id": lambda row, _: int(row.id),
        "day": lambda row, _: _filled(row.published_day),
        "time": lambda row, _: row.published_at.astimezone(ZONE).time() if row.published_at else "",
        "outlet": lambda row, outlet: outlet.name if outlet else str(row.source),
        "source": lambda row, _: str(row.source),
        "source_kind": lambda _, outlet: label("outlet_kind", outlet.kind) if outlet else "",
        "title": lambda row, _: str(row.title),
        "sapo": lambda row, _: str(row.sapo),
        "url": lambda row, _: str(row.url),
        "congress": lambda row, _: _congresses(row, about=True),
        "mention": lambda row, _: _congresses(row, about=False),
        "topics": lambda row, _: "; ".join(label("topic", one) for one in row.topics or ()),
        "original": lambda row, _: _original(row),
        "reprint_group": lambda row, _: _filled(row.reprint_group),
        "event_group": lambda row, _: _filled(row.event_group),
        "status": lambda row, _: word("export.status_removed" if row.removed_at else "export.status_live"),
        "origin": lambda row, _: word(f"export.origin.{row.origin}"),
    }
)
"""Column -> what stands in it, of a row of the article table and its outlet."""
