"""The patterns behind `entities`: organisations, persons, places, document numbers."""

from __future__ import annotations

import re
from functools import cache

from nlp.letters import LOWER, SYLLABLE, UPPER
from nlp.lexicon import lexicon

SURNAMES = frozenset(lexicon("names")["surnames"].split())
GIVEN_FIRST = r"(?:ông|bà|anh|chị|đồng chí|Ông|Bà|Anh|Chị|Đồng chí|Đ/c|đ/c|[A-Z]{2,4}\.[A-Z]S|TS|ThS|GS|Đại tướng|Thượng tướng|Trung tướng|Thiếu tướng|Đại tá)"


def _loose(head: str) -> str:
    """Each word with a capital or small first letter, blanks of any number."""
    words = [f"[{word[0].upper()}{word[0].lower()}]{re.escape(word[1:])}" if word[0].isalpha() else re.escape(word)
             for word in head.split(" ")]  # fmt: skip
    return " ".join(words)


def _either(heads: list[str]) -> str:
    return "|".join(_loose(head) for head in sorted(set(heads), key=len, reverse=True))


def _exact(heads: list[str]) -> str:
    return "|".join(re.escape(head) for head in sorted(set(heads), key=len, reverse=True))


def _small(heads: list[str]) -> str:
    return _exact([head[0].lower() + head[1:] for head in heads])


@cache
def organ_head() -> re.Pattern[str]:
    """Where an organisation begins; groups: body (of what follows), committee, state, named, fixed."""
    table = lexicon("organs")
    bodies = _either(table["bodies"])
    committees = _either(table["committees"])
    return re.compile(
        rf"(?<![\w-])(?!(?:(?<=[Bb]í thư )|(?<=[Cc]hủ tịch )|(?<=[Bb]an ))[Tt]hường trực|[Tt]hường trực Ban Bí thư)"
        rf"(?:(?P<chain>(?:(?:{bodies}) (?:của )?){{1,2}}(?:{committees}))"
        rf"|(?P<owner>(?:(?:{bodies}) (?:của )?){{1,2}}(?:{_either(table['owners'])}))"
        rf"|(?P<committee>{committees})|(?P<fixed>{_exact(table['fixed'])}|(?<!ủy )Đảng(?! viên\b)|(?<!tổ chức )(?<!kỷ luật )(?<!chính )(?<!các )(?<!xây dựng )đảng(?! (?:viên|bộ|ủy|phí|tịch|phái|vụ|đoàn|cầm|đối|này|của|khác|chính|cộng|dân|cộng hòa|xã|lao|bảo)\b))|(?P<body>{bodies})"
        rf"|(?P<state>(?:{_either(table['state'])})(?: \([{UPPER}]{{2,8}}\)(?= (?:tỉnh|thành|TP|quận|huyện|[{UPPER}])))?)"
        rf"|(?P<named>{_exact(table['named'])}|(?<!họp )(?<!thông )(?<!điện )(?<!cảnh )(?<!loan )(?<!rụ )(?:{_small(table['small'])})(?! (?:Thường trực|Ban|Bí thư|Tổng Bí)))(?= [{UPPER}“\"0-9])"
        rf")(?![\w])"
    )


@cache
def field_words() -> re.Pattern[str]:
    """One more step of a field's name: " Văn hóa", " và Phát triển nông thôn", " - Truyền thông"."""
    table = lexicon("organs")
    verbs = (entry.split() for entry in table["verbs"].split(","))
    stop = "|".join([*table["stop"].split(), *(f"{first}(?= {second})" for first, second in verbs)])
    on = "|".join(" ".join(entry.split()) for entry in table["going_on"].split(","))
    surname = rf"(?:{'|'.join(sorted(SURNAMES))}) {SYLLABLE} {SYLLABLE}"
    first = rf"(?!(?!Hồ Chí Minh){surname}(?! [{LOWER}]))(?!(?:Đại hội|Thành ủy|Tỉnh ủy|Nguyễn|Trần|Phạm|Lê|Nhiệm|Khóa|Lần)\b){SYLLABLE}"
    word = rf"{first}(?: (?!(?:{stop})(?!\w))[{LOWER}]+(?!\w))?(?:(?: và| -|,(?= [{LOWER}]+ [{LOWER}]+ và ))? (?:{on})(?!\w))*"
    return re.compile(rf"(?: và| -| –)? {word}|, (?={SYLLABLE} [{LOWER}]+(?:,| và| -) ){word}")


NEVER = frozenset(lexicon("names")["never"].split())
NAME = re.compile(rf"(?<![\w.]){SYLLABLE}(?: {SYLLABLE}){{1,5}}(?![\w])")
TITLED = re.compile(
    rf"(?<![\w]){GIVEN_FIRST} (?P<name>[{UPPER}][{LOWER}]+(?: [{UPPER}][{LOWER}]+){{0,4}})(?![\w])"
)
DOCUMENT = re.compile(
    rf"(?<![\w/.-])\d{{1,5}}(?:/\d{{4}})?[-/](?:[{UPPER}]{{2,}})(?:[-/.]?[{UPPER}]{{1,}}\d{{0,3}}){{0,4}}(?![\w])"
)
COUNTRIES = (
    "Việt Nam|VN|Trung Quốc|Lào|Campuchia|Thái Lan|Mỹ|Hoa Kỳ|Anh|Pháp|Đức|Nga|Liên Xô|Nhật Bản|Hàn Quốc|Triều Tiên|Cuba|Ấn Độ|"
    "Singapore|Malaysia|Indonesia|Philippines|Australia|Úc|Canada|Đông Nam Á|châu Á|châu Âu|Biển Đông|miền Nam|miền Bắc|miền Trung|"
    "Đồng bằng sông Cửu Long|đồng bằng sông Cửu Long|đồng bằng sông Hồng|Tây Nguyên|Nam Bộ|Bắc Bộ|Trung Bộ|Trường Sa|Hoàng Sa"
)
REGION = re.compile(rf"(?<![\w.])(?<![Ôô]ng )(?<![Bb]à )(?:{COUNTRIES})(?![\w])(?! {SYLLABLE})")
VENUE = re.compile(
    rf"(?<!\w)(?:Cung|Hội trường|Nhà hát|Trung tâm [Hh]ội nghị|Trung tâm [Tt]riển lãm|Nhà văn hóa|Quảng trường|Sân vận động|Dinh|Bến cảng|"
    rf"Công viên|Tượng đài|Nhà thi đấu|Khu di tích)(?: (?:{SYLLABLE}|[Vv]ăn hóa|hóa|lao động|động|hữu nghị|nghị|quốc gia|gia|quốc tế|thành phố|tỉnh|phường|xã|-|–))+"
)
STREET = re.compile(
    rf"(?<!\w)(?:đường|(?<!thành )phố|quê(?: ở)?|nguyên quán(?: ở)?|sông|cầu|hồ|chợ|ngõ|hẻm|khu phố|thôn|ấp|bản|làng|núi|đảo|kênh|rạch|chùa|đình) (?P<name>{SYLLABLE}(?: {SYLLABLE}){{0,3}})(?!\w)"
)
BYLINE = re.compile(
    rf"(?m)^(?P<name>{SYLLABLE}(?: {SYLLABLE}){{1,3}})$|(?:Ảnh|ẢNH|Video|Bài|Clip): (?P<credit>{SYLLABLE}(?: {SYLLABLE}){{1,3}})(?=[.)\n]|$)"
)
