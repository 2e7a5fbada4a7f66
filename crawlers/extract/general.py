"""trafilatura, given what it reads best: one part of a page as an article of its own."""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import replace

from lxml import html

from crawlers.extract.tree import elements, text_of
from crawlers.extract.walk import Paragraph, is_signature
from crawlers.lines import bare, ends_sentence, settle

_BLANKS = re.compile(r"[\s\x00-\x1f]+")
"""Controls too: lxml reads them, and refuses to be given them back."""


def page_of(scope: html.HtmlElement) -> html.HtmlElement:
    """A page that holds a copy of one element as its article."""
    page = html.document_fromstring("<html><body></body></html>")
    tail, scope.tail = scope.tail, None
    inner = deepcopy(scope)
    scope.tail = tail
    # an article is read whole: else trafilatura looks for a container, and without one loses headings
    inner.tag = "article"
    page[-1].append(inner)
    for form in inner.iter("form"):  # a page wrapped in one (ASP.NET) is not a form to trafilatura
        form.tag = "div"
    for element in elements(inner):  # trafilatura takes a line break in the source for one in the text
        element.text = _BLANKS.sub(" ", element.text) if element.text else None
        element.tail = _BLANKS.sub(" ", element.tail) if element.tail else None
    return page


def main_text(page: html.HtmlElement, fast: bool, recall: bool = True) -> tuple[Paragraph, ...]:
    """The main text as trafilatura finds it, a paragraph a line; never with comments."""
    import trafilatura  # a tenth of a second that a crawl, which reads links alone, never needs

    text = trafilatura.extract(
        deepcopy(page), fast=fast, favor_recall=recall, include_comments=False, include_tables=True
    )
    lines = (settle(line.strip().strip("|")) for line in (text or "").splitlines())
    return tuple(Paragraph(line.removeprefix("- ")) for line in lines if line and set(line) - set("-| "))


def take_signatures(page: html.HtmlElement) -> tuple[Paragraph, ...]:
    """Takes bylines and credits (by their place or name) out of a page that is to be read by
    trafilatura, which would give them back as any other line."""
    found: list[tuple[html.HtmlElement, str]] = []
    for block in page.iter("p", "div"):
        if is_signature(block) and not any(True for _ in block.iter("a")):
            text = text_of(block)
            if 2 <= len(text) <= 80 and not ends_sentence(text):
                found.append((block, text))
    for block, _ in found:
        block.drop_tree()
    return tuple(Paragraph(text, "sign") for _, text in found)


def bold_blocks(page: html.HtmlElement) -> set[str]:
    """Bare texts of paragraphs that are strong or emphasised throughout."""
    found: set[str] = set()
    for part in page.iter("strong", "b", "em", "i"):
        block = part.getparent()
        if block is not None and len(part_text := text_of(part)) >= 40 and text_of(block) == part_text:
            found.add(bare(part_text))
    return found


def emphasised(lines: tuple[Paragraph, ...], bold: set[str]) -> tuple[Paragraph, ...]:
    """trafilatura gives no emphasis back: set it again, a bold first paragraph is the sapo."""
    return tuple(replace(each, bold=True) if bare(each.text) in bold else each for each in lines)


def told(found: tuple[Paragraph, ...]) -> int:
    """Characters in paragraphs that end as prose does and are no link."""
    return sum(len(each.text) for each in found if ends_sentence(each.text) and not each.linked)
