"""The links of a home or section page, for discovery."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from lxml import etree, html

from crawlers.extract.address import resolve
from crawlers.extract.opened import mend, open_page
from crawlers.lines import settle
from crawlers.urls import site_of
from lantoa.article import Page

_PLAIN = re.compile(
    r"(?:(https?://[a-z0-9-]+(?:\.[a-z0-9-]+)+)?(/[\w.~/-]*)|([\w~-][\w.~/-]*))(?:#.*)?", re.DOTALL | re.ASCII
)
"""What is its own canonical form, but for its fragment: no query or port, and no dots or doubled
slashes where a folder begins (see _is_bent). Groups: root, path; or a relative path."""
_ELSEWHERE = ("#", "javascript:", "mailto:", "tel:")
_settled = lru_cache(maxsize=8192)(settle)
_STRING = etree.XPath("string()", smart_strings=False)


class Link(NamedTuple):
    """One link of a page: absolute canonical address, and its longest text."""

    url: str
    text: str = ""


def read_links(page: Page) -> tuple[Link, ...]:
    """The links of a page to its own site, each once, in order. Raises NotHtml."""
    opened = open_page(page)
    opened = mend(opened, text_inside(opened.tree))
    return links_of(opened.tree, page.final_url or page.url)


def links_of(tree: html.HtmlElement, url: str) -> tuple[Link, ...]:
    """The same from a tree that was parsed already; <base href> is honoured."""
    bases = (resolve(url, each.get("href") or "") for each in tree.iter("base") if each.get("href"))
    base = next(bases, "") or url
    site, (root, folder) = site_of(url), _places(base)
    found: dict[str, str] = {}
    seen: dict[str, str] = {}
    for anchor in tree.iter("a"):
        href = anchor.get("href") or ""
        address = seen.get(href)
        if address is None:
            address = seen[href] = _address(href.strip(), base, root, folder, site)
        if not address:
            continue
        label = _label(text_inside(anchor)) or _label(anchor.get("title") or "")
        held = found.get(address)
        if held is None or len(label) > len(held):
            found[address] = label
    return tuple(Link(address, label) for address, label in found.items())


def _address(href: str, base: str, root: str, folder: str, site: str) -> str:
    """Where a link leads on this site; "" elsewhere."""
    plain = _plain_address(href, root, folder, site)
    if plain is not None:
        return plain
    # a relative path needs no more of the base than its folder
    return _resolved(base if href.startswith("?") else folder or base, href, site)


def text_inside(anchor: html.HtmlElement) -> str:
    """All text of an element, as it stands."""
    return str(_STRING(anchor)) if len(anchor) else anchor.text or ""


@lru_cache(maxsize=8192)
def _plain_address(href: str, root: str, folder: str, site: str) -> str | None:
    """The canonical address a link leads to when it is on this site, "" when it is not; None
    for a link that has to be resolved. A site's menus are the same on all its pages."""
    plain = _PLAIN.fullmatch(href)
    if plain and not _is_bent(plain[2] or plain[3]):
        host = plain[1] or root
        place = host + plain[2] if plain[2] and host else folder + plain[3] if plain[3] and folder else ""
        if place:
            return place if _site(host) == site else ""
    return "" if not href or href.lower().startswith(_ELSEWHERE) else None


def _is_bent(path: str) -> bool:
    """A path that another form stands for."""
    return "//" in path or "/." in path


@lru_cache(maxsize=1024)
def _site(host: str) -> str:
    return site_of(host)


def _places(base: str) -> tuple[str, str]:
    """What stands before a root-relative and a relative path of plain form; "" when links of
    this page have to be resolved one by one."""
    plain = _PLAIN.fullmatch(base.partition("?")[0])
    if not plain or not plain[1] or _is_bent(plain[2]):
        return "", ""
    return plain[1], plain[1] + plain[2].rpartition("/")[0] + "/"


@lru_cache(maxsize=2048)
def _resolved(base: str, href: str, site: str) -> str:
    address = resolve(base, href)
    return address if address and site_of(address) == site else ""


def _label(text: str) -> str:
    return _settled(text) if len(text) < 200 else settle(text)
