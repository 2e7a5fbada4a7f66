"""Edits, redesigns, and the same article elsewhere: decided from the texts alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from crawlers.revisit import Edit, Judgement, differ_without, frame_lines, judge, same_article
from lantoa.article import Article, Kind

NOON = datetime(2025, 9, 6, 5, 0, tzinfo=UTC)
FRAME = ("Theo dõi báo trên Zalo", "Đường dây nóng: 0900 000 000")


def article(number: int, *more: str) -> Article:
    text = "\n".join((f"Bài số {number} kể việc riêng của nó.", "Đoạn hai cũng vậy.", *more))
    return Article(f"https://bao.test/{number}", Kind.ARTICLE, f"Tựa {number}", "", text)


def edit(number: int, after: Article) -> Edit:
    return Edit(number, f"tệp:{number}", article(number), after, NOON, NOON)


def own_edits(count: int) -> list[Edit]:
    return [edit(n, article(n, f"Bổ sung riêng lần {n * n}.")) for n in range(count)]


def framed(count: int) -> list[Edit]:
    return [edit(n, article(n, *FRAME)) for n in range(count)]


def emptied(count: int) -> list[Edit]:
    return [edit(n, replace(article(n), text=f"Bài số {n}.")) for n in range(count)]


@pytest.mark.parametrize(("count", "revisited", "usual"), [(4, 4, 0.0), (5, 9, 0.0), (40, 200, 0.0), (7, 10, 0.3)])
def test_few_changes_or_a_usual_share_are_edits(count: int, revisited: int, usual: float) -> None:
    assert judge(own_edits(count), revisited, usual) == Judgement()


@pytest.mark.parametrize(("count", "revisited", "usual"), [(5, 5, 0.0), (5, 8, 0.0), (40, 60, 0.1), (10, 10, 0.9)])
def test_an_unusual_share_is_held(count: int, revisited: int, usual: float) -> None:
    edits = own_edits(count)
    assert judge(edits, revisited, usual) == Judgement(held=tuple(edits))


def test_lost_texts_are_held() -> None:
    edits = emptied(8)
    assert judge(edits, 10, 0.02).held == tuple(edits)


def test_lines_that_came_to_most_pages_are_no_text_and_the_changes_are_none() -> None:
    edits = framed(8)
    assert judge(edits, 10, 0.02) == Judgement(frozenset(FRAME), void=tuple(edits))


def test_lines_that_went_from_most_pages_are_no_text_either() -> None:
    edits = [replace(each, before=each.after, after=each.before) for each in framed(8)]
    assert judge(edits, 10, 0.02) == Judgement(frozenset(FRAME), void=tuple(edits))


def test_a_real_edit_among_the_pages_of_a_redesign_stays_an_edit() -> None:
    real = edit(99, article(99, "Nội dung này tòa soạn thêm vào.", *FRAME))
    edits = [*framed(8), real]
    found = judge(edits, 10, 0.02)
    assert (found.void, found.held) == (tuple(edits[:-1]), ())
    assert differ_without(found.lines)(real.before, real.after) == ("body",)


def test_one_article_that_changes_often_is_one_article() -> None:
    assert judge([edit(1, article(1, f"Lần {n}.")) for n in range(9)], 9, 0.0) == Judgement()


def test_a_line_on_a_few_pages_is_no_frame() -> None:
    assert frame_lines([*framed(4), *own_edits(20)]) == frozenset()


def test_leads_to_other_articles_are_never_text() -> None:
    assert differ_without(())(article(1), article(1, "Xem thêm: Đại hội Đảng bộ phường")) == ()


def test_the_same_article_is_known_by_its_title_or_its_text() -> None:
    known = article(1, *(f"Câu thứ {n} của bài này có vài chữ." for n in range(20)))
    assert same_article(known, replace(known, title="Tựa mới hẳn"))
    assert same_article(known, replace(known, text="Viết lại từ đầu."))
    assert not same_article(known, article(2))
    assert not same_article(replace(known, title=""), replace(article(2), title=""))
