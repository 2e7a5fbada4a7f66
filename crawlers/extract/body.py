"""Where the body stands, and what it says.

A template of the host, else a container named as the usual content systems name it, else
trafilatura (fast, recall) on the part of the page below the title; when that looks wrong,
trafilatura's full effort, flagged "fallback".
"""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import dataclass

import trafilatura
from lxml import html

from crawlers.extract.heading import Heading
from crawlers.extract.hints import Hints
from crawlers.extract.prune import prune
from crawlers.extract.tree import elements, names, select, text_of
from crawlers.extract.walk import Paragraph, paragraphs
from crawlers.lines import ends_sentence, settle

_BODY_CLASS = re.compile(
    r"(?:^|\s)(?:articlebody|article[-_]{1,2}body|article[-_]{1,2}content|detail[-_]{1,2}content|content[-_]detail|contentdetail|detail[-_]body|singular-content|fck_detail|"
    r"maincontent|main-content-body|post[-_]content|post[-_]body|entry-content|news[-_]content|news[-_]detail[-_]content|newscontent|content[-_]news|the-article-body|"
    r"cms-body|details?__content|noi-?dung(?:-?(?:tin|bai|chi-?tiet))?|bai-?viet-?noi-?dung|body-content|bodytext|body-text|article-text|story-body|c-news-detail__content|ck-?content|"
    r"journal-content-article|vnnews-text-post|content_detail_news|e-magazine__body|content-article)(?=$|\s)"
)
_BLANKS = re.compile(r"\s+")
_TOO_SHORT = 250


@dataclass(frozen=True, slots=True)
class Body:
    """paragraphs in order (captions that kept their place have the tag "caption"); further
    captions; flags of extract; way: template, named or general."""

    paragraphs: tuple[Paragraph, ...]
    captions: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    way: str = "general"

    @property
    def size(self) -> int:
        return sum(len(each.text) for each in self.paragraphs)


def read_body(tree: html.HtmlElement, heading: Heading, hints: Hints) -> Body:
    """The body of a page. The tree is changed (pruned): read everything else first."""
    template = hints.template
    if template and template.body:
        found = select(tree, template.body)
        if found and (body := _walked(found, template.drop, "template")).size:
            return body
    named = _named(tree)
    if named is not None:
        body = _walked([named], template.drop if template else (), "named")
        if body.size >= _TOO_SHORT or (body.size >= 80 and _alone(tree, body)):
            return body
    return _general(tree, heading, template.drop if template else ())


def _walked(parts: list[html.HtmlElement], drop: tuple[str, ...], way: str) -> Body:
    texts: tuple[Paragraph, ...] = ()
    for part in parts:
        prune(part, drop, mark=True)
        texts += paragraphs(part)
    return Body(texts, way=way)


def _named(tree: html.HtmlElement) -> html.HtmlElement | None:
    """The container of a known name with the most running text; of nested ones the inner,
    unless it holds only a part."""
    best, most = None, 0
    for element in elements(tree):
        if element.tag in ("div", "article", "section", "td", "main", "span") and _BODY_CLASS.search(
            names(element)
        ):
            size = _prose(element)
            if size > most * 1.15 or (
                best is not None and best in element.iterancestors() and size > most * 0.7
            ):
                best, most = element, size
    return best if most >= 80 else None


def _prose(element: html.HtmlElement) -> int:
    """Characters of text outside links."""
    linked = sum(len(text_of(each)) for each in element.iter("a"))
    return len(text_of(element)) - linked


def plain_estimate(scope: html.HtmlElement) -> int:
    """A rough main-text size: paragraphs of 80 characters and more that are not links."""
    total = 0
    for each in scope.iter("p", "td", "div", "li"):
        if each.tag != "p" and any(True for _ in each.iter("p", "div", "table")):
            continue
        text = text_of(each)
        if len(text) >= 80 and not any(True for _ in each.iterancestors("a")):
            total += len(text)
    return total


def _alone(tree: html.HtmlElement, body: Body) -> bool:
    """A short body is right when the page holds hardly any more prose."""
    return plain_estimate(tree) <= 2 * body.size + 400


def _general(tree: html.HtmlElement, heading: Heading, drop: tuple[str, ...]) -> Body:
    scope = _below_title(tree, heading)
    estimate = plain_estimate(scope)
    page = _page_of(scope)
    captions = prune(page, drop)
    quick = _trafilatura(page, fast=True)
    if not _suspicious(quick, estimate):
        return Body(quick, captions)
    full = _trafilatura(page, fast=False)
    if sum(len(each.text) for each in full) < estimate * 0.25:
        walked = paragraphs(page)
        long = tuple(each for each in walked if len(each.text) >= 40 and not each.linked)
        full = max(
            full, long, key=lambda found: sum(len(each.text) for each in found if ends_sentence(each.text))
        )
    return Body(full or quick, captions, ("fallback",))


def _suspicious(found: tuple[Paragraph, ...], estimate: int) -> bool:
    size = sum(len(each.text) for each in found)
    return size < _TOO_SHORT or size < 0.25 * estimate or not any(ends_sentence(each.text) for each in found)


def _trafilatura(page: html.HtmlElement, fast: bool) -> tuple[Paragraph, ...]:
    text = trafilatura.extract(
        deepcopy(page), fast=fast, favor_recall=True, include_comments=False, include_tables=True
    )
    lines = (settle(line.strip().strip("|")) for line in (text or "").splitlines())
    return tuple(Paragraph(line.removeprefix("- ")) for line in lines if line and set(line) - set("-| "))


def _below_title(tree: html.HtmlElement, heading: Heading) -> html.HtmlElement:
    """The smallest part around the title that holds most prose of the page, with what
    stands before the title taken out; the whole body when no title is shown."""
    body = tree.find(".//body")
    body = tree if body is None else body
    shown = heading.shown
    if shown is None:
        return body
    whole = plain_estimate(body)
    scope = shown
    while scope is not body and scope.getparent() is not None:
        if scope is not shown and plain_estimate(scope) >= 0.6 * whole and whole:
            break
        scope = scope.getparent()
    branch = shown
    while branch is not scope and branch.getparent() is not None:
        for before in list(branch.itersiblings(preceding=True)):
            before.drop_tree()
        branch = branch.getparent()
    return scope


def _page_of(scope: html.HtmlElement) -> html.HtmlElement:
    page = html.document_fromstring("<html><body></body></html>")
    body = page.body
    tail, scope.tail = scope.tail, None
    inner = deepcopy(scope)
    scope.tail = tail
    if inner.tag in ("body", "html"):
        inner.tag = "div"
    body.append(inner)
    for element in elements(inner):  # trafilatura takes a line break in the source for one in the text
        element.text = _BLANKS.sub(" ", element.text) if element.text else None
        element.tail = _BLANKS.sub(" ", element.tail) if element.tail else None
    return page
