"""L1 to L3: weighted stories, contacts as an interval, potential reach as bounds, and the cards."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.audience import bounds, contacts, net
from campaigns.campaign import PHASES, Campaign, Phase
from campaigns.cards import Card, cards
from campaigns.counted import members
from campaigns.levels import level_objects
from campaigns.measured import Measured, Recall
from campaigns.weighing import WEIGHTS, weighted, weights_of
from lantoa.article import OUTLET_KINDS, Outlet
from lantoa.population import Population, population_from
from tests.support.counted_press import CAMPAIGN, OUTLETS, PANEL, Story, indexed

PEOPLE = Population(100_000, date(2025, 7, 1), "Cục Thống kê")
DURING = date(2025, 9, 25)


def measured(stories: list[Story], campaign: Campaign = CAMPAIGN, **more: object) -> Measured:
    base = Measured(campaign, members(campaign, indexed(stories)), PANEL, {}, outlets=OUTLETS, panel_version=2)
    return replace(base, **more)  # type: ignore[arg-type]


def test_a_story_weighs_as_its_best_article_at_the_time_of_its_original() -> None:
    stories = [Story("trang-c", marks=(7,)), Story("bao-b", DURING, marks=(1,)), Story(day=DURING, group=2, marks=(0,))]
    found = weighted(measured(stories))
    assert found[Phase.BEFORE].stories == 1
    assert found[Phase.BEFORE].weighted == pytest.approx(max(WEIGHTS["aggregator"] * 0.9, WEIGHTS["local_press"] * 0.4))
    assert found[Phase.BEFORE].equal == pytest.approx(0.9)
    assert (found[Phase.DURING].stories, found[Phase.DURING].weighted) == (1, 0)


def test_the_home_page_adds_a_tenth_and_a_campaign_has_its_own_weights() -> None:
    heavy = replace(CAMPAIGN, weights={"central_press": 2.0})
    found = weighted(measured([Story(marks=(7,))], heavy, fronted=lambda: np.array([1])))
    assert found[Phase.BEFORE].weighted == pytest.approx(2.0)
    assert weights_of(heavy)["agency"] == WEIGHTS["agency"]
    assert set(WEIGHTS) == set(OUTLET_KINDS)


@given(st.lists(st.tuples(st.sampled_from(list(OUTLETS)), st.integers(1, 4), st.integers(0, 7)), max_size=8))
def test_with_equal_weights_no_story_weighs_more_than_one(drawn: list[tuple[str, int, int]]) -> None:
    found = weighted(measured([Story(source, group=group, marks=(marks,)) for source, group, marks in drawn]))
    for one in found.values():
        assert 0 <= one.weighted <= one.equal <= one.stories


def test_contacts_are_an_interval_over_outlets_with_a_dated_figure() -> None:
    found = contacts(measured([Story(), Story(group=2), Story("bao-b", group=3), Story(day=DURING, group=4)]))
    one = found[Phase.BEFORE]
    assert one is not None
    assert (one.low, one.high) == (2 * 1000 * 0.01 / 2, 2 * 1000 * 0.10 * 2)
    assert (one.outlets, one.all_outlets, one.articles, one.all_articles) == (1, 2, 2, 3)
    assert one.dates == (date(2025, 6, 30), date(2025, 6, 30))
    assert found[Phase.AFTER] is None


def test_a_figure_without_a_date_counts_for_nothing() -> None:
    undated = {"bao-a": Outlet("bao-a", "Báo A", "a.test", "central_press", "central", audience=1000)}
    found = measured([Story()], outlets=undated)
    assert contacts(found)[Phase.BEFORE] is None
    assert net(found, PEOPLE)[Phase.BEFORE] is None


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_bounds_of_potential_reach_are_in_order(shares: list[float]) -> None:
    found = bounds(shares)
    assert 0 <= found.low <= found.independent + 1e-9
    assert found.independent <= found.high + 1e-9
    assert found.high <= 1


def test_potential_reach_needs_a_population_and_allows_for_wrong_figures() -> None:
    found = measured([Story(), Story("bao-b", group=2)])
    assert net(found, None)[Phase.BEFORE] is None
    one = net(found, PEOPLE)[Phase.BEFORE]
    assert one is not None
    assert (one.low, one.high, one.independent) == pytest.approx((0.005, 0.02, 0.01))


def test_levels_print_with_what_they_assume() -> None:
    told = level_objects(measured([Story(marks=(3,))], population=PEOPLE))
    assert told[Phase.BEFORE]["weighted"] == pytest.approx(0.7)
    assert told[Phase.BEFORE]["contacts"] == {
        "low": 5.0, "high": 200.0, "outlets": 1, "of_outlets": 1, "articles": 1, "of_articles": 1, "share": [0.01, 0.1],
        "factor": 2.0, "audience_from": "2025-06-30", "audience_to": "2025-06-30",
    }  # fmt: skip
    assert told[Phase.DURING]["contacts"] is None


def by_key(found: list[Card]) -> dict[str, Card]:
    return {one.key: one for one in found}


def test_every_card_says_what_it_shows_and_over_which_panel() -> None:
    stories = [Story(), Story("bao-b"), Story("bao-b", group=3, text="gần dân")]
    found = cards(measured(stories, messages={"dan": np.array([3])}, precision={"dan": (45, 50)}))
    for one in found:
        named = dict(one.facts())
        assert {"Là gì", "Cách tính", "Tính trên", "Bảng nguồn", "Thu thập"} <= set(named)
        assert named["Bảng nguồn"] == "p, phiên bản 2, 4 nguồn"
    told = by_key(found)
    assert (told["originals"].value, told["articles"].value, told["spread"].value) == ("2", "3", "1,50")
    assert (told["outlets"].value, told["outlets"].interval) == ("2/4", "15,0%–85,0%")
    assert told["localities"].value == "1/2"
    assert told["message:dan"].value == "33,3%"
    assert "45/50" in told["message:dan"].method
    assert "chưa kiểm" in told["message:xanh"].method
    assert "Báo trung ương 1,00" in told["weighted"].method


def test_cards_without_figures_say_so_and_give_none() -> None:
    told = by_key(cards(measured([])))
    assert told["spread"].value == "–"
    assert told["contacts"].value == told["net"].value == "chưa có số liệu"
    assert "recall" not in told
    assert told["outlets"].value == "0/4"


def test_recall_stands_beside_with_its_interval() -> None:
    told = by_key(cards(measured([Story()], recall=lambda outlets: Recall(90, 100.0, 95.0, 120.0, len(outlets)))))
    assert (told["recall"].value, told["recall"].interval) == ("90,0%", "75,0%–94,7%")
    assert "cận dưới" in told["recall"].method


def test_potential_reach_has_a_card_a_phase() -> None:
    found = [one for one in cards(measured([Story()], population=PEOPLE)) if one.key == "net"]
    assert [one.value for one in found] == ["0,5%–2,0%", "chưa có số liệu", "chưa có số liệu"]
    assert len(found) == len(PHASES)
    assert "Nếu độc giả các báo độc lập với nhau: 1,0%." in found[0].method
    assert found[0].audience_date == "30/06/2025"


@pytest.mark.parametrize("text", ["14000000", "x; 2025-07-01; a", "1; hôm qua; a", "1; 2025-07-01;", "0; 2025-07-01; a", "-5; 2025-07-01; a"])
def test_a_population_without_day_and_origin_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="viết số người"):
        population_from(text)


def test_a_population_is_read() -> None:
    assert population_from("100000; 2025-07-01; Cục Thống kê") == PEOPLE
