"""How often to look: LANTOA_REVISIT_FLOOR makes it rarer, never more often."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from crawlers.machinery.settings import scrapy_settings
from crawlers.plan import CrawlPlan, Rhythm

floors = st.timedeltas(timedelta(0), timedelta(days=40))


@given(floors)
def test_no_look_comes_sooner_than_the_floor_after_the_one_before(floor: timedelta) -> None:
    rhythm = Rhythm().no_sooner(floor)
    looks = (timedelta(0), *rhythm.revisits)
    assert all(later - earlier >= floor for earlier, later in pairwise(looks))
    assert min(rhythm.feed, rhythm.sitemap, rhythm.page, rhythm.side) >= floor


@given(floors)
def test_looks_are_left_out_and_never_added(floor: timedelta) -> None:
    assert set(Rhythm().no_sooner(floor).revisits) <= set(Rhythm().revisits)


def test_the_default_floor_changes_nothing() -> None:
    assert Rhythm().no_sooner(timedelta(minutes=15)) == Rhythm()


def test_the_log_takes_what_its_level_lets_through() -> None:
    plan = CrawlPlan(database="sqlite://", archive=Path("archive"), sources=(), log_level="DEBUG")
    assert scrapy_settings(CrawlPlan.from_json(plan.to_json()))["LOG_LEVEL"] == "DEBUG"
