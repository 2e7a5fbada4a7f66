"""lantoa campaign: in and out by file, congresses by spreadsheet, what changed and what is wrong."""

from __future__ import annotations

from importlib.resources import files

import pytest
from openpyxl import load_workbook

from tests.support.terminal import Terminal

EXAMPLE = str(files("campaigns.examples") / "ha-noi-2020.toml")


@pytest.fixture
def hanoi(lantoa: Terminal) -> Terminal:
    assert lantoa("campaign", "import", EXAMPLE).code == 0
    return lantoa


def test_a_file_goes_out_comes_back_and_says_what_changed(hanoi: Terminal) -> None:
    assert "ha-noi.toml" in hanoi("campaign", "export", "ha-noi-2020", "ha-noi.toml").out
    assert "không có gì thay đổi" in hanoi("campaign", "import", "ha-noi.toml").out
    text = (hanoi.folder / "ha-noi.toml").read_text(encoding="utf-8")
    assert hanoi("campaign", "export", "ha-noi-2020").out == text
    hanoi.write("other.toml", text.replace("closing = 2020-10-13", "closing = 2020-10-14") + '\n[weights]\nportal = 0.5\n')
    said = hanoi("campaign", "import", "other.toml").out
    assert "Đại hội ha-noi, bế mạc: 13/10/2020 → 14/10/2020" in said
    assert hanoi("campaign", "export", "ha-noi-2020", "--json").json["weights"] == {"portal": 0.5}
    assert hanoi("campaign", "export", "ha-noi-2020", "x.toml", "--json").code == 2


def test_congresses_go_out_and_come_in_by_spreadsheet(hanoi: Terminal) -> None:
    assert hanoi("campaign", "congresses", "ha-noi-2020", "--template", "a.xlsx").code == 0
    book = load_workbook(hanoi.folder / "a.xlsx")
    sheet = book.worksheets[0]
    head = [cell.value for cell in sheet[1]]
    row = {"Cấp": "phường", "Nơi": "phường Một", "Khai mạc": "01/07/2020", "Bế mạc": "02/07/2020", "Đại hội cấp trên": "ha-noi"}
    sheet.append([row.get(str(name)) for name in head])
    book.save(hanoi.folder / "b.xlsx")
    taken = hanoi("campaign", "congresses", "ha-noi-2020", "b.xlsx")
    assert (taken.code, taken.err) == (0, "")
    assert "thêm 1, thay 0, giữ nguyên 1" in taken.out
    assert "cấp xã: đã tổ chức 1/1" in taken.out
    listed = hanoi("campaign", "congresses", "ha-noi-2020", "--json").json
    assert [one["id"] for one in listed["congresses"]] == ["ha-noi", "phuong-mot"]
    assert listed["held"] == [{"level": "province", "held": 1, "total": 1}, {"level": "commune", "held": 1, "total": 1}]
    assert "2/2" in hanoi("campaign", "list").out


def test_wrong_rows_are_all_named_and_none_is_taken(hanoi: Terminal) -> None:
    hanoi("campaign", "congresses", "ha-noi-2020", "--template", "a.xlsx")
    book = load_workbook(hanoi.folder / "a.xlsx")
    sheet = book.worksheets[0]
    for place, opening in (("phường Một", "32/7/2020"), ("phường Hai", "1/7/2020"), ("phường Ba", "tháng bảy")):
        sheet.append([None, None, "xã", place, None, None, opening])
    book.save(hanoi.folder / "b.xlsx")
    ended = hanoi("campaign", "congresses", "ha-noi-2020", "b.xlsx")
    lines = ended.err.strip().splitlines()
    assert ended.code == 2
    assert [line.partition(",")[0] for line in lines[:-1]] == ["dòng 3", "dòng 5"]
    assert "2 dòng sai" in lines[-1]
    assert len(hanoi("campaign", "congresses", "ha-noi-2020", "--json").json["congresses"]) == 1


def test_what_the_house_does_not_have_is_refused_in_one_line(lantoa: Terminal) -> None:
    congress = '[[congress]]\nid = "a"\nname = "A"\nlevel = "commune"\nplace = "xã A"\n'
    order = '[[report]]\nperiod = "week"\nat = 07:00:00\nlayout = "so-tay"\n'
    more = 'own_sources = ["bao-la"]\npanel = "central"\npanel_version = 9\nquery = \'nguồn:"Báo Không Có"\''
    file = lantoa.write("x.toml", f'id = "x"\nname = "X"\nstart = 2025-01-01\n{more}\n{congress}{order}')
    ended = lantoa("campaign", "import", file)
    assert ended.code == 2
    for named in ("bao-la", "phiên bản 9", "Báo Không Có", "so-tay"):
        assert named in ended.line
    assert lantoa("campaign", "list", "--json").json == []


def test_campaigns_to_compare_with_may_come_later(lantoa: Terminal) -> None:
    ended = lantoa("campaign", "import", str(files("campaigns.examples") / "ha-noi-2025.toml"))
    assert ended.code == 0
    assert "ha-noi-2020, tphcm-2025" in ended.line
