"""Pieces of patterns: Vietnamese letters, capitalised names, headlines in capitals.

All patterns are meant for text that went through `clean`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from nlp.lexicon import lexicon

_MARKS = "\u0300\u0301\u0309\u0303\u0323"
_VOWELS = "aăâeêioôơuưy"
_TONED = "".join(unicodedata.normalize("NFC", vowel + mark) for vowel in _VOWELS for mark in _MARKS)
LOWER = "a-zăâđêôơư" + _TONED
UPPER = "A-ZĂÂĐÊÔƠƯ" + _TONED.upper()

SYLLABLE = rf"[{UPPER}][{UPPER}{LOWER}'’]*"
"""One capitalised syllable: Hà, HCM, K'Long."""

ROMAN = r"[IVX]{1,6}"

_NUMERALS = {1: "I", 4: "IV", 5: "V", 9: "IX", 10: "X"}
_WORDS = {
    "nhất": 1,
    "hai": 2,
    "nhì": 2,
    "ba": 3,
    "tư": 4,
    "năm": 5,
    "sáu": 6,
    "bảy": 7,
    "tám": 8,
    "chín": 9,
    "mười": 10,
}


@cache
def ordinal(written: str) -> int | None:
    """XVIII, 18 or nhất as a number; None when it is none between 1 and 39."""
    low = written.lower()
    if low in _WORDS:
        return _WORDS[low]
    if written.isdigit():
        return int(written) if 0 < int(written) < 40 else None
    return next((number for number in range(1, 40) if roman(number) == written.upper()), None)


@cache
def roman(number: int) -> str:
    """A number as a Roman numeral."""
    out = ""
    for value in sorted(_NUMERALS, reverse=True):
        while number >= value:
            out += _NUMERALS[value]
            number -= value
    return out


_CAPS_RUN = re.compile(rf"(?<![{LOWER}\w])[{UPPER}]{{1,7}}(?:[ ,\-–:;“”\"0-9.()]+[{UPPER}]{{1,7}}\b){{3,}}")
_NAMES = re.compile(rf"{SYLLABLE}(?: {SYLLABLE}){{1,4}}")
_KEPT_NUMERAL = re.compile(
    rf"(?<=thứ )({ROMAN})\b|(?<=lần )({ROMAN})\b|(?<=khóa )({ROMAN})\b|(?<=đảng )({ROMAN})\b"
    rf"|(?<=hội )({ROMAN})\b|(?<=đảng bộ )({ROMAN})\b",
    re.IGNORECASE,
)
_AFTER_NAME = "lần|nhiệm|khóa|lên|đã|sẽ|ra|thành công|khai|bế|họp|tổ chức|diễn|tiếp|chuẩn|phải|là|với|và|trước|sau|trong|bầu|có"
_NAMED_UNIT = re.compile(
    rf"(?i:phường|xã|thị trấn|đặc khu|quận|huyện|thị xã|thành phố|tỉnh) (?=[{UPPER}\d])|(?P<short>TP)(?=\.? [{UPPER}])"
)
_UNIT_NAME = re.compile(
    rf"((?:phường|xã|thị trấn|đặc khu|quận|huyện|thị xã|thành phố|tỉnh) )((?!(?:{_AFTER_NAME})\b)[{LOWER}]+(?: [{LOWER}]+)?)"
    rf"(?=$|[,.;:!?\n)]| (?:{_AFTER_NAME})\b)"
)


_SPLIT_BODY = re.compile(r"([Đđ]ảng) Bộ(?!\w)")
"""Where a ministry's name ("Bộ Công") was seen in "đảng bộ công an"."""
_OF_MINISTRY = re.compile(r"([Đđ]ảng (?:bộ|ủy) )(bộ \w)")
_WORD = re.compile(r" ?\w+")
_PARTY_BODY = re.compile(r"[Đđ]ảng (?:bộ|ủy) (\w+(?: \w+){0,9})")
_LOW_BODY = re.compile(r"([Đđ]ảng (?:bộ|ủy) )(\w+(?: \w+){0,9})")


def truecased(text: str) -> str:
    """The text with runs of CAPITALS in ordinary case; same length.

    Names get their capitals back from the rest of the text and from the map of provinces;
    where the rest names no place of that unit, up to two syllables behind the unit word do.
    """
    runs = [(match.start(), match.end()) for match in _CAPS_RUN.finditer(text)]
    if not runs:
        return text
    rest = _between(text, runs)
    names, units = _known_names(rest), {_unit(match) for match in _NAMED_UNIT.finditer(rest)}
    bodies = sorted({match[1] for match in _PARTY_BODY.finditer(rest)})
    parts: list[str] = []
    last = 0
    for start, end in runs:
        parts += [text[last:start], _with_bodies(_lowered(text[start:end], names, units), bodies)]
        last = end
    return "".join(parts) + text[last:]


def _unit(match: re.Match[str]) -> str:
    return "thành phố " if match["short"] else match[0].lower()


def _between(text: str, runs: list[tuple[int, int]]) -> str:
    """The text without its runs of capitals."""
    rest, last = [], 0
    for start, end in runs:
        rest.append(text[last:start])
        last = end
    return "\n".join([*rest, text[last:]])


def _known_names(rest: str) -> list[str]:
    found = {match[0] for match in _NAMES.finditer(rest)}
    tails = {name.split(" ", 1)[1] for name in found if name.count(" ") > 1}
    provinces = {province["name"] for province in lexicon("places")["province"]}
    fixed = {"Đảng", "Bí thư", "Thành ủy", "Tỉnh ủy", "Trung ương"}
    return sorted(found | tails | provinces | fixed, key=len, reverse=True)


def _with_bodies(run: str, bodies: list[str]) -> str:
    """What stands behind "đảng bộ" gets the case it has behind "Đảng bộ" in the rest, as far as the words agree."""

    def written(match: re.Match[str]) -> str:
        best = max((_agreed(match[2], body) for body in bodies), key=len, default="")
        return match[1] + best + match[2][len(best) :]

    return _LOW_BODY.sub(written, run)


def _agreed(words: str, body: str) -> str:
    """The beginning of `body`, in whole words, that `words` begins with in any case."""
    end = 0
    for match in _WORD.finditer(body):
        if (
            words[end : match.end()].lower() != body[end : match.end()].lower()
            or words[match.end() :][:1].isalnum()
        ):
            break
        end = match.end()
    return body[:end]


def _lowered(run: str, names: list[str], units: set[str]) -> str:
    low = run.lower()
    for name in names:
        small = name.lower()
        if small in low:
            low = re.sub(rf"(?<!\w){re.escape(small)}(?!\w)", name, low)
    low = _KEPT_NUMERAL.sub(lambda match: match[0].upper(), low)
    low = re.sub(r"\btphcm\b", "TPHCM", low)
    low = _SPLIT_BODY.sub(r"\1 bộ", low)
    low = _OF_MINISTRY.sub(lambda match: match[1] + match[2].title(), low)
    low = _UNIT_NAME.sub(lambda match: match[0] if match[1] in units else match[1] + match[2].title(), low)
    return low if len(low) == len(run) else run


__all__ = ["LOWER", "ROMAN", "SYLLABLE", "UPPER", "ordinal", "roman", "truecased"]
