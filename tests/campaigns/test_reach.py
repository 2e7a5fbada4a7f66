"""Reach: every count equals its list, stories count once, phases are the article's own."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.campaign import PHASES, Phase
from campaigns.desk import Desk, ListedBy
from campaigns.reach import ReachRow, daily, ratio_against_before, reach, row_object
from campaigns.statistics.compare import Series, rate_ratio, wilson
from campaigns.wording import ratio_text
from lantoa.database import Database
from tests.support.campaign_corpus import CAMPAIGN, CITY, OUTLETS, WARD, Row, desk_of
from tests.support.databases import fresh_sqlite

ROWS = [
    Row("bao-a", 10, 1),
    Row("bao-b", 12, 1),
    Row("cong-c", 24 * 8 + 3, 2, (WARD,)),
    Row("bao-a", 24 * 20, 3, (WARD, CITY)),
    Row("bao-a", 24 * 23 + 5, 4),
    Row("bao-b", 24 * 24 + 5, 5),
    Row("cong-c", 24 * 24 + 7, 5),
    Row("bao-b", 24 * 30, 6),
    Row("bao-b", 0, 7, dated=False),
]


@pytest.fixture
def desk(sqlite_database: Database) -> Desk:
    return desk_of(sqlite_database, ROWS)


def rows_of(desk: Desk, *dimensions: str) -> dict[tuple[str, str, str], ReachRow]:
    rows = reach(desk.measured(CAMPAIGN), dimensions)
    return {(row.dimension, row.value, str(row.phase)): row for row in rows}


def figures(row: ReachRow) -> tuple[int, int, int]:
    return row.articles, row.originals, row.outlets


def test_phases_count_articles_stories_and_outlets(desk: Desk) -> None:
    found = rows_of(desk, "all")
    assert figures(found["all", "", "before"]) == (2, 1, 2)
    assert figures(found["all", "", "during"]) == (4, 3, 3)
    assert figures(found["all", "", "after"]) == (2, 2, 2)
    assert figures(found["all", "", "undated"]) == (1, 1, 1)


def test_a_ward_is_counted_by_its_own_dates_and_once_in_the_total(desk: Desk) -> None:
    found = rows_of(desk, "congress")
    assert figures(found["congress", "ward", "during"]) == (1, 1, 1)
    assert figures(found["congress", "ward", "after"]) == (1, 1, 1)
    assert figures(found["congress", "city", "before"]) == (3, 2, 2)


def test_outlets_of_the_panel_without_an_article_have_a_row_of_zeros(desk: Desk) -> None:
    found = rows_of(desk, "source")
    assert figures(found["source", "dai-d", "before"]) == (0, 0, 0)
    assert found["source", "dai-d", "before"].panel_articles == 54 * 50


def test_a_row_prints_as_the_contract_says(desk: Desk) -> None:
    printed = row_object(rows_of(desk, "all")["all", "", "during"])
    assert list(printed) == [
        "phase", "from", "to", "dimension", "value", "articles", "originals", "outlets", "panel_size",
        "panel_articles", "ratio", "low", "high", "spread", "breadth", "breadth_low", "breadth_high",
        "panel_share_articles", "panel_share", "refused",
    ]  # fmt: skip
    assert printed["from"] == "2025-09-24"
    assert printed["to"] == "2025-09-26"
    assert printed["panel_articles"] == 3 * 4 * 50
    assert printed["panel_size"] == 4


def test_the_curve_adds_up_to_the_totals(desk: Desk) -> None:
    curve = daily(desk.measured(CAMPAIGN))
    assert curve[date(2025, 9, 25), Phase.DURING] == 1
    found = rows_of(desk, "all")
    for phase in PHASES:
        assert (
            sum(count for (_, of), count in curve.items() if of is phase) == found["all", "", phase].originals
        )


def test_the_ratio_has_an_interval_around_it(desk: Desk) -> None:
    found = ratio_against_before(desk.measured(CAMPAIGN), 0, Phase.DURING)
    assert found is not None
    assert found.ratio is not None
    assert found.low < found.ratio < found.high
    assert found.ratio == pytest.approx(((2 + 0.5) / 600) / ((2 + 0.5) / (28 * 200)))


def test_nothing_before_gives_a_bound_and_no_ratio(sqlite_database: Database) -> None:
    desk = desk_of(sqlite_database, [Row("bao-a", 24 * 24, 1), Row("bao-b", 24 * 24, 2)])
    found = rows_of(desk, "all")["all", "", "during"]
    assert found.ratio is None
    assert found.low is not None
    assert found.high is None


def test_without_exposure_there_is_nothing_to_compare(sqlite_database: Database) -> None:
    desk = desk_of(sqlite_database, ROWS, exposure=0)
    assert ratio_against_before(desk.measured(CAMPAIGN), 0, Phase.DURING) is None


def test_without_anything_collected_days_are_compared_and_the_row_says_so(sqlite_database: Database) -> None:
    desk = desk_of(sqlite_database, ROWS, collected=False)
    found = rows_of(desk, "all")["all", "", "during"]
    assert found.panel_articles is None
    assert found.ratio == pytest.approx(((2 + 0.5) / 3) / ((2 + 0.5) / 28))
    assert "theo ngày" in ratio_text(found)


rows_drawn = st.lists(
    st.builds(
        Row,
        st.sampled_from([one.id for one in OUTLETS]),
        st.integers(0, 24 * 39),
        st.integers(1, 6),
        st.sampled_from([(CITY,), (WARD,), (WARD, CITY), (CITY, WARD)]),
        st.booleans(),
    ),
    max_size=12,
)


@settings(max_examples=25, deadline=None)
@given(rows_drawn)
def test_every_count_equals_its_list(rows: list[Row]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for database in fresh_sqlite(Path(folder)):
            desk = desk_of(database, rows)
            measured = desk.measured(CAMPAIGN)
            for row in reach(measured):
                listed = desk.listed(measured, ListedBy(row.phase, row.dimension, row.value))
                assert len(listed) == row.articles
                assert sum(one.is_original for one in listed) == row.originals
                assert len({one.source for one in listed}) == row.outlets
            total = list(reach(measured, ("all",)))
            for dimension in ("source", "kind", "level", "province", "form", "channel"):
                parts = reach(measured, (dimension,))
                assert sum(row.articles for row in parts) == sum(row.articles for row in total)


@pytest.mark.parametrize(("ratio", "rho"), [(1.0, 0.0), (3.0, 0.4), (8.0, 0.0)])
def test_intervals_hold_the_true_ratio_about_as_often_as_they_say(ratio: float, rho: float) -> None:
    """60 simulated seasons: at nominal .95, fewer than 49 hits has probability under .0001."""
    chance = np.random.default_rng(1930)
    day = np.arange(45.0)
    phase = np.repeat([0, 1, 2], [28, 3, 14])
    exposure = np.where(day % 7 >= 5, 480.0, 800.0)
    hits = 0
    for _ in range(60):
        noise = chance.normal(size=45)
        for at in range(1, 45):
            noise[at] = rho * noise[at - 1] + np.sqrt(1 - rho * rho) * noise[at]
        mean = 8 * np.where(phase == 1, ratio, 1) * np.exp(0.35 * noise - 0.35**2 / 2) * exposure / 800
        found = rate_ratio(Series(day, phase, chance.poisson(mean).astype(float), exposure), 1)
        assert found is not None
        hits += found.low <= ratio <= found.high
    assert hits >= 49


@given(st.integers(1, 500), st.data())
def test_a_wilson_interval_holds_the_share(total: int, data: st.DataObject) -> None:
    found = data.draw(st.integers(0, total))
    low, high = wilson(found, total)
    assert 0 <= low <= found / total + 1e-12
    assert found / total - 1e-12 <= high <= 1
