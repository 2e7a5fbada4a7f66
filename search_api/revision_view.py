"""What became of an article since it was first seen: for its page and for the API."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from lantoa.article import StoredArticle
from lantoa.article_history import Version
from lantoa.articles import Removal
from lantoa.changes import Piece
from lantoa.words import word
from search_api.services import Services


@dataclass(frozen=True, slots=True)
class Change:
    """The outlet replaced version `number` by the next one. title, text: their differences, ()
    where they have none that count."""

    at: datetime
    number: int
    before: Version
    after: Version
    title: Sequence[Piece]
    text: Sequence[Piece]

    @property
    def headline(self) -> str:
        """What was changed, in words; changes seen before kinds were kept are not told apart."""
        names = [word(f"revisions.kind.{kind}") for kind in self.after.kinds]
        return word("revisions.changed", kinds=", ".join(names)) if names else word("revisions.changed_somehow")


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the story of an article; change: None where it was removed or restored."""

    at: datetime
    headline: str
    change: Change | None = None


def changes_of(ours: Services, stored: StoredArticle) -> list[Change]:
    """Every change, oldest first."""
    history = ours.store.history(stored.id)
    return [_change(ours, number, before, after) for number, (before, after) in enumerate(pairwise(history), 1)]


def events_of(changes: Sequence[Change], removals: Sequence[Removal]) -> list[Event]:
    """Changes, removals and restorations, the latest first."""
    found = [Event(each.at, each.headline, each) for each in changes]
    for each in removals:
        found.append(Event(each.removed_at, word("revisions.removed")))
        if each.restored_at is not None:
            found.append(Event(each.restored_at, word("revisions.restored")))
    return sorted(found, key=lambda each: each.at, reverse=True)


def _change(ours: Services, number: int, before: Version, after: Version) -> Change:
    one, other, kinds = before.article, after.article, after.kinds
    told = not kinds
    return Change(
        at=after.since,
        number=number,
        before=before,
        after=after,
        title=ours.difference(one.title, other.title) if told or "title" in kinds else (),
        text=ours.difference(one.text, other.text) if told or {"sapo", "body"} & set(kinds) else (),
    )
