"""The links of a home or section page, for discovery."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import html

from crawlers.extract.address import resolve
from crawlers.extract.decode import decode
from crawlers.extract.tree import parse
from crawlers.lines import settle
from crawlers.urls import site_of
from lantoa.article import Page


@dataclass(frozen=True, slots=True)
class Link:
    """One link of a page: absolute canonical address, and its longest text."""

    url: str
    text: str = ""


def read_links(page: Page) -> tuple[Link, ...]:
    """The links of a page to its own site, each once, in order. Raises NotHtml."""
    text, _ = decode(page)
    return links_of(parse(text), page.final_url or page.url)


def links_of(tree: html.HtmlElement, url: str) -> tuple[Link, ...]:
    """The same from a tree that was parsed already; <base href> is honoured."""
    base = (
        next((resolve(url, each.get("href") or "") for each in tree.iter("base") if each.get("href")), "")
        or url
    )
    site = site_of(url)
    found: dict[str, str] = {}
    seen: dict[str, str] = {}
    for anchor in tree.iter("a"):
        href = (anchor.get("href") or "").strip()
        if (
            not href
            or href[0] == "#"
            or href[:11].lower() in ("javascript:",)
            or href[:7].lower() in ("mailto:",)
            or href[:4].lower() == "tel:"
        ):
            continue
        if href not in seen:
            absolute = resolve(base, href)
            seen[href] = absolute if absolute and site_of(absolute) == site else ""
        if not (address := seen[href]):
            continue
        label = settle("".join(anchor.itertext())) or settle(anchor.get("title") or "")
        if len(label) > len(found.setdefault(address, "")):
            found[address] = label
    return tuple(Link(address, label) for address, label in found.items())
