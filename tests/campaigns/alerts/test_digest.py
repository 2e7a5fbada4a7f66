"""The daily digest: once a campaign and local day, whole after a downtime, with what no letter told of."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from campaigns.alerts.steps import digests_of, preview
from campaigns.alerts.store import AlertKind, Fate
from campaigns.alerts.topics import alert_letter, digest_letter
from lantoa.database import Database
from tests.support.alert_season import PAPER, WATCHED, Season, at
from tests.support.campaign_corpus import CAMPAIGN, Row

DAY, MORNING = 24.0, 7.5
ROWS = [Row("bao-a", 10, 1), Row("bao-b", 12, 1), Row("cong-c", 20, 2), Row("bao-a", DAY + 3, 3)]


def test_it_is_put_at_its_hour_once_a_day(database: Database) -> None:
    season = Season(database, ROWS)
    assert season.digest(DAY + MORNING - 0.1) == 0
    assert season.digest(DAY + MORNING) == 1
    for hours in (DAY + MORNING, DAY + 20, 2 * DAY, 3.0, 2 * DAY + 1):
        assert season.digest(hours) == 0
    assert season.digest(2 * DAY + 9) == 1
    assert [one.key for one in season.letters()] == ["digest:tg:2025-09-01", "digest:tg:2025-09-02"]


def test_after_a_downtime_one_digest_tells_of_all_days(sqlite_database: Database) -> None:
    season = Season(sqlite_database, ROWS)
    season.digest(DAY + 8)
    season.digest(5 * DAY + 8)
    assert season.digest(5 * DAY + 9) == 0
    found = digests_of(sqlite_database, "tg")
    assert [(one.first, one.last) for one in found] == [
        (date(2025, 9, 2), date(2025, 9, 5)),
        (date(2025, 9, 1), date(2025, 9, 1)),
    ]
    assert len(season.letters()) == 2


def test_after_a_long_downtime_it_does_not_go_back_for_ever(sqlite_database: Database) -> None:
    season = Season(sqlite_database, campaign=replace(WATCHED, end=None))
    season.digest(DAY + 8)
    assert season.digest(90 * DAY + 8) == 1
    assert season.digest(90 * DAY + 9) == 0
    assert (digests_of(sqlite_database)[0].last - digests_of(sqlite_database)[0].first).days == 30


def test_it_counts_the_day_and_names_who_was_silent(sqlite_database: Database) -> None:
    season = Season(sqlite_database, ROWS)
    season.look(DAY + 8)
    digest = preview(season.desk, season.campaign, date(2025, 9, 1), date(2025, 9, 1))
    assert (digest.articles, digest.originals, digest.outlets, digest.panel) == (3, 2, 3, 4)
    assert [(one.title, one.reprints, one.outlets) for one in digest.stories] == [("Bài 1 số 1", 1, 2), ("Bài 2 số 3", 0, 1)]
    assert digest.silent == ["Dai-D"]


def test_a_story_of_an_earlier_day_that_grows_is_told_of(sqlite_database: Database) -> None:
    season = Season(sqlite_database, [*ROWS, Row("cong-c", DAY + 5, 1), Row("dai-d", DAY + 6, 1)])
    season.look(2 * DAY)
    digest = preview(season.desk, season.campaign, date(2025, 9, 2), date(2025, 9, 2))
    assert [one.title for one in digest.stories] == ["Bài 3 số 4"]
    assert [(one.title, one.reprints, one.outlets) for one in digest.grown] == [("Bài 1 số 1", 2, 4)]


def test_what_stands_over_is_told_once(sqlite_database: Database) -> None:
    season = Season(sqlite_database, campaign=replace(WATCHED, alert_budget=0))
    season.step(1)
    season.add(Row("bao-a", 10, 1))
    assert season.step(11) == {"found": 1, "letters": 0}
    season.digest(DAY + 8)
    [kept] = season.kept()
    assert (kept.fate, kept.digest) == (Fate.OVER, date(2025, 9, 1))
    assert preview(season.desk, season.campaign, date(2025, 9, 2), date(2025, 9, 2)).over == []


def test_nobody_to_write_to_no_digest(sqlite_database: Database) -> None:
    season = Season(sqlite_database, ROWS, campaign=CAMPAIGN)
    assert season.digest(DAY + 8) == 0
    assert digests_of(sqlite_database) == []


def test_a_campaign_that_is_over_is_told_of_only_when_there_is_something(sqlite_database: Database) -> None:
    season = Season(sqlite_database, ROWS, campaign=replace(WATCHED, end=date(2025, 10, 1)))
    season.digest(31 * DAY + 8)
    assert [one.key for one in season.letters()] == ["digest:tg:2025-10-01"]
    assert season.digest(32 * DAY + 8) == 0
    assert digests_of(sqlite_database)[0].letter == ""
    season.step(33 * DAY)
    season.desk.articles.removed("http://bao-a.test/1", at(33 * DAY + 5))
    season.step(33 * DAY + 6)
    assert season.digest(34 * DAY + 8) == 1
    assert season.digest(80 * DAY + 8) == 0


@pytest.mark.parametrize("demo", ["", "Dữ liệu trình diễn"])
def test_letters_have_links_words_and_no_markup_of_others(sqlite_database: Database, demo: str) -> None:
    name = "Đại hội <b>&</b> \"Trường Giang\""
    season = Season(sqlite_database, ROWS, campaign=replace(WATCHED, name=name, webhook="https://hook.test/khoa"))
    season.step(DAY + 4)
    season.desk.articles.removed("http://bao-a.test/1", at(DAY + 5))
    season.step(DAY + 6)
    paper = replace(PAPER, demo=demo)
    found = alert_letter(season.campaign, season.kept(AlertKind.REMOVAL), "k", paper, last=True)
    digest = digest_letter(season.campaign, preview(season.desk, season.campaign, date(2025, 9, 1), date(2025, 9, 2)), "d", paper)
    for letter in (found, digest):
        assert letter.to == ("mai@co-quan.test", "https://hook.test/khoa")
        assert name in letter.text
        assert "<b>" not in letter.html
        assert "&lt;b&gt;" in letter.html
        assert "https://lan-toa.test/bai-viet/1" in letter.text
        assert 'href="https://lan-toa.test/bai-viet/1"' in letter.html
        assert demo in letter.text
        assert demo in letter.html
    assert "Hạn mức 10 tin" in found.text
    assert found.data["alerts"][0]["path"] == "https://lan-toa.test/bai-viet/1"
    assert digest.data["originals"] == 3
