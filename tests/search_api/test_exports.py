"""Exports: every article found is in the file, in any form, on any engine; half a file says so."""

from __future__ import annotations

import asyncio
import csv
import io
import json
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

import httpx
import openpyxl
import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient

from lantoa.article import StoredArticle
from lantoa.article_rows import articles
from lantoa.articles import ArticleStore
from lantoa.clock import FixedClock
from lantoa.database import Database
from lantoa.errors import Later
from lantoa.outlets import OutletStore
from search_api.app import create_app
from search_api.asked import Asked
from search_api.embedded import EmbeddedIndex
from search_api.exporting import found_ids, parts
from search_api.fill import rebuild
from search_api.index import Columns, SearchIndex
from search_api.memory import MemoryIndex
from search_api.services import Services
from tests.support.awaited import awaited
from tests.support.browser import serving
from tests.support.coverage import Coverage, seeded
from tests.support.databases import fresh_sqlite

LATE = datetime(2025, 10, 3, 20, 0, tzinfo=UTC)
HEADER = "Số bài,Ngày đăng,Giờ đăng,Nguồn,Mã nguồn,Loại nguồn,Tiêu đề,Tóm tắt,Địa chỉ,Đại hội,Đại hội được nhắc đến,Chủ đề"


class Broken(ArticleStore):
    """Answers a few times, then no more."""

    def __init__(self, database: Database, answers: int) -> None:
        super().__init__(database)
        self.answers = answers

    def many(self, ids: Sequence[int]) -> list[StoredArticle]:
        self.answers -= 1
        if self.answers < 0:
            raise Later("Cơ sở dữ liệu không trả lời.")
        return super().many(ids)


class Down(MemoryIndex):
    """An index that does not answer."""

    def export(self, *_: Any) -> Columns:
        raise Later("Chỉ mục không trả lời.")


@pytest.fixture(scope="module")
def coverage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Coverage]:
    """Nothing here writes to it."""
    for database in fresh_sqlite(tmp_path_factory.mktemp("store")):
        yield seeded(database)


@pytest.fixture(scope="module", params=["memory", "embedded"])
def index(request: pytest.FixtureRequest, coverage: Coverage, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchIndex]:
    if request.param == "memory":
        yield coverage.index
        return
    embedded = EmbeddedIndex(tmp_path_factory.mktemp("index"))
    embedded.ensure()
    rebuild(coverage.store, coverage.outlets.all(), embedded)
    yield embedded
    embedded.close()


def client(coverage: Coverage, **more: Any) -> TestClient:
    given = {"store": coverage.store, "outlets": coverage.outlets, "index": coverage.index, "clock": FixedClock(LATE)}
    return TestClient(create_app(**{**given, **more}), base_url="http://127.0.0.1:8000")


def services(coverage: Coverage, **more: Any) -> Services:
    found: Services = client(coverage, **more).app.state.services  # type: ignore[attr-defined]
    return found


def export(web: TestClient, form: str, **parameters: Any) -> bytes:
    answer = web.get("/api/v1/search/export", params={"format": form, **parameters})
    assert answer.status_code == 200, answer.text
    return answer.content


def ids_of_csv(data: bytes) -> list[int]:
    lines = data.decode("utf-8-sig").splitlines()
    assert lines[0].startswith(HEADER)
    return [int(row[0]) for row in csv.reader(lines[1:])]


def ids_of_jsonl(data: bytes) -> list[int]:
    return [json.loads(line)["id"] for line in data.decode().splitlines()]


def ids_of_xlsx(data: bytes) -> list[int]:
    return [row[0].value for row in openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows(min_row=2)]


READERS: dict[str, Callable[[bytes], list[int]]] = {"csv": ids_of_csv, "xlsx": ids_of_xlsx, "jsonl": ids_of_jsonl}


@pytest.mark.parametrize("query", [{}, {"q": "đại hội"}, {"topic": "personnel", "source": "bao-a"}, {"q": "khủng long"}], ids=["all", "words", "filters", "none"])
def test_every_article_found_is_in_the_file_once_in_any_form(coverage: Coverage, index: SearchIndex, query: dict[str, str]) -> None:
    web = client(coverage, index=index)
    listed = web.get("/api/v1/search", params={**query, "limit": 100}).json()
    for form, read in READERS.items():
        assert read(export(web, form, **query)) == [hit["id"] for hit in listed["hits"]]
    assert listed["total"] == len(listed["hits"])


def test_the_order_is_by_time(coverage: Coverage) -> None:
    web = client(coverage)
    newest = ids_of_csv(export(web, "csv", q="đại hội"))
    assert ids_of_csv(export(web, "csv", q="đại hội", sort="oldest")) == newest[::-1]
    assert ids_of_csv(export(web, "csv", q="đại hội", sort="relevance")) == newest


