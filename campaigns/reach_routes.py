"""Reach by the API and on its page: every dimension, the cards, and what was counted over what."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from campaigns.cards import Card, cards, since_text
from campaigns.desk import Desk
from campaigns.levels import level_objects
from campaigns.lookup import campaign_of
from campaigns.measured import Measured
from campaigns.naming import value_name
from campaigns.reach import ReachRow, reach, row_object
from campaigns.splits import DIMENSIONS, Dimension
from lantoa.web.formats import number, percent
from lantoa.web.pages import Pages
from lantoa.words import word


def reach_router(desk: Desk) -> APIRouter:
    """Routes over one desk."""
    routes = APIRouter()
    pages = Pages("campaigns")

    @routes.get("/api/v1/campaigns/{campaign_id}/reach", tags=["campaigns"])
    def campaign_reach(
        campaign_id: str, dimension: Annotated[list[Dimension] | None, Query()] = None
    ) -> dict[str, Any]:
        """Measures by phase and dimension; all dimensions when none is named. Rows of the totals have the
        weighted figures (L1), contacts (L2) and bounds (L3) beside the counts."""
        campaign = campaign_of(desk, campaign_id)
        return reach_object(desk.measured(campaign), tuple(dimension or DIMENSIONS))

    @routes.get("/chien-dich/{campaign_id}/so-do", response_class=HTMLResponse, include_in_schema=False)
    def reach_page(request: Request, campaign_id: str, dimension: Dimension = "source") -> HTMLResponse:
        """Every headline figure with its card, and the table of one dimension."""
        campaign = campaign_of(desk, campaign_id)
        measured = desk.measured(campaign)
        rows = [row for row in reach(measured, (dimension,)) if row.articles]
        return pages.render(
            request, "reach.html",
            campaign=campaign, cards=cards(measured), dimension=dimension, dimensions=DIMENSIONS,
            rows=[_cells(measured, row) for row in rows], left_out=left_out(measured), since=since_text(measured),
        )  # fmt: skip

    return routes


def reach_object(measured: Measured, dimensions: tuple[Dimension, ...]) -> dict[str, Any]:
    """As the API prints it; left_out: outlet -> its days that stand on neither side of a rate."""
    levels = level_objects(measured) if "all" in dimensions else {}
    rows = reach(measured, dimensions)
    return {
        "campaign": measured.campaign.id,
        "panel": measured.campaign.panel,
        "panel_version": measured.panel_version,
        "panel_size": len(measured.panel),
        "since": measured.since.isoformat() if measured.since else None,
        "not_collected": list(measured.uncollected),
        "left_out": left_out(measured),
        "rows": [row_object(row) | (levels[row.phase] if row.dimension == "all" else {}) for row in rows],
        "cards": [_card_object(one) for one in cards(measured)] if "all" in dimensions else [],
    }


def left_out(measured: Measured) -> dict[str, list[str]]:
    """Outlet -> the days on which it was not completely collected, of the campaign's days."""
    found: dict[str, list[str]] = {}
    for day, outlet in measured.left_out:
        found.setdefault(outlet, []).append(day.isoformat())
    return found


def _card_object(card: Card) -> dict[str, Any]:
    names = ("key", "label", "value", "definition", "method", "n", "interval", "panel", "audience_date", "since")
    return {name: getattr(card, name) for name in names}


def _cells(measured: Measured, row: ReachRow) -> list[object]:
    base = {"dimension": row.dimension, "value": row.value, "phase": str(row.phase)}
    address = f"/chien-dich/{measured.campaign.id}/bai?{urlencode(base)}"
    several = row.breadth if row.panel_size > 1 else None
    return [
        word(f"phase.{row.phase}"),
        value_name(measured, row.dimension, row.value),
        {"text": number(row.articles), "href": address},
        {"text": number(row.originals), "href": f"{address}&originals=true"},
        number(row.spread, 2),
        f"{number(row.outlets)}/{number(row.panel_size)}",
        f"{percent(several[1])}–{percent(several[2])}" if several else "",
        row.panel_articles,
        percent(row.attention),
    ]
