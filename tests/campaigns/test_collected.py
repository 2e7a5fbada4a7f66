"""What was not collected stands on neither side of a rate; where the collection began too late nothing is compared."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.campaign import Phase
from campaigns.cards import since_text
from campaigns.counted import PHASE_ORDER, members
from campaigns.measured import Measured
from campaigns.reach import ReachRow, compared, late, ratio_against_before, reach
from campaigns.windows import windows
from campaigns.wording import ratio_text, window_text
from tests.support.counted_press import CAMPAIGN, OUTLETS, PANEL, Story, indexed

START = date(2025, 8, 1)
TODAY = date(2025, 10, 12)
DAYS = [START + timedelta(days=at) for at in range(71)]
FIRST = date(2025, 8, 27)
"""Of the comparison windows."""
EVERYWHERE = dict.fromkeys(PANEL, START)


def measured(stories: list[Story], incomplete: frozenset[tuple[date, str]] = frozenset(), since: dict[str, date] | None = None) -> Measured:
    per_day = {(day, one): 10 for day in DAYS for one in PANEL}
    return Measured(
        CAMPAIGN, members(CAMPAIGN, indexed(stories)), PANEL, per_day, (None, TODAY), OUTLETS, incomplete,
        EVERYWHERE if since is None else since,
    )  # fmt: skip


def during(found: Measured) -> ReachRow:
    return next(row for row in reach(found, ("all",)) if row.phase is Phase.DURING)


DURING = date(2025, 9, 25)
SEASON = [
    *[Story(day=FIRST + timedelta(days=at), group=at) for at in range(0, 28, 4)],
    *[Story("bao-b", DURING, group=100 + at) for at in range(4)],
    Story(day=DURING, group=200),
]

stories_drawn = st.lists(
    st.builds(Story, st.sampled_from(list(OUTLETS)), st.one_of(st.none(), st.sampled_from(DAYS[20:65])), st.integers(1, 6), st.just(("city",))),
    max_size=10,
)
gone = st.frozensets(st.tuples(st.sampled_from(DAYS[20:65]), st.sampled_from(PANEL)), max_size=30)


@settings(max_examples=30, deadline=None)
@given(stories_drawn, gone, st.sets(st.sampled_from(PANEL), min_size=1))
def test_outlet_days_not_collected_are_on_neither_side(stories: list[Story], incomplete: frozenset[tuple[date, str]], collected: set[str]) -> None:
    found = measured(stories, incomplete, dict.fromkeys(collected, START))
    for row in reach(found, ("all", "source", "level")):
        if row.phase in PHASE_ORDER[:3] and row.start:
            end = row.end or TODAY
            own = [one for one in PANEL if row.dimension == "all" or row.value in (one, OUTLETS[one].level)]
            days = [(day, one) for day in DAYS for one in own if row.start <= day <= end and one in collected and (day, one) not in incomplete]
            assert row.panel_articles == 10 * len(days)
            assert row.kept == sum((one.day, one.source) in days for one in stories)
            assert row.kept <= row.articles + len(stories)
    assert set(found.left_out) == {(day, one) for day, one in incomplete if day <= CAMPAIGN.end}  # type: ignore[operator]
    assert set(found.uncollected) == set(PANEL) - collected


def test_a_rate_leaves_out_both_the_stories_and_the_exposure_of_a_day() -> None:
    whole, broken = measured(SEASON), measured(SEASON, frozenset({(DURING, "bao-b")}))
    counts = [compared(found, 0) for found in (whole, broken)]
    assert counts[0] is not None
    assert counts[1] is not None
    at = counts[0].days.index(DURING)
    assert [(int(one.series.count[at]), int(one.series.exposure[at])) for one in counts if one] == [(5, 40), (1, 30)]
    assert during(whole).articles == during(broken).articles == 5


def test_a_collection_that_began_within_the_windows_refuses_the_ratio_in_words() -> None:
    after = {**EVERYWHERE, "bao-b": date(2025, 9, 1), "dai-d": date(2025, 9, 3)}
    found = measured(SEASON, since=after)
    assert late(found, CAMPAIGN.leading) == (("Báo B", date(2025, 9, 1)), ("Đài D", date(2025, 9, 3)))
    row = during(found)
    assert (row.ratio, row.low, row.high) == (None, None, None)
    assert ratio_text(row) == "không so sánh: mới thu thập đủ Báo B, Đài D từ ngày 03/09/2025, sau khi cửa sổ so sánh bắt đầu"
    assert ratio_against_before(found, 0, Phase.DURING) is None
    around = compared(found, 0)
    assert around is not None
    shown = windows(around, TODAY)
    assert [one.why for one in shown] == ["base", "late", "late"]
    assert window_text(shown[1]) == ratio_text(row)


def test_a_collection_that_began_on_the_first_day_is_early_enough() -> None:
    found = measured(SEASON, since=dict.fromkeys(PANEL, FIRST + timedelta(days=1)))
    assert not during(found).late
    assert during(found).ratio is not None


def test_who_was_never_collected_is_left_out_and_refuses_nothing() -> None:
    found = measured(SEASON, since=dict.fromkeys(("bao-a", "dai-d"), START))
    assert during(found).ratio is not None
    around = compared(found, 0)
    assert around is not None
    at = around.days.index(DURING)
    assert (int(around.series.count[at]), int(around.series.exposure[at])) == (1, 20)
    assert since_text(found) == "Thu thập từ ngày 01/08/2025. Chưa thu thập: Báo B, Trang C."


def test_where_nothing_was_crawled_days_are_compared_and_said_to_be() -> None:
    bare = replace(measured(SEASON), panel_days={}, collected=None)
    assert during(bare).panel_articles is None
    assert during(bare).ratio is not None
    assert "tính theo ngày" in ratio_text(during(bare))
    assert since_text(bare).startswith("Dữ liệu nhập")


def test_days_that_are_all_left_out_are_no_comparison_by_days() -> None:
    every = frozenset((day, one) for day in DAYS for one in PANEL)
    found = measured(SEASON, every)
    assert during(found).panel_articles == 0
    assert during(found).ratio is None
