"""Names of party bodies that are an organisation's: cells, and bodies outside the map."""

from __future__ import annotations

import re

from nlp.letters import ROMAN, SYLLABLE
from nlp.organisations import organisation_end
from nlp.places import place_at
from nlp.sectors import sector_end

_SMALL_UNIT = r"(?:[Kk]hu phố|[Ấấ]p|[Tt]hôn|[Tt]ổ dân phố|[Tt]ổ|[Xx]óm|[Bb]ản|[Bb]uôn|[Ll]àng|[Kk]hu dân cư|KDC|KP|TDP|[Kk]hóm|[Đđ]ảo|[Kk]hu|[Kk]hoa|[Ll]ãnh sự quán|[Đđ]ại sứ quán|[Tt]rường|[Tt]rạm|[Dd]oanh nghiệp|[Tt]rung đội|[Đđ]ội)"
_CELL_TAIL = re.compile(
    rf" (?:(?:số )?\d{{1,3}}[A-Z]?(?!\w)|{_SMALL_UNIT}(?!\w)(?: số)?(?: (?!(?:Lần|Nhiệm|Khóa|Đại|{ROMAN})\b)(?:{SYLLABLE}|\d{{1,3}}[A-Z]?)(?!\w))+"
    rf"|(?!(?:Lần|Nhiệm|Khóa|Đại|{ROMAN})\b){SYLLABLE}(?: (?!(?:Lần|Nhiệm|Khóa|Đại|{ROMAN})\b)(?:{SYLLABLE}|\d{{1,3}})(?!\w))*)"
)


def cell_end(text: str, at: int) -> int:
    """End of the name behind "Chi bộ" ("khu phố 5", "Trường Tiểu học X", "3"); `at` when there is none."""
    end = at
    if text[at : at + 1] == " ":
        end = max(organisation_end(text, at + 1), _military(text, at))
    if end <= at + 1:
        tail = _CELL_TAIL.match(text, at)
        end = tail.end() if tail else at
    return end


def body_end(text: str, at: int) -> int:
    """End of a body outside the map: an organisation's, or one the grammar of sectors knows; else `at`."""
    organ = organisation_end(text, at + 1) if text[at : at + 1] == " " else at
    return max(organ if organ > at + 1 else at, sector_end(text, at))


_MILITARY = re.compile(r" (?:Quân sự|Công an|quân sự|công an|Cơ quan|cơ quan)(?!\w)")


def _military(text: str, at: int) -> int:
    """ "Quân sự thị trấn X", "cơ quan xã": an office and its place."""
    office = _MILITARY.match(text, at)
    if office is None:
        return at
    place = place_at(text, office.end() + 1)
    return place.end if place else office.end()
