"""A correction in words."""

from __future__ import annotations

from campaigns.campaign import Campaign
from lantoa.correction_rows import Correction
from lantoa.web.formats import day, moment
from lantoa.words import word


def correction_text(one: Correction, campaign: Campaign | None) -> str:
    """What an entry did. campaign: whose congresses are called by name."""
    names = {each.id: each.name for each in campaign.congresses} if campaign else {}
    when = moment(one.instant) if one.instant else day(one.day) if one.day else word("correct.undated")
    return word(
        f"correct.told.{one.action}",
        congress=names.get(one.congress, one.congress), day=when, other=one.other, undoes=one.undoes,
    )  # fmt: skip
