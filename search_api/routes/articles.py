"""GET /api/v1/articles/{id}: one article whole; /revisions: what its outlet changed since."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Path, Request

from lantoa.article import StoredArticle
from lantoa.article_history import Version
from lantoa.changes import Piece
from lantoa.words import word
from search_api.article_object import article_object, published_text
from search_api.revision_view import Change, changes_of
from search_api.services import Services, services

ArticleId = Annotated[int, Path(ge=1, le=2**62)]


def articles_router() -> APIRouter:
    """The router of this resource."""
    router = APIRouter(prefix="/api/v1", tags=["articles"])

    @router.get("/articles/{article_id}")
    def article(request: Request, article_id: ArticleId) -> dict[str, Any]:
        """The object of `lantoa export`, and beside it: id, origin, how the date is known,
        first_seen, revision, removed_at, outlet name, earlier versions."""
        ours = services(request)
        stored = wanted(ours, article_id)
        outlet = ours.outlets.all().get(stored.source)
        [phases] = ours.phases([stored])
        return {
            "id": stored.id,
            **article_object(stored, phases, outlet),
            "outlet": outlet.name if outlet else stored.source,
            "origin": str(stored.origin),
            "date": {
                "day": stored.article.published.day,
                "provenance": stored.article.published.provenance,
                "confidence": stored.article.published.confidence,
            },
            "first_seen": stored.first_seen,
            "revision": stored.revision,
            "removed_at": stored.removed_at,
            "revisions": [
                {"revision": number, "until": after.since, **_texts(before)}
                for number, (before, after) in enumerate(pairwise(ours.store.history(stored.id)), 1)
            ],
        }

    @router.get("/articles/{article_id}/revisions")
    def revisions(request: Request, article_id: ArticleId) -> dict[str, Any]:
        """What the outlet changed, oldest first: when it was seen, its kinds, both versions and
        what differs in title and text; when it took the article down and restored it."""
        ours = services(request)
        stored = wanted(ours, article_id)
        return {
            "id": stored.id,
            "revision": stored.revision,
            "changes": [_change(each) for each in changes_of(ours, stored)],
            "removals": [
                {"removed_at": each.removed_at, "restored_at": each.restored_at}
                for each in ours.store.removals(stored.id)
            ],
        }

    return router


def wanted(ours: Services, article_id: int) -> StoredArticle:
    """The article, or 404 in words."""
    stored = ours.store.get(article_id)
    if stored is None:
        raise HTTPException(404, word("page.no_article", id=article_id))
    return stored


def _change(each: Change) -> dict[str, Any]:
    return {
        "revision": each.number + 1,
        "at": each.at,
        "kinds": each.after.kinds,
        "before": _version(each.before),
        "after": _version(each.after),
        "title": _pieces(each.title),
        "text": _pieces(each.text),
    }


def _version(one: Version) -> dict[str, Any]:
    told = {"url": one.article.url, "published_at": published_text(one.article.published)}
    return told | _texts(one) | {"extractor": one.extractor}


def _texts(one: Version) -> dict[str, str]:
    return {"title": one.article.title, "sapo": one.article.sapo, "text": one.article.text}


def _pieces(pieces: Sequence[Piece]) -> list[dict[str, str]]:
    return [{"change": each.change, "text": each.text} for each in pieces]
