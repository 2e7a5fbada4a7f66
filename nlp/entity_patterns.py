"""The patterns behind `entities`: organisations, persons, places, document numbers."""

from __future__ import annotations

import re
from functools import cache

from nlp.letters import LOWER, SYLLABLE, UPPER
from nlp.lexicon import lexicon, phrases
from nlp.starts import Opened, any_case, both_cases, first_word

SURNAMES = frozenset(lexicon("names")["surnames"].split())
COUNTRIES = (
    "Việt Nam|VN|Trung Quốc|Lào|Campuchia|Thái Lan|Mỹ|Hoa Kỳ|Anh(?! (?:hùng|em|ấy|ta|có|nói|là|chị|kể|cho|tôi|cũng|đã|được))|Pháp|Đức|Nga|Liên Xô|Nhật Bản|Hàn Quốc|Triều Tiên|Cuba|Ấn Độ|"
    "Singapore|Malaysia|Indonesia|Philippines|Australia|Úc|Canada|Đông Nam Á|châu Á|châu Âu|Biển Đông|miền Nam|miền Bắc|miền Trung|"
    r"Đồng bằng sông Cửu Long|đồng bằng sông Cửu Long|đồng bằng sông Hồng|Tây Nguyên|Nam Bộ|Bắc Bộ|Trung Bộ|Trường Sa|Hoàng Sa|Đài Loan|Myanmar|Brunei|Đông Timor|Mông Cổ|Pakistan|Iran|Iraq|Israel|Thổ Nhĩ Kỳ|Ai Cập|Nam Phi|Brazil|Argentina|Mexico|Venezuela|Chile|Peru|Italia|Tây Ban Nha|Bồ Đào Nha|Hà Lan|Bỉ|Thụy Sĩ|Thụy Điển|Na Uy|Đan Mạch|Phần Lan|Ba Lan|Hungary|Bulgaria|Romania|Rumania|Ukraine|Belarus|Séc|Áo(?= (?:và|,|\.))|Hy Lạp|New Zealand|Angola|Algeria|Mozambique|châu Phi|châu Mỹ|châu Đại Dương|Trung Đông|Bắc Mỹ|Đông Âu|Tây Âu"
)


_INITIALS = rf"[{UPPER}]{{1,5}}(?:[&-][{UPPER}]{{1,5}})+(?!\w)"
"""Of several fields: TN&MT, GD-ĐT, LĐ-TB&XH."""


@cache
def field_words() -> re.Pattern[str]:
    """One more step of a field's name: " Văn hóa", " và Phát triển nông thôn", " - Truyền thông"."""
    table = lexicon("organs")
    verbs = (entry.split() for entry in phrases(table["verbs"]))
    stop = "|".join([*table["stop"].split(), *(f"{first}(?= {second})" for first, second in verbs)])
    on = "|".join(phrases(table["going_on"]))
    surname = rf"(?:{'|'.join(sorted(SURNAMES))}) {SYLLABLE} {SYLLABLE}"
    first = rf"(?!(?!Hồ Chí Minh){surname}(?! [{LOWER}]))(?!(?:Đại hội|Thành ủy|Tỉnh ủy|Nguyễn|Trần|Phạm|Lê|Nhiệm|Khóa|Lần)\b)(?:{_INITIALS}|{SYLLABLE})"
    word = rf"{first}(?:(?<![{UPPER}][{UPPER}]) (?!(?:{stop})(?!\w))[{LOWER}]+(?!\w))?(?:(?: và| -|,(?= [{LOWER}]+ [{LOWER}]+ và ))? (?:{on})(?!\w))*"
    return re.compile(rf"(?: và| -| –)? {word}|, (?={SYLLABLE} [{LOWER}]+(?:,| và| -) ){word}")


