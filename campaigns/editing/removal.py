"""Taking a campaign out of the house, with what belongs to it alone; never its issued reports."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from campaigns.report.tables import reports
from campaigns.tables import campaigns
from lantoa.database import Database, metadata
from lantoa.errors import Misuse
from lantoa.words import word

ISSUED = reports.name
KEPT = ("corrections", "plan_history", "letters")
"""Who did what, and what was sent, is kept: it names a campaign and does not need it."""


def belongings(database: Database, campaign_id: str) -> dict[str, int]:
    """Table -> rows that belong to a campaign; without empty ones."""
    with database.read() as connection:
        counts = {table.name: _count(connection, table, column, campaign_id) for table, column in _belonging()}
    return {name: count for name, count in counts.items() if count}


def remove_campaign(database: Database, campaign_id: str) -> None:
    """In one step, all or nothing. Raises Misuse while it has issued reports."""
    if ISSUED in belongings(database, campaign_id):
        raise Misuse(word("editor.has_reports", id=campaign_id))
    with database.write() as connection:
        for table, column in _belonging():
            _remove(connection, table, column.in_([campaign_id]))
        connection.execute(sa.delete(campaigns).where(campaigns.c.id == campaign_id))


def _belonging() -> Iterator[tuple[sa.Table, sa.Column[str]]]:
    """Tables whose rows name the campaign they belong to, with the column that does."""
    for table in metadata.sorted_tables:
        if table.name not in KEPT:
            yield from ((table, column) for column in table.columns if column.name == "campaign")


def _remove(connection: sa.Connection, table: sa.Table, which: sa.ColumnElement[bool]) -> None:
    """Rows, after those that refer to them."""
    for other in metadata.sorted_tables:
        for column in other.columns:
            for key in column.foreign_keys:
                if key.column.table is table and other is not table:
                    _remove(connection, other, column.in_(sa.select(key.column).where(which)))
    connection.execute(sa.delete(table).where(which))


def _count(connection: sa.Connection, table: sa.Table, column: sa.Column[str], campaign_id: str) -> int:
    return connection.scalar(sa.select(sa.func.count()).select_from(table).where(column == campaign_id)) or 0
