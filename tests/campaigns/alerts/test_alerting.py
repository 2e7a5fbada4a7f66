"""Alerts: each thing is told once, whatever is looked at how often and in whatever order."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.alerts.look import sight
from campaigns.alerts.steps import alert_step, digest_step
from campaigns.alerts.store import AlertKind, Alerts, Fate
from campaigns.campaign import Campaign, Phase
from campaigns.measured import Measured
from campaigns.plan.dates import deadline_typed
from campaigns.plan.items import Expectation, PlanItem
from campaigns.plan.store import PlanStore
from lantoa.article import Article, Kind, Moment, Origin
from lantoa.database import Database
from lantoa.errors import Misuse
from tests.support.alert_season import PAPER, WATCHED, Season, at
from tests.support.campaign_corpus import CITY, WARD, Row
from tests.support.databases import fresh_sqlite

DAY = 24.0
NEW, SPIKE, SILENCE, EDIT, REMOVAL = (
    AlertKind.NEW_STORY, AlertKind.SPIKE, AlertKind.SILENCE, AlertKind.EDIT, AlertKind.REMOVAL,
)  # fmt: skip


def test_the_first_look_takes_what_stands_for_known(sqlite_database: Database) -> None:
    season = Season(sqlite_database, [Row("bao-a", 10, 1), Row("bao-b", 30, 2)])
    assert season.step(32) == {"found": 0, "letters": 0}
    assert season.step(33) == {"found": 0, "letters": 0}
    season.add(Row("bao-b", 34, 3))
    assert season.step(35) == {"found": 1, "letters": 1}


def test_a_story_is_told_once_and_its_reprints_are_not(database: Database) -> None:
    season = Season(database)
    season.step(1)
    season.add(Row("bao-a", 10, 1), Row("bao-b", 11, 1))
    [found] = season.look(12)
    assert (found.kind, found.title, len(found.members)) == (NEW, "Bài 1 số 1", 2)
    assert season.step(12)["found"] == 1
    season.add(Row("cong-c", 13, 1))
    assert season.look(14) == []
    [letter] = season.letters()
    assert "Bài 1 số 1" in letter.subject


def test_a_story_that_is_regrouped_is_not_told_again(sqlite_database: Database) -> None:
    season = Season(sqlite_database)
    season.step(1)
    season.add(Row("bao-a", 10, 1), Row("bao-b", 11, 1))
    season.step(12)
    measured = season.desk.measured(season.campaign)
    apart = replace(measured.counted, group=np.array([1, 2]), original=np.array([True, True]))
    assert sight(season.desk, season.campaign, at(13), replace(measured, counted=apart)).alerts == []
    season.add(Row("cong-c", 14, 3))
    measured = season.desk.measured(season.campaign)
    together = replace(measured.counted, group=np.array([3, 3, 3]), original=np.array([False, False, True]))
    assert sight(season.desk, season.campaign, at(15), replace(measured, counted=together)).alerts == []


def test_what_backfill_finds_is_no_news(sqlite_database: Database) -> None:
    season = Season(sqlite_database)
    season.step(10 * DAY)
    season.add(Row("bao-a", 7 * DAY, 1), Row("bao-b", 0, 2, dated=False), Row("bao-b", 9 * DAY, 3))
    assert [one.title for one in season.look(10 * DAY)] == ["Bài 3 số 3"]


def test_a_clock_that_goes_back_tells_nothing_again(sqlite_database: Database) -> None:
    season = Season(sqlite_database)
    season.step(1)
    season.add(Row("bao-a", 10, 1))
    assert season.step(12)["letters"] == 1
    for hours in (11, 5, -400, 12):
        assert season.step(hours) == {"found": 0, "letters": 0}


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(["bao-a", "bao-b", "cong-c"]), st.integers(1, 60), st.integers(1, 5)), max_size=8),
    st.lists(st.integers(-10, 80), min_size=1, max_size=4),
)
def test_whatever_is_looked_at_when_each_story_is_told_at_most_once(
    rows: list[tuple[str, int, int]], looks: list[int]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for database in fresh_sqlite(Path(folder)):
            season = Season(database)
            season.step(0)
            for place, hours in enumerate(looks):
                season.add(*(Row(source, at_hour, group) for source, at_hour, group in rows[place :: len(looks)]))
                season.step(hours)
                season.step(hours)
            told = season.kept(NEW)
            groups = [one.title.split()[1] for one in told]
            assert len(groups) == len(set(groups))
            assert set(groups) <= {str(group) for _, _, group in rows}


def test_a_spike_is_told_once_a_day_with_its_rule(sqlite_database: Database) -> None:
    rows = [Row("bao-a", 22 * DAY + hour, 100 + hour) for hour in range(7)]
    weeks = [Row("bao-b", (22 - 7 * back) * DAY + 3, back) for back in (1, 2, 3)]
    season = Season(sqlite_database, [Row("bao-b", -6 * DAY + 3, 4), *weeks])
    season.step(22 * DAY)
    season.add(*rows)
    [found] = [one for one in season.look(22 * DAY + 8) if one.kind is SPIKE]
    assert found.key == "2025-09-23"
    assert "7" in found.title
    assert "0,001" in found.lines[0]
    season.step(22 * DAY + 8)
    season.step(22 * DAY + 20)
    assert len(season.kept(SPIKE)) == 1


def test_an_outlet_that_is_silent_after_the_opening_is_told_once(sqlite_database: Database) -> None:
    season = Season(sqlite_database, [Row("bao-a", 23 * DAY + 9, 1), Row("dai-d", 5 * DAY, 2)])
    season.step(20 * DAY)
    assert season.step(24 * DAY - 1)["found"] == 0
    found = [one for one in season.look(24 * DAY) if one.kind is SILENCE]
    assert sorted(one.key for one in found) == ["city:bao-b", "city:cong-c", "city:dai-d"]
    assert "24 giờ" in found[0].lines[0]
    assert season.step(24 * DAY) == {"found": 3, "letters": 1}
    season.add(Row("bao-b", 24 * DAY + 5, 3))
    season.step(25 * DAY)
    assert [one.key for one in season.look(26 * DAY)] == []


def test_a_congress_that_nobody_wrote_of_is_told(sqlite_database: Database) -> None:
    season = Season(sqlite_database, [Row("bao-a", 3 * DAY, 1, (WARD,))])
    season.step(7 * DAY)
    [found] = season.look(9 * DAY)
    assert (found.kind, found.key) == (SILENCE, "ward:")
    season.add(Row("bao-a", 8 * DAY + 4, 2, (WARD, CITY)))
    assert [one.kind for one in season.look(9 * DAY)] == [NEW]


def test_silence_of_an_outlet_of_which_nothing_came_may_be_ours(sqlite_database: Database) -> None:
    season = Season(sqlite_database, exposure=0)
    season.step(20 * DAY)
    assert "có thể do việc thu thập" in season.look(24 * DAY)[0].lines[1]


def test_what_the_plan_had_fall_due_and_is_not_there_is_told_once(sqlite_database: Database) -> None:
    season = Season(sqlite_database, [Row("bao-a", 2 * DAY, 1)])
    due = Expectation("tg", "E1", "dai-d", Phase.BEFORE, unit="Đài", deadline=date(2025, 9, 5))
    seen = Expectation("tg", "E2", "bao-a", Phase.BEFORE, deadline=date(2025, 9, 5))
    item = PlanItem("tg", "V1", "Họp báo", "Phòng Báo chí", deadline=deadline_typed("05/09/2025"))
    PlanStore(sqlite_database).save([due, seen, item], "An", at(3 * DAY))
    season.step(3 * DAY)
    assert [one for one in season.look(6 * DAY - 1) if one.key.startswith("plan:")] == []
    found = {one.key: one for one in season.look(6 * DAY)}
    assert set(found) == {"plan:coverage:E1:2025-09-05", "plan:item:V1:2025-09-05"}
    assert found["plan:coverage:E1:2025-09-05"].title == "Chưa thấy bài như kế hoạch: Dai-D (Trước đại hội)"
    assert "Đài" in found["plan:coverage:E1:2025-09-05"].lines[1]
    assert season.step(6 * DAY)["letters"] == 1
    assert season.look(6 * DAY + 1) == []


def test_silence_waits_as_long_as_the_campaign_says(sqlite_database: Database) -> None:
    season = Season(sqlite_database, campaign=replace(WATCHED, silence=timedelta(hours=48)))
    season.step(20 * DAY)
    assert [one for one in season.look(24 * DAY) if one.kind is SILENCE] == []
    assert len([one for one in season.look(25 * DAY) if one.kind is SILENCE]) == 4


def test_an_edit_says_which_words_and_leads_to_the_difference(sqlite_database: Database) -> None:
    season = Season(sqlite_database, [Row("bao-a", 10, 1)])
    season.step(11)
    store = season.desk.articles
    stored = store.by_url("http://bao-a.test/1")
    assert stored is not None
    edited = replace(stored.article, title="Bài 1 đã sửa", text="Sapo.\nThân 1 có thêm lời.")
    store.save(edited, source="bao-a", origin=Origin.CAPTURE, ref="sau", seen_at=at(15), extractor=1)
    [found] = season.look(16)
    assert (found.kind, found.path) == (EDIT, f"/bai-viet/{stored.id}#cac-lan-sua")
    assert found.title == "Bài 1 đã sửa"
    assert "Bài 1 số 1" in found.lines[1]
    assert "có thêm lời" in " ".join(found.lines)
    season.step(16)
    assert season.look(17) == []


def test_a_removal_is_told_and_one_that_came_back_is_not(sqlite_database: Database) -> None:
    season = Season(sqlite_database, [Row("bao-a", 10, 1), Row("bao-b", 11, 2)])
    season.step(12)
    store = season.desk.articles
    store.removed("http://bao-a.test/1", at(13))
    store.removed("http://bao-b.test/2", at(13))
    again = Article("http://bao-b.test/2", Kind.ARTICLE, "Bài 2 số 2", "Sapo.", "Sapo.\nThân 2.", Moment.of(at(11), "meta", 1))
    store.save(again, source="bao-b", origin=Origin.CAPTURE, ref="2b", seen_at=at(14), extractor=1)
    [found] = season.look(15)
    assert (found.kind, found.title) == (REMOVAL, "Bài 1 số 1")
    assert season.look(13 + 49) == []


# -- what becomes of them


def test_the_new_stories_of_one_look_go_in_one_letter(sqlite_database: Database) -> None:
    season = Season(sqlite_database)
    season.step(1)
    season.add(Row("bao-a", 10, 1), Row("bao-b", 10.5, 2))
    assert season.step(11) == {"found": 2, "letters": 1}
    season.add(Row("bao-a", 12, 3))
    assert season.step(13) == {"found": 1, "letters": 1}
    assert {one.fate for one in season.kept()} == {Fate.SENT}
    first, _ = season.letters()
    assert "Bài 1 số 1 (và 1 tin khác)" in first.subject


def test_what_is_told_of_a_day_is_not_told_again_that_day(sqlite_database: Database) -> None:
    season = Season(sqlite_database, [Row("bao-a", 1, 1)])
    season.step(2)
    for number, hours in enumerate((5, 9, 26)):
        stored = season.desk.articles.by_url("http://bao-a.test/1")
        assert stored is not None
        edited = replace(stored.article, text=f"Sapo.\nThân 1, sửa lần {number}.")
        season.desk.articles.save(
            edited, source="bao-a", origin=Origin.CAPTURE, ref=f"sau {number}", seen_at=at(hours), extractor=1
        )
        season.step(hours)
    assert [one.fate for one in season.kept(EDIT)] == [Fate.SENT, Fate.EVENT, Fate.SENT]


def test_the_budget_of_a_day_holds_and_keeps_something_back(sqlite_database: Database) -> None:
    season = Season(sqlite_database, campaign=replace(WATCHED, alert_budget=5))
    season.step(1)
    letters = 0
    for number in range(1, 7):
        season.add(Row("bao-a", number, number))
        letters += season.step(number + 0.5)["letters"]
    assert letters == 5  # four stories, and the spike that they are
    fates = [one.fate for one in season.kept(NEW)]
    assert fates == [Fate.SENT] * 4 + [Fate.OVER] * 2
    season.desk.articles.removed("http://bao-a.test/1", at(8))
    assert season.step(9) == {"found": 1, "letters": 0}
    season.add(Row("bao-b", 25, 51))
    assert season.step(26)["letters"] == 1


@pytest.mark.parametrize("hook", ["", "https://hook.test/x"])
def test_without_anybody_to_write_to_alerts_stand_on_the_page(sqlite_database: Database, hook: str) -> None:
    season = Season(sqlite_database, campaign=replace(WATCHED, mail=(), webhook=hook))
    season.step(1)
    season.add(Row("bao-a", 2, 1))
    assert season.step(3)["letters"] == (1 if hook else 0)
    assert [one.fate for one in season.kept()] == [Fate.SENT if hook else Fate.PAGE]
    assert [one.address for one in season.letters()] == ([hook] if hook else [])


def test_what_was_found_and_not_decided_on_is_decided_on_later(sqlite_database: Database) -> None:
    """An end of the program between the two loses nothing."""
    season = Season(sqlite_database)
    season.step(1)
    season.add(Row("bao-a", 2, 1))
    Alerts(sqlite_database).keep("tg", season.look(3), [], at(3))
    assert season.letters() == []
    assert season.step(4) == {"found": 0, "letters": 1}
    assert season.step(5) == {"found": 0, "letters": 0}


def test_a_campaign_that_cannot_be_counted_keeps_no_other_from_its_alerts(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    season = Season(sqlite_database)
    season.step(1)
    season.desk.store.save(replace(WATCHED, id="hong"), at(1))
    season.add(Row("bao-a", 2, 1))
    measured = season.desk.measured

    def sick(campaign: Campaign) -> Measured:
        if campaign.id == "hong":
            raise Misuse("truy vấn hỏng")
        return measured(campaign)

    monkeypatch.setattr(season.desk, "measured", sick)
    for outcome in (alert_step(season.desk, at(3), PAPER), digest_step(season.desk, at(32), PAPER)):
        assert outcome.aside == ("hong: truy vấn hỏng",)
        assert outcome.counts["letters"] == 1
