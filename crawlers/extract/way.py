"""How the body of a page is found, for whoever adds a source."""

from __future__ import annotations

from typing import Literal, cast

from crawlers.extract.body import read_body
from crawlers.extract.decode import decode
from crawlers.extract.heading import read_heading
from crawlers.extract.hints import Hints
from crawlers.extract.jsonld import read_linked_data
from crawlers.extract.tree import boxes_of, meta, parse
from lantoa.article import Page

Way = Literal["template", "named", "general"]


def way_of(page: Page, hints: Hints) -> Way:
    """By the host's template, by a box that is named for it, or by the general reader.

    Raises NotHtml.
    """
    text, _ = decode(page)
    tree = parse(text)
    heading = read_heading(tree, meta(tree), read_linked_data(tree), hints)
    return cast(Way, read_body(tree, boxes_of(tree), heading, hints, lambda: parse(text)).way)
