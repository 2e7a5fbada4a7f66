"""Grouping: the few articles that wait for it are found without looking at all that do not."""

from __future__ import annotations

from alembic import op

revision = "0011_grouping"
down_revision = "0010_events"


def upgrade() -> None:
    """Create the index of what waits to be grouped."""
    op.create_index("ix_articles_kind_grouped_v", "articles", ["kind", "grouped_v"])
