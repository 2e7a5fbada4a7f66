"""The template environment: the pages of one room on top of what all pages share."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

from lantoa.web import formats
from lantoa.web.labels import congress_name, headline, label, name_of
from lantoa.words import word

NAVIGATION = (
    ("/", "web.nav_overview"),
    ("/tim-kiem", "web.nav_search"),
    ("/ra-soat", "web.nav_review"),
    ("/ke-hoach", "web.nav_plan"),
    ("/canh-bao", "web.nav_alerts"),
    ("/bao-cao", "web.nav_reports"),
    ("/nguon", "web.nav_sources"),
    ("/van-hanh", "web.nav_operations"),
    ("/tro-giup", "web.nav_help"),
)
"""Where the navigation leads, and the word for it."""

PART = re.compile(r"/chien-dich/[^/]+(/[^/]+)")
"""The part of a campaign's pages, which may have an entry of its own."""

HOME_OF: Mapping[str, str] = MappingProxyType({"/chien-dich": "/", "/cau-chuyen": "/", "/sua-bai": "/ra-soat", "/sua-nhieu": "/ra-soat", "/bai-viet": "/tim-kiem", "/do-phu": "/tim-kiem"})
"""Pages that belong to an entry of the navigation under another path."""


class Pages:
    """Renders the templates in `<package>/pages/`, which extend the shared `layout.html`.

    Nothing is read before the first page is rendered. Templates know `w` (the words), the
    filters and functions `number`, `percent`, `moment`, `day`, `week`, the functions
    `label(group, value)`, `congress_name(key)`, `headline(article)` and `name_of(outlets, source)`, and `request`, `banner`, `navigation`.
    """

    def __init__(self, package: str) -> None:
        self.package = package

    def render(self, request: Request, name: str, /, *, status: int = 200, **values: object) -> HTMLResponse:
        """One page as a response."""
        return HTMLResponse(self.text(request, name, **values), status)

    def text(self, request: Request, name: str, /, **values: object) -> str:
        """One page as text; raises jinja2 errors for a missing template or value."""
        shared = {
            "request": request,
            "banner": getattr(request.app.state, "banner", ""),
            "signed_in": bool(getattr(request.state, "signed_in", False)),
            "navigation": navigation(request.url.path),
        }
        return self.environment.get_template(name).render({**shared, **values})

    @cached_property
    def environment(self) -> Environment:
        """The template environment of this room."""
        loaders = [PackageLoader("lantoa.web", "templates")]
        if self.package != "lantoa.web":
            loaders.insert(0, PackageLoader(self.package, "pages"))
        environment = Environment(
            loader=ChoiceLoader(loaders),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        shown = {name: getattr(formats, name) for name in ("number", "percent", "moment", "day", "week")}
        environment.globals.update(shown, w=word, label=label, congress_name=congress_name, headline=headline, name_of=name_of)
        environment.filters.update(shown)
        return environment


def navigation(path: str) -> list[dict[str, str | bool]]:
    """The entries of the navigation, the one of this path marked as here."""
    place = next((home for start, home in HOME_OF.items() if _under(path, start)), path)
    part = PART.match(path)
    place = part[1] if part and part[1] in (href for href, _ in NAVIGATION) else place
    return [
        {"href": href, "label": word(key), "here": place == href if href == "/" else _under(place, href)}
        for href, key in NAVIGATION
    ]


def _under(path: str, start: str) -> bool:
    return path == start or path.startswith(start + "/")
