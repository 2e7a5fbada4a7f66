"""Pages that say "not there" under status 200. Cheap: looks at the bytes, parses nothing."""

from __future__ import annotations

import html
import re
from itertools import islice

_TITLES = re.compile(rb"<(title|h1)\b[^>]*>(.{0,400}?)</\1>", re.IGNORECASE | re.DOTALL)
_TAGS = re.compile(r"<[^>]*>")
_SAYS = re.compile(
    r"không\s+tìm\s+thấy|không\s+tồn\s+tại|không\s+còn\s+tồn\s+tại|đã\s+(?:bị\s+)?(?:xóa|xoá|gỡ)|đã\s+được\s+gỡ|"
    r"không\s+khả\s+dụng|\bnot\s+found\b|(?:^|\blỗi\s+|\berror\s+)404\b",
    re.IGNORECASE,
)
_ARTICLE = re.compile(
    rb"article:published_time|\"datePublished\"|itemprop=[\"']?datePublished", re.IGNORECASE
)


def says_gone(body: bytes, known_title: str = "") -> bool:
    """Does title or main heading say that the page is not there? Not for a page that carries
    the marks of an article, nor where the article itself is known by such a title."""
    found = islice(_TITLES.finditer(body), 4)
    heads = [html.unescape(each[2].decode("utf-8", errors="replace")) for each in found]
    if not any(_SAYS.search(_TAGS.sub(" ", head)) for head in heads):
        return False
    return not (_SAYS.search(known_title) or _ARTICLE.search(body))  # the whole body is searched last
