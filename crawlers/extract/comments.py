"""What readers wrote below an article is no part of it, however long it is."""

from __future__ import annotations

import re

from lxml import etree, html

_BOX = re.compile(
    r"(?:^|\s)(?:comments?|comment-?(?:s|list|area|section|box|wrapp?er|thread|container|holder|form|respond)s?|comments?[-_](?:list|area|section|box|wrapp?er|thread|container|block|inner|content|template)|"
    r"commentlist|disqus_thread|fb-comments|respond|binh-?luan|(?:box|list|vung|khung|danh-?sach|y-?kien)[-_]?(?:binh-?luan|comments?)|(?:article|post|user|reader|readers)[-_]?comments?|replies)(?=$|\s)",
    re.IGNORECASE,
)


_PARTS = ("omment", "disqus", "respond", "luan", "replies")
_CANDIDATES = etree.XPath(
    "descendant::*[self::div or self::section or self::ol or self::ul or self::aside or self::table or self::form]["
    + " or ".join(f"contains(@class, '{part}') or contains(@id, '{part}')" for part in _PARTS)
    + "]"
)
"""The few boxes worth a look, found without leaving C."""


def drop_comments(root: html.HtmlElement, keep: html.HtmlElement | None) -> None:
    """Takes the boxes of readers' comments out of a page. A box around `keep` (the title)
    stays: it is the page."""
    kept = set() if keep is None else {keep, *keep.iterancestors()}
    for box in _candidates(root):
        called = f"{box.get('id') or ''} {box.get('class') or ''}"
        if called != " " and _BOX.search(called) and box not in kept and box.getparent() is not None:
            box.drop_tree()


def _candidates(root: html.HtmlElement) -> list[html.HtmlElement]:
    found = _CANDIDATES(root)
    return [each for each in found if isinstance(each, html.HtmlElement)] if isinstance(found, list) else []
