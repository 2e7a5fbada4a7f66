"""Vietnamese written for fonts rather than in Unicode: TCVN3 (ABC), VNI-Windows, VISCII; and
UTF-8 that somebody encoded twice. Recognised by what it reads like, never by a name alone.

Such text comes as Latin letters that mean nothing (`§¹i héi`, `Ñaïi hoäi`, `Äáº¡i há»™i`). It is
converted where that turns words that cannot be Vietnamese into words that can.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache

from crawlers.extract.legacy_syllables import count_words

_TCVN3 = str.maketrans(
    dict(
        zip(
            "¡¢£¤¥¦§¨©ª«¬\xad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
            "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
            strict=True,
        )
    )
)
_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT, _HAT, _BREVE = "\u0301\u0300\u0309\u0303\u0323\u0302\u0306"
_VNI_TONES = {"ù": _ACUTE, "ø": _GRAVE, "û": _HOOK, "õ": _TILDE, "ï": _DOT}
_VNI_HATS = {"â": "", "á": _ACUTE, "à": _GRAVE, "å": _HOOK, "ã": _TILDE, "ä": _DOT}
_VNI_BREVES = {"ê": "", "é": _ACUTE, "è": _GRAVE, "ú": _HOOK, "ü": _TILDE, "ë": _DOT}
_VNI_ALONE = {"ñ": "đ", "ô": "ơ", "ö": "ư", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
_VISCII = (
    "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừử"
    "ÙÚỹỵÝỡưàáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ"
)
_VISCII_LOW = {2: "Ẳ", 5: "Ẵ", 6: "Ẫ", 20: "Ỷ", 25: "Ỹ", 30: "Ỵ"}
_TAG = re.compile(
    r"(<script\b.*?</script>|<style\b.*?</style>|<!--.*?-->|<[^>]*>)", re.IGNORECASE | re.DOTALL
)
_CONTENT = re.compile(r"""((?:content|title|alt)\s*=\s*)("[^"]*"|'[^']*')""", re.IGNORECASE)
_CAPITALS = re.compile(
    r"\.vn\w*?(?:time|arial|univers\w*|teknical|book\w*|avant|aristote|centurion)\w*?h\b", re.IGNORECASE
)
_TAG_NAME = re.compile(r"<\s*(/?)\s*(\w+)")
_DOUBLED = re.compile(r"[\u00a0-\u00ff\u0080-\u009f\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013\u2014\u2018-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122]{2,}")  # fmt: skip
_INLINE = re.compile(
    r"</?\s*(?:a|abbr|b|big|em|font|i|mark|o:p|small|span|st1:\w+|strong|sub|sup|u)\b", re.IGNORECASE
)
_TONED = "[àảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]"
_SENTENCE = re.compile(rf"(?<=[.!?]\s){_TONED}")
_BEGIN = re.compile(rf"^[\s\"“(]*{_TONED}")
"""TCVN3 has no toned capitals outside its fonts of capitals: a sentence that begins with one
is spelt small."""
_ENOUGH = 6
"""Accented words fewer than these prove nothing."""
_PLAUSIBLE = 0.8

Convert = Callable[[str], str]


@cache
def _vni() -> tuple[re.Pattern[str], dict[str, str]]:
    """Every spelling of VNI-Windows: a letter and its mark, or a letter of its own."""
    table: dict[str, str] = {}
    for small, plain in zip("aeouyôö", "aeouyơư", strict=True):
        marks = dict(_VNI_TONES)
        marks |= {mark: _HAT + tone for mark, tone in _VNI_HATS.items() if small in "aeo"}
        marks |= {mark: _BREVE + tone for mark, tone in _VNI_BREVES.items() if small == "a"}
        for mark, combining in marks.items():
            whole = unicodedata.normalize("NFC", plain + combining)
            for spelt in (small + mark, small + mark.upper()):
                table[spelt] = whole
            for spelt in (small.upper() + mark, small.upper() + mark.upper()):
                table[spelt] = whole.upper()
    for small, plain in _VNI_ALONE.items():
        table[small], table[small.upper()] = plain, plain.upper()
    longest_first = sorted(table, key=len, reverse=True)
    return re.compile("|".join(longest_first)), table


def from_tcvn3(text: str) -> str:
    """Text set in a .VnTime font as Unicode. Toned capitals are small letters there; their
    font (.VnTimeH) tells them."""
    return text.translate(_TCVN3)


def from_vni(text: str) -> str:
    """Text set in a VNI-Times font as Unicode."""
    pattern, table = _vni()
    return pattern.sub(lambda found: table[found[0]], text)


def from_viscii(body: bytes) -> str:
    """VISCII bytes as Unicode."""
    return "".join(_VISCII[each - 128] if each > 127 else _VISCII_LOW.get(each, chr(each)) for each in body)


def undouble(text: str) -> str:
    """UTF-8 that was read as Windows-1252 and encoded again, as it was meant."""
    return _DOUBLED.sub(_once, text)


