"""Reports of every period, layout and format."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016_reports"
down_revision = "0015_alerts"


def upgrade() -> None:
    """Layout, serial, PDF and XLSX; reports that were issued stay as they are."""
    op.add_column("reports", sa.Column("serial", sa.Integer, nullable=True))
    op.execute("UPDATE reports SET serial = (SELECT count(*) FROM reports AS other WHERE other.id <= reports.id)")
    with op.batch_alter_table("reports") as table:
        table.alter_column("serial", existing_type=sa.Integer, nullable=False)
        table.alter_column("period", existing_type=sa.String(20), existing_nullable=False, type_=sa.String(40))
        table.add_column(sa.Column("layout", sa.String(80), nullable=False, server_default="party"))
        table.add_column(sa.Column("pdf", sa.LargeBinary))
        table.add_column(sa.Column("xlsx", sa.LargeBinary))
        table.drop_constraint("uq_reports_campaign_period", type_="unique")
        table.create_unique_constraint("uq_reports_campaign_period_layout", ["campaign", "period", "layout"])
        table.create_unique_constraint("uq_reports_serial", ["serial"])
    with op.batch_alter_table("reports") as table:
        table.alter_column("layout", existing_type=sa.String(80), existing_nullable=False, server_default=None)
