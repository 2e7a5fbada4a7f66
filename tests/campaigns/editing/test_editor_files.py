"""Files of the campaign editor: spreadsheets and TOML come into the form, never past it; removal is meant."""

from __future__ import annotations

import html
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from campaigns.campaign import CampaignCongress
from campaigns.definition import campaign_from
from campaigns.editing.congress_sheet import take_congresses
from campaigns.editing.congress_template import congress_template
from campaigns.editing.form import MOST_ROWS, typed_form
from campaigns.editing.routes import LARGEST
from campaigns.written import campaign_toml
from lantoa.database import Database, metadata
from lantoa.errors import Misuse
from tests.campaigns.editing.test_congress_sheet import HEAD, row
from tests.campaigns.test_workbook import book
from tests.support.campaign_corpus import CAMPAIGN
from tests.support.databases import fresh_sqlite
from tests.support.editing import Editing, editing_of, value


@pytest.fixture(scope="module")
def still(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editing]:
    """Nothing here is saved."""
    for database in fresh_sqlite(tmp_path_factory.mktemp("editor")):
        yield editing_of(database)


@pytest.fixture
def editing(database: Database) -> Editing:
    return editing_of(database)


def test_a_spreadsheet_comes_into_the_form_and_is_saved_by_hand(still: Editing) -> None:
    sheet = book(HEAD, row("xã Gò Sim"), row("phường Bến Đá", id="ward", venue="Nhà văn hóa", parent=CAMPAIGN.leading.name))
    answer = still.press("xlsx", files={"xlsx": sheet}, name="Đang gõ dở")
    assert "Đã đưa 2 đại hội" in answer.text
    assert value(answer, "name") == "Đang gõ dở"
    assert value(answer, "congress-1-venue") == "Nhà văn hóa"
    assert value(answer, "congress-1-parent") == "city"
    assert value(answer, "congress-2-id") == "xa-go-sim"
    assert still.desk.store.get("tg") == CAMPAIGN


def test_a_wrong_spreadsheet_is_told_row_by_row_and_nothing_is_taken(still: Editing) -> None:
    answer = still.press("xlsx", files={"xlsx": book(HEAD, row(), row("xã B", opening="x"), row("xã C", level=""))})
    text = html.unescape(answer.text)
    assert answer.status_code == 422
    assert "dòng 3, cột Khai mạc" in text
    assert "dòng 4, cột Cấp" in text
    assert 'name="congress-2-id"' not in text


@pytest.mark.parametrize(("kind", "data", "named"), [("xlsx", b"PK", "XLSX"), ("xlsx", b"", "Chưa chọn tệp"), ("toml", b"a = [", "TOML"), ("toml", b"\xff", "TOML")])
def test_a_file_that_cannot_be_read_is_one_line(still: Editing, kind: str, data: bytes, named: str) -> None:
    answer = still.press(kind, files={kind: data})
    assert answer.status_code == 422
    assert named in html.unescape(answer.text)


def test_a_toml_file_goes_out_and_comes_back(still: Editing) -> None:
    out = still.client.get("/chien-dich/tg/chien-dich.toml")
    assert campaign_from(tomllib.loads(out.text)) == CAMPAIGN
    answer = still.press("toml", files={"toml": out.text.replace("main", "khac").encode()})
    assert "khac" in answer.text
    other = still.press("toml", files={"toml": out.text.replace('id = "tg"', 'id = "kia"').encode()})
    assert "của chiến dịch kia" in other.text
    new = still.press("toml", "/chien-dich/moi", files={"toml": campaign_toml(CAMPAIGN).replace('id = "tg"', 'id = "kia"').encode()})
    assert value(new, "id") == "kia"
    assert [one.id for one in still.desk.store.all()] == ["tg"]


def test_the_spreadsheet_of_congresses_goes_out(still: Editing) -> None:
    out = still.client.get("/chien-dich/tg/dai-hoi.xlsx")
    assert take_congresses(CAMPAIGN, out.content).campaign == CAMPAIGN


def test_what_is_too_large_is_refused(still: Editing) -> None:
    answer = still.press("xlsx", files={"xlsx": bytes(LARGEST)})
    assert answer.status_code == 413
    assert "16 MB" in answer.text


def test_a_hundred_wards_fit_into_the_form(still: Editing) -> None:
    sheet = book(HEAD, *(row(f"phường {number}") for number in range(120)))
    congresses: tuple[CampaignCongress, ...] = take_congresses(CAMPAIGN, sheet).campaign.congresses
    answer = still.press("xlsx", files={"xlsx": sheet})
    assert 'name="congress-121-id"' in answer.text
    assert len(congresses) == 122


def test_more_rows_than_the_form_has_are_refused_not_dropped() -> None:
    sent = {f"congress-{number}-name": ["x"] for number in range(MOST_ROWS + 1)}
    with pytest.raises(Misuse, match=str(MOST_ROWS)):
        typed_form(sent)
    del sent["congress-7-name"]
    assert len(typed_form(sent).rows["congress"]) == MOST_ROWS, "rows stand by their order, whatever their numbers"


def test_an_unknown_campaign_is_not_found(still: Editing) -> None:
    for address in ("sua", "xoa", "chien-dich.toml", "dai-hoi.xlsx"):
        assert still.client.get(f"/chien-dich/hue/{address}").status_code == 404
    assert still.client.post("/chien-dich/hue/sua", data={"do": "save"}).status_code == 404


def test_a_campaign_goes_when_its_id_is_typed(editing: Editing) -> None:
    assert editing.client.get("/chien-dich/tg/xoa").status_code == 200
    assert editing.client.post("/chien-dich/tg/xoa", data={"confirm": "TG"}).status_code == 422
    assert editing.desk.store.get("tg") == CAMPAIGN
    gone = editing.client.post("/chien-dich/tg/xoa", data={"confirm": " tg "}, follow_redirects=False)
    assert gone.status_code == 303
    assert editing.desk.store.all() == []


def test_a_campaign_with_issued_reports_stays(editing: Editing) -> None:
    table = metadata.tables["reports"]
    made = {"campaign": "tg", "period": "2025-W36", "made_at": datetime(2025, 9, 8, tzinfo=UTC)}
    empty: dict[type, object] = {str: "", int: 0, bytes: b"", dict: {}, bool: False, datetime: made["made_at"]}
    rest = {
        column.name: empty.get(column.type.python_type, "")
        for column in table.columns
        if column.name not in made and not column.nullable and not column.primary_key
    }
    with editing.desk.store.database.write() as connection:
        connection.execute(sa.insert(table).values(**made, **rest))
    page = editing.client.get("/chien-dich/tg/xoa")
    assert "không xóa được" in page.text
    assert 'name="confirm"' not in page.text
    assert editing.client.post("/chien-dich/tg/xoa", data={"confirm": "tg"}).status_code == 422
    assert editing.desk.store.get("tg") == CAMPAIGN


def test_the_template_of_a_campaign_comes_into_its_own_form_unchanged(still: Editing) -> None:
    answer = still.press("xlsx", files={"xlsx": congress_template(CAMPAIGN)})
    assert answer.status_code == 200
    assert value(answer, "congress-1-opening") == "09/09/2025"
