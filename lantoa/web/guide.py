"""The user's guides, behind "Trợ giúp": the same files that stand in docs/, as pages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from markdown_it import MarkdownIt
from markdown_it.token import Token
from starlette.exceptions import HTTPException

from lantoa.errors import Misuse
from lantoa.web.pages import Pages
from lantoa.words import word

HELP = "/tro-giup"
GUIDES = ("huong-dan", "cau-tim", "chien-dich", "luu-tru")
"""What is written for users; the first one is the guide itself."""
PICTURES = "hinh"


@dataclass(frozen=True, slots=True)
class Guide:
    """One guide as HTML. contents: (anchor, heading) of its parts."""

    name: str
    title: str
    html: str
    contents: tuple[tuple[str, str], ...]


def guide_router() -> APIRouter:
    """`/tro-giup`, the other guides below it, and their pictures."""
    routes, pages = APIRouter(include_in_schema=False), Pages("lantoa.web")

    @routes.get(HELP, response_class=HTMLResponse)
    def help_page(request: Request) -> HTMLResponse:
        return _page(request, pages, GUIDES[0])

    @routes.get(HELP + "/{guide}", response_class=HTMLResponse)
    def guide_page(request: Request, guide: str) -> HTMLResponse:
        if guide not in GUIDES:
            raise HTTPException(404)
        return _page(request, pages, guide)

    @routes.get(HELP + "/" + PICTURES + "/{name}")
    def picture(name: str) -> Response:
        if not re.fullmatch(r"[a-z0-9-]{1,60}\.png", name) or not (file := _folder() / PICTURES / name).is_file():
            raise HTTPException(404)
        return Response(file.read_bytes(), media_type="image/png", headers={"Cache-Control": "no-cache"})

    return routes


@cache
def guide(name: str) -> Guide:
    """One of GUIDES. Raises Misuse where this installation does not carry it."""
    file = _folder() / f"{name}.md"
    if not file.is_file():
        raise Misuse(word("guide.absent", file=f"docs/{name}.md"))
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = markdown.parse(file.read_text(encoding="utf-8"))
    title, contents = name, []
    for opened, inside in pairwise(tokens):
        if opened.type == "heading_open":
            text = _plain(inside)
            if opened.tag == "h1":
                title = text
            else:
                opened.attrSet("id", anchor(text))
                if opened.tag == "h2":
                    contents.append((anchor(text), text))
    for token in tokens:
        _lead_inside(token)
    return Guide(name, title, str(markdown.renderer.render(tokens, markdown.options, {})), tuple(contents))


def anchor(heading: str) -> str:
    """As the places that show these files make it: small letters, blanks as dashes, marks left out."""
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


def _page(request: Request, pages: Pages, name: str) -> HTMLResponse:
    shown = [guide(one) for one in GUIDES if (_folder() / f"{one}.md").is_file()]
    return pages.render(request, "guide.html", guide=guide(name), guides=shown)


def _plain(inside: Token) -> str:
    return "".join(child.content for child in inside.children or ())


def _lead_inside(token: Token) -> None:
    """Links to the other guides and to pictures lead to their pages here."""
    for child in token.children or ():
        for attribute in ("href", "src"):
            address = str(child.attrGet(attribute) or "")
            if address.startswith(PICTURES + "/"):
                child.attrSet(attribute, f"{HELP}/{address}")
            elif (match := re.fullmatch(r"([a-z-]+)\.md(#.*)?", address)) and match[1] in GUIDES:
                child.attrSet(attribute, f"{HELP}/{match[1]}{match[2] or ''}")
        if child.type == "image":
            child.attrSet("loading", "lazy")


def _folder() -> Path:
    """docs/ of the checkout, or the copy that the image carries."""
    inside = Path(str(files("lantoa.web"))) / "guide"
    return inside if inside.is_dir() else Path(__file__).parents[2] / "docs"
