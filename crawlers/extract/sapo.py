"""The sapo (lead) of an article: shown above or inside the body, often lost by readers."""

from __future__ import annotations

from lxml import html

from crawlers.extract.heading import Heading
from crawlers.extract.hints import Hints
from crawlers.extract.tree import Boxes, NamePattern, elements, names, select, text_of
from crawlers.extract.walk import Paragraph
from crawlers.lines import bare, same, settle

_CLASS = NamePattern(
    r"sapo|(?:^|[\s_-])(?:lead|chapeau|summary|intro|tom-?tat|trich-?dan|trichdan|mo-?ta|desc|description|dek|standfirst|article__summary)(?=$|[\s_-])"
)
_OTHER = NamePattern(
    r"thumb|caption|box|related|list|item|card|comment|footer|author|ntf|seo|timeline|photocms|product|widget|(?:site|blog)-?desc|tagline|slogan"
)
_TAGS = frozenset(("h2", "h3", "p", "div", "strong", "b", "td", "span", "section", "blockquote", "em", "h4"))
_AWAY = frozenset(("a", "figure", "footer", "aside", "nav", "li", "form"))
_BESIDE = NamePattern(r"related|lien-?quan|comment|sidebar|footer|popup|modal")
_SUMMARY = NamePattern(r"dek|standfirst|sub-?(?:title|head)|summary|desc|excerpt|tagline")
_LONGEST = 1500


def read_sapo(
    tree: html.HtmlElement,
    boxes: Boxes,
    metas: dict[str, str],
    heading: Heading,
    hints: Hints,
    abroad: bool = False,
) -> str:
    """The sapo as the page shows it, "" when it shows none apart from the body.

    abroad: the page is not in Vietnamese. There only what the description repeats counts, and
    no box named for a summary: that stands beside the text, it does not begin it.
    """
    if hints.template and hints.template.sapo:
        return next((text for each in select(tree, hints.template.sapo) if (text := _text(each))), "")
    stated = [
        settle(metas[name])
        for name in ("og:description", "description", "twitter:description")
        if name in metas
    ]
    keys = [bare(text)[:60] for text in stated if len(text) >= 40]
    best = ""
    for element in elements(tree):
        if element.tag not in _TAGS:
            continue
        marked = (
            _CLASS.search(own := boxes.get(element, "")) and not _OTHER.search(own) and not _is_body(element)
        )
        if not marked and (not keys or element.tag in ("td", "section", "span", "b") or len(element) > 6):
            continue
        if not marked and (_holds_blocks(element) or not _begins(element, keys)):
            continue
        text = _text(element)
        if not 30 <= len(text) <= _LONGEST or same(text, heading.title) or _is_away(element, heading.shown):
            continue
        matched = any(bare(text).startswith(key) for key in keys)
        if abroad and not (matched and not _is_summary(element)):
            continue
        if matched and (marked or len(text) < 700):
            return text
        if marked and not best:
            best = text
    return best


def _is_summary(element: html.HtmlElement) -> bool:
    """Named for a summary, a subtitle or a standfirst, itself or the two boxes around it."""
    around = [element, *list(element.iterancestors())[:2]]
    return element.tag in ("h2", "h3", "h4") or any(_SUMMARY.search(names(each)) for each in around)


def leading(paragraphs: tuple[Paragraph, ...], metas: dict[str, str]) -> str:
    """The first paragraph when it is the sapo: all bold, or what the description says."""
    if len(paragraphs) < 2:
        return ""
    first = paragraphs[0]
    if not 40 <= len(first.text) <= 900 or first.tag in ("h2", "h3", "h4", "li", "tr"):
        return ""
    stated = bare(settle(metas.get("og:description", "") or metas.get("description", "")))[:60]
    if (len(stated) >= 30 and stated in bare(first.text)) or (first.bold and not paragraphs[1].bold):
        return first.text
    return ""


def _text(element: html.HtmlElement) -> str:
    """Its text; a place stamp in front is set off, related links inside are left out."""
    parts = [element.text or ""]
    for child in element:
        if child.tag in ("ul", "ol", "script", "style") or (
            child.tag == "a"
            and child.getnext() is None
            and len(text_of(child)) > 40
            and element.text
            and element.text.strip()
        ):
            parts.append(child.tail or "")
            continue
        inner = text_of(child)
        stamp = "stamp" in names(child) and inner and not inner.endswith(("-", "–"))
        parts.append(
            f"{inner} - "
            if stamp
            else (" " if child.tag in ("br", "p", "div") else "") + _spaced(child, inner)
        )
        parts.append(child.tail or "")
    return settle("".join(parts))


def _is_body(element: html.HtmlElement) -> bool:
    """Three paragraphs and more are the whole story of a short page."""
    return sum(1 for each in element.iterchildren("p", "div") if len(text_of(each)) > 40) >= 3


def _holds_blocks(element: html.HtmlElement) -> bool:
    """A container of paragraphs, no paragraph itself."""
    return any(True for _ in element.iterchildren("p", "div", "table", "ul", "figure", "h2", "h3"))


def _begins(element: html.HtmlElement, keys: list[str]) -> bool:
    """Do its first letters match a key? Decided on as little text as needed."""
    start = ""
    for part in element.itertext():
        start += bare(str(part))
        if len(start) >= 24:
            break
    return len(start) >= 24 and any(key.startswith(start[:60]) or start.startswith(key[:60]) for key in keys)


def _spaced(child: html.HtmlElement, inner: str) -> str:
    own = "".join(child.itertext())
    return f"{' ' if own[:1].isspace() else ''}{inner}{' ' if own[-1:].isspace() else ''}"


def _is_away(element: html.HtmlElement, shown: html.HtmlElement | None) -> bool:
    """In a box beside the article: one that does not hold the title as well."""
    around = set() if shown is None else set(shown.iterancestors())
    for above in element.iterancestors():
        if above in around or above.tag in ("body", "html"):
            return False
        if above.tag in _AWAY or _BESIDE.search(names(above)):
            return True
    return False
