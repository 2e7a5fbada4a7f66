"""Everything that stands around the body of an article."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from lxml import html

from crawlers.extract.address import read_address
from crawlers.extract.bylines import Byline, refused_names, stated_byline
from crawlers.extract.heading import Heading, read_heading
from crawlers.extract.hints import Hints
from crawlers.extract.jsonld import LinkedData, read_linked_data
from crawlers.extract.sapo import read_sapo
from crawlers.extract.tree import Boxes, meta
from crawlers.extract.when import read_when
from lantoa.article import Moment, Page

_OURS = re.compile("[\u1ea0-\u1ef9\u01a0\u01a1\u01af\u01b0]")
"""Letters only Vietnamese is written with."""


@dataclass(frozen=True, slots=True)
class Head:
    """url: the canonical one; refuse: bare spellings of the publisher, never an author;
    abroad: neither in Vietnamese nor from one of our sources."""

    url: str
    metas: dict[str, str]
    data: LinkedData
    heading: Heading
    published: Moment
    byline: Byline
    sapo: str
    refuse: frozenset[str]
    abroad: bool = False


def read_head(tree: html.HtmlElement, boxes: Boxes | None, page: Page, hints: Hints) -> Head:
    """Metadata of a page; what a template does not find is looked for among `boxes`, if any."""
    url = page.final_url or page.url
    metas, data = meta(tree), read_linked_data(tree)
    heading = read_heading(tree, metas, data, hints)
    abroad = _is_abroad(tree, metas, heading, hints)
    refuse = refused_names(hints, data, metas, url)
    return Head(
        url=read_address(tree, url),
        metas=metas,
        data=data,
        heading=heading,
        published=read_when(tree, boxes, metas, data, heading, url, page.fetched_at, hints),
        byline=stated_byline(tree, boxes, metas, data, hints, refuse, abroad),
        sapo=read_sapo(tree, boxes or {}, metas, heading, hints, abroad),
        refuse=refuse,
        abroad=abroad,
    )


def _is_abroad(tree: html.HtmlElement, metas: dict[str, str], heading: Heading, hints: Hints) -> bool:
    """Neither in Vietnamese nor from one of our sources: its press has no sapo as ours has."""
    said = heading.title + metas.get("og:description", "") + metas.get("description", "")
    at_home = (tree.get("lang") or "").lower().startswith("vi") or bool(hints.publisher)
    return not at_home and not _OURS.search(unicodedata.normalize("NFC", said))
