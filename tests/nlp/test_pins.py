"""What analysts set apart or put together stays so, however often its text is grouped."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from lantoa.article_rows import articles
from lantoa.correction_rows import Action, Correction
from lantoa.corrections import CorrectionLog
from lantoa.database import Database
from nlp.close_calls import close_call, read_close_calls
from nlp.pins import Pins
from tests.nlp.test_group import Newsroom, prose

NOW = datetime(2025, 10, 1, tzinfo=UTC)


@pytest.fixture
def newsroom(sqlite_database: Database) -> Newsroom:
    return Newsroom(sqlite_database)


def pin(newsroom: Newsroom, article: int, action: Action, other: int | None = None) -> int:
    [made] = CorrectionLog(newsroom.database).write([Correction(article, action, "An", "đã xem", NOW, other=other)])
    newsroom.group()
    return made.id


def undo(newsroom: Newsroom, *numbers: int) -> None:
    CorrectionLog(newsroom.database).undo(numbers, "An", "nhầm", NOW)
    newsroom.group()


def group_all_again(newsroom: Newsroom) -> None:
    with newsroom.database.write() as connection:
        connection.execute(sa.update(articles).values(grouped_v=0, stamp=articles.c.stamp + 1))
    newsroom.group()


def partition(newsroom: Newsroom, ids: list[int]) -> list[int]:
    groups = [newsroom[one].reprint_group for one in ids]
    return [groups.index(group) for group in groups]


def originals(newsroom: Newsroom, ids: list[int]) -> list[int]:
    return [at for at, one in enumerate(ids) if newsroom[one].is_original]


def three_reprints(newsroom: Newsroom) -> list[int]:
    ids = [newsroom.publish(f"r{at}", prose(1), hours=at) for at in range(3)]
    newsroom.group()
    assert partition(newsroom, ids) == [0, 0, 0]
    return ids


@pytest.mark.parametrize("at", [0, 1, 2])
def test_an_article_set_apart_stays_apart_and_the_others_together(newsroom: Newsroom, at: int) -> None:
    ids = three_reprints(newsroom)
    made = pin(newsroom, ids[at], "apart")
    rest = [one for one in range(3) if one != at]
    for _ in range(2):
        assert partition(newsroom, ids) == [one if one == at else rest[0] for one in range(3)]
        assert originals(newsroom, ids) == sorted([at, rest[0]])
        group_all_again(newsroom)
    late = newsroom.publish("late", prose(1), hours=9)
    newsroom.group()
    assert newsroom[late].reprint_group == newsroom[ids[rest[0]]].reprint_group
    undo(newsroom, made)
    assert partition(newsroom, ids) == [0, 0, 0]
    assert originals(newsroom, ids) == [0]


def test_of_a_pair_set_apart_the_other_does_not_follow(newsroom: Newsroom) -> None:
    ids = [newsroom.publish("a", prose(1)), newsroom.publish("b", prose(1), hours=1)]
    newsroom.group()
    pin(newsroom, ids[0], "apart")
    group_all_again(newsroom)
    assert partition(newsroom, ids) == [0, 1]
    assert originals(newsroom, ids) == [0, 1]


def test_an_article_put_beside_another_is_of_its_group_and_its_reprints_follow(database: Database) -> None:
    newsroom = Newsroom(database)
    ids = three_reprints(newsroom)
    other = newsroom.publish("other", prose(2), hours=-1)
    newsroom.group()
    made = pin(newsroom, other, "with", ids[2])
    everybody = [*ids, other]
    for _ in range(2):
        assert partition(newsroom, everybody) == [0, 0, 0, 0]
        assert originals(newsroom, everybody) == [3]
        group_all_again(newsroom)
    reprint = newsroom.publish("reprint of the other", prose(2), hours=7)
    again = newsroom.publish("a fourth", prose(1), hours=8)
    newsroom.group()
    assert partition(newsroom, [*everybody, reprint, again]) == [0] * 6
    undo(newsroom, made)
    assert partition(newsroom, [*everybody, reprint, again]) == [0, 0, 0, 3, 3, 0]
    assert originals(newsroom, everybody) == [0, 3]


def test_two_groups_joined_move_together_and_come_apart_together(newsroom: Newsroom) -> None:
    ids = three_reprints(newsroom)
    two = [newsroom.publish(f"s{at}", prose(2), hours=10 + at) for at in range(2)]
    newsroom.group()
    made = [pin(newsroom, one, "with", ids[0]) for one in two]
    assert partition(newsroom, [*ids, *two]) == [0] * 5
    pin(newsroom, ids[0], "apart")
    assert partition(newsroom, [*ids, *two]) == [0, 1, 1, 0, 0], "they follow the one they were put with"
    group_all_again(newsroom)
    assert partition(newsroom, [*ids, *two]) == [0, 1, 1, 0, 0]
    undo(newsroom, *made)
    assert partition(newsroom, [*ids, *two]) == [0, 1, 1, 3, 3]


def test_a_text_read_again_stays_where_it_was_put(newsroom: Newsroom) -> None:
    ids = three_reprints(newsroom)
    other = newsroom.publish("other", prose(2), hours=9)
    newsroom.group()
    pin(newsroom, other, "with", ids[0])
    assert newsroom.publish("other", prose(3), hours=9, ref="2") == other
    newsroom.group()
    assert partition(newsroom, [ids[0], other]) == [0, 0]


def test_articles_put_beside_one_another_in_a_ring_are_one_group(newsroom: Newsroom) -> None:
    ids = [newsroom.publish(f"x{at}", prose(40 + at), hours=at) for at in range(3)]
    newsroom.group()
    for one, other in zip(ids, [*ids[1:], ids[0]], strict=True):
        pin(newsroom, one, "with", other)
    assert partition(newsroom, ids) == [0, 0, 0]
    group_all_again(newsroom)
    assert partition(newsroom, ids) == [0, 0, 0]


def test_who_leads() -> None:
    pins = Pins(beside={1: 2, 2: 3, 5: 6, 6: 5, 7: 6})
    assert [pins.leader(one) for one in (1, 2, 3, 5, 6, 7)] == [3, 3, None, None, 5, 5]
    assert pins.named([1]) == {1, 2, 3}


@pytest.mark.parametrize(
    ("likeness", "beside", "other"),
    [({2: 0.65}, {2}, 2), ({2: 0.65, 3: 0.95}, {2, 3}, None), ({2: 0.55}, set(), 2), ({2: 0.4}, set(), None), ({}, set(), None)],
)
def test_a_close_call_is_a_likeness_near_the_limit(likeness: dict[int, float], beside: set[int], other: int | None) -> None:
    found = close_call(likeness, beside, 0.6)
    assert (found.other if found else None) == other


def test_close_calls_are_kept_until_somebody_decides(newsroom: Newsroom) -> None:
    own = " ".join(prose(1).split()[:130])
    first, near = newsroom.publish("a", prose(1)), newsroom.publish("b", f"{own} {prose(2, 70)}", hours=1)
    newsroom.group()
    [(article, call)] = read_close_calls(newsroom.database, [first, near]).items()
    assert (article, call.other) == (near, first)
    assert 0.5 <= call.likeness < 0.7
    pin(newsroom, near, "apart")
    assert read_close_calls(newsroom.database, [first, near]) == {}
