"""Ward congresses come in by a spreadsheet: every wrong row is told, and then none is taken."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from campaigns.campaign import Phase
from campaigns.editing.congress_sheet import RowsRefused, take_congresses
from campaigns.editing.congress_template import congress_template
from campaigns.held import Held, held_by_level
from lantoa.article import CongressKey
from lantoa.errors import Misuse
from tests.campaigns.test_workbook import book
from tests.support.campaign_corpus import CAMPAIGN

HEAD: list[object] = ["STT", "Mã", "Tên", "Cấp", "Phường, xã", "Lần thứ", "Nhiệm kỳ", "Khai mạc", "Bế mạc", "Dự kiến", "Địa điểm", "Đại hội cấp trên"]


def row(place: str = "xã Gò Sim", **changed: object) -> list[object]:
    values: dict[str, object] = {
        "stt": 1, "id": None, "name": None, "level": "Xã", "place": place, "ordinal": "I", "term": "2025-2030",
        "opening": date(2025, 9, 11), "closing": "12/09/2025", "tentative": None, "venue": "Hội trường xã",
        "parent": "city",
    }  # fmt: skip
    return list((values | changed).values())


def test_a_row_becomes_a_congress() -> None:
    taken = take_congresses(CAMPAIGN, book(HEAD, row()))
    one = taken.campaign.congresses[-1]
    assert (taken.added, taken.changed, taken.same, taken.unread) == (["xa-go-sim"], [], [], ["STT"])
    assert one.name == "Đại hội đại biểu Đảng bộ xã Gò Sim lần thứ I, nhiệm kỳ 2025-2030"
    assert one.key == CongressKey("commune", "xã Gò Sim", 1, (2025, 2030))
    assert (one.opening, one.closing, one.parent, one.venue) == (date(2025, 9, 11), date(2025, 9, 12), "city", "Hội trường xã")
    assert taken.campaign.congresses[:2] == CAMPAIGN.congresses


def test_dates_may_be_expected_or_not_fixed() -> None:
    rows = [row("xã A", tentative="x"), row("xã B", opening="chưa định", closing=None)]
    campaign = take_congresses(CAMPAIGN, book(HEAD, *rows)).campaign
    expected, unset = campaign.congresses[-2:]
    assert expected.tentative
    assert (unset.opening, unset.closing) == (None, None)
    for one in (expected, unset):
        assert campaign.phase(one, date(2025, 9, 30)) is Phase.BEFORE
    assert held_by_level(campaign, date(2025, 10, 1)) == [Held("province", 1, 1), Held("commune", 1, 3)]


def test_a_known_id_replaces_and_the_parent_may_be_named() -> None:
    other = row("phường Bến Đá", id="ward", parent=CAMPAIGN.leading.name, opening=date(2025, 9, 8))
    taken = take_congresses(CAMPAIGN, book(HEAD, other))
    assert (taken.added, taken.changed) == ([], ["ward"])
    assert (taken.campaign.congresses[1].opening, taken.campaign.congresses[1].parent) == (date(2025, 9, 8), "city")


def test_the_template_reads_back_as_the_campaign() -> None:
    taken = take_congresses(CAMPAIGN, congress_template(CAMPAIGN))
    assert (taken.added, taken.changed, list(taken.same)) == ([], [], ["city", "ward"])
    assert taken.campaign == CAMPAIGN


@pytest.mark.parametrize(
    ("changed", "column", "named"),
    [
        ({"level": "liên xã"}, "Cấp", "liên xã"),
        ({"level": None}, "Cấp", "thiếu"),
        ({"place": None}, "Phường, xã", "thiếu"),
        ({"opening": "31/9/2025"}, "Khai mạc", "31/9/2025"),
        ({"closing": 45924}, "Bế mạc", "45924"),
        ({"closing": "10/9/2025"}, "Bế mạc", "đứng trước"),
        ({"opening": "11/9/2026", "closing": None}, "Khai mạc", "nằm ngoài"),
        ({"opening": "=TODAY()"}, "Khai mạc", "công thức"),
        ({"ordinal": "đầu"}, "Lần thứ", "đầu"),
        ({"term": "2025"}, "Nhiệm kỳ", "2025"),
        ({"term": "2030-2025"}, "Nhiệm kỳ", "2030-2025"),
        ({"tentative": "có lẽ"}, "Dự kiến", "có lẽ"),
        ({"parent": "nowhere"}, "Đại hội cấp trên", "nowhere"),
        ({"id": "mã có dấu"}, "Mã", "mã có dấu"),
        ({"id": "ward2", "parent": "ward2"}, "Đại hội cấp trên", "vòng tròn"),
        ({"level": "tỉnh", "parent": "ward"}, "Đại hội cấp trên", "cấp thấp hơn"),
    ],
)
def test_a_wrong_row_is_named_with_its_column(changed: dict[str, object], column: str, named: str) -> None:
    with pytest.raises(RowsRefused) as caught:
        take_congresses(CAMPAIGN, book(HEAD, row("xã Đúng"), row(**changed)))
    assert [(one.row, one.column) for one in caught.value.problems] == [(3, column)]
    assert named in str(caught.value.problems[0])


def test_all_wrong_rows_are_told_at_once() -> None:
    rows = [row("xã A", opening="x"), row("xã B"), row("xã B"), row("xã C", level="?", term="?")]
    with pytest.raises(RowsRefused, match="3 dòng sai") as caught:
        take_congresses(CAMPAIGN, book(HEAD, *rows))
    assert [(one.row, one.column) for one in caught.value.problems] == [(2, "Khai mạc"), (4, "Mã"), (5, "Cấp"), (5, "Nhiệm kỳ")]


def test_a_sheet_without_rows_is_refused() -> None:
    with pytest.raises(Misuse, match="không có dòng nào"):
        take_congresses(CAMPAIGN, book(HEAD))


def test_hundreds_of_wards_come_in_at_once() -> None:
    taken = take_congresses(CAMPAIGN, book(HEAD, *(row(f"phường {number}") for number in range(168))))
    assert len(taken.added) == 168
    assert take_congresses(taken.campaign, congress_template(taken.campaign)).campaign == taken.campaign
    assert replace(taken.campaign, congresses=CAMPAIGN.congresses) == CAMPAIGN
