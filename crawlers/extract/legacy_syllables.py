"""Does a text read like Vietnamese? Told from the shape of its accented words."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|kh|gh|ch|ph|th|tr|gi|qu|[bcdđghklmnprstvx])?"
    r"(?:(?:iê|yê|oa|oă|oe|oo|uâ|uê|uô|uơ|ươ|uyê|uy|[aăâeêioôơuưy])(?:ch|ng|nh|[cmnpt])?"
    r"|(?:oai|oao|oay|oeo|uây|uôi|ươi|ươu|uya|uyu|iêu|yêu|ai|ao|au|ay|âu|ây|eo|êu|ia|iu|oi|ôi|ơi|ua|ui|ưa|ưi|ưu))"
)
_WORD = re.compile(r"[A-Za-z\u00a1-\u00ff\u0100-\u024f\u0300-\u0323\u1ea0-\u1ef9]+")


def count_words(text: str) -> tuple[int, int]:
    """How many words with letters beyond ASCII a text has, and how many of them can be
    Vietnamese syllables."""
    words = [each for each in _WORD.findall(text) if not each.isascii()]
    return len(words), sum(map(is_syllable, words))


@lru_cache(maxsize=8192)
def is_syllable(word: str) -> bool:
    """Onset, vowels and coda as Vietnamese allows them, and at most one tone."""
    parts = unicodedata.normalize("NFD", word.lower())
    tones = [each for each in parts if each in _TONES]
    bare = unicodedata.normalize("NFC", "".join(each for each in parts if each not in _TONES))
    return len(tones) <= 1 and bool(_SYLLABLE.fullmatch(bare))
