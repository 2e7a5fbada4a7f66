"""The outbox: a letter is kept once a key, and goes until everybody has it or was refused for good."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.post.letters import Letter, is_mailbox, shown_address
from campaigns.post.outbox import LEASE, PAUSES, Outbox, Result, Unreachable, send_due
from lantoa.database import Database
from lantoa.errors import Again, Aside, LantoaError, Later, Misuse
from tests.support.databases import fresh_sqlite

NOW = datetime(2025, 9, 24, 1, tzinfo=UTC)
SOON = timedelta(minutes=1)


def letter(key: str = "a", *to: str, files: tuple[tuple[str, str, bytes], ...] = ()) -> Letter:
    return Letter(to or ("mai@co-quan.test",), f"Thư {key}", "Nội dung.", key=key, attachments=files)


@dataclass
class Postman:
    """Takes letters as `answer` says of each address."""

    answer: Callable[[str], LantoaError | None] = lambda _: None
    whole: LantoaError | None = None
    carried: list[tuple[str, str]] = field(default_factory=list)
    asked: int = 0

    def send(self, letter: Letter, to: Sequence[str], made_at: datetime) -> Result:
        self.asked += 1
        if self.whole is not None:
            raise self.whole
        refused = {one: error for one in to if (error := self.answer(one)) is not None}
        self.carried += [(letter.key, one) for one in to if one not in refused]
        return Result("đã nhận", refused)


def test_a_letter_is_kept_once_a_key(database: Database) -> None:
    outbox = Outbox(database)
    assert outbox.put(letter("k", "a@b.test"), NOW)
    assert not outbox.put(letter("k", "khac@b.test"), NOW)
    assert [(one.key, one.address, one.fate) for one in outbox.listed()] == [("k", "a@b.test", "waiting")]


def test_what_was_sent_is_not_sent_again(database: Database) -> None:
    outbox, postman = Outbox(database), Postman()
    outbox.put(letter("k", "a@b.test", "b@b.test"), NOW)
    assert send_due(outbox, postman, NOW) == {"sent": 2, "later": 0, "refused": 0}
    assert not outbox.put(letter("k"), NOW)
    assert send_due(outbox, postman, NOW + timedelta(days=400)) == {"sent": 0, "later": 0, "refused": 0}
    assert postman.carried == [("k", "a@b.test"), ("k", "b@b.test")]


def test_who_is_refused_for_good_keeps_nobody_else_from_a_letter(sqlite_database: Database) -> None:
    outbox = Outbox(sqlite_database)
    outbox.put(letter("k", "a@b.test", "het@b.test", "day@b.test"), NOW)
    verdicts = {"het@b.test": Aside("550 không có"), "day@b.test": Later("452 hộp đầy")}
    postman = Postman(verdicts.get)
    assert send_due(outbox, postman, NOW) == {"sent": 1, "later": 1, "refused": 1}
    assert send_due(outbox, Postman(), NOW + SOON - timedelta(seconds=1))["sent"] == 0
    again = Postman()
    assert send_due(outbox, again, NOW + SOON) == {"sent": 1, "later": 0, "refused": 0}
    assert again.carried == [("k", "day@b.test")]
    assert {one.address: (one.fate, one.said) for one in outbox.listed()} == {
        "a@b.test": ("sent", "đã nhận"),
        "het@b.test": ("refused", "550 không có"),
        "day@b.test": ("sent", "đã nhận"),
    }


def test_a_server_that_is_down_is_asked_once_a_round_and_nothing_is_lost(sqlite_database: Database) -> None:
    outbox, down = Outbox(sqlite_database), Postman(whole=Unreachable("máy chủ nghỉ"))
    for key in "abc":
        outbox.put(letter(key), NOW)
    at = NOW
    for pause in (*PAUSES, PAUSES[-1]):
        assert send_due(outbox, down, at) == {"sent": 0, "later": 3, "refused": 0}
        at += pause
        assert send_due(outbox, down, at - timedelta(seconds=1)) == {"sent": 0, "later": 0, "refused": 0}
    assert down.asked == len(PAUSES) + 1
    assert {one.said for one in outbox.open_letters()} == {"máy chủ nghỉ"}
    up = Postman()
    assert send_due(outbox, up, at)["sent"] == 3
    assert sorted(key for key, _ in up.carried) == ["a", "b", "c"]


def test_one_webhook_that_fails_holds_up_no_mail(sqlite_database: Database) -> None:
    outbox = Outbox(sqlite_database)
    outbox.put(letter("k", "https://hook.test/x", "a@b.test"), NOW)
    postman = Postman(lambda address: Later("503") if address.startswith("http") else None)
    assert send_due(outbox, postman, NOW) == {"sent": 1, "later": 1, "refused": 0}


def test_a_passing_fault_is_tried_again_at_once_three_times(sqlite_database: Database) -> None:
    outbox, postman = Outbox(sqlite_database), Postman(whole=Again("đứt"))
    outbox.put(letter("k"), NOW)
    assert send_due(outbox, postman, NOW)["later"] == 1
    assert postman.asked == 3


def test_two_senders_do_not_have_one_letter(database: Database) -> None:
    outbox = Outbox(database)
    outbox.put(letter("k"), NOW)
    assert outbox.take(NOW) is not None
    assert outbox.take(NOW) is None


def test_a_letter_that_is_being_sent_is_not_sent_again_by_a_button(sqlite_database: Database) -> None:
    outbox = Outbox(sqlite_database)
    outbox.put(letter("k"), NOW)
    held = outbox.take(NOW)
    assert held is not None
    with pytest.raises(Misuse):
        outbox.retry(held.id, NOW)
    assert outbox.retry_all(NOW) == 0
    assert outbox.take(NOW) is None


def test_a_sender_that_dies_leaves_its_letter_to_the_next(sqlite_database: Database) -> None:
    outbox = Outbox(sqlite_database)
    outbox.put(letter("k"), NOW)
    dead = outbox.take(NOW)
    assert dead is not None
    found = outbox.take(NOW + LEASE)
    assert found is not None
    assert (found.id, found.letter.key, found.attempts) == (dead.id, "k", 2)


def test_a_clock_that_was_ahead_holds_no_letter_for_years(sqlite_database: Database) -> None:
    outbox = Outbox(sqlite_database)
    outbox.put(letter("k"), NOW + timedelta(days=3650))
    assert send_due(outbox, Postman(), NOW)["sent"] == 1


def test_attachments_come_along_and_go_when_everybody_has_them(sqlite_database: Database) -> None:
    outbox, kept = Outbox(sqlite_database), ("Báo cáo tuần.docx", "application/octet-stream", b"\x00\xff")
    outbox.put(letter("k", files=(kept,)), NOW)
    parcel = outbox.take(NOW)
    assert parcel is not None
    assert parcel.letter.attachments == (kept,)
    outbox.note(parcel, Result("", {}), NOW)
    outbox.put(letter("k2"), NOW)
    with sqlite_database.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM letter_files").scalar() == 0


def test_somebody_may_have_a_refused_letter_sent_again(sqlite_database: Database) -> None:
    outbox = Outbox(sqlite_database)
    outbox.put(letter("k"), NOW)
    send_due(outbox, Postman(lambda _: Aside("550")), NOW)
    [row] = outbox.listed()
    outbox.retry(row.letter, NOW)
    assert send_due(outbox, Postman(), NOW)["sent"] == 1
    with pytest.raises(Misuse):
        outbox.retry(row.letter, NOW)


def test_what_somebody_has_not_got_is_listed_by_campaign(sqlite_database: Database) -> None:
    outbox = Outbox(sqlite_database)
    for key, campaign in (("a", "hn"), ("b", "tg"), ("c", "tg")):
        outbox.put(replace(letter(key, "x@b.test", "y@b.test"), campaign=campaign), NOW)
    send_due(outbox, Postman(lambda address: Aside("550") if address[0] == "x" else None), NOW)
    assert [(one.key, one.address) for one in outbox.open_letters("tg")] == [("c", "x@b.test"), ("b", "x@b.test")]
    assert [one.key for one in outbox.open_letters(limit=1)] == ["c"]
    assert (outbox.count_open(), outbox.count_open("tg"), outbox.count_open("hue")) == (3, 2, 0)
    assert len(outbox.listed("hn")) == 2
    assert outbox.retry_all(NOW) == 3
    assert send_due(outbox, Postman(), NOW) == {"sent": 3, "later": 0, "refused": 0}
    assert outbox.count_open() == 0


@settings(max_examples=15, deadline=None)
@given(st.lists(st.lists(st.sampled_from(["ok", "later", "aside", "down"]), max_size=5), min_size=1, max_size=4))
def test_whatever_the_servers_answer_nothing_is_lost_and_nothing_goes_twice(answers: list[list[str]]) -> None:
    """answers: of each address what it is told at each attempt; after them it is taken."""
    with tempfile.TemporaryDirectory() as folder:
        for database in fresh_sqlite(Path(folder)):
            outbox, left = Outbox(database), {f"a{place}@b.test": list(one) for place, one in enumerate(answers)}

            def answer(address: str, left: dict[str, list[str]] = left) -> LantoaError | None:
                told = left[address].pop(0) if left[address] else "ok"
                if told == "down":
                    raise Unreachable("nghỉ")
                return {"ok": None, "later": Later("451"), "aside": Aside("550")}[told]

            for place, address in enumerate(left):
                outbox.put(letter(f"k{place % 2}{place}", address), NOW)
            postman, at = Postman(answer), NOW
            while outbox.counts().get("waiting"):
                send_due(outbox, postman, at)
                at += PAUSES[-1]
            got = [address for _, address in postman.carried]
            refused = [one.address for one in outbox.open_letters()]
            assert sorted(got + refused) == sorted(left)
            assert {one for one, told in enumerate(answers) if "aside" not in told} <= {int(one[1]) for one in got}


@pytest.mark.parametrize(
    ("to", "subject"),
    [
        ((), "Thư"),
        (("a@b.test\r\nBcc: x@y.test",), "Thư"),
        (("a b@c.test",), "Thư"),
        (("khong-phai-thu",), "Thư"),
        (("ftp://a.test/",), "Thư"),
        (("http:///x",), "Thư"),
        (("https://a.test:99999/",), "Thư"),
        (("https://a.test/\r\nX: y",), "Thư"),
        (("a@b.test",), "Thư\r\nBcc: x@y.test"),
        (("a@b.test",), "Thư\u2028x"),
        (("a@b.test",), "  "),
    ],
)
def test_what_is_no_address_or_breaks_a_header_is_refused(to: tuple[str, ...], subject: str) -> None:
    with pytest.raises(Misuse):
        Letter(to, subject, "", key="k")


@given(st.text(max_size=40))
def test_an_address_never_holds_what_ends_a_header(text: str) -> None:
    if is_mailbox(text):
        assert text.isascii()
        assert text.isprintable()
        assert not set(text) & set(" <>,;:\"()[]\\")


def test_of_a_webhook_only_the_host_is_shown() -> None:
    assert shown_address("https://u:p@hook.test:81/T0/secret?k=v") == "https://hook.test:81/…"
    assert shown_address("a@b.test") == "a@b.test"
