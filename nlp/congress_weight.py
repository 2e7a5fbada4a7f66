"""Is a text about a congress, or does it only mention it?"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lantoa.article import Level

_BACK = re.compile(
    r"(?:[Nn]ghị quyết|[Tt]inh thần|[Vv]ăn kiện|[Cc]hỉ tiêu|[Mm]ục tiêu|[Kk]ết quả thực hiện|[Ss]au|[Tt]ừ|[Kk]ể từ|[Tt]heo|[Đđ]ường lối)"
    r"(?: (?:mà|của|do|tại|các|kỳ|mà|số|nêu|trong|thực hiện))*(?: [Nn]ghị quyết)?(?: (?:của|các))? ?[“\"]?$"
)
_WELCOME = re.compile(
    r"(?:[Cc]hào mừng|[Hh]ướng tới|[Hh]ướng về|[Tt]iến tới|[Ll]ập thành tích[^.]{0,30})(?: (?:kỷ niệm|thành công|sự kiện|các))* ?[“\"]?$"
)
_REACH = 60


def is_looking_back(text: str, at: int) -> bool:
    """Does a name at this offset stand in "nghị quyết Đại hội ..." and the like?"""
    return _BACK.search(text[max(0, at - _REACH) : at]) is not None


def is_welcome(text: str, at: int) -> bool:
    """Does it stand in "chào mừng Đại hội ..." and the like?"""
    return _WELCOME.search(text[max(0, at - _REACH) : at]) is not None


@dataclass(frozen=True, slots=True)
class Weighed:
    """What speaks for or against: counts of references to one congress in one text.

    forward: references that do not look back; total: with anaphors; share: of all
    references in the text; first: where the first one stands, 0..1; length: characters.
    """

    level: Level
    in_title: bool
    in_lead: bool
    welcome_only: bool
    forward: int
    total: int
    share: float
    length: int
    first: float


def is_about(weighed: Weighed) -> tuple[bool, str]:
    """(about, reason)."""
    if weighed.forward == 0:
        return False, "looking-back"
    if weighed.level == "generic":
        return weighed.in_title and weighed.share > 0.5, "generic"
    if weighed.in_title and not weighed.welcome_only:
        return True, "title"
    if weighed.welcome_only and weighed.total < 3:
        return False, "welcome"
    if weighed.in_lead:
        return True, "lead"
    if weighed.total >= 4 and weighed.share >= 0.4 and weighed.first < 0.6:
        return True, "often"
    return False, "in passing"
