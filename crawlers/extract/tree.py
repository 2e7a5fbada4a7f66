"""The one parse of a page and the small questions asked of its tree."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import cast

from cssselect import HTMLTranslator, SelectorError
from lxml import etree, html

from crawlers.lines import settle

_INVISIBLE = frozenset(
    (
        "script",
        "style",
        "noscript",
        "template",
        "head",
        "svg",
        "iframe",
        "object",
        "select",
        "option",
        "textarea",
        "button",
        "input",
    )
)
_SPACED = frozenset(("br", "p", "div", "li", "td", "h2", "h3"))
_HTML = etree.ElementDefaultClassLookup(element=html.HtmlElement)
_INLINE = re.compile(rb"</?(?:span|font|[biu]|em|strong|small|big|tt|label)\b[^>]*>", re.IGNORECASE)
_BOXES = re.compile(
    rb"</?(?:div|section|article|main|aside|center|form|fieldset|table|tbody|tr|t[dh]|[uod]l|li|dd|dt|blockquote|a)\b[^>]*>",
    re.IGNORECASE,
)
_DECLARATION = re.compile(rb"^\s*(?:<%[^>]*%>\s*)*(?:<\?xml[^>]*\?>)?", re.IGNORECASE)


def parse(text: str) -> html.HtmlElement:
    """A tree for any text, an empty page included. Never raises on bad markup."""
    return grown(text.encode("utf-8", "replace"))[0]


def grown(data: bytes) -> tuple[html.HtmlElement, bool]:
    """The tree of a page in UTF-8, and whether it nests deeper than the parser follows as a rule.

    It would stop there, and all behind that place would be missing: so such a page is parsed
    again without the tags of single words, at last with its boxes flattened into lines. That
    bounds the depth for all who walk over the tree.
    """
    data = data.replace(b"\x00", b"")
    if data[:400].lstrip()[:2] in (b"<?", b"<%"):
        data = _DECLARATION.sub(b"", data, count=1)
    tree, whole = _parsed(data)
    if whole:
        return tree, False
    data = _INLINE.sub(b"", data)
    tree, whole = _parsed(data)
    return (tree if whole else _parsed(_BOXES.sub(b"<br>", data), patient=True)[0]), True


def _parsed(data: bytes, patient: bool = False) -> tuple[html.HtmlElement, bool]:
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=patient, remove_comments=True, remove_pis=True, collect_ids=False
    )
    parser.set_element_class_lookup(_HTML)
    try:
        tree = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        tree = None
    last = parser.error_log.last_error
    whole = last is None or "depth" not in last.message
    if tree is None:
        tree = etree.fromstring(b"<html><body></body></html>", parser)
    return cast(html.HtmlElement, tree), whole


def names(element: html.HtmlElement) -> str:
    """Class, id and itemprop of an element for matching: lower case, `ArticleSummary` split
    into `article-summary`."""
    get = element.get
    return _spread(get("class"), get("id"), get("itemprop"))


@lru_cache(maxsize=4096)
def _spread(*called: str | None) -> str:
    joined = " ".join(each or "" for each in called)
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", joined).lower() if joined.strip() else ""


Boxes = Mapping[html.HtmlElement, str]


def boxes_of(tree: html.HtmlElement) -> Boxes:
    """The elements that are called something, in document order, and what (see `names`)."""
    return {each: called for each in elements(tree) if (called := names(each))}


class NamePattern:
    """A pattern for names. A site uses a few hundred names over and over: what was found in
    one is remembered."""

    def __init__(self, pattern: str) -> None:
        compiled_once = re.compile(pattern)
        self.search = lru_cache(maxsize=4096)(lambda called: compiled_once.search(called) is not None)


def text_of(element: html.HtmlElement) -> str:
    """The visible text of an element as one line."""
    if not len(element):
        return settle(element.text or "")
    parts = [element.text or ""]
    below, tails = [iter(element)], [""]  # no recursion: pages nest deeply
    while below:
        for child in below[-1]:
            tag = child.tag
            if tag not in _INVISIBLE:
                if tag in _SPACED:
                    parts.append(" ")
                parts.append(child.text or "")
                if len(child):
                    below.append(iter(child))
                    tails.append(child.tail or "")
                    break
            parts.append(child.tail or "")
        else:
            below.pop()
            parts.append(tails.pop())
    return settle("".join(parts))


def shown_text(tree: html.HtmlElement) -> str:
    """The visible text of a whole page."""
    body = tree.find(".//body")
    return text_of(tree if body is None else body)


def elements(root: html.HtmlElement) -> Iterator[html.HtmlElement]:
    """Every element in document order."""
    yield from root.iter(etree.Element)


def select(root: html.HtmlElement, selector: str) -> list[html.HtmlElement]:
    """Elements by CSS, or by XPath when the selector starts with "/" or "./". Raises
    ValueError for a selector that cannot be read."""
    found = compiled(selector)(root)
    return [each for each in found if isinstance(each, html.HtmlElement)] if isinstance(found, list) else []


@cache
def compiled(selector: str) -> etree.XPath:
    """A selector made ready once. Raises ValueError, saying what is wrong with it."""
    try:
        path = selector if selector.startswith(("/", "./")) else HTMLTranslator().css_to_xpath(selector)
        return etree.XPath(path, smart_strings=False)
    except (SelectorError, etree.XPathSyntaxError) as problem:
        raise ValueError(f"{selector!r}: {problem}") from None


def meta(root: html.HtmlElement) -> dict[str, str]:
    """All meta contents by lower-case property, name or itemprop; the first non-empty wins."""
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        name = (
            (element.get("property") or element.get("name") or element.get("itemprop") or "").strip().lower()
        )
        content = (element.get("content") or "").strip()
        if name and content:
            found.setdefault(name, content)
    return found


def inside(element: html.HtmlElement, tags: frozenset[str]) -> bool:
    """Does the element stand in one of these?"""
    return any(each.tag in tags for each in element.iterancestors())


def remove(element: html.HtmlElement) -> None:
    """Take an element out, keeping what follows it."""
    if element.getparent() is not None:
        element.drop_tree()
