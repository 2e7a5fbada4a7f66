"""Names of cells of the party: "Chi bộ khu phố 5", "Chi bộ Trường Tiểu học X", "Chi bộ 3"."""

from __future__ import annotations

import re

from nlp.letters import ROMAN, SYLLABLE
from nlp.places import place_at

_SMALL_UNIT = r"(?:[Kk]hu phố|[Ấấ]p|[Tt]hôn|[Tt]ổ dân phố|[Tt]ổ|[Xx]óm|[Bb]ản|[Bb]uôn|[Ll]àng|[Kk]hu dân cư|KDC|KP|TDP|[Kk]hóm|[Đđ]ảo|[Kk]hu|[Kk]hoa|[Ll]ãnh sự quán|[Đđ]ại sứ quán|[Tt]rường|[Tt]rạm|[Dd]oanh nghiệp|[Tt]rung đội|[Đđ]ội)"
_CELL_TAIL = re.compile(
    rf" (?:(?:số )?\d{{1,3}}[A-Z]?(?!\w)|{_SMALL_UNIT}(?!\w)(?: số)?(?: (?!(?:Lần|Nhiệm|Khóa|Đại|{ROMAN})\b)(?:{SYLLABLE}|\d{{1,3}}[A-Z]?)(?!\w))+"
    rf"|(?!(?:Lần|Nhiệm|Khóa|Đại|{ROMAN})\b){SYLLABLE}(?: (?!(?:Lần|Nhiệm|Khóa|Đại|{ROMAN})\b)(?:{SYLLABLE}|\d{{1,3}})(?!\w))*)"
)


def place_or_number(text: str, at: int) -> int:
    """End of a cell's name that is a quarter's, a number or plain capitals; `at` when there is none."""
    tail = _CELL_TAIL.match(text, at)
    return tail.end() if tail else at


_MILITARY = re.compile(r" (?:Quân sự|Công an|quân sự|công an|Cơ quan|cơ quan)(?!\w)")


def military(text: str, at: int) -> int:
    """ "Quân sự thị trấn X", "cơ quan xã": an office and its place."""
    office = _MILITARY.match(text, at)
    if office is None:
        return at
    place = place_at(text, office.end() + 1)
    return place.end if place else office.end()
