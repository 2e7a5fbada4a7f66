"""lantoa alerts: what each command says, and that no password stands in it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from campaigns.post.letters import Letter
from campaigns.post.outbox import Outbox
from lantoa.cli.house import open_house
from lantoa.cli.serving import application
from lantoa.errors import Misuse
from lantoa.settings import Settings, load_settings
from tests.support.campaign_corpus import CAMPAIGN
from tests.support.mail import post_office
from tests.support.ports import free_port
from tests.support.terminal import Terminal

SECRET = "b1-m4t"
SENDER = "Lan Tỏa <lan-toa@co-quan.test>"


def with_letter(lantoa: Terminal, to: str = "mai@co-quan.test") -> None:
    """A house whose outbox holds one letter."""
    lantoa("doctor")
    with open_house(load_settings({"LANTOA_DATA": str(lantoa.data)}, Path("none.toml"))) as house:
        Outbox(house.database).put(Letter((to,), "Báo cáo tuần", "Nội dung.", key="k"), house.clock.now())


def test_test_mail_tells_what_the_server_said(lantoa: Terminal) -> None:
    with post_office() as office:
        url = f"smtp://127.0.0.1:{office.port}"
        good = lantoa("alerts", "test-mail", "--to", "mai@co-quan.test", smtp_url=url, mail_from=SENDER)
        office.at_recipient = {"het@co-quan.test": "550 5.1.1 no such user"}
        bad = lantoa("alerts", "test-mail", "--to", "het@co-quan.test", smtp_url=url, mail_from=SENDER)
    assert (good.code, good.out.strip()) == (0, "127.0.0.1 đã nhận: 250 2.0.0 Ok: queued as 4711")
    assert bad.code == 1
    assert "550 5.1.1 no such user" in bad.line
    assert len(office.got) == 1


@pytest.mark.parametrize(
    ("typed", "environ", "code", "told"),
    [
        ("mai@co-quan.test", {}, 1, "LANTOA_SMTP_URL"),
        ("mai@co-quan.test", {"smtp_url": f"smtp://u:{SECRET}@127.0.0.1:1"}, 2, "LANTOA_MAIL_FROM"),
        ("mai@co-quan.test", {"smtp_url": f"smtp://u:{SECRET}@127.0.0.1:1", "mail_from": SENDER}, 1, "127.0.0.1:1"),
        ("mai@co-quan.test", {"smtp_url": f"smtp://u@x.vn:{SECRET}/@h", "mail_from": SENDER}, 2, "smtps://"),
        ("mai@co-quan.test", {"smtp_url": f"http://me@x.vn:{SECRET}@h"}, 2, "LANTOA_SMTP_URL"),
        ("mai@co-quan.test", {"smtp_url": "smtp://127.0.0.1:1", "mail_from": "Lan Tỏa"}, 2, "Lan Tỏa"),
        ("không phải", {"smtp_url": "smtp://127.0.0.1:1", "mail_from": SENDER}, 2, "không phải"),
        ("https://hook.test/x", {}, 2, "test-mail"),
    ],
)
def test_what_stands_against_a_letter_is_one_line_without_the_password(
    lantoa: Terminal, typed: str, environ: dict[str, str], code: int, told: str
) -> None:
    ended = lantoa("alerts", "test-mail", "--to", typed, **environ)
    assert ended.code == code
    assert told in ended.line
    assert SECRET not in ended.out + ended.err


def test_letters_wait_for_a_server_and_go_when_there_is_one(lantoa: Terminal) -> None:
    with_letter(lantoa)
    waits = lantoa("alerts", "send")
    assert waits.code == 3
    assert "chưa đặt máy chủ thư" in waits.line
    with post_office() as office, open_house(load_settings({"LANTOA_DATA": str(lantoa.data)}, Path("none.toml"))) as house:
        Outbox(house.database).retry_all(house.clock.now())
        sent = lantoa("alerts", "send", "--json", smtp_url=f"smtp://127.0.0.1:{office.port}", mail_from=SENDER)
    assert (sent.code, sent.json[0]["sent"]) == (0, 1)
    assert [got["Subject"] for _, got in office.got] == ["Báo cáo tuần"]


def test_look_and_list_speak(lantoa: Terminal) -> None:
    assert lantoa("alerts", "look").code == 0
    assert lantoa("alerts", "list").out.count("Chưa có cảnh báo nào.") == 1
    assert lantoa("alerts", "list", "--json").json == []
    assert "removal" in lantoa("alerts", "list", "--kind", "tin").line
    assert "hue" in lantoa("alerts", "list", "hue").line


def test_the_password_stands_in_no_setting_that_is_shown(lantoa: Terminal) -> None:
    settings = load_settings({"LANTOA_SMTP_URL": f"smtp://u:{SECRET}@h"}, Path("none.toml"))
    assert SECRET not in repr(settings)
    assert settings.public == "http://127.0.0.1:8000"
    assert Settings(public_url="https://lan-toa.test/").public == "https://lan-toa.test"
    assert Settings(host="0.0.0.0", names=("lan-toa.vn", "x")).public == "http://lan-toa.vn:8000"
    assert "0.0.0.0" not in Settings(host="0.0.0.0").public
    for wrong in ("7h30", "24:00", "07:60"):
        with pytest.raises(Misuse, match="LANTOA_DIGEST_AT"):
            load_settings({"LANTOA_DIGEST_AT": wrong}, Path("none.toml"))


@pytest.mark.slow
def test_a_page_shows_neither_password_nor_the_secret_of_a_webhook(lantoa: Terminal) -> None:
    with_letter(lantoa, f"http://127.0.0.1:{free_port()}/{SECRET}")
    told = ""
    settings = load_settings(
        {"LANTOA_DATA": str(lantoa.data), "LANTOA_SMTP_URL": f"smtp://u:{SECRET}@127.0.0.1:1", "LANTOA_MAIL_FROM": SENDER},
        Path("none.toml"),
    )
    waits = lantoa("alerts", "send", smtp_url=settings.smtp_url, mail_from=SENDER)
    assert waits.code == 3
    with open_house(settings) as house:
        hooked = replace(CAMPAIGN, panel="", webhook=f"https://hook.test/{SECRET}")
        house.campaigns.save(hooked, house.clock.now())
        web = TestClient(application(house), base_url="http://127.0.0.1:8000")
        told += "".join(web.get(path).text for path in ("/canh-bao", "/van-hanh", "/api/v1/campaigns/tg/alerts"))
    assert "http://127.0.0.1" in told
    assert SECRET not in told + waits.out + waits.err
