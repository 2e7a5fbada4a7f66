"""Revisits through the extract step: edits, moves, joins, redesigns, and better extractors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from crawlers.extract import EXTRACTOR, Hints
from crawlers.extract import extract as real_extract
from crawlers.redesigns import accept, read_again, redesigns_of
from crawlers.revisit_tables import revisit_days
from crawlers.step import put_aside
from lantoa.article import ZONE, Article, Page
from lantoa.article_rows import withdrawals
from lantoa.articles import Grouping
from lantoa.database import Database
from lantoa.version_rows import changes
from tests.support.extract_desk import NOON, Desk, numbered, page

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
HOME = page().url
MOVED = "https://bao.test/chinh-tri/chuan-bi-dai-hoi-lan-thu-xviii-123456.html"
OTHER = "https://bao.test/giai-bong-da-phuong-mua-he-nam-nay-654321.html"
BANNER = "Tải ứng dụng của Báo Thử để đọc tin nhanh nhất mỗi sáng cùng chúng tôi."


@pytest.fixture
def desk(sqlite_database: Database, tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(sqlite_database, tmp_path)
    yield desk
    desk.archive.close()


def kinds(desk: Desk, url: str = HOME) -> list[tuple[str, ...]]:
    return [each.kinds for each in desk.articles.history(desk.article(url).id)]


def titled(title: str, **given: object) -> Page:
    known = page(**given)  # type: ignore[arg-type]
    old = "Thành ủy cho ý kiến về công tác chuẩn bị đại hội"
    return replace(known, body=known.body.decode().replace(old, title).encode())


def test_edited_twice_and_its_title_changed(desk: Desk) -> None:
    desk.keep(
        page(), page(more="Lần một.", after=HOUR), page(more="Lần hai.", after=2 * HOUR),
        titled("Thành ủy chốt lịch đại hội", more="Lần hai.", after=3 * HOUR),
    )  # fmt: skip
    assert desk.run().by_fate == {"stored": 1, "changed": 3}
    assert kinds(desk) == [(), ("body",), ("body",), ("title",)]
    found = changes(desk.database, "bao", NOON, NOON + 3 * HOUR)
    assert [(each.at - NOON, each.kinds) for each in found] == [(HOUR, ("body",)), (2 * HOUR, ("body",))]


def test_a_date_that_moves_is_a_change_and_the_former_one_is_kept(desk: Desk) -> None:
    later = page(after=HOUR)
    desk.keep(page(), replace(later, body=later.body.replace(b"2025-09-06T10", b"2025-09-05T10")))
    desk.run()
    assert kinds(desk) == [(), ("date",)]
    days = [each.article.published.day for each in desk.articles.history(desk.article().id)]
    assert [day.day for day in days if day] == [6, 5]


def test_an_address_that_leads_to_a_new_one_moves_the_article(desk: Desk) -> None:
    desk.keep(page())
    desk.run()
    before = desk.article()
    desk.keep(page(after=HOUR, final_url=MOVED))
    assert desk.run().by_fate == {"changed": 1}
    after = desk.article(MOVED)
    assert (after.id, after.article.url, kinds(desk, MOVED)) == (before.id, MOVED, [(), ("url",)])
    assert desk.article(HOME).id == before.id
    assert desk.articles.counts() == {"article": 1}


def test_an_address_given_to_another_article_is_not_the_same_article(desk: Desk) -> None:
    desk.keep(page(), page(after=HOUR, final_url=MOVED))
    desk.run()
    text = "".join(f"<p>Trận đấu thứ {n} của giải bóng đá phường kết thúc với tỷ số {n} đều sau hai hiệp.</p>" for n in range(9))
    body = f"<html><head><title>Giải bóng đá</title><meta property='og:type' content='article'></head><body><h1>Giải bóng đá phường</h1><article>{text}</article></body></html>"
    desk.keep(page(after=2 * HOUR, body=body.encode()))
    assert desk.run().by_fate == {"stored": 1}
    assert desk.article(HOME).id != desk.article(MOVED).id


def test_two_articles_that_turn_out_to_be_one_are_joined_and_nothing_is_lost(desk: Desk) -> None:
    desk.keep(page(), page(MOVED, more="Bản ở địa chỉ mới.", after=HOUR))
    desk.run()
    first, second = desk.article(HOME).id, desk.article(MOVED).id
    assert first != second
    desk.keep(page(more="Bản sau cùng.", after=2 * HOUR, final_url=MOVED))
    desk.run()
    [stored] = desk.articles.everything()
    assert (stored.id, stored.article.url) == (first, MOVED)
    history = desk.articles.history(first)
    assert [each.kinds for each in history] == [(), ("body", "url"), ("body",)]
    assert desk.articles.get(second) == stored
    with desk.database.read() as connection:
        assert list(connection.scalars(sa.select(withdrawals.c.article))) == [second]


def test_the_group_of_an_article_that_was_joined_is_judged_anew(desk: Desk) -> None:
    desk.keep(page(), page(MOVED, more="Bản ở địa chỉ mới.", after=HOUR), page(OTHER, more="Đăng lại.", after=HOUR))
    desk.run()
    ids = [desk.article(url).id for url in (HOME, MOVED, OTHER)]
    desk.articles.save_groups(1, [], [Grouping(ids[0], 1, 1, True), Grouping(ids[1], 2, 2, True), Grouping(ids[2], 2, 2, False)])
    with desk.database.write() as connection:
        connection.exec_driver_sql("UPDATE articles SET tagged_v = 1, grouped_v = 1")
    desk.keep(page(more="Bản ở địa chỉ mới.", after=2 * HOUR, final_url=MOVED))
    desk.run()
    assert [due.stored.id for due in desk.articles.ungrouped(1)] == [ids[2]]


def redesigned(pages: list[Page], more: str = "", after: timedelta = DAY) -> list[Page]:
    """The same pages in a frame whose text is taken for theirs, or without their text."""
    made = []
    for number, each in enumerate(pages):
        text = each.body.decode()
        if more:
            text = text.replace("</article>", f"<p>{more.format(number=number)}</p></article>")
        else:
            head, _, rest = text.partition("trong đó có văn kiện")
            text = head + "Xem tiếp." + "</p></article></body></html>"
            assert rest
        made.append(replace(each, body=text.encode(), fetched_at=each.fetched_at + after))
    return made


def test_a_frame_that_comes_to_most_pages_changes_nothing(desk: Desk) -> None:
    pages = numbered(8)
    desk.keep(*pages)
    desk.run()
    before = list(desk.articles.everything())
    desk.keep(*redesigned(pages, BANNER))
    assert desk.run().by_fate == {"unchanged": 8, "changed": 0}
    assert list(desk.articles.everything()) == before
    [noticed] = redesigns_of(desk.database)
    assert (noticed.source, noticed.verdict, noticed.changed, noticed.lines) == ("bao", "boilerplate", 8, (BANNER,))


def test_a_line_once_known_to_be_frame_stays_frame(desk: Desk) -> None:
    pages = numbered(9)
    desk.keep(*pages)
    desk.keep(*redesigned(pages[:8], BANNER))
    desk.run()
    desk.keep(*redesigned(pages[8:], BANNER, 5 * DAY))
    assert desk.run().by_fate == {"unchanged": 1}


def test_texts_that_most_pages_lost_are_held_and_what_stood_stands(desk: Desk) -> None:
    pages = numbered(8)
    desk.keep(*pages)
    desk.run()
    before = list(desk.articles.everything())
    desk.keep(*redesigned(pages))
    assert desk.run().by_fate == {"redesign": 8, "changed": 0}
    assert list(desk.articles.everything()) == before
    desk.keep(*redesigned(pages[:1], "Trang còn đổi mãi.", 2 * DAY))
    assert desk.run().by_fate == {"redesign": 1}
    assert changes(desk.database, "bao") == []
    assert [each.verdict for each in redesigns_of(desk.database)] == ["held"]
    assert put_aside(desk.database) == []


def test_articles_first_seen_after_the_redesign_are_edited_as_ever(desk: Desk) -> None:
    pages = numbered(9)
    desk.keep(*pages[:8], *redesigned(pages[:8]))
    desk.run()
    young = replace(pages[8], fetched_at=NOON + 2 * DAY)
    desk.keep(young, *redesigned([young], "Tòa soạn bổ sung một câu.", HOUR))
    assert desk.run().by_fate == {"stored": 1, "changed": 1}


def test_what_somebody_accepts_is_applied_and_not_suspected_again(desk: Desk) -> None:
    pages = numbered(6)
    desk.keep(*pages, *redesigned(pages, "Tòa soạn sửa câu số {number}."))
    assert desk.run().by_fate["redesign"] == 6
    assert accept(desk.database, "bao", NOON + 2 * DAY) == 6
    assert desk.run().by_fate == {"changed": 6}
    assert desk.run(extractor=EXTRACTOR + 1).by_fate == {"stored": 6, "changed": 6}
    assert len(changes(desk.database, "bao")) == 6


def test_an_extractor_that_reads_the_new_frame_settles_it(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = numbered(6)
    desk.keep(*pages, *redesigned(pages, "Số thứ {number} trong khung mới của trang."))
    assert desk.run().by_fate["redesign"] == 6
    before = list(desk.articles.everything())
    monkeypatch.setattr("crawlers.reading.extract", unframed)
    assert desk.run(extractor=EXTRACTOR + 1).by_fate == {"stored": 6, "unchanged": 6}
    assert list(desk.articles.everything()) == before
    assert [each.verdict for each in redesigns_of(desk.database)] == ["reread"]


def unframed(page: Page, hints: Hints) -> Article:
    """A better extractor: it leaves the new frame out."""
    article = real_extract(page, hints)
    lines = [line for line in article.text.split("\n") if "khung mới" not in line]
    return replace(article, text="\n".join(lines))


def test_a_source_may_be_read_again_without_a_new_extractor(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = numbered(6)
    desk.keep(*pages, *redesigned(pages, "Số thứ {number} trong khung mới của trang."))
    desk.run()
    monkeypatch.setattr("crawlers.reading.extract", unframed)
    assert read_again(desk.database, "bao", NOON + 3 * DAY) == 12
    assert desk.run().by_fate == {"stored": 6, "unchanged": 6}


def test_edits_among_many_revisits_that_found_nothing_are_edits(desk: Desk) -> None:
    pages = numbered(8)
    day = (NOON + DAY).astimezone(ZONE).date()
    with desk.database.write() as connection:
        connection.execute(sa.insert(revisit_days).values(source="bao", day=day, visits=40))
    desk.keep(*pages, *redesigned(pages, "Tòa soạn sửa câu số {number}."))
    assert desk.run().by_fate == {"stored": 8, "changed": 8}


def test_a_better_extractor_reads_earlier_versions_again_and_invents_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.keep(page(), page(more="</p><p>Số thứ 1 trong khung mới.", after=HOUR), page(more="Sửa thật.", after=2 * HOUR))
    desk.run()
    assert kinds(desk) == [(), ("body",), ("body",)]
    monkeypatch.setattr("crawlers.reading.extract", unframed)
    assert desk.run(extractor=EXTRACTOR + 1).by_fate == {"stored": 1, "unchanged": 1, "changed": 1}
    history = desk.articles.history(desk.article().id)
    assert [(each.kinds, each.extractor) for each in history] == [((), EXTRACTOR + 1), (("body",), EXTRACTOR + 1)]


def test_a_raised_version_tags_nothing_again_that_did_not_change(desk: Desk) -> None:
    desk.keep(*numbered(5), page(), page(more="Sửa.", after=HOUR))
    desk.run()
    with desk.database.write() as connection:
        connection.exec_driver_sql("UPDATE articles SET tagged_v = 7, grouped_v = 7, indexed_v = 7")
    desk.run(extractor=EXTRACTOR + 1)
    assert (desk.articles.untagged(7), desk.articles.ungrouped(7), desk.articles.unindexed(7)) == ([], [], [])


def test_a_canonical_address_that_a_better_extractor_reads_renames_without_a_change(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.keep(page(), page(more="Sửa.", after=HOUR))
    desk.run()
    first = desk.article()

    def renamed(page: Page, hints: Hints) -> Article:
        return replace(real_extract(page, hints), url=MOVED)

    monkeypatch.setattr("crawlers.reading.extract", renamed)
    assert desk.run(extractor=EXTRACTOR + 1).by_fate == {"stored": 1, "changed": 1}
    [stored] = desk.articles.everything()
    assert (stored.id, stored.article.url, kinds(desk, MOVED)) == (first.id, MOVED, [(), ("body",)])
    assert desk.article(HOME).id == first.id


def test_a_removal_that_was_over_before_anybody_looked_is_told_all_the_same(database: Database, tmp_path: Path) -> None:
    desk = Desk(database, tmp_path)
    desk.keep(page())
    for hours in (12, 24, 36):
        desk.archive.append(page(after=hours * HOUR, status=404), role="gone")
    desk.keep(page(after=72 * HOUR))
    assert desk.run().by_fate == {"stored": 1, "unchanged": 1}
    [removal] = desk.articles.removals(desk.article().id)
    assert (removal.removed_at, removal.restored_at) == (NOON + 36 * HOUR, NOON + 72 * HOUR)
    assert desk.article().removed_at is None
    desk.run(extractor=EXTRACTOR + 1)
    assert desk.articles.removals(desk.article().id) == [removal]
    desk.archive.close()


@pytest.mark.parametrize("hours", [(12, 24), (1, 2, 3), (12,)])
def test_fewer_or_nearer_looks_that_found_it_gone_are_no_removal(desk: Desk, hours: tuple[int, ...]) -> None:
    desk.keep(page())
    for each in hours:
        desk.archive.append(page(after=each * HOUR, status=404), role="gone")
    desk.keep(page(after=72 * HOUR))
    desk.run()
    assert desk.articles.removals(desk.article().id) == []


def test_a_frame_that_came_on_the_evening_before_to_a_few_is_recognised_the_next_day(desk: Desk) -> None:
    pages = numbered(9)
    desk.keep(*pages, *redesigned(pages[:2], BANNER, 10 * HOUR))
    assert desk.run().by_fate == {"stored": 9, "changed": 2}
    desk.keep(*redesigned(pages[2:], BANNER, 20 * HOUR))
    desk.run()
    assert changes(desk.database, "bao") == []
