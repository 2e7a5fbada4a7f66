"""lantoa sources health: what stands against a source, and the exit code that says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from lantoa.cli import health
from lantoa.cli.house import open_house
from lantoa.settings import load_settings
from tests.support.terminal import Terminal
from tests.support.watched import NOW, watched


@pytest.fixture
def month(lantoa: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """A data folder with a month of five sources, seen at its end."""
    lantoa("sources", "check")
    with open_house(load_settings()) as house:
        watched(house.database, tmp_path)
    (tmp_path / "sources.toml").rename("sources.local.toml")
    Path("sources.local.toml").write_text("shipped = false\n" + Path("sources.local.toml").read_text(encoding="utf-8"), encoding="utf-8")
    judged = health.source_health
    monkeypatch.setattr(health, "source_health", lambda database, sources, _, only: judged(database, sources, NOW, only))
    return lantoa


def test_an_alarm_is_exit_one_and_the_worst_stands_on_top(month: Terminal) -> None:
    ended = month("sources", "health")
    assert (ended.code, ended.err) == (1, "")
    assert "Im lặng" in ended.out
    assert ended.out.index("im ") < ended.out.index("deu ")
    assert "tat" not in ended.out
    assert "Bảng thử: nhiều nhất" in ended.out


def test_those_of_which_nothing_can_be_said_yet_are_one_line(month: Terminal) -> None:
    ended = month("sources", "health")
    assert "1 nguồn chưa đủ lịch sử" in ended.out
    assert "moi " not in ended.out
    assert "moi " in month("sources", "health", "moi").out


def test_one_source_that_is_well_is_exit_nought(month: Terminal) -> None:
    ended = month("sources", "health", "deu")
    assert ended.code == 0
    assert "Không có nguồn nào bị báo động." in ended.out
    assert month("sources", "health", "im").code == 1


def test_programs_get_what_the_api_gives(month: Terminal) -> None:
    ended = month("sources", "health", "im", "--json")
    assert ended.code == 1
    assert ended.json["alarms"] == 1
    assert [one["state"] for one in ended.json["sources"]] == ["bad"]
    assert ended.json["panels"] == {}


def test_a_source_that_is_not_there_is_named_with_the_closest(month: Terminal) -> None:
    ended = month("sources", "health", "lec")
    assert ended.code == 2
    assert '"lec"' in ended.err
    assert "lech" in ended.err
