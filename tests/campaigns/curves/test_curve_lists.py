"""Whatever is asked of a curve, every number on its page opens a list of that length."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from html import unescape
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import example, given, settings
from hypothesis import strategies as st

from campaigns.campaign import Phase
from campaigns.curves.routes import curve_router
from lantoa.cli.searched import READERS
from search_api.app import create_app
from tests.support.campaign_corpus import CAMPAIGN, CITY, OUTLETS, WARD, Row, desk_of
from tests.support.databases import fresh_sqlite

ROWS = [
    *[Row(OUTLETS[at % 4].id, 24 * (at * 7 % 41) + at, at // 2, ((CITY,), (WARD, CITY), (), (CITY,), ())[at % 5]) for at in range(24)],
    *[Row("bao-a", -24 * (80 + 5 * at), 40 + at, ((CITY,), ())[at % 2]) for at in range(4)],
    *[Row("cong-c", 24 * (50 + at), 50, (CITY,)) for at in range(3)],
    *[Row("bao-b", at, 60 + at, ((CITY,), ())[at % 2], dated=False) for at in range(3)],
]
CAMPAIGNS = [
    CAMPAIGN,
    replace(CAMPAIGN, id="open", end=None),
    replace(CAMPAIGN, id="later", congresses=(replace(CAMPAIGN.leading, opening=None, closing=None),)),
    replace(CAMPAIGN, id="begun", congresses=(replace(CAMPAIGN.leading, closing=None),), panel=""),
    replace(CAMPAIGN, id="long", start=date(2024, 5, 1)),
    replace(CAMPAIGN, id="at-once", start=date(2025, 9, 24), end=date(2025, 9, 26), congresses=CAMPAIGN.congresses[:1]),
]
"""As planned; without an end; without dates; opened only, and no panel; over a year; nothing but the congress."""


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    for database in fresh_sqlite(tmp_path_factory.mktemp("curves")):
        desk = desk_of(database, ROWS)
        for campaign in CAMPAIGNS:
            desk.store.save(campaign, desk.clock.now())
        app = create_app(store=desk.articles, outlets=desk.outlets, index=desk.index, routers=[curve_router(desk, READERS)])
        yield TestClient(app, base_url="http://127.0.0.1")


def linked_counts(page: str) -> dict[str, str]:
    """Address of a list -> the number that links to it."""
    links = re.findall(r'<a href="(/(?:tim-kiem|do-phu/bai)[^"]*)">([\d.]+|[\d,]+%)</a>', page)
    return {unescape(address): shown for address, shown in links}


def listed(client: TestClient, address: str) -> int:
    """How many articles the list at this address holds."""
    if address.startswith("/tim-kiem"):
        return int(client.get("/api/v1/search" + address.removeprefix("/tim-kiem")).json()["total"])
    [count] = re.findall(r"<h1>([\d.]+) ", client.get(address).text)
    return int(count.replace(".", ""))


days = st.dates(date(2025, 8, 25), date(2025, 10, 20))
spans = st.tuples(days, days).map(sorted).map(lambda pair: {"from": pair[0], "to": pair[1]})
asked_for = st.builds(
    lambda *parts: {name: value for part in parts for name, value in part.items()},
    st.builds(lambda one: {"campaign": one.id}, st.sampled_from(CAMPAIGNS)),
    st.sampled_from([{"scope": "all"}, {"scope": "members"}]),
    st.sampled_from([{}, {"q": "bài"}, {"q": "1 HOẶC 3"}, {"q": "-2"}, {"q": "từ:5/9/2025 bài"}, {"q": "đến:1/9/2025 HOẶC 4"}]),
    st.sampled_from([{}, {}, {"source": ["bao-a", "cong-c"]}, {"kind": "central_press"}]),
    st.sampled_from([{}, {}, {"original": "yes"}, {"original": "no"}]),
    st.one_of(st.just({}), spans),
)


@settings(max_examples=8, deadline=None)
@given(asked_for)
@example({"campaign": "tg", "scope": "all"})
@example({"campaign": "long", "scope": "members"})
@example({"campaign": "begun", "scope": "all"})
def test_every_number_opens_a_list_of_that_length(client: TestClient, asked: dict[str, Any]) -> None:
    page = client.get("/do-phu", params=asked)
    assert page.status_code == 200
    search = {name: value for name, value in asked.items() if name != "campaign"}
    curve = client.get(f"/api/v1/campaigns/{asked['campaign']}/curve", params=search).json()
    parts = [*curve["rows"], *curve["outside"].values()]
    found = linked_counts(page.text)
    assert bool(found) == any(part["articles"] for part in parts)
    for link, shown in found.items():
        wanted = curve["share"]["originals"] if "%" in shown else int(shown.replace(".", ""))
        assert listed(client, link) == wanted, link


def test_a_phase_without_a_day_has_no_span() -> None:
    at_once = CAMPAIGNS[-1]
    assert at_once.span(at_once.leading, Phase.BEFORE) is None
    assert at_once.span(at_once.leading, Phase.AFTER) is None
    assert at_once.span(at_once.leading, Phase.DURING) == (date(2025, 9, 24), date(2025, 9, 26))


def test_until_both_its_dates_are_fixed_all_of_a_congress_s_campaign_is_before() -> None:
    begun = CAMPAIGNS[3]
    assert begun.span(begun.leading, Phase.BEFORE) == (date(2025, 6, 2), date(2025, 10, 10))
    assert begun.span(begun.leading, Phase.DURING) is None
