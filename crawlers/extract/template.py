"""An article by its host's template: each thing where the template says, nothing looked for.

No walk over the whole page is made: that is what makes it fast.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from lxml import html

from crawlers.extract.body import Body, walked, weigh
from crawlers.extract.head import Head, read_head
from crawlers.extract.hints import Hints, Template
from crawlers.extract.kind import is_document, is_missing
from crawlers.extract.links import text_inside
from crawlers.extract.story import Story, tell
from crawlers.extract.tree import boxes_of, select, text_of
from crawlers.extract.when import read_when
from crawlers.lines import ends_sentence
from crawlers.urls import is_article_like, is_home
from lantoa.article import Page

_LEAST = 250
_SHARE = 0.25
_MOST = 0.5
"""A shorter text than _LEAST is right when it is most of what the page holds."""
_PLENTY = 1500
"""Characters of text that need no comparing with the rest of the page."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """What a template found. sure: it is enough text, with sentences, and no small part of
    what the page holds."""

    head: Head
    body: Body
    story: Story
    sure: bool


def by_template(tree: html.HtmlElement, page: Page, hints: Hints) -> Fitted | None:
    """What the template of `hints` finds, which prunes the tree; None, and the tree as it
    was, when it finds no body or the page is not surely an article."""
    template = hints.template
    parts = _outermost(select(tree, template.body)) if template and template.body else []
    if template is None or not parts:
        return None
    head = _head(tree, page, hints, template)
    if not _is_article(head, tree, template, page.final_url or page.url, parts[0]):
        return None
    body = walked(parts, template.drop, "template")
    story = tell(head, body)
    return Fitted(head, body, story, _is_enough(story, tree))


def _head(tree: html.HtmlElement, page: Page, hints: Hints, template: Template) -> Head:
    """Only a template that leaves something open needs the page's boxes, or one without any
    date where it is said to be."""
    told = template.title and template.sapo and template.date and template.author
    head = read_head(tree, None if told else boxes_of(tree), page, hints)
    if not told or head.published.provenance != "none":
        return head
    url, boxes = page.final_url or page.url, boxes_of(tree)
    published = read_when(tree, boxes, head.metas, head.data, head.heading, url, page.fetched_at, hints)
    return replace(head, published=published)


def _is_article(
    head: Head, tree: html.HtmlElement, template: Template, url: str, body: html.HtmlElement
) -> bool:
    """By its own word, by its address, or because it shows title and date where they belong."""
    title = head.heading.title
    if is_home(url) or is_missing(title) or is_document(title, ""):
        return False
    if not head.data.is_article and is_document(title, _around(body)):
        return False
    stated = head.data.is_article or "article:published_time" in head.metas
    return stated or is_article_like(url) is True or _shows(tree, template)


def _around(body: html.HtmlElement) -> str:
    """What stands beside the body, where documents have their labels."""
    beside = (*body.itersiblings(preceding=True), *body.itersiblings())
    return " ".join(text_inside(each) for each in beside)


def _shows(tree: html.HtmlElement, template: Template) -> bool:
    places = (template.title, template.date)
    return all(place and any(text_of(each) for each in select(tree, place)) for place in places)


def _outermost(parts: list[html.HtmlElement]) -> list[html.HtmlElement]:
    """Without what stands inside another part: no text is read twice."""
    if len(parts) < 2:
        return parts
    chosen = set(parts)
    return [each for each in parts if not any(above in chosen for above in each.iterancestors())]


def _is_enough(story: Story, tree: html.HtmlElement) -> bool:
    size = story.size + len(story.sapo)
    if not any(ends_sentence(each.text) for each in story.lines):
        return False
    return size >= _PLENTY or size >= (_SHARE if size >= _LEAST else _MOST) * weigh(tree)[tree]
