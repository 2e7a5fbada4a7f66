"""Page -> Article: body, metadata, date, byline, kind. Pure: no network, no clock, no state.

One lxml parse a page serves links, metadata and body. A better reader raises EXTRACTOR;
nothing is crawled again for it.
"""

from __future__ import annotations

from dataclasses import replace

from crawlers.extract.decode import NotHtml
from crawlers.extract.given import FACT_TYPE, MANUAL_TYPE, from_fact, from_typed
from crawlers.extract.hints import Hints, Template
from crawlers.extract.links import Link, read_links
from crawlers.extract.page import Reading, from_html
from crawlers.urls import canonical
from lantoa.article import Article, Kind, Origin, Page

EXTRACTOR = 2
"""Version of everything under crawlers/extract; part of what an article row was made with."""

__all__ = [
    "EXTRACTOR",
    "FACT_TYPE",
    "MANUAL_TYPE",
    "Hints",
    "Link",
    "NotHtml",
    "Reading",
    "Template",
    "extract",
    "read",
    "read_links",
]

_DEFAULT = Hints()


def extract(page: Page, hints: Hints = _DEFAULT) -> Article:
    """The article a page holds, whatever kind of page it is (see Article.kind and .flags).

    Hand-typed texts and stated facts are told by their content type. Raises NotHtml (an
    Aside) for a body that is no HTML, Aside for a given record that cannot be read.
    """
    return _read(page, hints, linked=False).article


def read(page: Page, hints: Hints = _DEFAULT) -> Reading:
    """The article of `extract`, the links of `read_links`, from one parse. Raises as they do."""
    return _read(page, hints, linked=True)


def _read(page: Page, hints: Hints, linked: bool) -> Reading:
    kind = page.header("content-type").partition(";")[0].strip().lower()
    if kind == MANUAL_TYPE:
        return Reading(from_typed(page))
    if kind == FACT_TYPE:
        return Reading(from_fact(page))
    reading = from_html(page, hints, linked)
    if page.origin is Origin.IMPORT and reading.article.kind is Kind.ARTICLE:
        # what was handed to us under an address stays under it: that is where its owner looks
        return replace(reading, article=replace(reading.article, url=canonical(page.final_url)))
    return reading
