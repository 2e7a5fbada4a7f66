"""Campaigns in the database."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from campaigns.campaign import Campaign
from campaigns.definition import campaign_from, campaign_table
from campaigns.problems import Refused
from campaigns.tables import campaigns
from lantoa.database import Database, upsert
from lantoa.errors import LantoaError, Misuse
from lantoa.words import word


class CampaignStore:
    """Campaigns by id."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def save(self, campaign: Campaign, now: datetime) -> None:
        """Insert or replace a campaign."""
        row = {"id": campaign.id, "definition": campaign_table(campaign), "saved_at": now}
        with self.database.write() as connection:
            upsert(connection, campaigns, [row], ["id"], ["definition", "saved_at"])

    def all(self) -> list[Campaign]:
        """Every campaign, the latest start first. Raises LantoaError for one that was kept by an
        earlier program and is refused by this one."""
        with self.database.read() as connection:
            found = [_kept(row) for row in connection.scalars(sa.select(campaigns.c.definition))]
        return sorted(found, key=lambda one: (one.start, one.id), reverse=True)

    def get(self, campaign_id: str) -> Campaign:
        """One campaign. Raises Misuse naming those that exist."""
        found = {one.id: one for one in self.all()}
        if campaign_id not in found:
            known = ", ".join(sorted(found)) or word("campaign.none_yet")
            raise Misuse(word("campaign.unknown", id=campaign_id, known=known))
        return found[campaign_id]


def _kept(table: Mapping[str, Any]) -> Campaign:
    try:
        return campaign_from(table)
    except Refused as refused:
        raise LantoaError(word("campaign.kept_wrong", id=table.get("id"), why=refused)) from None
