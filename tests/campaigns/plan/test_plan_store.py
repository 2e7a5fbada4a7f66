"""Plans in the database: all or nothing, every change in the history, two writers lose nothing."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from campaigns.campaign import Phase
from campaigns.plan.dates import deadline_typed
from campaigns.plan.items import Done, Entry, Evidence, Expectation, Offline, PlanItem, Step
from campaigns.plan.store import PlanStore, Taken
from campaigns.store import CampaignStore
from lantoa.database import Database
from lantoa.errors import Misuse
from tests.support.campaign_corpus import CAMPAIGN

NOW = datetime(2025, 9, 1, 3, tzinfo=UTC)
ITEM = PlanItem(
    "tg", "V1", "Họp báo", "Phòng Báo chí", ("Sở A", "Sở B"), basis_date=date(2025, 7, 1), deadline=deadline_typed("sau bế mạc 3 ngày"),
    steps=(Step(date(2025, 8, 1), date(2025, 8, 2)), Step(), Step(), Step()), done=(Done(None, date(2025, 8, 1)),),
    evidence=(Evidence("https://a.test/x", "ảnh", "Tổ A", NOW),),
)  # fmt: skip
SEEN = Expectation("tg", "E1", "bao-a", Phase.DURING, "V1", reprints=True, deadline=date(2025, 9, 30))
THING = Offline("tg", "N1", "poster", "Áp phích", quantity=3, measure="tờ", inspected=date(2025, 9, 1), result="part")


@pytest.fixture
def store(database: Database) -> PlanStore:
    CampaignStore(database).save(CAMPAIGN, NOW)
    return PlanStore(database)


def test_what_is_kept_comes_back_as_it_was(store: PlanStore) -> None:
    assert store.save([ITEM, SEEN, THING], "Tổ A", NOW) == Taken(3, 0, 0)
    plan = store.plan("tg")
    assert (plan.items, plan.coverage, plan.offline) == ((ITEM,), (SEEN,), (THING,))
    assert store.save([ITEM, SEEN, replace(THING, quantity=4)], "Tổ A", NOW) == Taken(0, 1, 2)


def test_one_that_cannot_be_kept_keeps_the_others_out(store: PlanStore) -> None:
    with pytest.raises(Misuse):
        store.save([ITEM, SEEN], "", NOW)
    with pytest.raises(Misuse):
        store.save([ITEM], "x" * 500, NOW)
    assert store.plan("tg").entries == ()
    store.add(ITEM, "Tổ A", NOW)
    with pytest.raises(Misuse, match="V1"):
        store.add(replace(ITEM, lead="Phòng B"), "Tổ A", NOW)
    assert store.items("tg") == (ITEM,)


def test_the_history_says_who_changed_what_and_outlives_the_entry(store: PlanStore) -> None:
    store.add(ITEM, "Tổ A", NOW)
    store.save([replace(ITEM, lead="Phòng B")], "Tổ B", NOW + timedelta(hours=1))
    assert store.remove(ITEM, "Tổ C", NOW + timedelta(hours=2))
    assert not store.remove(ITEM, "Tổ C", NOW)
    told = [(one.who, one.action, one.at - NOW) for one in store.history("tg", "item", "V1")]
    assert told == [("Tổ C", "removed", timedelta(hours=2)), ("Tổ B", "changed", timedelta(hours=1)), ("Tổ A", "added", timedelta())]
    removed, changed, _ = store.history("tg")
    assert (changed.before, changed.after) == ({"lead": "Phòng Báo chí"}, {"lead": "Phòng B"})
    assert removed.before["lead"] == "Phòng B"


def test_a_change_that_is_refused_changes_nothing(store: PlanStore) -> None:
    store.add(ITEM, "Tổ A", NOW)

    def refusing(entry: Entry) -> Entry:
        return replace(entry, code="no code")

    with pytest.raises(ValueError, match="no code"):
        store.change("tg", "item", "V1", refusing, "Tổ A", NOW)
    assert store.items("tg") == (ITEM,)
    assert store.change("tg", "item", "V2", refusing, "Tổ A", NOW) is None


def test_two_who_write_at_once_lose_nothing(store: PlanStore) -> None:
    store.add(replace(ITEM, evidence=()), "Tổ A", NOW)

    def write(number: int) -> None:
        def adding(entry: Entry) -> Entry:
            assert isinstance(entry, PlanItem)
            return replace(entry, evidence=(*entry.evidence, Evidence(str(number), "", "Tổ A", NOW)))

        store.change("tg", "item", "V1", adding, "Tổ A", NOW)

    writers = [threading.Thread(target=write, args=(number,)) for number in range(6)]
    for one in writers:
        one.start()
    for one in writers:
        one.join()
    assert sorted(one.link for one in store.items("tg")[0].evidence) == ["0", "1", "2", "3", "4", "5"]
    assert len(store.history("tg")) == 7


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: replace(ITEM, code="a b"),
        lambda: replace(ITEM, steps=(Step(date(2025, 9, 2)), Step(date(2025, 9, 1)), Step(), Step())),
        lambda: replace(ITEM, done=(Done(None, date(2025, 9, 2)), Done(None, date(2025, 9, 1)))),
        lambda: replace(SEEN, minimum=0),
        lambda: replace(SEEN, phase=Phase.UNDATED),
        lambda: replace(THING, inspected=None),
        lambda: replace(THING, quantity=-1),
        lambda: replace(THING, first=date(2025, 9, 2), last=date(2025, 9, 1)),
        lambda: replace(THING, sort="official_post"),
        lambda: replace(THING, link="javascript:alert(1)"),
        lambda: replace(THING, photo="../x"),
        lambda: Evidence("javascript:alert(1)", "", "Tổ A", NOW),
        lambda: Evidence("http://a.test/", "a|b", "Tổ A", NOW),
    ],
)
def test_what_makes_no_sense_is_refused(wrong: object) -> None:
    assert callable(wrong)
    with pytest.raises(ValueError, match=r"\S"):
        wrong()
