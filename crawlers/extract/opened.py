"""A page opened for reading: decoded, and parsed once as a rule."""

from __future__ import annotations

from dataclasses import dataclass, replace

from lxml import html

from crawlers.extract.decode import decode
from crawlers.extract.legacy import is_suspect, mended
from crawlers.extract.tree import grown, parse
from lantoa.article import Page


@dataclass(frozen=True, slots=True)
class Opened:
    """The markup as text, its tree, and flags: those of `decode` and `mended`, "too_deep"."""

    text: str
    tree: html.HtmlElement
    flags: tuple[str, ...]

    def again(self) -> html.HtmlElement:
        """The tree as it was before anybody changed it."""
        return parse(self.text)


def open_page(page: Page) -> Opened:
    """Decode and parse. Raises NotHtml."""
    text, flags = decode(page)
    tree, deep = grown(text)
    return Opened(text, tree, (*flags, "too_deep") if deep else flags)


def mend(opened: Opened, words: str) -> Opened:
    """The page with its letters in Unicode; itself when they are. words: its own."""
    if not is_suspect(words):
        return opened
    text, done = mended(opened.text)
    return replace(opened, text=text, tree=parse(text), flags=(*opened.flags, done)) if done else opened
