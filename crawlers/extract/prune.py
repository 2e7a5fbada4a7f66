"""What never belongs to the body: captions (kept apart), related boxes, tools, forms."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree, html

from crawlers.extract.tree import NamePattern, elements, names, remove, select, text_of
from crawlers.lines import is_caption, is_related

_GONE_TAGS = frozenset(
    (
        "script",
        "style",
        "noscript",
        "template",
        "iframe",
        "svg",
        "nav",
        "aside",
        "button",
        "input",
        "select",
        "textarea",
        "object",
        "embed",
        "audio",
        "video",
        "map",
        "link",
        "meta",
        "footer",
    )
)
_CAPTION_TAGS = frozenset(("figcaption", "caption"))
_EDGE = r"(?:^|[\s_-])"
_END = r"(?=$|[\s_-]|s\b)"
_CAPTION_CLASS = NamePattern(
    rf"{_EDGE}(?:photocms_caption|(?:image|img|photo|media|pic|picture|wp|anh|avatar)[-_]?(?:caption|desc\w*|title|note)|caption|figcaption|chu-?thich(?:-?anh)?|(?:ck-)?(?:text[-_]?image|image[-_]?text)){_END}|\bcaption\b|wp-caption-text|imagecaption"
)
_GONE_CLASS = NamePattern(
    rf"related|relate-|{_EDGE}(?:lien-?quan|tin-?lien-?quan|tinlienquan|bai-?lien-?quan|tin-?khac|tinkhac|cung-?chuyen-?muc|tin-?moi|most-?read|doc-?nhieu|xem-?them|"
    rf"doc-?them|read-?more|see-?also|recommend\w*|suggest\w*|tags?|tag-?list|tagbox|keys?words?|(?:ez-)?toc\w*|table-of-contents|muc-?luc|share\w*|social\w*|like-?share|fb-\w+|comments?|binh-?luan|"
    rf"breadcrumbs?|bread-crumb\w*|advert\w*|ads?|adv|banner\w*|quang-?cao|sponsor\w*|newsletter|subscribe|menu\w*|navbar|toolbar|tool-?box|print|button|btn|rating|vote|poll|"
    rf"author-?(?:box|bio|list|avatar)|box-?author\w*|about-?author|link-source\w*|copy-?link|copyright|popup|modal|hidden|d-none|sr-only|pagination|paging|audio-?player|box-?audio|"
    rf"player|video-?(?:box|list)|bookmark|emotion|reaction\w*|footer|google-?news|follow-?\w*|list-?news|news-?list|other-?news|box-?category\w*){_END}|"
    r"boxrelated|vccsortable|relatednews|type=relatednews|\bboxlq\b|xemthem|docthem",
)
_KEPT_CLASS = NamePattern(
    r"content|articlebody|article-body|fck_detail|maincontent|main-content|post-body|entry"
)


_INLINE = frozenset(("a", "span", "em", "strong", "b", "i", "u", "font", "mark", "q", "sup", "sub"))
_MINIFIED = NamePattern(r"(?:(?:^|\s)\w{1,2}(?=\s|$)){4}")
"""Classes a machine named (`z ab ad af`): their letters mean nothing."""

CAPTION_TAG = "lantoa-caption"
"""What a caption is renamed to where it stood, so that a photo story can be read in order."""


def prune(body: html.HtmlElement, drop: Iterable[str] = (), mark: bool = False) -> tuple[str, ...]:
    """Takes out of a body what is no running text; returns the captions found, in order.

    `drop`: further selectors (from a host template). `mark`: leave captions in place as
    CAPTION_TAG elements instead of taking them out.
    """
    captions: list[str] = []
    for selector in drop:
        for element in select(body, selector):
            remove(element)
    doomed: list[html.HtmlElement] = []
    walk = etree.iterwalk(body, events=("start",))
    for _, element in walk:
        if element is body or not isinstance(element.tag, str):
            continue
        verdict = _verdict(element)
        if verdict == "caption":
            found = _captions(element)
            captions += found
            if mark and found:
                _mark(element, found)
                walk.skip_subtree()
                continue
        if verdict:
            doomed.append(element)
            walk.skip_subtree()
    for element in doomed:
        remove(element)
    _drop_link_blocks(body)
    return tuple(dict.fromkeys(captions))


def _verdict(element: html.HtmlElement) -> str:
    """ "caption", "gone" or "" (stays)."""
    tag = element.tag
    if tag in _CAPTION_TAGS:
        return "caption"
    if tag == "figure":
        return "caption" if not _is_text_figure(element) else ""
    if tag in _GONE_TAGS:
        return "gone"
    if tag == "form":  # ASP.NET wraps the whole page in one
        return "gone" if len(text_of(element)) < 600 else ""
    if tag in ("p", "div") and "related" in (element.get("type") or "").lower():
        return "gone"
    if tag in ("p", "td") and _is_below_picture(element):
        return "caption"
    if not element.keys():
        return ""
    called = names(element)
    if not called.strip() or _MINIFIED.search(called):
        return ""
    if (
        _CAPTION_CLASS.search(called)
        and tag not in ("table", "body")
        and len("".join(element.itertext())) < 1200
    ):
        return "caption"
    style = (element.get("style") or "").replace(" ", "").lower()
    if "display:none" in style:
        return "gone"
    if _GONE_CLASS.search(called) and not _KEPT_CLASS.search(called) and _is_side(element):
        return "" if _is_word(element) else "gone"
    return ""


def _is_word(element: html.HtmlElement) -> bool:
    """A word inside a sentence, whatever its class: text goes on right before and behind it."""
    if element.tag not in _INLINE:
        return False
    before = element.getprevious()
    led = element.getparent().text if before is None else before.tail
    return len((led or "").strip()) >= 2 and len((element.tail or "").strip()) >= 2


def _is_below_picture(element: html.HtmlElement) -> bool:
    """A short line in italics under a picture of the same paragraph, or centred under a
    paragraph (a row of a table) that is nothing but a picture: how portals write captions."""
    slanted = next(element.iter("em", "i"), None) if len(element) else None
    if slanted is None or not 0 < len(text := text_of(element)) <= 200 or text_of(slanted) != text:
        return False
    if next(element.iter("img"), None) is not None:
        return True
    before = (element.getparent() if element.tag == "td" else element).getprevious()
    styled = f"{element.get('style') or ''}{element.get('align') or ''}".lower()
    return (
        "center" in styled
        and before is not None
        and next(before.iter("img"), None) is not None
        and not text_of(before)
    )


def _is_text_figure(element: html.HtmlElement) -> bool:
    """Some systems wrap tables, quotes and lists in <figure>."""
    return any(True for _ in element.iter("table", "blockquote", "ul")) and len(text_of(element)) > 600


def _is_side(element: html.HtmlElement) -> bool:
    """A box beside the text: little running text outside its links."""
    if len(element) == 0:
        return True
    prose = sum(
        len(text)
        for each in element.iter("p")
        if not any(True for _ in each.iter("a")) and len(text := text_of(each)) > 160
    )
    return prose < 700


def _captions(element: html.HtmlElement) -> list[str]:
    if element.tag == "figure":
        inner = [
            text_of(each)
            for each in elements(element)
            if each.tag in _CAPTION_TAGS or (each is not element and _CAPTION_CLASS.search(names(each)))
        ]
        found = inner or [text_of(element)]
    else:
        found = [text_of(element)]
    return [text for text in found if text]


def _mark(element: html.HtmlElement, found: list[str]) -> None:
    tail = element.tail
    for child in list(element):
        element.remove(child)
    element.tag, element.text, element.tail = CAPTION_TAG, "\n".join(found), tail


def _drop_link_blocks(body: html.HtmlElement) -> None:
    """Lists and boxes that are nearly all links, and lone link paragraphs to other articles."""
    for element in list(
        body.iter("ul", "ol", "div", "table", "p", "h2", "h3", "h4", "blockquote", "section")
    ):
        if not len(element) or element is body or element.getparent() is None:
            continue
        links = list(element.iter("a"))
        whole = text_of(element) if links else ""
        if not whole:
            continue
        linked = sum(len(text_of(each)) for each in links)
        led = linked > 0.8 * len(whole) and (len(links) >= 2 or _is_teaser(element, whole))
        if led or is_related(whole):
            remove(element)


def _is_teaser(element: html.HtmlElement, whole: str) -> bool:
    """One link that is the whole block: a teaser, unless it is an ordinary short paragraph."""
    return element.tag in ("ul", "ol", "div", "table") and len(whole) > 25 and not is_caption(whole)
