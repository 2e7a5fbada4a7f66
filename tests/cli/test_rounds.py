"""A round over a whole house: reports that fell due are issued and put into the outbox, once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from campaigns.campaign import Campaign, ReportOrder
from campaigns.operating.report_turns import ReportTurns
from campaigns.post.outbox import Outbox
from campaigns.report.store import ReportStore
from crawlers.plan import Rhythm
from lantoa.cli.house import House, open_house
from lantoa.cli.rounds import Looking, backlog, issue_reports
from lantoa.cli.steps import closer_outlets, crawl_plan
from lantoa.clock import FixedClock
from lantoa.settings import Settings
from tests.support.campaign_corpus import CAMPAIGN
from tests.support.coverage import seeded

NOW = datetime(2025, 9, 24, 3, tzinfo=UTC)
ORDERED: Campaign = replace(CAMPAIGN, panel="", reports=(ReportOrder("week", time(7)),), mail=("ban@tg.test", "to@tg.test"))


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    settings = Settings(data=tmp_path / "data", index_url="memory:", contact="https://tg.test/lan-toa")
    with open_house(settings) as opened:
        yield replace(opened, clock=FixedClock(NOW))


def test_what_fell_due_is_issued_and_mailed_once(house: House) -> None:
    house.campaigns.save(ORDERED, NOW - timedelta(days=7))
    assert issue_reports(house).counts == {"issued": 1, "late": 1}
    [issued] = [(one.campaign, one.period) for one in ReportStore(house.database).listed()]
    assert issued == ("tg", "2025-W38")
    assert {(one.address, one.key) for one in Outbox(house.database).listed()} == {
        (address, "report:tg:2025-W38:party") for address in ORDERED.mail
    }
    assert issue_reports(house).counts == {"issued": 0, "late": 0}
    assert Outbox(house.database).counts() == {"waiting": 2}
    assert [one.state for one in ReportTurns(house.database).lately()] == ["issued"]
    assert backlog(house)["send"] == 2


@pytest.mark.slow
def test_an_order_without_mail_puts_nothing_into_the_outbox(house: House) -> None:
    house.campaigns.save(replace(ORDERED, reports=(ReportOrder("week", time(7), mail=False),)), NOW - timedelta(days=7))
    assert issue_reports(house).counts["issued"] == 1
    assert Outbox(house.database).counts() == {}


def test_a_look_before_a_step_says_whether_it_has_anything_to_do(house: House) -> None:
    looking = Looking(house)
    assert not looking.idle("crawl"), "the first crawl takes in new outlets"
    assert looking.idle("crawl"), "nothing is due"
    assert all(looking.idle(step) for step in ("extract", "tag", "group", "index", "send"))
    seeded(house.database)
    assert not looking.idle("index")
    assert not looking.idle("reports"), "only its run can tell"


def test_live_outlets_of_a_campaign_are_looked_at_more_closely_while_its_congress_sits(house: House) -> None:
    house.campaigns.save(ORDERED, NOW)
    with crawl_plan(house) as plan:
        assert plan.rhythm.closer == closer_outlets(house) != {}
        assert set(plan.rhythm.closer) == {one.id for one in house.sources.enabled()}
        assert replace(plan.rhythm, closer={}) == Rhythm().no_sooner(house.settings.revisit_floor)
    later = replace(house, clock=FixedClock(NOW + timedelta(days=30)))
    assert closer_outlets(later) == {}
