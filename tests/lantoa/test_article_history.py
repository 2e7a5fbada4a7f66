"""The versions of an article: visits in order, and the same visits read again by a better extractor."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from lantoa.article import Article, Kind, Origin
from lantoa.article_history import History, Version, joined, visited, without
from lantoa.changes import kinds_between

NOON = datetime(2025, 9, 6, 5, 0, tzinfo=UTC)
LETTERS = st.lists(st.sampled_from("ABC"), min_size=1, max_size=8)


def seen(text: str, hour: int, extractor: int = 1, **changes: object) -> Version:
    article = Article("https://bao.test/a", Kind.ARTICLE, "Đại hội", "", text)
    version = Version(article, f"tệp:{hour}", Origin.CAPTURE, NOON + timedelta(hours=hour), extractor)
    return replace(version, **changes)  # type: ignore[arg-type]


def read(history: History, texts: list[str], extractor: int = 1) -> History:
    for hour, text in enumerate(texts):
        history = visited(history, seen(text, hour, extractor), kinds_between)
    return history


def told(history: History) -> list[str]:
    return [each.article.text for each in history]


@given(LETTERS)
def test_only_what_differs_from_the_visit_before_is_a_version(texts: list[str]) -> None:
    wanted = [text for number, text in enumerate(texts) if number == 0 or text != texts[number - 1]]
    history = read((), texts)
    assert told(history) == wanted
    assert [each.kinds for each in history] == [(), *[("body",)] * (len(wanted) - 1)]


@given(LETTERS)
def test_reading_everything_again_alike_changes_nothing_but_the_extractor(texts: list[str]) -> None:
    first = read((), texts)
    again = read(first, texts, 2)
    assert again == tuple(replace(each, extractor=2) for each in first)


@given(LETTERS, LETTERS)
def test_a_better_reading_of_all_visits_is_as_if_it_had_been_the_first(texts: list[str], better: list[str]) -> None:
    visits = min(len(texts), len(better))
    assert read(read((), texts[:visits]), better[:visits], 2) == read((), better[:visits], 2)


@given(LETTERS, st.integers(0, 7))
def test_a_run_that_stopped_half_way_goes_on_to_the_same_end(texts: list[str], stop: int) -> None:
    half = read(read((), texts), texts[:stop], 2)
    assert read(half, texts, 2) == read((), texts, 2)


def test_a_new_extractor_alone_never_makes_a_change() -> None:
    standing = read((), ["Bản cũ đọc thiếu."])
    after = visited(standing, seen("Bản cũ đọc đủ.", 3, extractor=2), kinds_between)
    assert [(each.article.text, each.kinds, each.since) for each in after] == [("Bản cũ đọc đủ.", (), NOON)]


def test_a_version_that_is_no_version_any_more_leaves_what_stood_before() -> None:
    history = read((), ["A", "B"])
    assert told(without(history, ["tệp:1"], kinds_between)) == ["A"]
    assert told(without(history, ["tệp:0"], kinds_between)) == ["A", "B"]


def test_what_stood_on_both_sides_of_a_version_taken_back_is_one() -> None:
    assert told(without(read((), ["A", "B", "A"]), ["tệp:1"], kinds_between)) == ["A"]


def test_two_histories_become_one_in_order_of_time() -> None:
    one, other = (seen("A", 0), seen("B", 4)), (seen("A", 2), seen("C", 6))
    found = joined(one, other, kinds_between)
    assert [(each.article.text, each.ref) for each in found] == [("A", "tệp:0"), ("B", "tệp:4"), ("C", "tệp:6")]


def test_a_list_page_in_place_of_an_article_is_no_version_of_it() -> None:
    listed = seen("", 1)
    listed = replace(listed, article=replace(listed.article, kind=Kind.LIST))
    assert told(visited(read((), ["A", "B"]), replace(listed, ref="tệp:1"), kinds_between)) == ["A"]


def test_a_fact_gives_way_without_a_change_and_a_capture_witnesses_better_than_an_import() -> None:
    fact = (seen("", 0, origin=Origin.FACTS),)
    assert [each.kinds for each in visited(fact, seen("Bài.", 2), kinds_between)] == [()]
    brought = (seen("Bài.", 0, origin=Origin.IMPORT),)
    [now] = visited(brought, seen("Bài.", 2), kinds_between)
    assert (now.origin, now.ref, now.since) == (Origin.CAPTURE, "tệp:2", NOON)
