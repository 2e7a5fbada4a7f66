"""How a text names a party congress: from the words "đại hội" outwards.

Works on text that went through `clean` and `truecased`. Around each anchor the parts of a
name (body, ordinal, term) may stand in any order; what stands to its left is read when the
name itself leaves the body open ("Đảng bộ phường X tổ chức Đại hội lần thứ I").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lantoa.article import Level
from nlp.letters import ROMAN, UPPER, ordinal
from nlp.organisations import body_end, cell_end
from nlp.places import UNIT_LEVEL, Place, name_at, named_places, place_at

NO_UNIT = "?"
"""Unit of a body named only as "Đảng bộ": any level."""

CELL = "chi bộ"
"""Unit of a body named only as "Chi bộ": the cell named before, else cells in general."""


@dataclass(slots=True)
class Name:
    """One reference to a congress, as read; start, end: offsets in the text read.

    elsewhere: of another organisation; level None: no body named (an anaphor, or an open
    ordinal); whole_country: "đại biểu toàn quốc"; place: of the body; unit: of a body named by
    its unit alone; sector: name of a sector's body or a cell's; others: bodies listed beside
    it; more: numbers listed beside its own ("Đại hội X, XI và XII").
    """

    start: int
    end: int
    level: Level | None = None
    place: Place | None = None
    unit: str = ""
    sector: str = ""
    ordinal: int | None = None
    term: tuple[int, int] | None = None
    foreign: bool = False
    whole_country: bool = False
    elsewhere: bool = False
    others: list[Name] = field(default_factory=list)
    more: list[int] = field(default_factory=list)

    @property
    def bare(self) -> bool:
        """Only the word: it points at a congress named elsewhere."""
        return self.level is None and not self.unit and self.ordinal is None and self.term is None


_ANCHOR = re.compile(r"(?<!\w)[Đđ]ại [Hh]ội(?!\w)")
_OTHER_BODY = re.compile(
    r"\s(?:đồng|cổ đông|cổ phần|thể dục|thể thao|TDTT|TTTQ|Thể|xã viên|thành viên|công nhân|cán bộ|võ|"
    r"(?:đại biểu )?(?:toàn quốc )?(?:các |của )?(?:tổ chức )?(?:Đoàn|Hội|Công đoàn|Liên đoàn|Liên hiệp|Mặt trận|MTTQ|Phụ nữ|Nông dân|"
    r"Cựu chiến binh|Thanh niên|Phật giáo|Giáo hội|dân tộc|đoàn|hội|công đoàn|liên đoàn|liên hiệp|mặt trận|phụ nữ|"
    r"nông dân|cựu chiến binh|thanh niên|phật giáo|giáo hội|thi đua|Thi đua|nhà văn|Nhà văn|nhà báo|điện ảnh|"
    r"sinh viên|Sinh viên|cháu ngoan|Cháu ngoan|anh hùng|chiến sĩ|liên hoan|Đồng|quốc tế)(?!\w))"
)
_OTHER_HOLDER = re.compile(
    r"(?<!\w)(?:Hội (?!nghị|thảo|trường|đồng|thi|diễn|chợ|báo|quán|An(?!\w))|Đoàn (?=Thanh|TNCS|phường|xã|trường)|Công đoàn|Liên đoàn"
    r"|Liên hiệp|Hợp tác xã|HTX|Câu lạc bộ|CLB)"
)
_PARTY = re.compile(r"(?<!\w)(?:[Đđ]ảng|[Cc]hi bộ|[Cc]ấp ủy|[Tt]hành ủy|[Tt]ỉnh ủy|[Hh]uyện ủy|[Qq]uận ủy)(?!\w)")
_REACH = 250
_SENTENCE_END = re.compile(rf"[.!?…] (?=[{UPPER}])|\n")
_STEP = re.compile(r"[ ,]*(?:\(|[-–] ?)?(?:của )?")
_FILLER = re.compile(r" (?:đại biểu|toàn quốc|toàn thể|điểm|trọng thể)(?!\w)", re.IGNORECASE)
_WORD = r"nhất|hai|nhì|ba|tư|năm|sáu|bảy|tám|chín|mười|Nhất"
_ORDINAL = re.compile(
    rf"(?:(?i:lần thứ|lần|khóa|khoá) (?P<written>{ROMAN}|\d{{1,2}}|{_WORD})|(?P<roman>{ROMAN}))(?![\w/]|\.\d)"
)
_MORE_NUMBERS = re.compile(rf"(?:, | và )(?:lần thứ |lần |khóa )?(?P<roman>{ROMAN})(?![\w/])")
_FIGURE = re.compile(
    r"(?P<figure>\d{1,2})(?= của [Đđ]ảng(?!\w)| (?:đánh|bế|khai|sẽ|đã|thành|diễn|bầu|họp)(?!\w)|[.,;)]? ?$|[.;]\s)"
)
_IN_YEAR = re.compile(r"\(?năm (?P<year>(?:19|20)\d[05])(?!\d)\)?")
_YEARS = r"(?P<first>(?:19|20)\d\d) ?[-–—/] ?(?P<last>(?:19|20)\d\d)"
_TERM = re.compile(
    rf"(?:(?:[Nn]hiệm [Kk][ỳì]|NK),? \(?{_YEARS}\)?|(?<=\(){_YEARS.replace('first', 'one').replace('last', 'two')}\))"
)
_NATIONAL = re.compile(
    r"Đảng Cộng sản Việt Nam(?!\w)|Đảng ta(?!\w)|Đảng CSVN(?!\w)|Đảng Lao động Việt Nam|Đảng Cộng sản Đông Dương"
)
_FOREIGN = re.compile(
    r"[Đđ]ảng (?:(?:(?i:cộng sản|CS|nhân dân|lao động|dân chủ|cộng hòa|bảo thủ|xã hội|công đảng|quốc dân|quốc đại|tự do|"
    r"cầm quyền|thống nhất|nước Nga)|[A-Z][a-z]+ )(?! ?Việt Nam)|(?:Trung Quốc|Cuba|Lào|Triều Tiên|Nga|Mỹ|Pháp|Anh|Nhật)(?!\w))"
)
_GENERIC = re.compile(
    r"(?:đảng bộ|đảng|chi bộ|đảng ủy|tổ chức đảng)?,? ?(?:chi bộ,? |và )?(?:các cấp|cấp cơ sở|cơ sở|cấp trên|các chi|các đảng|bộ phận|"
    r"trực thuộc|(?:ở )?cấp (?:xã|huyện|tỉnh|quận|phường|thành phố)|cấp ủy|các tỉnh|các địa phương|các đơn vị|địa phương)(?!\w)",
    re.IGNORECASE,
)
_PARTY_BODY = re.compile(r"(?:Đảng bộ|đảng bộ|Đảng ủy|đảng ủy|Đảng|đảng)(?!\w)(?! viên)")
_CELL = re.compile(r"(?:[Cc]hi bộ|[Đđ]ảng bộ bộ phận)(?!\w)")
_KIND = "(?:phường|xã|thị trấn|đặc khu|quận|huyện|thị xã|tỉnh|thành phố)"
_UNITS = re.compile(rf" {_KIND}(?:(?:, | và |/){_KIND})+(?! ?(?:[{UPPER}]|\d))")
_MANY = re.compile(r" các (?P<unit>phường|xã|quận|huyện|tỉnh|thị trấn)(?!\w) ?")


def names(text: str) -> Iterator[Name]:
    """Every reference, in order; those of other organisations are marked, not read."""
    for anchor in _ANCHOR.finditer(text):
        if _OTHER_BODY.match(text, anchor.end()) and not _GENERIC.match(text, anchor.end() + 1):
            yield Name(anchor.start(), anchor.end(), elsewhere=True)
            continue
        name = Name(anchor.start(), anchor.end())
        at = anchor.end()
        while (step := _part(text, at, name)) > at:
            at = step
        name.end = at
        name.elsewhere = name.bare and text[anchor.start()] == "đ" and _held_by_others(text, anchor.start())
        yield name
        for number in name.more:
            yield replace(name, ordinal=number, others=[])


def sentence_start(text: str, at: int, reach: int) -> int:
    """Where the sentence begins in which this offset stands, no more than so many characters before it."""
    start = max(0, at - reach)
    for stop in _SENTENCE_END.finditer(text, start, at):
        start = stop.end()
    return start


def without_places(text: str) -> str:
    """The text less its places, where a name of theirs could pass for a society: "phường An Hội Tây"."""
    parts, end = [], 0
    for place in named_places(text) if "Hội" in text else ():
        parts.append(text[end : place.start])
        end = max(end, place.end)
    return " ".join([*parts, text[end:]])


def _held_by_others(text: str, at: int) -> bool:
    """ "Hội Nông dân xã X ... đại hội": does its sentence name another organisation and no party body?"""
    before = without_places(text[sentence_start(text, at, _REACH) : at])
    return _OTHER_HOLDER.search(before) is not None and _PARTY.search(before) is None


def _part(text: str, at: int, name: Name) -> int:
    """Reads one more part of the name; the new offset, or the same when nothing follows."""
    if filler := _FILLER.match(text, at):
        name.whole_country |= filler[0].lower() == " toàn quốc"
        return filler.end()
    step = _STEP.match(text, at)
    here = step.end() if step else at
    if here == at:
        return at
    if name.ordinal is None and (found := _ordinal(text, here, at, name)):
        return found
    if name.term is None and (found := _term(text, here, name)):
        return found
    open_body = name.level is None and not name.unit and "," not in text[at:here]
    if open_body and (found := read_body(text, here, name)):
        return _neighbours(text, found, name)
    return at


def _ordinal(text: str, here: int, at: int, name: Name) -> int:
    match = _ORDINAL.match(text, here)
    if match is None:
        figure = _FIGURE.match(text, here) if not text[at:here].strip() and name.place is None else None
        name.ordinal = ordinal(figure[0]) if figure else None
        return figure.end() if figure else 0
    if match["roman"] and text[at:here].strip():
        return 0  # a bare numeral follows its word at once
    name.ordinal = ordinal(match["written"] or match["roman"])
    end = match.end() if name.ordinal is not None else 0
    while end and (link := _MORE_NUMBERS.match(text, end)):
        number = ordinal(link["roman"])
        name.more += [number] if number else []
        end = link.end()
    return end


def _term(text: str, here: int, name: Name) -> int:
    match = _TERM.match(text, here)
    if match is None:
        year = _IN_YEAR.match(text, here) if name.level in ("province", "district", "commune") else None
        name.term = (int(year["year"]), int(year["year"]) + 5) if year else None
        return year.end() if year else 0
    first, last = int(match["first"] or match["one"]), int(match["last"] or match["two"])
    if not 2 <= last - first <= 6:
        return 0
    name.term = (first, last)
    return match.end()


def read_body(text: str, here: int, name: Name) -> int:
    """Party body at this offset; fills the name."""
    if national := _NATIONAL.match(text, here):
        name.level = "national"
        return national.end()
    if foreign := _FOREIGN.match(text, here):
        name.foreign, name.level = True, "national"
        return foreign.end()
    if generic := _GENERIC.match(text, here):
        name.level = "generic"
        return generic.end()
    if cell := _CELL.match(text, here):
        return _cell(text, cell.end(), name)
    if body := _PARTY_BODY.match(text, here):
        return _party_body(text, body, name)
    return 0


_ALSO = re.compile(r"(?:, | và |; )(?=[Đđ]ảng bộ )")


def _neighbours(text: str, at: int, name: Name) -> int:
    """ "Đảng bộ X và Đảng bộ Y": what else stands in the list."""
    while name.level not in (None, "national", "generic") and (link := _ALSO.match(text, at)):
        other = Name(name.start, name.end)
        end = read_body(text, link.end(), other)
        if not end or other.level in (None, "generic"):
            break
        name.others.append(other)
        at = end
    return at


def _cell(text: str, at: int, name: Name) -> int:
    end = cell_end(text, at)
    name.level = "cell" if end > at else "generic"
    name.unit = "" if end > at else CELL
    name.sector = text[at:end].strip()
    return end


def _party_body(text: str, body: re.Match[str], name: Name) -> int:
    word, at = body[0].lower(), body.end()
    if many := _MANY.match(text, at):
        return _several(text, many, name)
    if units := _UNITS.match(text, at):
        name.level = "generic"
        return units.end()
    place = place_at(text, at + 1) if text[at : at + 1] == " " else None
    if place is not None and (place.name or place.unit):
        return _placed(place, name)
    if word != "đảng" and (end := body_end(text, at)) > at:
        name.level, name.sector = "sector", text[at:end].strip()
        return end
    if word == "đảng":
        name.level = "national"
    else:
        name.unit = NO_UNIT
    return at


def _placed(place: Place, name: Name) -> int:
    if place.name:
        name.place, name.level = place, place.level
    else:
        name.unit, name.level = place.unit, UNIT_LEVEL[place.unit]
    return place.end


def _several(text: str, many: re.Match[str], name: Name) -> int:
    """ "các phường A, B và C": the first becomes the place, the rest stand beside it."""
    unit, at = many["unit"], many.end()
    listed: list[Place] = []
    while found := name_at(text, at, unit):
        end, letters = found
        listed.append(Place(at, end, unit, letters))
        link = re.compile(rf"(?:, | và )(?:{unit} )?").match(text, end)
        if link is None:
            break
        at = link.end()
    if not listed:
        name.level = "generic"
        return many.end("unit")
    name.place, name.level = listed[0], UNIT_LEVEL[unit]
    name.others = [Name(name.start, name.end, name.level, place) for place in listed[1:]]
    return listed[-1].end


__all__ = ["CELL", "NO_UNIT", "Name", "names", "read_body", "sentence_start", "without_places"]
