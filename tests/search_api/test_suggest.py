"""Suggestions: what they make of the box parses and finds as many articles as they say."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st

from lantoa.article import Article, Entity, Kind, Office, Origin, Tags
from lantoa.clock import SystemClock
from lantoa.database import Database
from lantoa.web.labels import label
from nlp.normalise import search_form
from search_api.app import create_app
from search_api.asked import Asked
from search_api.embedded import EmbeddedIndex
from search_api.fill import fill, rebuild
from search_api.finding import find
from search_api.services import Services
from search_api.suggest import Suggestion, Suggestions
from tests.support.coverage import OUTLETS, Coverage, seeded
from tests.support.databases import fresh_sqlite

NAMES = (
    "Đại hội Đảng bộ thành phố Trường Giang", "phường Bến Đá", *(one.name for one in OUTLETS), "Thành ủy Trường Giang",
    "Bí thư Thành ủy", "Lê Minh Khôi", *(label("topic", one) for one in ("personnel", "documents", "proceedings")),
)  # fmt: skip
BEFORE = ("", "nhân sự ", "-", "đại hội -", '"chào mừng" ', "nguồn:bao-a ", "văn kiện HOẶC ", "chủ đề:\"Văn kiện\" ", "(đại hội) ")
FILTERS = ("", "nguồn:", 'nguồn:"', "nguon:", "đại hội:", 'đại hội:"', "chủ_đề:", "tổ chức:", "organisation:", "chức danh:\"", "office:", "tỉnh:", '"')


@dataclass(frozen=True, slots=True)
class Desk:
    """One application's services and its suggestions."""

    ours: Services
    suggestions: Suggestions

    def of(self, box: str, limit: int = 8) -> list[Suggestion]:
        return self.suggestions.of(self.ours, box, limit)

    def labels(self, box: str) -> list[str]:
        return [one.label for one in self.of(box)]


def desk_over(coverage: Coverage) -> Desk:
    ours = Services(
        coverage.store, coverage.outlets, coverage.index, lambda found: [{} for _ in found], lambda *_: [], SystemClock()
    )
    return Desk(ours, Suggestions())


@pytest.fixture(scope="module")
def coverage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Coverage]:
    databases = fresh_sqlite(tmp_path_factory.mktemp("suggest"))
    yield seeded(next(databases))
    databases.close()


