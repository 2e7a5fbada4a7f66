"""The table of saved searches."""

from __future__ import annotations

import sqlalchemy as sa

from lantoa.database import Instant, RowId, metadata

LONGEST_NAME = 120

saved_searches = sa.Table(
    "saved_searches",
    metadata,
    sa.Column("id", RowId, primary_key=True),
    sa.Column("name", sa.String(LONGEST_NAME), nullable=False, unique=True),
    sa.Column("address", sa.Text, nullable=False),
    sa.Column("created_at", Instant, nullable=False),
)
"""address: of the search page, as Asked.address() writes it."""
