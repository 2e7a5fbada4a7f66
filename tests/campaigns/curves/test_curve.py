"""A curve counts everything that a query finds, once, and as a plain count would."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.campaign import PHASES, Campaign, Phase
from campaigns.columns import coded
from campaigns.counted import Counted, found_rows
from campaigns.curves.chart import baseline_spec, curve_spec
from campaigns.curves.curve import EARLY, LATE, Curve, codes, curve
from campaigns.curves.rows import asked_days
from campaigns.reach import Measured, ratio_against_before
from campaigns.wording import window_text
from lantoa.words import word
from search_api.index import And, Not, Or, Query, Range, Terms, Text, day_number
from tests.support.campaign_corpus import CAMPAIGN

TODAY = date(2025, 10, 12)
PANEL = ("bao-a", "bao-b", "cong-c")
Article = tuple[date | None, str, bool]
"""Day, outlet, whether it is an original."""


def counted(campaign: Campaign, articles: list[Article], first_id: int = 1) -> Counted:
    days = np.array([day_number(day) for day, _, _ in articles], dtype=np.int64)
    ids = np.arange(first_id, first_id + len(articles), dtype=np.int64)
    original = np.array([original for _, _, original in articles], dtype=np.bool_)
    return found_rows(ids, days, coded([source for _, source, _ in articles]), original, codes(campaign, days))


def measured(campaign: Campaign, members: Counted, exposure: int = 20) -> Measured:
    start = date(2025, 5, 1)
    panel_days = {(start + timedelta(days=at), one): exposure for at in range(200) for one in PANEL}
    return Measured(campaign, members.where(members.phase < EARLY), PANEL, panel_days, (None, TODAY))


def drawn(articles: list[Article], campaign: Campaign = CAMPAIGN, exposure: int = 20, today: date = TODAY) -> Curve:
    found = counted(campaign, articles)
    return curve(measured(campaign, found, exposure), found, (None, None), today)


def plain(campaign: Campaign, day: date | None) -> str:
    """Where a day stands, told without the code under test."""
    if day is None:
        return "undated"
    if day < campaign.start:
        return "early"
    if campaign.end and day > campaign.end:
        return "late"
    leading = campaign.congresses[0]
    if leading.opening is None or day < leading.opening:
        return "before"
    return "during" if leading.closing is None or day <= leading.closing else "after"


OPEN = replace(CAMPAIGN, end=None)
LATER = replace(CAMPAIGN, congresses=(replace(CAMPAIGN.leading, opening=None, closing=None),))
LONG = replace(CAMPAIGN, start=date(2024, 3, 1))
days = st.one_of(st.none(), st.dates(date(2024, 2, 1), date(2025, 11, 30)), st.dates(date(2025, 9, 20), date(2025, 9, 30)))
drawn_articles = st.lists(st.tuples(days, st.sampled_from([*PANEL, "khac"]), st.booleans()), max_size=25)


@settings(max_examples=30, deadline=None)
@given(drawn_articles, st.sampled_from([CAMPAIGN, OPEN, LATER, LONG]))
def test_every_article_is_counted_once_and_where_a_plain_count_puts_it(articles: list[Article], campaign: Campaign) -> None:
    found = counted(campaign, articles)
    shown = curve(measured(campaign, found), found, (None, None), TODAY)
    expected = Counter(plain(campaign, day) for day, _, _ in articles)
    originals = Counter(plain(campaign, day) for day, _, original in articles if original)
    for row in shown.rows:
        assert (row.articles, row.originals) == (expected[row.phase], originals[row.phase])
        mine = {source for day, source, _ in articles if plain(campaign, day) == row.phase}
        assert row.outlets == len(mine & set(PANEL))
    assert (shown.early.articles, shown.late.articles) == (expected["early"], expected["late"])
    assert (shown.early.originals, shown.late.originals) == (originals["early"], originals["late"])
    assert (shown.total.articles, shown.total.originals) == (len(articles), sum(originals.values()))
    inside = Counter(source for day, source, _ in articles if plain(campaign, day) in PHASES)
    assert {source: count.articles for source, count in shown.sources} == inside
    assert sum(bar.count.articles for bar in shown.bars) == shown.inside.articles == sum(inside.values())
    assert sum(bar.count.originals for bar in shown.bars) == shown.inside.originals
    assert shown.share == (sum(originals[one] for one in (*PHASES, "undated")),) * 2
    for bar in shown.bars:
        assert bar.start <= bar.end
        assert {plain(campaign, bar.start), plain(campaign, bar.end)} == {str(bar.phase)}
        covered = [original for day, _, original in articles if day and bar.start <= day <= bar.end]
        assert (len(covered), sum(covered)) == (bar.count.articles, bar.count.originals)


@settings(max_examples=20, deadline=None)
@given(drawn_articles)
def test_windows_hold_the_originals_of_the_panel_on_their_days(articles: list[Article]) -> None:
    shown = drawn(articles)
    assert shown.windows is not None
    for window in shown.windows:
        mine = [one for one in articles if one[0] in window.days and one[2] and one[1] in PANEL]
        assert window.count == len(mine)
        assert window.exposure == 60 * len(window.days)
        assert window.rate == pytest.approx(1000 * len(mine) / window.exposure)


def test_the_ratio_is_the_one_of_reach() -> None:
    found = counted(CAMPAIGN, SEASON)
    ours = measured(CAMPAIGN, found)
    shown = curve(ours, found, (None, None), TODAY)
    for row in shown.rows[1:3]:
        ratio = ratio_against_before(ours, 0, row.phase)
        assert ratio is not None
        assert (row.ratio, row.low, row.high) == (ratio.ratio, ratio.low, ratio.high)


SEASON: list[Article] = [
    *[(date(2025, 9, 1) + timedelta(days=at), "bao-a", True) for at in range(0, 20, 4)],
    *[(date(2025, 9, 24) + timedelta(days=at % 3), "bao-b", True) for at in range(9)],
    (date(2025, 10, 1), "cong-c", True),
    (date(2025, 9, 25), "bao-a", False),
]


def whys(shown: Curve) -> list[str]:
    return [one.why for one in shown.windows or ()]


def test_words_stand_where_no_ratio_can_be_given() -> None:
    assert whys(drawn(SEASON)) == ["base", "given", "given"]
    assert whys(drawn([])) == ["base", "nothing", "nothing"]
    assert whys(drawn(SEASON[5:])) == ["base", "none_before", "none_before"]
    assert whys(drawn(SEASON, exposure=0)) == ["uncollected"] * 3
    assert whys(drawn(SEASON[:5], today=date(2025, 9, 20))) == ["base", "to_come", "to_come"]
    assert drawn(SEASON, LATER).windows == []
    at_once = replace(CAMPAIGN, start=date(2025, 9, 24), congresses=CAMPAIGN.congresses[:1])
    assert whys(drawn(SEASON, at_once)) == ["empty", "no_base", "no_base"]
    at_last = replace(CAMPAIGN, end=date(2025, 9, 26))
    assert whys(drawn(SEASON, at_last)) == ["base", "given", "empty"]
    for shown in (drawn(SEASON), drawn([]), drawn(SEASON[5:]), drawn(SEASON, exposure=0), drawn(SEASON, at_once)):
        for window in shown.windows or ():
            assert window_text(window) != word("web.dash")
            assert (window.why == "given") == (" lần (" in window_text(window))


def test_days_outside_those_asked_for_are_no_exposure() -> None:
    found = counted(CAMPAIGN, SEASON)
    asked = (date(2025, 9, 10), date(2025, 9, 25))
    shown = curve(measured(CAMPAIGN, found), found, asked, TODAY)
    assert [(len(one.days), one.left_out) for one in shown.windows or ()] == [(14, 14), (2, 1), (0, 14)]
    assert [row.panel_articles for row in shown.rows] == [14 * 60, 2 * 60, 0, None]
    assert (shown.first, shown.last) == asked


def test_where_nothing_was_collected_days_are_compared_but_none_to_come() -> None:
    found = counted(CAMPAIGN, SEASON)
    bare = Measured(CAMPAIGN, found, PANEL, {}, (None, date(2025, 9, 30)))
    shown = curve(bare, found, (None, None), date(2025, 9, 30))
    assert shown.windows is not None
    assert [(one.by_days, one.exposure) for one in shown.windows] == [(True, 28), (True, 3), (True, 4)]
    assert "theo ngày" in window_text(shown.windows[1])


def test_a_query_whose_days_cannot_be_cut_has_no_windows() -> None:
    found = counted(CAMPAIGN, SEASON)
    assert curve(measured(CAMPAIGN, found), found, None, TODAY).windows is None


@pytest.mark.parametrize(
    ("query", "bounds"),
    [
        (Text("a"), (None, None)),
        (And((Text("a"), Range("day", 20250901, None))), (date(2025, 9, 1), None)),
        (And((And((Range("day", 1, 20250930),)), Range("day", 20250901, 20251231))), (date(2025, 9, 1), date(2025, 9, 30))),
        (And((Not(Terms("source", ("x",))), Or((Text("a"), Text("b"))))), (None, None)),
        (Or((Text("a"), Range("day", 20250901, None))), None),
        (Not(And((Range("day", 20250901, None),))), None),
        (And((Text("a"), Terms("week", (202536,)))), None),
    ],
)
def test_days_asked_for_are_read_from_the_query(query: Query, bounds: object) -> None:
    assert asked_days(query) == bounds


def test_more_than_a_year_is_told_by_weeks_and_phases_of_a_week_stand_upon_each_other() -> None:
    shown = drawn([(date(2025, 9, 22), "bao-a", True), (date(2025, 9, 24), "bao-a", True), (date(2025, 9, 25), "bao-b", False)], LONG)
    assert shown.step == "week"
    assert [(bar.slot, bar.phase) for bar in shown.bars] == [(date(2025, 9, 22), Phase.BEFORE), (date(2025, 9, 22), Phase.DURING)]
    assert [(bar.start, bar.end) for bar in shown.bars] == [(date(2025, 9, 22), date(2025, 9, 23)), (date(2025, 9, 24), date(2025, 9, 26))]
    spec = curve_spec(shown)
    assert spec is not None
    parts = spec["layer"][0]["data"]["values"]
    assert [(one["low"], one["high"]) for one in parts] == [(0, 1), (1, 2), (2, 3)]
    assert {one["to"] for one in parts} == {"2025-09-29T00:00"}
    assert [one["at"] for one in spec["layer"][-1]["data"]["values"]] == ["2025-09-24T00:00", "2025-09-27T00:00"]


def test_a_campaign_to_come_has_no_curve_yet() -> None:
    shown = drawn([], today=date(2025, 5, 1))
    assert (shown.first, shown.last, shown.bars) == (None, None, [])
    assert curve_spec(shown) is None
    assert baseline_spec(shown) is None


def test_days_before_and_after_the_campaign_are_told_apart() -> None:
    codes_found = codes(CAMPAIGN, np.array([20250601, 20251011, 0, 20250925]))
    assert codes_found.tolist() == [EARLY, LATE, 3, 1]
