"""The plan of a campaign."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014_plan"
down_revision = "0013_corrections"


def upgrade() -> None:
    """Create the tables of plan entries and of their history."""
    row_id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "plan_entries",
        sa.Column("id", row_id, primary_key=True),
        sa.Column("campaign", sa.String(80), sa.ForeignKey("campaigns.id", name="fk_plan_entries_campaign"), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("code", sa.String(100), nullable=False),
        sa.Column("content", sa.JSON, nullable=False),
        sa.UniqueConstraint("campaign", "kind", "code", name="uq_plan_entries_campaign_kind_code"),
    )
    op.create_table(
        "plan_history",
        sa.Column("id", row_id, primary_key=True),
        sa.Column("campaign", sa.String(80), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("code", sa.String(100), nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("action", sa.String(10), nullable=False),
        sa.Column("before", sa.JSON, nullable=False),
        sa.Column("after", sa.JSON, nullable=False),
    )
    op.create_index("ix_plan_history_campaign_kind_code", "plan_history", ["campaign", "kind", "code"])
