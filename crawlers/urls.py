"""Addresses: one article, one spelling."""

from __future__ import annotations

import re
from contextlib import suppress
from functools import lru_cache
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

from lantoa.changes import FRONT

_TRACKING = re.compile(
    r"^(?:utm_\w*|fbclid|gclid|gclsrc|dclid|yclid|msclkid|igshid|igsh|zarsrc|gidzl|zalo\w*|_ga|_gl|mc_[ce]id|"
    r"phpsessid|jsessionid|aspsessionid\w*|sessionid|session_id|sid|cfid|cftoken|ref_src|ref_url|vnnsrc|src_ref)$",
    re.IGNORECASE,
)
_SESSION_PATH = re.compile(r";jsessionid=[^/?#]*|/\(S\([a-z0-9]{16,40}\)\)|/\([sS]\([^)]*\)\)", re.IGNORECASE)
_DEFAULT_PORT = {"http": "80", "https": "443"}
_AMP_PATH = re.compile(r"^/amp(?=/.)|(?<=.)/amp/?$", re.IGNORECASE)
_SAFE = "/:@!$&'()*+,;=~-._"
_LIST_LEAF = re.compile(r"^(?:trang|page|p)?[-_]?\d{1,4}$")
_ASSET = re.compile(
    r"\.(?:jpe?g|png|gif|webp|svg|ico|css|js|json|xml|rss|zip|rar|mp[34]|m3u8|pdf|docx?|xlsx?|pptx?)$",
    re.IGNORECASE,
)
_NOT_NEWS = re.compile(
    r"/(?:tag|tags|tu-khoa|chu-de|topic|topics|tac-gia|author|tim-kiem|search|rss|login|dang-nhap|lien-he|quang-cao|sitemap)(?:[/.?]|$)",
    re.IGNORECASE,
)
_DATED_LEAF = re.compile(r"/(?:19|20)\d{2}/\d{1,2}/\d{1,2}/[^/]*[a-z]{3}[^/]*$", re.IGNORECASE)
"""How WordPress addresses an article, however short its name."""
_NOT_TEXT = re.compile(r"/(?:trang|page|video|photo|podcast)(?:[/.?-]|$)", re.IGNORECASE)
_ID_QUERY = re.compile(r"^(?:\w*id|item|itemid|newsid|articleid|p|n|idbaiviet|tinid|postid)$", re.IGNORECASE)


@lru_cache(maxsize=4096)
def canonical(url: str) -> str:
    """The same address without what does not identify: case of the host, default port,
    fragment, tracking and session parameters; the query sorted. Hosts (m., amp.) and the
    scheme are left: the page's own canonical link decides about them."""
    parts = _parts(url)
    scheme = parts.scheme.lower()
    if scheme not in _DEFAULT_PORT:
        return url.strip()
    host = _host(parts.netloc, scheme)
    path = _dots(_SESSION_PATH.sub("", parts.path)) or "/"
    pairs = [
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if not _TRACKING.match(name) and not (name.lower() == "amp" and value.lower() in ("", "1", "true"))
    ]
    return urlunsplit(
        (
            scheme,
            host,
            quote(unquote(path, errors="surrogateescape"), safe=_SAFE, errors="surrogateescape"),
            urlencode(sorted(pairs)),
            "",
        )
    )


def main_form(url: str) -> str:
    """The address an article's mobile or AMP edition stands for: the host without its m. or
    amp. front, the path without /amp. Other addresses as they are. A guess from the address
    alone: what a page states of itself comes first."""
    parts = _parts(url)
    netloc, path = parts.netloc, _AMP_PATH.sub("", parts.path)
    if not netloc.startswith("www.") and host_of(url) != site_of(url):
        netloc = netloc.partition(".")[2]
    plain = urlunsplit(parts._replace(netloc=netloc, path=path))
    return plain if plain == url else main_form(plain)


def host_of(url: str) -> str:
    """The host name, lower case, without port; "" when there is none."""
    return (_parts(url).hostname or "").rstrip(".")


def site_of(url: str) -> str:
    """The host without its www., m., amp. ... front: hosts of one site compare equal."""
    return FRONT.sub("", host_of(url))


def is_home(url: str) -> bool:
    """The front page of a host."""
    parts = _parts(url)
    leaf = re.sub(r"^/(?:index|default|home|trang-chu)?(?:\.\w{3,5})?$", "", parts.path.lower())
    return leaf in ("", "/") and not any(_ID_QUERY.match(name) for name, _ in parse_qsl(parts.query))


def is_article_like(url: str) -> bool | None:
    """Does the address look like an article's? True, False (home, section, tag, asset) or
    None when it cannot be told from the address alone (`Default.aspx?ItemID=12`)."""
    parts = _parts(url)
    path = parts.path.rstrip("/")
    if is_home(url) or _ASSET.search(path):
        return False
    leaf = _leaf(path)
    words = _words(leaf)
    long_number = any(len(number) >= 5 for number in re.findall(r"\d+", leaf))
    if _NOT_NEWS.search(parts.path):
        return False
    if (len(words) >= 4 and long_number) or len(words) >= 6:
        return True
    if leaf.isdigit() and any(len(_words(segment)) >= 5 for segment in path.split("/")):
        return True
    if _NOT_TEXT.search(parts.path) or _LIST_LEAF.match(leaf):
        return False
    if any(_ID_QUERY.match(name) and value.isalnum() for name, value in parse_qsl(parts.query)):
        return None
    if re.search(r"/\d{4}/\d{1,2}/", path) and len(words) >= 3:
        return True
    if _DATED_LEAF.search(path):
        return True
    return None if long_number or len(words) == 5 else False


def article_ids(url: str) -> frozenset[str]:
    """The numbers that identify an article in an address: long digit runs of the last
    segment, and the values of id parameters."""
    parts = _parts(url)
    leaf = _leaf(parts.path)
    numbers = {found for found in re.findall(r"\d+", leaf) if len(found) >= 5}
    numbers |= {value for name, value in parse_qsl(parts.query) if _ID_QUERY.match(name)}
    return frozenset(numbers)


def slug_words(url: str) -> frozenset[str]:
    """The words (numbers too) of the last path segment."""
    return frozenset(word.lower() for word in _words(_leaf(_parts(url).path)))


def _leaf(path: str) -> str:
    """The last path segment without its ending."""
    return re.sub(r"\.\w{2,5}$", "", path.rstrip("/").rsplit("/", 1)[-1])


def _words(segment: str) -> list[str]:
    return [word for word in re.split(r"[-_]", segment) if word]


@lru_cache(maxsize=4096)
def _parts(url: str) -> SplitResult:
    """The parts of an address; all empty when it is none."""
    try:
        return urlsplit(url.strip())
    except ValueError:
        return SplitResult("", "", "", "", "")


def _host(netloc: str, scheme: str) -> str:
    host, colon, port = netloc.rpartition("@")[2].lower().partition(":")
    host = host.rstrip(".")
    if not host.isascii():
        with suppress(UnicodeError):
            host = host.encode("idna").decode("ascii")
    return host if not colon or port in ("", _DEFAULT_PORT[scheme]) else f"{host}:{port}"


def _dots(path: str) -> str:
    if "/." not in path:
        return path
    kept: list[str] = []
    segments = path.split("/")
    for number, segment in enumerate(segments):
        if segment == "..":
            if len(kept) > 1:
                kept.pop()
        elif segment != ".":
            kept.append(segment)
        if segment in (".", "..") and number == len(segments) - 1:
            kept.append("")
    return "/".join(kept)
