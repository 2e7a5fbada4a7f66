"""Corrections over a whole house: they outlive tagging, reading, grouping and indexing anew."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from campaigns.campaign import Campaign, CampaignCongress
from campaigns.corrections import Asked, Asking
from lantoa.article import Article, CongressKey, Kind, Moment, Origin, StoredArticle
from lantoa.article_rows import articles
from lantoa.cli.correcting import correcting, settle
from lantoa.cli.house import House, open_house
from lantoa.cli.main import app
from lantoa.settings import Settings
from search_api.fill import check, rebuild

NOON = datetime(2025, 9, 6, 5, tzinfo=UTC)
CITY = CampaignCongress("city", "Đại hội thành phố Huế", CongressKey("province", "Huế", None, (2025, 2030)), date(2025, 9, 24), date(2025, 9, 26))
WARD = CampaignCongress("ward", "Đại hội phường Thuận Hóa", CongressKey("commune", "phường Thuận Hóa", None, (2025, 2030)))
CAMPAIGN = Campaign("hue", "Huế", date(2025, 6, 2), date(2025, 11, 10), (CITY, WARD))
LEAD = "Sáng nay, đại hội đại biểu Đảng bộ thành phố Huế nhiệm kỳ 2025 - 2030 họp phiên trù bị tại hội trường lớn của thành phố."
REST = (
    "Gần ba trăm đại biểu dự phiên họp này, nghe báo cáo về công tác chuẩn bị và thông qua quy chế làm việc.",
    "Giá rau ở các chợ đầu mối sáng nay giảm nhẹ so với hôm qua do nguồn hàng từ các huyện về nhiều hơn mọi khi.",
)


class Town:
    """A house with three articles about the congress (two of one text) and one about vegetables."""

    def __init__(self, house: House) -> None:
        self.house = house
        house.campaigns.save(CAMPAIGN, NOON)
        self.ids = [
            self.publish("a", "Đại hội Đảng bộ thành phố Huế họp trù bị", f"{LEAD}\n{REST[0]}", 0),
            self.publish("b", "Đại hội Đảng bộ thành phố Huế: phiên trù bị", f"{LEAD}\n{REST[0]}", 2),
            self.publish("c", "Giá rau giảm", "\n".join([REST[1]] * 2), 4),
        ]
        settle(house)

    def publish(self, url: str, title: str, text: str, hours: float, extractor: int = 1) -> int:
        article = Article(f"http://bao.test/{url}", Kind.ARTICLE, title, "", text, Moment.of(NOON + timedelta(hours=hours), "meta", 0.9))
        return self.house.articles.save(article, source="bao", origin=Origin.CAPTURE, ref=url, seen_at=NOON, extractor=extractor).id

    def correct(self, action: Asking, *places: int, value: str = "") -> None:
        ids = [str(self.ids[one]) for one in places]
        correcting(self.house).correct(CAMPAIGN, ids, Asked(action, value), "An", "xem lại")

    def everything_again(self) -> None:
        """As an upgrade of reader, tagger, grouper and index would."""
        for place, (url, hours) in enumerate((("a", 0.0), ("b", 2.0), ("c", 4.0))):
            stored = self[place].article
            self.publish(url, stored.title, stored.text, hours + 1, extractor=2)
        with self.house.database.write() as connection:
            connection.execute(sa.update(articles).values(tagged_v=0, grouped_v=0, indexed_v=0, stamp=articles.c.stamp + 1))
        assert settle(self.house) == 0
        rebuild(self.house.articles, self.house.outlets.all(), self.house.index)
        assert check(self.house.articles, self.house.index) == []

    def __getitem__(self, place: int) -> StoredArticle:
        found = self.house.articles.get(self.ids[place])
        assert found is not None
        return found

    def members(self) -> dict[int, tuple[str, str, bool]]:
        """Place -> (congress, day, original)."""
        rows = self.house.desk.measured(CAMPAIGN).totals
        found = zip(rows.id.tolist(), rows.congress.tolist(), rows.day.tolist(), rows.original.tolist(), strict=True)
        return {self.ids.index(one): (CAMPAIGN.congresses[at].id, str(day), first) for one, at, day, first in found}


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    with open_house(Settings(data=tmp_path / "data")) as house:
        yield Town(house)


@pytest.mark.slow
def test_corrections_outlive_everything_that_is_done_again(town: Town) -> None:
    assert town.members() == {0: ("city", "20250906", True), 1: ("city", "20250906", False)}
    town.correct("exclude", 0)
    town.correct("include", 2, value="ward")
    town.correct("date", 1, value="2025-09-25")
    corrected = {1: ("city", "20250925", True), 2: ("ward", "20250906", True)}
    assert town.members() == corrected
    town.everything_again()
    assert town.members() == corrected
    assert town[1].article.published == Moment(None, date(2025, 9, 25), "corrected", 1.0)
    assert town.house.phases([town[place] for place in range(3)]) == [{}, {"hue": "during"}, {"hue": "before"}]
    town.correct("with", 2, value=str(town.ids[1]))
    town.correct("apart", 0)
    assert town.members() == {1: ("city", "20250925", False), 2: ("ward", "20250906", True)}
    town.everything_again()
    assert town.members() == {1: ("city", "20250925", False), 2: ("ward", "20250906", True)}
    log = correcting(town.house).log(CAMPAIGN)
    correcting(town.house).undo([one.id for one in log], "Bình", "làm lại")
    town.everything_again()
    assert town.members() == {0: ("city", "20250906", True), 1: ("city", "20250906", False)}


@pytest.mark.slow
def test_the_commands_correct_list_undo_and_review(town: Town, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("LANTOA_DATA", str(town.house.settings.data))
    signed = ["--who", "An", "--why", "xem lại", "--json"]

    def told(*arguments: str) -> object:
        app(list(arguments), standalone_mode=False)
        return json.loads(capsys.readouterr().out)

    [made] = told("correct", "exclude", "hue", str(town.ids[0]), *signed)["corrections"]  # type: ignore[index]
    assert made["action"] == "exclude"
    told("correct", "include", "hue", "http://bao.test/c", "--congress", "ward", *signed)
    told("correct", "date", "hue", str(town.ids[1]), "--undated", *signed)
    assert set(town.members()) == {1, 2}
    assert [one["article"] for one in told("review", "hue", "--json")["items"]] == []  # type: ignore[index]
    assert len(told("correct", "list", "hue", "--json")) == 3  # type: ignore[arg-type]
    told("correct", "undo", str(made["id"]), *signed)
    assert set(town.members()) == {0, 1, 2}