_TELLTALES = ("®", "ñ", "Ñ", "á»", "áº")


def _once(found: re.Match[str]) -> str:
    try:
        return bytes(_byte(each) for each in found[0]).decode("utf-8")
    except (UnicodeDecodeError, UnicodeEncodeError):
        return found[0]


def _byte(letter: str) -> int:
    return ord(letter) if ord(letter) < 256 else letter.encode("windows-1252")[0]


def is_suspect(words: str) -> bool:
    """Do these words of a page make it worth a closer look by `mended`? Costs next to nothing."""
    return any(each in words for each in _TELLTALES)


def mended(text: str) -> tuple[str, str]:
    """The markup of a page in Unicode, and what had to be done for it ("legacy_tcvn3",
    "legacy_vni", "double_utf8" or ""). Correct Unicode is never touched."""
    if text.count("á»") + text.count("áº") >= 2:
        once = undouble(text)
        if _is_better(text, once):
            return once, "double_utf8"
    for name, telltales, convert in (
        ("legacy_tcvn3", ("®", "&reg;", "&#174;"), from_tcvn3),
        ("legacy_vni", ("ñ", "Ñ", "&ntilde;", "&Ntilde;", "&#241;", "&#209;"), from_vni),
    ):
        if sum(text.count(each) for each in telltales) >= 2:
            words = html.unescape(_TAG.sub("\n", text))
            if any(_is_better(each, convert(each)) for each in _parts(words)):
                return _converted(text, convert), name
    return text, ""


def _parts(words: str) -> Iterator[str]:
    """The whole, then stretches of it: a page may hold one paragraph of legacy text."""
    yield words
    lines = [line for line in words.splitlines() if not line.isascii()]
    yield from lines if len(lines) <= 400 else ()


def _is_better(before: str, after: str) -> bool:
    many, right = count_words(before)
    enough, turned = count_words(after)
    return enough >= _ENOUGH and turned >= _PLAUSIBLE * enough and right < 0.5 * many


def _converted(text: str, convert: Convert) -> str:
    """Every stretch of text between tags (and what tags state) that reads better so."""
    done: list[str] = []
    capitals: list[str] = []  # open tags since one that sets a font of capitals
    begins = True
    for number, part in enumerate(_TAG.split(text)):
        if number % 2:
            _follow(part, capitals)
            begins = begins or not _INLINE.match(part)
            done.append(_CONTENT.sub(lambda found: found[1] + _stretch(found[2], convert, True), part))
        elif part:
            whole = _stretch(part, convert, begins)
            begins = begins and part.isspace()
            done.append(html.escape(html.unescape(whole).upper(), quote=False) if capitals else whole)
    return "".join(done)


def _follow(tag: str, capitals: list[str]) -> None:
    found = _TAG_NAME.match(tag)
    if not found or tag.endswith("/>") or found[2].lower() in ("br", "img", "meta", "hr", "input", "link"):
        return
    if not found[1]:
        if capitals or _CAPITALS.search(tag):
            capitals.append(found[2].lower())
    elif capitals and found[2].lower() in capitals:
        while capitals.pop() != found[2].lower():
            pass


def _stretch(part: str, convert: Convert, begins: bool) -> str:
    if part.isascii() and "&" not in part:
        return part
    plain = html.unescape(part)
    turned = convert(plain)
    if count_words(turned)[1] <= count_words(plain)[1]:
        return part
    if convert is from_tcvn3:
        turned = _SENTENCE.sub(lambda found: found[0].upper(), turned)
        turned = _BEGIN.sub(lambda found: found[0].upper(), turned) if begins else turned
    return html.escape(turned, quote=False)


def _as_1258(words: str) -> str:
    read = words.encode("latin-1", "replace").decode("windows-1258", "replace")
    return unicodedata.normalize("NFC", read)


def from_bytes_of(body: bytes) -> tuple[str, str]:
    """Bytes that are no UTF-8 as Vietnamese text, and how they were read ("windows-1258",
    "legacy_viscii", "latin-1" for what `mended` will convert); ("", "") when they read like
    no Vietnamese in any of these."""
    latin = body.decode("latin-1")
    words = html.unescape(_TAG.sub(" ", latin))
    readings: tuple[tuple[str, Convert], ...] = (
        ("windows-1258", _as_1258),
        ("latin-1", from_tcvn3),
        ("latin-1", from_vni),
        ("legacy_viscii", lambda text: from_viscii(text.encode("latin-1", "replace"))),
    )
    best, share = "", _PLAUSIBLE
    for name, convert in readings:
        many, right = count_words(convert(words))
        if many >= _ENOUGH and right > share * many:
            best, share = name, right / many
    if not best:
        return "", ""
    if best == "latin-1":
        return latin, best
    if best == "legacy_viscii":
        return from_viscii(body), best
    return body.decode("windows-1258", "replace"), best
