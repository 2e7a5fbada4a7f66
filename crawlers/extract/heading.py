"""The title of a page, and the element that shows it (everything else is found from there)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from lxml import html

from crawlers.extract.hints import Hints
from crawlers.extract.jsonld import LinkedData
from crawlers.extract.tree import NamePattern, elements, names, select, text_of
from crawlers.lines import bare, overlap, same, settle

_SUFFIX = re.compile(r"\s+[|–—-]\s+[^|–—]{2,60}$|\s*\|\s*[^|]{2,60}$")
_STAMPED = re.compile(
    r"\s*\(\s*\d{1,2}[:h]\d{2}\s*[,-]?\s*\d{1,2}/\d{1,2}/\d{4}\s*\)\s*$|\s*\(\s*\d{1,2}/\d{1,2}/\d{4}\s*[,-]?\s*(?:\d{1,2}[:h]\d{2})?\s*\)\s*$"
)
_GENERIC = re.compile(
    r"^(?:trang (?:thông tin|tin|chủ)|cổng |chi tiết|tin tức\b|website|home\b)", re.IGNORECASE
)
_TITLE_CLASS = NamePattern(r"title|headline|tieu-?de|tieude|heading|article-?header")
_WORD = re.compile(r"\w+")
_TITLE_TAGS = frozenset(("h1", "h2", "h3", "div", "p", "span", "td", "strong", "b", "font"))


@dataclass(frozen=True, slots=True)
class Heading:
    """title as read; shown: the element that shows it, None when only the head states it;
    stamp: a date written behind it (`(12:27 26/06/2020)`), "" mostly."""

    title: str = ""
    shown: html.HtmlElement | None = None
    stamp: str = ""


def read_heading(tree: html.HtmlElement, metas: dict[str, str], data: LinkedData, hints: Hints) -> Heading:
    """og:title where it can be trusted, else the page's own heading, else <title>."""
    stated = [
        settle(each)
        for each in (metas.get("og:title", ""), data.text("headline"), metas.get("twitter:title", ""))
        if each
    ]
    if hints.template and hints.template.title:
        for element in select(tree, hints.template.title):
            if text := text_of(element):
                return _agree(_split(text, element), stated)
    whole = settle(tree.findtext(".//title") or "")
    outlet = bare(whole.removeprefix(_without_suffix(whole)))
    first = [
        (each, text)
        for each in tree.iter("h1")
        if (text := text_of(each)) and len(text) < 400 and bare(text) != outlet
    ]
    best = max(first, key=lambda pair: _likeness(pair[1], [*stated, whole]), default=None)
    if best is not None and (not stated or _likeness(best[1], [*stated, whole]) >= 0.5):
        return _agree(_split(best[1], best[0]), stated)
    for text in [*stated, _without_suffix(whole)]:
        if text and (element := _showing(tree, text)) is not None:
            return _agree(_split(text_of(element), element), stated)
    if best is not None and (not stated or is_generic(stated[0], hints.publisher)):
        return _split(best[1], best[0])
    if first and (found := _split(first[0][1], first[0][0])).title and len(found.title.split()) >= 5:
        return found
    if (named := _named(tree)) is not None:
        return _split(text_of(named), named)
    if not stated and _GENERIC.match(whole) and not first and (bold := _boldest(tree)) is not None:
        return _split(text_of(bold), bold)
    return _split(_without_suffix(next(iter(stated), whole)), None)


def is_generic(title: str, publisher: str) -> bool:
    """A title that names the outlet rather than the article."""
    return not title or same(title, publisher) or len(title.split()) < 3


def _agree(heading: Heading, stated: list[str]) -> Heading:
    """og:title wins over the shown heading when both clearly say the same article."""
    if stated[:1] == [heading.title]:
        return heading
    for text in stated[:1]:
        trimmed = _split(text, None).title
        if bare(trimmed).startswith(bare(heading.title)) or bare(trimmed).endswith(bare(heading.title)):
            return heading
        if overlap(trimmed, heading.title) >= 0.6 and not _SUFFIX.search(trimmed):
            return Heading(trimmed, heading.shown, heading.stamp)
    return heading


def _split(text: str, element: html.HtmlElement | None) -> Heading:
    found = _STAMPED.search(text) if text.endswith(")") else None
    return Heading(text[: found.start()], element, found[0].strip(" ()")) if found else Heading(text, element)


def _likeness(text: str, others: Iterable[str]) -> float:
    return max(
        (overlap(text, other) * min(1.0, len(text.split()) / 3) for other in others if other), default=0.0
    )


def _without_suffix(text: str) -> str:
    return _SUFFIX.sub("", text) if len(text.split()) > 5 else text


def _named(tree: html.HtmlElement) -> html.HtmlElement | None:
    """The one element that is called a title and reads like one, outside links and lists;
    None when there are several (a list of titles)."""
    found = [
        each
        for each in elements(tree)
        if each.tag in _TITLE_TAGS
        and _TITLE_CLASS.search(names(each))
        and not any(
            above.tag in ("a", "li", "h1", "h2", "h3") or _TITLE_CLASS.search(names(above))
            for above in each.iterancestors()
        )
        and not any(True for _ in each.iter("a"))
        and 5 <= len(_WORD.findall(text_of(each))) <= 45
    ]
    return found[0] if len(found) == 1 else None


def _boldest(tree: html.HtmlElement) -> html.HtmlElement | None:
    """On a page without headings, whose <title> names the outlet: the first bold line outside
    links that is long enough for a title."""
    for each in tree.iter("b", "strong", "font"):
        long_enough = 6 <= len(_WORD.findall(text_of(each))) <= 45
        if (
            long_enough
            and next(each.iter("a"), None) is None
            and not any(above.tag == "a" for above in each.iterancestors())
        ):
            return each
    return None


def _showing(tree: html.HtmlElement, text: str) -> html.HtmlElement | None:
    """The innermost element outside links that shows exactly this text, titles by class first."""
    wanted = bare(_split(text, None).title)
    if len(wanted) < 8:
        return None
    body = tree.find(".//body")
    fallback = None
    for element in elements(tree if body is None else body):
        if element.tag not in _TITLE_TAGS or len(element) > 6:
            continue
        own = "".join(element.itertext())
        if len(own) > 3 * len(text) + 80 or wanted not in bare(settle(own)):
            continue
        if bare(_split(settle(own), None).title) != wanted or any(
            each.tag == "a" for each in element.iterancestors()
        ):
            continue
        if _TITLE_CLASS.search(names(element)):
            return element
        if fallback is None and not any(True for _ in element.iter("a")):
            fallback = element
    return fallback
