"""Letters through a real mail server and a real web server on this machine."""

from __future__ import annotations

import json
import ssl
from base64 import b64encode
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.header import decode_header
from pathlib import Path

import pytest

from campaigns.post.letters import Letter
from campaigns.post.mail import MailServer, SmtpMailer, mail_sender, mail_server, message
from campaigns.post.outbox import LEASE, Outbox, Result, Unreachable, send_due
from campaigns.post.webhook import Carrier, WebhookSender
from lantoa.database import Database
from lantoa.errors import Aside, Later, Misuse
from tests.support.mail import Listener, PostOffice, post_office, web_listener
from tests.support.ports import free_port
from tests.support.tls import authority, server

NOW = datetime(2025, 9, 24, 1, tzinfo=UTC)
SENDER = mail_sender("Lan Tỏa – Ban Tuyên giáo <lan-toa@co-quan.test>")
QUICK = timedelta(seconds=5)
PASSWORD = "mật:khẩu/@1"
LETTER = Letter(
    ("mai@co-quan.test", "nam@co-quan.test"), "Đại hội phường Bến Đá: câu chuyện gốc mới, rất dài để phải xuống dòng", "Nội dung có dấu: ế ộ ữ.",
    "<p>Nội dung có dấu: ế ộ ữ.</p>", (("Báo cáo tuần 39.docx", "application/pdf", b"%PDF\x00\xff"),), "tuan-39",
)  # fmt: skip


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with post_office() as office:
        yield office


@pytest.fixture
def listener() -> Iterator[Listener]:
    with web_listener() as listener:
        yield listener


def mailer(port: int, tls: str = "none", trust: ssl.SSLContext | None = None, user: str = "", password: str = "") -> SmtpMailer:
    assert tls in ("none", "starttls")
    plain = MailServer("127.0.0.1" if tls == "none" else "localhost", port, "none" if tls == "none" else "starttls", user, password)
    return SmtpMailer(plain, SENDER, trust, QUICK)


def test_a_letter_arrives_as_it_was_written(office: PostOffice) -> None:
    result = mailer(office.port).send(LETTER, LETTER.to, NOW)
    assert result.refused == {}
    assert "250 2.0.0 Ok: queued as 4711" in result.said
    [(to, got)] = office.got
    assert to == list(LETTER.to)
    assert got["Subject"] == LETTER.subject
    assert got["From"] == "Lan Tỏa – Ban Tuyên giáo <lan-toa@co-quan.test>"
    assert got["To"] == "mai@co-quan.test, nam@co-quan.test"
    body, page = got.get_body(("plain",)), got.get_body(("html",))
    assert body is not None
    assert page is not None
    assert body.get_content().strip() == LETTER.text
    assert page.get_content().strip() == LETTER.html
    [file] = got.iter_attachments()
    assert (file.get_filename(), file.get_content_type(), file.get_content()) == LETTER.attachments[0]


def test_a_message_is_ascii_on_the_wire_and_the_same_at_every_attempt() -> None:
    wire = message(LETTER, SENDER, NOW).as_bytes()
    assert wire.isascii()
    assert max(len(line) for line in wire.splitlines()) <= 998
    assert wire == message(LETTER, SENDER, NOW).as_bytes()
    [subject] = [line for line in wire.decode().replace("\r\n ", " ").split("\r\n") if line.startswith("Subject:")]
    assert "=?utf-8?" in subject.lower()
    assert "".join(part.decode(code or "ascii") for part, code in decode_header(subject[9:])) == LETTER.subject


def test_the_message_id_follows_from_the_key() -> None:
    same = Letter(("khac@b.test",), "Khác", "", key=LETTER.key)
    assert message(same, SENDER, NOW)["Message-ID"] == message(LETTER, SENDER, NOW)["Message-ID"]
    other = Letter(LETTER.to, LETTER.subject, "", key="tuan-40")
    assert message(other, SENDER, NOW)["Message-ID"] != message(LETTER, SENDER, NOW)["Message-ID"]


def test_an_address_refused_for_good_and_one_for_now(office: PostOffice) -> None:
    office.at_recipient = {"mai@co-quan.test": "550 5.1.1 no such user"}
    result = mailer(office.port).send(LETTER, LETTER.to, NOW)
    [(address, error)] = result.refused.items()
    assert (address, type(error)) == ("mai@co-quan.test", Aside)
    assert "550 5.1.1 no such user" in str(error)
    assert [to for to, _ in office.got] == [["nam@co-quan.test"]]
    office.at_recipient = dict.fromkeys(LETTER.to, "451 4.7.1 greylisted")
    found = mailer(office.port).send(LETTER, LETTER.to, NOW)
    assert [type(one) for one in found.refused.values()] == [Later, Later]
    assert len(office.got) == 1


