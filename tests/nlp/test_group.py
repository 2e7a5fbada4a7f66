"""Groups: reprints join, events meet, who was first follows the clock, ids stay."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest

from lantoa.article import Article, Congress, CongressKey, Kind, Moment, Origin, StoredArticle, Tags
from lantoa.articles import ArticleStore
from lantoa.database import Database
from nlp.group import group_due
from nlp.likeness import COPY, containment, signature

NOON = datetime(2025, 9, 6, 5, 0, tzinfo=UTC)
KEY = CongressKey("province", "Trường Giang", 1, (2025, 2030))


def prose(seed: int, words: int = 200) -> str:
    """Syllables that no other seed repeats in the same order."""
    rng = random.Random(seed)
    stock = ["đại", "hội", "đảng", "bộ", "thành", "phố", "chuẩn", "bị", "công", "tác", "tuyên", "truyền", "nhân", "sự"]
    return " ".join(rng.choice(stock) + rng.choice("abcdefgh") for _ in range(words))


class Newsroom:
    """Saves and tags articles as the steps before grouping would."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.store = ArticleStore(database)

    def publish(self, url: str, text: str, hours: float = 0, credit: str = "", about: bool = True, ref: str = "1") -> int:
        article = Article(
            url, Kind.ARTICLE, url, "", text, Moment.of(NOON + timedelta(hours=hours), "meta", 1), credit=credit
        )
        saved = self.store.save(article, source="bao", origin=Origin.CAPTURE, ref=ref, seen_at=NOON, extractor=1)
        congresses = (Congress(KEY, True, KEY),) if about else ()
        self.store.save_tags([(due, Tags(1, congresses=congresses)) for due in self.store.untagged(1)])
        return saved.id

    def group(self) -> None:
        group_due(self.database, self.store)

    def __getitem__(self, article: int) -> StoredArticle:
        found = self.store.get(article)
        assert found is not None
        return found


@pytest.fixture
def newsroom(database: Database) -> Newsroom:
    return Newsroom(database)


def test_a_shortened_reprint_joins_and_the_earlier_one_is_the_original(newsroom: Newsroom) -> None:
    text = prose(1)
    later = newsroom.publish("b", " ".join(text.split()[:120]), hours=2)
    first = newsroom.publish("a", text)
    other = newsroom.publish("c", prose(2), hours=1)
    newsroom.group()
    assert newsroom[first].reprint_group == newsroom[later].reprint_group != newsroom[other].reprint_group
    assert [newsroom[one].is_original for one in (first, later, other)] == [True, False, True]


def test_a_late_original_takes_its_place_and_both_go_to_the_index_again(newsroom: Newsroom) -> None:
    text = prose(3)
    reprint = newsroom.publish("b", text, hours=5)
    newsroom.group()
    newsroom.store.mark_indexed(1, [due.seen for due in newsroom.store.unindexed(1)])
    group = newsroom[reprint].reprint_group
    original = newsroom.publish("a", text + " thêm một câu")
    newsroom.group()
    assert newsroom[original].is_original
    assert not newsroom[reprint].is_original
    assert newsroom[reprint].reprint_group == group
    assert {due.stored.id for due in newsroom.store.unindexed(1)} == {reprint, original}


def test_at_the_same_minute_the_one_that_credits_nobody_is_first(newsroom: Newsroom) -> None:
    text = prose(4)
    crediting = newsroom.publish("a", text, credit="Thông tấn xã Sao Mai")
    agency = newsroom.publish("b", text)
    newsroom.group()
    assert newsroom[agency].is_original
    assert not newsroom[crediting].is_original


def test_half_alike_reports_of_one_congress_are_one_event_not_one_text(newsroom: Newsroom) -> None:
    shared, own, foreign = prose(5, 120), prose(6, 120), prose(7, 120)
    one = newsroom.publish("a", f"{shared} {own}")
    two = newsroom.publish("b", f"{shared} {foreign}", hours=3)
    late = newsroom.publish("c", f"{shared} {prose(8, 120)}", hours=24 * 9)
    newsroom.group()
    assert newsroom[one].reprint_group != newsroom[two].reprint_group
    assert newsroom[one].event_group == newsroom[two].event_group
    assert newsroom[late].event_group != newsroom[one].event_group


