"""Saved searches: an address under a name, and nothing is ever written over."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient
from httpx import Response
from hypothesis import given, settings
from hypothesis import strategies as st

from lantoa.clock import FixedClock
from lantoa.database import Database
from lantoa.errors import Misuse
from search_api.app import create_app
from search_api.asked import FILTERS, Asked
from search_api.saved import Refused, SavedSearches, asked_in
from tests.support.coverage import seeded
from tests.support.databases import fresh_sqlite

NOON = datetime(2026, 11, 21, 5, 0, tzinfo=UTC)
API = "/api/v1/saved-searches"
FORM = {"accept": "text/html"}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    for database in fresh_sqlite(tmp_path_factory.mktemp("store")):
        found = seeded(database, 4)
        app = create_app(store=found.store, outlets=found.outlets, index=found.index, clock=FixedClock(NOON))
        yield TestClient(app, base_url="http://127.0.0.1:8000", follow_redirects=False)


@pytest.fixture
def web(house: TestClient) -> TestClient:
    """With nothing saved."""
    for one in listed(house):
        assert house.delete(f"{API}/{one['id']}").status_code == 204
    return house


def listed(web: TestClient) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = web.get(API).json()["saved"]
    return found


def save(web: TestClient, name: str, address: str = "/tim-kiem?q=nhân sự") -> Response:
    return web.post(API, json={"name": name, "address": address})


# -- the list


def test_what_is_saved_is_listed_by_name_until_it_is_deleted(database: Database) -> None:
    searches = SavedSearches(database)
    made = [searches.save(name, f"/tim-kiem?q={number}", NOON + timedelta(days=number)) for number, name in enumerate(("Đường", "bình", "An"))]
    assert searches.all() == [made[2], made[1], made[0]]
    assert searches.delete(made[1].id)
    assert not searches.delete(made[1].id)
    assert searches.all() == [made[2], made[0]]
    assert made[0].created_at == NOON


def test_a_name_that_is_taken_is_refused_and_what_stands_under_it_stays(database: Database) -> None:
    searches = SavedSearches(database)
    kept = searches.save("Nhân sự", "/tim-kiem?q=a", NOON)
    with pytest.raises(Refused, match="Nhân sự"):
        searches.save("  Nhân   sự ", "/tim-kiem?q=b", NOON)
    assert searches.all() == [kept]


def test_of_many_who_save_one_name_at_once_one_succeeds(database: Database) -> None:
    start = Barrier(4)

    def try_it(number: int) -> bool:
        start.wait()
        try:
            SavedSearches(database).save("Chung", f"/tim-kiem?q={number}", NOON)
        except Refused:
            return False
        return True

    with ThreadPoolExecutor(4) as together:
        assert sum(together.map(try_it, range(4))) == 1
    assert len(SavedSearches(database).all()) == 1


def test_the_list_has_an_end(sqlite_database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search_api.saved.MOST", 2)
    searches = SavedSearches(sqlite_database)
    searches.save("a", "/tim-kiem", NOON)
    first = searches.save("b", "/tim-kiem", NOON)
    with pytest.raises(Refused, match="đủ 2 lượt tìm"):
        searches.save("c", "/tim-kiem", NOON)
    searches.delete(first.id)
    assert searches.save("c", "/tim-kiem", NOON).name == "c"


@pytest.mark.parametrize(("name", "told"), [("", "đặt tên"), (" \u3000\n", "đặt tên"), ("a" * 121, "120"), ("a\x00b", "không hiện được"), ("a\u202eb", "không hiện được"), ("\ud800", "không hiện được")])
def test_a_name_that_cannot_be_is_refused(web: TestClient, name: str, told: str) -> None:
    searches = SavedSearches(web.app.state.services.store.database)  # type: ignore[attr-defined]
    with pytest.raises(Misuse, match=told):
        searches.save(name, "/tim-kiem", NOON)
    assert searches.all() == []


# -- addresses


WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
SEARCHES = st.builds(
    lambda q, values, sort, limit: Asked.model_validate({"q": q, "sort": sort, "limit": limit, **values}),
    WORDS,
    st.fixed_dictionaries({}, optional={name: st.lists(WORDS.filter(bool), max_size=3) for name in FILTERS if name not in ("original", "status")}),
    st.sampled_from(["date", "oldest", "relevance"]),
    st.integers(1, 100),
)


@settings(deadline=None)
@given(SEARCHES)
def test_an_address_of_the_page_is_read_as_the_search_it_was_made_of(asked: Asked) -> None:
    address = asked.address()
    assert asked_in(address) == asked
    assert asked_in(address.removeprefix("/tim-kiem")) == asked
    assert asked_in(address.removeprefix("/tim-kiem?" if "?" in address else "/tim-kiem")) == asked


@settings(deadline=None)
@given(st.text() | st.from_regex(r"(/tim-kiem)?\??[a-z]{1,6}=[^&]{0,8}(&[a-z]{1,6}=.{0,8})*"))
def test_whatever_is_handed_in_is_a_search_or_refused_and_stays_on_the_page(address: str) -> None:
    with suppress(Misuse):
        assert urlsplit(asked_in(address).address())[:3] == ("", "", "/tim-kiem")


@pytest.mark.parametrize(
    "address", ["http://elsewhere.test/tim-kiem?q=a", "//elsewhere.test?q=a", "/bai-viet/1", "javascript:alert(1)", "/tim-kiem?ten=x", "/tim-kiem?limit=0", "/tim-kiem?q=%22a", "/tim-kiem?from=2025-10-02&to=2025-10-01", "http://[", "?" + "source=a&" * 201],
)  # fmt: skip
def test_an_address_that_is_no_search_is_refused(web: TestClient, address: str) -> None:
    answer = save(web, "Sai", address)
    assert answer.status_code == 422
    assert answer.json()["detail"]
    assert listed(web) == []


# -- the API


def test_a_search_is_saved_as_the_program_writes_it_and_without_its_page(web: TestClient) -> None:
    answer = save(web, "Nhân sự", "?source=bao-a&q=nhân sự&source=bao-b&after=abc&from=")
    assert answer.status_code == 201
    saved = answer.json()
    assert parse_qs(urlsplit(saved["address"]).query) == {"q": ["nhân sự"], "source": ["bao-a", "bao-b"]}
    assert (saved["name"], saved["created_at"]) == ("Nhân sự", "2026-11-21T05:00:00Z")
    assert listed(web) == [saved]
    assert web.get(saved["address"], headers=FORM).status_code == 200


def test_what_is_refused_is_told_with_its_code(web: TestClient) -> None:
    assert save(web, "Một").status_code == 201
    taken = save(web, "Một", "/tim-kiem?q=khác")
    assert (taken.status_code, "\"Một\"" in taken.json()["detail"]) == (409, True)
    assert web.delete(f"{API}/99999").json() == {"detail": "Không có lượt tìm đã lưu số 99999."}
    assert web.delete(f"{API}/99999").status_code == 404
    wrong = {
        '{"name": "x"}': "Tham số address: còn thiếu.", '{"name": 1, "address": "?q=a"}': "Tham số name: phải là chữ.", "[]": "phải là một đối tượng JSON",
        '{"name": "x", "address": "?q=a", "alert": "yes"}': "Tham số alert: không có tham số này.", "{": "không phải JSON",
    }  # fmt: skip
    for body, told in wrong.items():
        refused = web.post(API, content=body, headers={"content-type": "application/json"})
        assert (refused.status_code, told in refused.json()["detail"]) == (422, True), body
    assert save(web, "x", "/tim-kiem?q=" + "a" * 8_000).status_code == 422
    assert len(listed(web)) == 1


def test_a_broken_query_is_told_with_its_place(web: TestClient) -> None:
    answer = save(web, "Hỏng", "/tim-kiem?q=nhân sự HOẶC")
    assert (answer.status_code, answer.json()["position"]) == (422, 8)


# -- the forms


def test_the_forms_keep_a_search_take_it_off_and_lead_back(web: TestClient) -> None:
    kept = web.post("/tim-kiem/luu", data={"name": "Văn kiện", "address": "/tim-kiem?topic=documents"}, headers=FORM)
    assert (kept.status_code, kept.headers["location"]) == (303, "/tim-kiem?topic=documents")
    [one] = listed(web)
    gone = web.post(f"/tim-kiem/bo-luu/{one['id']}", data={"address": "/tim-kiem?q=x"}, headers=FORM)
    assert (gone.status_code, gone.headers["location"]) == (303, "/tim-kiem?q=x")
    assert listed(web) == []
    again = web.post(f"/tim-kiem/bo-luu/{one['id']}", headers=FORM)
    assert (again.status_code, "Không có lượt tìm" in again.text) == (404, True)


def test_a_form_that_would_lead_elsewhere_does_nothing(web: TestClient) -> None:
    save(web, "Một")
    [one] = listed(web)
    for path, data in ((f"/tim-kiem/bo-luu/{one['id']}", {}), ("/tim-kiem/luu", {"name": "Hai"})):
        refused = web.post(path, data={**data, "address": "//elsewhere.test/"}, headers=FORM)
        assert (refused.status_code, "location" in refused.headers) == (422, False)
    assert listed(web) == [one]


def test_other_sites_can_neither_save_nor_delete(web: TestClient) -> None:
    save(web, "Một")
    [one] = listed(web)
    foreign = {"origin": "http://elsewhere.test"}
    form = {"name": "Hai", "address": "/tim-kiem"}
    for refused in (
        web.post("/tim-kiem/luu", data=form, headers=foreign),
        web.post(f"/tim-kiem/bo-luu/{one['id']}", headers=foreign),
        web.post(API, json=form, headers=foreign),
        web.delete(f"{API}/{one['id']}", headers=foreign),
    ):
        assert refused.status_code == 403
    assert listed(web) == [one]
