"""A list of articles as people write it down: a number or an address a line."""

from __future__ import annotations

import re

from lantoa.errors import Misuse
from lantoa.words import word

_NUMBER = re.compile(r"#?\d+(?=[,;]|$)")
_TITLES = ("id", "url", "số", "bài", "địa", "article")
"""A first line that begins so is the head of a table."""


def references_in(data: bytes | str) -> list[str]:
    """The first word of every line: text, or a .csv file whose first column it is. Empty lines and
    those that begin with "//" are left out. Raises Misuse for what is no text."""
    if isinstance(data, bytes):
        try:
            data = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise Misuse(word("correct.not_text")) from None
    if "\x00" in data:
        raise Misuse(word("correct.not_text"))
    words = [line.split()[0].strip("\"'") for line in data.splitlines() if line.strip() and not line.startswith("//")]
    found = [_first(one) for one in words]
    return found[1:] if found and re.split(r"[,;]", words[0])[0].casefold() in _TITLES else found


def _first(text: str) -> str:
    number = _NUMBER.match(text)
    return number[0] if number else text.rstrip(",;\"'")
