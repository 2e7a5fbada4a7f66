"""Every dimension: a row's count is its list, and values are those of the article, outlet or campaign."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.campaign import Campaign
from campaigns.counted import members
from campaigns.desk import ListedBy, select
from campaigns.measured import Measured
from campaigns.naming import value_name
from campaigns.reach import DIMENSIONS, reach
from lantoa.errors import Misuse
from search_api.index import Or, Text
from tests.support.counted_press import CAMPAIGN, OUTLETS, PANEL, Story, indexed

stories_drawn = st.lists(
    st.builds(
        Story,
        st.sampled_from(list(OUTLETS)),
        st.one_of(st.none(), st.dates(date(2025, 8, 20), date(2025, 10, 5))),
        st.integers(1, 6),
        st.lists(st.sampled_from(["city", "ward", "near"]), min_size=1, max_size=3, unique=True).map(tuple),
        st.lists(st.sampled_from(["personnel", "documents", "culture"]), max_size=3).map(tuple),
        st.sampled_from(["tin", "phóng sự", ""]),
        st.sampled_from(["", "gần dân", "sát dân và cây xanh"]),
    ),
    max_size=14,
)


def measured(stories: Sequence[Story], campaign: Campaign = CAMPAIGN, **more: object) -> Measured:
    index = indexed(stories)
    messages = {
        one.id: np.asarray(index.export(Or(tuple(Text(each, mode="phrase") for each in one.phrases)), ("id",))["id"], dtype=np.int64)
        for one in campaign.messages
    }
    base = Measured(campaign, members(campaign, index), PANEL, {}, outlets=OUTLETS, messages=messages)
    return replace(base, **more)  # type: ignore[arg-type]


@settings(max_examples=20, deadline=None)
@given(stories_drawn)
def test_every_count_of_every_dimension_is_its_list(stories: list[Story]) -> None:
    found = measured(stories)
    for row in reach(found):
        for originals, count in ((False, row.articles), (True, row.originals)):
            listed = select(found, ListedBy(row.phase, row.dimension, row.value, originals))
            assert len(listed) == count
            assert len(set(listed.id.tolist())) == count
        listed = select(found, ListedBy(row.phase, row.dimension, row.value))
        assert len(listed.source.present() & set(PANEL)) == row.outlets
    total = sum(row.articles for row in reach(found, ("all",)))
    for dimension in ("source", "kind", "level", "province", "form", "channel"):
        assert sum(row.articles for row in reach(found, (dimension,))) == total


@settings(max_examples=30, deadline=None)
@given(stories_drawn)
def test_topics_and_messages_count_each_article_that_has_them(stories: list[Story]) -> None:
    found = measured(stories)
    topics = Counter(topic for one in stories for topic in (set(one.topics) or {""}))
    assert counts(found, "topic") == topics
    says = {"dan": ("gần dân", "sát dân"), "xanh": ("cây xanh",)}
    assert counts(found, "message") == {
        name: count for name, words in says.items() if (count := sum(any(word in one.text for word in words) for one in stories))
    }


def counts(found: Measured, dimension: str) -> dict[str, int]:
    table: Counter[str] = Counter()
    for row in reach(found, (dimension,)):
        table[row.value] += row.articles
    return {value: count for value, count in table.items() if count}


def test_channels_are_told_apart() -> None:
    stories = [Story(source, group=at) for at, source in enumerate(["bao-a", "bao-b", "trang-c", "kenh-o", "dai-d", "dai-d"])]
    assert counts(measured(stories), "channel") == {"own": 1, "commissioned": 1, "aggregator": 1, "press": 3}


def test_an_article_about_two_congresses_of_one_place_counts_there_once() -> None:
    found = measured([Story(about=("near", "ward", "city")), Story(group=2, about=("ward",))])
    assert counts(found, "locality") == {"phường Bến Đá": 2, "Trường Giang": 1}
    assert counts(found, "congress") == {"near": 1, "ward": 2, "city": 1}


def test_waves_are_stretches_of_days_and_undated_articles_are_in_none() -> None:
    found = measured([Story(day=date(2025, 9, 11)), Story(day=date(2025, 9, 20), group=2), Story(day=None, group=3)])
    assert counts(found, "wave") == {"Đợt một": 1, "Đợt hai": 1}
    assert counts(found, "day") == {"2025-09-11": 1, "2025-09-20": 1}
    assert [(row.start, row.end) for row in reach(found, ("wave",))][:2] == [(one.start, one.end) for one in CAMPAIGN.waves]


def test_breadth_is_over_the_outlets_of_the_panel_that_have_the_value() -> None:
    rows = {row.value: row for row in reach(measured([Story(), Story("kenh-o", group=2)]), ("level",)) if row.articles}
    assert (rows["central"].outlets, rows["central"].panel_size) == (1, 2)
    assert (rows["province"].outlets, rows["province"].panel_size) == (0, 2)
    assert rows["central"].breadth is not None
    assert rows["central"].breadth[0] == 0.5


def test_an_empty_campaign_has_its_rows_of_zeros() -> None:
    found = measured([])
    assert all(row.articles == 0 for row in reach(found))
    assert {row.value for row in reach(found, ("source",))} == set(PANEL)


@pytest.mark.parametrize("by", [ListedBy(dimension="color"), ListedBy(dimension="day", value="hôm qua"), ListedBy(dimension="week", value="x"), ListedBy(dimension="congress", value="x")])
def test_what_is_no_value_is_refused(by: ListedBy) -> None:
    with pytest.raises(Misuse):
        select(measured([]), by)


def test_every_value_has_a_name() -> None:
    found = measured([Story(topics=("personnel",), text="gần dân"), Story("kenh-o", group=2, form="")])
    names = {(row.dimension, value_name(found, row.dimension, row.value)) for row in reach(found) if row.articles}
    assert {
        ("source", "Báo A"), ("kind", "Báo trung ương"), ("level", "Trung ương"), ("topic", "Nhân sự"), ("topic", "chưa rõ"),
        ("message", "Gần dân"), ("congress", "Đại hội city"), ("channel", "Kênh của chủ chiến dịch"), ("day", "01/09/2025"), ("form", "chưa rõ"),
    } <= names  # fmt: skip
    assert set(DIMENSIONS) == {dimension for dimension, _ in names}
