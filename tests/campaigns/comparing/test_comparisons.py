"""Comparisons of a campaign: windows, previous term, wards, peers, targets; every count opens its list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from html import unescape

import numpy as np
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from playwright.sync_api import Browser

from campaigns.campaign import Campaign, Phase
from campaigns.comparing.as_object import comparisons_object
from campaigns.comparing.comparisons import Comparisons, compare_campaign
from campaigns.comparing.routes import compare_router
from campaigns.comparing.sides import sides
from campaigns.desk import Desk
from campaigns.parts import Target, Wave
from campaigns.reach import ratio_against_before
from campaigns.routes import router
from lantoa.words import word
from search_api.app import create_app
from search_api.index import day_number
from tests.support.browser import NARROW, WIDE, serving, visiting
from tests.support.campaign_corpus import CAMPAIGN, CITY, WARD, Row, desk_of
from tests.support.databases import fresh_sqlite

CITY_DAYS = 24 * 23
"""Hours from the corpus's beginning to the city's opening."""
ROWS = [
    *[Row("bao-a", 24 * day + 9, day + 1) for day in range(0, 20, 3)],
    *[Row("bao-b", CITY_DAYS + hour, 100 + hour) for hour in range(0, 72, 6)],
    *[Row("cong-c", CITY_DAYS + hour + 1, 100 + hour) for hour in range(0, 72, 12)],
    *[Row("dai-d", 24 * 27 + 30 * one, 300 + one) for one in range(5)],
    *[Row("bao-a", 24 * 8 + 5 * one, 400 + one, (WARD,)) for one in range(6)],
    Row("bao-a", 24 * 3, 500, (WARD,)),
]
TARGETS = (
    Target("originals", 20),
    Target("articles", 18, Phase.DURING),
    Target("outlets", 4, Phase.AFTER),
    Target("localities", 2),
)
WAVES = (Wave("Tuần đầu tháng 9", date(2025, 9, 8), date(2025, 9, 14)), Wave("Tổng kết", date(2025, 9, 28), date(2025, 10, 1)))
PREVIOUS = replace(CAMPAIGN, id="tg-2020", name="Kỳ trước", congresses=(replace(CAMPAIGN.congresses[1], parent=""),))
OURS = replace(CAMPAIGN, previous="tg-2020", peers=("tg-2020", "none"), unlike="Ba quận đã nhập một.", targets=TARGETS, waves=WAVES)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """One for all: no test changes what another one counts."""
    for database in fresh_sqlite(tmp_path_factory.mktemp("compared")):
        made = desk_of(database, ROWS)
        for one in (PREVIOUS, OURS):
            made.store.save(one, made.clock.now())
        yield made


@pytest.fixture(scope="module")
def found(desk: Desk) -> Comparisons:
    return compare_campaign(desk, OURS)


@pytest.fixture(scope="module")
def app(desk: Desk) -> FastAPI:
    return create_app(
        store=desk.articles, outlets=desk.outlets, index=desk.index, routers=[router(desk), compare_router(desk)]
    )


@pytest.fixture(scope="module")
def client(app: FastAPI) -> TestClient:
    return TestClient(app, base_url="http://127.0.0.1")


def test_windows_are_those_of_reach_over_originals_and_over_articles(desk: Desk, found: Comparisons) -> None:
    own = found.windows
    assert [one.count for one in own.originals] == [7, 12, 5]
    assert [one.count for one in own.articles] == [7, 18, 5]
    assert own.originals[1].ratio == ratio_against_before(desk.measured(OURS), 0, Phase.DURING)
    originals, articles = own.originals[1].ratio, own.articles[1].ratio
    assert originals is not None
    assert articles is not None
    assert articles.ratio is not None
    assert articles.high / articles.low > originals.high / originals.low
    assert found.left_out == []


def test_a_wave_stands_against_the_days_before_that_are_not_its_own(desk: Desk, found: Comparisons) -> None:
    rows = desk.measured(OURS).totals
    for one in found.waves:
        window = one.window
        assert window is not None
        assert (window.start, window.end) == (one.wave.start, one.wave.end)
        inside = (rows.day >= day_number(one.wave.start)) & (rows.day <= day_number(one.wave.end)) & rows.original
        assert window.count == int(inside.sum())
        before = sides(desk.measured(OURS), 0, originals=True)
        assert before is not None
        base = [day for day in before.days if day < date(2025, 9, 24) and not one.wave.start <= day <= one.wave.end]
        taken = rows.original & np.isin(rows.day, [day_number(day) for day in base])
        assert window.ratio is not None
        assert window.ratio.ratio == pytest.approx((window.count + 0.5) / len(window.days) / ((taken.sum() + 0.5) / len(base)))


def test_wards_are_ranked_and_their_chances_adjusted(found: Comparisons) -> None:
    assert [one.congress.id for one in found.wards] == ["ward", "city"]
    assert [one.rank for one in found.wards] == [1, 2]
    assert all(one.holm is not None and 0 < one.holm <= 1 for one in found.wards)


def test_a_ward_without_dates_stands_last_without_a_ratio(desk: Desk) -> None:
    later = replace(CAMPAIGN.congresses[1], opening=None, closing=None)
    found = compare_campaign(desk, replace(OURS, congresses=(CAMPAIGN.congresses[0], later)))
    assert [(one.congress.id, one.rank, one.holm is None) for one in found.wards] == [("city", 1, False), ("ward", None, True)]


def test_the_previous_term_stands_at_the_same_day_from_its_opening(found: Comparisons) -> None:
    beside = found.previous
    assert beside is not None
    ours, theirs = beside.here
    assert ours.offset == theirs.offset == beside.at
    assert ours.day == date(2025, 9, 24) + (theirs.day - date(2025, 9, 9))
    assert len({one.offset for one in beside.ours}) == len(beside.ours)
    assert ours.originals == 24
    assert theirs.originals == 7
    assert beside.ratio is not None
    assert beside.ratio.ratio is not None
    assert beside.ratio.low < beside.ratio.ratio < beside.ratio.high


def test_courses_only_grow(found: Comparisons) -> None:
    assert found.previous is not None
    for course in (found.previous.ours, found.previous.theirs):
        counts = [one.originals for one in course]
        assert counts == sorted(counts)
        assert all(one.rate is not None for one in course)


def test_what_is_named_and_not_there_is_said(desk: Desk) -> None:
    found = compare_campaign(desk, replace(OURS, previous="tg-2015"))
    assert found.previous is None
    assert list(found.missing) == ["tg-2015", "none"]
    none = compare_campaign(desk, replace(CAMPAIGN, id="tg"))
    assert (none.previous, none.no_previous, none.peers, none.targets) == (None, False, [], [])


def test_without_dates_there_is_no_window_and_no_ratio(desk: Desk, client: TestClient) -> None:
    open_ended = replace(CAMPAIGN.congresses[0], opening=None, closing=None)
    waiting = replace(OURS, id="waiting", congresses=(open_ended, CAMPAIGN.congresses[1]))
    desk.store.save(waiting, desk.clock.now())
    found = compare_campaign(desk, waiting)
    assert (found.windows.originals, found.trend, found.no_previous) == ((), "dates", True)
    page = client.get("/chien-dich/waiting/so-sanh").text
    assert word("compare.no_windows", name=open_ended.name) in unescape(page)
    assert word("compare.previous_nothing") in unescape(page)


def test_peers_have_the_same_measures(found: Comparisons) -> None:
    assert [one.campaign.id for one in found.peers] == ["tg", "tg-2020"]
    assert [(one.articles, one.originals) for one in found.peers] == [(37, 31), (7, 7)]


def test_targets_count_what_they_name(found: Comparisons) -> None:
    assert [(one.target.measure, one.value, one.met) for one in found.targets] == [
        ("originals", 31, True), ("articles", 24, True), ("outlets", 1, False), ("localities", 2, True),
    ]  # fmt: skip


def linked(page: str) -> list[tuple[str, int]]:
    """(address of a list, the number that links to it)."""
    links = re.findall(r'<a href="(/chien-dich/[^"]*/bai[^"]*)">([\d.]+)</a>', page)
    return [(unescape(address), int(shown.replace(".", ""))) for address, shown in links]


def test_every_count_of_the_page_opens_a_list_of_that_length(client: TestClient) -> None:
    lists = linked(client.get("/chien-dich/tg/so-sanh").text)
    assert len(lists) > 12
    for address, shown in lists:
        listing = client.get(address)
        assert listing.status_code == 200
        assert listing.text.count('<a href="/bai-viet/') == shown, address


def test_page_api_and_figures_are_one(client: TestClient, desk: Desk) -> None:
    told = client.get("/api/v1/campaigns/tg/compare").json()
    assert told == comparisons_object(compare_campaign(desk, OURS))
    assert told["no_trend"] == "short"
    page = unescape(client.get("/chien-dich/tg/so-sanh").text)
    for text in (OURS.unlike, word("compare.note"), word("compare.missing", ids="none"), word("compare.segmented_short", least=28)):
        assert text in page


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/api/v1/campaigns/none/compare", 404),
        ("/chien-dich/none/so-sanh", 404),
        ("/chien-dich/tg/so-sanh/bai?congress=none", 422),
        ("/chien-dich/tg/so-sanh/bai?phase=undated", 422),
        ("/chien-dich/tg/so-sanh/bai?figure=else", 422),
        ("/chien-dich/tg/so-sanh/bai?figure=wave&wave=none", 422),
        ("/chien-dich/tg-2020/so-sanh/bai?figure=theirs", 422),
    ],
)
def test_what_cannot_be_compared_is_refused(client: TestClient, address: str, status: int) -> None:
    assert client.get(address).status_code == status


@pytest.mark.slow
@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_the_page_fits_and_draws_both_terms(browser: Browser, app: FastAPI, size: tuple[int, int]) -> None:
    with serving(app) as address, visiting(browser, address + "/chien-dich/tg/so-sanh", size) as visit:
        assert visit.charts_drawn() == 1
        assert visit.overflow() <= 0
        assert visit.complaints == []
        assert visit.foreign() == []


def test_the_campaign_of_the_corpus_is_about_both(desk: Desk) -> None:
    both: Campaign = desk.store.get("tg")
    assert {one.key for one in both.congresses} == {CITY, WARD}
