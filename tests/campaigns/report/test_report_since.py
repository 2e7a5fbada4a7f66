"""What changed since a report was issued: the report stays, the differences are listed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from campaigns.desk import Desk
from campaigns.periods import period_of
from campaigns.report.compose import compose
from campaigns.report.content import content_to_json
from campaigns.report.since import LISTS, changed_since
from campaigns.report.store import Issued
from lantoa.article import Article, Kind, Moment, Origin
from lantoa.articles import Grouping
from lantoa.database import Database
from tests.support.campaign_corpus import CAMPAIGN, Row, desk_of

W36 = period_of("2025-W36")
ROWS = [Row("bao-a", 10, 1), Row("bao-b", 12, 1), Row("cong-c", 30, 2)]
SEEN = datetime(2025, 10, 13, tzinfo=UTC)


@pytest.fixture
def desk(sqlite_database: Database) -> Desk:
    return desk_of(sqlite_database, ROWS)


@pytest.fixture
def issued(desk: Desk) -> Issued:
    """As it is kept; its files do not matter here."""
    frozen = content_to_json(compose(desk, CAMPAIGN, W36))
    return Issued("tg", "2025-W36", "party", desk.clock.now(), frozen, b"", b"", b"", b"", 1)


def lists(desk: Desk, issued: Issued) -> dict[str, list[str]]:
    since = changed_since(desk, CAMPAIGN, issued)
    assert since is not None
    return {name: [one.article.url for one in since[name]] for name in LISTS if since[name]}


def test_nothing_changed_at_first(desk: Desk, issued: Issued) -> None:
    assert not changed_since(desk, CAMPAIGN, issued)


def test_edits_and_removals_are_listed(desk: Desk, issued: Issued) -> None:
    desk.articles.removed("http://bao-b.test/1", SEEN)
    at = datetime(2025, 8, 31, 17, tzinfo=UTC) + timedelta(hours=30)
    edited = Article("http://cong-c.test/2", Kind.ARTICLE, "Nhan đề mới", "Sapo.", "Sapo.\nThân mới.", Moment.of(at, "meta", 1))
    desk.articles.save(edited, source="cong-c", origin=Origin.CAPTURE, ref="sau", seen_at=SEEN, extractor=1)
    assert lists(desk, issued) == {"edited": ["http://cong-c.test/2"], "removed": ["http://bao-b.test/1"]}


def test_another_grouping_is_listed(desk: Desk, issued: Issued) -> None:
    second = desk.articles.by_url("http://bao-b.test/1")
    assert second is not None
    desk.articles.save_groups(1, [], [Grouping(second.id, second.id, second.id, True)])
    assert lists(desk, issued) == {"regrouped": ["http://bao-b.test/1"]}


def test_late_arrivals_and_what_no_longer_counts_are_listed(desk: Desk, issued: Issued) -> None:
    rows = issued.content["snapshot"]["articles"]
    other = [9_999, 1, "0" * 64, 1, True, False]
    kept = {**issued.content, "snapshot": {**issued.content["snapshot"], "articles": [other, *rows[1:]]}}
    assert lists(desk, replace(issued, content=kept)) == {"late": ["http://bao-a.test/0"]}
    outside = replace(CAMPAIGN, start=datetime(2025, 9, 2, tzinfo=UTC).date())
    since = changed_since(desk, outside, issued)
    assert since is not None
    assert [one.article.url for one in since.gone] == ["http://bao-a.test/0", "http://bao-b.test/1"]
    assert since.definition


def test_another_panel_and_other_rules_are_said(desk: Desk, issued: Issued) -> None:
    desk.outlets.save_panel("main", ["bao-a"], SEEN)
    older = {**issued.content["snapshot"], "versions": {**issued.content["snapshot"]["versions"], "tagged_v": 0}}
    since = changed_since(desk, CAMPAIGN, replace(issued, content={**issued.content, "snapshot": older}))
    assert since is not None
    assert (since.panel, since.rules) == (True, ["tagged_v"])


def test_a_report_of_an_earlier_form_cannot_be_compared(desk: Desk, issued: Issued) -> None:
    assert changed_since(desk, CAMPAIGN, replace(issued, content={"title": "cũ"})) is None
