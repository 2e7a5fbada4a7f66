"""Phases are recomputed when dates come; until then everything counts as before, without a ratio."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from campaigns.campaign import PHASES, Campaign, CampaignCongress, Phase
from campaigns.editing.editor import spans
from campaigns.windows import comparison, windows
from lantoa.article import CongressKey
from tests.support.campaign_corpus import CAMPAIGN

OPENING, CLOSING = date(2025, 9, 24), date(2025, 9, 26)
KEY = CongressKey("province", "Trường Giang", 1, (2025, 2030))
DAYS = [date(2025, 6, 2), date(2025, 9, 23), OPENING, CLOSING, date(2025, 9, 27), date(2025, 10, 10)]


def campaign(opening: date | None = OPENING, closing: date | None = CLOSING, tentative: bool = False, **changed: object) -> Campaign:
    congress = CampaignCongress("city", "Đại hội", KEY, opening, closing, tentative=tentative)
    return replace(Campaign("x", "x", DAYS[0], DAYS[-1], (congress,)), **changed)  # type: ignore[arg-type]


def phases(one: Campaign) -> list[Phase]:
    return [one.phase(one.leading, day) for day in DAYS]


@pytest.mark.parametrize(
    ("opening", "closing", "tentative"),
    [(None, None, False), (OPENING, None, False), (None, CLOSING, False), (OPENING, CLOSING, True)],
    ids=["no dates", "no closing", "no opening", "expected"],
)
def test_until_both_dates_are_announced_everything_is_before(opening: date | None, closing: date | None, tentative: bool) -> None:
    one = campaign(opening, closing, tentative)
    assert phases(one) == [Phase.BEFORE] * len(DAYS)
    assert [one.span(one.leading, phase) for phase in PHASES] == [(DAYS[0], DAYS[-1]), None, None]
    assert comparison(one, one.leading, np.array([20250923]), {}) is None, "no ratio"


def test_when_dates_come_phases_follow() -> None:
    expected = campaign(tentative=True)
    announced = replace(expected, congresses=(replace(expected.leading, tentative=False),))
    assert phases(announced) == [Phase.BEFORE, Phase.BEFORE, Phase.DURING, Phase.DURING, Phase.AFTER, Phase.AFTER]


def test_a_campaign_that_ends_with_its_congress_has_no_after() -> None:
    one = campaign(end=CLOSING)
    assert one.span(one.leading, Phase.AFTER) is None
    found = comparison(one, one.leading, np.array([20250923, 20250925]), {})
    assert found is not None
    assert [(window.phase, window.why) for window in windows(found, date(2025, 10, 1))] == [
        ("before", "base"), ("during", "given"), ("after", "empty"),
    ]  # fmt: skip
    (shown,) = spans(one)
    assert shown.phases[Phase.AFTER] is None


def test_a_campaign_that_begins_with_its_congress_has_no_before() -> None:
    one = campaign(start=OPENING)
    assert one.span(one.leading, Phase.BEFORE) is None
    assert phases(one)[1:3] == [Phase.OUTSIDE, Phase.DURING]


def test_the_days_of_phases_leave_no_gap_and_no_overlap() -> None:
    for congress in CAMPAIGN.congresses:
        found = [CAMPAIGN.span(congress, phase) for phase in PHASES]
        edges = [day for span in found if span for day in span if day]
        assert edges[0] == CAMPAIGN.start
        assert edges[-1] == CAMPAIGN.end
        assert all(later - earlier == timedelta(days=1) for earlier, later in zip(edges[1:-1:2], edges[2:-1:2], strict=True))


def test_windows_stay_within_the_campaign() -> None:
    (one,) = spans(campaign(start=date(2025, 9, 10), end=date(2025, 9, 30)))
    assert one.windows == ((date(2025, 9, 10), date(2025, 9, 23)), (date(2025, 9, 27), date(2025, 9, 30)))


@pytest.mark.parametrize("year", [1930, 2099])
def test_days_at_the_edge_of_the_calendar_do_not_overflow(year: int) -> None:
    first, last = date(year, 1, 1), date(year, 12, 31)
    congress = CampaignCongress("a", "a", KEY, first, last)
    one = Campaign("x", "x", first, last, (congress,), before=timedelta(weeks=53), after=timedelta(weeks=53))
    assert len(list(spans(one))) == 1
    assert one.by_token
    assert one.phase(congress, last) is Phase.DURING
