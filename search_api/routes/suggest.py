"""GET /api/v1/suggest: what the end of the search box may become."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request

from search_api.services import services
from search_api.suggest import Suggestions


def suggest_router() -> APIRouter:
    """The router of this resource; it keeps the names of the last commit."""
    router = APIRouter(prefix="/api/v1", tags=["search"])
    suggestions = Suggestions()

    @router.get("/suggest")
    def suggest(
        request: Request,
        q: Annotated[str, Query(max_length=1000)] = "",
        limit: Annotated[int, Query(ge=1, le=50)] = 8,
    ) -> dict[str, Any]:
        """Most articles first. kind: congress, source, topic, organisation, place or office; query:
        the whole text of the box, its last part completed; count: the articles that it finds."""
        found = suggestions.of(services(request), q, limit)
        return {"suggestions": [asdict(one) for one in found]}

    return router
