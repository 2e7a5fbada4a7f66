"""The article store keeps what is due, what changed and who was first, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from lantoa.article import Article, Congress, CongressKey, Entity, Kind, Moment, Origin, Tags
from lantoa.articles import ArticleStore, Grouping, Removal, Saved
from lantoa.database import Database

NO_TIME = timedelta(0)
NOON = datetime(2025, 9, 6, 5, 0, tzinfo=UTC)
ARTICLE = Article(
    url="http://bao.test/a",
    kind=Kind.ARTICLE,
    title="Chuẩn bị đại hội",
    sapo="Mở đầu.",
    text="Mở đầu.\nThân bài.",
    published=Moment.of(NOON, "json-ld", 1.0),
)
TAGS = Tags(
    version=3,
    about="congress",
    congresses=(Congress(CongressKey("province", "TPHCM"), True, CongressKey("province", "X", 1, (2025, 2030)), 3, 9),),
    entities=(Entity(0, 3, "ORG", "Đảng", "party"),),
    topics=("preparation",),
)


@pytest.fixture
def store(database: Database) -> ArticleStore:
    return ArticleStore(database)


def save(
    store: ArticleStore, article: Article = ARTICLE, ref: str = "w:1", extractor: int = 1, after: timedelta = NO_TIME
) -> Saved:
    return store.save(
        article, source="bao", origin=Origin.CAPTURE, ref=ref, seen_at=NOON + after, extractor=extractor
    )


def test_an_article_comes_back_as_it_was_saved(store: ArticleStore) -> None:
    saved = save(store)
    found = store.get(saved.id)
    assert saved.change == "new"
    assert found is not None
    assert found.article == ARTICLE
    assert (found.source, found.first_seen, found.revision) == ("bao", NOON, 1)


def test_a_changed_text_becomes_a_revision_and_is_due_again(store: ArticleStore) -> None:
    saved = save(store)
    store.save_tags([(due, TAGS) for due in store.untagged(3)])
    edited = save(store, replace(ARTICLE, title="Chuẩn bị tốt đại hội"), ref="w:2")
    assert edited == Saved(saved.id, "changed", 2)
    assert [old.article.title for old in store.history(saved.id)[:-1]] == ["Chuẩn bị đại hội"]
    assert [due.stored.revision for due in store.untagged(3)] == [2]


def test_a_better_extractor_is_no_edit_by_the_outlet(store: ArticleStore) -> None:
    saved = save(store)
    again = save(store, replace(ARTICLE, text="Mở đầu.\nThân bài đọc kỹ hơn."), extractor=2)
    assert again.change == "same"
    assert len(store.history(saved.id)) == 1
    assert [due.stored.article.text for due in store.untagged(3)] == ["Mở đầu.\nThân bài đọc kỹ hơn."]


def test_tags_come_back_as_they_were(store: ArticleStore) -> None:
    saved = save(store)
    store.save_tags([(due, TAGS) for due in store.untagged(3)])
    found = store.get(saved.id)
    assert found is not None
    assert found.tags == TAGS
    assert store.untagged(3) == []
    assert len(store.untagged(4)) == 1


def test_a_row_changed_meanwhile_stays_due(store: ArticleStore) -> None:
    save(store)
    due = store.untagged(3)
    save(store, replace(ARTICLE, text="Khác hẳn."), ref="w:2")
    store.save_tags([(one, TAGS) for one in due])
    assert len(store.untagged(3)) == 1


def test_regrouping_makes_due_for_the_index_only_what_changed(store: ArticleStore) -> None:
    first = save(store)
    second = save(store, replace(ARTICLE, url="http://bao.test/b"))
    store.save_tags([(due, TAGS) for due in store.untagged(3)])
    groups = [Grouping(first.id, 1, 1, True), Grouping(second.id, 2, 2, True)]
    store.save_groups(1, store.ungrouped(1), groups)
    store.mark_indexed(1, [due.seen for due in store.unindexed(1)])
    assert store.unindexed(1) == []
    store.save_groups(1, [], [groups[0], Grouping(second.id, 1, 1, False)])
    assert [due.stored.id for due in store.unindexed(1)] == [second.id]


def test_a_removed_article_stays_and_says_so(store: ArticleStore) -> None:
    saved = save(store)
    store.removed(ARTICLE.url, NOON + timedelta(days=2))
    found = store.get(saved.id)
    assert found is not None
    assert found.removed_at == NOON + timedelta(days=2)
    save(store, ref="w:3", after=timedelta(days=3))
    restored = store.get(saved.id)
    assert restored is not None
    assert restored.removed_at is None
    assert store.removals(saved.id) == [Removal(NOON + timedelta(days=2), NOON + timedelta(days=3))]


def test_lists_are_kept_but_never_tagged(store: ArticleStore) -> None:
    save(store, replace(ARTICLE, kind=Kind.LIST))
    assert store.untagged(3) == []
    assert store.counts() == {"list": 1}


def test_an_id_that_was_joined_into_another_is_never_given_again(store: ArticleStore) -> None:
    one, other = save(store).id, save(store, replace(ARTICLE, url="http://bao.test/b"), after=timedelta(hours=1)).id
    assert store.join(other, one) == (one, other)
    third = save(store, replace(ARTICLE, url="http://bao.test/c")).id
    assert third not in (one, other)
    found = [store.get(each) for each in (one, other, third)]
    assert [each.id for each in found if each] == [one, one, third]
