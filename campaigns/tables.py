"""Tables of the campaigns room: campaigns as they are defined."""

from __future__ import annotations

import sqlalchemy as sa

from lantoa.database import Instant, metadata

campaigns = sa.Table(
    "campaigns",
    metadata,
    sa.Column("id", sa.String(80), primary_key=True),
    sa.Column("definition", sa.JSON, nullable=False),
    sa.Column("saved_at", Instant, nullable=False),
)
