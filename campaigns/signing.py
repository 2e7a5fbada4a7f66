"""Who corrects from a browser, and what a form has just done: for every page with forms that correct."""

from __future__ import annotations

from urllib.parse import quote, unquote

from fastapi import Request
from starlette.responses import Response

from lantoa.corrections import LONGEST_NAME, signed_name
from lantoa.words import word

COOKIE = "lantoa-ten"
"""The name that was given on a page; there are no accounts."""
YEAR = 365 * 24 * 3600


def who_is(request: Request) -> str:
    """The name that this browser was told; "" before."""
    return unquote(request.cookies.get(COOKIE, ""))[:LONGEST_NAME]


def sign(answer: Response, who: str) -> None:
    """Have the browser keep the name. Raises Misuse for what is no name."""
    answer.set_cookie(COOKIE, quote(signed_name(who)), max_age=YEAR, httponly=True, samesite="lax")


def here(request: Request) -> str:
    """The address of this page, to come back to; without what was said on it."""
    query = "&".join(part for part in request.url.query.split("&") if part and not part.startswith(("da=", "cho=")))
    return request.url.path + (f"?{query}" if query else "")


def ours(address: str, otherwise: str) -> str:
    """The address when it is one of this server's pages, else the other."""
    local = address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable()
    return address if local else otherwise


def said(request: Request) -> str:
    """What a form has just done, in words."""
    done, waiting = (_count(request.query_params.get(name, "")) for name in ("da", "cho"))
    if not done:
        return ""
    text = word("correct.done", count=done)
    return f"{text} {word('correct.waiting', count=waiting)}" if waiting else text


def _count(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
