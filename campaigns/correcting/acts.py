"""Correcting as pages, API and commands do it: asked, checked, written, and put into effect."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from campaigns.campaign import Campaign
from campaigns.correcting.review import Review
from campaigns.corrections import Asked, touches_house
from campaigns.desk import Desk
from campaigns.membership import Membership, membership
from lantoa.article import StoredArticle
from lantoa.correction_rows import Correction, in_force
from lantoa.errors import Later

Settle = Callable[[], int]
"""Tags, groups and indexes what is due; how many articles wait for another to do it."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """entries: what was written; waiting: articles that the steps have yet to work on."""

    entries: tuple[Correction, ...]
    waiting: int = 0


class Correcting:
    """Over one desk. settle: what follows from corrections for the whole house."""

    def __init__(self, desk: Desk, review: Review, settle: Settle) -> None:
        self.desk = desk
        self.review = review
        self.corrections = desk.corrections
        self._settle = settle

    def correct(self, campaign: Campaign, references: Sequence[str], asked: Asked, who: str, why: str) -> Outcome:
        """Do it with every article named, or with none. Raises Refused naming each that cannot be,
        Misuse for what can be of no article."""
        members = self._members(campaign) if asked.action == "exclude" else None
        marks: Mapping[int, str] = {}
        if asked.action == "confirm":
            marks = {one.article: one.mark for one in self.review.queue(campaign)}
        now = self.desk.clock.now()
        written = self.corrections.correct(campaign, references, asked, who, why, now, members, marks)
        return self._settled(written, touches_house(written))

    def undo(self, ids: Sequence[int], who: str, why: str) -> Outcome:
        """Take entries of the log back. Raises Refused as `correct` does."""
        written = self.corrections.log.undo(ids, who.strip(), why.strip(), self.desk.clock.now())
        former = self.corrections.log.entries(articles={one.article for one in written})
        return self._settled(written, touches_house(written, former))

    def log(self, campaign: Campaign) -> list[Correction]:
        """What was corrected in a campaign, the latest first."""
        return self.corrections.of_campaign(campaign.id, self._members(campaign))

    def memberships(self, stored: StoredArticle) -> list[Membership]:
        """In which campaigns the article is, or was taken out of, and why."""
        standing = self.corrections.standing([stored.id])
        found = (membership(one, stored, standing, self._queried(one, stored)) for one in self.desk.store.all())
        return [one for one in found if one is not None]

    def _queried(self, campaign: Campaign, stored: StoredArticle) -> bool:
        """Is it a member by the campaign's query? Not said while the index does not answer: what
        tags and analysts say of the article is known all the same."""
        try:
            return bool(campaign.query) and stored.id in self._members(campaign)
        except Later:
            return False

    def _members(self, campaign: Campaign) -> set[int]:
        return set(self.desk.measured(campaign).totals.id.tolist())

    def _settled(self, written: Sequence[Correction], due: bool) -> Outcome:
        return Outcome(tuple(written), self._settle() if due else 0)


def admitted(desk: Desk, campaign: Campaign, articles: Iterable[StoredArticle]) -> dict[int, Membership]:
    """Member article -> why it is one."""
    standing = in_force(desk.corrections.log.entries(campaign=campaign.id, scopes=("membership",)))
    found = ((one.id, membership(campaign, one, standing, bool(campaign.query))) for one in articles)
    return {article: why for article, why in found if why is not None}


def correction_object(one: Correction) -> dict[str, Any]:
    """As API and command give it."""
    return {
        "id": one.id, "article": one.article, "action": one.action, "campaign": one.campaign or None,
        "congress": one.congress or None, "day": one.day, "at": one.instant, "other": one.other,
        "undoes": one.undoes, "who": one.who, "why": one.why, "made_at": one.made_at,
    }  # fmt: skip
