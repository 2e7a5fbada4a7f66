"""Which event an article reports: that of the reports its heaviest words resemble on average.

One rule for all: reports of different congresses are never one event; of the same congress, which
share its words anyway, only from LIKE_CONGRESS on; of none from LIKE on. The average over a whole
group, not the likest member, keeps chains from joining what is different.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta

import sqlalchemy as sa

from lantoa.article import CongressKey
from nlp.event_memory import sharing, stored_terms
from nlp.event_terms import EventTerms
from nlp.memberships import Member, with_events

LIKE = 0.1
LIKE_CONGRESS = 0.5
"""From the clusters (halves: docs/decisions.md) and from two demonstration seasons."""
DAYS = timedelta(days=2)


class Occasions:
    """One batch of articles against the events within reach of their days."""

    def __init__(
        self, connection: sa.Connection, rows: Mapping[int, EventTerms], days: Mapping[int, date]
    ) -> None:
        self.terms = dict(rows)
        self.near = sharing(connection, rows, days, DAYS)
        for one, others in _together(rows, days).items():
            self.near[one] = self.near.get(one, set()) | others
        seen = {other for others in self.near.values() for other in others} - set(rows)
        self.members = with_events(connection, seen)
        self.terms |= stored_terms(connection, set(self.members) - set(rows))

    def of(self, member: Member, known: Mapping[int, Member]) -> int | None:
        """Its event group; None when it resembles none enough. known: as they stand in this batch."""
        if member.day is None or member.id not in self.near:
            return None
        everybody = {**self.members, **known}
        near = {everybody[one].event_group for one in self.near[member.id] if one in everybody}
        groups: dict[int, list[Member]] = {group: [] for group in near if group is not None}
        for row in everybody.values():
            if row.event_group in groups and row.id != member.id:
                groups[row.event_group].append(row)
        worth = {
            group: value for group, rows in groups.items() if (value := self._likeness(member, rows)) > 0
        }
        if not worth:
            return None
        held = member.event_group
        return held if held in worth else max(worth, key=lambda group: (worth[group], -group))

    def _likeness(self, member: Member, rows: Collection[Member]) -> float:
        """Average likeness to a group; 0 where it is too little, or the congress another."""
        days = [row.day for row in rows if row.day is not None]
        if member.day is None or not any(abs(day - member.day) <= DAYS for day in days):
            return 0.0
        same, other = congresses_shared(member.about, (row.about for row in rows))
        if other and not same:
            return 0.0
        mine = self.terms[member.id]
        values = [mine.like(self.terms[row.id]) for row in rows if row.id in self.terms]
        average = sum(values) / len(values) if values else 0.0
        return average if average >= (LIKE_CONGRESS if same else LIKE) else 0.0


def same_congress(one: Member, other: Member) -> bool:
    """Are both about one congress, and their days near?"""
    if one.day is None or other.day is None or not one.about & other.about:
        return False
    return abs(one.day - other.day) <= DAYS


def congresses_shared(
    mine: frozenset[CongressKey], others: Iterable[frozenset[CongressKey]]
) -> tuple[bool, bool]:
    """(a congress is shared, somebody is about one)."""
    rest = frozenset(key for keys in others for key in keys)
    return bool(mine & rest), bool(mine or rest)


def _together(rows: Mapping[int, EventTerms], days: Mapping[int, date]) -> dict[int, set[int]]:
    """Articles of one batch that share a key and whose days are near."""
    holders: dict[int, list[int]] = {}
    for one in rows:
        for key in rows[one].keys if one in days else ():
            holders.setdefault(key, []).append(one)
    near: dict[int, set[int]] = {}
    for ids in holders.values():
        for one in ids:
            near.setdefault(one, set()).update(
                other for other in ids if other != one and abs(days[other] - days[one]) <= DAYS
            )
    return near
