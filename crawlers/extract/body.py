"""Where the body stands, and what it says.

A template of the host, else a container named as the usual content systems name it, else
trafilatura (fast, recall) on the part of the page below the title; when that looks wrong,
trafilatura's full effort, flagged "fallback".
"""

from __future__ import annotations

import re
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, replace

from lxml import html

from crawlers.extract.comments import drop_comments
from crawlers.extract.general import bold_blocks, emphasised, main_text, page_of, take_signatures, told
from crawlers.extract.heading import Heading
from crawlers.extract.hints import Hints
from crawlers.extract.prune import prune
from crawlers.extract.tree import Boxes, NamePattern, elements, names, text_of
from crawlers.extract.walk import Paragraph, paragraphs
from crawlers.lines import ends_sentence

_BODY_CLASS = NamePattern(
    r"(?:^|\s)(?:articlebody|article[-_]{0,2}body|article[-_]{0,2}content|detail[-_]{0,2}content|content[-_]detail|contentdetail|detail[-_]body|singular-content|fck_detail|"
    r"maincontent|main-content-body|post[-_]content|post[-_]body|entry-content|news[-_]content|news[-_]detail[-_]content|newscontent|content[-_]news|the-article-body|"
    r"cms-body|details?__content|noi-?dung(?:-?(?:tin|bai|chi-?tiet))?|bai-?viet-?noi-?dung|body-content|bodytext|body-text|article-text|story-body|c-news-detail__content|ck-?content|"
    r"journal-content-article|vnnews-text-post|content_detail_news|e-magazine__body|content-article|"
    r"content-detail-body|(?:article|detail|c-detail|main-detail|td-post|single|zce|b|knc)-?(?:main)?-?content(?:s|-body)?|(?:c|main)-detail-body|zce-content-body|content-body|article__contents|"
    r"news-?body|box-content-detail|content-news-detail|edittor-content|item-?full-?text|article-body-content)(?=$|\s)"
)
_BLANKS = re.compile(r"\s+")
_DIGITS = re.compile(r"\d+")
_TABLE_TAGS = frozenset(("td", "tr", "table", "tbody"))
_BOXES = _TABLE_TAGS | frozenset(
    ("div", "section", "article", "main", "form", "center", "span", "font", "body")
)
_UNWEIGHED = frozenset(
    (
        "script",
        "style",
        "noscript",
        "template",
        "a",
        "svg",
        "iframe",
        "select",
        "textarea",
        "head",
        "figcaption",
        "footer",
    )
)
_RUN = 40
_PART = 0.5
"""A named container with less of the page's prose than this may be the wrong one."""
_TOO_SHORT = 250
_CROWD = 10_000
"""trafilatura's time grows with the square of a page's elements: it is not given more."""
_ABOVE = 0.4
"""With more of the prose than this above the title, the text stands there."""


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


def read_body(
    tree: html.HtmlElement,
    boxes: Boxes,
    heading: Heading,
    hints: Hints,
    untouched: Callable[[], html.HtmlElement],
) -> Body:
    """The body of a page. The tree is changed (pruned): read everything else first;
    `untouched` gives it again as it was, for the last resort."""
    drop = hints.template.drop if hints.template else ()
    boxes = drop_comments(boxes, heading.shown)
    named = _named(boxes)
    if not named:
        return _general(tree, heading, drop, untouched)
    weights = weigh(tree)
    inside, whole = sum(weights.get(each, 0) for each in named), weights[tree]
    partial = inside < _PART * whole and whole - inside > 2 * _TOO_SHORT
    body = walked([deepcopy(each) for each in named] if partial else named, drop, "named")
    if partial:
        other = _general(tree, heading, drop, untouched)
        return body if body.size >= 80 and told(other.paragraphs) < 1.5 * told(body.paragraphs) else other
    if body.size >= _TOO_SHORT or (body.size >= 80 and _alone(tree, body)):
        return body
    return _general(tree, heading, drop, untouched)


def walked(parts: list[html.HtmlElement], drop: tuple[str, ...], way: str) -> Body:
    """The paragraphs of these parts, which are pruned."""
    texts: tuple[Paragraph, ...] = ()
    for part in parts:
        prune(part, drop, mark=True)
        texts += paragraphs(part)
    return Body(texts, way=way)


def _named(boxes: Boxes) -> list[html.HtmlElement]:
    """The container of a known name with the most running text; of nested ones the inner,
    unless it holds only a part. Several when the text is cut into boxes of one name that
    stand beside each other (by advertisements)."""
    best, most = None, 0
    for element, called in boxes.items():
        if element.tag in ("div", "article", "section", "td", "main", "span") and _BODY_CLASS.search(called):
            size = _prose(element)
            if size > most * 1.15 or (
                best is not None and best in element.iterancestors() and size > most * 0.7
            ):
                best, most = element, size
    return _beside(best) if best is not None and most >= 80 else []


