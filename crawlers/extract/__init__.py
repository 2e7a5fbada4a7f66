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
from crawlers.extract.page import from_html
from crawlers.urls import canonical
from lantoa.article import Article, Kind, Origin, Page

EXTRACTOR = 1
"""Version of everything under crawlers/extract; part of what an article row was made with."""

__all__ = [
    "EXTRACTOR",
    "FACT_TYPE",
    "MANUAL_TYPE",
    "Hints",
    "Link",
    "NotHtml",
    "Template",
    "extract",
    "read_links",
]

_DEFAULT = Hints()


def extract(page: Page, hints: Hints = _DEFAULT) -> Article:
    """The article a page holds, whatever kind of page it is (see Article.kind and .flags).

    Hand-typed texts and stated facts are told by their content type. Raises NotHtml (an
    Aside) for a body that is no HTML, Aside for a given record that cannot be read.
    """
    kind = page.header("content-type").partition(";")[0].strip().lower()
    if kind == MANUAL_TYPE:
        return from_typed(page)
    if kind == FACT_TYPE:
        return from_fact(page)
    article = from_html(page, hints)
    if page.origin is Origin.IMPORT and article.kind is Kind.ARTICLE:
        # what was handed to us under an address stays under it: that is where its owner looks
        return replace(article, url=canonical(page.final_url))
    return article
