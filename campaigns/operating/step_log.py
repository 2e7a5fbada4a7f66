"""Every run of a step, kept: when, how long, what it did, how it ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from campaigns.operating.steps import FAILED, Verdict
from campaigns.operating.tables import step_runs
from lantoa.database import Database

KEPT = timedelta(days=60)
"""How long runs are remembered."""
RECENT = 20
"""Runs whose durations say what is usual."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run. ended None: it runs, or was cut off and nobody has said so yet."""

    step: str
    started: datetime
    ended: datetime | None
    verdict: Verdict
    counts: Mapping[str, int]
    error: str

    @property
    def took(self) -> timedelta | None:
        """How long it took; never less than nothing, though the clock was set back meanwhile."""
        return None if self.ended is None else max(self.ended - self.started, timedelta(0))

    @property
    def failed(self) -> bool:
        """Whether the step did not go through."""
        return self.verdict in FAILED


class StepLog:
    """The table of runs. keeper: who runs steps here; every method is one transaction."""

    def __init__(self, database: Database, keeper: str = "") -> None:
        self.database = database
        self.keeper = keeper

    def begin(self, step: str, now: datetime) -> int:
        """Note that a run began; its number."""
        row = {"step": step, "keeper": self.keeper, "started": now, "verdict": Verdict.RUNNING, "counts": {}, "error": ""}
        with self.database.write() as connection:
            return int(connection.execute(sa.insert(step_runs).values(row).returning(step_runs.c.id)).scalar_one())

    def end(self, run: int, now: datetime, verdict: Verdict, counts: Mapping[str, int], error: str = "") -> None:
        """Note how it ended."""
        values = {"ended": now, "verdict": verdict, "counts": dict(counts), "error": error}
        with self.database.write() as connection:
            connection.execute(sa.update(step_runs).where(step_runs.c.id == run).values(values))

    def idle(self, step: str, now: datetime) -> None:
        """Note that there was nothing to do: one row a step, which moves with the time."""
        ours = sa.and_(step_runs.c.step == step, step_runs.c.verdict == Verdict.IDLE)
        times = {"started": now, "ended": now}
        row = {"step": step, "keeper": self.keeper, "verdict": Verdict.IDLE, "counts": {}, "error": "", **times}
        with self.database.write() as connection:
            if not connection.execute(sa.update(step_runs).where(ours).values(times)).rowcount:
                connection.execute(sa.insert(step_runs).values(row))

    def looked(self) -> dict[str, datetime]:
        """Of each step when there was last nothing to do."""
        query = sa.select(step_runs.c.step, step_runs.c.started).where(step_runs.c.verdict == Verdict.IDLE)
        with self.database.read() as connection:
            return {row.step: row.started for row in connection.execute(query)}

    def take_over(self, now: datetime) -> int:
        """Runs that others began and never ended were cut off: they are marked so; how many.
        What is older than KEPT is forgotten."""
        open_ = sa.and_(step_runs.c.verdict == Verdict.RUNNING, step_runs.c.keeper != self.keeper)
        with self.database.write() as connection:
            cut = connection.execute(sa.update(step_runs).where(open_).values(verdict=Verdict.CUT))
            connection.execute(sa.delete(step_runs).where(step_runs.c.started < now - KEPT))
            return int(cut.rowcount)

    def last(self) -> dict[str, Run]:
        """Of each step its latest run that ended or was cut off, with something to do."""
        over = step_runs.c.verdict.not_in((Verdict.RUNNING, Verdict.IDLE))
        newest = sa.select(sa.func.max(step_runs.c.id)).where(over).group_by(step_runs.c.step).scalar_subquery()
        with self.database.read() as connection:
            rows = connection.execute(sa.select(step_runs).where(step_runs.c.id.in_(newest))).all()
        return {row.step: _run(row) for row in rows}

    def usual(self, step: str) -> timedelta | None:
        """The middle of its last durations; None when it never went through."""
        done = (Verdict.DONE, Verdict.PARTLY)
        query = sa.select(step_runs).where(step_runs.c.step == step, step_runs.c.verdict.in_(done))
        with self.database.read() as connection:
            rows = connection.execute(query.order_by(step_runs.c.id.desc()).limit(RECENT)).all()
        took = sorted(one for one in (_run(row).took for row in rows) if one is not None)
        return took[len(took) // 2] if took else None


def _run(row: sa.Row[Any]) -> Run:
    return Run(row.step, row.started, row.ended, Verdict(row.verdict), row.counts, row.error)
