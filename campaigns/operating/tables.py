"""Tables of the scheduler: every run of a step, who runs them now, and the reports that fell due."""

from __future__ import annotations

import sqlalchemy as sa

from lantoa.database import Instant, RowId, metadata

step_runs = sa.Table(
    "step_runs",
    metadata,
    sa.Column("id", RowId, primary_key=True),
    sa.Column("step", sa.String(40), nullable=False),
    sa.Column("keeper", sa.String(32), nullable=False),
    sa.Column("started", Instant, nullable=False),
    sa.Column("ended", Instant),
    sa.Column("verdict", sa.String(12), nullable=False),
    sa.Column("counts", sa.JSON, nullable=False),
    sa.Column("error", sa.Text, nullable=False),
    sa.Index("ix_step_runs_step_started", "step", "started"),
)
"""keeper: the `lantoa up` that ran it; verdict: as step_log.Verdict has them; counts: by name."""

heartbeats = sa.Table(
    "heartbeats",
    metadata,
    sa.Column("name", sa.String(20), primary_key=True),
    sa.Column("keeper", sa.String(32), nullable=False),
    sa.Column("host", sa.String(255), nullable=False),
    sa.Column("pid", sa.Integer, nullable=False),
    sa.Column("since", Instant, nullable=False),
    sa.Column("beat", Instant, nullable=False),
    sa.Column("stopped", Instant),
    sa.Column("doing", sa.JSON, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
)
"""One row a role: whoever holds it writes `beat` every few seconds, and what it is doing. stopped:
when it ended in order."""

report_orders = sa.Table(
    "report_orders",
    metadata,
    sa.Column("campaign", sa.String(80), primary_key=True),
    sa.Column("period", sa.String(10), primary_key=True),
    sa.Column("layout", sa.String(40), primary_key=True),
    sa.Column("since", Instant, nullable=False),
)
"""Since when a campaign's order for reports is known: what fell due before it is not issued."""

report_turns = sa.Table(
    "report_turns",
    metadata,
    sa.Column("id", RowId, primary_key=True),
    sa.Column("campaign", sa.String(80), nullable=False),
    sa.Column("period", sa.String(30), nullable=False),
    sa.Column("layout", sa.String(40), nullable=False),
    sa.Column("due", Instant, nullable=False),
    sa.Column("state", sa.String(10), nullable=False),
    sa.Column("late", sa.Boolean, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("done_at", Instant),
    sa.Column("error", sa.Text, nullable=False),
    sa.UniqueConstraint("campaign", "period", "layout"),
)
"""Every report that fell due, once. state: waiting, issued, aside (with its error)."""

apscheduler_jobs = sa.Table(
    "apscheduler_jobs",
    metadata,
    sa.Column("id", sa.Unicode(191), primary_key=True),
    sa.Column("next_run_time", sa.Float(25), index=True),
    sa.Column("job_state", sa.LargeBinary, nullable=False),
)
"""APScheduler's own, made by our migrations: column for column as its SQLAlchemyJobStore has it."""
