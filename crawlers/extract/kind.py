"""What a page is: article, list, document, media, or unknown; and the flags of bad pages."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import html

from crawlers.extract.heading import Heading
from crawlers.extract.jsonld import LinkedData
from crawlers.extract.links import links_of, text_inside
from crawlers.extract.prose import tells_one_story
from crawlers.extract.tree import text_of
from crawlers.lines import settle
from crawlers.urls import is_article_like, is_home
from lantoa.article import Kind, Moment

_NOT_FOUND = re.compile(
    r"không tìm thấy (?:trang|bài|nội dung|kết quả|đường)|(?:trang|bài viết|nội dung|liên kết)[^.]{0,30}(?:không tồn tại|không khả dụng|đã bị xóa|đã bị xoá|"
    r"đã được gỡ)|page not found|\b(?:lỗi|error|mã)\s*404\b|\b404\s*(?:[|–—-]|not found|error|$)",
    re.IGNORECASE,
)
_DOCUMENT_TITLE = re.compile(
    r"^(?:công văn|quyết định|nghị quyết|thông báo|kế hoạch|chỉ thị|tờ trình|hướng dẫn|báo cáo|nghị định|thông tư|luật)\s+(?:số\s*)?\d+[\w/.-]*-[A-ZĐ]",
    re.IGNORECASE,
)
_DOCUMENT_LABELS = (
    ("số ký hiệu", "số/ký hiệu", "số / ký hiệu", "số/ ký hiệu"),
    ("ngày ban hành",),
    ("trích yếu",),
    ("cơ quan ban hành",),
    ("người ký",),
    ("loại văn bản",),
    ("ngày hiệu lực", "ngày có hiệu lực"),
    ("tệp đính kèm", "file đính kèm", "tải về", "toàn văn"),
)
"""What the boxes of an official document's page are called, each in its spellings."""
_MEDIA_URL = re.compile(
    r"/(?:video|videos|photo|photos|anh|infographics?|multimedia|podcast|media|tv|truyen-hinh)(?:/|-)",
    re.IGNORECASE,
)
_PAYWALL = re.compile(
    r"(?:đăng nhập|đăng ký|mua gói|nâng cấp)[^.]{0,40}để (?:đọc|xem) (?:tiếp|toàn bộ|đầy đủ)|dành (?:riêng )?cho (?:thuê bao|bạn đọc vip|hội viên|độc giả trả phí)|nội dung trả phí",
    re.IGNORECASE,
)
_NEEDS_JS = re.compile(
    r"(?:enable|bật|cần|yêu cầu|requires?)\s+(?:\w+\s+){0,3}javascript|javascript (?:is )?(?:disabled|required)|loading\.\.\.|đang tải",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Signs:
    """What was seen on a page, gathered before its tree was pruned."""

    url: str
    title: str
    og_type: str
    visible: int
    linked: int
    scripts: int
    head_title: str
    start: str
    labels: int
    paywalled: bool
    shown: bool
    teasers: int
    long_links: int
    story: bool

    @property
    def link_share(self) -> float:
        return self.linked / self.visible if self.visible else 0.0


def read_signs(
    tree: html.HtmlElement,
    text: str,
    metas: dict[str, str],
    data: LinkedData,
    heading: Heading,
    url: str,
) -> Signs:
    """One look over the whole page, whose visible text is `text`. `start`: the first visible characters;
    teasers, long_links: links with telling texts to what surely (possibly) are articles,
    counted only where the address leaves it open; story: the page tells one (see prose)."""
    linked = sum(len(" ".join(text_inside(each).split())) for each in tree.iter("a"))
    whole = text_of(title) if (title := tree.find(".//title")) is not None else ""
    needed = not data.is_article and is_article_like(url) is not True
    told = [each.url for each in links_of(tree, url) if len(each.text) >= 25] if needed else []
    body = tree.find(".//body")
    return Signs(
        url=url,
        title=heading.title,
        og_type=metas.get("og:type", "").lower(),
        visible=len(text),
        linked=linked,
        scripts=sum(1 for _ in tree.iter("script")),
        head_title=settle(whole),
        start=text[:400],
        labels=_labels(text),
        shown=heading.shown is not None,
        teasers=sum(1 for each in told if is_article_like(each)),
        long_links=sum(1 for each in told if is_article_like(each) is not False),
        story=not needed or tells_one_story(tree if body is None else body),
        paywalled=data.is_paid,
    )


def decide_kind(
    signs: Signs,
    data: LinkedData,
    metas: dict[str, str],
    published: Moment,
    body_size: int,
    sapo: str,
    named: bool,
) -> tuple[Kind, tuple[str, ...]]:
    """The kind and its flags (soft_404, js_only, paywall)."""
    if is_soft_404(signs, data, published, body_size):
        return Kind.UNKNOWN, ("soft_404",)
    if signs.visible < 250 and body_size < 200 and (signs.scripts >= 1 or _NEEDS_JS.search(signs.start)):
        return Kind.UNKNOWN, ("js_only",)
    flags = ("paywall",) if signs.paywalled else ()
    score = article_score(signs, data, metas, published, body_size, sapo, named)
    if score <= 0:
        linked = signs.teasers >= 2 or signs.long_links >= 5 or signs.link_share > 0.4
        listed = is_home(signs.url) or (linked and not signs.story)
        return (Kind.LIST if listed else Kind.UNKNOWN), flags
    if signs.labels >= 3 or (_DOCUMENT_TITLE.search(signs.title) and signs.labels >= 2):
        return Kind.DOCUMENT, flags
    is_media = data.is_media or signs.og_type.startswith("video") or bool(_MEDIA_URL.search(signs.url))
    if is_media and body_size < 300:
        return Kind.MEDIA, flags
    return (Kind.ARTICLE, flags) if body_size + len(sapo) >= 40 else (Kind.UNKNOWN, flags)


def is_document(title: str, text: str) -> bool:
    """An official document, by its title or by the labels in a text of its page."""
    return bool(_DOCUMENT_TITLE.search(title)) or _labels(" ".join(text.split())) >= 3


def is_missing(title: str) -> bool:
    """A title that says that there is nothing."""
    return bool(_NOT_FOUND.search(title))


def _labels(text: str) -> int:
    low = text[:20_000].lower()
    return sum(any(each in low for each in spellings) for spellings in _DOCUMENT_LABELS)


def is_soft_404(signs: Signs, data: LinkedData, published: Moment, body_size: int) -> bool:
    """A short undated page that says, in its title or first words, that there is nothing."""
    if data.is_article or published.provenance not in ("none", "url"):
        return False
    if body_size >= 600 or signs.visible - signs.linked >= 1500:
        return False
    heads = (signs.head_title, signs.title)
    return any(is_missing(each) for each in heads) or (
        body_size < 300 and bool(_NOT_FOUND.search(signs.start))
    )


def is_surely_list(signs: Signs, data: LinkedData, metas: dict[str, str]) -> bool:
    """A home or section page that needs no reading: nothing on it says article, its address
    is none, and it leads to many."""
    if data.is_article or "article:published_time" in metas or is_article_like(signs.url) is not False:
        return False
    return signs.teasers >= 10 and not signs.story


def article_score(
    signs: Signs,
    data: LinkedData,
    metas: dict[str, str],
    published: Moment,
    body_size: int,
    sapo: str,
    named: bool,
) -> int:
    """More than 0: an article. og:type says little (sections call themselves article)."""
    like = is_article_like(signs.url)
    score = 0
    score += 4 if data.is_article else 0
    score += 2 if "article:published_time" in metas or "datepublished" in metas else 0
    score += {True: 2, None: 0, False: -3}[like]
    score -= 3 if is_home(signs.url) else 0
    score -= 2 if data.is_list or (data.types & {"website"} and not data.is_article) else 0
    score += 1 if published.provenance == "visible" and signs.shown else 0
    score -= (
        2 if signs.teasers >= 10 and like is not True and published.provenance in ("visible", "none") else 0
    )
    score += (2 if body_size >= 400 else 1) if named and body_size >= 80 else 0
    score += 1 if sapo and len(signs.title.split()) >= 5 else 0
    score += 1 if body_size >= 400 else 0
    dated = published.provenance in ("json-ld", "meta", "itemprop", "visible")
    score += 2 if signs.story and dated and like is not True else 0
    prose = signs.visible - signs.linked
    score -= 2 if body_size < 0.2 * prose and signs.link_share > 0.55 and not named else 0
    score -= 1 if body_size < 200 and signs.link_share > 0.5 else 0
    return score


def is_paywalled(last_lines: str) -> bool:
    """Does the text break off at an invitation to pay or sign in?"""
    return bool(_PAYWALL.search(last_lines))
