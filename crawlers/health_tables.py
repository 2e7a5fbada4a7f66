"""The table of how pages were read, by source and day: what drift is told by."""

from __future__ import annotations

import sqlalchemy as sa

from lantoa.database import metadata

reading_days = sa.Table(
    "reading_days",
    metadata,
    sa.Column("source", sa.String(80), primary_key=True),
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("read", sa.Integer, nullable=False),
    sa.Column("empty", sa.Integer, nullable=False),
    sa.Column("no_sapo", sa.Integer, nullable=False),
    sa.Column("undated", sa.Integer, nullable=False),
    sa.Column("unknown", sa.Integer, nullable=False),
    sa.Column("length", sa.Float),
)
"""Pages first seen on a local `day` as they were first read; the columns of
health_drift.Reading. Kept because counting them anew means reading every text."""
