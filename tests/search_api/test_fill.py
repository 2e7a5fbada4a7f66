"""Filling asks the store what is due, puts it, writes it back; whatever breaks, nothing is missed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from lantoa.article import Article, Kind, Moment, Origin, Outlet, Tags
from lantoa.articles import ArticleStore, Grouping
from lantoa.database import Database
from lantoa.errors import Later
from search_api import ledger
from search_api.documents import document_of
from search_api.embedded import EmbeddedIndex
from search_api.fill import Difference, check, fill, rebuild
from search_api.index import SCHEMA, All, Document, SearchIndex, Terms, Text
from search_api.memory import MemoryIndex

NOON = datetime(2025, 9, 6, 5, tzinfo=UTC)
OUTLETS = {"bao": Outlet("bao", "Báo", "bao.test", "local_press", "province")}


@pytest.fixture
def store(sqlite_database: Database) -> ArticleStore:
    """Seven articles of seven days, grouped; and one that is not grouped yet, and a list."""
    found = ArticleStore(sqlite_database)
    for number in range(7):
        save(found, number)
    finish(found)
    save(found, 7)
    save(found, 8, kind=Kind.LIST)
    return found


def save(store: ArticleStore, number: int, title: str = "Đại hội", kind: Kind = Kind.ARTICLE) -> int:
    moment = Moment.of(NOON + timedelta(days=number), "meta", 1) if number else Moment()
    article = Article(f"http://bao.test/{number}", kind, title, "", f"Thân {number}", moment)
    ref = f"{title}{number}"
    return store.save(article, source="bao", origin=Origin.CAPTURE, ref=ref, seen_at=NOON, extractor=1).id


def finish(store: ArticleStore) -> None:
    store.save_tags([(due, Tags(1)) for due in store.untagged(1)])
    due = store.ungrouped(1)
    store.save_groups(1, due, [Grouping(one.stored.id, one.stored.id, one.stored.id, True) for one in due])


class Failing(MemoryIndex):
    """Does not answer while `down`."""

    down = True

    def upsert(self, documents: Iterable[Document]) -> None:
        if self.down:
            raise Later("down")
        super().upsert(documents)


def test_what_is_due_is_put_once(store: ArticleStore) -> None:
    index = MemoryIndex()
    assert fill(store, OUTLETS, index) == 7
    assert fill(store, OUTLETS, index) == 0
    assert index.search(Terms("source_kind", ("local_press",))).total == 7
    assert check(store, index) == []


def test_every_commit_has_a_token_of_its_own(store: ArticleStore) -> None:
    index = MemoryIndex()
    tokens = []
    for title in ("Đại hội", "Hội nghị", "Đại hội lần nữa"):
        save(store, 3, title)
        finish(store)
        assert fill(store, OUTLETS, index)
        tokens.append(index.info().token)
    assert len(set(tokens)) == 3


def test_a_changed_article_replaces_itself(store: ArticleStore) -> None:
    index = MemoryIndex()
    fill(store, OUTLETS, index)
    save(store, 3, "Hội nghị")
    finish(store)
    assert fill(store, OUTLETS, index) == 2  # and number 7, grouped by now
    assert index.search(Text("hội nghị", "phrase")).total == 1
    assert index.info().documents == 8


def test_a_removed_article_stays_and_says_so(store: ArticleStore) -> None:
    index = MemoryIndex()
    fill(store, OUTLETS, index)
    store.removed("http://bao.test/2", NOON)
    assert fill(store, OUTLETS, index) == 1
    assert index.search(Terms("status", ("removed",))).total == 1


def test_a_crash_between_commit_and_note_puts_the_same_again(
    store: ArticleStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = MemoryIndex()
    with monkeypatch.context() as crash:
        crash.setattr(store, "mark_indexed", _die)
        with pytest.raises(KeyboardInterrupt):
            fill(store, OUTLETS, index)
    assert index.info().documents == 7
    assert fill(store, OUTLETS, index) == 7
    assert index.info().documents == 7


def _die(*_arguments: object) -> None:
    raise KeyboardInterrupt


def test_an_index_that_does_not_answer_loses_nothing(store: ArticleStore) -> None:
    index = Failing()
    with pytest.raises(Later):
        fill(store, OUTLETS, index)
    index.down = False
    assert fill(store, OUTLETS, index) == 7


def test_an_empty_index_is_filled_whole(store: ArticleStore) -> None:
    fill(store, OUTLETS, MemoryIndex())
    other = MemoryIndex()
    assert fill(store, OUTLETS, other) == 7
    assert check(store, other) == []


@pytest.mark.parametrize("engine", ["memory", "embedded"])
def test_a_rebuild_takes_the_place_of_what_was_there(
    store: ArticleStore, tmp_path: Path, engine: str
) -> None:
    index: SearchIndex = MemoryIndex() if engine == "memory" else EmbeddedIndex(tmp_path / "index")
    fill(store, OUTLETS, index)
    stray = replace(EMPTY, id=999, sort_key=999)
    index.upsert([stray])
    index.commit("stray")
    assert check(store, index) == [Difference(None, "", 0, 1)]
    assert rebuild(store, OUTLETS, index) == 7
    assert check(store, index) == []
    assert fill(store, OUTLETS, index) == 0
    index.close()


def test_the_index_of_an_older_release_is_built_anew(store: ArticleStore, tmp_path: Path) -> None:
    index = EmbeddedIndex(tmp_path / "index")
    fill(store, OUTLETS, index)
    index.close()
    (tmp_path / "index" / f"v{SCHEMA}-1").rename(tmp_path / "index" / f"v{SCHEMA - 1}-1")
    assert fill(store, OUTLETS, index) == 7
    assert check(store, index) == []
    assert fill(store, OUTLETS, index) == 0
    index.close()


def test_what_changes_during_a_rebuild_stays_due(store: ArticleStore) -> None:
    """Another process edits and fills into the old index while the new one is written."""

    class Busy(MemoryIndex):
        def replacement(self) -> SearchIndex:
            return Slow()

    class Slow(MemoryIndex):
        def commit(self, token: str) -> None:
            super().commit(token)
            save(store, 3, "Hội nghị")
            finish(store)
            fill(store, OUTLETS, index)

    index = Busy()
    fill(store, OUTLETS, index)
    rebuild(store, OUTLETS, index)
    fill(store, OUTLETS, index)
    assert index.search(Text("hội nghị", "phrase")).total == 1
    assert check(store, index) == []


def test_what_was_put_into_the_index_that_a_rebuild_replaced_is_put_again(
    store: ArticleStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A change is put and committed just before the swap, and noted just after it."""
    index, noted = MemoryIndex(), store.mark_indexed
    fill(store, OUTLETS, index)

    class Late(MemoryIndex):
        def upsert(self, documents: Iterable[Document]) -> None:
            super().upsert(documents)
            save(store, 3, "Hội nghị")
            finish(store)

    def swapped_first(version: int, seen: Iterable[tuple[int, int]]) -> None:
        monkeypatch.setattr(store, "mark_indexed", noted)
        index.replace(late)
        ledger.rebuilt(store.database)
        store.mark_indexed(version, read)
        store.mark_indexed(version, seen)

    late, read = Late(), [one.seen for one in ledger.grouped(store.database, 0, 100)]
    late.upsert(document_of(one.stored, None) for one in ledger.grouped(store.database, 0, 100))
    late.commit("read before the change")
    monkeypatch.setattr(store, "mark_indexed", swapped_first)
    with pytest.raises(Later):
        fill(store, OUTLETS, index)
    assert index.search(Text("hội nghị", "phrase")).total == 0
    assert fill(store, OUTLETS, index) > 0
    assert index.search(Text("hội nghị", "phrase")).total == 1
    assert check(store, index) == []


