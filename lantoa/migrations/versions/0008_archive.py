"""Collecting in depth: the archive's files and manifests."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from alembic import op

revision = "0008_archive"
down_revision = "0007_revisions"


def upgrade() -> None:
    """Create the tables; the files that captures stand in are known from now on."""
    files = op.create_table(
        "archive_files",
        sa.Column("name", sa.String(60), primary_key=True),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("opened_at", sa.BigInteger, nullable=False),
        sa.Column("head", sa.BigInteger, nullable=False),
        sa.Column("manifest", sa.String(60)),
    )
    op.create_index("ix_archive_files_day", "archive_files", ["day"])
    op.create_table(
        "archive_manifests",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("sealed_at", sa.BigInteger, nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.UniqueConstraint("name", name="uq_archive_manifests_name"),
        sa.UniqueConstraint("previous", name="uq_archive_manifests_previous"),
    )
    held = op.get_bind().execute(sa.text("SELECT file, MIN(fetched_at) FROM captures GROUP BY file")).all()
    rows = [
        {"name": name, "day": date.fromisoformat(name[:10]), "opened_at": first, "head": 0, "manifest": None}
        for name, first in held
    ]
    if rows:
        op.bulk_insert(files, rows)
