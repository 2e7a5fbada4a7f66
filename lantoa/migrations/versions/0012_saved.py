"""Search in depth: saved searches."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012_saved"
down_revision = "0011_grouping"


def upgrade() -> None:
    """Create the table of saved searches."""
    op.create_table(
        "saved_searches",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.UniqueConstraint("name", name="uq_saved_searches_name"),
    )
