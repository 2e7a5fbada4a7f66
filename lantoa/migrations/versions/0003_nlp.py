"""Tables of: nlp."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003_nlp"
down_revision = "0002_crawlers"


def upgrade() -> None:
    """Create the tables."""
    row_id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "signatures",
        sa.Column("article", row_id, sa.ForeignKey("articles.id"), primary_key=True),
        sa.Column("shingles", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "signature_bands",
        sa.Column("key", sa.BigInteger, primary_key=True),
        sa.Column("article", row_id, sa.ForeignKey("articles.id"), primary_key=True),
    )
    op.create_index("ix_signature_bands_article", "signature_bands", ["article"])
    op.create_table(
        "story_groups",
        sa.Column("id", row_id, primary_key=True),
        sa.Column("founder", sa.BigInteger, nullable=False),
    )