@pytest.mark.parametrize(
    ("field", "answer", "verdict"),
    [
        ("at_data", "554 5.7.1 spam", Aside),
        ("at_data", "451 4.3.0 later", Later),
        ("at_sender", "552 5.3.4 too large", Aside),
        ("at_sender", "550 5.7.1 not your address", Unreachable),
        ("at_sender", "421 4.3.2 closing", Unreachable),
    ],
)
def test_what_the_server_says_of_a_letter_is_its_verdict(
    office: PostOffice, field: str, answer: str, verdict: type[Exception]
) -> None:
    setattr(office, field, answer)
    with pytest.raises(Exception) as raised:  # noqa: PT011 - the type is compared below
        mailer(office.port).send(LETTER, LETTER.to, NOW)
    assert raised.type is verdict
    assert answer[4:] in str(raised.value)
    assert office.got == []


def test_a_server_that_is_down_gets_the_letters_when_it_is_back(sqlite_database: Database) -> None:
    outbox, port = Outbox(sqlite_database), free_port()
    outbox.put(LETTER, NOW)
    outbox.put(Letter(("x@co-quan.test",), "Hai", "", key="hai"), NOW)
    assert send_due(outbox, mailer(port), NOW) == {"sent": 0, "later": 3, "refused": 0}
    assert all(f"127.0.0.1:{port}" in one.said for one in outbox.listed())
    with post_office(port=port) as office:
        assert send_due(outbox, mailer(port), NOW + timedelta(minutes=1)) == {"sent": 3, "later": 0, "refused": 0}
        assert send_due(outbox, mailer(port), NOW + timedelta(hours=9))["sent"] == 0
    assert [got["Subject"] for _, got in office.got] == [LETTER.subject, "Hai"]


def test_an_end_between_the_answer_and_the_note_sends_again_under_the_same_id(
    sqlite_database: Database, office: PostOffice
) -> None:
    """At least once: what the other side knows it again by is the Message-ID."""
    outbox, ours = Outbox(sqlite_database), mailer(office.port)

    class Ended:
        def send(self, letter: Letter, to: Sequence[str], made_at: datetime) -> Result:
            ours.send(letter, to, made_at)
            raise KeyboardInterrupt

    outbox.put(LETTER, NOW)
    with pytest.raises(KeyboardInterrupt):
        send_due(outbox, Ended(), NOW)
    assert send_due(outbox, ours, NOW) == {"sent": 0, "later": 0, "refused": 0}
    assert send_due(outbox, ours, NOW + LEASE) == {"sent": 2, "later": 0, "refused": 0}
    assert len({got["Message-ID"] for _, got in office.got}) == 1
    assert len(office.got) == 2


def test_no_password_goes_where_it_could_be_read(tmp_path: Path, office: PostOffice) -> None:
    with pytest.raises(Unreachable, match="STARTTLS"):
        mailer(office.port, "starttls", user="lt", password=PASSWORD).send(LETTER, LETTER.to, NOW)
    nobody_vouches = server("localhost", tmp_path)
    with post_office(nobody_vouches, ("lt", PASSWORD)) as strange:
        with pytest.raises(Unreachable, match="localhost"):
            mailer(strange.port, "starttls", user="lt", password=PASSWORD).send(LETTER, LETTER.to, NOW)
        assert strange.got == []
    assert office.got == []


def test_starttls_and_a_login(tmp_path: Path) -> None:
    ours = authority(tmp_path)
    trust = ssl.create_default_context(cafile=str(ours.file))
    with post_office(server("localhost", tmp_path, ours), ("lt", PASSWORD)) as office:
        mailer(office.port, "starttls", trust, "lt", PASSWORD).send(LETTER, LETTER.to, NOW)
        assert office.encrypted == [True]
        with pytest.raises(Unreachable) as raised:
            mailer(office.port, "starttls", trust, "lt", "sai-mật-khẩu").send(LETTER, LETTER.to, NOW)
    assert "535" in str(raised.value)
    assert "sai" not in str(raised.value)


