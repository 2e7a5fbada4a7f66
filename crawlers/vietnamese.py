"""Is a page in Vietnamese? By its letters: some microseconds for most pages. Pure.

The letters with two marks (ế, ộ, ư with a tone ...) begin with the byte E1 in UTF-8, which is
rare elsewhere; so the bytes decide at once for nearly every page, and only what they leave
open is decoded and its visible letters counted.
"""

from __future__ import annotations

import html
import re
import unicodedata

from crawlers.extract.decode import to_text

HEAD = 32 * 1024
"""The title and the first lines of every page stand in so many bytes."""
SHARE = 0.06
"""Of all letters that are seen, so many are written in Vietnamese only (prose: about .2)."""

_LEAD, _SECOND = 0xE1, (0xBA, 0xBB)
_ENOUGH, _TRIES = 24, 400
_HORNED = ("ư".encode(), "đ".encode())
_SIGNS = re.compile(rb"lang=vi|vi_vn|vi-vn|1258|&#x1e|&#7")
"""What the first lines of a page in another encoding show: lower case, without quotes and blanks."""
_SIGN_HEAD = 1024
_AT_HOME = re.compile(r"https?://[^/:]+\.vn(?:[/:]|$)", re.IGNORECASE)
_FONTS = re.compile(r"\.Vn[A-Z]\w+|VNI-\w+")
"""Type faces of the encodings before Unicode."""
_HIDDEN = re.compile(r"(?is)<(script|style)\b.*?</\1\s*>|<!--.*?-->|<[^>]*>")
_LETTERS = re.compile(r"[^\W\d_]")
_OURS = re.compile("[\u1ea0-\u1ef9đĐơƠưƯăĂ]")
_MARKED = re.compile("[đĐơƠưƯ]")


def first_look(head: bytes, url: str) -> bool | None:
    """What the first HEAD bytes of a page and its address say: Vietnamese, not, or open (None)."""
    hits, place = _hits(head)
    if hits == _ENOUGH and head.find(_HORNED[0], place) > 0 and head.find(_HORNED[1], place) > 0:
        return True
    return None if hits or _AT_HOME.match(url) or _shows_sign(head) else False


def is_vietnamese(body: bytes, url: str = "") -> bool:
    """Whether the page shows Vietnamese text. url: a hint where the bytes leave it open; what they
    leave open is decided by the first HEAD characters of the page's body."""
    looked = first_look(body, url)
    if looked is not None:
        return looked
    text = to_text(body)[0]
    start = max(text.find("<body"), 0)
    text = text[start : start + HEAD]
    if _FONTS.search(text):
        return True
    shown = unicodedata.normalize("NFC", html.unescape(_HIDDEN.sub(" ", text)))
    letters = len(_LETTERS.findall(shown))
    return len(_OURS.findall(shown)) > SHARE * letters and len(_MARKED.findall(shown)) > SHARE / 6 * letters


def _hits(body: bytes) -> tuple[int, int]:
    """How many letters of the Vietnamese block in UTF-8, up to _ENOUGH, and where the last stands."""
    hits, place, last = 0, body.find(_LEAD), len(body) - 1
    for _ in range(_TRIES):
        if place < 0 or place == last:
            break
        if body[place + 1] in _SECOND:
            hits += 1
            if hits == _ENOUGH:
                break
        place = body.find(_LEAD, place + 1)
    return hits, place


def _shows_sign(body: bytes) -> bool:
    head = body[:_SIGN_HEAD].lower().translate(None, b"\"' \x00")
    return _SIGNS.search(head) is not None