def test_half_alike_reports_about_no_congress_are_one_event_within_days(newsroom: Newsroom) -> None:
    shared = prose(5, 120)
    one, two, late, congress = (
        newsroom.publish(f"n{at}", f"{shared} {prose(20 + at, 120)}", hours=hours, about=about)
        for at, (hours, about) in enumerate([(0, False), (3, False), (24 * 9, False), (4, True)])
    )
    newsroom.group()
    assert newsroom[one].event_group == newsroom[two].event_group
    assert newsroom[late].event_group != newsroom[one].event_group != newsroom[congress].event_group


@pytest.mark.parametrize("order", [(0, 1, 2, 3, 4, 5), (5, 4, 3, 2, 1, 0), (3, 0, 5, 1, 4, 2)])
def test_the_order_of_arrival_changes_neither_groups_nor_who_is_first(newsroom: Newsroom, order: tuple[int, ...]) -> None:
    texts = [prose(30), prose(30) + " thêm", " ".join(prose(30).split()[:130]), prose(31), prose(31), prose(32)]
    ids: dict[int, int] = {}
    for at in order:
        ids[at] = newsroom.publish(f"o{at}", texts[at], hours=at)
        newsroom.group()
    groups = [newsroom[ids[at]].reprint_group for at in range(6)]
    assert [groups.index(group) for group in groups] == [0, 0, 0, 3, 3, 5]
    assert [newsroom[ids[at]].is_original for at in range(6)] == [True, False, False, True, False, True]


def test_no_chain_merges_what_is_different(newsroom: Newsroom) -> None:
    words = prose(9, 400).split()
    windows = [" ".join(words[at : at + 150]) for at in range(0, 250, 50)]
    ids = [newsroom.publish(f"w{at}", text, hours=at) for at, text in enumerate(windows)]
    newsroom.group()
    assert newsroom[ids[0]].reprint_group != newsroom[ids[-1]].reprint_group


def test_an_edited_article_stays_in_its_group(newsroom: Newsroom) -> None:
    text = prose(10)
    first = newsroom.publish("a", text)
    second = newsroom.publish("b", text, hours=1)
    newsroom.group()
    group = newsroom[first].reprint_group
    newsroom.publish("a", text + " " + prose(11, 20), ref="2")
    newsroom.group()
    assert newsroom[first].reprint_group == newsroom[second].reprint_group == group
    assert newsroom[first].is_original


def test_grouping_again_changes_nothing(newsroom: Newsroom) -> None:
    ids = [newsroom.publish(str(seed), prose(seed % 3), hours=seed) for seed in range(9)]
    newsroom.group()
    before = [(newsroom[one].reprint_group, newsroom[one].event_group, newsroom[one].is_original) for one in ids]
    newsroom.store.save_tags([(due, Tags(2)) for due in newsroom.store.untagged(2)])
    newsroom.group()
    after = [(newsroom[one].reprint_group, newsroom[one].event_group, newsroom[one].is_original) for one in ids]
    assert after == before


def test_short_notices_are_copies_only_when_equal() -> None:
    one = signature("Thông báo lịch tiếp công dân tháng 9 của phường")
    other = signature("Thông báo lịch tiếp công dân tháng 10 của phường")
    assert containment(one.shingles, other.shingles) < COPY
    assert containment(one.shingles, one.shingles) == 1.0
    assert containment(signature("").shingles, one.shingles) == 0.0


def test_spelling_does_not_make_a_text_different() -> None:
    one = signature("Uỷ ban nhân dân phường Hoà Bình " + prose(12))
    other = signature("Ủy ban nhân dân phường Hòa Bình " + prose(12))
    assert containment(one.shingles, other.shingles) == 1.0
    assert one.bands == other.bands


def test_an_article_that_was_joined_into_another_is_no_member_and_somebody_else_is_first(newsroom: Newsroom) -> None:
    text = prose(1)
    first, copy = newsroom.publish("a", text), newsroom.publish("b", text, hours=2)
    newsroom.group()
    kept = newsroom.publish("c", prose(2), hours=1)
    newsroom.group()
    assert newsroom.store.join(first, kept)[0] == first
    other = newsroom.publish("d", text, hours=3)
    newsroom.group()
    again = newsroom.publish("e", prose(2), hours=5)
    newsroom.group()
    assert newsroom[kept].id == first
    assert newsroom[again].reprint_group not in (None, newsroom[copy].reprint_group)
    assert copy in [one.id for one in newsroom.store.group_members(newsroom[copy].reprint_group or 0)]
    assert (newsroom[copy].is_original, newsroom[other].is_original) == (True, False)
