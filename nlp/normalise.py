"""One normaliser with two faces.

`clean` keeps case and meaning; `search_form` stands on top of it and is what is written
to the index and what is asked of it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

import numpy as np
import numpy.typing as npt

_TONES = "\u0300\u0301\u0309\u0303\u0323"
_SPACES = dict.fromkeys(
    [0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000, 0x0B, 0x0C, 0x1C, 0x1D, 0x1E, 0x1F, 0x85],
    " ",
)
_INVISIBLE: dict[int, None] = dict.fromkeys(
    [
        *range(0x00, 0x09),
        *range(0x0E, 0x1C),
        *range(0x7F, 0x85),
        *range(0x86, 0xA0),
        0xAD,
        0x061C,
        0x180E,
        *range(0x200B, 0x2010),
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2070),
        0xFEFF,
        *range(0xFFF9, 0xFFFC),
    ]
)
_LETTERS = {0xD0: "Đ", 0x189: "Đ", 0xF0: "đ", 0x2028: "\n", 0x2029: "\n"}
_TABLE: dict[int, str | None] = {**_SPACES, **_INVISIBLE, **_LETTERS, 0x0D: "\n"}
_UNCLEAN = re.compile("[" + "".join(re.escape(chr(code)) for code in _TABLE) + "]")

_Units = npt.NDArray[np.uint16]


def clean(text: str) -> str:
    """The text in one spelling, case kept.

    NFC; zero-width, soft-hyphen and control characters out; every kind of blank a space;
    CR LF and CR a newline; Ð a Đ; one placement of tone marks (hòa, thủy, but hoàn, quý).
    """
    composed = unicodedata.normalize("NFC", text)
    if _UNCLEAN.search(composed):
        composed = _unveiled(composed)[0]
    return _placed(composed)


def clean_with_map(text: str) -> tuple[str, Sequence[int]]:
    """`clean(text)` and for each of its characters, and its end, the offset in NFC(text)."""
    composed = unicodedata.normalize("NFC", text)
    offsets: Sequence[int] = range(len(composed) + 1)
    if _UNCLEAN.search(composed):
        composed, offsets = _unveiled(composed)
    return _placed(composed), offsets


def search_form(text: str) -> tuple[str, str]:
    """(marked, folded): lower case, every non-alphanumeric a space, blanks collapsed.

    folded has đ as d and no marks. Both have the same number of characters. Characters
    beyond the basic plane (emoji, mostly) separate words.
    """
    units = _units(clean(text))
    marks, table, folds = _tables()
    if marks[units].any():  # a mark that composes with nothing: out, before tones are placed
        bare = units[~marks[units]].tobytes().decode("utf-16-le", "surrogatepass")
        units = _units(clean(bare))
        units = units[~marks[units]]
    spelt = _collapsed(table[units])
    return _text(spelt), _text(folds[spelt])


def folded_in_place(text: str) -> str | None:
    """The folded letters where they stand in the text, all else as spaces; as many characters.

    None for a text that has to be cleaned first (invisible characters, marks that stand alone,
    letters beyond the basic plane): places would move.
    """
    units = _units(text)
    if len(units) != len(text):
        return None
    letters = _spread()[units]
    return _text(letters) if letters.all() else None


def _still() -> npt.NDArray[np.bool_]:
    """Characters of the basic plane that `clean` leaves at their places, whatever stands beside."""
    still = ~_tables()[0]
    still[[*_TABLE]] = False
    still[0x1100:0x1200] = False  # Korean letters that compose
    still[0xD800:0xE000] = False
    moved = [code for code in np.flatnonzero(still) if not unicodedata.is_normalized("NFC", chr(code))]
    still[moved] = False
    return still


@cache
def _spread() -> _Units:
    """The folded face of a character; 0 for one that has to be cleaned first."""
    _, marked, folded = _tables()
    return np.where(_still(), folded[marked], 0).astype("<u2")


def _collapsed(units: _Units) -> _Units:
    """One blank where there are several, none at the ends. In NumPy: splitting and joining the
    words of a text takes three times as long."""
    letters = units != 0x20
    kept = letters.copy()
    kept[1:] |= letters[:-1]
    found: _Units = units[kept]
    return found[:-1] if len(found) and found[-1] == 0x20 else found


def _text(units: _Units) -> str:
    return units.tobytes().decode("utf-16-le")


def _units(text: str) -> _Units:
    return np.frombuffer(text.encode("utf-16-le", "surrogatepass"), dtype="<u2")


@cache
def _tables() -> tuple[npt.NDArray[np.bool_], _Units, _Units]:
    """Over the basic plane: is a combining mark; its marked face; its folded face."""
    size = 0x10000
    marks = np.zeros(size, dtype=np.bool_)
    marked = np.full(size, 0x20, dtype="<u2")
    folded = np.arange(size, dtype="<u2")
    for code in range(size):
        char = chr(code)
        if unicodedata.combining(char):
            marks[code] = True
        elif char.isalnum():
            marked[code] = ord(char.lower()[0])
            folded[code] = ord(_base(char.lower()[0]))
    return marks, marked, folded


def _base(char: str) -> str:
    if char == "đ":
        return "d"
    bare = [part for part in unicodedata.normalize("NFD", char) if not unicodedata.combining(part)]
    return bare[0] if len(bare) == 1 and bare[0].isalnum() and bare[0] < "\uffff" else char


def _unveiled(composed: str) -> tuple[str, list[int]]:
    """What `_TABLE` says, composed again, with the offset of every character kept."""
    kept: list[str] = []
    offsets: list[int] = []
    at = 0
    for found in _UNCLEAN.finditer(composed):
        start = found.start()
        kept.append(composed[at:start])
        offsets.extend(range(at, start))
        at = start + 1
        if found[0] == "\r" and composed[at : at + 1] == "\n":
            continue
        new = _TABLE[ord(found[0])]
        if new is not None:
            kept.append(new)
            offsets.append(start)
    kept.append(composed[at:])
    offsets.extend(range(at, len(composed)))
    offsets.append(len(composed))
    text = "".join(kept)
    return (text, offsets) if unicodedata.is_normalized("NFC", text) else _composed(text, offsets)


def _composed(text: str, offsets: Sequence[int]) -> tuple[str, list[int]]:
    """NFC of a text, cluster by cluster, carrying the offsets."""
    parts: list[str] = []
    moved: list[int] = []
    for start, end in _clusters(text):
        part = unicodedata.normalize("NFC", text[start:end])
        parts.append(part)
        moved += [offsets[start]] * len(part)
    return "".join(parts), [*moved, offsets[len(text)]]


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for at in range(1, len(text)):
        char = text[at]
        if not (unicodedata.category(char).startswith("M") or "\u1160" <= char <= "\u11ff"):
            yield start, at
            start = at
    if text:
        yield start, len(text)


def _toned(letters: str) -> str:
    """These vowels with each of the five tones, in both cases."""
    both = letters + letters.upper()
    return "".join(unicodedata.normalize("NFC", vowel + tone) for vowel in both for tone in _TONES)


_LETTER = r"(?:[^\W\d_]|[\u0300-\u036f])"
_VOWEL = "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY"
# Each pattern begins with one set of letters: that is what makes the scan fast.
_NEW_STYLE = re.compile(  # hoà, xoè, uỷ, thuỷ; but quý stays
    rf"[oOuU](?:(?<=[oO])[{_toned('ae')}]|(?<=[uU])(?<![qQ].)[{_toned('y')}])(?!{_LETTER})"
)
_SLIPPED = re.compile(  # hòan, hùynh, qúa, gìa
    rf"[{_toned('oui')}](?:(?<=[{_toned('o')}])[aeAE](?={_LETTER})"
    rf"|(?<=[{_toned('u')}])(?<![qQ].)[yY](?=[^\W\d_êÊeE])"
    rf"|(?<=[qQ][{_toned('u')}])[{_VOWEL}]"
    rf"|(?<=[gG][{_toned('i')}])[{_VOWEL}])"
)


_WHOLE = 500
"""Characters from which a string is a text, which several steps clean, and not a name."""


def _placed(text: str) -> str:
    return _placed_whole(text) if len(text) > _WHOLE else _SLIPPED.sub(_swap, _NEW_STYLE.sub(_swap, text))


@lru_cache(maxsize=8)
def _placed_whole(text: str) -> str:
    return _SLIPPED.sub(_swap, _NEW_STYLE.sub(_swap, text))


@cache
def _swapped(pair: str) -> str:
    """The tone of one of two vowels, given to the other."""
    first, second = (unicodedata.normalize("NFD", letter) for letter in pair)
    tone = next(mark for mark in first + second if mark in _TONES)
    if tone in first:
        first, second = first.replace(tone, ""), second + tone
    else:
        first, second = first + tone, second.replace(tone, "")
    return unicodedata.normalize("NFC", first) + unicodedata.normalize("NFC", second)


def _swap(match: re.Match[str]) -> str:
    return _swapped(match[0])


__all__ = ["clean", "clean_with_map", "folded_in_place", "search_form"]
