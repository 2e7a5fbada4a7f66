"""Is a text about a congress, or does it only mention it?"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lantoa.article import Level

_BACK = re.compile(
    r"(?:[Nn]ghị quyết|[Tt]inh thần|[Vv]ăn kiện|[Cc]hỉ tiêu|[Mm]ục tiêu|[Kk]ết quả thực hiện|[Ss]au|[Tt]ừ|[Kk]ể từ|[Tt]heo|[Đđ]ường lối|[Nn]hiệm kỳ)"
    r"(?: (?:mà|của|do|tại|các|kỳ|mà|số|nêu|trong|thực hiện))*(?: [Nn]ghị quyết)?(?: (?:của|các))? ?[“\"]?$"
)
_BACK_AFTER = re.compile(r",? (?:đã )?(?:xác định|đề ra|đặt ra|chỉ rõ|nêu rõ|quyết nghị)(?!\w)")
_WELCOME = re.compile(
    r"(?:[Cc]hào mừng|[Hh]ướng tới|[Hh]ướng về|[Tt]iến tới|[Ll]ập thành tích[^.]{0,30})(?: (?:kỷ niệm|thành công|sự kiện|các))* ?[“\"]?$"
    r"|(?:đoàn đại biểu|đại biểu)(?: đi| sẽ)? dự $"
)
_REACH = 60


def is_looking_back(text: str, start: int, end: int) -> bool:
    """Does a name stand in "nghị quyết Đại hội ...", "Đại hội ... đã đề ra" and the like?"""
    before = _BACK.search(text[max(0, start - _REACH) : start])
    return before is not None or _BACK_AFTER.match(text, end) is not None


def is_welcome(text: str, at: int) -> bool:
    """Does it stand in "chào mừng Đại hội ..." and the like?"""
    return _WELCOME.search(text[max(0, at - _REACH) : at]) is not None


_WORK = re.compile(
    r"chuẩn bị|[Tt]iểu ban|nhân sự|văn kiện|khai mạc|bế mạc|được bầu|quy hoạch|đề cử|phục vụ|trình [Đđ]ại hội|diễn ra"
)


def is_at_work(text: str, start: int, end: int) -> bool:
    """Do words of preparing or holding it stand in the neighbourhood of a name?"""
    return _WORK.search(text[max(0, start - _REACH) : end + _REACH]) is not None


_HELD = re.compile(r"[^.;\n]{0,40}?(?<!ngày )(?<!trước )(?<!khi )(?:khai mạc|bế mạc)(?!\w)")


def is_held(text: str, end: int) -> bool:
    """Is it told behind its name that this congress opens or closes: "... chính thức khai mạc"?"""
    return _HELD.match(text, end) is not None


@dataclass(frozen=True, slots=True)
class Weighed:
    """What speaks for or against: counts of references to one congress in one text.

    forward: references that do not look back; total: with anaphors; share: of all
    references in the text; first: where the first one stands, 0..1; length: characters;
    over: by its date the congress lies well behind the article; named_in_title: even
    looking back; at_work: words of its preparation or course stand around a name; held: a
    name with its number or term is told to open, sit or close.
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
    over: bool = False
    named_in_title: bool = False
    at_work: bool = False
    held: bool = False


def is_about(weighed: Weighed) -> tuple[bool, str]:
    """(about, reason)."""
    if weighed.over:
        return False, "over"
    if weighed.forward == 0:
        outcome = weighed.named_in_title or (weighed.first < 0.05 and weighed.total >= 3)
        return outcome, "outcome" if outcome else "looking-back"
    if weighed.level == "generic":
        return weighed.in_title and weighed.share > 0.5, "generic"
    if weighed.in_title and not weighed.welcome_only:
        return True, "title"
    if weighed.welcome_only and weighed.named_in_title:
        return True, "campaign"
    if weighed.welcome_only and weighed.total < 3:
        return False, "welcome"
    if weighed.in_lead and weighed.share >= 0.2:
        return True, "lead"
    if weighed.total >= 4 and weighed.share >= 0.4 and weighed.first < 0.6:
        return True, "often"
    at_work = weighed.at_work and not weighed.welcome_only
    if at_work and weighed.total >= 2 and weighed.share >= 0.5 and weighed.first < 0.6:
        return True, "work"
    if weighed.held and not weighed.welcome_only and weighed.share >= 0.15:
        return True, "held"
    return False, "in passing"
