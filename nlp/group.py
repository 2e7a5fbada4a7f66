"""The one writer of groups: article -> reprint group and event group, and who was first.

Groups are stable: an article that still resembles its group stays, two groups are never
merged, and a newcomer must resemble the group's founder as well as some member (so that a
chain of small differences does not join what is different). What an analyst set apart or put
beside another article stays there, however often its text is grouped.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import sqlalchemy as sa

from lantoa.articles import ArticleStore, Due, Grouping
from lantoa.database import Database
from lantoa.progress import Progress, Silent
from nlp.close_calls import CloseCall, close_call, save_close_calls
from nlp.event_memory import save_terms
from nlp.event_terms import EventTerms, event_terms
from nlp.events import Occasions, same_congress
from nlp.likeness import COPY, Shingles, Signature, containment, signature
from nlp.memberships import (
    Member,
    facts,
    forget_joined,
    found_group,
    meeting,
    save_signatures,
    shingles,
    with_groups,
)
from nlp.pins import read_pins

GROUPER = 4
"""Raise it and everything is grouped again."""
NEAR_FOUNDER = 0.5
SHARED_TEXT = 0.42
"""Containment from which two reports about one congress, of near days, are of one event."""
BATCH = 200
MEETINGS = 2
"""Bands two texts must share to be compared: one is shared by chance with hundreds of 100,000."""


def group_due(database: Database, store: ArticleStore, progress: Progress | None = None) -> int:
    """Group everything due; the number of articles looked at."""
    progress = progress or Silent()
    forget_joined(database)
    looked_at = 0
    progress.total(store.due_counts(0, GROUPER, 0)["group"])
    while due := store.ungrouped(GROUPER, BATCH):
        Batch(database, due).run(store)
        looked_at += len(due)
        progress.advance(len(due))
    return looked_at


class Batch:
    """One batch of due articles against everything known, in order of publication."""

    def __init__(self, database: Database, due: Sequence[Due]) -> None:
        self.database = database
        self.due = due
        self.signatures: dict[int, Signature] = {}
        self.event_terms: dict[int, EventTerms] = {}
        for one in due:
            self.signatures[one.stored.id] = signature(one.stored.article.text)
            self.event_terms[one.stored.id] = event_terms(one.stored.article)
        self.touched: set[int] = set()
        self.close_calls: dict[int, CloseCall] = {}
        with database.read() as connection:
            self._read(connection)

    def _read(self, connection: sa.Connection) -> None:
        """Everything known that the due articles may belong to."""
        self.near = self._near(connection)
        self.pins = read_pins(connection)
        known = {article for ids in self.near.values() for article in ids} | self.pins.named(self.signatures)
        self.shingles: dict[int, Shingles] = shingles(connection, known - set(self.signatures))
        self.shingles |= {one: sign.shingles for one, sign in self.signatures.items()}
        self.members: dict[int, Member] = with_groups(connection, known)
        if any(one.stored.article.label("cluster") for one in self.due):
            self.members = {row.id: row for row in facts(connection)} | self.members
        self.days = {one: row.day for one in self.event_terms if (row := self.members[one]).day is not None}
        self.occasions = Occasions(connection, self.event_terms, self.days)

    def _near(self, connection: sa.Connection) -> dict[int, set[int]]:
        """By due article, the others worth comparing with."""
        met = meeting(connection, (key for row in self.signatures.values() for key in row.bands))
        for one, sign in self.signatures.items():
            for key in sign.bands:
                met.setdefault(key, set()).add(one)
        near = {}
        for one, sign in self.signatures.items():
            shared = Counter(other for key in set(sign.bands) for other in met[key])
            near[one] = {other for other, count in shared.items() if count >= MEETINGS and other != one}
        return near

    def run(self, store: ArticleStore) -> None:
        """Decide, then write everything at once."""
        for one in self.due:
            self._place(self.members[one.stored.id])
        self._follow()
        store.save_groups(GROUPER, self.due, self._groupings(), beside=self._save)

    def _save(self, connection: sa.Connection) -> None:
        known = [one.stored.id for one in self.due if one.stored.reprint_group is not None]
        save_signatures(connection, self.signatures, known)
        save_terms(connection, self.event_terms, self.days, known)
        save_close_calls(connection, self.close_calls, known)

    def _place(self, member: Member) -> None:
        likeness = self._likeness(member.id)
        group = self._reprint_group(member, likeness)
        event = self._event_group(member, group, likeness)
        self.touched |= {one for one in (member.reprint_group, group) if one is not None}
        self.members[member.id] = replace(member, reprint_group=group, event_group=event)
        if not self.pins.fixed(member.id):
            beside = {other for other in likeness if self.members[other].reprint_group == group}
            if found := close_call(likeness, beside, COPY):
                self.close_calls[member.id] = found

    def _follow(self) -> None:
        """Whoever was put beside another goes where that one is now."""
        for member in [self.members[one] for one in self.pins.beside if one in self.members]:
            leader = self.members.get(self.pins.leader(member.id) or 0)
            if leader is not None and leader.reprint_group not in (None, member.reprint_group):
                self.touched |= {one for one in (member.reprint_group, leader.reprint_group) if one is not None}
                self.members[member.id] = replace(
                    member, reprint_group=leader.reprint_group, event_group=leader.event_group
                )

    def _likeness(self, article: int) -> dict[int, float]:
        """Other grouped articles that share bands, with the exact containment."""
        row = self.signatures[article]
        return {
            other: containment(row.shingles, self.shingles[other])
            for other in self.near[article]
            if self.members[other].reprint_group is not None
        }

    def _reprint_group(self, member: Member, likeness: Mapping[int, float]) -> int:
        held = member.reprint_group
        leader = self.members.get(self.pins.leader(member.id) or 0)
        if leader is not None and leader.reprint_group is not None:
            return leader.reprint_group
        alone = not any(
            row.reprint_group == held
            for row in self.members.values()
            if row.id != member.id and self.pins.leader(row.id) != member.id
        )
        copies = {one: value for one, value in likeness.items() if value >= COPY and one not in self.pins.apart}
        if member.id in self.pins.apart:
            copies = {}
        if held is not None and (any(self.members[other].reprint_group == held for other in copies)):
            return held
        for other in sorted(copies, key=lambda one: (-copies[one], one)):
            group = self.members[other].reprint_group
            if group is not None and self._near_founder(member.id, group):
                return group
        if held is not None and alone:
            return held
        return found_group(self.database, member.id)

    def _near_founder(self, article: int, group: int) -> bool:
        """Does it resemble the founder, or one that was put into the group by hand?"""
        rows = [row.id for row in self.members.values() if row.reprint_group == group]
        led = {one for one in rows if self.pins.leader(one) is not None}
        founders = led | ({min(one for one in rows if one not in led)} if len(led) < len(rows) else set())
        if unknown := founders - self.shingles.keys():
            with self.database.read() as connection:
                stored = shingles(connection, unknown)
            self.shingles |= {one: stored.get(one, np.empty(0, dtype=np.uint64)) for one in unknown}
        own = self.shingles[article]
        return any(containment(own, self.shingles[one]) >= NEAR_FOUNDER for one in founders)

    def _event_group(self, member: Member, group: int, likeness: Mapping[int, float]) -> int:
        """That of the reprint group; else of the reports it resembles; else one of its own."""
        for row in self.members.values():
            if row.reprint_group == group and row.id != member.id and row.event_group is not None:
                return row.event_group
        if member.cluster:  # facts come with the event that an analyst stated
            stated = (
                row for row in self.members.values() if row.cluster == member.cluster and row.event_group
            )
            return next((row.event_group for row in stated if row.event_group is not None), group)
        found = self.occasions.of(member, self.members)
        if found is not None:
            return found
        for other in sorted(likeness, key=lambda one: (-likeness[one], one)):
            row = self.members[other]
            if likeness[other] >= SHARED_TEXT and row.event_group is not None and same_congress(member, row):
                return row.event_group
        return member.event_group if member.event_group is not None else group

    def _groupings(self) -> list[Grouping]:
        groups: dict[int, list[Member]] = {}
        for row in self.members.values():
            if row.reprint_group in self.touched and row.reprint_group is not None:
                groups.setdefault(row.reprint_group, []).append(row)
        return [
            Grouping(row.id, group, row.event_group or group, row.id == min(rows, key=_precedence).id)
            for group, rows in groups.items()
            for row in rows
        ]


def _precedence(member: Member) -> tuple[object, ...]:
    return member.precedence
