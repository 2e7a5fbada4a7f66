"""The page and the API of operations: what `lantoa up` does, and whether it lives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from campaigns.operating import view
from campaigns.operating.operations import Overseer, tone_of
from lantoa.web.pages import Pages


def operations_router(overseer: Overseer, layouts: Callable[[], Mapping[str, str]] = dict) -> APIRouter:
    """Routes over one overseer; layouts: what layouts of reports are called."""
    routes = APIRouter()
    pages = Pages("campaigns")

    @routes.get("/api/v1/operations", tags=["operations"])
    def operations() -> dict[str, Any]:
        """Heartbeat, steps with their latest and next runs, reports due, what waits, the disk."""
        return view.as_object(overseer.look())

    @routes.get("/van-hanh", response_class=HTMLResponse, include_in_schema=False)
    def page(request: Request) -> HTMLResponse:
        """The same as a page, which reads itself anew."""
        return pages.render(request, "operations.html", shown=overseer.look(), view=view, tone_of=tone_of, layouts=layouts())

    return routes
