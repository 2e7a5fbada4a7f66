"""Names of party bodies outside the map: of the army, the police, ministries, offices, schools."""

from __future__ import annotations

import re

from nlp.letters import ROMAN, SYLLABLE
from nlp.lexicon import lexicon

_SECTOR = re.compile(
    r" ?(?:Quân đội|quân đội|Công an|công an|Khối|khối|[Cc]ác [Cc]ơ quan|[Cc]ơ quan|Chính phủ|Quốc hội|Mặt trận|MTTQ|Bộ|Ban|Sở|"
    r"Trường|trường|Đại học|Học viện|Bệnh viện|bệnh viện|Công ty|công ty|Tổng công ty|Tập đoàn|Ngân hàng|Bộ đội|Quân khu|Quân sự|"
    r"quân sự|Quân chủng|Quân đoàn|Sư đoàn|Văn phòng|Ủy ban|UBND|HĐND|Viện|Tòa án|Cục|Tổng cục|Kho bạc|Báo|Đài|Thông tấn xã|"
    r"Liên đoàn|Ngoài nước|ngoài nước|Trung ương|Nhà xuất bản|Cảng|Thành đoàn|Tỉnh đoàn)(?!\w)"
)
_SECOND = "|".join(sorted(lexicon("organs")["second"].split(), key=len, reverse=True))
_SECTOR_WORD = re.compile(
    rf" (?:{SYLLABLE}(?:-{SYLLABLE})?(?: (?:{_SECOND})(?!\w))?|các|cơ quan|và|nhân dân|trung ương|doanh nghiệp|thành phố|tỉnh"
    rf"|ngoài nước|chuyên trách|đoàn thể|của|nhà nước|đảng|dân|chính quyền|chính|T\.Ư|TƯ|quận|huyện|phường|xã|\d{{1,3}})(?!\w)"
    rf"|,(?= các đoàn thể)|[–-](?={SYLLABLE})| [–-](?= {SYLLABLE})"
)
_SECTOR_END = re.compile(rf" (?:Lần|Nhiệm|Khóa|{ROMAN}|Đại hội)(?!\w)")


def sector_end(text: str, at: int) -> int:
    """End of the name that begins here ("Khối các cơ quan Trung ương"); `at` when there is none."""
    head = _SECTOR.match(text, at)
    if head is None:
        return at
    here = head.end()
    while not _SECTOR_END.match(text, here) and (more := _SECTOR_WORD.match(text, here)):
        here = more.end()
    kept = re.sub(r"(?:,| và) (?:của )?[Đđ]ảng(?: bộ)?$", "", text[at:here])
    return at + len(re.sub(r"(?: (?:và|của|các)|,)+$", "", kept))
