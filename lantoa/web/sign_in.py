"""The sign-in form: the token once, then a cookie derived from it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from lantoa.web.assets import Assets
from lantoa.web.guard import COOKIE, SIGN_IN, same, session_value
from lantoa.web.pages import Pages
from lantoa.words import word

PAGES = Pages("lantoa.web")


def sign_in_router(token: str, assets: Assets) -> APIRouter:
    """`/dang-nhap` (form and check) and `/dang-xuat`; nothing to sign in to without a token."""
    router = APIRouter(include_in_schema=False)

    @router.get(SIGN_IN)
    def form(request: Request, next: str = "/") -> Response:
        return PAGES.render(request, "sign_in.html", next=_inside(next), wrong="") if token else _to("/")

    @router.get(SIGN_IN + "/lantoa.css")
    def stylesheet(request: Request) -> Response:
        asset = assets.get("lantoa.css")
        return asset.answer(request) if asset else Response(status_code=404)

    @router.post(SIGN_IN)
    def check(
        request: Request,
        given: Annotated[str, Form(alias="token", max_length=500)] = "",
        next: Annotated[str, Form(max_length=2000)] = "/",
    ) -> Response:
        if not token:
            return _to("/")
        if not same(given.strip(), token):
            wrong = word("web.sign_in.wrong")
            return PAGES.render(request, "sign_in.html", status=401, next=_inside(next), wrong=wrong)
        answer = _to(_inside(next))
        secure = request.url.scheme == "https"
        answer.set_cookie(COOKIE, session_value(token), httponly=True, samesite="strict", secure=secure)
        return answer

    @router.post("/dang-xuat")
    def leave() -> Response:
        answer = _to(SIGN_IN)
        answer.delete_cookie(COOKIE, httponly=True, samesite="strict")
        return answer

    return router


def _inside(place: str) -> str:
    """A place on this server, or the front page: the form leads nowhere else."""
    plain = place.startswith("/") and not place.startswith(("//", "/\\")) and place.isprintable()
    return place if plain else "/"


def _to(place: str) -> RedirectResponse:
    return RedirectResponse(place, 303)
