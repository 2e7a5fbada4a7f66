"""Why an article is in a campaign, or is not: the rule that admitted it, and its words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from campaigns.campaign import Campaign, CampaignCongress, Phase
from lantoa.article import Congress, StoredArticle
from lantoa.correction_rows import Correction, Key
from lantoa.evidence import Evidence, evidence
from lantoa.web.formats import moment
from lantoa.words import catalogue, word
from search_api.index import congress_token


@dataclass(frozen=True, slots=True)
class Reason:
    """One sentence that says why; evidence: the words of the article that it stands on."""

    text: str
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class Membership:
    """congress: the one that the article counts under, "" where it is no member; phase: by that
    congress's days; reasons: at least one."""

    campaign: Campaign
    congress: str
    phase: Phase
    reasons: tuple[Reason, ...]

    @property
    def member(self) -> bool:
        """Does it count?"""
        return bool(self.congress) and self.phase is not Phase.OUTSIDE


def membership(
    campaign: Campaign, stored: StoredArticle, standing: Mapping[Key, Correction], queried: bool = False
) -> Membership | None:
    """Why the article is in the campaign, or was taken out of it; None where neither. standing: the
    corrections in force; queried: whether the campaign's query finds it."""
    day = stored.article.published.day
    by_hand = standing.get(("membership", campaign.id, stored.id))
    named = named_congresses(campaign, stored)
    if by_hand is not None:
        reason = Reason(word(f"membership.{by_hand.action}", **signature(by_hand)))
        chosen = {one.id: one for one in campaign.congresses}.get(by_hand.congress)
        if by_hand.action == "exclude" or chosen is None:
            return Membership(campaign, "", Phase.OUTSIDE, (reason,))
        return Membership(campaign, chosen.id, campaign.phase(chosen, day), (reason,))
    reasons = [reason_of(stored, one, congress) for congress, one in named]
    if queried and not reasons:
        reasons.append(Reason(word("membership.query", query=campaign.query)))
    if not reasons:
        return None
    congress = named[0][0] if named else campaign.leading
    return Membership(campaign, congress.id, campaign.phase(congress, day), tuple(reasons))


def named_congresses(
    campaign: Campaign, stored: StoredArticle, about: bool = True
) -> list[tuple[CampaignCongress, Congress]]:
    """The campaign's congresses that the article is about (or only mentions), with the tag that
    says so, in the order of the tags."""
    found: dict[str, tuple[CampaignCongress, Congress]] = {}
    for one in stored.tags.congresses if stored.tags else ():
        congress = campaign.by_token.get(congress_token(one.resolved or one.stated))
        if congress is not None and one.about is about:
            found.setdefault(congress.id, (congress, one))
    return list(found.values())


def reason_of(stored: StoredArticle, one: Congress, congress: CampaignCongress) -> Reason:
    """Why the article is taken to be about it (or only to mention it)."""
    key = f"membership.{'about' if one.about else 'mention'}.{one.reason}"
    text = word(key if key in catalogue() else "membership.about.other", congress=congress.name)
    return Reason(text, evidence(stored.article, one))


def signature(one: Correction) -> dict[str, str]:
    """Who corrected it, when and why, for a sentence."""
    return {"who": one.who, "at": moment(one.made_at), "why": one.why}


def membership_object(one: Membership) -> dict[str, Any]:
    """As the API gives it."""
    return {
        "campaign": one.campaign.id,
        "member": one.member,
        "congress": one.congress or None,
        "phase": str(one.phase) if one.member else None,
        "reasons": [reason_object(each) for each in one.reasons],
    }


def reason_object(one: Reason) -> dict[str, Any]:
    """As the API gives it."""
    found = one.evidence
    told = {"before": found.before, "words": found.words, "after": found.after} if found else None
    return {"text": one.text, "evidence": told}
