"""Campaigns and issued reports in the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from campaigns.campaign import Campaign
from campaigns.definition import campaign_from, campaign_table
from campaigns.problems import Refused
from campaigns.tables import campaigns, reports
from lantoa.database import Database, upsert
from lantoa.errors import LantoaError, Misuse
from lantoa.words import word


@dataclass(frozen=True, slots=True)
class Issued:
    """A report as it was issued; period: "2025-W36"."""

    id: int
    campaign: str
    period: str
    made_at: datetime
    content: Mapping[str, Any]
    html: bytes
    docx: bytes


def _kept(table: Mapping[str, Any]) -> Campaign:
    try:
        return campaign_from(table)
    except Refused as refused:
        raise LantoaError(word("campaign.kept_wrong", id=table.get("id"), why=refused)) from None


class CampaignStore:
    """Campaigns by id; reports by campaign and period."""

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

    def saved_at(self, campaign_id: str) -> datetime | None:
        """When a campaign was last saved; None where there is none."""
        query = sa.select(campaigns.c.saved_at).where(campaigns.c.id == campaign_id)
        with self.database.read() as connection:
            found: datetime | None = connection.scalar(query)
        return found

    def get(self, campaign_id: str) -> Campaign:
        """One campaign. Raises Misuse naming those that exist."""
        found = {one.id: one for one in self.all()}
        if campaign_id not in found:
            known = ", ".join(sorted(found)) or word("campaign.none_yet")
            raise Misuse(word("campaign.unknown", id=campaign_id, known=known))
        return found[campaign_id]

    def issue(self, report: Issued) -> Issued:
        """Keep a report unless its period was issued before; what stands is returned."""
        row = {
            "campaign": report.campaign,
            "period": report.period,
            "made_at": report.made_at,
            "content": report.content,
            "html": report.html,
            "docx": report.docx,
        }
        with self.database.write() as connection:
            upsert(connection, reports, [row], ["campaign", "period"])
        kept = self.issued(report.campaign, report.period)
        assert kept is not None
        return kept

    def issued(self, campaign: str, period: str) -> Issued | None:
        """The report of a period."""
        query = sa.select(reports).where(reports.c.campaign == campaign, reports.c.period == period)
        with self.database.read() as connection:
            row = connection.execute(query).first()
        return Issued(**row._mapping) if row else None

    def list_issued(self, campaign: str | None = None) -> list[tuple[str, str, datetime]]:
        """(campaign, period, made_at), newest period first."""
        query = sa.select(reports.c.campaign, reports.c.period, reports.c.made_at)
        if campaign is not None:
            query = query.where(reports.c.campaign == campaign)
        with self.database.read() as connection:
            rows = connection.execute(query.order_by(reports.c.period.desc(), reports.c.campaign))
            return [(row.campaign, row.period, row.made_at) for row in rows]
