"""What readers wrote below an article is no part of it, however long it is."""

from __future__ import annotations

from lxml import html

from crawlers.extract.tree import Boxes, NamePattern

_BOX = NamePattern(
    r"(?:^|\s)(?:comments?|comment-?(?:s|list|area|section|box|wrapp?er|thread|container|holder|form|respond)s?|comments?[-_](?:list|area|section|box|wrapp?er|thread|container|block|inner|content|template)|"
    r"commentlist|disqus_thread|fb-comments|respond|binh-?luan|(?:box|list|vung|khung|danh-?sach|y-?kien)[-_]?(?:binh-?luan|comments?)|(?:article|post|user|reader|readers)[-_]?comments?|replies)(?=$|\s)"
)


_TAGS = frozenset(("div", "section", "ol", "ul", "aside", "table", "form"))


def drop_comments(boxes: Boxes, keep: html.HtmlElement | None) -> Boxes:
    """Takes the boxes of readers' comments out of a page; returns the boxes that stay. A box
    around `keep` (the title) stays: it is the page."""
    kept = set() if keep is None else {keep, *keep.iterancestors()}
    found = [each for each, called in boxes.items() if _BOX.search(called) and each.tag in _TAGS]
    gone: set[html.HtmlElement] = set()
    for box in found:
        if box not in gone and box not in kept and box.getparent() is not None:
            gone.update(box.iter())
            box.drop_tree()
    return {each: called for each, called in boxes.items() if each not in gone} if gone else boxes