def test_a_replacement_that_lost_something_takes_no_place(store: ArticleStore) -> None:
    class Short(MemoryIndex):
        def upsert(self, documents: Iterable[Document]) -> None:
            super().upsert(list(documents)[1:])

    class Index(MemoryIndex):
        def replacement(self) -> SearchIndex:
            return Short()

    index = Index()
    fill(store, OUTLETS, index)
    with pytest.raises(Later, match="6 trên 7"):
        rebuild(store, OUTLETS, index)
    assert index.info().documents == 7
    assert fill(store, OUTLETS, index) == 0


def test_the_check_names_day_and_source(store: ArticleStore) -> None:
    index = MemoryIndex()
    fill(store, OUTLETS, index)
    lost = index.search(Terms("day", (20250908,))).hits[0].id
    index.delete([lost])
    index.commit("lost")
    assert check(store, index) == [Difference(date(2025, 9, 8), "bao", 1, 0)]


def test_every_engine_is_asked_at_this_schema(store: ArticleStore) -> None:
    assert MemoryIndex().info().schema == SCHEMA
    assert store.due_counts(1, 1, SCHEMA)["index"] == 7
    fill(store, OUTLETS, MemoryIndex())
    assert store.due_counts(1, 1, SCHEMA + 1)["index"] == 7


EMPTY = Document(
    id=0, title="", body="", title_fold="", body_fold="", source="", source_kind="", source_level="",
    source_province="", reprint_group="", event_group="", is_original="", status="", published=None,
    day=0, week=0, month=0, audience=0, sort_key=0,
)  # fmt: skip


def test_an_index_of_nothing_answers(store: ArticleStore) -> None:
    assert MemoryIndex().search(All()).total == 0
