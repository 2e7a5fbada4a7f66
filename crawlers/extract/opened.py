"""A page opened for reading: decoded, and parsed once as a rule."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import html

from crawlers.extract.decode import decode
from crawlers.extract.legacy import is_suspect, mended
from crawlers.extract.tree import grown
from lantoa.article import Page


@dataclass(frozen=True, slots=True)
class Opened:
    """The page in UTF-8, its tree, and flags: those of `decode` and `mended`, "too_deep"."""

    data: bytes
    tree: html.HtmlElement
    flags: tuple[str, ...]

    def again(self) -> html.HtmlElement:
        """The tree as it was before anybody changed it."""
        return grown(self.data)[0]


def open_page(page: Page) -> Opened:
    """Decode and parse. Raises NotHtml."""
    data, flags = decode(page)
    tree, deep = grown(data)
    return Opened(data, tree, (*flags, "too_deep") if deep else flags)


def mend(opened: Opened, words: str) -> Opened:
    """The page with its letters in Unicode; itself when they are. words: its own."""
    if not is_suspect(words):
        return opened
    text, done = mended(opened.data.decode("utf-8"))
    if not done:
        return opened
    data = text.encode("utf-8", "replace")
    return Opened(data, grown(data)[0], (*opened.flags, done))
