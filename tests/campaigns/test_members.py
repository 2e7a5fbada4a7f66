"""Who belongs to a campaign, in which phase, and which article stands for a story."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.campaign import Phase
from campaigns.columns import coded
from campaigns.counted import PHASE_ORDER, Counted, members
from campaigns.overlay import Overlay
from search_api.index import Text
from tests.support.counted_press import CAMPAIGN, OUTLETS, Story, indexed

BEFORE, EARLY = date(2025, 9, 1), date(2025, 7, 1)
stories_drawn = st.lists(
    st.builds(
        Story,
        st.sampled_from(list(OUTLETS)),
        st.one_of(st.none(), st.dates(date(2025, 7, 25), date(2025, 10, 15))),
        st.integers(1, 5),
        st.lists(st.sampled_from(["city", "ward", "near"]), max_size=3, unique=True).map(tuple),
    ),
    max_size=12,
)


def pairs(counted: Counted) -> set[tuple[int, str, Phase, bool]]:
    rows = zip(counted.id.tolist(), counted.congress.tolist(), counted.phase.tolist(), counted.primary.tolist(), strict=True)
    return {(one, CAMPAIGN.congresses[at].id if at >= 0 else "", PHASE_ORDER[phase], first) for one, at, phase, first in rows}


def originals(counted: Counted) -> list[int]:
    return sorted(counted.id[counted.original & counted.primary].tolist())


@settings(max_examples=40, deadline=None)
@given(stories_drawn)
def test_each_article_stands_once_a_congress_in_the_phase_that_a_plain_look_gives(stories: list[Story]) -> None:
    expected = set()
    for number, story in enumerate(stories, 1):
        for place, name in enumerate(story.about):
            congress = next(one for one in CAMPAIGN.congresses if one.id == name)
            phase = CAMPAIGN.phase(congress, story.day)
            if phase is not Phase.OUTSIDE:
                expected.add((number, name, phase, place == 0))
    assert pairs(members(CAMPAIGN, indexed(stories))) == expected


def test_a_query_admits_articles_about_no_congress_by_the_dates_of_the_leading_one() -> None:
    index = indexed([Story(text="đường hoa", about=()), Story(text="đường hoa", group=2), Story(about=(), group=3)])
    found = members(CAMPAIGN, index, asked=Text("đường hoa"))
    assert pairs(found) == {(1, "", Phase.BEFORE, True), (2, "city", Phase.BEFORE, True)}


def test_what_a_hand_excluded_is_no_member_though_the_query_finds_it() -> None:
    index = indexed([Story(text="đường hoa", about=()), Story(text="đường hoa", group=2, about=("ward",)), Story(about=(), group=3)])
    overlay = Overlay(frozenset({1}), {2: "city", 3: "ward"})
    found = members(CAMPAIGN, index, overlay, Text("đường hoa"))
    assert {(one, congress) for one, congress, _, _ in pairs(found)} == {(2, "city"), (3, "ward")}


def test_a_story_whose_original_lies_before_the_campaign_is_none_of_it() -> None:
    found = members(CAMPAIGN, indexed([Story(day=EARLY), Story("bao-b"), Story("bao-b", day=BEFORE, group=2)]))
    assert found.id.tolist() == [2, 3]
    assert originals(found) == [3]


def test_the_first_article_left_stands_for_a_story_whose_original_is_no_member() -> None:
    later = BEFORE + timedelta(days=1)
    stories = [Story(about=()), Story("bao-b", later), Story("dai-d", None), Story("trang-c", BEFORE)]
    assert originals(members(CAMPAIGN, indexed(stories))) == [4]
    excluded = members(CAMPAIGN, indexed([replace(one, about=("city",)) for one in stories]), Overlay(frozenset({1})))
    assert originals(excluded) == [4]


@given(st.lists(st.sampled_from(["a", "b", "", "c"])))
def test_a_coded_column_holds_its_texts(texts: list[str]) -> None:
    column = coded(np.array(texts, dtype=object))
    assert column.tolist() == texts
    assert column.present() == set(texts)
    assert column.among({"a", ""}).tolist() == [one in ("a", "") for one in texts]
    assert dict(zip(column.values, column.counts().tolist(), strict=True)) == {one: texts.count(one) for one in texts}


def test_several_values_are_one_text() -> None:
    assert coded([("x", "y"), (), ("x",)]).tolist() == ["x;y", "", "x"]
