"""The desk keeps what it counted while nothing changes, and shows lists in parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from campaigns import desk as desks
from campaigns.desk import FRESH, Desk, ListedBy
from campaigns.measured import Collected
from lantoa.clock import FixedClock
from lantoa.database import Database
from lantoa.errors import Misuse
from search_api.index import Columns, Query
from search_api.memory import MemoryIndex
from tests.support.campaign_corpus import CAMPAIGN, Row, desk_of

ROWS = [Row("bao-a", 10, 1), Row("bao-b", 12, 1), Row("cong-c", 30, 2), Row("bao-b", 0, 3, dated=False)]


class Asked:
    """Counts what the desk asks."""

    def __init__(self, desk: Desk) -> None:
        self.exports = self.collected = 0
        index, collected = desk.index, desk.collected
        assert isinstance(index, MemoryIndex)
        export = index.export

        def exporting(query: Query, columns: Sequence[str]) -> Columns:
            self.exports += 1
            return export(query, columns)

        def asking(today: date) -> Collected:
            self.collected += 1
            return collected(today)

        index.export = exporting  # type: ignore[method-assign]
        desk.collected = asking


@pytest.fixture
def desk(sqlite_database: Database) -> Desk:
    return desk_of(sqlite_database, ROWS)


def later(desk: Desk, span: timedelta) -> None:
    desk.clock = FixedClock(desk.clock.now() + span)


def test_nothing_is_counted_twice_while_nothing_changes(desk: Desk) -> None:
    asked = Asked(desk)
    first = desk.measured(CAMPAIGN)
    assert desk.measured(CAMPAIGN) is first
    later(desk, FRESH)
    second = desk.measured(CAMPAIGN)
    assert second is not first
    assert second.counted is first.counted
    assert (asked.exports, asked.collected) == (1, 2)


def test_campaigns_share_what_was_collected(desk: Desk) -> None:
    asked = Asked(desk)
    for campaign in (CAMPAIGN, replace(CAMPAIGN, id="khac")):
        desk.measured(campaign)
    assert (asked.exports, asked.collected) == (2, 1)


def test_a_commit_or_another_campaign_is_counted_anew(desk: Desk) -> None:
    asked = Asked(desk)
    assert len(desk.measured(CAMPAIGN).totals) == 4
    desk.index.delete([1])
    desk.index.commit("2")
    assert len(desk.measured(CAMPAIGN).totals) == 3
    assert len(desk.measured(replace(CAMPAIGN, start=date(2025, 9, 2))).totals) == 2
    assert asked.exports >= 3


def test_only_so_many_rows_are_kept(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desks, "MOST_ROWS", 5)
    asked = Asked(desk)
    other = replace(CAMPAIGN, id="khac")
    for campaign in (CAMPAIGN, other, CAMPAIGN):
        assert len(desk.measured(campaign).totals) == 4
    assert asked.exports == 3


def test_lists_come_in_parts_undated_articles_last(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desks, "PART", 3)
    measured = desk.measured(CAMPAIGN)
    whole = [one.id for one in desk.listed(measured, ListedBy())]
    parts = [desk.listed_part(measured, ListedBy(), part) for part in (1, 2, 3)]
    assert [len(found) for found, _ in parts] == [3, 1, 0]
    assert [one.id for found, _ in parts for one in found] == whole
    assert parts[1][0][0].article.published.day is None
    assert {total for _, total in parts} == {4}


def test_a_version_of_the_panel_that_is_not_there_is_refused(desk: Desk) -> None:
    assert desk.measured(replace(CAMPAIGN, panel_version=1)).panel_version == 1
    with pytest.raises(Misuse, match="phiên bản 7"):
        desk.measured(replace(CAMPAIGN, panel_version=7))