def test_the_address_of_the_server_is_read() -> None:
    assert mail_server("smtp://thu.co-quan.test") == MailServer("thu.co-quan.test", 587, "starttls")
    assert mail_server("smtp://localhost:2525") == MailServer("localhost", 2525, "none")
    assert mail_server("smtps://u:p@thu.test") == MailServer("thu.test", 465, "implicit", "u", "p")
    found = mail_server("smtp://toi%40co-quan.test:m%E1%BA%ADt%3Akh%E1%BA%A9u%2F%401@thu.test:25")
    assert (found.user, found.password, found.port) == ("toi@co-quan.test", PASSWORD, 25)
    assert PASSWORD not in repr(found)


@pytest.mark.parametrize(
    "url",
    ["http://thu.test", "smtp://", "smtp://bi-mat@thu.test", "smtp://u:bi-mat@thu.test:0", "smtp://u:bi-mat@thu.test:x", "smtp://u:bi-mat/x@thu.test", "thu.test", "smtp://thu.test/?x=bi-mat"],
)  # fmt: skip
def test_what_is_no_mail_server_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(Misuse) as raised:
        mail_server(url)
    assert "bi-mat" not in str(raised.value)


@pytest.mark.parametrize("text", ["", "Lan Tỏa", "Lan Tỏa <x>", "a@b.test\nBcc: c@d.test", "A <a@b.test> B"])
def test_what_is_no_sender_is_refused(text: str) -> None:
    with pytest.raises(Misuse):
        mail_sender(text)


# -- webhooks


def hook(address: str) -> Letter:
    return Letter(((address or "http://a.test") + "/nhan?khoa=bi-mat",), "Cảnh báo", "Ba câu chuyện.", key="cảnh-báo:1", campaign="tg", data={"kind": "spike"})


def test_a_webhook_is_told_everything_under_the_letters_key(listener: Listener) -> None:
    letter = hook(listener.address)
    assert WebhookSender(timeout=QUICK).send(letter, letter.to, NOW).refused == {}
    [(headers, body)] = listener.got
    assert headers["idempotency-key"] == "c&#7843;nh-b&#225;o:1"
    assert json.loads(body) == {
        "key": "cảnh-báo:1", "campaign": "tg", "subject": "Cảnh báo", "text": "Ba câu chuyện.",
        "made_at": "2025-09-24T01:00:00+00:00", "kind": "spike",
    }  # fmt: skip


def test_name_and_password_of_a_webhook_go_in_a_header_and_nowhere_else(listener: Listener) -> None:
    address = listener.address.replace("//", "//lt:bi%3Amat@") + "/nhan"
    letter = replace(hook(""), to=(address, address.replace(":" + listener.address.rpartition(":")[2], ":1")))
    result = WebhookSender(timeout=QUICK).send(letter, letter.to, NOW)
    [(headers, _)] = listener.got
    assert headers["authorization"] == "Basic " + b64encode(b"lt:bi:mat").decode()
    [error] = result.refused.values()
    assert type(error) is Later
    assert "mat" not in str(error) + result.said


@pytest.mark.parametrize(("status", "verdict"), [(429, Later), (503, Later), (408, Later), (404, Aside), (401, Aside), (302, Aside)])
def test_the_status_is_the_verdict_and_no_redirect_is_followed(listener: Listener, status: int, verdict: type[Exception]) -> None:
    listener.status, letter = status, hook(listener.address)
    listener.location = listener.address + "/khac" if status == 302 else ""
    [error] = WebhookSender(timeout=QUICK).send(letter, letter.to, NOW).refused.values()
    assert type(error) is verdict
    assert str(status) in str(error)
    assert "bi-mat" not in str(error)
    assert len(listener.got) == 1


def test_mail_and_webhook_of_one_letter_go_their_own_ways(
    sqlite_database: Database, office: PostOffice, listener: Listener
) -> None:
    outbox = Outbox(sqlite_database)
    outbox.put(Letter((listener.address, "http://127.0.0.1:1/", "a@b.test"), "Thư", "", key="k"), NOW)
    carrier = Carrier(mailer(office.port), WebhookSender(timeout=QUICK))
    assert send_due(outbox, carrier, NOW) == {"sent": 2, "later": 1, "refused": 0}
    assert len(office.got) == len(listener.got) == 1
    assert [to for to, _ in office.got] == [["a@b.test"]]
