"""Tables of: campaigns."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005_campaigns"
down_revision = "0004_search"


def upgrade() -> None:
    """Create the tables."""
    row_id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "campaigns",
        sa.Column("id", sa.String(80), primary_key=True),
        sa.Column("definition", sa.JSON, nullable=False),
        sa.Column("saved_at", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "reports",
        sa.Column("id", row_id, primary_key=True),
        sa.Column("campaign", sa.String(80), sa.ForeignKey("campaigns.id"), nullable=False),
        sa.Column("period", sa.String(20), nullable=False),
        sa.Column("made_at", sa.BigInteger, nullable=False),
        sa.Column("content", sa.JSON, nullable=False),
        sa.Column("html", sa.LargeBinary, nullable=False),
        sa.Column("docx", sa.LargeBinary, nullable=False),
        sa.UniqueConstraint("campaign", "period", name="uq_reports_campaign_period"),
    )
