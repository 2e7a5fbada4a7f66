"""Corrected dates: what stands in the article's row, and what extraction reads, kept beside it.

The corrected date is the date of the article for the whole house; the history of its versions
goes on with what extraction reads, so that a correction is no edit by the outlet.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from lantoa.article import Moment
from lantoa.article_rows import UNDONE, articles
from lantoa.correction_rows import extracted_dates, in_force, read_log
from lantoa.database import upsert

CORRECTED = "corrected"
"""The provenance of a date that an analyst stated."""
_FIELDS = ("published_at", "published_day", "date_provenance", "date_confidence")
_EXTRACTED = sa.select(*(extracted_dates.c[name] for name in _FIELDS)).where(
    extracted_dates.c.article == sa.bindparam("article")
)
_SHOWN = sa.select(*(articles.c[name] for name in _FIELDS)).where(articles.c.id == sa.bindparam("article"))


def extracted_date(connection: sa.Connection, row: Any) -> Moment:
    """What extraction reads as the date of the article in this row of `articles`."""
    if row.date_provenance == CORRECTED:
        row = connection.execute(_EXTRACTED, {"article": row.id}).one()
    return Moment(*(getattr(row, name) for name in _FIELDS))


def beside_correction(connection: sa.Connection, row: Any, columns: dict[str, Any]) -> dict[str, Any]:
    """The columns that extraction fills, as they go into this row: where its date was corrected,
    the date that was read is kept apart and the corrected one stays."""
    if row.date_provenance != CORRECTED:
        return columns
    _keep_extracted(connection, row.id, {name: columns[name] for name in _FIELDS})
    return columns | {name: getattr(row, name) for name in _FIELDS}


def apply_date(connection: sa.Connection, article: int) -> None:
    """Make the article's date what the log of corrections says; where that changes it, the
    article is tagged, grouped and indexed again."""
    standing = in_force(read_log(connection, campaign="", scopes=("date",), articles=[article])).get(("date", "", article))
    shown = connection.execute(_SHOWN, {"article": article}).one()._asdict()
    extracted = shown
    if shown["date_provenance"] == CORRECTED:
        extracted = connection.execute(_EXTRACTED, {"article": article}).one()._asdict()
    if standing is not None and standing.action == "date":
        _keep_extracted(connection, article, extracted)
        wanted = dict(zip(_FIELDS, (standing.instant, standing.day, CORRECTED, 1.0), strict=True))
    else:
        connection.execute(sa.delete(extracted_dates).where(extracted_dates.c.article == article))
        wanted = extracted
    if wanted != shown:
        values = wanted | UNDONE | {"stamp": articles.c.stamp + 1}
        connection.execute(sa.update(articles).where(articles.c.id == article).values(**values))


def _keep_extracted(connection: sa.Connection, article: int, values: dict[str, Any]) -> None:
    upsert(connection, extracted_dates, [{"article": article, **values}], ["article"], _FIELDS)
