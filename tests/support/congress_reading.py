"""How the congress tests read a text."""

from datetime import date

from lantoa.article import UNDATED, Article, Congress, Kind, Moment, Outlet
from nlp.congress import congresses, prepare

AUTUMN_2025 = date(2025, 9, 6)


def article(text: str, title: str = "", day: date | None = AUTUMN_2025) -> Article:
    published = Moment(None, day, "stated", 1.0) if day else UNDATED
    return Article("https://bao.test/1", Kind.ARTICLE, title, "", text, published)


def read(
    text: str, title: str = "", day: date | None = AUTUMN_2025, outlet: Outlet | None = None
) -> tuple[Congress, ...]:
    return congresses(prepare(article(text, title, day), day), outlet)


def key(congress: Congress) -> tuple[object, ...]:
    resolved = congress.resolved
    assert resolved is not None
    return resolved.level, resolved.place, resolved.ordinal, resolved.term


HANOI_17 = ("province", "Hà Nội", 17, (2020, 2025))
HANOI_18 = ("province", "Hà Nội", 18, (2025, 2030))
HCMC_1 = ("province", "Thành phố Hồ Chí Minh", 1, (2025, 2030))
NATION_13 = ("national", None, 13, (2021, 2026))
NATION_14 = ("national", None, 14, (2026, 2031))
