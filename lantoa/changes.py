"""What an outlet changed between two readings of one article. Pure.

Both readings must be by the same extractor. No change is: white space and line breaks, the
composition of letters (NFC, NFD), invisible characters, the form of quotes, dashes, dots and
bullets, lines that count views or comments or tell how long ago something was, and lines that
the caller says to ignore (boxes of related articles, what a new design puts on every page).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal
from urllib.parse import urlsplit

from lantoa.article import Article, Moment

KINDS = ("title", "sapo", "body", "date", "url")
"""What can change, in the order in which it is named. A change is of one or several kinds."""

Differ = Callable[[Article, Article], tuple[str, ...]]
"""(before, after) -> the kinds of change, none when the outlet changed nothing."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that two versions share, or that only the earlier or the later one has."""

    change: Literal["kept", "removed", "added"]
    text: str


DifferenceOf = Callable[[str, str], Sequence[Piece]]
"""(before, after) -> what was kept, removed and added, in the order of reading."""

_MARKS = str.maketrans(
    dict.fromkeys("“”„‟″«»〝〞", '"')
    | dict.fromkeys("‘’‚‛′`´", "'")
    | dict.fromkeys("‐‑‒–—―−", "-")
    | dict.fromkeys("•▪●◦·∙", "-")
    | {"…": "..."}
)
_COUNTED = r"(?:(?:số )?lượt (?:xem|đọc|truy cập|thích|chia sẻ)|lượt|đã xem|bình luận|ý kiến|views?)"
_FIGURE = r"[\d.,]+ ?[km]?"
_COUNTS = re.compile(
    rf"^\W*(?:{_COUNTED}\W*(?:{_FIGURE})?|{_FIGURE}\W*{_COUNTED}|\d+ (?:giây|phút|giờ|ngày|tuần|tháng) trước)\W*$",
    re.IGNORECASE,
)
FRONT = re.compile(r"^(?:www|m|mobile|amp|touch|wap)\.(?=[^.]+\.)")
"""Hosts that differ by this are one site."""
_MINUTE = timedelta(minutes=1)


def kinds_between(
    before: Article, after: Article, ignore: Callable[[str], bool] = lambda line: False
) -> tuple[str, ...]:
    """The kinds of change, in the order of KINDS. ignore: says of a line that it is no text."""
    found = {
        "title": normal(before.title, ignore) != normal(after.title, ignore),
        **_texts(before, after, ignore),
        "date": _date_moved(before.published, after.published),
        "url": _place(before.url) != _place(after.url),
    }
    return tuple(kind for kind in KINDS if found[kind])


def normal(text: str, ignore: Callable[[str], bool] = lambda line: False) -> str:
    """The text as it is compared: one line, without what is no change."""
    return " ".join(" ".join(lines_of(text, ignore)).split())


def lines_of(text: str, ignore: Callable[[str], bool] = lambda line: False) -> list[str]:
    """Its lines in that form; those that are no text are left out."""
    composed = unicodedata.normalize("NFC", text).translate(_MARKS)
    if not composed.isascii():
        # "\ufeff" and the like are of category Cf; controls but the line ends are of Cc.
        composed = "".join(
            each for each in composed if each == "\n" or each.isprintable() or each.isspace()
        ).replace("\xad", "")
    kept = (" ".join(line.split()) for line in composed.splitlines())
    return [line for line in kept if line and not _COUNTS.match(line) and not ignore(line)]


def _texts(before: Article, after: Article, ignore: Callable[[str], bool]) -> dict[str, bool]:
    """Whether sapo and body changed. Where one reading has no sapo and the other's stands at the
    head of its text, it was only recognised once."""
    one, other = normal(before.text, ignore), normal(after.text, ignore)
    if one == other:
        return {"sapo": False, "body": False}
    first, second = normal(before.sapo, ignore), normal(after.sapo, ignore)
    if not first and second and one.startswith(second):
        first = second
    elif not second and first and other.startswith(first):
        second = first
    return {
        "sapo": first != second,
        "body": one.removeprefix(first).strip() != other.removeprefix(second).strip(),
    }


def _date_moved(before: Moment, after: Moment) -> bool:
    """An undated reading moves no date; nor does another hour from another place of the page."""
    if before.day is None or after.day is None:
        return False
    if before.day != after.day:
        return True
    if before.at is None or after.at is None or before.provenance != after.provenance:
        return False
    return abs(before.at - after.at) >= _MINUTE


def _place(url: str) -> tuple[str, str, str]:
    """The address without scheme and www., m., amp. ...: these alone are no move."""
    parts = urlsplit(url)
    return FRONT.sub("", parts.netloc.lower()), parts.path.rstrip("/"), parts.query
