"""GET /api/v1/health: whether store and index answer, and what the watchdog says of the steps. The
one request that needs no token."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from lantoa.articles import COUNTED
from lantoa.errors import LantoaError
from search_api.services import services

Watchdog = Literal["ok", "late", "off"]
"""late: the steps went silent without an end; off: none are run here."""


class Health(BaseModel):
    """articles: rows of countable kinds; pages: rows of all kinds; indexed: documents in the index."""

    status: Literal["ok", "index_down"]
    articles: int
    pages: int
    indexed: int | None
    engine: str | None
    watchdog: Watchdog


def health_router(watchdog: Callable[[], Watchdog]) -> APIRouter:
    """The router of this resource. watchdog: asked at every request."""
    router = APIRouter(prefix="/api/v1", tags=["health"])

    @router.get("/health", responses={503: {"model": Health}})
    def health(request: Request, response: Response) -> Health:
        ours = services(request)
        counts = ours.store.counts()
        articles = sum(counts.get(str(kind), 0) for kind in COUNTED)
        pages = sum(counts.values())
        try:
            info = ours.index.info()
        except LantoaError:
            response.status_code = 503
            return Health(status="index_down", articles=articles, pages=pages, indexed=None, engine=None, watchdog=watchdog())
        return Health(
            status="ok", articles=articles, pages=pages, indexed=info.documents, engine=info.engine, watchdog=watchdog()
        )

    return router
