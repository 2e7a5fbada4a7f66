"""The campaign editor: what is typed stays, what is wrong stands beside its field, what is saved is told."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from campaigns.campaign import Message, Wave
from lantoa.database import Database
from tests.support.campaign_corpus import CAMPAIGN
from tests.support.databases import fresh_sqlite
from tests.support.editing import EDIT, NEW, Editing, editing_of, value, wrong


@pytest.fixture
def editing(sqlite_database: Database) -> Editing:
    return editing_of(sqlite_database)


@pytest.fixture(scope="module")
def still(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editing]:
    """For what changes nothing."""
    folder: Path = tmp_path_factory.mktemp("editor")
    for database in fresh_sqlite(folder):
        yield editing_of(database)


def test_an_opened_form_saved_again_changes_nothing(editing: Editing) -> None:
    assert editing.client.get(EDIT).status_code == 200
    answer = editing.press("save")
    assert "Không có gì thay đổi" in answer.text
    assert editing.desk.store.get("tg") == CAMPAIGN


def test_everything_can_be_typed_and_what_changed_is_told(editing: Editing) -> None:
    answer = editing.press(
        "save",
        **{
            "name": "Tên mới",
            "wave-0-name": "Tuần cuối",
            "wave-0-start": "15/09/2025",
            "wave-0-end": "23/9/2025",
            "message-0-name": "Chuyển đổi số",
            "message-0-phrases": "chuyển đổi số\r\nkinh tế số\r\n",
            "target-0-measure": "outlets",
            "target-0-value": "3",
            "target-0-phase": "before",
            "report-0-period": "month",
            "report-0-at": "7:30",
            "report-0-layout": "state",
            "report-0-formats": "docx",
            "own_sources": "Cong-C\ndai-d",
            "peers": "khac",
            "recipients": "Như trên\nLưu VT",
            "mail": "a@b.test",
            "weights-portal": "0,5",
            "letterhead-place": "Trường Giang",
            "panel": "main@1",
            "before_days": "21",
            "congress-1-tentative": "on",
            "congress-0-ordinal": "I",
        },
    )
    assert wrong(answer) == {}
    assert "Tên chiến dịch: Đại hội Đảng bộ thành phố Trường Giang → Tên mới" in html.unescape(answer.text)
    kept = editing.desk.store.get("tg")
    assert kept.waves == (Wave("Tuần cuối", date(2025, 9, 15), date(2025, 9, 23)),)
    assert kept.messages == (Message("chuyen-doi-so", "Chuyển đổi số", ("chuyển đổi số", "kinh tế số")),)
    assert [(one.measure, one.value, one.phase) for one in kept.targets] == [("outlets", 3, "before")]
    assert [(one.period, f"{one.at:%H:%M}", one.layout, one.formats, one.mail) for one in kept.reports] == [("month", "07:30", "state", ("docx",), False)]
    assert (kept.own_sources, kept.peers, kept.recipients, kept.mail) == (("cong-c", "dai-d"), ("khac",), ("Như trên", "Lưu VT"), ("a@b.test",))
    assert (kept.weights, kept.letterhead.place, kept.panel_version, kept.before) == ({"portal": 0.5}, "Trường Giang", 1, timedelta(days=21))
    assert kept.congresses[1].tentative
    assert kept.congresses[0] == CAMPAIGN.congresses[0]


@pytest.mark.parametrize(
    ("field", "typed", "named"),
    [
        ("name", "", "còn thiếu"),
        ("start", "31/9/2025", "31/9/2025"),
        ("end", "31/12/9999", "2099"),
        ("end", "1/1/2025", "đứng trước"),
        ("before_days", "10", "chia hết cho 7"),
        ("after_days", "mười", "mười"),
        ("query", "(đường", "ngoặc"),
        ("own_sources", "bao-x", "bao-x"),
        ("panel", "kia", "kia"),
        ("panel", "main@7", "7"),
        ("mail", "a@b.test\nkhông phải", "không phải"),
        ("webhook", "ftp://a", "http"),
        ("alert_budget", "-1", "-1"),
        ("silence_hours", "0", "0"),
        ("previous", "tg", "chính nó"),
        ("weights-portal", "nặng", "nặng"),
        ("weights-portal", "-2", "-2"),
        ("congress-0-closing", "1/9/2025", "đứng trước"),
        ("congress-1-parent", "ai", "ai"),
        ("congress-1-term", "2025", "2025"),
        ("congress-1-id", "mã mới", "mã mới"),
        ("wave-0-end", "1/8/2025", "Đợt"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_stays_as_typed(still: Editing, field: str, typed: str, named: str) -> None:
    other = {"wave-0-name": "Đợt", "wave-0-start": "1/9/2025", "wave-0-end": "2/9/2025"}
    answer = still.press("save", **{**other, field: typed})
    assert answer.status_code == 422
    assert list(wrong(answer)) == [field]
    assert named in wrong(answer)[field]
    if field != "panel":  # which is chosen, not typed
        assert value(answer, field) == typed
    assert f'href="#f-{field}"' in answer.text
    assert still.desk.store.get("tg") == CAMPAIGN


def test_a_layout_that_is_not_there_is_refused(still: Editing) -> None:
    order = {"period": "week", "at": "07:00", "layout": "so-tay", "formats": "docx"}
    answer = still.press("save", **{f"report-0-{key}": typed for key, typed in order.items()})
    assert list(wrong(answer)) == ["report-0-layout"]
    assert "party, state" in wrong(answer)["report-0-layout"]
    assert '<option value="so-tay" selected>' in answer.text


def test_rows_come_and_go_without_saving(still: Editing) -> None:
    more = still.press("add:congress", name="Đang gõ dở")
    assert 'name="congress-2-name"' in more.text
    assert re.search(r'name="congress-2-name"[^>]* autofocus', more.text)
    assert value(more, "name") == "Đang gõ dở"
    less = still.press("remove:congress:0", name="Đang gõ dở")
    assert value(less, "congress-0-id") == "ward"
    assert 'name="congress-1-id"' not in less.text
    for odd in ("add:nothing", "remove:congress:99", "remove:x:1", "add:", "?"):
        assert still.press(odd).status_code == 200
    assert still.desk.store.get("tg") == CAMPAIGN


def test_a_new_campaign_is_made_once(editing: Editing) -> None:
    assert editing.client.get(NEW).status_code == 200
    typed = {"id": "moi-2026", "name": "Chiến dịch mới", "start": "01/09/2025", "do": "save"}
    typed |= {"congress-0-name": "Đại hội xã", "congress-0-level": "commune", "congress-0-place": "xã Gò Sim"}
    typed |= {"before_days": "28", "after_days": "14", "alert_budget": "10", "silence_hours": "24"}
    answer = editing.client.post(NEW, data=typed, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/chien-dich/moi-2026/sua?moi=1")
    made = editing.desk.store.get("moi-2026")
    assert (made.leading.id, made.leading.opening) == ("xa-go-sim", None)
    page = editing.client.get(answer.headers["location"])
    assert "Đã tạo chiến dịch" in page.text
    assert "chưa định: mọi bài tính là trước" in page.text
    again = editing.client.post(NEW, data=typed, follow_redirects=False)
    assert wrong(again) == {"id": "Đã có chiến dịch mã moi-2026."}
    reserved = editing.client.post(NEW, data={**typed, "id": "moi"}, follow_redirects=False)
    assert list(wrong(reserved)) == ["id"]


def test_two_who_edit_at_once_do_not_undo_each_other(editing: Editing) -> None:
    theirs = editing.fields(name="Tên của người kia")
    mine = editing.press("save", webhook="https://hook.test/")
    assert mine.status_code == 200
    answer = editing.client.post(EDIT, data={**theirs, "do": "save"})
    assert answer.status_code == 409
    assert "có người đã sửa" in answer.text
    assert editing.desk.store.get("tg").name == CAMPAIGN.name
    again = editing.client.post(EDIT, data={**theirs, "do": "save", "seen": value(answer, "seen")})
    assert again.status_code == 200
    assert editing.desk.store.get("tg").name == "Tên của người kia"
