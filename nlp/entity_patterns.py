"""The patterns behind `entities`: organisations, persons, places, document numbers."""

from __future__ import annotations

import re
from functools import cache

from nlp.letters import LOWER, SYLLABLE, UPPER
from nlp.lexicon import lexicon

SURNAMES = frozenset(
    [
        "Nguyễn",
        "Trần",
        "Lê",
        "Phạm",
        "Hoàng",
        "Huỳnh",
        "Phan",
        "Vũ",
        "Võ",
        "Đặng",
        "Bùi",
        "Đỗ",
        "Hồ",
        "Ngô",
        "Dương",
        "Lý",
        "An",
        "Ân",
        "Âu",
        "Bạch",
        "Bành",
        "Bế",
        "Bồ",
        "Ca",
        "Cao",
        "Chế",
        "Châu",
        "Chu",
        "Chung",
        "Chử",
        "Cù",
        "Cung",
        "Cư",
        "Danh",
        "Doãn",
        "Dư",
        "Đàm",
        "Đan",
        "Đào",
        "Đậu",
        "Điểu",
        "Đinh",
        "Đoàn",
        "Đồng",
        "Đổng",
        "Đới",
        "Đường",
        "Giang",
        "Giáp",
        "Hà",
        "Hạ",
        "Hán",
        "Hàn",
        "Hầu",
        "Hình",
        "Hoa",
        "Hồng",
        "Hùng",
        "Hứa",
        "Hướng",
        "Kha",
        "Khổng",
        "Khuất",
        "Khúc",
        "Kiều",
        "Kim",
        "Ksor",
        "Lã",
        "Lại",
        "Lâm",
        "Lều",
        "Liêu",
        "Lò",
        "Lỗ",
        "Lộc",
        "Lục",
        "Lư",
        "Lưu",
        "Lường",
        "Lương",
        "Ma",
        "Mã",
        "Mạc",
        "Mai",
        "Mạnh",
        "Mẫn",
        "Mông",
        "Nghiêm",
        "Ngọ",
        "Ngụy",
        "Nhâm",
        "Nhan",
        "Nhữ",
        "Niê",
        "Ninh",
        "Nông",
        "Ông",
        "Phí",
        "Phó",
        "Phòng",
        "Phú",
        "Phù",
        "Phùng",
        "Quách",
        "Quan",
        "Quản",
        "Quế",
        "Rơ",
        "Sầm",
        "Sơn",
        "Sử",
        "Tạ",
        "Tăng",
        "Thạch",
        "Thái",
        "Thân",
        "Thi",
        "Thiều",
        "Thẩm",
        "Tiêu",
        "Tiết",
        "Tô",
        "Tôn",
        "Tòng",
        "Tống",
        "Triệu",
        "Trà",
        "Trác",
        "Trang",
        "Trình",
        "Trịnh",
        "Trưng",
        "Trương",
        "Từ",
        "Tưởng",
        "Uông",
        "Ứng",
        "Vạn",
        "Văn",
        "Vi",
        "Viên",
        "Vòng",
        "Vừ",
        "Vương",
        "Xa",
        "Y",
        "Yên",
    ]
)
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


@cache
def organ_head() -> re.Pattern[str]:
    """Where an organisation begins; groups: body (of what follows), committee, state, named, fixed."""
    table = lexicon("organs")
    bodies = _either(table["bodies"])
    return re.compile(
        rf"(?<![\w-])(?:(?P<chain>(?:(?:{bodies}) (?:của )?){{1,2}})?(?:(?P<committee>{_either(table['committees'])})"
        rf"|(?P<owner>{_exact(table['owners'])})(?=\W|$))|(?P<body>{bodies})"
        rf"|(?P<state>{_either(table['state'])})|(?P<named>{_exact(table['named'])})(?= [{UPPER}“\"0-9])"
        rf"|(?P<fixed>{_exact(table['fixed'])}))(?![\w])"
    )


@cache
def field_words() -> re.Pattern[str]:
    """One more step of a field's name: " Văn hóa", " và Thể thao", " - Truyền thông"."""
    second = "|".join(sorted(set(lexicon("organs")["second"].split()), key=len, reverse=True))
    word = rf"(?!(?:Đại hội|Thành ủy|Tỉnh ủy|Nguyễn|Trần|Phạm|Lê)\b){SYLLABLE}(?: (?:{second})(?![\w]))?"
    return re.compile(rf"(?: và|,| -| –)? {word}")


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
REGION = re.compile(rf"(?<![\w.])(?:{COUNTRIES})(?![\w])(?! {SYLLABLE})")
VENUE = re.compile(
    rf"(?<!\w)(?:Cung|[Hh]ội trường|Nhà hát|Trung tâm [Hh]ội nghị|Trung tâm [Tt]riển lãm|Nhà văn hóa|Quảng trường|Sân vận động|Dinh|Bến cảng|"
    rf"Công viên|Tượng đài|Nhà thi đấu|Khu di tích)(?: (?:{SYLLABLE}|[Vv]ăn hóa|hóa|lao động|động|hữu nghị|nghị|quốc gia|gia|quốc tế|thành phố|tỉnh|phường|xã|-|–))+"
)
STREET = re.compile(
    rf"(?<!\w)(?:đường|phố|sông|cầu|hồ|chợ|ngõ|hẻm|khu phố|thôn|ấp|bản|làng|núi|đảo|kênh|rạch|chùa|đình) (?P<name>{SYLLABLE}(?: {SYLLABLE}){{0,3}})(?!\w)"
)
