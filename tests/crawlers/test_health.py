"""A source is judged by its own history; silence counts as much as failure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.fates import Fate
from crawlers.health import ChannelFacts, DayCount, Health, State, expectation, judge

TODAY = date(2025, 9, 29)  # a Monday
DAY = timedelta(days=1)
AT = datetime(2025, 9, 28, tzinfo=UTC)
FEED = ChannelFacts("https://bao.test/rss", "feed", Fate.READ, "", 0, AT, reads=40)
HOME = ChannelFacts("https://bao.test/", "home", Fate.READ, "", 0, AT, reads=8)


def days(*fresh: int, reads: int = 40, end: date = TODAY) -> list[DayCount]:
    """Whole days up to yesterday, oldest first; the backlog of a first day before them."""
    counts = [DayCount(end - (len(fresh) - at) * DAY, reads, 0, 0, count) for at, count in enumerate(fresh)]
    return [DayCount(end - (len(fresh) + 1) * DAY, reads, 0, 0, 900), *counts]


def well(fresh: Sequence[int], **changes: object) -> Health:
    given = {"enabled": True, "channels": [FEED, HOME], "days": days(*fresh), "today": TODAY} | changes
    return judge(**given)  # type: ignore[arg-type]


def keys(health: Health) -> list[str]:
    return [each.key for each in health.reasons]


def test_a_source_that_brings_what_it_always_brings_is_well() -> None:
    found = well([20, 22, 18, 21, 19, 20, 23] * 4)
    assert (found.state, found.reasons, found.alarm) == (State.GOOD, (), False)
    assert found.day == TODAY - DAY
    assert found.seen == 23
    assert found.expected is not None
    assert (found.expected.usual, found.expected.weekday) == (23, True)


def test_what_is_switched_off_is_not_judged() -> None:
    assert well([0] * 30, enabled=False).state is State.OFF


def test_a_source_without_history_says_so() -> None:
    found = well([20, 22])
    assert (found.state, keys(found)) == (State.UNKNOWN, ["young"])
    assert found.reasons[0].text == "Chưa đủ lịch sử: mới theo dõi 2 ngày trọn, cần ít nhất 7."


@pytest.mark.parametrize(("empty", "state"), [(1, State.LOOK), (2, State.BAD), (5, State.BAD), (90, State.BAD)])
def test_two_empty_days_of_a_daily_outlet_are_an_alarm_and_it_does_not_wear_off(empty: int, state: State) -> None:
    found = well([20] * 28 + [0] * empty)
    assert found.state is state
    assert ("silent" in keys(found)) is (state is State.BAD)


def test_the_alarm_names_its_numbers() -> None:
    (silent,) = well([20] * 28 + [0] * 3).reasons
    assert silent.alarm
    assert silent.text == (
        "Im lặng: kênh vẫn trả lời nhưng 3 ngày liền không có bài mới kể từ 25/09/2025; "
        "thường lệ trong ngần ấy ngày có khoảng 60 bài."
    )


def test_days_on_which_nothing_is_usual_are_no_empty_cycles() -> None:
    office = [5, 6, 4, 5, 6, 0, 0] * 6  # Monday to Sunday; yesterday was a Sunday
    assert well(office).state is State.GOOD
    assert well([*office[:-7], 5, 6, 4, 5, 0, 0, 0]).state is not State.BAD  # one Friday is missing
    assert "silent" in keys(well([*office[:-7], 5, 6, 4, 0, 0, 0, 0]))  # Thursday and Friday are


def test_an_outlet_of_one_a_day_may_miss_two() -> None:
    one_or_none = [1, 2, 1, 0, 1, 3, 1, 0, 0, 1] * 4
    assert well([*one_or_none, 0, 0]).state is State.GOOD
    assert keys(well([*one_or_none, *[0] * 6])) == ["silent_rare"]


def test_what_is_usual_of_a_silent_source_is_what_it_was() -> None:
    found = well([20] * 28 + [0] * 40)
    assert found.expected is not None
    assert found.expected.usual == 20


def test_an_outlet_that_publishes_rarely_has_longer_cycles() -> None:
    rare = [0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1] * 3
    assert well(rare + [0] * 11).state is State.GOOD
    assert keys(well(rare + [0] * 12)) == ["silent_rare"]


def test_days_on_which_nobody_looked_are_not_silence() -> None:
    blind = [DayCount(TODAY - at * DAY, 0, 4, 0, 0) for at in (1, 2, 3)]
    assert well([], days=days(*[20] * 28, end=TODAY - 3 * DAY) + blind).state is State.GOOD


def test_channels_that_never_showed_anything_are_an_alarm_at_once() -> None:
    nothing = [DayCount(TODAY - at * DAY, 10, 0, 10, 0) for at in range(1, 4)]
    assert keys(well([], days=nothing)) == ["never"]


def test_much_less_than_usual_is_worth_a_look() -> None:
    found = well([100, 104, 98, 101, 99, 100, 102] * 4 + [30])
    assert (found.state, keys(found)) == (State.LOOK, ["scarce"])


def test_a_silence_that_began_in_the_first_week_is_worth_a_look() -> None:
    assert keys(well([3, 2] + [0] * 7)) == ["silent_young"]


def failing(channel: ChannelFacts, fate: Fate, tries: int = 3) -> ChannelFacts:
    return ChannelFacts(channel.url, channel.role, fate, "", tries, AT)


def bare(channel: ChannelFacts) -> ChannelFacts:
    return ChannelFacts(channel.url, channel.role, Fate.READ, "", 0, AT, reads=2, empty=2)


@pytest.mark.parametrize(
    ("channels", "state", "expected"),
    [
        ([failing(FEED, Fate.TIMEOUT), HOME], State.LOOK, ["some_failing"]),
        ([failing(FEED, Fate.TIMEOUT), failing(HOME, Fate.DNS)], State.BAD, ["all_failing"]),
        ([failing(FEED, Fate.TIMEOUT, 1), failing(HOME, Fate.TIMEOUT, 1)], State.LOOK, ["all_failing"]),
        ([failing(FEED, Fate.ROBOTS, 0), failing(HOME, Fate.ROBOTS, 0)], State.BAD, ["all_robots"]),
        ([failing(FEED, Fate.ROBOTS_LATER, 0)], State.BAD, ["all_failing"]),
        ([failing(FEED, Fate.TLS), failing(HOME, Fate.TLS)], State.BAD, ["all_tls"]),
        ([bare(FEED), HOME], State.LOOK, ["some_bare"]),
        ([bare(FEED), bare(HOME)], State.BAD, ["all_bare"]),
        ([bare(FEED), failing(HOME, Fate.HTTP_ERROR)], State.BAD, ["some_failing", "all_bare"]),
    ],
)
def test_channels_that_fail_or_show_nothing(channels: list[ChannelFacts], state: State, expected: list[str]) -> None:
    found = well([20] * 28, channels=channels)
    assert (found.state, keys(found)) == (state, expected)


def test_a_failing_channel_is_named_with_how_it_fails() -> None:
    found = well([20] * 28, channels=[failing(FEED, Fate.TIMEOUT), HOME])
    assert found.reasons[0].text == "1 trong 2 kênh không đọc được: quá thời gian chờ."


@given(st.lists(st.integers(0, 300), min_size=7, max_size=60))
def test_an_expectation_lies_among_what_was_seen(fresh: list[int]) -> None:
    found = expectation(days(*fresh)[1:], TODAY)
    assert found is not None
    assert min(fresh) <= found.usual <= max(fresh)
    assert found.spread >= 0


@given(st.lists(st.integers(0, 50), max_size=60), st.integers(2, 40))
def test_nothing_new_for_long_is_never_called_good_where_something_was_daily(before: list[int], quiet: int) -> None:
    found = well([*before, *[9] * 28, *[0] * quiet])
    assert found.alarm


def test_every_reason_has_words_for_every_fate() -> None:
    for fate in Fate:
        assert "{" not in "".join(each.text for each in well([20] * 28, channels=[failing(FEED, fate)]).reasons)
