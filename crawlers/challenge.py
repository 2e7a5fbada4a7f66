"""Pages that ask whether a person is there, in place of what was asked for: captcha, browser
check. They say nothing of the article. Cheap: looks at the bytes, parses nothing."""

from __future__ import annotations

import html
import re

from lantoa.article import Page

CHALLENGED = frozenset({200, 202, 203, 401, 403, 405, 429, 503})
"""Statuses under which such pages are sent."""
_LARGEST = 200_000
"""Bytes; an article that only carries a captcha by its comment form is seldom asked."""
_HEADS = re.compile(rb"<(title|h1|h2)\b[^>]*>(.{0,300}?)</\1>", re.IGNORECASE | re.DOTALL)
_TAGS = re.compile(r"<[^>]*>")
_SAYS = re.compile(
    r"just a moment|attention required|checking your browser|verify(?:ing)? (?:that )?you are (?:a )?human|"
    r"are you (?:a )?(?:human|robot)|security check|ddos.guard|one more step|access denied|recaptcha|^captcha$|(?:nhập|enter|complete|giải) (?:mã )?captcha|"
    r"xác (?:minh|nhận|thực) (?:rằng |là )?(?:bạn|quý vị|bạn đọc)?\s*(?:là |không phải (?:là )?)(?:con )?(?:người|robot|rô.?bốt)|"
    r"(?:bạn|tôi) không phải (?:là )?(?:robot|rô.?bốt|người máy)|kiểm tra (?:trình duyệt|bảo mật)|"
    r"xác (?:minh|thực) (?:truy cập|bảo mật|người dùng)|đang kiểm tra (?:kết nối|truy cập)",
    re.IGNORECASE,
)
_MARKS = re.compile(
    rb"_cf_chl_opt|cf-browser-verification|cf_captcha_kind|challenge-form|"
    rb"ddos-guard/js-challenge|_Incapsula_Resource|sucuri_cloudproxy_js|document\.cookie\s*=\s*[\"']D1N=",
    re.IGNORECASE,
)
_ARTICLE = re.compile(
    rb"article:published_time|\"datePublished\"|itemprop=[\"']?datePublished|og:type[\"'][^>]*content=[\"']article",
    re.IGNORECASE,
)


def is_challenge(page: Page) -> bool:
    """Is a person asked for? Never of a page that carries the marks of an article."""
    if page.header("cf-mitigated").strip().lower() == "challenge":
        return True
    body = page.body[:_LARGEST]
    if not body or _ARTICLE.search(body):
        return False
    if _MARKS.search(body):
        return True
    heads = [html.unescape(found[2].decode("utf-8", errors="replace")) for found in _HEADS.finditer(body)]
    return any(_SAYS.search(" ".join(_TAGS.sub(" ", head).split())) for head in heads[:3])
