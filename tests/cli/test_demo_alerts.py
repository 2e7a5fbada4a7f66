"""The demonstration's alerts come as if somebody had looked all the time, and once."""

from __future__ import annotations

from pathlib import Path

import pytest

from campaigns.alerts.store import AlertKind, Fate
from lantoa.cli import demo_alerts
from lantoa.cli.house import House
from lantoa.database import Database
from lantoa.settings import Settings
from tests.support.alert_season import Season, at
from tests.support.campaign_corpus import Row


def test_what_came_while_nobody_looked_is_told_with_its_own_time(
    sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    season = Season(sqlite_database, [Row("bao-a", 1, 1), Row("bao-a", 30, 2), Row("bao-b", 31, 2), Row("bao-b", 80, 3)])
    season.look(100)
    house = House(Settings(data=tmp_path), "demo", sqlite_database, season.desk.clock, None, ())  # type: ignore[arg-type]
    vars(house)["desk"] = season.desk
    monkeypatch.setattr(demo_alerts, "demo_start", lambda: at(2))
    demo_alerts.replay_alerts(house)
    told = season.kept(AlertKind.NEW_STORY)
    assert [(one.title, one.made_at, one.fate) for one in told] == [
        ("Bài 2 số 2", at(38), Fate.PAGE),
        ("Bài 3 số 4", at(86), Fate.PAGE),
    ]
    assert season.letters() == []
    demo_alerts.replay_alerts(house)
    assert len(season.kept(AlertKind.NEW_STORY)) == 2
