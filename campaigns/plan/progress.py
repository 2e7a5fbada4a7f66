"""The plan of a campaign against what was counted: the one place that pages, API, commands and
reports ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from campaigns.campaign import Campaign
from campaigns.desk import Desk
from campaigns.plan.items import EntryKind, Plan
from campaigns.plan.status import Rows, Standing, State, UnitProgress, progress, standings, summed
from campaigns.plan.store import PlanStore
from campaigns.reach import Measured


@dataclass(frozen=True, slots=True)
class PlanProgress:
    """The plan as of `today`. standings: every entry, late ones first; units: activities by lead
    unit; activities, coverage, offline: all of a kind as one line; rows: what the expectations
    count."""

    plan: Plan
    today: date
    standings: tuple[Standing, ...]
    units: tuple[UnitProgress, ...]
    activities: UnitProgress
    coverage: UnitProgress
    offline: UnitProgress
    rows: Rows

    def of(self, kind: EntryKind) -> tuple[Standing, ...]:
        """The entries of a kind."""
        return tuple(one for one in self.standings if one.kind == kind)

    @property
    def behind(self) -> tuple[Standing, ...]:
        """What is missing, late, or held up at one of its steps."""
        return tuple(one for one in self.standings if one.state in (State.MISSING, State.LATE) or one.held_up)


def plan_progress(desk: Desk, campaign: Campaign, measured: Measured, today: date) -> PlanProgress:
    """How the plan of this campaign stands on a local day."""
    plan = PlanStore(desk.store.database).plan(campaign.id)
    found = standings(plan, measured, today)
    kinds: Mapping[EntryKind, tuple[Standing, ...]] = {
        kind: tuple(one for one in found if one.kind == kind) for kind in ("item", "coverage", "offline")
    }
    return PlanProgress(
        plan, today, found, tuple(progress(kinds["item"])), summed("", kinds["item"]), summed("", kinds["coverage"]),
        summed("", kinds["offline"]), Rows(measured, {one.outlet for one in plan.coverage}),
    )  # fmt: skip

