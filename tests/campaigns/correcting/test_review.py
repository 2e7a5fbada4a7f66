"""The review queue: uncertain articles first, in words; what was settled does not come back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from campaigns.campaign import CampaignCongress
from campaigns.correcting.acts import Correcting
from campaigns.correcting.doubts import CloseCall, Doubt, Looked, doubts, gravity
from campaigns.correcting.review import Review, item_object
from campaigns.corrections import Asked
from campaigns.desk import Desk
from lantoa.article import Congress, CongressKey, Moment, Tags
from lantoa.articles import ArticleStore
from lantoa.corrections import Refused
from lantoa.database import Database
from tests.support.campaign_corpus import CAMPAIGN, CITY, WARD, Row, desk_of

DAY = date(2025, 9, 6)
SURE = Moment(datetime(2025, 9, 6, 5, tzinfo=UTC), DAY, "meta", 0.97)
OPEN = CongressKey("province", "Trường Giang")


def tag(reason: str, about: bool = True, key: CongressKey = CITY, start: int = 50, stated: CongressKey | None = None) -> Congress:
    return Congress(stated or key, about, key, start, start + 20, reason)


def looked(*tags: Congress, published: Moment = SURE, close_call: CloseCall | None = None) -> Looked:
    return Looked(1, 40, published, DAY, tags, close_call)


def codes(found: list[Doubt]) -> list[str]:
    return [one.code for one in found]


@pytest.mark.parametrize(
    ("seen", "member", "expected"),
    [
        (looked(tag("title")), True, []),
        (looked(tag("work")), True, ["about"]),
        (looked(tag("title", stated=OPEN)), True, ["guessed"]),
        (looked(tag("title"), published=Moment()), True, ["undated"]),
        (looked(tag("title"), published=Moment(None, date(2025, 9, 9), "url", 0.9)), True, ["future"]),
        (looked(tag("title"), published=Moment(None, DAY, "url", 0.5)), True, ["unsure_date"]),
        (looked(tag("title"), published=Moment(None, None, "corrected", 1.0)), True, []),
        (looked(tag("title"), close_call=CloseCall(2, 0.62, True)), True, ["reprint"]),
        (looked(tag("welcome", about=False)), False, ["mention"]),
        (looked(tag("over", about=False, start=5)), False, ["mention"]),
        (looked(tag("over", about=False)), False, []),
        (looked(tag("in passing", about=False, start=900)), False, []),
        (looked(tag("welcome", about=False, key=CongressKey("commune", "phường Xa"))), False, []),
        (looked(tag("work"), published=Moment()), True, ["undated", "about"]),
    ],
)
def test_doubts(seen: Looked, member: bool, expected: list[str]) -> None:
    assert codes(doubts(CAMPAIGN, seen, member, by_hand=False)) == expected


def test_what_an_analyst_added_is_doubted_for_its_date_alone() -> None:
    assert codes(doubts(CAMPAIGN, looked(tag("work"), published=Moment()), True, by_hand=True)) == ["undated"]


def test_more_doubts_weigh_more_and_never_beyond_certainty() -> None:
    found = doubts(CAMPAIGN, looked(tag("work"), published=Moment(), close_call=CloseCall(2, 0.62, True)), True, by_hand=False)
    assert max(one.weight for one in found) < gravity(found) < 1
    assert gravity([]) == 0


ROWS = [Row("bao-a", 10, 1), Row("bao-b", 0, 2, dated=False), Row("bao-a", 24 * 9, 3, (WARD,)), Row("cong-c", 30, 4)]


class Office:
    """A desk and its queue; articles by their place in ROWS."""

    def __init__(self, database: Database) -> None:
        self.desk: Desk = desk_of(database, ROWS)
        self.store: ArticleStore = self.desk.articles
        self.calls: dict[int, tuple[int, float]] = {}
        self.correcting = Correcting(self.desk, Review(self.desk, lambda ids: self.calls), lambda: 0)
        urls = {one.article.url: one.id for one in self.store.everything()}
        self.ids = [urls[f"http://{row.source}.test/{place}"] for place, row in enumerate(ROWS)]

    def queue(self) -> list[int]:
        return [self.ids.index(one.article) for one in self.correcting.review.queue(CAMPAIGN)]

    def retag(self, place: int, *congresses: Congress) -> None:
        """As the tag step would, at the next version."""
        for due in self.store.untagged(2):
            if due.stored.id == self.ids[place]:
                self.store.save_tags([(due, Tags(1, "congress", congresses))])

    def confirm(self, *places: int) -> int:
        done = self.correcting.correct(CAMPAIGN, [str(self.ids[one]) for one in places], Asked("confirm"), "An", "đúng")
        return done.entries[0].id


@pytest.fixture
def office(sqlite_database: Database) -> Office:
    return Office(sqlite_database)


def test_the_most_uncertain_stands_first_and_says_why(database: Database) -> None:
    office = Office(database)
    office.retag(0, Congress(CITY, True, CITY, 0, 3, "work"))
    office.calls[office.ids[2]] = (office.ids[3], 0.63)
    assert office.queue() == [1, 2, 0]
    items = office.correcting.review.items(office.correcting.review.queue(CAMPAIGN))
    assert [one.reasons[0].evidence.words for one in items if one.reasons[0].evidence] == ["Bài"]
    assert all(reason.text for one in items for reason in one.reasons)
    assert items[1].other is not None
    assert item_object(items[0])["doubts"][0]["code"] == "undated"


def test_what_was_confirmed_comes_back_only_when_the_tag_says_something_else(office: Office) -> None:
    office.retag(0, Congress(CITY, True, CITY, 0, 3, "work"))
    office.confirm(0, 1)
    assert office.queue() == []
    with pytest.raises(Refused):
        office.confirm(0)
    office.retag(0, Congress(CITY, True, CITY, 5, 9, "work"))
    assert office.queue() == [], "the same said again"
    office.retag(0, Congress(CITY, True, CITY, 0, 3, "often"))
    assert office.queue() == [0]


def test_a_confirmation_that_is_undone_brings_the_article_back(office: Office) -> None:
    office.correcting.undo([office.confirm(1)], "An", "nhầm")
    assert office.queue() == [1]


@pytest.mark.parametrize("asked", [Asked("exclude"), Asked("include", "ward"), Asked("date", "2025-09-06")])
def test_what_is_corrected_is_settled(office: Office, asked: Asked) -> None:
    office.retag(1, Congress(CITY, True, CITY, 0, 3, "title"))
    office.correcting.correct(CAMPAIGN, [str(office.ids[1])], asked, "An", "xem lại")
    assert office.queue() == ([1] if asked.action == "include" else []), "an added article has no date all the same"


def test_a_campaign_whose_congress_was_renamed_settles_by_what_the_tag_says(office: Office) -> None:
    office.confirm(1)
    first, *rest = CAMPAIGN.congresses
    other = replace(CAMPAIGN, congresses=(CampaignCongress("renamed", first.name, first.key, first.opening, first.closing), *(replace(one, parent="") for one in rest)))
    assert [one.article for one in office.correcting.review.queue(other)] == []
