"""Where the name of an organisation begins: the heads of the lexicon, kept by their first word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from nlp.entity_patterns import COUNTRIES
from nlp.letters import UPPER
from nlp.lexicon import lexicon
from nlp.starts import any_case, both_cases, exactly, first_word, starting


def heads(text: str) -> Iterator[re.Match[str]]:
    """Every head in order; groups: chain, owner, committee, fixed, cell, body, state, named."""
    table = _by_first()
    dateline = list(_DATELINE.finditer(text))
    known = (table[word].match(text, at) for at, word in starting(text, table.keys()))
    yield from sorted([*dateline, *(found for found in known if found)], key=lambda found: found.start())


def head_at(text: str, at: int) -> re.Match[str] | None:
    """The head that begins at this offset; None when none does."""
    word = _WORD.match(text, at)
    pattern = _by_first().get(word[0]) if word else None
    return pattern.match(text, at) if pattern else None


def may_open(word: str) -> bool:
    """Is it the first word of some head?"""
    return word in _by_first()


_WORD = re.compile(r"\w+")
_DATELINE = re.compile(
    r"(?<=\()(?P<fixed>[A-ZĐ][A-Za-zĐ]*[A-Zdnh](?:\.[A-Za-z]+)?(?:/[A-Z][\w+]+)?)(?=\) ?[-–])"
)
""" "(NLĐO)-", "(TTXVN/Vietnam+) –": who reports."""
_PARTY = (
    rf"Đảng (?:Cộng sản|Nhân dân Cách mạng|Nhân dân|Lao động|Dân chủ|Cộng hòa|Bảo thủ|Xã hội|Tự do) (?:{COUNTRIES})"
    r"|[Đđ]ảng (?:Dân chủ|Cộng hòa|Bảo thủ|Công đảng)(?! [A-ZĐ])"
    r"|(?<!ủy )Đảng(?! viên\b)|(?<!tổ chức )(?<!kỷ luật )(?<!chính )(?<!các )(?<!xây dựng )"
    r"đảng(?! (?:viên|bộ|ủy|phí|tịch|phái|vụ|đoàn|cầm|đối|này|của|khác|chính|cộng|dân|xã|lao|bảo)\b)"
)
_NO_CENTRE = r"(?!Trung tâm (?:Hội nghị|hội nghị|Triển lãm|Thương mại|Tổ chức sự kiện))"
_NO_REPORT = r"(?<!họp )(?<!thông )(?<!điện )(?<!cảnh )(?<!loan )(?<!rụ )"
_RANK_BEFORE = (
    r"(?!(?:(?<=[Bb]í thư )|(?<=[Cc]hủ tịch )|(?<=[Bb]an ))[Tt]hường trực|[Tt]hường trực [Bb]an [Bb]í thư)"
)


@cache
def _by_first() -> dict[str, re.Pattern[str]]:
    """First word -> the heads that begin with it."""
    table = lexicon("organs")
    every = [
        entry
        for name in ("bodies", "committees", "owners", "fixed", "state", "named", "small")
        for entry in table[name]
    ]
    firsts = both_cases([*every, "Đảng", "Chi bộ", "Chi ủy"]) | {first_word(entry) for entry in every}
    return {first: _pattern(table, first) for first in sorted(firsts)}


def _pattern(table: dict[str, list[str]], first: str) -> re.Pattern[str]:
    """Heads of this first word. What may follow a first body is any body, committee or owner."""
    bodies, committees, owners = (any_case(table[name]) for name in ("bodies", "committees", "owners"))
    mine = _of(table["bodies"], first)
    more = rf"(?:{mine}) (?:của )?(?:(?:{bodies}) (?:của )?)?"
    small = [head[0].lower() + head[1:] for head in table["small"]]
    named, little = exactly(_with(table["named"], first)), exactly(_with(small, first))
    followed = rf"(?= [{UPPER}“\"0-9])"
    ways = [
        mine and rf"(?P<chain>{more}(?:{committees}))",
        mine and rf"(?P<owner>{more}(?:{owners}))",
        _group("committee", _of(table["committees"], first)),
        _group(
            "fixed",
            "|".join(
                way
                for way in (
                    exactly(_with(table["fixed"], first)),
                    _PARTY if first in ("Đảng", "đảng") else "",
                )
                if way
            ),
        ),
        r"(?P<cell>[Cc]hi bộ|[Cc]hi ủy)" if first in ("Chi", "chi") else "",
        _group("body", mine),
        _state(_of(table["state"], first)),
        _group(
            "named",
            "|".join(
                way
                for way in (
                    named and rf"{_NO_CENTRE}(?:{named}){followed}",
                    little and rf"{_NO_REPORT}(?:{little})(?! (?:Thường trực|Ban|Bí thư|Tổng Bí)){followed}",
                )
                if way
            ),
        ),
    ]
    return re.compile(rf"(?<![\w-]){_RANK_BEFORE}(?:{'|'.join(way for way in ways if way)})(?!\w)")


def _group(name: str, ways: str) -> str:
    return f"(?P<{name}>{ways})" if ways else ""


def _state(ways: str) -> str:
    """An organ of the state, with its short name in brackets before a place."""
    if not ways:
        return ""
    return rf"(?P<state>(?:{ways})(?: \([{UPPER}]{{2,8}}\)(?= (?:tỉnh|thành|TP|quận|huyện|[{UPPER}])))?)"


def _with(entries: list[str], first: str) -> list[str]:
    return [entry for entry in entries if first_word(entry) == first]


def _of(entries: list[str], first: str) -> str:
    """Those whose first word is this one but for the case of its first letter."""
    return any_case([entry for entry in entries if first in both_cases([entry])])
