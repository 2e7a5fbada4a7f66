"""Outlets are looked at more closely while a congress of theirs is near, and no longer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from campaigns.campaign import Campaign
from campaigns.operating.close_watch import NEAR, OPEN, close_watch
from crawlers.pacing import Bounds
from crawlers.plan import Rhythm
from tests.support.campaign_corpus import CAMPAIGN


def outlets(campaign: Campaign) -> tuple[str, ...]:
    return ("bao-a", "bao-b") if campaign.id == "tg" else ("bao-b", "bao-c")


@pytest.mark.parametrize(
    ("day", "pace"),
    [  # the ward sits on 9 and 10 September, the city from the 24th to the 26th
        ("2025-09-05", None), ("2025-09-06", NEAR), ("2025-09-09", OPEN), ("2025-09-10", OPEN), ("2025-09-12", NEAR),
        ("2025-09-13", None), ("2025-09-20", None), ("2025-09-21", NEAR), ("2025-09-24", OPEN), ("2025-09-28", NEAR),
        ("2025-09-29", None),
    ],
)  # fmt: skip
def test_the_days_of_a_congress_and_those_around(day: str, pace: timedelta | None) -> None:
    found = close_watch([CAMPAIGN], date.fromisoformat(day), outlets)
    assert found == ({} if pace is None else {"bao-a": pace, "bao-b": pace})


def test_of_two_campaigns_the_closer_one_counts_and_without_dates_none_does() -> None:
    undated = tuple(replace(one, opening=None, closing=None) for one in CAMPAIGN.congresses)
    other = replace(CAMPAIGN, id="khac", congresses=(replace(CAMPAIGN.congresses[0], opening=date(2025, 9, 11), closing=None),))
    day = date(2025, 9, 10)
    assert close_watch([other, CAMPAIGN], day, outlets) == {"bao-a": OPEN, "bao-b": OPEN, "bao-c": NEAR}
    assert close_watch([replace(CAMPAIGN, congresses=undated)], day, outlets) == {}


def test_a_closer_look_is_no_look_sooner_than_allowed() -> None:
    rhythm = Rhythm().no_sooner(timedelta(hours=1))
    _least, most = Bounds(rhythm.soonest, rhythm.latest).around(rhythm.feed, OPEN)
    assert most == timedelta(hours=1)
