"""The application: every count equals its list, what goes wrong is told, nothing comes from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pytest
from fastapi import APIRouter
from fastapi.testclient import TestClient

from lantoa.database import Database
from lantoa.errors import Later
from lantoa.settings import Settings
from search_api.app import create_app
from search_api.index import SCHEMA, IndexInfo, OtherSchema, SearchResult
from search_api.memory import MemoryIndex
from tests.support.coverage import Coverage, seeded

HERE = "http://127.0.0.1:8000"


class Silent(MemoryIndex):
    """An index that does not answer."""

    def search(self, *_: Any, **__: Any) -> SearchResult:
        raise Later("Chỉ mục không trả lời.")

    def info(self) -> IndexInfo:
        raise Later("Chỉ mục không trả lời.")


@pytest.fixture
def coverage(sqlite_database: Database) -> Coverage:
    return seeded(sqlite_database)


def client(coverage: Coverage, **more: Any) -> TestClient:
    parts = {"store": coverage.store, "outlets": coverage.outlets, "index": coverage.index}
    return TestClient(create_app(**{**parts, **more}), base_url=HERE, follow_redirects=False)


@pytest.fixture
def web(coverage: Coverage) -> TestClient:
    return client(coverage)


def found(web: TestClient, **parameters: Any) -> dict[str, Any]:
    answer = web.get("/api/v1/search", params=parameters)
    assert answer.status_code == 200, answer.text
    result: dict[str, Any] = answer.json()
    return result


def page(web: TestClient, path: str) -> str:
    answer = web.get(path, headers={"Accept": "text/html"})
    assert answer.status_code == 200, answer.text
    return str(answer.text)


def test_words_without_marks_find_every_spelling_and_with_marks_only_their_own(web: TestClient) -> None:
    assert found(web, q="duong lon")["total"] == found(web, q="đường lớn")["total"] == 9
    assert found(web, q="dương lớn")["total"] == 0


def test_every_count_beside_a_result_equals_the_list_behind_it(web: TestClient) -> None:
    whole = found(web, q="đại hội")
    assert whole["total"] > 20
    counted = 0
    for name in ("source", "kind", "congress", "topic", "original"):
        for facet in whole["facets"][name]:
            assert found(web, q="đại hội", **{name: facet["value"]})["total"] == facet["count"]
            counted += 1
    assert counted > 8
    for facet in whole["facets"]["day"][:5]:
        day = facet["value"]
        assert found(web, q="đại hội", **{"from": day, "to": day})["total"] == facet["count"]
    assert sum(facet["count"] for facet in whole["facets"]["day"]) + whole["undated"] == whole["total"]


def test_several_values_of_one_filter_are_any_of_them_and_filters_together_all(web: TestClient) -> None:
    one, other = (found(web, source=name)["total"] for name in ("bao-a", "bao-b"))
    assert found(web, source=["bao-a", "bao-b"])["total"] == one + other
    both = found(web, source="bao-a", topic="personnel")
    assert 0 < both["total"] < one
    assert {hit["source"] for hit in both["hits"]} == {"bao-a"}


@pytest.mark.parametrize("sort", ["date", "oldest"])
def test_the_cursor_leads_through_everything_once(web: TestClient, sort: str) -> None:
    seen: list[dict[str, Any]] = []
    after = ""
    while True:
        step = found(web, sort=sort, limit=7, after=after)
        seen += step["hits"]
        assert step["total"] == 36
        if step["cursor"] is None:
            break
        after = step["cursor"]
    assert len({hit["id"] for hit in seen}) == len(seen) == 36
    dates = [hit["published_at"] for hit in seen if hit["published_at"]]
    assert dates == sorted(dates, reverse=sort == "date")


def test_a_hit_says_what_it_is_and_marks_what_was_found(web: TestClient) -> None:
    hit = found(web, q="nhân sự", limit=1)["hits"][0]
    assert {"id", "url", "title", "source", "published_at", "day", "highlights"} <= hit.keys()
    assert "<mark>nhân sự</mark>" in hit["highlights"]["title"]
    assert any("<mark>" in text for text in hit["highlights"]["text"])
    assert re.fullmatch(r"2025-\d\d-\d\dT\d\d:\d\d:\d\d\+07:00", hit["published_at"])


@pytest.mark.parametrize(("query", "position"), [('nhân sự "văn kiện', 8), ("(a HOẶC b", 0), ("nhân sự HOẶC", 8)])
def test_a_broken_query_is_explained_with_its_place(web: TestClient, query: str, position: int) -> None:
    answer = web.get("/api/v1/search", params={"q": query})
    assert answer.status_code == 422
    assert answer.json()["position"] == position
    shown = web.get("/tim-kiem", params={"q": query}, headers={"Accept": "text/html"})
    assert shown.status_code == 422
    assert "Chưa hiểu câu tìm" in shown.text
    assert 'class="wrong"' in shown.text


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        ({"nguon": "x"}, "Tham số nguon: không có tham số này."),
        ({"limit": "0"}, "Tham số limit: phải từ 1 trở lên."),
        ({"from": "hôm qua"}, "Tham số from: phải là ngày dạng 2025-09-06."),
        ({"sort": "best"}, "Tham số sort: chỉ nhận 'date', 'oldest', 'relevance'."),
        ({"from": "2025-10-02", "to": "2025-10-01"}, "Khoảng ngày không hợp lệ"),
        ({"after": "rác"}, "Vị trí trang"),
    ],
)
def test_a_parameter_that_cannot_be_is_named(web: TestClient, parameters: Mapping[str, str], said: str) -> None:
    answer = web.get("/api/v1/search", params=dict(parameters))
    assert answer.status_code == 422
    assert said in answer.json()["detail"]


def test_without_its_index_the_search_says_so_and_articles_still_open(coverage: Coverage) -> None:
    web = client(coverage, index=Silent())
    answer = web.get("/api/v1/search")
    assert (answer.status_code, answer.json()["detail"]) == (503, "Chỉ mục không trả lời.")
    shown = web.get("/tim-kiem", headers={"Accept": "text/html"})
    assert shown.status_code == 503
    assert "Chỉ mục không trả lời." in shown.text
    article = web.get("/bai-viet/1")
    assert article.status_code == 200
    assert "Chỉ mục không trả lời." in article.text
    health = web.get("/api/v1/health")
    assert (health.status_code, health.json()["status"], health.json()["articles"]) == (503, "index_down", 36)


def test_an_index_of_another_release_is_nobodys_wrong_question(coverage: Coverage) -> None:
    class Older(MemoryIndex):
        def search(self, *_: Any, **__: Any) -> SearchResult:
            raise OtherSchema("đây", SCHEMA - 1)

    web = client(coverage, index=Older())
    for path in ("/api/v1/search", "/tim-kiem"):
        answer = web.get(path, headers={"Accept": "text/html"})
        assert (answer.status_code, "lantoa index --rebuild" in answer.text) == (503, True)


def test_health_counts_store_and_index(web: TestClient) -> None:
    assert web.get("/api/v1/health").json() == {
        "status": "ok", "articles": 36, "pages": 36, "indexed": 36, "engine": "memory", "watchdog": "off",
    }  # fmt: skip


def test_an_article_comes_whole_with_its_earlier_versions(coverage: Coverage) -> None:
    web = client(coverage, phases=lambda found: [{"dot-1": f"phase of {one.id}"} for one in found])
    stored = coverage.store.by_url("http://b.test/1")
    assert stored is not None
    answer = web.get(f"/api/v1/articles/{stored.id}").json()
    assert answer["phases"] == {"dot-1": f"phase of {stored.id}"}
    assert answer["congresses"][0]["resolved"]["place"] == "thành phố Trường Giang"
    assert (answer["revision"], len(answer["revisions"]), answer["outlet"]) == (2, 1, "Tin Sáng")
    assert "Đã bổ sung" in answer["text"]
    assert "Đã bổ sung" not in answer["revisions"][0]["text"]


@pytest.mark.parametrize("article", ["999", "0", "-1", "x", "99999999999999999999"])
def test_an_article_that_is_not_there_is_no_error_of_ours(web: TestClient, article: str) -> None:
    for path in (f"/api/v1/articles/{article}", f"/bai-viet/{article}"):
        assert web.get(path, headers={"Accept": "text/html"}).status_code in (404, 422)


def shown_article(web: TestClient, coverage: Coverage, url: str) -> str:
    stored = coverage.store.by_url(url)
    assert stored is not None
    return page(web, f"/bai-viet/{stored.id}")


def test_the_page_of_an_article_shows_where_it_comes_from_and_what_it_is_about(web: TestClient, coverage: Coverage) -> None:
    text = shown_article(web, coverage, "http://b.test/1")
    for said in (
        "Tin Sáng", "dữ liệu có cấu trúc của trang", "Thu thập từ trang nguồn", "Đã sửa 1 lần", "Đăng lại",
        "Đại hội Đảng bộ thành phố Trường Giang lần thứ I, nhiệm kỳ 2025–2030", "Lê Minh Khôi", "Trang trí, cổ động",
        "Đăng đầu tiên", "sau 1 ngày 1 giờ", 'href="http://b.test/1"',
    ):  # fmt: skip
        assert said in text, said


def test_hand_typed_removed_and_undated_articles_say_so(web: TestClient, coverage: Coverage) -> None:
    assert "Nhập tay, không phải bản tự thu thập" in shown_article(web, coverage, "http://b.test/4")
    assert "Nguồn đã gỡ bài này" in shown_article(web, coverage, "http://c.test/2")
    assert "Không rõ ngày" in shown_article(web, coverage, "http://c.test/8")


def test_text_of_others_is_shown_as_text(web: TestClient, coverage: Coverage) -> None:
    for text in (shown_article(web, coverage, "http://c.test/5"), page(web, "/tim-kiem?q=tựa")):
        assert "<script>alert" not in text
        assert "script&gt;" in text
    assert "<script>alert" not in web.get("/tim-kiem", params={"q": "<script>alert(1)</script>"}).text
    title = found(web, q="tựa")["hits"][0]["highlights"]["title"]
    assert "<script>" not in title


def test_pages_load_nothing_from_elsewhere(web: TestClient) -> None:
    for path in ("/tim-kiem", "/tim-kiem?q=nhân", "/bai-viet/3", "/bai-viet/999"):
        text = web.get(path, headers={"Accept": "text/html"}).text
        loaded = re.findall(r'(?:src|<link[^>]*href)="([^"]+)"', text)
        assert loaded
        assert all(one.startswith("/static/") for one in loaded)
        assert "<style" not in text
        assert not re.findall(r"<script(?![^>]*(?:src=|application/json))", text)
        assert not re.findall(r"\sstyle=|\son\w+=", text)


def test_topics_together_are_all_of_them(web: TestClient) -> None:
    assert found(web, topic="personnel")["total"] > 0
    assert found(web, topic=["personnel", "documents"])["total"] == 0


def test_an_empty_store_says_what_to_run(sqlite_database: Database) -> None:
    assert "lantoa crawl" in page(client(seeded(sqlite_database, 0)), "/tim-kiem")


def test_the_front_page_is_the_campaigns_or_else_the_search(coverage: Coverage, web: TestClient) -> None:
    assert web.get("/").headers["location"] == "/tim-kiem"
    router = APIRouter()
    router.add_api_route("/", lambda: {"page": "overview"})
    assert client(coverage, routers=[router]).get("/").json() == {"page": "overview"}


def test_the_banner_stands_over_every_page(coverage: Coverage) -> None:
    web = client(coverage, banner="Dữ liệu trình diễn")
    for path in ("/tim-kiem", "/bai-viet/1", "/nowhere"):
        assert "Dữ liệu trình diễn" in web.get(path, headers={"Accept": "text/html"}).text


def test_the_description_of_the_api_names_its_paths(web: TestClient) -> None:
    paths = web.get("/api/v1/openapi.json").json()["paths"]
    assert {"/api/v1/search", "/api/v1/articles/{article_id}", "/api/v1/health"} <= paths.keys()
    assert not any("/tim-kiem" in path or "static" in path for path in paths)
    assert web.get("/docs").status_code == 404


def test_with_a_token_search_wants_it_and_health_does_not(coverage: Coverage) -> None:
    web = client(coverage, settings=Settings(token="0123456789"))
    assert web.get("/api/v1/search").status_code == 401
    assert web.get("/api/v1/search", headers={"Authorization": "Bearer 0123456789"}).status_code == 200
    assert web.get("/api/v1/health").status_code == 200
