"""Pages that ask whether a person is there, in place of what was asked for: captcha, browser
check. They say nothing of the article. Cheap: looks at the bytes, parses nothing."""

from __future__ import annotations

import html
import re
from itertools import islice

from lantoa.article import Page

CHALLENGED = frozenset({200, 202, 203, 401, 403, 405, 429, 503})
"""Statuses under which such pages are sent."""
_LARGEST = 200_000
"""Bytes; an article that only carries a captcha by its comment form is seldom asked."""
_MARKED = 40_000
"""Bytes in which such a page shows its mark."""
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
_MARKS = (
    b"_cf_chl_opt", b"cf-browser-verification", b"cf_captcha_kind", b"challenge-form",
    b"ddos-guard/js-challenge", b"_Incapsula_Resource", b"sucuri_cloudproxy_js", b'cookie="D1N=',
)  # fmt: skip
"""As scripts write them. Looked for one by one: a pattern of them all takes 25 ms a page."""
_ARTICLE = re.compile(
    rb"article:published_time|\"datePublished\"|itemprop=[\"']?datePublished|og:type[\"'][^>]*content=[\"']article",
    re.IGNORECASE,
)


_PLAIN = (b'og:type" content="article"', b"article:published_time", b'"datePublished"')
"""The marks of an article as most write them: found in a tenth of the time of a pattern."""


def is_challenge(page: Page) -> bool:
    """Is a person asked for? Never of a page that carries the marks of an article."""
    if page.header("cf-mitigated").strip().lower() == "challenge":
        return True
    body = page.body[:_LARGEST]
    start = body[:_MARKED]
    if any(mark in start for mark in _PLAIN):
        return False
    marked = any(mark in start for mark in _MARKS)
    return (marked or _asks(body)) and not _ARTICLE.search(body)  # the whole body is searched last


def _asks(body: bytes) -> bool:
    heads = (html.unescape(found[2].decode("utf-8", errors="replace")) for found in _HEADS.finditer(body))
    return any(_SAYS.search(" ".join(_TAGS.sub(" ", head).split())) for head in islice(heads, 3))
