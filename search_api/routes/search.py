"""GET /api/v1/search: articles found, and counts over exactly the articles found."""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from search_api.article_object import published_text
from search_api.asked import Asked
from search_api.finding import Found, FoundArticle, find
from search_api.services import services


def search_router() -> APIRouter:
    """The router of this resource."""
    router = APIRouter(prefix="/api/v1", tags=["search"])

    @router.get("/search", response_model=dict[str, Any])
    async def search(request: Request, asked: Annotated[Asked, Query()]) -> Response:
        """total: all that match; hits: this page; facets: value and count, most first, days in
        order and without empty ones; undated: articles in no day; expanded: other names that were
        looked for too; cursor: for `after` of this very search, null at the end. 422 with
        `position` for a query that cannot be read, 503 when the index is down."""
        ours = services(request)
        found = await ours.in_turn(lambda: orjson.dumps(answer(find(ours, asked))))
        return Response(found, media_type="application/json")

    return router


def answer(found: Found) -> dict[str, Any]:
    """What was found, as JSON writes it."""
    facets: dict[str, list[dict[str, Any]]] = {
        name: [{"value": bucket.key, "count": bucket.count} for bucket in buckets]
        for name, buckets in found.facets.items()
    }
    facets["day"] = [
        {"value": _iso(int(bucket.key)), "count": bucket.count}
        for bucket in found.days
        if bucket.count
    ]
    return {
        "total": found.total,
        "hits": [_hit(one) for one in found.hits],
        "facets": facets,
        "undated": found.undated,
        "expanded": [{"typed": one.typed, "also": list(one.also)} for one in found.expanded],
        "cursor": found.cursor,
    }


@lru_cache(maxsize=20_000)
def _iso(day: int) -> str:
    """20250906 -> "2025-09-06"; kept, for there are years of them in every answer."""
    text = str(day)
    return f"{text[:-4]}-{text[-4:-2]}-{text[-2:]}"


def _hit(one: FoundArticle) -> dict[str, Any]:
    stored = one.stored
    article = stored.article
    return {
        "id": stored.id,
        "url": article.url,
        "title": article.title,
        "source": stored.source,
        "outlet": one.outlet_name,
        "source_kind": one.outlet.kind if one.outlet else "",
        "kind": str(article.kind),
        "origin": str(stored.origin),
        "published_at": published_text(article.published),
        "day": article.published.day.isoformat() if article.published.day else None,
        "highlights": {"title": one.title, "text": one.snippets},
        "reprint_group": stored.reprint_group,
        "event_group": stored.event_group,
        "is_original": stored.is_original,
        "removed_at": stored.removed_at.isoformat().replace("+00:00", "Z") if stored.removed_at else None,
    }