def test_a_file_is_made_of_many_batches_and_every_batch_ends_with_a_line(coverage: Coverage) -> None:
    ours = services(coverage)
    ids = found_ids(ours, Asked())
    whole = list(parts(ours, ids, "csv", batch=7))
    assert [one.articles for one in whole] == [0, 7, 7, 7, 7, 7, 1]
    assert all(one.data.endswith(b"\r\n") for one in whole)
    assert b"".join(one.data for one in whole) == export(client(coverage), "csv")
    assert [one.articles for one in parts(ours, ids, "jsonl", batch=30)] == [30, 6]
    assert sum(one.articles for one in parts(ours, ids, "xlsx", batch=5)) == 36


def test_no_batch_is_read_before_the_one_before_it_was_taken(coverage: Coverage) -> None:
    store = Broken(coverage.store.database, answers=1)
    ours = services(coverage, store=store)
    made = parts(ours, found_ids(ours, Asked()), "jsonl", batch=5)
    assert next(made).articles == 5
    assert store.answers == 0
    with pytest.raises(Later):
        next(made)


def test_a_row_says_what_is_known_of_an_article(coverage: Coverage) -> None:
    data = export(client(coverage), "csv").decode("utf-8-sig")
    rows = {row["Địa chỉ"]: row for row in csv.DictReader(io.StringIO(data))}
    assert rows["http://b.test/1"] == {
        "Số bài": "2", "Ngày đăng": "2025-09-12", "Giờ đăng": "09:00", "Nguồn": "Tin Sáng", "Mã nguồn": "bao-b",
        "Loại nguồn": "Báo trung ương", "Tiêu đề": "Đường vào trung tâm được trang hoàng",
        "Tóm tắt": "Dọc đường lớn, cờ hoa chào mừng đại hội đã được treo kín.", "Địa chỉ": "http://b.test/1",
        "Đại hội": "Đại hội Đảng bộ thành phố Trường Giang lần thứ I, nhiệm kỳ 2025–2030", "Đại hội được nhắc đến": "",
        "Chủ đề": "Trang trí, cổ động", "Bản gốc hay đăng lại": "đăng lại", "Nhóm đăng lại": "1", "Nhóm sự kiện": "1",
        "Tình trạng": "đang đăng", "Cách thu thập": "thu thập",
    }  # fmt: skip
    assert rows["http://c.test/2"]["Tình trạng"] == "nguồn đã gỡ"
    assert rows["http://b.test/4"]["Cách thu thập"] == "nhập tay"
    assert (rows["http://c.test/8"]["Ngày đăng"], rows["http://c.test/8"]["Giờ đăng"]) == ("", "")


def test_a_line_of_jsonl_is_the_object_of_the_article_verbatim(coverage: Coverage) -> None:
    web = client(coverage, phases=lambda found: [{"dot-1": f"phase of {one.id}"} for one in found])
    lines = {one["id"]: one for one in map(json.loads, export(web, "jsonl").decode().splitlines())}
    whole = web.get("/api/v1/articles/2").json()
    assert lines[2].keys() < whole.keys()
    assert lines[2] == {name: whole[name] for name in lines[2]}
    assert lines[2]["phases"] == {"dot-1": "phase of 2"}
    assert lines[3]["removed_at"] == "2025-10-04T01:00:00+00:00"


