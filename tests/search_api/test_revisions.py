"""What an outlet changed: on the page of an article, in the API, and in the index."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from fastapi.testclient import TestClient

from lantoa.article import Article, Kind, Moment, Origin, Tags
from lantoa.articles import ArticleStore, Grouping
from lantoa.changes import Piece
from lantoa.database import Database
from lantoa.outlets import OutletStore
from lantoa.web.pieces import CONTEXT, shortened
from search_api.app import create_app
from search_api.fill import check, fill
from search_api.memory import MemoryIndex

NOON = datetime(2025, 9, 6, 5, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
FIRST = Article(
    url="https://bao.test/a",
    kind=Kind.ARTICLE,
    title="Thành ủy họp <b>sáng</b> nay",
    sapo="",
    text="Có 250 đại biểu dự.",
    published=Moment.of(NOON, "json-ld", 1.0),
)
SECOND = replace(FIRST, text="Có 300 đại biểu dự.")
THIRD = replace(
    SECOND, title="Thành ủy họp chiều nay", url="https://bao.test/b", published=Moment.of(NOON + HOUR, "json-ld", 1.0)
)


def words(before: str, after: str) -> Sequence[Piece]:
    """Stands for the word diff that the door hands in."""
    return [Piece("kept", "Thành ủy họp"), Piece("removed", f" {before[-8:]}"), Piece("added", f" {after[-8:]}")]


@pytest.fixture
def store(sqlite_database: Database) -> ArticleStore:
    return ArticleStore(sqlite_database)


@pytest.fixture
def client(store: ArticleStore) -> TestClient:
    for number, article in enumerate((FIRST, SECOND, THIRD)):
        save(store, article, number, under=1 if number else None)
    app = create_app(store=store, outlets=OutletStore(store.database), index=MemoryIndex(), difference=words)
    return TestClient(app, base_url="http://127.0.0.1:8000")


def save(store: ArticleStore, article: Article, hour: int, under: int | None = None) -> int:
    at = NOON + hour * HOUR
    return store.save(
        article, source="bao", origin=Origin.CAPTURE, ref=f"{article.url}:{hour}", seen_at=at, extractor=3, under=under
    ).id


def test_the_api_tells_every_change_with_both_versions(client: TestClient) -> None:
    answer = client.get("/api/v1/articles/1/revisions").json()
    assert [(each["revision"], each["kinds"]) for each in answer["changes"]] == [
        (2, ["body"]), (3, ["title", "date", "url"]),
    ]  # fmt: skip
    body, title = answer["changes"]
    assert (body["before"]["text"], body["after"]["text"]) == (FIRST.text, SECOND.text)
    assert (body["title"], [each["change"] for each in body["text"]]) == ([], ["kept", "removed", "added"])
    assert (title["before"]["url"], title["after"]["url"], title["text"]) == (FIRST.url, THIRD.url, [])
    assert title["at"] == "2025-09-06T07:00:00Z"
    assert (title["after"]["extractor"], title["after"]["published_at"]) == (3, "2025-09-06T13:00:00+07:00")


def test_it_tells_removals_and_restorations(client: TestClient, store: ArticleStore) -> None:
    store.removed(THIRD.url, NOON + 9 * HOUR)
    save(store, THIRD, 20, under=1)
    store.removed(THIRD.url, NOON + 30 * HOUR)
    answer = client.get("/api/v1/articles/1/revisions").json()
    assert answer["removals"] == [
        {"removed_at": "2025-09-06T14:00:00Z", "restored_at": "2025-09-07T01:00:00Z"},
        {"removed_at": "2025-09-07T11:00:00Z", "restored_at": None},
    ]
    page = client.get("/bai-viet/1").text
    assert page.count("Nguồn gỡ bài") == 2
    assert page.count("Nguồn đăng lại bài") == 1


def test_an_article_without_changes_says_so(client: TestClient, store: ArticleStore) -> None:
    other = save(store, replace(FIRST, url="https://bao.test/khac"), 1)
    assert client.get(f"/api/v1/articles/{other}/revisions").json()["changes"] == []
    assert "Chưa thấy nguồn sửa hay gỡ bài này." in client.get(f"/bai-viet/{other}").text
    assert client.get("/api/v1/articles/99/revisions").status_code == 404


def test_the_page_shows_what_was_put_in_and_taken_out_with_words_for_who_cannot_see_it(client: TestClient) -> None:
    page = client.get("/bai-viet/1").text
    assert "Nguồn sửa tiêu đề, ngày đăng, địa chỉ" in page
    assert '<del><span class="unseen">đã bỏ: </span>biểu dự.</del>' in page
    assert '<ins><span class="unseen">đã thêm: </span>https://bao.test/b</ins>' in page
    assert "06/09/2025" in page
    assert "<b>sáng</b>" not in page


def test_without_a_word_diff_both_versions_are_shown_whole(store: ArticleStore) -> None:
    save(store, FIRST, 0)
    save(store, SECOND, 1, under=1)
    app = create_app(store=store, outlets=OutletStore(store.database), index=MemoryIndex())
    [change] = TestClient(app, base_url="http://127.0.0.1:8000").get("/api/v1/articles/1/revisions").json()["changes"]
    assert change["text"] == [
        {"change": "removed", "text": "Có 250 đại biểu dự."},
        {"change": "added", "text": "Có 300 đại biểu dự."},
    ]


def test_long_stretches_that_stayed_are_cut_to_what_stands_beside_a_change() -> None:
    long = " ".join(f"chữ{n}" for n in range(200))
    before, changed, after = shortened([Piece("kept", long), Piece("added", "mới"), Piece("kept", long)])
    assert (before.text.startswith(" … "), after.text.endswith(" … ")) == (True, True)
    assert (before.text.endswith("chữ199"), after.text.startswith("chữ0"), changed.text) == (True, True, "mới")
    assert max(len(before.text), len(after.text)) <= CONTEXT + 3
    assert shortened([Piece("kept", "ngắn"), Piece("added", long)])[1].text == long


def grouped(store: ArticleStore, *ids: int) -> None:
    store.save_tags([(due, Tags(1)) for due in store.untagged(1)])
    store.save_groups(1, store.ungrouped(1), [Grouping(one, one, one, True) for one in ids])


def test_an_article_joined_into_another_leaves_the_index_and_its_page_leads_there(store: ArticleStore) -> None:
    one, other = save(store, FIRST, 0), save(store, replace(FIRST, url="https://bao.test/b", text="Khác."), 1)
    grouped(store, one, other)
    index = MemoryIndex()
    assert fill(store, {}, index) == 2
    store.join(other, one)
    grouped(store, one)
    fill(store, {}, index)
    assert (index.info().documents, check(store, index)) == (1, [])
    app = create_app(store=store, outlets=OutletStore(store.database), index=index)
    client = TestClient(app, base_url="http://127.0.0.1:8000", follow_redirects=False)
    moved = client.get(f"/bai-viet/{other}")
    assert (moved.status_code, moved.headers["location"]) == (308, f"/bai-viet/{one}")
    assert client.get(f"/api/v1/articles/{other}").json()["id"] == one


def test_what_is_no_article_after_all_leaves_the_index(store: ArticleStore) -> None:
    one = save(store, FIRST, 0)
    grouped(store, one)
    index = MemoryIndex()
    fill(store, {}, index)
    listed = replace(FIRST, kind=Kind.LIST, text="")
    store.save(listed, source="bao", origin=Origin.CAPTURE, ref=f"{FIRST.url}:0", seen_at=NOON, extractor=4)
    fill(store, {}, index)
    assert (index.info().documents, check(store, index)) == (0, [])
