"""A small body of coverage, tagged, grouped and indexed by hand: what page tests look at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from lantoa.article import (
    UNDATED,
    Article,
    Congress,
    CongressKey,
    Entity,
    Kind,
    Moment,
    Office,
    Origin,
    Outlet,
    Tags,
)
from lantoa.articles import ArticleStore, Grouping
from lantoa.database import Database
from lantoa.outlets import OutletStore
from search_api.fill import fill
from search_api.memory import MemoryIndex

CITY = CongressKey("province", "thành phố Trường Giang", 1, (2025, 2030), "99")
WARD = CongressKey("commune", "phường Bến Đá", None, (2025, 2030))
OPENING = datetime(2025, 10, 1, 1, 0, tzinfo=UTC)
OUTLETS = (
    Outlet("bao-a", "Báo Trường Giang", "a.test", "local_press", "province", "Trường Giang"),
    Outlet("bao-b", "Tin Sáng", "b.test", "central_press", "central"),
    Outlet("cong-c", "Cổng thông tin thành phố", "c.test", "portal", "province", "Trường Giang"),
)
SUBJECTS = (
    ("Chuẩn bị nhân sự đại hội", "Tiểu ban nhân sự họp bàn công tác chuẩn bị Đại hội Đảng bộ thành phố.", "personnel"),
    ("Đường vào trung tâm được trang hoàng", "Dọc đường lớn, cờ hoa chào mừng đại hội đã được treo kín.", "decoration"),
    ("Góp ý dự thảo văn kiện", "Nhiều ý kiến tâm huyết gửi về ban soạn thảo văn kiện trình đại hội.", "documents"),
    ("Phường Bến Đá tổ chức đại hội điểm", "Đại hội Đảng bộ phường Bến Đá diễn ra trong hai ngày.", "proceedings"),
)


@dataclass(frozen=True, slots=True)
class Coverage:
    """The stores and the index over one database."""

    store: ArticleStore
    outlets: OutletStore
    index: MemoryIndex


def seeded(database: Database, count: int = 36) -> Coverage:
    """`count` articles over as many days; every fourth subject is the ward's; each article of
    Tin Sáng reprints the one before it; one is undated, one hostile, one removed, one edited."""
    store, outlets = ArticleStore(database), OutletStore(database)
    outlets.save(OUTLETS)
    for number in range(count):
        _save(store, number)
    if count > 1:
        _save(store, 1, edited=True)
    store.removed("http://c.test/2", OPENING + timedelta(days=3))
    due = store.untagged(1)
    store.save_tags([(one, _tags(one.stored.article)) for one in due])
    store.save_groups(1, store.ungrouped(1), [_grouping(one.stored.id, one.stored.source) for one in due])
    index = MemoryIndex()
    fill(store, outlets.all(), index)
    return Coverage(store, outlets, index)


def _save(store: ArticleStore, number: int, edited: bool = False) -> None:
    outlet = OUTLETS[number % len(OUTLETS)]
    title, sapo, _topic = SUBJECTS[number % len(SUBJECTS)]
    if number == 5:
        title = 'Tựa có <script>alert("x")</script> & dấu'
    at = OPENING + timedelta(days=number - 20, hours=number % 3)
    body = f"{sapo}\nBài số {number}." + ("\nĐã bổ sung." if edited else "")
    article = Article(
        url=f"http://{outlet.host}/{number}",
        kind=Kind.ARTICLE,
        title=title,
        sapo=sapo,
        text=body,
        published=UNDATED if number == 8 else Moment.of(at, "json-ld", 1.0),
    )
    origin = Origin.MANUAL if number == 4 else Origin.CAPTURE
    ref = f"w:{number}{edited}"
    store.save(article, source=outlet.id, origin=origin, ref=ref, seen_at=at + timedelta(hours=2), extractor=1)


def _tags(article: Article) -> Tags:
    topic = next((one[2] for one in SUBJECTS if one[1] == article.sapo), "other")
    second = ("preparation",) if article.url.endswith(("3", "4", "7")) else ()
    key = WARD if topic == "proceedings" else CITY
    text = f"{article.title}\n{article.text}"
    start = text.lower().find("đại hội")
    named = (Congress(key, True, key, start, start + len("đại hội")),) if start >= 0 else ()
    return Tags(
        version=1,
        about="congress" if named else "none",
        congresses=named,
        entities=(Entity(0, 6, "ORG", "Thành ủy Trường Giang", "thanh-uy"),),
        offices=(Office("Lê Minh Khôi", "Bí thư", "Thành ủy Trường Giang"),),
        topics=(topic, *second),
        form="tin",
    )


def _grouping(article: int, source: str) -> Grouping:
    group = article - 1 if source == "bao-b" else article
    return Grouping(article, group, group, source != "bao-b")
