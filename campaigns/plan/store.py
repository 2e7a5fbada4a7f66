"""The plan of a campaign in the database; every change of it stands in its history."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from campaigns.plan.as_json import entry_from_json, json_of
from campaigns.plan.items import Entry, EntryKind, Expectation, Offline, Plan, PlanItem, kind_of
from campaigns.plan.tables import plan_entries, plan_history
from lantoa.corrections import LONGEST_NAME, signed_name
from lantoa.database import Database, in_turn
from lantoa.errors import Misuse
from lantoa.words import word

_ADDED, _CHANGED, _REMOVED = "added", "changed", "removed"


@dataclass(frozen=True, slots=True)
class PlanChange:
    """One line of the history. before, after: the fields that differ, as JSON has them."""

    kind: EntryKind
    code: str
    at: datetime
    who: str
    action: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Taken:
    """What saving many entries did."""

    added: int
    changed: int
    unchanged: int


class PlanStore:
    """Plans by campaign; entries by kind and code."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def plan(self, campaign: str) -> Plan:
        """Everything that stands in the plan of a campaign, by code."""
        query = sa.select(plan_entries).where(plan_entries.c.campaign == campaign)
        with self.database.read() as connection:
            rows = list(connection.execute(query.order_by(plan_entries.c.code)))
        found = [entry_from_json(row.kind, campaign, row.content) for row in rows]
        return Plan(
            tuple(one for one in found if isinstance(one, PlanItem)),
            tuple(one for one in found if isinstance(one, Expectation)),
            tuple(one for one in found if isinstance(one, Offline)),
        )

    def items(self, campaign: str) -> tuple[PlanItem, ...]:
        """The activities of a campaign, by code."""
        return self.plan(campaign).items

    def entry(self, campaign: str, kind: EntryKind, code: str) -> Entry | None:
        """One entry."""
        with self.database.read() as connection:
            content = _content(connection, campaign, kind, code)
        return None if content is None else entry_from_json(kind, campaign, content)

    def save(self, entries: Sequence[Entry], who: str, now: datetime) -> Taken:
        """Insert or replace entries, all of them or none; equal ones are left as they are.
        Raises Misuse when nobody says who does it."""
        counts = {_ADDED: 0, _CHANGED: 0, "": 0}
        with self.database.write() as connection:
            in_turn(connection, "plan")
            for entry in entries:
                counts[_saved(connection, entry, _named(who), now)] += 1
        return Taken(counts[_ADDED], counts[_CHANGED], counts[""])

    def change(
        self, campaign: str, kind: EntryKind, code: str, how: Callable[[Entry], Entry], who: str, now: datetime
    ) -> Entry | None:
        """One entry changed as it stands now, so that two who write at once lose nothing; None
        where there is none. What `how` raises passes through, and nothing is changed."""
        with self.database.write() as connection:
            in_turn(connection, "plan")
            content = _content(connection, campaign, kind, code)
            if content is None:
                return None
            changed = how(entry_from_json(kind, campaign, content))
            _saved(connection, changed, _named(who), now)
        return changed

    def add(self, entry: Entry, who: str, now: datetime) -> None:
        """A new entry. Raises Misuse when its code is taken."""
        with self.database.write() as connection:
            in_turn(connection, "plan")
            if _content(connection, entry.campaign, kind_of(entry), entry.code) is not None:
                raise Misuse(word("plan.code_taken", code=entry.code))
            _saved(connection, entry, _named(who), now)

    def remove(self, entry: Entry, who: str, now: datetime) -> bool:
        """Take an entry out of the plan; its history stays. False when it was not there."""
        kind = kind_of(entry)
        where = (plan_entries.c.campaign == entry.campaign, plan_entries.c.kind == kind, plan_entries.c.code == entry.code)
        with self.database.write() as connection:
            content = _content(connection, entry.campaign, kind, entry.code)
            if content is None:
                return False
            connection.execute(sa.delete(plan_entries).where(*where))
            _remember(connection, entry, _named(who), now, _REMOVED, (content, {}))
        return True

    def history(self, campaign: str, kind: EntryKind | None = None, code: str = "") -> list[PlanChange]:
        """What was done to the plan, or to one entry of it, the latest first."""
        query = sa.select(plan_history).where(plan_history.c.campaign == campaign)
        if kind is not None:
            query = query.where(plan_history.c.kind == kind, plan_history.c.code == code)
        with self.database.read() as connection:
            rows = list(connection.execute(query.order_by(plan_history.c.id.desc())))
        return [PlanChange(row.kind, row.code, row.at, row.who, row.action, row.before, row.after) for row in rows]


def _named(who: str) -> str:
    name = " ".join(who.split())
    if not 1 <= len(name) <= LONGEST_NAME:
        raise Misuse(word("plan.who_needed", most=LONGEST_NAME))
    return signed_name(name)


def _content(connection: sa.Connection, campaign: str, kind: EntryKind, code: str) -> dict[str, Any] | None:
    query = sa.select(plan_entries.c.content).where(
        plan_entries.c.campaign == campaign, plan_entries.c.kind == kind, plan_entries.c.code == code
    )
    return connection.scalar(query)


def _saved(connection: sa.Connection, entry: Entry, who: str, now: datetime) -> str:
    """What was done: added, changed, or nothing."""
    kind, after = kind_of(entry), json_of(entry)
    before = _content(connection, entry.campaign, kind, entry.code)
    if before == after:
        return ""
    row = {"campaign": entry.campaign, "kind": kind, "code": entry.code, "content": after}
    if before is None:
        connection.execute(sa.insert(plan_entries).values(row))
    else:
        where = [plan_entries.c[name] == row[name] for name in ("campaign", "kind", "code")]
        connection.execute(sa.update(plan_entries).where(*where).values(content=after))
    action = _ADDED if before is None else _CHANGED
    differ = [name for name in after if before is None or before.get(name) != after[name]]
    told = ({name: (before or {}).get(name) for name in differ} if before else {}, {name: after[name] for name in differ})
    _remember(connection, entry, who, now, action, told)
    return action


def _remember(
    connection: sa.Connection, entry: Entry, who: str, now: datetime, action: str,
    told: tuple[Mapping[str, Any], Mapping[str, Any]],
) -> None:  # fmt: skip
    connection.execute(
        sa.insert(plan_history).values(
            campaign=entry.campaign, kind=kind_of(entry), code=entry.code, at=now, who=who, action=action,
            before=dict(told[0]), after=dict(told[1]),
        )
    )  # fmt: skip
