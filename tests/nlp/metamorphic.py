"""Changes to a text of which is known what the tags must do: stay, or follow."""

from __future__ import annotations

import random
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache

from lantoa.article import UNDATED, Article, CongressKey, Kind, Moment, Tags
from nlp.gold import OWN, Annotated, read_gold
from nlp.headline import headline_end
from nlp.normalise import clean, search_form
from nlp.tag import tag

Row = tuple[object, ...]
Spelling = Callable[[str], str]

NEW_STYLE = {
    unicodedata.normalize("NFC", pair[0] + tone + pair[1]): unicodedata.normalize("NFC", pair + tone)
    for pair in ("oa", "oe", "uy", "Oa", "Oe", "Uy", "OA", "OE", "UY")
    for tone in "\u0300\u0301\u0309\u0303\u0323"
}


ALIASES = ("TPHCM", "TP.HCM", "TP HCM", "thành phố Hồ Chí Minh", "Thành phố Hồ Chí Minh")
_CITY = re.compile(r"(?<!\w)(?:TP\.? ?HCM|(?:[Tt]hành phố|TP\.?) Hồ Chí Minh)(?!\w)")
_PEOPLES = re.compile(r"(?<!\w)(?:UBND|Ủy ban [Nn]hân dân)(?!\w)")
_UNRELATED = (
    "Chiều nay trời nắng nhẹ, nhiệt độ cao nhất 31 độ, gió cấp 2, không mưa.",
    "Trận bóng chuyền giao hữu tối qua kết thúc với tỷ số 3-1, khán giả ra về trong tiếng trống.",
    "Mưa rào rải rác vào chiều tối, biển động nhẹ, sóng cao khoảng một mét rưỡi.",
    "Giá cà phê trong tuần nhích lên, người trồng chờ thêm vài phiên rồi mới bán.",
)


@cache
def texts() -> tuple[Annotated, ...]:
    return read_gold(OWN)


def tags_of(one: Annotated, text: str | None = None) -> Tags:
    published = (
        UNDATED if one.published is None else Moment(day=one.published, provenance="stated", confidence=1.0)
    )
    return tag(Article(one.url, Kind.ARTICLE, "", "", one.text if text is None else text, published))


def decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def new_style(text: str) -> str:
    return re.sub(rf"(?<![qQ])(?:{'|'.join(NEW_STYLE)})(?!\w)", lambda match: NEW_STYLE[match[0]], text)


def icelandic(text: str) -> str:
    return text.replace("Đ", "Ð")


def windows_lines(text: str) -> str:
    return text.replace("\n", "\r\n")


def invisible(chance: random.Random) -> Spelling:
    """Some blanks become no-break blanks, some letters get a character behind them that nobody sees."""

    def spelled(text: str) -> str:
        parts: list[str] = []
        for char in text:
            parts.append("\u00a0" if char == " " and chance.random() < 0.2 else char)
            if chance.random() < 0.05:
                parts.append(chance.choice("\u200b\u200c\u200d\u2060\ufeff\u00ad"))
        return "".join(parts)

    return spelled


def rows(tags: Tags, whole: str) -> list[Row]:
    """Everything the tags state, in clean spelling, without offsets. whole: NFC of the tagged text."""
    found: list[Row] = [
        ("about", tags.about),
        ("form", tags.form),
        *(("topic", each) for each in tags.topics),
    ]
    found += [("entity", each.type, clean(each.text), each.link) for each in tags.entities]
    found += [
        (
            "office",
            clean(each.person),
            clean(each.rank),
            each.organisation and clean(each.organisation),
            each.former,
        )
        for each in tags.offices
    ]
    found += [("date", clean(each.text), each.value, each.resolved) for each in tags.dates]
    for each in tags.congresses:
        words = clean(whole[max(each.start - 1, 0) : max(each.end - 1, 0)])
        found.append(("congress", spelled_key(each.stated), spelled_key(each.resolved), each.about, words))
    return found


def spelled_key(key: CongressKey | None) -> Row:
    if key is None:
        return ()
    return key.level, key.place and clean(key.place), key.ordinal, key.term, key.body and clean(key.body)


def keys(tags: Tags) -> set[Row]:
    """Resolved congresses, by what identifies them, in folded spelling, without the vague ones."""
    every = [(each.resolved or each.stated, each.about) for each in tags.congresses]
    return {
        (key.level, search_form(key.place or "")[1], key.ordinal, key.term, about)
        for key, about in every
        if key.level != "generic"
    }


def numbers(tags: Tags) -> set[Row]:
    """(level, place, ordinal) of each congress as stated, where it states a number."""
    stated = (each.stated for each in tags.congresses)
    return {(key.level, search_form(key.place or "")[1], key.ordinal) for key in stated if key.ordinal}


def misplaced(tags: Tags, text: str) -> list[str]:
    """Entities whose offsets do not cut their words out of NFC(text)."""
    composed = unicodedata.normalize("NFC", text)
    return [each.text for each in tags.entities if composed[each.start : each.end] != each.text]


def difference(one: Iterable[Row], other: Iterable[Row]) -> list[Row]:
    before, after = Counter(one), Counter(other)
    return [("lost", *row) for row in before - after] + [("new", *row) for row in after - before]


def offices(tags: Tags) -> set[Row]:
    return {(each.person, each.rank, each.organisation, each.former) for each in tags.offices}


def stated(tags: Tags) -> set[Row]:
    return {spelled_key(each.stated) for each in tags.congresses}


def agreement(kind: str, old: set[Row], new: set[Row]) -> Counter[str]:
    """How many of `kind` both sides have, counted on both, and under its plural how many there are."""
    return Counter({kind: 2 * len(old & new), f"{kind}s": len(old) + len(new)})


def with_city(text: str, alias: str) -> str:
    return _CITY.sub(alias, text)


def says_city(text: str) -> bool:
    return _CITY.search(text) is not None


def with_committee(text: str, alias: str) -> str:
    return _PEOPLES.sub(alias, text)


def shouting(text: str) -> str:
    """The headline in capitals."""
    end = headline_end(text)
    return text[:end].upper() + text[end:]


def shuffled(text: str, chance: random.Random) -> str:
    """Headline and lead stay, the paragraphs below change places."""
    lines = text.split("\n")
    rest = lines[2:]
    chance.shuffle(rest)
    return "\n".join([*lines[:2], *rest])


def with_unrelated(text: str, chance: random.Random) -> str:
    return f"{text}\n{chance.choice(_UNRELATED)}"
