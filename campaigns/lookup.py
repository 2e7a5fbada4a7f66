"""The campaign that an address names."""

from __future__ import annotations

from campaigns.campaign import Campaign
from campaigns.desk import Desk
from lantoa.errors import Misuse


class NotFound(Misuse):
    """Shown as 404."""

    status = 404


def campaign_of(desk: Desk, campaign_id: str) -> Campaign:
    """The campaign of this id. Raises NotFound where there is none."""
    try:
        return desk.store.get(campaign_id)
    except Misuse as error:
        raise NotFound(str(error)) from None
