"""What is typed and chosen reaches the index as it is meant: cursors, other names, offices."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from lantoa.database import Database
from search_api import finding
from search_api.aliases import Aliases, Group
from search_api.app import create_app
from tests.support.coverage import seeded


@pytest.fixture
def web(sqlite_database: Database) -> TestClient:
    ours = seeded(sqlite_database)
    app = create_app(store=ours.store, outlets=ours.outlets, index=ours.index)
    return TestClient(app, base_url="http://127.0.0.1:8000")


def found(web: TestClient, **parameters: Any) -> dict[str, Any]:
    answer = web.get("/api/v1/search", params=parameters)
    assert answer.status_code == 200, answer.text
    result: dict[str, Any] = answer.json()
    return result


def test_a_cursor_leads_nowhere_but_through_its_own_search(web: TestClient) -> None:
    cursor = found(web, q="đại hội", limit=3)["cursor"]
    assert found(web, q="đại hội", limit=5, after=cursor)["hits"]
    for other in ({"q": "hội"}, {"q": "đại hội", "source": "bao-a"}, {"q": "đại hội", "sort": "oldest"}, {"q": "đại hội", "alias": "no"}):
        answer = web.get("/api/v1/search", params={**other, "after": cursor})
        assert (answer.status_code, "câu tìm khác" in answer.json()["detail"]) == (422, True)
    for broken in ("x", ".", cursor.partition(".")[0] + ".", cursor + "9" * 30, cursor.partition(".")[0] + ".o12"):
        assert web.get("/api/v1/search", params={"q": "đại hội", "after": broken}).status_code == 422


def test_other_names_of_one_thing_are_looked_for_told_and_left_out_when_asked(
    web: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "shipped_aliases", lambda: Aliases((Group(("Đại hội", "ĐH")),)))
    whole = found(web, q="ĐH")
    assert whole["expanded"] == [{"typed": "ĐH", "also": ["Đại hội"]}]
    assert whole["total"] == found(web, q="đại hội")["total"] > 0
    narrow = found(web, q="ĐH", alias="no")
    assert (narrow["expanded"], narrow["total"]) == ([], 0)


def test_the_office_is_asked_as_such_and_not_as_words_of_the_text(web: TestClient) -> None:
    assert found(web, q='chức danh:"bí thư thành ủy"')["total"] == found(web)["total"] > 0
    assert found(web, q='"bí thư thành ủy"')["total"] == 0
    assert found(web, q='chức danh:"bí thư Lê"')["total"] == 0
    assert found(web, q='tổ chức:"thanh uy"')["total"] == found(web)["total"]
