"""An HTML page -> Article: by the host's template where it fits, else by general reading.

Metadata are read first, then the body (which prunes the tree).
"""

from __future__ import annotations

from dataclasses import replace

from crawlers.extract.body import Body, read_body
from crawlers.extract.bylines import Byline
from crawlers.extract.decode import decode
from crawlers.extract.head import Head, read_head
from crawlers.extract.hints import Hints
from crawlers.extract.kind import decide_kind, is_paywalled, is_surely_list, read_signs
from crawlers.extract.story import Story, tell
from crawlers.extract.tree import boxes_of, elements, parse
from lantoa.article import UNDATED, Article, Kind, Moment, Page

_SHORT = 250


def from_html(page: Page, hints: Hints) -> Article:
    """The article of an HTML page. Raises NotHtml."""
    text, clean = decode(page)
    tree = parse(text)
    held = list(elements(tree))  # lxml makes each element once while somebody holds it: a third faster
    boxes = boxes_of(tree)
    head = read_head(tree, boxes, page, hints)
    signs = read_signs(tree, head.metas, head.data, head.heading, page.final_url or page.url)
    if is_surely_list(signs, head.data, head.metas):
        return Article(head.url, Kind.LIST, head.heading.title, "", "")
    body = read_body(tree, boxes, head.heading, hints, lambda: parse(text))
    del held
    story = tell(head, body)
    kind, flags = decide_kind(
        signs, head.data, head.metas, head.published, story.size, story.sapo, body.way != "general"
    )
    return _article(head, body, story, kind, flags, clean)


def _article(
    head: Head, body: Body, story: Story, kind: Kind, flags: tuple[str, ...], clean: bool
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
        flags=_flags(clean, body, size, story.sapo, kind, published, flags + story.flags),
    )


def _flags(
    clean: bool,
    body: Body,
    size: int,
    sapo: str,
    kind: Kind,
    published: Moment,
    more: tuple[str, ...],
) -> tuple[str, ...]:
    flags = [*more]
    if not clean:
        flags.append("bad_encoding")
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
