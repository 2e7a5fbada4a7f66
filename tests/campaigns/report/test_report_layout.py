"""Layouts are data: what is wrong with one is named with its file and line."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from campaigns.desk import Desk
from campaigns.periods import period_of
from campaigns.report.compose import compose
from campaigns.report.layout import layout_from, layout_named, layout_names, layout_of_table, layout_table
from lantoa.database import Database
from lantoa.errors import Misuse
from tests.support.campaign_corpus import CAMPAIGN, desk_of

PARTY = (files("campaigns.report") / "layouts" / "party.toml").read_text(encoding="utf-8")


@pytest.fixture
def desk(sqlite_database: Database) -> Desk:
    return desk_of(sqlite_database, [])


@pytest.mark.parametrize("name", layout_names())
def test_a_layout_is_frozen_and_read_again(name: str) -> None:
    layout = layout_named(name)
    assert layout_of_table(layout_table(layout)) == layout


def test_an_unknown_placeholder_is_named_with_file_line_and_those_known() -> None:
    text = PARTY.replace("{symbol}", "{ky_hieu}")
    line = next(number for number, one in enumerate(text.splitlines(), 1) if "{ky_hieu}" in one)
    with pytest.raises(Misuse) as refused:
        layout_from("mine", text, "mine.toml")
    said = str(refused.value)
    assert "mine.toml" in said
    assert f"dòng {line}" in said
    assert "{ky_hieu}" in said
    assert "{symbol}" in said


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("{draft}", "{title}", "{draft}"),
        ("top = 20", "top = 2000", "page.top"),
        ("top = 20", 'top = "x"', "page.top"),
        ("bold = true", 'bold = "yes"', "left.bold"),
        ("size = 14", "size = 0", "left.size"),
        ("[sizes]", "[size]", "size"),
        ("[[to]]", "[[too]]", "too"),
        ("rule = 1.0", "rule = 3", "rule"),
        ('fonts = ["Times', 'fonts = []\nx = ["Times', "x"),
        ('fonts = ["Times New Roman", "Liberation Serif", "Libertinus Serif"]', "fonts = 3", "fonts"),
        ("name = ", "name = =", "line 6"),
        ("[[signature]]", "[[left]]", "signature"),
    ],
)
def test_what_is_wrong_is_named(old: str, new: str, named: str) -> None:
    assert old in PARTY
    with pytest.raises(Misuse, match=r"mine\.toml") as refused:
        layout_from("mine", PARTY.replace(old, new), "mine.toml")
    assert named in str(refused.value)


def test_a_layout_of_ones_own_goes_before_the_shipped_one(tmp_path: Path) -> None:
    (tmp_path / "party.toml").write_text(PARTY.replace("ĐẢNG CỘNG SẢN", "ĐOÀN THANH NIÊN"), encoding="utf-8")
    (tmp_path / "ward.toml").write_text(PARTY, encoding="utf-8")
    assert layout_named("party", tmp_path).lines["right"][0].text.startswith("ĐOÀN")
    assert layout_names(tmp_path) == ["party", "state", "ward"]


def test_an_unknown_layout_and_a_missing_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(Misuse, match=r"đoàn.*party, state"):
        layout_named("đoàn")
    with pytest.raises(Misuse, match="LANTOA_LAYOUTS"):
        layout_named("party", tmp_path / "none")


def test_what_is_not_known_is_dotted_and_what_is_optional_left_out(desk: Desk) -> None:
    content = compose(desk, CAMPAIGN, period_of("2025-W36"))
    lines = [one.text for one in layout_named("party").filled("left", content)]
    assert lines == ["……………", "*", "Số          -BC/……………", "DỰ THẢO"]
