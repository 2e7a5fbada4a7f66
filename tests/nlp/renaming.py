"""Texts with other persons, wards and numbers, and whether the tags follow."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from lantoa.article import Congress, Office, Tags
from nlp.gazetteer import find
from nlp.gold import Annotated
from nlp.normalise import clean
from tests.nlp.metamorphic import Row, agreement, offices, spelled_key, stated


def _listed(names: str) -> list[str]:
    return re.split(r"[|\n]", names)


SURNAMES = _listed("Nguyễn|Trần|Lê|Phạm|Hoàng|Phan|Vũ|Đặng|Bùi|Đỗ|Ngô|Dương|Trịnh|Đinh|Lương|Huỳnh")
MIDDLE = _listed("Văn|Đức|Hữu|Quang|Ngọc|Xuân|Đình|Quốc|Trọng|Minh|Công|Thế")
GIVEN = _listed("""Bảo|Cương|Duy|Đạt|Hùng|Khánh|Lâm|Nam|Phúc|Quân|Sơn|Thắng|Toàn|Tuấn|Vinh|Hạnh|Hiền|Liên|Loan|Nga|An|Anh|Ánh|Bách|Bích
Châu|Chi|Chiến|Cường|Dung|Dũng|Đông|Giang|Hà|Hải|Hằng|Hậu|Hoa|Hòa|Hồng|Huệ|Hưng|Hương|Huy|Khoa|Kiên|Lan|Linh|Lộc|Long|Lực|Mai
Mạnh|Nghĩa|Nhung|Oanh|Phong|Phương|Quang|Quý|Quyên|Tài|Tâm|Thảo|Thịnh|Thu|Thủy|Tiến|Trang|Trung|Tú|Việt|Xuân|Yến""")
WARDS = _listed("""An Bình|Bình Minh|Cẩm Lĩnh|Đại Đồng|Đông Hưng|Giao Thủy|Hòa Bình|Hải Hậu|Hòa Tiến|Long Phước
Minh Tân|Mỹ Lộc|Nghĩa Hưng|Ninh Giang|Phú Hòa|Phước Long|Quảng Phú|Sơn Tây|Tân An|Tân Hưng|Tân Phú|Thanh Bình
Thạnh Phú|Thuận An|Tiên Phước|Vĩnh Hưng|Vĩnh Thạnh|Xuân Lộc|Yên Bình|An Khánh|Bảo Thắng|Bình Thuận|Cao Minh""")

_ORDINAL = re.compile(r"(?<=[lL]ần thứ )([IVX]+|\d{1,2})(?![\w/])")
_UNIT_NAME = re.compile(r"(?<!\w)([pP]hường|[xX]ã) ((?:[A-ZĐ]\w+ ?){2,3})")


@dataclass(frozen=True, slots=True)
class Renaming:
    """A text with other names. names: old -> new; swaps: (start, end, words) in the old text, in order."""

    text: str
    names: Mapping[str, str]
    swaps: tuple[tuple[int, int, str], ...]

    def moved(self, at: int) -> int:
        """Where an offset of the old text is in the new one."""
        shift = 0
        for start, end, words in self.swaps:
            if end > at:
                break
            shift += len(words) - (end - start)
        return at + shift

    def said(self, words: str) -> str:
        """Clean words with the new names in them."""
        known = {clean(old): new for old, new in self.names.items()}
        return _any_of(known).sub(lambda match: known[match[0]], words)

    def followed(self, before: Tags, after: Tags) -> Counter[str]:
        """How many spans, offices and congresses agree, and how many there are, of both sides."""
        spans: set[Row] = {
            (self.moved(each.start), self.moved(each.end), each.type) for each in before.entities
        }
        return (
            agreement("span", spans, {(each.start, each.end, each.type) for each in after.entities})
            + agreement("office", {self._office(each) for each in before.offices}, offices(after))
            + agreement("congress", {self._key(each) for each in before.congresses}, stated(after))
        )

    def _office(self, one: Office) -> Row:
        return self.said(one.person), one.rank, one.organisation and self.said(one.organisation), one.former

    def _key(self, one: Congress) -> Row:
        return spelled_key(replace(one.stated, place=one.stated.place and self.said(one.stated.place)))


def _any_of(names: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(names, key=len, reverse=True)))})(?!\w)")


def _swapped(text: str, names: Mapping[str, str], places: Sequence[tuple[int, int]]) -> Renaming:
    swaps = tuple((start, end, names[text[start:end]]) for start, end in places)
    parts, last = [], 0
    for start, end, words in swaps:
        parts += [text[last:start], words]
        last = end
    return Renaming("".join(parts) + text[last:], names, swaps)


def other_persons(one: Annotated, chance: random.Random) -> Renaming:
    """Every full name of a person another one of as many syllables; its short forms accordingly."""
    spans = [span for span in one.spans if span.type == "PER"]
    listed = {one.text[span.start : span.end] for span in spans}
    full = sorted(name for name in listed if _is_full(name))
    names: dict[str, str] = {}
    for name in full:
        new = _person(name, f"{one.text} {names}", chance)
        for at in range(len(name.split())):
            short = " ".join(name.split()[at:])
            if short in listed:
                names.setdefault(short, " ".join(new.split()[at:]))
    held = [(span.start, span.end) for span in spans if one.text[span.start : span.end] in names]
    return _swapped(one.text, names, held)


def _is_full(name: str) -> bool:
    return 3 <= len(name.split()) <= 4 and not name.isupper() and "." not in name and name != "Hồ Chí Minh"


def _person(name: str, text: str, chance: random.Random) -> str:
    """Women keep their Thị. Given names that the text knows are not drawn."""
    syllables = name.split()
    given = chance.choice([each for each in GIVEN if not re.search(rf"(?<!\w){each}(?!\w)", text)])
    middle = ["Thị" if each == "Thị" else chance.choice(MIDDLE) for each in syllables[1:-1]]
    return " ".join([chance.choice(SURNAMES), *middle, given])


def other_wards(one: Annotated, chance: random.Random) -> Renaming:
    """Every ward or commune that is nothing else gets the name of another real one of the same unit word."""
    names: dict[str, str] = {}
    for unit, words in _UNIT_NAME.findall(one.text):
        name = next((n for n in (words.strip(), " ".join(words.split()[:2])) if find(n, unit.lower())), None)
        if name and all(each.unit == unit.lower() for each in find(name)):
            free = [
                w for w in WARDS if find(w, unit.lower()) and w not in one.text and w not in names.values()
            ]
            names.setdefault(name, chance.choice(free))
    if not names:
        return Renaming(one.text, {}, ())
    return _swapped(one.text, names, [match.span() for match in _any_of(names).finditer(one.text)])


def roman(number: int) -> str:
    """Up to 39; higher ones stay as they are."""
    if number > 39:
        return str(number)
    return "X" * (number // 10) + ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"][number % 10]


def number(words: str) -> int:
    return int(words) if words.isdigit() else next(each for each in range(1, 50) if roman(each) == words)


def with_ordinals(text: str, written: Callable[[int], str]) -> str:
    """Every "lần thứ N" with its number as `written` gives it."""
    return _ORDINAL.sub(lambda match: written(number(match[0])), text)


def other_ordinals(one: Annotated, chance: random.Random) -> tuple[str, dict[int, int]]:
    """Every "lần thứ N" of local congresses with another number, and old -> new.

    A number that the text gives to a national congress as well, or says otherwise, stays; so does the
    successor of another one: "lần thứ XIX" beside "Đại hội XX" is the same body's for being one less.
    """
    local = {each.key.ordinal for each in one.congresses if each.key.level not in ("national", "generic")}
    national = {each.key.ordinal for each in one.congresses if each.key.level == "national"}
    said = Counter(number(words) for words in _ORDINAL.findall(one.text))
    new: dict[int, int] = {}
    for old in sorted(said):
        alone = said[old] == len(re.findall(rf"(?<![\w/.-])(?:{roman(old)}|{old})(?![\w/.-])", one.text))
        if old in local - national and alone and old > 1 and old - 1 not in local:
            taken = {*said, *new.values(), *national}
            new[old] = chance.choice(
                [each for each in range(2, 30) if each not in taken and each - 1 not in taken]
            )
    return with_ordinals(one.text, lambda old: roman(new.get(old, old))), new