def test_the_file_is_named_by_the_local_day_and_is_never_shown_as_a_page(coverage: Coverage) -> None:
    answer = client(coverage).get("/api/v1/search/export?format=csv&q=nhân sự")
    assert answer.headers["content-disposition"] == 'attachment; filename="lan-toa-2025-10-04.csv"'
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("parameters", "told"),
    [
        ("format=pdf", "Tham số format: chỉ nhận 'csv', 'xlsx', 'jsonl'."), ("", "Tham số format: còn thiếu."),
        ("format=csv&limit=5", "nên không nhận tham số limit."), ("format=csv&after=x", "nên không nhận tham số after."),
        ("format=csv&ten=x", "Tham số ten: không có tham số này."),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused_by_name(coverage: Coverage, parameters: str, told: str) -> None:
    answer = client(coverage).get(f"/api/v1/search/export?{parameters}")
    assert answer.status_code == 422
    assert told in answer.json()["detail"]


def test_a_query_that_cannot_be_read_is_explained_with_its_place(coverage: Coverage) -> None:
    answer = client(coverage).get("/api/v1/search/export", params={"format": "xlsx", "q": "nhân sự HOẶC"})
    assert (answer.status_code, answer.json()["position"]) == (422, 8)


@pytest.mark.parametrize("form", READERS)
def test_an_index_that_is_down_is_told_before_the_file_begins(coverage: Coverage, form: str) -> None:
    answer = client(coverage, index=Down()).get(f"/api/v1/search/export?format={form}")
    assert (answer.status_code, answer.json()) == (503, {"detail": "Chỉ mục không trả lời."})


def test_a_store_that_fails_at_once_is_told_before_the_file_begins(coverage: Coverage) -> None:
    web = client(coverage, store=Broken(coverage.store.database, answers=0))
    answer = web.get("/api/v1/search/export?format=jsonl")
    assert (answer.status_code, answer.json()) == (503, {"detail": "Cơ sở dữ liệu không trả lời."})


class Wire:
    """A client of the bare application: hears the status, takes so many pieces, then leaves."""

    def __init__(self, pieces: int) -> None:
        self.asked = False
        self.left = asyncio.Event()
        self.pieces = pieces
        self.heard: list[Any] = []

    async def receive(self) -> dict[str, Any]:
        if not self.asked:
            self.asked = True
            return {"type": "http.request", "body": b"", "more_body": False}
        await self.left.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Any) -> None:
        self.heard.append(message)
        if len(self.heard) > self.pieces:
            self.left.set()
            await asyncio.sleep(0)

    @property
    def body(self) -> bytes:
        return b"".join(one.get("body", b"") for one in self.heard)

    @property
    def complete(self) -> bool:
        return any(one["type"] == "http.response.body" and not one.get("more_body") for one in self.heard)


def talk(web: TestClient, wire: Wire, query: bytes) -> None:
    scope = {
        "type": "http", "asgi": {"version": "3.0", "spec_version": "2.3"}, "http_version": "1.1", "method": "GET",
        "path": "/api/v1/search/export", "raw_path": b"/api/v1/search/export", "query_string": query,
        "headers": [(b"host", b"127.0.0.1:8000")], "scheme": "http", "server": ("127.0.0.1", 8000), "root_path": "",
    }  # fmt: skip
    awaited(web.app(scope, wire.receive, wire.send))  # type: ignore[arg-type]


def test_what_fails_in_the_middle_is_told_in_the_file_and_never_ends_it(coverage: Coverage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search_api.routes.exports.BATCH", 7)
    wire = Wire(pieces=1_000)
    with pytest.raises(RuntimeError, match="response already started"):
        talk(client(coverage, store=Broken(coverage.store.database, answers=2)), wire, b"format=jsonl")
    lines = [json.loads(line) for line in wire.body.decode().splitlines()]
    assert len(lines) == 15
    assert "CHƯA ĐẦY ĐỦ" in lines[-1]["error"]
    assert not wire.complete


def test_a_client_that_leaves_ends_the_work(coverage: Coverage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search_api.routes.exports.BATCH", 1)
    store, wire = Broken(coverage.store.database, answers=36), Wire(pieces=3)
    talk(client(coverage, store=store), wire, b"format=jsonl")
    assert not wire.complete
    assert store.answers > 20


def test_a_server_cuts_the_connection_of_a_file_that_it_cannot_finish(coverage: Coverage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search_api.routes.exports.BATCH", 7)
    app = client(coverage, store=Broken(coverage.store.database, answers=2)).app
    with serving(app) as address, pytest.raises(httpx.RemoteProtocolError):  # type: ignore[arg-type]
        httpx.get(f"{address}/api/v1/search/export?format=jsonl")


def test_on_both_databases_a_table_names_congresses_and_holds_no_formula(database: Database) -> None:
    found = seeded(database, 6)
    with database.write() as connection:
        connection.execute(sa.update(articles).where(articles.c.id == 1).values(title="=1+1;@x\n2", sapo="\t-3"))
    web = client(found, outlets=OutletStore(database))
    data = export(web, "csv", sort="oldest")
    assert len(ids_of_csv(data)) == 6
    assert data.count("Đại hội Đảng bộ thành phố Trường Giang lần thứ I".encode()) == 5
    harmless = ("'=1+1;'@x 2", "'-3")
    assert next(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))["Tiêu đề"] == harmless[0]
    sheet = openpyxl.load_workbook(io.BytesIO(export(web, "xlsx", sort="oldest"))).active
    assert [(cell.value, cell.data_type) for cell in sheet[2][6:8]] == [(one, "s") for one in harmless]
    first = json.loads(export(web, "jsonl", sort="oldest").splitlines()[0])
    assert (first["title"], first["sapo"]) == ("=1+1;@x\n2", "\t-3")
