"""The demonstration's plan, as plain data."""

from __future__ import annotations

import tomllib
from datetime import datetime
from importlib.resources import files

from campaigns.plan.fields import typed_entry
from campaigns.plan.items import KINDS
from campaigns.plan.store import PlanStore
from lantoa.database import Database

WHO = "Văn phòng Tiểu ban"
"""Who entered the plan."""


def keep_plan(database: Database, campaign: str, now: datetime) -> None:
    """Put the plan into the database, as its workbook would bring it."""
    given = tomllib.loads((files("lantoa.demo") / "plan.toml").read_text(encoding="utf-8"))
    entries = [typed_entry(kind, campaign, texts) for kind in KINDS for texts in given[kind]]
    PlanStore(database).save(entries, WHO, now)
