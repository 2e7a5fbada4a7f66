"""An HTML page -> Article: by the host's template where it fits, else by general reading.

Metadata are read first, then the body (which prunes the tree).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from crawlers.extract.body import Body, read_body
from crawlers.extract.bylines import Byline
from crawlers.extract.head import Head, read_head
from crawlers.extract.hints import Hints
from crawlers.extract.kind import decide_kind, is_paywalled, is_surely_list, read_signs
from crawlers.extract.legacy import is_suspect
from crawlers.extract.links import Link, links_of
from crawlers.extract.opened import Opened, mend, open_page
from crawlers.extract.story import Story, tell
from crawlers.extract.template import Fitted, by_template
from crawlers.extract.tree import boxes_of, elements, shown_text
from crawlers.urls import is_home
from lantoa.article import UNDATED, Article, Kind, Moment, Page

_SHORT = 250
_MORE = 1.2
"""General reading has to find this much more before a template's text is given up for it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one parse of a page gives. way: how the body was found: template, named (a box
    that is called so) or general."""

    article: Article
    links: tuple[Link, ...] = ()
    way: str = "general"


def from_html(page: Page, hints: Hints, linked: bool) -> Reading:
    """The article of an HTML page, and its links when they are asked for. Raises NotHtml."""
    opened, url = open_page(page), page.final_url or page.url
    links = links_of(opened.tree, url) if linked else ()
    template = hints.template
    if template is None or not template.body:
        return _by_looking(opened, links, page, hints)
    found = by_template(opened.tree, page, hints)
    mine = _templated(found, opened) if found and not is_suspect(found.story.text) else None
    if found and found.sure and mine:
        return Reading(mine, links, "template")
    if found:
        opened = replace(opened, tree=opened.again())
    reading = _by_looking(opened, links, page, replace(hints, template=None))
    article = reading.article
    if mine and mine.text and len(article.text) <= _MORE * len(mine.text):
        return Reading(mine, links, "template")  # little, but nothing else tells more
    if article.kind is Kind.ARTICLE:
        article = replace(article, flags=(*article.flags, "template_misfit"))
    return replace(reading, article=article)


def _templated(found: Fitted, opened: Opened) -> Article:
    flags = ("paywall",) if found.head.data.is_paid else ()
    return _article(found.head, found.body, found.story, Kind.ARTICLE, flags, opened.flags)


def _by_looking(opened: Opened, links: tuple[Link, ...], page: Page, hints: Hints) -> Reading:
    """The general way, on a tree that nobody has changed. links: as the tree has them."""
    url, shown = page.final_url or page.url, shown_text(opened.tree)
    if (readable := mend(opened, shown)) is not opened:
        opened, shown = readable, shown_text(readable.tree)
        links = links_of(opened.tree, url) if links else ()
    tree = opened.tree
    held = list(elements(tree))  # lxml makes each element once while somebody holds it: a third faster
    boxes = boxes_of(tree)
    head = read_head(tree, boxes, page, hints)
    signs = read_signs(tree, shown, head.metas, head.data, head.heading, url)
    if not head.abroad and is_surely_list(signs, head.data, head.metas):
        return Reading(Article(head.url, Kind.LIST, head.heading.title, "", ""), links)
    body = read_body(tree, boxes, head.heading, hints, opened.again)
    del held
    story = tell(head, body)
    kind, flags = decide_kind(
        signs, head.data, head.metas, head.published, story.size, story.sapo, body.way != "general"
    )
    if kind is Kind.LIST and head.abroad and not is_home(url):
        kind = Kind.UNKNOWN  # what addresses and links say of Vietnamese sites is not known of others
    return Reading(_article(head, body, story, kind, flags, opened.flags), links, body.way)


def _article(
    head: Head, body: Body, story: Story, kind: Kind, flags: tuple[str, ...], noted: tuple[str, ...]
) -> Article:
    size = story.size
    if kind is Kind.LIST:  # teasers of others are no text of its own
        story = Story("", (), (), Byline())
    if story.lines and is_paywalled(story.lines[-1].text):
        story = replace(story, lines=story.lines[:-1])
        flags = tuple(dict.fromkeys((*flags, "paywall")))
    published = UNDATED if kind in (Kind.LIST, Kind.UNKNOWN) else head.published
    return Article(
        url=head.url,
        kind=kind,
        title=head.heading.title,
        sapo=story.sapo,
        text=story.text,
        published=published,
        authors=story.byline.authors,
        credit=story.byline.credit,
        captions=story.captions,
        flags=_flags(noted, body, size, story.sapo, kind, published, flags + story.flags),
    )


def _flags(
    noted: tuple[str, ...],
    body: Body,
    size: int,
    sapo: str,
    kind: Kind,
    published: Moment,
    more: tuple[str, ...],
) -> tuple[str, ...]:
    flags = [*more, *noted]
    if kind in (Kind.LIST, Kind.UNKNOWN):
        return tuple(flags) or (("empty",) if kind is Kind.UNKNOWN and not size + len(sapo) else ())
    flags += body.flags
    if size + len(sapo) < _SHORT:
        flags.append("short")
    if published.day is None:
        flags.append("no_date")
    if not sapo:
        flags.append("no_sapo")
    return tuple(flags)
