"""Issued reports in the database: each is written once and never changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from campaigns.report.tables import reports
from lantoa.database import Database, in_turn, upsert

FORMATS = ("html", "docx", "pdf", "xlsx")


@dataclass(frozen=True, slots=True)
class Issued:
    """A report as it was issued; period as `Period` is written; serial: our running number, 0 for
    a preview; content: what it was made from, with its layout; frozen: it is kept and stays."""

    campaign: str
    period: str
    layout: str
    made_at: datetime
    content: Mapping[str, Any] = field(repr=False)
    html: bytes | None = field(repr=False)
    docx: bytes | None = field(repr=False)
    pdf: bytes | None = field(repr=False)
    xlsx: bytes | None = field(repr=False)
    serial: int = 0

    @property
    def frozen(self) -> bool:
        """False: a preview."""
        return self.serial > 0

    def file(self, kind: str) -> bytes | None:
        """The bytes of a format; None where it was not made."""
        found: bytes | None = getattr(self, kind)
        return found


@dataclass(frozen=True, slots=True)
class Listed:
    """An issued report without its bytes."""

    serial: int
    campaign: str
    period: str
    layout: str
    made_at: datetime


class ReportStore:
    """Reports by campaign, period and layout."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def keep(self, report: Issued) -> Issued:
        """Keep a report unless its period was issued in this layout before; what stands is returned."""
        row = {name: getattr(report, name) for name in ("campaign", "period", "layout", "made_at", "content", *FORMATS)}
        with self.database.write() as connection:
            in_turn(connection, "reports")
            last = connection.scalar(sa.select(sa.func.max(reports.c.serial))) or 0
            upsert(connection, reports, [{**row, "serial": last + 1}], ["campaign", "period", "layout"])
        kept = self.issued(report.campaign, report.period, report.layout)
        assert kept is not None
        return kept

    def issued(self, campaign: str, period: str, layout: str) -> Issued | None:
        """The report of a period in a layout."""
        wanted = (reports.c.campaign == campaign, reports.c.period == period, reports.c.layout == layout)
        with self.database.read() as connection:
            row = connection.execute(sa.select(reports).where(*wanted)).first()
        if row is None:
            return None
        return Issued(**{name: value for name, value in row._mapping.items() if name != "id"})

    def listed(self, campaign: str | None = None) -> list[Listed]:
        """Every issued report, the last one issued first."""
        query = sa.select(reports.c.serial, reports.c.campaign, reports.c.period, reports.c.layout, reports.c.made_at)
        if campaign is not None:
            query = query.where(reports.c.campaign == campaign)
        with self.database.read() as connection:
            return [Listed(**row._mapping) for row in connection.execute(query.order_by(reports.c.serial.desc()))]
