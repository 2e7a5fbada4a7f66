"""The body that holds a congress, named to the left: "Đảng bộ phường X tổ chức Đại hội lần thứ I"."""

from __future__ import annotations

import re

from nlp.congress_grammar import Name, read_body, sentence_start
from nlp.letters import LOWER, ROMAN

_SUBJECT = re.compile(r"(?:[Đđ]ảng bộ|[Đđ]ảng ủy|[Cc]hi bộ)(?!\w)")
_HOLDS = re.compile(
    rf"(?:(?:đã|sẽ|vừa|cũng|long trọng|trọng thể|chính thức|[{LOWER}]+ công) )*"
    r"(?:tổ chức|tiến hành|khai mạc|bế mạc|đăng cai|chuẩn bị|hoàn thành)"
)


_ORDERS = re.compile(r"(?<!\w)(?:chọn|chỉ đạo|giao|yêu cầu|hướng dẫn|cho phép|thăm|dự)(?!\w)")
_AT_ONCE = re.compile(r"(?: (?:sẽ|đã|cũng|vừa))? ")
_BELONGS = re.compile(r"(?:thuộc|trực thuộc|thuộc về|\(|[–-]|của) ?$")
_BESIDE = re.compile(r"(?:,| và|, và) ")


def _read_subject(text: str, subject: re.Match[str]) -> Name | None:
    found = Name(subject.start(), subject.end())
    found.end = read_body(text, subject.start(), found) or found.end
    return None if found.level in (None, "generic") and not found.unit else found


def body_before(text: str, name: Name) -> Name | None:
    """The party body named to the left in the same sentence, as a Name; None without one.

    For a bare "Đại hội" only one that holds it ("Đảng bộ X tổ chức Đại hội").
    """
    start = sentence_start(text, name.start, 400)
    subjects = list(_SUBJECT.finditer(text, max(start, name.start - 250), name.start))
    main = [each for each in subjects if not _BELONGS.search(text[max(0, each.start() - 14) : each.start()])]
    if not subjects:
        return None
    found = _read_subject(text, (main or subjects)[-1])
    if found is None:
        return None
    for each in reversed(main[:-1]):
        beside = _read_subject(text, each)
        if beside is None or not _BESIDE.fullmatch(text, beside.end, found.start):
            break
        found.others.append(beside)
    between = text[found.end : name.start]
    holds = _HOLDS.search(between) is not None and _ORDERS.search(between) is None
    numeral = (
        name.level is None and name.term is None and re.search(rf" {ROMAN}$", text[name.start : name.end])
    )
    if (name.bare or numeral) and not (len(between) < 60 and (holds or _AT_ONCE.fullmatch(between))):
        return None
    return found
