"""Articles like one: what few articles have in common tells, reprints stand for one, engines agree."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient

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
    StoredArticle,
    Tags,
)
from lantoa.articles import ArticleStore, Grouping
from lantoa.clock import SystemClock
from lantoa.database import Database
from lantoa.outlets import OutletStore
from lantoa.progress import Silent
from nlp.group import group_due
from nlp.step import tag_due
from search_api.app import create_app
from search_api.embedded import EmbeddedIndex
from search_api.fill import fill
from search_api.index import SearchIndex
from search_api.memory import MemoryIndex
from search_api.open_index import open_index
from search_api.services import Services
from search_api.similar import SimilarArticle, similar_articles
from search_api.suggest import Suggestions

NOON = datetime(2025, 9, 1, 5, tzinfo=UTC)
ISLAND = CongressKey("commune", "đặc khu Hòn Mun", 1, (2025, 2030))
FILLER = ("giá cà phê", "mùa lũ về", "sách giáo khoa", "cầu vượt mới", "lễ hội trái cây", "chợ nổi", "bóng chuyền nữ")


@dataclass(frozen=True, slots=True)
class Told:
    """An article in a word: hours after NOON; reprints: the number of the one it is a copy of."""

    title: str
    hours: int = 0
    congress: CongressKey | None = None
    organisations: Sequence[str] = ()
    holder: str = ""
    topics: Sequence[str] = ()
    reprints: int | None = None


def services(database: Database, told: Sequence[Told], index: SearchIndex | None = None) -> Services:
    """Ids are 1, 2 ... in the order told; behind them articles of other things."""
    store, index = ArticleStore(database), index or MemoryIndex()
    others = [Told(f"Chuyện {FILLER[at % 7]} số {at}", hours=900 + 40 * at, topics=("other",)) for at in range(40)]
    every = [*told, *others]
    for number, one in enumerate(every, 1):
        at = Moment.of(NOON + timedelta(hours=one.hours), "stated", 1.0)
        article = Article(f"http://a.test/{number}", Kind.ARTICLE, one.title, "", f"Bài {number}.", at)
        store.save(article, source="a", origin=Origin.CAPTURE, ref=f"w:{number}", seen_at=NOON, extractor=1)
    store.save_tags([(due, tags(every[due.stored.id - 1])) for due in store.untagged(1)])
    groups = [Grouping(at, one.reprints or at, at, one.reprints is None) for at, one in enumerate(every, 1)]
    store.save_groups(1, store.ungrouped(1), groups)
    fill(store, {}, index)
    return Services(store, OutletStore(database), index, lambda found: [{} for _ in found], lambda *_: [], SystemClock())


def tags(one: Told) -> Tags:
    named = tuple(Entity(0, 1, "ORG", name) for name in one.organisations)
    offices = (Office(one.holder, "Bí thư"),) if one.holder else ()
    about = (Congress(one.congress, True, one.congress),) if one.congress else ()
    return Tags(1, congresses=about, entities=named, offices=offices, topics=tuple(one.topics))


def like(ours: Services, article: int, limit: int = 5) -> list[SimilarArticle]:
    stored = ours.store.get(article)
    assert stored
    return similar_articles(ours, stored, limit)


def ids(found: Sequence[SimilarArticle]) -> list[int]:
    return [one.stored.id for one in found]


def test_what_few_articles_share_comes_before_what_many_share(sqlite_database: Database) -> None:
    ours = services(
        sqlite_database,
        [
            Told("Đảo nhỏ chờ ngày vui", congress=ISLAND, organisations=("Đồn Biên phòng Hòn Mun",), topics=("other",)),
            Told("Chuyện bên bờ sông", hours=500, topics=("other",)),
            Told("Ngư dân dựng cổng chào", hours=300, organisations=("Đồn Biên phòng Hòn Mun",), topics=("other",)),
            Told("Tàu ra khơi sớm", hours=400, congress=ISLAND, organisations=("Đồn Biên phòng Hòn Mun",)),
        ],
    )
    found = like(ours, 1)
    assert ids(found)[:2] == [4, 3]
    assert found[0].shared == ("Đại hội Đảng bộ đặc khu Hòn Mun lần thứ I, nhiệm kỳ 2025–2030", "Đồn Biên phòng Hòn Mun")
    assert found[1].shared[0] == "Đồn Biên phòng Hòn Mun"
    assert found[0].score > found[1].score > found[2].score > 0


def test_an_untagged_article_is_known_by_the_phrases_of_its_title(sqlite_database: Database) -> None:
    ours = services(
        sqlite_database,
        [Told("Bến phà Cồn Sậy đóng cửa"), Told("Sau khi bến phà Cồn Sậy ngừng chạy", hours=300), Told("Cồn cát xa", hours=400)],
    )
    [one] = like(ours, 1)
    assert (one.stored.id, one.shared, one.outlet_name) == (2, ("“Bến phà Cồn Sậy”",), "a")


def test_an_office_holder_is_shared_by_name(sqlite_database: Database) -> None:
    ours = services(sqlite_database, [Told("Một", holder="Đàm Thế Vỹ"), Told("Hai", hours=300, holder="Đàm Thế Vỹ")])
    assert [(one.stored.id, one.shared) for one in like(ours, 2)] == [(1, ("Đàm Thế Vỹ",))]


def test_reprints_stand_for_one_article_and_the_own_ones_are_left_out(sqlite_database: Database) -> None:
    ours = services(
        sqlite_database,
        [
            Told("Đêm nhạc phường Sậy"),
            Told("Đêm nhạc phường Sậy", hours=1, reprints=1),
            Told("Đông vui đêm nhạc Sậy", hours=300),
            Told("Đông vui đêm nhạc Sậy rực rỡ phường Sậy", hours=301, reprints=3),
            Told("Nhìn lại đêm nhạc", hours=500),
        ],
    )
    assert ids(like(ours, 1)) == [3, 5]
    assert ids(like(ours, 2)) == [3, 5]


def test_equally_similar_ones_stand_newest_first_and_no_more_than_asked_for(sqlite_database: Database) -> None:
    told = [Told("Hội đua ghe ngo"), *(Told("Xem ghe ngo", hours=hours) for hours in (300, 200, 500, 400))]
    ours = services(sqlite_database, told)
    assert ids(like(ours, 1)) == [4, 5, 2, 3]
    assert ids(like(ours, 1, limit=2)) == [4, 5]


def test_of_two_alike_the_one_of_the_same_days_comes_first(sqlite_database: Database) -> None:
    told = [Told("Hội đua ghe ngo"), Told("Xem ghe ngo", hours=5), Told("Xem ghe ngo", hours=300)]
    found = like(services(sqlite_database, told), 1)
    assert ids(found) == [2, 3]
    assert "đăng cách nhau không quá một ngày" in found[0].shared


def test_where_nothing_is_shared_nothing_is_similar(sqlite_database: Database) -> None:
    assert like(services(sqlite_database, [Told("Riêng một góc trời")]), 1) == []


def test_all_engines_answer_alike(sqlite_database: Database, tmp_path: Path) -> None:
    told = [
        Told(f"Phường {name} họp {what}", hours=30 * at, congress=ISLAND if at % 5 == 0 else None, organisations=(name,),
             topics=("personnel",) if at % 2 else ())
        for at, (name, what) in enumerate((name, what) for name in ("Sậy", "Mây", "Lúa") for what in ("bàn nhân sự", "góp ý", "tổng kết"))
    ]  # fmt: skip
    memory = services(sqlite_database, told)
    index = EmbeddedIndex(tmp_path / "index")
    fill(memory.store, {}, index)
    embedded = replace(memory, index=index)
    answers = 0
    for article in range(1, len(told) + 1):
        of_memory, of_embedded = like(memory, article, 20), like(embedded, article, 20)
        assert of_memory == of_embedded
        answers += len(of_memory)
    index.close()
    assert answers > 3 * len(told)


@pytest.mark.slow
def test_elasticsearch_answers_alike(sqlite_database: Database, elastic_url: str) -> None:
    told = [Told(f"Phường {name} họp {what}", hours=30 * at, organisations=(name,), holder="Đàm Thế Vỹ" if at % 3 else "")
            for at, (name, what) in enumerate((name, what) for name in ("Sậy", "Mây", "Lúa") for what in ("bàn nhân sự", "góp ý"))]  # fmt: skip
    memory = services(sqlite_database, told)
    index = open_index(f"{elastic_url}/?prefix=test-{uuid4().hex[:12]}")
    fill(memory.store, {}, index)
    elastic = replace(memory, index=index)
    for article in range(1, len(told) + 1):
        assert like(memory, article, 20) == like(elastic, article, 20) != []
    ours, theirs = Suggestions(), Suggestions()
    for box in ("s", "đàm", "tổ chức:m", "nhân sự lu", "chức danh:", "chủ đề:", "-đàm"):
        assert ours.of(memory, box, 8) == theirs.of(elastic, box, 8) != []
    index.close()


def test_the_api_tells_what_is_shared(sqlite_database: Database) -> None:
    ours = services(sqlite_database, [Told("Bến phà Cồn Sậy"), Told("Về Cồn Sậy", hours=300)])
    app = create_app(store=ours.store, outlets=ours.outlets, index=ours.index)
    web = TestClient(app, base_url="http://127.0.0.1:8000")
    answer = web.get("/api/v1/articles/1/similar", params={"limit": 3}).json()
    [one] = answer["similar"]
    assert answer["id"] == 1
    assert one.keys() == {"id", "title", "source", "outlet", "published_at", "score", "shared"}
    assert (one["id"], one["title"], one["shared"]) == (2, "Về Cồn Sậy", ["“Cồn Sậy”"])
    assert web.get("/api/v1/articles/999/similar").status_code == 404
    assert "limit" in web.get("/api/v1/articles/1/similar", params={"limit": 0}).json()["detail"]


@pytest.mark.slow
def test_stories_of_the_press_are_found_again(sqlite_database: Database, shared_data: Path, tmp_path: Path) -> None:
    """628 real articles of 199 stories: of five similar ones, as many as there can be are of the
    same story (reprints aside); by chance it would be four in a thousand."""
    ours, story = _stories(sqlite_database, shared_data / "clusters" / "mds.jsonl.gz", tmp_path)
    every = list(ours.store.everything(counted=True))
    found = possible = 0
    for stored in every:
        groups = {_group(one) for one in every if story(one) == story(stored) and _group(one) != _group(stored)}
        found += sum(story(one.stored) == story(stored) for one in similar_articles(ours, stored, 5))
        possible += min(5, len(groups))
    assert possible > 1_000
    assert found / possible >= 0.9, f"{found} of {possible}"


def _group(stored: StoredArticle) -> int:
    assert stored.reprint_group is not None
    return stored.reprint_group


def _stories(database: Database, file: Path, folder: Path) -> tuple[Services, Callable[[StoredArticle], str]]:
    store, outlets = ArticleStore(database), OutletStore(database)
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            at = Moment.of(datetime.fromisoformat(row["published"]), "stated", 1.0) if row["published"] else UNDATED
            text = f"{row['summary'] or ''}\n{row['text'] or ''}"
            url = f"http://mds.test/{row['cluster']}/{row['id']}"
            article = Article(url, Kind.ARTICLE, row["title"] or "", row["summary"] or "", text, at)
            store.save(article, source=row["outlet"] or "-", origin=Origin.IMPORT, ref=url, seen_at=NOON, extractor=1)
    with ThreadPoolExecutor(1) as pool:
        tag_due(store, outlets, pool, Silent())
    group_due(database, store)
    index = EmbeddedIndex(folder / "index")
    fill(store, {}, index)
    ours = Services(store, outlets, index, lambda found: [{} for _ in found], lambda *_: [], SystemClock())
    return ours, lambda stored: stored.article.url.split("/")[3]
