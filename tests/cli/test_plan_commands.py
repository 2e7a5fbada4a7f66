"""lantoa plan: out, in, accredited outlets, as a table; and the plan that the demonstration has."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from campaigns.plan.planning import OutletNames
from lantoa.cli.house import open_house
from lantoa.cli.output import Exit
from lantoa.cli.plan import planning
from lantoa.settings import Settings
from lantoa.words import word
from tests.support.terminal import Terminal

CAMPAIGN = "truong-giang-2025"


@pytest.fixture
def demo(lantoa: Terminal) -> Terminal:
    """An empty demonstration."""
    with open_house(Settings(data=lantoa.data, index_url="memory:"), "demo"):
        return lantoa


def test_the_demonstration_has_a_plan_that_names_only_what_there_is(demo: Terminal) -> None:
    with open_house(Settings(data=demo.data, index_url="memory:")) as house:
        campaign, works = house.campaigns.get(CAMPAIGN), planning(house)
        plan = works.store.plan(CAMPAIGN)
        names, codes = OutletNames(house.outlets.all()), [one.code for one in plan.items]
        assert [works.checked(one, campaign, codes, names) for one in plan.entries] == list(plan.entries)
    assert (len(plan.items), len(plan.coverage), len(plan.offline)) == (14, 25, 8)


def test_a_plan_goes_out_is_changed_and_comes_in(demo: Terminal, tmp_path: Path) -> None:
    book = tmp_path / "plan.xlsx"
    assert demo("plan", "export", CAMPAIGN, book, index_url="memory:").code == Exit.DONE
    same = demo("plan", "import", CAMPAIGN, book, "--json", index_url="memory:").json
    assert same == {"added": 0, "changed": 0, "unchanged": 47}
    changed = openpyxl.load_workbook(book)
    changed[word("plan.sheet.item")]["C2"] = "Phòng Mới"
    changed.save(book)
    assert demo("plan", "import", CAMPAIGN, book, "--who", "Tổ A", "--json", index_url="memory:").json["changed"] == 1
    shown = demo("plan", "progress", CAMPAIGN, "--json", index_url="memory:").json
    assert "Phòng Mới" in {one["unit"] for one in shown["units"]}
    assert len(shown["items"]) == 47
    assert "Phòng Mới" in demo("plan", "progress", CAMPAIGN, index_url="memory:").out


def test_what_cannot_be_taken_is_told_by_row_and_column(demo: Terminal, tmp_path: Path) -> None:
    book = tmp_path / "plan.xlsx"
    assert demo("plan", "template", book).code == Exit.DONE
    assert word("plan.sheet.nothing") in demo("plan", "import", CAMPAIGN, book, index_url="memory:").err
    wrong = openpyxl.load_workbook(book)
    wrong[word("plan.sheet.coverage")].append(["E99", "", "", "Tờ Lạ", "trong đại hội", "", "", 1])
    wrong.save(book)
    told = demo("plan", "import", CAMPAIGN, book, index_url="memory:")
    assert told.code == Exit.MISUSE
    assert "dòng 2, cột Nguồn" in told.err
    assert demo("plan", "import", CAMPAIGN, tmp_path / "none.xlsx").code == Exit.MISUSE
    assert "hue" in demo("plan", "progress", "hue", index_url="memory:").line


def test_accredited_outlets_that_match_none_are_named(demo: Terminal) -> None:
    names = demo.write("the.txt", "Báo Trường Giang\nTờ Lạ\n")
    told = demo("plan", "accredit", CAMPAIGN, names, "--phase", "after", "--minimum", "2", "--unit", "Phòng Báo chí", index_url="memory:")
    assert told.code == Exit.PARTLY
    assert "Tờ Lạ" in told.line
    assert demo("plan", "accredit", CAMPAIGN, names, "--phase", "outside", index_url="memory:").code == Exit.MISUSE
