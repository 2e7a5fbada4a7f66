"""A handful of outlets and articles in a memory index, to be counted without a store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from campaigns.campaign import Campaign, CampaignCongress, Message, Wave
from lantoa.article import CongressKey, Outlet
from search_api.index import Document, congress_token, day_number, sort_key, week_number
from search_api.memory import MemoryIndex
from search_api.schema import index_form

CITY = CongressKey("province", "Trường Giang", 1, (2025, 2030))
WARD = CongressKey("commune", "phường Bến Đá", 1, (2025, 2030))
NEAR = CongressKey("commune", "phường Bến Đá", 2, (2030, 2035))
"""Of the same place as WARD."""
KEYS = {"city": CITY, "ward": WARD, "near": NEAR}


def _congress(name: str, opening: date | None, closing: date | None) -> CampaignCongress:
    return CampaignCongress(name, f"Đại hội {name}", KEYS[name], opening, closing, "" if name == "city" else "city")


CAMPAIGN = Campaign(
    "tg", "Đại hội thành phố Trường Giang", date(2025, 8, 1), date(2025, 10, 10),
    (
        _congress("city", date(2025, 9, 24), date(2025, 9, 26)),
        _congress("ward", date(2025, 9, 9), date(2025, 9, 10)),
        _congress("near", None, None),
    ),
    waves=(Wave("Đợt một", date(2025, 9, 1), date(2025, 9, 12)), Wave("Đợt hai", date(2025, 9, 13), date(2025, 9, 30))),
    messages=(Message("dan", "Gần dân", ("gần dân", "sát dân")), Message("xanh", "Thành phố xanh", ("cây xanh",))),
    own_sources=("kenh-o",), commissioned=("bao-b",), panel="p",
)  # fmt: skip
OUTLETS = {
    one.id: one
    for one in (
        Outlet("bao-a", "Báo A", "a.test", "central_press", "central", "", "", 1000, date(2025, 6, 30), "tự nêu"),
        Outlet("bao-b", "Báo B", "b.test", "local_press", "province", "Trường Giang"),
        Outlet("trang-c", "Trang C", "c.test", "aggregator", "central"),
        Outlet("kenh-o", "Kênh của ta", "o.test", "portal", "province", "Trường Giang"),
        Outlet("dai-d", "Đài D", "d.test", "broadcaster", "province", "Bến Lở"),
    )
}
PANEL = ("bao-a", "bao-b", "dai-d", "trang-c")


@dataclass(frozen=True)
class Story:
    """An article to be. group: of those with one text; the first of the list is its original."""

    source: str = "bao-a"
    day: date | None = date(2025, 9, 1)
    group: int = 1
    about: tuple[str, ...] = ("city",)
    topics: tuple[str, ...] = ()
    form: str = "tin"
    text: str = ""
    marks: tuple[int, ...] = ()


def document(number: int, story: Story, original: bool, first: int) -> Document:
    """As the index would hold it."""
    day = story.day
    marked, folded = index_form(story.text)
    tokens = tuple(congress_token(KEYS[one]) for one in story.about)
    outlet = OUTLETS[story.source]
    seconds = None if day is None else day.toordinal() * 86_400
    return Document(
        id=number, title="", body=marked, title_fold="", body_fold=folded, source=story.source, source_kind=outlet.kind,
        source_level=outlet.level, source_province=outlet.province, reprint_group=str(first), event_group="",
        is_original="yes" if original else "no", status="live", published=seconds, day=day_number(day),
        week=week_number(day) if day else 0, month=day_number(day) // 100, audience=0, sort_key=sort_key(seconds, number),
        congress=tuple(sorted(tokens)), congress_path=";".join(tokens), topics=tuple(sorted(set(story.topics))),
        form=story.form, prominence=";".join(map(str, story.marks)),
    )  # fmt: skip


def indexed(stories: Sequence[Story]) -> MemoryIndex:
    """Ids count from 1; the group of an article is the id of its original, the first published."""
    index = MemoryIndex()
    numbered = sorted(enumerate(stories, 1), key=lambda pair: (pair[1].day is None, pair[1].day or date.max, pair[0]))
    firsts: dict[int, int] = {}
    for number, story in numbered:
        firsts.setdefault(story.group, number)
    index.upsert(document(number, one, firsts[one.group] == number, firsts[one.group]) for number, one in numbered)
    index.commit(str(len(stories)))
    return index



