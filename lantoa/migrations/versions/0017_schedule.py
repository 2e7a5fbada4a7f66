"""The scheduler: runs, heartbeats, reports that fall due, jobs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017_schedule"
down_revision = "0016_reports"

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the tables of the scheduler."""
    op.create_table(
        "step_runs",
        sa.Column("id", ROW_ID, primary_key=True),
        sa.Column("step", sa.String(40), nullable=False),
        sa.Column("keeper", sa.String(32), nullable=False),
        sa.Column("started", sa.BigInteger, nullable=False),
        sa.Column("ended", sa.BigInteger),
        sa.Column("verdict", sa.String(12), nullable=False),
        sa.Column("counts", sa.JSON, nullable=False),
        sa.Column("error", sa.Text, nullable=False),
    )
    op.create_index("ix_step_runs_step_started", "step_runs", ["step", "started"])
    op.create_table(
        "heartbeats",
        sa.Column("name", sa.String(20), primary_key=True),
        sa.Column("keeper", sa.String(32), nullable=False),
        sa.Column("host", sa.String(255), nullable=False),
        sa.Column("pid", sa.Integer, nullable=False),
        sa.Column("since", sa.BigInteger, nullable=False),
        sa.Column("beat", sa.BigInteger, nullable=False),
        sa.Column("stopped", sa.BigInteger),
        sa.Column("doing", sa.JSON, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
    )
    _reports()
    op.create_table(
        "apscheduler_jobs",
        sa.Column("id", sa.Unicode(191), primary_key=True),
        sa.Column("next_run_time", sa.Float(25)),
        sa.Column("job_state", sa.LargeBinary, nullable=False),
    )
    op.create_index("ix_apscheduler_jobs_next_run_time", "apscheduler_jobs", ["next_run_time"])


def _reports() -> None:
    op.create_table(
        "report_orders",
        sa.Column("campaign", sa.String(80), primary_key=True),
        sa.Column("period", sa.String(10), primary_key=True),
        sa.Column("layout", sa.String(40), primary_key=True),
        sa.Column("since", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "report_turns",
        sa.Column("id", ROW_ID, primary_key=True),
        sa.Column("campaign", sa.String(80), nullable=False),
        sa.Column("period", sa.String(30), nullable=False),
        sa.Column("layout", sa.String(40), nullable=False),
        sa.Column("due", sa.BigInteger, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("late", sa.Boolean, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("done_at", sa.BigInteger),
        sa.Column("error", sa.Text, nullable=False),
        sa.UniqueConstraint("campaign", "period", "layout", name="uq_report_turns_campaign_period_layout"),
    )