def _beside(best: html.HtmlElement) -> list[html.HtmlElement]:
    around = best.getparent()
    around = around if around is None or around.getparent() is None else around.getparent()
    if around is None or around.tag in ("body", "ul", "ol"):
        return [best]
    wanted = _DIGITS.sub("", names(best))
    same = [each for each in around.iter(best.tag) if _DIGITS.sub("", names(each)) == wanted]
    known = set(same)
    if any(above in known for each in same for above in each.iterancestors()):
        return [best]
    return same


def _prose(element: html.HtmlElement) -> int:
    """Characters of text outside links."""
    linked = sum(len(text_of(each)) for each in element.iter("a"))
    return len(text_of(element)) - linked


def weigh(root: html.HtmlElement) -> dict[html.HtmlElement, int]:
    """Characters of prose in every element: runs of text of 40 characters and more outside
    links, whatever tags the page is laid out with."""
    weights: dict[html.HtmlElement, int] = {}
    above, total, below = [root], [_run(root.text)], [iter(root)]  # no recursion: pages nest deeply
    while below:
        for child in below[-1]:
            if child.tag not in _UNWEIGHED:
                above.append(child)
                total.append(_run(child.text))
                below.append(iter(child))
                break
            weights[child] = 0
            total[-1] += _run(child.tail)
        else:
            below.pop()
            done, size = above.pop(), total.pop()
            weights[done] = size
            if total:
                total[-1] += size + _run(done.tail)
    return weights


def _run(text: str | None) -> int:
    size = len(text) if text else 0
    return size if size >= _RUN and len(_BLANKS.sub(" ", text or "").strip()) >= _RUN else 0


def _alone(tree: html.HtmlElement, body: Body) -> bool:
    """A short body is right when the page holds hardly any more prose."""
    return weigh(tree)[tree] <= 2 * body.size + 400


def _general(
    tree: html.HtmlElement,
    heading: Heading,
    drop: tuple[str, ...],
    untouched: Callable[[], html.HtmlElement],
) -> Body:
    weights = weigh(tree)
    scope = _below_title(tree, heading, weights)
    estimate = weights.get(scope, 0)
    inner = _densest(scope, weights)
    if inner.tag in _TABLE_TAGS or any(above.tag == "td" for above in inner.iterancestors()):
        return walked([inner], drop, "general")
    page = page_of(scope)
    captions = prune(page, drop)
    if sum(1 for _ in elements(page)) > _CROWD:
        return replace(walked([inner], drop, "general"), flags=("fallback",))
    signed = take_signatures(page)
    bold = bold_blocks(page)
    quick = emphasised(main_text(page, fast=True), bold)
    if not _suspicious(quick, estimate):
        return Body(quick + signed, captions)
    plain = main_text(untouched(), fast=False, recall=False)
    if told(plain) >= _TOO_SHORT:
        return Body(emphasised(plain, bold) + signed, captions, ("fallback",))
    full = emphasised(main_text(page, fast=False), bold)
    if sum(len(each.text) for each in full) < max(estimate * 0.25, 80):
        full = max(full, walked([inner], drop, "general").paragraphs, key=told)
    return Body((full or quick) + signed, captions, ("fallback",))


def _densest(scope: html.HtmlElement, weights: dict[html.HtmlElement, int]) -> html.HtmlElement:
    """The innermost element that still holds nearly all prose of the scope: the cell of a
    table layout, the box of a page without telling names."""
    inner = scope
    while True:
        best = max(inner, key=lambda each: weights.get(each, 0), default=None)
        if best is None or best.tag not in _BOXES or weights.get(best, 0) < max(1, 0.75 * weights[inner]):
            return inner
        inner = best


def _suspicious(found: tuple[Paragraph, ...], estimate: int) -> bool:
    size = sum(len(each.text) for each in found)
    return size < _TOO_SHORT or size < 0.25 * estimate or not any(ends_sentence(each.text) for each in found)


def _below_title(
    tree: html.HtmlElement, heading: Heading, weights: dict[html.HtmlElement, int]
) -> html.HtmlElement:
    """The smallest part around the title that holds most prose of the page, with what
    stands before the title taken out; the whole body when no title is shown."""
    body = tree.find(".//body")
    body = tree if body is None else body
    shown = heading.shown
    if shown is None:
        return body
    scope = shown
    while scope is not body and scope.getparent() is not None:
        if scope is not shown and weights.get(scope, 0) >= max(1, 0.75 * weights.get(body, 0)):
            break
        scope = scope.getparent()
    above: list[html.HtmlElement] = []
    branch = shown
    while branch is not scope and branch.getparent() is not None:
        above += branch.itersiblings(preceding=True)
        branch = branch.getparent()
    if sum(weights.get(each, 0) for each in above) < _ABOVE * weights.get(scope, 0):
        for before in above:
            before.drop_tree()
    shown.drop_tree()
    return scope
