"""Saved searches: GET, POST, DELETE /api/v1/saved-searches, and the forms of the search page.

That a form comes from a page of ours is seen to by lantoa/web/guard.py.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Path, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import RedirectResponse

from lantoa.words import word
from search_api.saved import LONGEST_ADDRESS, PAGE, SavedSearch, SavedSearches, asked_in, readable_address
from search_api.services import Services, services

SavedId = Annotated[int, Path(ge=1, le=2**62)]
Address = Annotated[str, Field(max_length=LONGEST_ADDRESS)]


class NewSearch(BaseModel):
    """name: 1 to 120 signs; address: "/tim-kiem?q=..." or what stands behind its path."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, Field(max_length=1_000)]
    address: Address


class Saved(BaseModel):
    """One saved search; address: of the search page."""

    id: int
    name: str
    address: str
    created_at: datetime


class SavedList(BaseModel):
    """By name."""

    saved: list[Saved]


def saved_router() -> APIRouter:
    """The router of this resource."""
    router = APIRouter(prefix="/api/v1/saved-searches", tags=["search"])

    @router.get("")
    def listed(request: Request) -> SavedList:
        """Every saved search, by name; the list is one for all who use this service."""
        return SavedList(saved=[_shown(one) for one in _searches(services(request)).all()])

    @router.post("", status_code=201, responses={409: {}, 422: {}, 503: {}})
    def save(request: Request, new: NewSearch) -> Saved:
        """Keep a search under a new name. 409 when the name is taken or the list is full; 422 for
        another address than that of the search page, or a query that cannot be read."""
        return _shown(_kept(services(request), new.name, new.address))

    @router.delete("/{saved_id}", status_code=204, responses={404: {}})
    def delete(request: Request, saved_id: SavedId) -> Response:
        """Take a search off the list."""
        _gone(services(request), saved_id)
        return Response(status_code=204)

    return router


def saved_forms_router() -> APIRouter:
    """What the forms of the search page send; both lead back to it."""
    router = APIRouter(include_in_schema=False)

    @router.post("/tim-kiem/luu")
    def save(request: Request, name: Annotated[str, Form()] = "", address: Annotated[Address, Form()] = "") -> Response:
        return RedirectResponse(_kept(services(request), name, address).address, 303)

    @router.post("/tim-kiem/bo-luu/{saved_id}")
    def delete(request: Request, saved_id: SavedId, address: Annotated[Address, Form()] = PAGE) -> Response:
        """address: where the form stood."""
        back = asked_in(address).address()
        _gone(services(request), saved_id)
        return RedirectResponse(back, 303)

    return router


def _kept(ours: Services, name: str, address: str) -> SavedSearch:
    return _searches(ours).save(name, readable_address(ours, address), ours.clock.now())


def _gone(ours: Services, saved_id: int) -> None:
    if not _searches(ours).delete(saved_id):
        raise HTTPException(404, word("saved.none", id=saved_id))


def _searches(ours: Services) -> SavedSearches:
    return SavedSearches(ours.store.database)


def _shown(one: SavedSearch) -> Saved:
    return Saved(id=one.id, name=one.name, address=one.address, created_at=one.created_at)
