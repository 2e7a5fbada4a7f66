"""Issued reports in both databases: once a campaign, period and layout, numbered through."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from campaigns.report.store import Issued, ReportStore
from campaigns.store import CampaignStore
from lantoa.database import Database
from tests.support.campaign_corpus import CAMPAIGN

NOON = datetime(2025, 9, 8, 5, tzinfo=UTC)
REPORT = Issued("tg", "2025-09-01..2025-09-20", "party", NOON, {"form": 2, "title": "Báo cáo"}, b"h", b"d", b"p", b"x")


@pytest.fixture
def store(database: Database) -> ReportStore:
    CampaignStore(database).save(CAMPAIGN, NOON)
    return ReportStore(database)


def test_what_was_kept_first_stands(store: ReportStore) -> None:
    first = store.keep(REPORT)
    assert first == replace(REPORT, serial=1)
    assert store.keep(replace(REPORT, html=b"otherwise", made_at=NOON.replace(day=9))) == first
    assert store.issued("tg", REPORT.period, "state") is None


def test_numbers_run_on_whatever_was_asked_for_twice(store: ReportStore) -> None:
    kept = [store.keep(replace(REPORT, layout=layout)).serial for layout in ("party", "state", "party", "own")]
    assert kept == [1, 2, 1, 3]
    assert [(one.serial, one.layout) for one in store.listed()] == [(3, "own"), (2, "state"), (1, "party")]
    assert store.listed("khac") == []