NEVER = frozenset(lexicon("names")["never"].split())
NAME = re.compile(rf"(?<![\w.]){SYLLABLE}(?: {SYLLABLE}){{1,5}}(?![\w])")
_GIVEN = rf"[{UPPER}][{LOWER}]+"
_CALLED, _LEARNED = lexicon("names")["called"], lexicon("names")["learned"]
TITLED = Opened(
    both_cases([*_CALLED, "Bác"]),
    re.compile(
        rf"(?P<uncle>Bác Hồ)(?!\w)|(?<!\w)(?:{any_case(_CALLED)}) (?P<name>{_GIVEN}(?: [{UPPER}][{LOWER}’']*)*(?:-[{LOWER}]+)?)(?!\w)"
    ),
)
LEARNED = Opened(
    both_cases(_LEARNED),
    re.compile(
        rf"(?<!\w)(?:{any_case(_LEARNED)})\.?(?: (?:{COUNTRIES}))? (?P<name>{_GIVEN}(?: [{UPPER}][{LOWER}’']*){{1,4}})(?!\w)"
    ),
)
DOCUMENT = re.compile(
    rf"(?<![\w/.-])\d{{1,5}}(?:/\d{{4}})?[-/](?:[{UPPER}]{{2,}})(?:[-/.]?[{UPPER}]{{1,}}\d{{0,3}}){{0,4}}(?![\w])"
)
NUMBERED = Opened(
    both_cases(["khu", "tổ", "ấp", "thôn", "buôn", "khóm", "xóm", "quốc", "tỉnh", "đường", "vành", "đê"]),
    re.compile(
        r"(?<!\w)(?:[Kk]hu phố|[Tt]ổ dân phố|[Ấấ]p|[Tt]hôn|[Bb]uôn|[Kk]hóm|[Xx]óm|[Qq]uốc lộ|[Tt]ỉnh lộ|[Đđ]ường vành đai|[Vv]ành đai|[Đđ]ường số|[Đđ]ê) (?:số )?\d{1,3}[A-Z]?(?:\.\d)?(?:/\d+)?(?![\w%]|[.,]\d)"
    ),
)
LISTED = Opened(
    both_cases(["các", "hai", "ba", "bốn", "những"]) | frozenset("23456789"),
    re.compile(
        rf"(?<!\w)(?:[Cc]ác|[Hh]ai|[Bb]a|[Bb]ốn|[Nn]hững|\d) (?:phường|xã|quận|huyện|tỉnh|thị trấn|bản|thôn|ấp|xóm|đường|tuyến đường|phố|tuyến phố) (?P<names>{SYLLABLE}(?: {SYLLABLE}){{0,3}}(?:(?:, | và |; ){SYLLABLE}(?: {SYLLABLE}){{0,3}})+)(?!\w)"
    ),
)
COUNTRY_NAMES = frozenset(re.sub(r"\(.*?\)+", "", COUNTRIES).split("|"))
REGION = Opened(
    frozenset(first_word(name) for name in COUNTRY_NAMES),
    re.compile(rf"(?<![\w.])(?<![Ôô]ng )(?<![Bb]à )(?:{COUNTRIES})(?![\w])(?! {SYLLABLE})"),
)
LEADER = Opened(
    both_cases(["tổng", "thủ", "chủ", "ngoại", "đại", "quốc", "nữ", "cựu"]),
    re.compile(
        rf"(?<!\w)(?i:(?:nữ |cựu )?(?:tổng thống|thủ tướng|chủ tịch|ngoại trưởng|đại sứ|quốc vương|tổng bí thư)) (?P<name>{COUNTRIES})(?= {SYLLABLE})"
    ),
)
""" "Tổng thống Mỹ Barack Obama": a country between the post and its holder."""
_SHORT = "Việt|Trung|Mỹ|Nga|Nhật|Hàn|Lào|Ấn|Pháp|Đức|Anh|Cuba|Campuchia"
PAIR = Opened(
    both_cases(["quan", "hợp", "hữu", "biên", "toàn", "thương", "đối", "thân"]),
    re.compile(
        rf"(?<!\w)(?i:quan hệ|hợp tác|hữu nghị|biên giới|toàn diện|thương mại|đối thoại|thân thiện) (?P<one>{_SHORT}) ?[-–] ?(?P<two>{_SHORT})(?!\w)"
    ),
)
""" "quan hệ Việt - Trung": two countries in short."""
_ROAD = "(?:đường|phố|cầu|hầm|ngã tư|nút giao|đại lộ|bến xe|chợ)"
_STOP = rf"(?!(?:Phó|Vụ|Ngày|Sáng|Chiều|Tối|Ảnh|Bí|Chủ|Trưởng|Giám|Tổng)(?!\w))(?i:{_ROAD} )?{SYLLABLE}(?: {SYLLABLE}){{0,3}}"
WAY = re.compile(rf"(?<![\w-])(?<! [-–] ){_STOP}(?: [-–] {_STOP})+(?!\w)(?! {SYLLABLE})")
STOP = re.compile(rf"(?:{_ROAD} )?(?P<name>{_STOP})")
ON_A_ROAD = re.compile(
    r"(?<!\w)(?i:đường|phố|quốc lộ|tỉnh lộ|cầu|hầm|xe|lộ trình|lưu thông|ngã tư|nút giao|rẽ)(?!\w)(?! (?:lối|sắt))"
)
ONTO = re.compile(
    r"(?<!\w)(?i:theo|rẽ|rẽ (?:phải|trái)|theo (?:đường|phố|hướng)|các (?:đường|phố)|qua (?:đường|phố)) $"
)
""" "theo đường A - B": what makes a way of two stops; three and more are one among words of traffic."""
VENUE = re.compile(
    rf"(?<!\w)(?:Khu công nghiệp|Khu đô thị|Khu kinh tế|Khu chế xuất|Sân bay|Nhà ga|Cung(?! (?:Thị|Văn|Đình|Hữu))|Hội trường|Nhà hát|Trung tâm [Hh]ội nghị|Trung tâm [Tt]riển lãm|Nhà văn hóa|Quảng trường|Sân vận động|Dinh|Bến cảng|"
    rf"Công viên|Tượng đài|Nhà thi đấu|Khu di tích)(?: (?:(?!Ảnh\b){SYLLABLE}|[Vv]ăn hóa|hóa|lao động|động|hữu nghị|nghị|quốc gia|gia|quốc tế|thành phố|tỉnh|phường|xã|-|–))+"
)
STREET = Opened(
    both_cases(
        [
            "đường",
            "phố",
            "quê",
            "nguyên",
            "sông",
            "cầu",
            "hồ",
            "chợ",
            "ngõ",
            "hẻm",
            "khu",
            "thôn",
            "ấp",
            "bản",
            "làng",
            "núi",
            "đảo",
            "kênh",
            "rạch",
            "chùa",
            "đình",
        ]
    ),
    re.compile(
        rf"(?<!\w)(?:đường|Đường|(?<!thành )phố|quê(?: ở)?|nguyên quán(?: ở)?|sông|cầu|hồ|chợ|ngõ|hẻm|khu phố|thôn|ấp|bản|làng|núi|đảo|kênh|rạch|chùa|đình) (?P<name>{SYLLABLE}(?: {SYLLABLE}){{0,3}})(?!\w)"
    ),
)
BYLINE = re.compile(
    rf"(?m)^(?P<name>{SYLLABLE}(?: {SYLLABLE}){{1,3}})(?: [-–] (?P<second>{SYLLABLE}(?: {SYLLABLE}){{1,3}}))? ?$"
)
CREDIT = Opened(
    both_cases(
        [
            "ảnh",
            "video",
            "bài",
            "clip",
            "thực",
            "ghi",
            "biên",
            "đạo",
            "quay",
            "dẫn",
            "lời",
            "kịch",
            "đồ",
            "thiết",
            "phóng",
        ]
    )
    | {"ẢNH"},
    re.compile(
        rf"(?:[Ảả]nh|ẢNH|[Vv]ideo|[Bb]ài|[Cc]lip|[Tt]hực hiện|[Gg]hi chép|Biên tập|Đạo diễn|Quay phim|Dẫn chương trình|[Ll]ời bình|Kịch bản|Đồ họa|Thiết kế|Phóng viên) ?: ?"
        rf"(?:[A-ZĐ]{{2,}}(?:\.[A-Z]{{2,}})? ?[/-] ?)?"
        rf"(?P<name>[{UPPER}]\. ?[{UPPER}][{UPPER}{LOWER}]*|{SYLLABLE}(?: {SYLLABLE}){{1,2}}(?! [{LOWER}])|{SYLLABLE} {SYLLABLE})(?![\w.]*\w)"
        rf"(?:(?: - |, )(?P<second>{SYLLABLE}(?: {SYLLABLE}){{1,2}})(?! [{LOWER}])(?!\w))?"
    ),
)
LOCATED = Opened(
    both_cases(lexicon("places")["kinds"]["names"]),
    re.compile(
        rf"(?<!\w)(?:{any_case(lexicon('places')['kinds']['names'])}) (?P<name>{SYLLABLE}(?:(?: | - |-){SYLLABLE}){{0,3}})(?!\w)"
    ),
)
NAMED_PLACE = Opened(
    both_cases(
        [
            "ở",
            "tại",
            "đến",
            "từ",
            "về",
            "tới",
            "qua",
            "khu",
            "địa",
            "thuộc",
            "vùng",
            "dân",
            "người",
            "quê",
            "gốc",
        ]
    ),
    re.compile(
        rf"(?<!\w)(?:ở|tại|đến|từ|về|tới|qua|khu vực|địa bàn|thuộc|vùng|dân|người|quê|gốc|Ở|Tại|Từ) (?P<name>{SYLLABLE}(?: {SYLLABLE}){{1,2}})(?! {SYLLABLE})(?!\w)"
    ),
)


@cache
def known_places() -> Opened:
    """Places known by their bare names: historic, natural, capitals of the world."""
    names = sorted(lexicon("places")["known"]["names"], key=len, reverse=True)
    return Opened(
        frozenset(first_word(name) for name in names),
        re.compile(
            rf"(?<![\w-])(?<![Ôô]ng )(?<![Bb]à )(?:{'|'.join(re.escape(name) for name in names)})(?![\w])(?! {SYLLABLE})"
        ),
    )
