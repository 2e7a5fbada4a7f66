"""Bytes -> text, and the refusal of what is no HTML."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from crawlers.extract.legacy import from_bytes_of
from lantoa.article import Page
from lantoa.errors import Aside
from lantoa.words import word

_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_HEADER = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{2,40})", re.IGNORECASE)
_MAGIC = (
    b"%PDF-",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"PK\x03\x04",
    b"RIFF",
    b"\x1f\x8b",
    b"Rar!",
    b"ID3",
    b"\xd0\xcf\x11\xe0",
    b"OggS",
    b"BM6",
    b"{\\rtf",
)
_HEAD = 200_000
_LOST = "bad_encoding"
_TEXT_TYPES = ("html", "xml", "text/plain", "octet-stream", "x-jsp", "text/")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MARKS = tuple(mark for mark, _ in _BOMS)


class NotHtml(Aside):
    """The body is no HTML page (PDF, image, binary, JSON): nothing to extract."""


def decode(page: Page) -> tuple[bytes, tuple[str, ...]]:
    """The page in UTF-8, and the flags of what had to be done for it: "bad_encoding"
    (bytes were lost), "legacy_viscii". Whether its letters are legacy ones is seen when it is
    parsed (see legacy.mended).

    UTF-8 first (servers often declare another charset over it), then BOM, what reads like
    Vietnamese, meta, header, detection. Raises NotHtml for a body that is no HTML.
    """
    body = page.body
    declared = page.header("content-type")
    kind = declared.partition(";")[0].strip().lower()
    if body.startswith(_MAGIC) or (kind and not any(each in kind for each in _TEXT_TYPES)):
        raise NotHtml(word("extract.not_html", url=page.final_url or page.url, type=kind or "?"))
    plain = _plain(body)
    text, flag = (plain, "") if plain is not None else _read(body, declared)
    many = b"\x00" in body and text.count("\x00", 0, _HEAD) > 50
    if many or (text.find("<", 0, _HEAD) < 0 and text.strip()):
        raise NotHtml(word("extract.not_html", url=page.final_url or page.url, type=kind or "?"))
    data = body if plain is not None else text.encode("utf-8", "replace")
    return data, (flag,) if flag else ()


def _plain(body: bytes) -> str | None:
    """The text of a body that is UTF-8 as it stands, as nearly all are."""
    if body.startswith(_MARKS) or _wide(body):
        return None
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return None


def to_text(body: bytes, declared: str = "") -> tuple[str, bool]:
    """Bytes of a page as text; False when some bytes had to be replaced. Never raises."""
    text, flag = _read(body, declared)
    return text, flag != _LOST


def _read(body: bytes, declared: str) -> tuple[str, str]:
    """The text, and its flag: _LOST, "legacy_viscii" or ""."""
    for mark, name in _BOMS:
        if body.startswith(mark):
            return _replaced(body, name)
    if wide := _wide(body):
        return _replaced(body, wide)
    try:
        return body.decode("utf-8"), ""
    except UnicodeDecodeError as problem:
        if problem.start > len(body) - 4 or _nearly_utf8(body):
            return body.decode("utf-8", "replace"), _LOST
    text, how = from_bytes_of(body)
    if how:
        return text, how if how == "legacy_viscii" else ""
    best = from_bytes(body[:200_000]).best()
    for name in [*_declared(body, declared), *([best.encoding] if best else [])]:
        try:
            return body.decode(name), ""
        except (UnicodeDecodeError, LookupError):
            continue
    return body.decode("utf-8", "replace"), _LOST


def _replaced(body: bytes, name: str) -> tuple[str, str]:
    text = body.decode(name, "replace")
    lost = text.count("\ufffd") > body.count("\ufffd".encode(name))
    return text.lstrip("\ufeff"), _LOST if lost else ""


def _declared(body: bytes, header: str) -> list[str]:
    names = [found.decode("ascii", "replace") for found in _META.findall(body[:4096])]
    if found := _HEADER.search(header):
        names.append(found[1])
    names = [
        "windows-1252" if name.lower() in ("iso-8859-1", "latin-1", "ascii", "us-ascii") else name
        for name in names
    ]
    return [name for name in names if name.lower() not in ("utf-8", "utf8")]


def _nearly_utf8(body: bytes) -> bool:
    """A few broken bytes in a long UTF-8 page (cut or spliced), not another encoding."""
    text = body.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    letters = sum(1 for each in text[:400_000] if each > "\x7f")
    return broken * 20 < letters


def _wide(body: bytes) -> str:
    """UTF-16 without a byte order mark: every second byte of the markup is zero."""
    sample = body[:400]
    if len(sample) < 40 or b"\x00" not in sample:
        return ""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > half * 0.6 and even < half * 0.2:
        return "utf-16-le"
    return "utf-16-be" if even > half * 0.6 and odd < half * 0.2 else ""
