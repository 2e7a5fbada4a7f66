"""The headline of an article that comes without a title: the first line of its text holds it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace

from lantoa.article import Article
from nlp.normalise import clean_with_map

_LONGEST = 160
"""Characters of a headline; a longer first line is a paragraph, or holds both."""
_WINDOW = 180
_ENDS = (".", ";", ",", ":", "…")
_CREDIT = re.compile(r"^[^\n]{12,140}?(?= ?\((?:[A-ZĐ]{2,6}O?|PV|VTV\d?|Báo [^()\n]{3,20})\) ?[-–—.:]? ?\w)")
"""Where the line goes on with an agency in brackets: "... cuộc họp (TTXVN) - Sáng nay"."""
_OPENING = re.compile(
    r"^[^\n.!?…]{12,140}?(?<=[^\W\d_A-ZĐ])(?= (?:(?:Ngày|Hôm|Sáng|Trưa|Chiều|Tối|Đêm) (?:ngày |hôm )?(?:\d|nay|qua)"
    r"|(?:Vừa qua|Trong|Theo|Tại|Sau)(?!\w),? [a-zđ]))"
)
"""Where a first sentence begins without a stop before it: "... nhận nhiệm vụ mới Sáng 3-2, ..."."""


@dataclass(frozen=True, slots=True)
class Headed:
    """An article whose title is its headline. before: what an offset into title + newline + text of
    `article` has to be raised by, to be one of the article as it came."""

    article: Article
    before: int = 0


def headed(article: Article) -> Headed:
    """The article, its headline moved from the text to the title where the title is empty.

    A text without a first line that looks like a headline stays as it is.
    """
    if article.title.strip():
        return Headed(article)
    whole = unicodedata.normalize("NFC", article.text)
    text = whole.lstrip()
    start, offsets = clean_with_map(text[: 4 * _WINDOW])
    end = offsets[headline_end(start)]
    if text[end - 1 : end] == "\r":
        end -= 1
    if not end:
        return Headed(article)
    before = len(unicodedata.normalize("NFC", article.title)) + 1 + len(whole) - len(text)
    return Headed(replace(article, title=text[:end], text=text[end + 1 :]), before)


def headline_end(text: str) -> int:
    """Where the headline ends that a text begins with, a newline or blank standing there; 0: none."""
    window = text[:_WINDOW]
    line = window.partition("\n")[0]
    alone = len(line) <= _LONGEST and not line.rstrip().endswith(_ENDS)
    if alone and text[len(line) :].strip():
        return len(line)
    found = _CREDIT.match(window) or _OPENING.match(window)
    return found.end() if found and not alone else 0