@pytest.fixture(scope="module", params=["memory", pytest.param("embedded", marks=pytest.mark.slow)])
def desk(request: pytest.FixtureRequest, coverage: Coverage, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    made = desk_over(coverage)
    if request.param == "memory":
        yield made
        return
    index = EmbeddedIndex(tmp_path_factory.mktemp("index"))
    rebuild(coverage.store, coverage.outlets.all(), index)
    yield Desk(replace(made.ours, index=index), made.suggestions)
    index.close()


class TestLaw:
    """Held by one desk over all boxes."""

    @pytest.fixture(autouse=True)
    def over(self, desk: Desk) -> None:
        self.desk = desk

    @settings(deadline=None)
    @given(st.sampled_from(BEFORE), st.sampled_from(FILTERS), st.sampled_from(NAMES), st.integers(0, 30), st.booleans())
    def test_every_suggestion_parses_and_finds_what_it_says(
        self, before: str, filtered: str, name: str, length: int, bare: bool
    ) -> None:
        part = (search_form(name)[1] if bare else name)[:length]
        box = before + filtered + part
        for one in self.desk.of(box):
            assert one.query.startswith(before) or not filtered  # words before may begin the name
            assert one.count > 0
            assert find(self.desk.ours, Asked(q=one.query)).total == one.count

    @settings(deadline=None)
    @given(st.text(max_size=40) | st.text(alphabet='nguồn:đạihội"“”()- *HOẶCVÀ', max_size=40))
    def test_no_box_is_too_odd(self, box: str) -> None:
        assert all(find(self.desk.ours, Asked(q=one.query)).total == one.count for one in self.desk.of(box, 2))


@pytest.mark.parametrize(
    ("box", "kind", "query"),
    [
        ("trường gi", "source", 'nguồn:"Báo Trường Giang"'),
        ("nhân sự tin", "source", 'nhân sự nguồn:"Tin Sáng"'),
        ("ben da", "congress", 'đại hội:"phường Bến Đá"'),
        ("đại hội:bến", "congress", 'đại hội:"phường Bến Đá"'),
        ("nhân", "topic", 'chủ đề:"Nhân sự"'),
        ("chủ đề:văn", "topic", 'chủ đề:"Văn kiện"'),
        ('tổ chức:"thành', "organisation", 'tổ chức:"Thành ủy Trường Giang"'),
        ("bí thư th", "office", 'chức danh:"Bí thư Thành ủy Trường Giang"'),
        ("minh kh", "office", 'chức danh:"Lê Minh Khôi"'),
        ("tỉnh:", "place", 'tỉnh:"Trường Giang"'),
        ("-nguồn:tin", "source", '-nguồn:"Tin Sáng"'),
        ("nguồn:tin s", "source", 'nguồn:"Tin Sáng"'),
    ],
)
def test_the_last_part_becomes_a_name(desk: Desk, box: str, kind: str, query: str) -> None:
    assert (kind, query) in [(one.kind, one.query) for one in desk.of(box, 50)]


@pytest.mark.parametrize("box", ["nguồn:th", "nguon:th", "source:th"])
def test_within_a_filter_only_its_values_are_suggested(desk: Desk, box: str) -> None:
    found = desk.of(box, 50)
    assert {one.kind for one in found} == {"source"}
    assert [one.label for one in found] == ["Cổng thông tin thành phố"]


@pytest.mark.parametrize(("box", "finds"), [("truong", True), ("trường", True), ("trương", False), ("truờng", True), ("giảng", False)])
def test_marks_that_are_typed_are_respected(desk: Desk, box: str, finds: bool) -> None:
    assert ("Báo Trường Giang" in desk.labels(f"nguồn:{box}")) is finds


@pytest.mark.parametrize(
    "box", ["", "  ", "nhân sự HOẶC ", "(", '"nhân sự"', "!!!", "từ:", "tác giả:le", "zzz", "(a HOẶC ben", 'nguồn:"Tin Sáng"']
)
def test_where_nothing_can_be_meant_nothing_is_suggested(desk: Desk, box: str) -> None:
    assert desk.of(box) == []


def test_most_articles_come_first_and_no_more_than_asked_for(desk: Desk) -> None:
    counts = [one.count for one in desk.of("t", 50)]
    assert counts == sorted(counts, reverse=True)
    assert len(counts) > 3
    assert len(desk.of("t", 2)) == 2


def test_names_that_stand_in_no_article_found_are_left_out(desk: Desk) -> None:
    assert "phường Bến Đá" in " ".join(desk.labels("dự đại hội:ben") + desk.labels("đại hội:ben"))
    assert desk.of('"trang hoàng" đại hội:ben') == []


def test_neither_authors_nor_private_persons_are_suggested(sqlite_database: Database) -> None:
    coverage = seeded(sqlite_database, 3)
    article = Article(
        "http://a.test/nguoi", Kind.ARTICLE, "Chuyện một gia đình", "", "Bà Đoàn Thị Mận và Bí thư Vũ Trí.", authors=("Khuất Văn Dậu",)
    )
    store = coverage.store
    now = datetime(2025, 10, 1, tzinfo=UTC)
    store.save(article, source="bao-a", origin=Origin.CAPTURE, ref="w:p", seen_at=now, extractor=1)
    [due] = store.untagged(1)
    private = Entity(3, 15, "PER", "Đoàn Thị Mận", "person:doan-thi-man")
    holder = Entity(26, 32, "PER", "Vũ Trí", "person:vu-tri")
    store.save_tags([(due, Tags(1, entities=(private, holder), offices=(Office("Vũ Trí", "Bí thư"),)))])
    store.save_groups(1, store.ungrouped(1), [])
    fill(store, coverage.outlets.all(), coverage.index)
    desk = desk_over(coverage)
    for name in ("doan thi", "đoàn", "mận", "khuất", "dau", "chức danh:doan", "chức danh:khuất", "tổ chức:doan"):
        assert desk.of(name) == []
    assert desk.labels("vu tri") == ["Vũ Trí – Bí thư"]


def test_what_is_indexed_later_is_suggested_from_then_on(sqlite_database: Database) -> None:
    desk = desk_over(seeded(sqlite_database, 2))
    assert desk.of("bến") == []
    now = Desk(replace(desk.ours, index=seeded(sqlite_database, 4).index), desk.suggestions)
    assert now.labels("bến") == ["Đại hội Đảng bộ phường Bến Đá, nhiệm kỳ 2025–2030"]


def test_counts_are_those_of_the_last_commit(sqlite_database: Database) -> None:
    coverage = seeded(sqlite_database, 8)
    desk = desk_over(coverage)
    before = {one.query: one.count for one in desk.of("nguồn:")}
    coverage.index.delete([1])
    coverage.index.commit("without the first")
    after = {one.query: one.count for one in desk.of("nguồn:")}
    assert {query for query in before if before[query] != after[query]} == {'nguồn:"Báo Trường Giang"'}


def test_many_threads_are_told_the_same(coverage: Coverage) -> None:
    desk = desk_over(coverage)
    told: list[list[str]] = []
    threads = [threading.Thread(target=lambda: told.append(desk.labels("tr"))) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert told == [desk.labels("tr")] * 4
    assert told[0]


def test_the_api_suggests(coverage: Coverage) -> None:
    app = create_app(store=coverage.store, outlets=coverage.outlets, index=coverage.index)
    web = TestClient(app, base_url="http://127.0.0.1:8000")
    answer = web.get("/api/v1/suggest", params={"q": "nguồn:tin s", "limit": 5}).json()
    assert answer == {"suggestions": [{"kind": "source", "label": "Tin Sáng", "query": 'nguồn:"Tin Sáng"', "count": 12}]}
    assert web.get("/api/v1/suggest").json() == {"suggestions": []}
    assert web.get("/api/v1/suggest", params={"q": "x" * 1001}).status_code == 422
