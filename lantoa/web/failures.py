"""What goes wrong, told in Vietnamese: a page for browsers, JSON for programs."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from lantoa.errors import Again, Aside, LantoaError, Later, Misuse
from lantoa.web.pages import Pages
from lantoa.words import catalogue, word

LOG = logging.getLogger(__name__)
PAGES = Pages("lantoa.web")


class Failure(BaseModel):
    """What a program is told. position: where in a query the trouble is, for one that cannot be read."""

    detail: str
    position: int | None = None


FAILURES: dict[int | str, dict[str, Any]] = {code: {"model": Failure} for code in (400, 401, 404, 422, 503)}
"""Every request may end in one of these; for the description of the API."""


def failure(
    request: Request, code: int, text: str, headers: Mapping[str, str] | None = None, **more: object
) -> Response:
    """The answer to a request that failed: JSON `{"detail": text, ...more}` under /api and
    for programs, else the error page."""
    if wants_json(request):
        return JSONResponse({"detail": text, **more}, code, headers=headers)
    heading = _word(f"web.error.{code}", "web.error.other")
    page = PAGES.render(request, "error.html", status=code, code=code, heading=heading, text=text)
    page.headers.update(headers or {})
    return page


def wants_json(request: Request) -> bool:
    """Whether a program asks."""
    return request.url.path.startswith("/api/") or "text/html" not in request.headers.get("accept", "text/html")


def install_failures(app: FastAPI) -> None:
    """Handlers of the errors that routes raise, from the house and from the framework."""
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _invalid)
    for kind, code in ((Misuse, 422), (Aside, 422), (Later, 503), (Again, 503), (LantoaError, 500)):
        app.add_exception_handler(kind, _house(code))
    app.add_exception_handler(Exception, _unexpected)


def _house(code: int) -> Any:
    async def handle(request: Request, error: Exception) -> Response:
        position = getattr(error, "position", None)
        more = {} if position is None else {"position": position}
        return failure(request, getattr(error, "status", code), str(error), **more)

    return handle


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    code = error.status_code
    stated = f"web.error.{code}_text"
    standard = HTTPException(code).detail
    if error.detail and error.detail != standard:
        text = str(error.detail)
    else:
        text = word(stated, path=request.url.path) if stated in catalogue() else _word(f"web.error.{code}", "web.error.other")
    return failure(request, code, text, error.headers)


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    return failure(request, 422, " ".join(explain(error.errors())))


async def _unexpected(request: Request, error: Exception) -> Response:
    LOG.exception("%s %s failed", request.method, request.url.path, exc_info=error)
    return failure(request, 500, word("web.error.500_text"))


def explain(errors: Sequence[Any]) -> list[str]:
    """One Vietnamese sentence a problem that validation found."""
    lines = []
    for one in errors:
        name = ".".join(str(part) for part in one["loc"][1:]) or str(one["loc"][0])
        values = {key: str(value).replace(" or ", ", ") for key, value in one.get("ctx", {}).items()}
        template = _word(f"web.invalid.{one['type']}", "web.invalid.other")
        lines.append(word("web.invalid.one", name=name, why=template.format(**values)))
    return lines


def _word(key: str, otherwise: str) -> str:
    return catalogue().get(key) or word(otherwise)
